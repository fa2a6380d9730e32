"""Reading the audit log: by whom, of what, from when; reading it is an act, too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, select

from kiosk.central.audit import record_act, verify_audit
from kiosk.central.centre import Centre
from kiosk.central.people.person import Person
from kiosk.central.store.tables import AuditRow, Office
from kiosk.domain.clock import DHAKA, stamp

ROWS = 50


@dataclass(frozen=True, slots=True)
class Act:
    """A line of the log."""

    seq: int
    at: str
    actor: str
    act: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: everything that is given must fit; `first` and `last` are Dhaka days; lines before `before`."""

    actor: str = ""
    act: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None
    before: int = 0


def acts_of(centre: Centre, office: int, wanted: Wanted, most: int = ROWS) -> Iterator[Act]:
    """Yield lines, the latest first."""
    columns = [getattr(AuditRow, name) for name in Act.__slots__]
    statement = select(*columns).where(AuditRow.office == office, *_conditions(wanted))
    ordered = statement.order_by(AuditRow.seq.desc()).limit(most).execution_options(yield_per=500)
    with centre.database.read() as connection:
        for row in connection.execute(ordered):
            yield Act(*row)


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.actor:
        yield AuditRow.actor == wanted.actor
    if wanted.act:
        yield and_(AuditRow.act >= wanted.act, AuditRow.act < wanted.act + "\U0010ffff")
    if wanted.subject:
        yield AuditRow.subject == wanted.subject
    if wanted.first:
        yield AuditRow.at >= _begin(wanted.first)
    if wanted.last:
        yield AuditRow.at < _begin(wanted.last + timedelta(days=1))
    if wanted.before:
        yield AuditRow.seq < wanted.before


def _begin(day: date) -> str:
    return stamp(datetime.combine(day, time(), DHAKA).astimezone(UTC))


def read_acts(centre: Centre, who: Person, wanted: Wanted, most: int = ROWS, act: str = "audit.read") -> list[Act]:
    """Return lines to somebody, and write down that they read them."""
    found = list(acts_of(centre, who.office, wanted, most))
    note_reading(centre, who, wanted, act)
    return found


def note_reading(centre: Centre, who: Person, wanted: Wanted, act: str) -> None:
    """Write down what somebody looked for in the log."""
    with centre.database.write() as connection:
        record_act(connection, who.office, centre.clock(), actor=who.login, act=act, subject=wanted.subject)


def verify_all(centre: Centre) -> dict[int, int]:
    """Return for each office how many acts its chain holds, -1 where it does not hang together."""
    with centre.database.read() as connection:
        offices = connection.scalars(select(Office.office).order_by(Office.office)).all()
        return {office: verify_audit(connection, office) for office in offices}
