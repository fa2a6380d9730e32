"""Days off and working days that the centre declares for an office: every counter hears of them."""

from sqlalchemy import Connection, select

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.judge import check_declared
from kiosk.central.news import DAY, Item, day_news, tell
from kiosk.central.store.tables import Office
from kiosk.domain.clock import stamp
from kiosk.domain.events import DayDeclared
from kiosk.errors import Refused


def declare_day(centre: Centre, office: int, declared: DayDeclared, *, by: str = "centre") -> None:
    """Tell an office's counters of a day: `kind` is `holiday|working`, `usual` takes it back.

    Raises Refused `office.unknown`, `date.form`, `day.kind`, `text.*`.
    """
    check_declared(declared)
    now = centre.clock()
    with centre.database.write() as connection:
        _check_office(connection, office)
        tell(connection, office, [Item(DAY, "", day_news(declared, stamp(now)))])
        record_act(
            connection, office, now, actor=by, act="calendar.declared", subject=declared.day, detail=declared.kind
        )


def _check_office(connection: Connection, office: int) -> None:
    if connection.scalar(select(Office.office).where(Office.office == office)) is None:
        raise Refused.because("office.unknown", "office")
