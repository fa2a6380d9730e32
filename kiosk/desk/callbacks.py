"""Calls that visitors were promised: the day's list, and what became of each."""

from dataclasses import dataclass
from datetime import date

import msgspec

from kiosk.desk.context import Desk
from kiosk.domain.application import Visit
from kiosk.domain.bangla import clean_note
from kiosk.domain.clock import dhaka_day
from kiosk.domain.daily import CALLBACK_RESULTS, VisitSettled
from kiosk.domain.numbering import parse_receive_number
from kiosk.errors import Refused
from kiosk.store import journal
from kiosk.store.session import Unit

_VISIT = msgspec.json.Decoder(Visit)


@dataclass(frozen=True, slots=True)
class Callback:
    """A call to make: due on a Dhaka day, `overdue` by so many days; `tries` found nobody."""

    visit_id: str
    due_on: str
    overdue: int
    tries: int
    visit: Visit


def callbacks(desk: Desk, day: date | None = None) -> tuple[Callback, ...]:
    """Return the calls due on a day (today) and those overdue by then, the oldest first."""
    until = day or dhaka_day(desk.clock())
    with desk.store.read() as unit:
        return callbacks_in(unit, until)


def callbacks_in(unit: Unit, until: date) -> tuple[Callback, ...]:
    """Return them inside a unit that is open already."""
    rows = unit.all(
        "SELECT c.visit_id, c.due_on, c.tries, v.body FROM callback c JOIN visit v ON v.visit_id = c.visit_id"
        " WHERE c.settled_at = '' AND c.due_on <= ? ORDER BY c.due_on, v.seq",
        until.isoformat(),
    )
    return tuple(
        Callback(visit_id, due, (until - date.fromisoformat(due)).days, tries, _VISIT.decode(body))
        for visit_id, due, tries, body in rows
    )


def settle_callback(
    desk: Desk,
    visit_id: str,
    result: str,
    *,
    operator: str,
    via: str,
    again_on: date | None = None,
    became: str = "",
    note: str = "",
) -> None:
    """Note what became of a call: `done|not_reached|again`.

    With `again_on` it is due on that day; `not_reached` without one ends it.  `became` is the number
    of the application that it led to.  Raises Refused `callback.*`, `number.*`, `text.*`.
    """
    at = desk.clock()
    if result not in CALLBACK_RESULTS:
        raise Refused.because("callback.result", "result")
    if (result == "again" and again_on is None) or (again_on is not None and again_on < dhaka_day(at)):
        raise Refused.because("callback.day", "again_on")
    body = VisitSettled(
        visit_id,
        result,
        again_on.isoformat() if again_on and result != "done" else "",
        str(parse_receive_number(became)) if became else "",
        clean_note(note, "note"),
    )
    with desk.store.write() as unit:
        row = unit.one("SELECT settled_at FROM callback WHERE visit_id = ?", visit_id)
        if row is None:
            raise Refused.because("callback.unknown", "visit_id")
        if row[0]:
            raise Refused.because("callback.settled", "visit_id")
        journal.append(unit, body, at=at, operator=operator, via=via, rng=desk.rng)
