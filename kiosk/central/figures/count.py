"""The office counted, as `kiosk.domain.figures` defines it: from narrow indices alone, whatever the size of the office."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, case, func, select, true

from kiosk.central.centre import Centre
from kiosk.central.people.person import Person
from kiosk.central.store.tables import ApplicationRow, Closing
from kiosk.domain.figures import OLDEST, TREND_DAYS, BranchAge, ageing, first_days
from kiosk.domain.workflow import PENDING, VOID

WHOLE = ("dc", "administrator")
"""Roles whose figures are those of the whole office; an ADC's are those of the ADC's branches."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """A day of the trend."""

    day: date
    received: int
    closed: int
    on_time: int


@dataclass(frozen=True, slots=True)
class Old:
    """A pending application that waits long; `days` since its receipt."""

    number: str
    kind: str
    service: str
    state: str
    branch: str
    received_on: date
    promised_on: date | None
    days: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What `OF_THE_CENTRE` defines, for a Dhaka day; `trend` ends with that day."""

    day: date
    made_at: datetime
    received: int
    closed: int
    on_time: int
    pending: int
    overdue: int
    ageing: tuple[BranchAge, ...]
    trend: tuple[DayCount, ...]
    oldest: tuple[Old, ...]

    @property
    def closed_lately(self) -> int:
        """Closed in the days of the trend."""
        return sum(day.closed for day in self.trend)

    @property
    def on_time_lately(self) -> int:
        """Of them in time."""
        return sum(day.on_time for day in self.trend)


def branches_of_figures(who: Person) -> frozenset[str] | None:
    """Return whose branches somebody sees counted; None for all of them."""
    if any(person.role in WHOLE for person in who.selves):
        return None
    return frozenset(branch for person in who.selves if person.role == "adc" for branch in person.branches)


def figures_of(centre: Centre, office: int, day: date, branches: Collection[str] | None = None) -> Figures:
    """Return the figures of an office, or of some of its branches; those of what is pending are of now."""
    first = day - timedelta(days=TREND_DAYS - 1)
    with centre.database.read() as connection:
        received = _received(connection, office, branches, first, day)
        closed, in_time = _closed(connection, office, branches, first, day)
        ages, overdue = _pending(connection, office, branches, day)
        oldest = _oldest(connection, office, branches, day)
    days = (first + timedelta(days=after) for after in range(TREND_DAYS))
    trend = tuple(DayCount(one, received[f"{one}"], closed[f"{one}"], in_time[f"{one}"]) for one in days)
    last = trend[-1]
    pending = sum(row.total for row in ages)
    return Figures(day, centre.clock(), last.received, last.closed, last.on_time, pending, overdue, ages, trend, oldest)


def _only(column: ColumnElement[str], branches: Collection[str] | None) -> ColumnElement[bool]:
    return true() if branches is None else column.in_(sorted(branches))


def _received(
    connection: Connection, office: int, branches: Collection[str] | None, first: date, last: date
) -> Counter[str]:
    day = ApplicationRow.received_on
    mine = (ApplicationRow.office == office) & day.between(f"{first}", f"{last}") & (ApplicationRow.state != VOID)
    where = mine & _only(ApplicationRow.branch.expression, branches)
    rows = connection.execute(select(day, func.count()).where(where).group_by(day)).all()
    return Counter({row[0]: row[1] for row in rows})


def _closed(
    connection: Connection, office: int, branches: Collection[str] | None, first: date, last: date
) -> tuple[Counter[str], Counter[str]]:
    mine = (Closing.office == office) & Closing.closed_on.between(f"{first}", f"{last}")
    where = mine & _only(Closing.branch.expression, branches)
    columns = (Closing.closed_on, func.count(), func.sum(Closing.in_time))
    rows = connection.execute(select(*columns).where(where).group_by(Closing.closed_on)).all()
    return Counter({row[0]: row[1] for row in rows}), Counter({row[0]: int(row[2]) for row in rows})


def _pending(
    connection: Connection, office: int, branches: Collection[str] | None, day: date
) -> tuple[tuple[BranchAge, ...], int]:
    age = sum(case((ApplicationRow.received_on < since, 1), else_=0) for since in first_days(day))
    over = case(
        (func.coalesce(ApplicationRow.promised_on, "") == "", 0), (ApplicationRow.promised_on < f"{day}", 1), else_=0
    )
    mine = (ApplicationRow.office == office) & ApplicationRow.state.in_(PENDING)
    where = mine & (ApplicationRow.received_on <= f"{day}") & _only(ApplicationRow.branch.expression, branches)
    by_age = select(ApplicationRow.branch, age.label("age"), over.label("over")).where(where).subquery()  # type: ignore[union-attr]
    columns = (by_age.c.branch, by_age.c.age, func.count(), func.sum(by_age.c.over))
    rows = connection.execute(select(*columns).group_by(by_age.c.branch, by_age.c.age)).all()
    return ageing((row[0], int(row[1]), row[2]) for row in rows), sum(int(row[3]) for row in rows)


def _oldest(connection: Connection, office: int, branches: Collection[str] | None, day: date) -> tuple[Old, ...]:
    columns = (
        ApplicationRow.receive_number,
        ApplicationRow.kind,
        ApplicationRow.service,
        ApplicationRow.state,
        ApplicationRow.branch,
        ApplicationRow.received_on,
        ApplicationRow.promised_on,
    )
    mine = (ApplicationRow.office == office) & ApplicationRow.state.in_(PENDING)
    day_of = ApplicationRow.received_on
    where = mine & (day_of <= f"{day}") & _only(ApplicationRow.branch.expression, branches)
    # The days come from an index alone; only what was received on them is read.
    days = set(connection.scalars(select(day_of).where(where).order_by(day_of).limit(OLDEST)))
    ordered = select(*columns).where(where, day_of.in_(sorted(days))).order_by(day_of, ApplicationRow.receive_number)
    return tuple(_old(*row, day=day) for row in connection.execute(ordered.limit(OLDEST)))


def _old(
    number: str, kind: str, service: str, state: str, branch: str, received: str, promised: str | None, *, day: date
) -> Old:
    since = date.fromisoformat(received)
    until = date.fromisoformat(promised) if promised else None
    return Old(number, kind, service, state, branch, since, until, (day - since).days)
