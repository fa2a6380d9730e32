"""What is overdue rises by itself: a line in the sheet and an act in the audit, once a level."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.chores import Chore
from kiosk.central.days import calendar_in
from kiosk.central.efile.boxes import DUE, SAME_OPEN, days_back
from kiosk.central.efile.holding import RISEN
from kiosk.central.efile.rights import ON_ARRIVAL
from kiosk.central.people.person import Person, people_of
from kiosk.central.store.tables import ApplicationRow, Holder, NoteRow, Office, is_open
from kiosk.domain.clock import dhaka_day, stamp

AT_ONCE = 200
TO_ADC, TO_DC = 1, 2
SELF_BN, SELF_EN = "স্বয়ংক্রিয়", "Automatic"


@dataclass(frozen=True, slots=True)
class _Day:
    """Today at an office: what was due before `late` rises to the DC; `people` work here."""

    office: int
    now: datetime
    today: date
    late: date
    people: tuple[Person, ...]

    def chief(self) -> Person | None:
        return next((one for one in self.people if one.role == "dc"), None)

    def over(self, branch: str) -> Person | None:
        """Return the ADC who has a branch in their group."""
        return next((one for one in self.people if one.role == "adc" and branch in one.branches), None)

    def role(self, login: str) -> str:
        return next((one.role for one in self.people if one.login == login), "")


def raise_overdue(centre: Centre) -> int:
    """Let everything that is overdue rise as far as it must; return how many lines were written."""
    with centre.database.read() as connection:
        offices = connection.scalars(select(Office.office).order_by(Office.office)).all()
    return sum(_raise_in(centre, office) for office in offices)


OVERDUE_RISES = Chore("overdue-rises", 600, raise_overdue)


def _raise_in(centre: Centre, office: int) -> int:
    count, after = 0, ""
    while True:
        with centre.database.write() as connection:
            day = _day(connection, centre, office)
            rows = _overdue(connection, day, after)
            count += sum(_raise_one(connection, day, row) for row in rows)
        if len(rows) < AT_ONCE:
            return count
        after = rows[-1].receive_number


def _day(connection: Connection, centre: Centre, office: int) -> _Day:
    now = centre.clock()
    today = dhaka_day(now)
    calendar = calendar_in(connection, centre.calendar, office)
    late = days_back(calendar, today, centre.settings.rise_after_days)
    return _Day(office, now, today, late, people_of(connection, office))


def _overdue(connection: Connection, day: _Day, after: str) -> Sequence[Any]:
    """Return what may rise, by number; whoever acts on one of these meanwhile waits, or is waited for."""
    columns = (Holder.receive_number, Holder.login, Holder.branch, Holder.level, DUE.label("due_on"))
    statement = select(*columns).select_from(Holder).join(ApplicationRow, SAME_OPEN)
    statement = statement.where(Holder.office == day.office, Holder.level < TO_DC, Holder.receive_number > after)
    statement = statement.where(is_open(), ApplicationRow.kind.in_(ON_ARRIVAL))
    statement = statement.where(day.today.isoformat() > DUE).order_by(Holder.receive_number).limit(AT_ONCE)
    return connection.execute(statement.with_for_update()).all()


def _raise_one(connection: Connection, day: _Day, row: Any) -> bool:
    for level, to in _above(day, row):
        if to is not None and level > row.level:
            _rise(connection, day, row, level, to)
            return True
    return False


def _above(day: _Day, row: Any) -> Iterator[tuple[int, Person | None]]:
    """Yield to whom it must rise, the highest first."""
    role = day.role(row.login)
    if role == "dc":
        return
    if role == "adc" or row.due_on < day.late.isoformat():
        yield TO_DC, day.chief()
    if role != "adc":
        yield TO_ADC, day.over(row.branch)


def _rise(connection: Connection, day: _Day, row: Any, level: int, to: Person) -> None:
    number = row.receive_number
    mine = (NoteRow.office == day.office) & (NoteRow.receive_number == number)
    ordinal = (connection.scalar(select(func.max(NoteRow.ordinal)).where(mine)) or 0) + 1
    key = {"office": day.office, "receive_number": number, "ordinal": ordinal, "at": stamp(day.now)}
    whom = {"to_login": to.login, "to_branch": "", "due_on": row.due_on}
    said = {"login": "", "post_bn": SELF_BN, "post_en": SELF_EN, "kind": RISEN, "text": "", **whom}
    connection.execute(insert(NoteRow).values(**key, **said))
    held = (Holder.office == day.office) & (Holder.receive_number == number)
    connection.execute(update(Holder).where(held).values(level=level))
    act = {"actor": "centre", "act": "application.risen", "subject": number, "detail": f"{to.login} {level}"}
    record_act(connection, day.office, day.now, **act)
