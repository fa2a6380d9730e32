"""An e-mail becomes a draft in the tray: a person completes it, and its arrival is the time of receipt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kiosk.desk.context import Desk
from kiosk.desk.drafts import ANYBODY, put_into_tray
from kiosk.domain.application import Applicant, ApplicationDraft, Attachment, Channel, Mail
from kiosk.domain.checks import check_email
from kiosk.domain.clock import stamp
from kiosk.errors import Refused

if TYPE_CHECKING:
    from email.message import EmailMessage

MAX_MEGABYTES = 20
_MAX_ATTACHMENTS = 100
_LIMIT = 300
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as a person reads it: its draft, its words, and its files (names, types, bytes)."""

    draft: ApplicationDraft
    text: str
    files: tuple[tuple[Attachment, bytes], ...]


def read_mail(eml: bytes, now: datetime) -> Letter:
    """Return what an `.eml` file holds; `now` is its arrival where it names none that can be.

    Raises Refused `mail.form|mail.large`.
    """
    from email import message_from_bytes, policy  # slow to import, and mails are few

    if len(eml) > MAX_MEGABYTES << 20:
        raise Refused.because("mail.large", "eml", megabytes=MAX_MEGABYTES)
    try:
        message = message_from_bytes(eml, policy=policy.default)
        if not (_header(message, "From") or _header(message, "Subject")):
            raise Refused.because("mail.form", "eml")
        files = tuple(_files(message))
        return Letter(_draft(message, eml, files, now), _text(message), files)
    except (
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
    ) as error:  # whatever a broken header makes of its parser
        raise Refused.because("mail.form", "eml") from error


def take_mail(desk: Desk, eml: bytes, *, operator: str = ANYBODY) -> int:
    """Put a mail into the tray, its file with it, and return its id there; `operator` is whose it is.

    Raises Refused `mail.form|mail.large`, and `mail.taken` when it is there or was registered.
    """
    letter = read_mail(eml, desk.clock())
    mail = letter.draft.mail or Mail()
    with desk.store.read() as unit:
        if unit.one("SELECT 1 FROM parked WHERE reference = ?", mail.message_id):
            raise Refused.because("mail.taken", "eml")
    title = " · ".join(part for part in (mail.sender, mail.subject) if part)
    return put_into_tray(desk, letter.draft, title=title, operator=operator, source=eml, reference=mail.message_id)


def mail_of(desk: Desk, parked_id: int) -> Letter:
    """Return the mail of a tray row, its words and files.  Raises Refused `parked.missing`."""
    with desk.store.read() as unit:
        row = unit.one("SELECT source FROM parked WHERE id = ? AND source IS NOT NULL", parked_id)
    if row is None:
        raise Refused.because("parked.missing", "id")
    return read_mail(bytes(row[0]), desk.clock())


def attachment_bytes(desk: Desk, parked_id: int, index: int) -> bytes:
    """Return a file that came with the mail of a tray row, by its place.  Raises Refused `parked.missing`."""
    files = mail_of(desk, parked_id).files
    if not 0 <= index < len(files):
        raise Refused.because("parked.missing", "index")
    return files[index][1]


# ------------------------------------------------------------------------------ reading


def _draft(
    message: "EmailMessage", eml: bytes, files: tuple[tuple[Attachment, bytes], ...], now: datetime
) -> ApplicationDraft:
    name, address = _sender(message)
    latin = name.isascii()
    subject = _plain(_header(message, "Subject"))
    return ApplicationDraft(
        service="",
        channel=Channel.EMAIL,
        applicants=(Applicant(name="" if latin else name, name_latin=name if latin else "", email=address),),
        subject=subject,
        mail=Mail(
            sender=address or _plain(_header(message, "From")),
            subject=subject,
            arrived_at=stamp(_arrival(message, now)),
            message_id=_plain(_header(message, "Message-ID")).strip("<>") or sha256(eml).hexdigest(),
            attachments=tuple(attachment for attachment, _ in files),
        ),
    )


def _header(message: "EmailMessage", name: str) -> str:
    """Return a header as text; one that its parser chokes on as it stands in the file."""
    try:
        return str(message[name] or "")
    except (ValueError, LookupError, AttributeError, TypeError):
        return next(str(value) for key, value in message.raw_items() if key.lower() == name.lower())


def _sender(message: "EmailMessage") -> tuple[str, str]:
    """Return name and address of who wrote; the address only when it is one."""
    from email.utils import parseaddr

    name, address = parseaddr(_header(message, "From"))
    try:
        address = check_email(address)
    except Refused:
        address = ""
    return _plain(name) if any(letter.isalpha() for letter in name) else "", address


def _arrival(message: "EmailMessage", now: datetime) -> datetime:
    """Return when the last server took the mail, else when it says it was written; never a time to come."""
    from email.utils import parsedate_to_datetime

    received = [str(line).rpartition(";")[2] for line in message.get_all("Received", [])[:1]]
    for text in (*received, _header(message, "Date")):
        try:
            at = parsedate_to_datetime(text.strip())
        except (ValueError, TypeError):
            continue
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        if at <= now:
            return at
    return now


def _files(message: "EmailMessage") -> Iterator[tuple[Attachment, bytes]]:
    for number, part in enumerate(message.iter_attachments()):
        if number >= _MAX_ATTACHMENTS:
            return
        content: Any = part.get_payload(decode=True)
        data = content if isinstance(content, bytes) else part.as_bytes()
        name = _plain(re.split(r"[/\\]", part.get_filename() or "")[-1]) or f"{number + 1}"
        yield Attachment(name, part.get_content_type(), len(data), sha256(data).hexdigest()), data


def _text(message: "EmailMessage") -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    content = str(body.get_content())
    if body.get_content_subtype() == "html":
        content = re.sub(r"(?is)<(script|style).*?</\1>|<[^>]*>", " ", content)
    return "\n".join(_UNSEEN.sub(" ", line).strip() for line in content.splitlines()).strip()


def _plain(value: object) -> str:
    """Return one line that may stand in a form: a person looks at it before it is kept."""
    return " ".join(_UNSEEN.sub(" ", str(value or "")).split())[:_LIMIT]
