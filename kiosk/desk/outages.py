"""When the line, the power or the printer was gone: noted by hand, or seen by the program itself."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from kiosk.desk.context import Desk
from kiosk.domain.bangla import clean_note
from kiosk.domain.clock import DHAKA, dhaka_day, stamp, unstamp
from kiosk.domain.daily import OUTAGES, OutageNoted
from kiosk.errors import Refused
from kiosk.store import journal
from kiosk.store.session import Unit

ALIVE = ".alive"
"""A file of the home that is touched while the counter works, and gone after a proper end."""
UNNOTICED = timedelta(minutes=2)
"""What is shorter than this is no outage."""


@dataclass(frozen=True, slots=True)
class Outage:
    """Something that did not work: `what` is `line|power|printer`; `until` None while it lasts."""

    what: str
    since: datetime
    until: datetime | None
    note: str
    by_hand: bool


def note_outage(
    desk: Desk,
    what: str,
    since: datetime,
    until: datetime | None = None,
    *,
    operator: str,
    via: str,
    note: str = "",
    by_hand: bool = True,
) -> Outage:
    """Note an outage; the same one (`what`, `since`) noted again says how it ended.

    Raises Refused `outage.unknown`, `outage.time`, `text.*`.
    """
    now = desk.clock()
    if what not in OUTAGES:
        raise Refused.because("outage.unknown", "what")
    if since > now or (until is not None and not since <= until <= now):
        raise Refused.because("outage.time", "until")
    body = OutageNoted(what, stamp(since), stamp(until) if until else "", clean_note(note, "note"), by_hand)
    with desk.store.write() as unit:
        journal.append(unit, body, at=now, operator=operator, via=via, rng=desk.rng)
    return Outage(what, since, until, body.note, by_hand)


def outages(desk: Desk, day: date) -> tuple[Outage, ...]:
    """Return the outages of a Dhaka day, also those that began before or last, the first one first."""
    with desk.store.read() as unit:
        return outages_in(unit, day)


def outages_in(unit: Unit, day: date) -> tuple[Outage, ...]:
    """Return them inside a unit that is open already."""
    begin = datetime(day.year, day.month, day.day, tzinfo=DHAKA)
    rows = unit.all(
        "SELECT what, since, until, note, by_hand FROM outage WHERE since < ? AND (until = '' OR until >= ?)"
        " ORDER BY since, what",
        stamp(begin + timedelta(days=1)),
        stamp(begin),
    )
    return tuple(_outage(*row) for row in rows)


def _outage(what: str, since: str, until: str, note: str, by_hand: int) -> Outage:
    return Outage(what, unstamp(since), unstamp(until) if until else None, note, bool(by_hand))


def watch_outage(desk: Desk, what: str, *, works: bool, operator: str) -> Outage | None:
    """Note a change that the program sees: the line or the printer stopped, or works again; else nothing."""
    with desk.store.read() as unit:
        row = unit.one(
            "SELECT since FROM outage WHERE what = ? AND until = '' AND NOT by_hand ORDER BY since DESC LIMIT 1", what
        )
    if works == (row is None):
        return None
    now = desk.clock()
    since, until = (unstamp(row[0]), now) if row else (now, None)
    return note_outage(desk, what, since, until, operator=operator, via="window", by_hand=False)


# -------------------------------------------------------------------- the power


def beat(desk: Desk) -> None:
    """Note that the counter is alive: called every minute while it runs."""
    with suppress(OSError):  # a sign of life that cannot be written must not end it
        _alive(desk).write_text(stamp(desk.clock()), "ascii")


def rest(desk: Desk) -> None:
    """Note that the counter was ended properly: what follows is no outage."""
    with suppress(OSError):
        _alive(desk).unlink(missing_ok=True)


def note_power_cut(desk: Desk, operator: str) -> Outage | None:
    """Note the gap between the last sign of life and now, when the counter was not ended properly."""
    try:
        last = unstamp(_alive(desk).read_text("ascii"))
    except (OSError, ValueError):
        return None
    rest(desk)
    now = desk.clock()
    if now - last < UNNOTICED or dhaka_day(last) > dhaka_day(now):
        return None
    return note_outage(desk, "power", last, now, operator=operator, via="window", by_hand=False)


def _alive(desk: Desk) -> Path:
    return desk.home / ALIVE
