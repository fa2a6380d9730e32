"""Days declared late: holidays and working days, and whose promised day moves by them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from kiosk.desk.catalogue import load_calendar
from kiosk.desk.context import Days, Desk
from kiosk.desk.office_card import refresh_card
from kiosk.desk.office_offer import refresh_offer
from kiosk.desk.promise import counted_from
from kiosk.desk.rights import check_right
from kiosk.domain.application import Application
from kiosk.domain.bangla import clean_line
from kiosk.domain.calendar import Holiday, OfficeCalendar, with_days
from kiosk.domain.catalogue import Service
from kiosk.domain.clock import dhaka_day
from kiosk.domain.events import DayDeclared
from kiosk.domain.rights import Act
from kiosk.domain.workflow import PENDING
from kiosk.errors import Refused
from kiosk.store import journal
from kiosk.store.session import Unit

HOLIDAY, WORKING, USUAL = "holiday", "working", "usual"
_NAME_LIMIT = 100
_OLDEST = timedelta(days=366)
_APPLICATION = msgspec.json.Decoder(Application)
_MARKS = ", ".join("?" * len(PENDING))
_MARK = "SELECT count(*), coalesce(max(at), '') FROM office_day"


@dataclass(frozen=True, slots=True)
class DeclaredDay:
    """A day that was declared: `kind` is `holiday|working`."""

    day: date
    kind: str
    name_bn: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A receipt in somebody's hand whose promised day is another one now; `service` is a code."""

    receive_number: str
    name: str
    service: str
    old: date
    new: date
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration and the receipts that it affects, the next promised first."""

    day: date
    kind: str
    affected: tuple[Moved, ...]


def declare_holiday(desk: Desk, day: date, name_bn: str, *, operator: str, via: str, name_en: str = "") -> Declared:
    """Make a day a day off from now on, and return whose promise moves by it.

    Raises Refused `text.*`, `day.past`, `right.role`.
    """
    return _declare(desk, DayDeclared(day.isoformat(), HOLIDAY, name_bn, name_en), operator, via)


def declare_working_day(
    desk: Desk, day: date, name_bn: str = "", *, operator: str, via: str, name_en: str = ""
) -> Declared:
    """Make a day a working day from now on, a Saturday say, and return whose promise moves by it."""
    return _declare(desk, DayDeclared(day.isoformat(), WORKING, name_bn, name_en), operator, via)


def withdraw_day(desk: Desk, day: date, *, operator: str, via: str) -> Declared:
    """Take a declaration back: the day is what the calendar says of it."""
    return _declare(desk, DayDeclared(day.isoformat(), USUAL), operator, via)


def _declare(desk: Desk, asked: DayDeclared, operator: str, via: str) -> Declared:
    day, at = date.fromisoformat(asked.day), desk.clock()
    if day < dhaka_day(at) - _OLDEST:
        raise Refused.because("day.past", "day")
    name_bn = clean_line(asked.name_bn, "name_bn", limit=_NAME_LIMIT, required=asked.kind == HOLIDAY)
    body = DayDeclared(asked.day, asked.kind, name_bn, clean_line(asked.name_en, "name_en", limit=_NAME_LIMIT))
    before = desk.calendar
    with desk.store.write() as unit:
        check_right(unit, operator, Act.DECLARE_DAY)
        journal.append(unit, body, at=at, operator=operator, via=via, rng=desk.rng)
        days = _days(unit)
        affected = tuple(sorted(_moved(desk, unit, day, before, days.calendar), key=lambda moved: moved.old))
    desk.office_days.now = days
    return Declared(day, asked.kind, affected)


def declared_days(desk: Desk) -> tuple[DeclaredDay, ...]:
    """Return the days that were declared here or at the centre, the first one first."""
    with desk.store.read() as unit:
        return tuple(_declared(unit))


def refresh_calendar(desk: Desk) -> None:
    """Let the desk know the days that another process, or the centre, declared."""
    with desk.store.read() as unit:
        refresh_in(desk, unit)


def refresh_in(desk: Desk, unit: Unit) -> None:
    """Do so inside a unit that is open already: promises are made by what it sees."""
    refresh_offer(desk, unit)
    refresh_card(desk, unit)
    if tuple(unit.one(_MARK) or ()) != desk.office_days.now.mark:
        desk.office_days.now = _days(unit)


def _days(unit: Unit) -> Days:
    count, latest = unit.one(_MARK) or (0, "")
    declared = list(_declared(unit))
    holidays = {one.day: Holiday(one.name_bn, one.name_en, "declared") for one in declared if one.kind == HOLIDAY}
    working = [one.day for one in declared if one.kind == WORKING]
    return Days(with_days(load_calendar(), holidays, working), (count, latest))


def _declared(unit: Unit) -> Iterator[DeclaredDay]:
    rows = unit.all("SELECT day, kind, name_bn, name_en FROM office_day WHERE kind <> ? ORDER BY day", USUAL)
    return (DeclaredDay(date.fromisoformat(row[0]), *row[1:]) for row in rows)


def _moved(desk: Desk, unit: Unit, day: date, before: OfficeCalendar, after: OfficeCalendar) -> Iterator[Moved]:
    """Yield the pending applications whose sum is another one; promises of days gone by stay as they were kept."""
    longest = max((service.days or 0 for service in desk.catalogue.services.values()), default=0)
    since = day - timedelta(days=2 * longest + 60)
    rows = unit.all(
        f"SELECT body FROM application WHERE received_on >= ? AND received_on <= ? AND state IN ({_MARKS})",  # noqa: S608 - marks only
        since.isoformat(),
        max(day, dhaka_day(desk.clock())).isoformat(),
        *PENDING,
    )
    for (raw,) in rows:
        application = _APPLICATION.decode(raw)
        service = desk.catalogue.services.get(application.draft.service)
        if service is None or not application.promised_on:
            continue
        old, new = (_promise(desk, calendar, service, application) for calendar in (before, after))
        if old and new and old != new:
            name = application.first_applicant.shown_name
            mobile = application.first_applicant.mobile
            yield Moved(application.receive_number, name, service.code, old, new, mobile)


def _promise(desk: Desk, calendar: OfficeCalendar, service: Service, application: Application) -> date | None:
    counted = counted_from(application.draft, date.fromisoformat(application.received_on))
    return calendar.promise(service.days, service.day_type, counted, count_first=desk.settings.count_day_of_receipt)
