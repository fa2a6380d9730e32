"""What came from the web and waits in the tray: looked at with its pages, and given back with a reason.

Registering one is registering its draft: the reference goes with it, and every counter's tray lets go of it.
"""

from dataclasses import dataclass

import msgspec

from kiosk.desk.context import Desk
from kiosk.desk.decoding import Child, decode
from kiosk.desk.drafts import ANYBODY, DONE
from kiosk.desk.scans import PageImage, picture_of
from kiosk.desk.synchronise import client_for
from kiosk.domain.application import ApplicationDraft
from kiosk.domain.bangla import clean_note
from kiosk.domain.portal import PortalReturned
from kiosk.errors import Refused
from kiosk.store import journal
from kiosk.store.web_tray import mark_of

NOTE_LIMIT = 500
_DRAFT = msgspec.json.Decoder(ApplicationDraft)


@dataclass(frozen=True, slots=True)
class WebApplication:
    """One that waits: its row in the tray, its reference, who and what, since when (UTC text)."""

    id: int
    portal_id: str
    title: str
    at: str


def waiting_from_web(desk: Desk) -> tuple[WebApplication, ...]:
    """Return what waits for this office, the oldest first."""
    with desk.store.read() as unit:
        rows = unit.all(
            "SELECT id, reference, title, at FROM parked WHERE reference LIKE ? AND format <> ? ORDER BY id",
            mark_of("%"),
            DONE,
        )
    return tuple(WebApplication(row[0], row[1].partition(":")[2], row[2], row[3]) for row in rows)


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page that lies at the centre: which of how many, as `PageImage`; None where there are none."""

    page: int
    pages: int
    image: PageImage | None = None


def draft_of(desk: Desk, row: int) -> ApplicationDraft:
    """Return what somebody filed, as it waits in the tray; it stays there.  Raises Refused `parked.missing`."""
    with desk.store.read() as unit:
        found = unit.one("SELECT body FROM parked WHERE id = ? AND format = 'draft'", row)
    if found is None:
        raise Refused.because("parked.missing", "parked")
    return _DRAFT.decode(found[0])


def web_page(desk: Desk, portal_id: str, page: int = 1, *, child: Child | None = None) -> WebPage:
    """Fetch a page of what waits, to look at; nothing of it is kept here.

    Raises Unavailable `net.*`; Refused `file.unknown` where it waits no more, `file.*` for one that is no picture.
    """
    client = client_for(desk)
    try:
        answer = client.web_page(portal_id, page)
    finally:
        client.close()
    if not answer.content:
        return WebPage(page, answer.pages)
    (seen,) = decode(answer.content, child=child)  # whoever sent it, a child reads it first
    return WebPage(page, answer.pages, picture_of(seen))


def return_to_web(desk: Desk, portal_id: str, *, reason: str, note: str = "", operator: str, via: str) -> None:
    """Give a web application back: the applicant reads the reason and the note.

    Raises Refused `parked.missing` (a colleague has it, or is done with it), `reason.missing|unknown`, `text.*`.
    """
    desk.catalogue.reason("portal", reason)
    said = clean_note(note, "note", limit=NOTE_LIMIT)
    with desk.store.write() as unit:
        row = unit.one(
            "SELECT 1 FROM parked WHERE reference = ? AND operator IN (?, ?) AND format <> ?",
            mark_of(portal_id),
            operator,
            ANYBODY,
            DONE,
        )
        if row is None:
            raise Refused.because("parked.missing", "portal_id")
        body = PortalReturned(portal_id, reason, said)
        journal.append(unit, body, at=desk.clock(), operator=operator, via=via, rng=desk.rng)
