"""Promised dates that no longer fit the calendar: listed, and moved with one notice each.

Days are declared here or at any counter; either way the dates that they move are found here.  A date
that was never reckoned by these rules was promised by a person, and stays.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import msgspec
from sqlalchemy import Connection, select

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.changes import promise_anew
from kiosk.central.days import HOLIDAY, WORKING
from kiosk.central.news import tell
from kiosk.central.people.person import Person
from kiosk.central.steps import step_news, write_steps
from kiosk.central.store.tables import ApplicationRow, OfficeDay
from kiosk.domain.application import Application
from kiosk.domain.calendar import Holiday, OfficeCalendar, with_days
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.workflow import DATE_MOVED, PENDING, Step

MOST_AT_ONCE, USUAL = 500, "usual"
_application = msgspec.json.Decoder(Application)


@dataclass(frozen=True, slots=True)
class DayOfOffice:
    """A day that was declared: `kind` is `holiday|working|usual`."""

    day: date
    kind: str
    name_bn: str
    name_en: str
    at: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An application whose promised day is another one now."""

    number: str
    application: Application
    old: date
    new: date


def declared_days(connection: Connection, office: int) -> tuple[DayOfOffice, ...]:
    """Return the days that an office declared, the first one first."""
    columns = (OfficeDay.day, OfficeDay.kind, OfficeDay.name_bn, OfficeDay.name_en, OfficeDay.at)
    rows = connection.execute(select(*columns).where(OfficeDay.office == office).order_by(OfficeDay.day))
    return tuple(DayOfOffice(date.fromisoformat(row[0]), *row[1:]) for row in rows)


def moved_dates(connection: Connection, centre: Centre, catalogue: Catalogue, office: int) -> tuple[Moved, ...]:
    """Return whose promise moves, the next promised first; at most `MOST_AT_ONCE`."""
    days = declared_days(connection, office)
    if not days:
        return ()
    stages, longest = _stages(centre.calendar, days), max(one.days or 0 for one in catalogue.services.values())
    since = min(one.day for one in days) - timedelta(days=2 * longest + 60)
    mine = (
        (ApplicationRow.office == office) & ApplicationRow.state.in_(PENDING) & ApplicationRow.promised_on.is_not(None)
    )
    columns = (ApplicationRow.receive_number, ApplicationRow.body, ApplicationRow.promised_on)
    within = ApplicationRow.received_on.between(since.isoformat(), max(one.day for one in days).isoformat())
    statement = select(*columns).where(mine, within).order_by(ApplicationRow.promised_on, ApplicationRow.receive_number)
    found = _moved(connection.execute(statement), catalogue, stages)
    return tuple(moved for _, moved in zip(range(MOST_AT_ONCE), found, strict=False))


def _stages(usual: OfficeCalendar, days: Sequence[DayOfOffice]) -> list[OfficeCalendar]:
    """Return the calendars by which something may have been promised, the one in force last.

    Only the latest declaration of a day is known: before it, the day may have been anything.
    """
    by_time = sorted(days, key=lambda one: one.at)
    before = [
        _with(usual, [*by_time[:count], replace(day, kind=kind)])
        for count, day in enumerate(by_time)
        for kind in (USUAL, HOLIDAY, WORKING)
    ]
    return [*before, _with(usual, by_time)]


def _with(usual: OfficeCalendar, days: Sequence[DayOfOffice]) -> OfficeCalendar:
    off = {one.day: Holiday(one.name_bn, one.name_en, "declared") for one in days if one.kind == HOLIDAY}
    return with_days(usual, off, [one.day for one in days if one.kind == WORKING])


def _moved(rows: object, catalogue: Catalogue, stages: Sequence[OfficeCalendar]) -> Iterator[Moved]:
    for number, body, promised_on in rows:  # type: ignore[attr-defined]
        application = _application.decode(bytes(body))
        service = catalogue.services.get(application.draft.service)
        if service is None:
            continue
        old = date.fromisoformat(promised_on)
        new = _new_date(service, _counted_from(application), old, stages)
        if new and new != old:
            yield Moved(number, application, old, new)


def _new_date(service: Service, first: date, old: date, stages: Sequence[OfficeCalendar]) -> date | None:
    """Return what is promised now, by the way of counting by which the old day came about; None: by none."""
    for count_first in (False, True):
        sums = [one.promise(service.days, service.day_type, first, count_first=count_first) for one in stages]
        if old in sums:
            return sums[-1]
    return None


def _counted_from(application: Application) -> date:
    received = date.fromisoformat(application.received_on)
    arrived = application.draft.arrived_on
    return min(date.fromisoformat(arrived), received) if arrived else received


def move_dates(centre: Centre, catalogue: Catalogue, who: Person, note: str) -> int:
    """Promise the new days: a step each, which tells the applicant once.  Returns how many."""
    now = centre.clock()
    with centre.database.write() as connection:
        moved = moved_dates(connection, centre, catalogue, who.office)
        steps = [(one.number, Step(DATE_MOVED, stamp(now), note=note, until=one.new.isoformat())) for one in moved]
        write_steps(connection, who.office, steps)
        for one in moved:
            promise_anew(connection, who.office, one.application, one.new.isoformat())
        tell(connection, who.office, [step_news(number, step) for number, step in steps])
        audit = {"act": "dates.moved", "subject": dhaka_day(now).isoformat(), "detail": str(len(moved))}
        record_act(connection, who.office, now, actor=who.login, **audit)
    return len(moved)
