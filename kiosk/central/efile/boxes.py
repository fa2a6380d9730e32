"""The lists of the desk: what lies before somebody, by urgency, counted, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.efile.rights import ON_ARRIVAL, before, readable
from kiosk.central.efile.search import index_new, matching
from kiosk.central.people.person import Person
from kiosk.central.store.tables import ApplicationRow, Holder, ScanRow, User
from kiosk.domain.application import Application
from kiosk.domain.calendar import OfficeCalendar
from kiosk.domain.clock import dhaka_day
from kiosk.domain.workflow import PENDING, STATES, WAITING_PAPERS

ROWS, MOST_COUNTED, AT_ONCE = 25, 999, 500
WAITING = tuple(code for code, state in STATES.items() if state.waits)
CLOSED = tuple(code for code, state in STATES.items() if not state.pending)

MINE, TODAY, OVERDUE, INQUIRY, WAITS, RISEN, DONE, ALL, PAPERS = (
    "mine",
    "today",
    "overdue",
    "inquiry",
    "waiting",
    "risen",
    "done",
    "all",
    "papers",
)
BOXES = (MINE, TODAY, OVERDUE, RISEN, INQUIRY, WAITS, DONE, ALL, PAPERS)

SAME = (Holder.office == ApplicationRow.office) & (Holder.receive_number == ApplicationRow.receive_number)
DUE: ColumnElement[str | None] = func.coalesce(func.nullif(Holder.due_on, ""), ApplicationRow.promised_on)
_application = msgspec.json.Decoder(Application)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list; `due_on` is the day that binds its holder; `is_coming`: scans are on their way."""

    number: str
    application: Application
    state: str
    branch: str
    login: str
    due_on: date | None
    is_coming: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list: a box, or what was typed; one branch or kind of it; `page` counts from 1."""

    box: str = MINE
    query: str = ""
    branch: str = ""
    kind: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list; `count` stops at `MOST_COUNTED` + 1."""

    rows: tuple[Row, ...]
    count: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.count // ROWS))


def list_box(centre: Centre, who: Person, asked: Asked) -> Listed:
    """Return a page of a list, urgent first, then new."""
    if asked.query.strip():
        index_new(centre, who.office)
    with centre.database.read() as connection:
        where = and_(_wanted(connection, centre, who, asked), *_filters(asked))
        count = _count(connection, who, where)
        rows = connection.execute(_ordered(who, where, asked.page)).all()
        coming = _coming(connection, who.office, [row.receive_number for row in rows])
    with centre.database.write() as connection:
        what = "search" if asked.query.strip() else asked.box
        record_act(connection, who.office, centre.clock(), actor=who.login, act="list.read", subject=what)
    return Listed(tuple(_row(row, coming) for row in rows), count)


def every_row(centre: Centre, who: Person, asked: Asked, most: int) -> Iterator[Row]:
    """Yield the rows of a list in its order, so many at most, as they are read."""
    with centre.database.read() as connection:
        where = and_(_wanted(connection, centre, who, asked), *_filters(asked))
        ordered = _ordered(who, where, 1).limit(most).execution_options(yield_per=AT_ONCE)
        yield from (_row(row, set()) for row in connection.execute(ordered))


def count_boxes(centre: Centre, who: Person) -> dict[str, int]:
    """Return how many lie in each box, as far as `MOST_COUNTED` + 1."""
    today = dhaka_day(centre.clock())
    with centre.database.read() as connection:
        return {box: _count(connection, who, _of_box(centre, who, box, today)) for box in boxes_of(who)}


def boxes_of(who: Person) -> tuple[str, ...]:
    """Return the boxes that somebody has: nothing rises to an officer, nothing lies before an auditor."""
    if not who.roles & {"dc", "adc", "officer", "branch_assistant"}:
        return (ALL, PAPERS, DONE) if "auditor" in who.roles else ()
    return tuple(box for box in BOXES if box != RISEN or who.roles & {"dc", "adc"})


def _of_box(centre: Centre, who: Person, box: str, today: date) -> ColumnElement[bool]:
    pending, day = ApplicationRow.state.in_(PENDING), today.isoformat()
    mine = and_(pending, before(who))
    conditions: dict[str, ColumnElement[bool]] = {
        MINE: mine,
        TODAY: and_(mine, DUE.in_([day])),
        OVERDUE: and_(mine, day > DUE),
        INQUIRY: and_(mine, ApplicationRow.state == "inquiry"),
        WAITS: and_(mine, ApplicationRow.state.in_(WAITING)),
        RISEN: and_(pending, _risen(centre, who, today), ~before(who)),
        DONE: and_(ApplicationRow.state.in_(CLOSED), readable(who)),
        ALL: and_(pending, readable(who)),
        PAPERS: and_(ApplicationRow.state == WAITING_PAPERS, readable(who)),
    }
    return conditions.get(box, mine)


def _risen(centre: Centre, who: Person, today: date) -> ColumnElement[bool]:
    """Return what is overdue below: at once for an ADC, for the DC when days have passed or an ADC holds it."""
    late = days_back(centre.calendar, today, centre.settings.rise_after_days).isoformat()
    held = Holder.login.is_not(None)
    found: list[ColumnElement[bool]] = []
    for person in who.selves:
        if person.role == "adc":
            found.append(and_(held, Holder.branch.in_(sorted(person.branches)), today.isoformat() > DUE))
        if person.role == "dc":
            chiefs = select(User.login).where(User.office == person.office, User.role == "adc")
            found.append(and_(held, today.isoformat() > DUE, or_(late > DUE, Holder.login.in_(chiefs))))
    return or_(*found) if found else and_(held, Holder.login.is_(None))


def days_back(calendar: OfficeCalendar, today: date, count: int) -> date:
    """Return the day so many working days ago."""
    day = today
    while count > 0 and day > date(2000, 1, 1):
        day -= timedelta(days=1)
        count -= calendar.is_working(day)
    return day


def _wanted(connection: Connection, centre: Centre, who: Person, asked: Asked) -> ColumnElement[bool]:
    if asked.query.strip():
        return and_(readable(who), matching(connection, centre, who.office, asked.query))
    box = asked.box if asked.box in boxes_of(who) else next(iter(boxes_of(who)), MINE)
    return _of_box(centre, who, box, dhaka_day(centre.clock()))


def _filters(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [true()]
    if asked.branch:
        found.append(func.coalesce(Holder.branch, ApplicationRow.branch) == asked.branch)
    if asked.kind in ON_ARRIVAL:
        found.append(ApplicationRow.kind == asked.kind)
    return found


def _all(who: Person, where: ColumnElement[bool], *columns: object) -> Select[tuple[object, ...]]:
    statement = select(*columns).select_from(ApplicationRow).join(Holder, SAME, isouter=True)  # type: ignore[call-overload]
    found: Select[tuple[object, ...]] = statement.where(
        ApplicationRow.office == who.office, ApplicationRow.kind.in_(ON_ARRIVAL), where
    )
    return found


def _count(connection: Connection, who: Person, where: ColumnElement[bool]) -> int:
    some = _all(who, where, ApplicationRow.receive_number).limit(MOST_COUNTED + 1).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _ordered(who: Person, where: ColumnElement[bool], page: int) -> Select[tuple[object, ...]]:
    columns = (ApplicationRow.receive_number, ApplicationRow.body, ApplicationRow.state, Holder.login)
    branch = func.coalesce(Holder.branch, ApplicationRow.branch).label("branch")
    statement = _all(who, where, *columns, branch, DUE.label("due_on"))
    ordered = statement.order_by(DUE.is_(None), DUE, ApplicationRow.received_at.desc(), ApplicationRow.receive_number)
    return ordered.limit(ROWS).offset((max(1, page) - 1) * ROWS)


def _coming(connection: Connection, office: int, numbers: Sequence[str]) -> set[str]:
    mine = (ScanRow.office == office) & ScanRow.receive_number.in_(numbers) & ScanRow.complete_at.is_(None)
    return set(connection.scalars(select(ScanRow.receive_number).where(mine)))


def _row(row: Any, coming: set[str]) -> Row:
    due_on = date.fromisoformat(row.due_on) if row.due_on else None
    application = _application.decode(bytes(row.body))
    is_coming = row.receive_number in coming
    return Row(row.receive_number, application, row.state, row.branch, row.login or "", due_on, is_coming)
