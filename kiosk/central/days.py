"""Days off and working days that an office declared: every counter hears of them, and deadlines count by them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.judge import check_declared
from kiosk.central.news import DAY, Item, day_news, tell
from kiosk.central.setup.versions import catalogue_on
from kiosk.central.store.tables import Office, OfficeDay
from kiosk.domain.calendar import Holiday, OfficeCalendar, with_days
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.events import DayDeclared
from kiosk.errors import Refused

HOLIDAY, WORKING = "holiday", "working"


def declare_day(centre: Centre, office: int, declared: DayDeclared, *, by: str = "centre") -> None:
    """Tell an office's counters of a day: `kind` is `holiday|working`, `usual` takes it back.

    Raises Refused `office.unknown`, `date.form`, `day.kind`, `text.*`.
    """
    check_declared(declared)
    now = centre.clock()
    with centre.database.write() as connection:
        _check_office(connection, office)
        tell(connection, office, [Item(DAY, "", day_news(declared, stamp(now)))])
        keep_days(connection, office, [(declared, stamp(now))])
        record_act(
            connection, office, now, actor=by, act="calendar.declared", subject=declared.day, detail=declared.kind
        )


def keep_days(connection: Connection, office: int, declared: Iterable[tuple[DayDeclared, str]]) -> None:
    """Take in days with the instant of their declaration; the latest declaration of a day holds."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(OfficeDay)
    said = ("kind", "name_bn", "name_en", "at")
    statement = fresh.on_conflict_do_update(
        index_elements=["office", "day"],
        set_={name: fresh.excluded[name] for name in said},
        where=OfficeDay.at <= fresh.excluded["at"],
    )
    for one, at in declared:
        names = {"kind": one.kind, "name_bn": one.name_bn, "name_en": one.name_en}
        connection.execute(statement, {"office": office, "day": one.day, "at": at, **names})


def office_calendar(centre: Centre, office: int) -> OfficeCalendar:
    """Return the calendar by which an office works today, with the days that it declared."""
    with centre.database.read() as connection:
        return calendar_in(connection, centre.calendar, office)


def calendar_in(connection: Connection, usual: OfficeCalendar, office: int) -> OfficeCalendar:
    """Return a calendar with what an office declared."""
    columns = (OfficeDay.day, OfficeDay.kind, OfficeDay.name_bn, OfficeDay.name_en)
    mine = (OfficeDay.office == office) & OfficeDay.kind.in_((HOLIDAY, WORKING))
    rows = connection.execute(select(*columns).where(mine)).all()
    if not rows:
        return usual
    off = {
        date.fromisoformat(row.day): Holiday(row.name_bn, row.name_en, "declared")
        for row in rows
        if row.kind == HOLIDAY
    }
    return with_days(usual, off, [date.fromisoformat(row.day) for row in rows if row.kind == WORKING])


def at_office(centre: Centre, office: int) -> Centre:
    """Return the centre as this office sees it: with its own calendar, and what it offers today."""
    today = dhaka_day(centre.clock()).isoformat()
    with centre.database.read() as connection:
        calendar = calendar_in(connection, centre.calendar, office)
        catalogue = catalogue_on(connection, centre.catalogue, office, today)
    return replace(centre, calendar=calendar, catalogue=catalogue)


def _check_office(connection: Connection, office: int) -> None:
    if connection.scalar(select(Office.office).where(Office.office == office)) is None:
        raise Refused.because("office.unknown", "office")
