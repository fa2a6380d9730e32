"""What came from the web and waits in the tray: looked at, and given back with a reason.

Registering one is registering its draft: the reference goes with it, and every counter's tray lets go of it.
"""

from dataclasses import dataclass

from kiosk.desk.context import Desk
from kiosk.desk.drafts import ANYBODY, DONE
from kiosk.domain.bangla import clean_note
from kiosk.domain.portal import PortalReturned
from kiosk.errors import Refused
from kiosk.store import journal
from kiosk.store.web_tray import mark_of

NOTE_LIMIT = 500


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
