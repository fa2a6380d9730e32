"""The pictures and PDFs that came with an e-mail become pages of the application that is made of it."""

from dataclasses import dataclass

from kiosk.desk.context import Desk
from kiosk.desk.decoding import Child
from kiosk.desk.mail import mail_of
from kiosk.desk.scans import take_bytes
from kiosk.domain.scans import Scan
from kiosk.errors import Refused


@dataclass(frozen=True, slots=True)
class MailPages:
    """The pages, in the order of the attachments, and the names of those that are no pages."""

    scans: tuple[Scan, ...]
    left: tuple[str, ...] = ()


def pages_of_mail(desk: Desk, parked_id: int, *, already: int = 0, child: Child | None = None) -> MailPages:
    """Return the attachments of a tray row's mail as pages, kept durable; what is none is left, and named.

    Raises Refused `parked.missing`, Unavailable `disk.*`.
    """
    scans: list[Scan] = []
    left: list[str] = []
    for attachment, content in mail_of(desk, parked_id).files:
        try:
            scans += take_bytes(desk, content, attachment.name, already=already + len(scans), child=child)
        except Refused:
            left.append(attachment.name)
    return MailPages(tuple(scans), tuple(left))
