"""The lists of the desk: what lies before somebody, by urgency, counted, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true
from sqlalchemy.orm import aliased

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.efile.rights import ON_ARRIVAL, before, readable
from kiosk.central.efile.search import index_new, matching
from kiosk.central.people.person import Person
from kiosk.central.store.tables import ApplicationRow, Holder, ScanRow, User, is_open
from kiosk.domain.application import Application
from kiosk.domain.calendar import OfficeCalendar
from kiosk.domain.clock import dhaka_day
from kiosk.domain.workflow import STATES, WAITING_PAPERS

BY_DUE, BY_NEW = "due", "new"
LAST = "9999-12-31"
"""Where what has no deadline stands among deadlines."""
ROWS, MOST_COUNTED, AT_ONCE, LATELY = 25, 999, 500, 5_000
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
SAME_OPEN = SAME & Holder.is_open
"""For what is open: its holders are few, whatever was held before."""
DUE: ColumnElement[str | None] = func.coalesce(func.nullif(Holder.due_on, ""), ApplicationRow.promised_on)
_deadline = func.coalesce(DUE, LAST)
_application = msgspec.json.Decoder(Application)


class _Wanted(NamedTuple):
    """What stands in a list, and how it finds its holders."""

    where: ColumnElement[bool]
    same: ColumnElement[bool] = SAME_OPEN


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
    """Which list: a box, or what was typed; one branch or kind of it; `sort` is `due|new`, what is done is new first.

    `after` or `before` is the cursor of a row: the page that follows it, or ends just above it.
    """

    box: str = MINE
    query: str = ""
    branch: str = ""
    kind: str = ""
    sort: str = BY_DUE
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list; `count` stops at `MOST_COUNTED` + 1; `before` and `after` lead to its neighbours."""

    rows: tuple[Row, ...]
    count: int
    before: str = ""
    after: str = ""


def list_box(centre: Centre, who: Person, asked: Asked) -> Listed:
    """Return a page of a list: urgent first, then new; or just what is new."""
    if asked.query.strip():
        index_new(centre, who.office)
    with centre.database.read() as connection:
        wanted = _wanted(connection, centre, who, asked)
        count = _count(connection, who, wanted)
        rows, before_, after = _page(connection, who, wanted, asked)
        bodies = _bodies(connection, who.office, [row.receive_number for row in rows])
        coming = _coming(connection, who.office, [row.receive_number for row in rows])
    with centre.database.write() as connection:
        what = "search" if asked.query.strip() else asked.box
        record_act(connection, who.office, centre.clock(), actor=who.login, act="list.read", subject=what)
    return Listed(tuple(_row(row, bodies[row.receive_number], coming) for row in rows), count, before_, after)


def every_row(centre: Centre, who: Person, asked: Asked, most: int) -> Iterator[Row]:
    """Yield the rows of a list in its order, so many at most, as they are read."""
    with centre.database.read() as connection:
        wanted = _wanted(connection, centre, who, asked)
        ordered = _ordered(who, wanted, asked, ApplicationRow.body).limit(most)
        rows = connection.execute(ordered.execution_options(yield_per=AT_ONCE))
        yield from (_row(row, row.body, set()) for row in rows)


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


def _of_box(centre: Centre, who: Person, box: str, today: date) -> _Wanted:
    if box == DONE:
        return _Wanted(_done(who), SAME)
    pending, day = is_open(), today.isoformat()
    mine = and_(pending, before(who))
    conditions: dict[str, ColumnElement[bool]] = {
        MINE: mine,
        TODAY: and_(mine, DUE.in_([day])),
        OVERDUE: and_(mine, day > DUE),
        INQUIRY: and_(mine, ApplicationRow.state == "inquiry"),
        WAITS: and_(mine, ApplicationRow.state.in_(WAITING)),
        RISEN: and_(pending, _risen(centre, who, today), ~before(who)),
        ALL: and_(pending, readable(who)),
        PAPERS: and_(pending, ApplicationRow.state == WAITING_PAPERS, readable(who)),
    }
    return _Wanted(conditions.get(box, mine))


def _done(who: Person) -> ColumnElement[bool]:
    """Return what is closed; who does not read everything finds theirs among the newest, not in all there ever was."""
    closed, may = ApplicationRow.state.in_(CLOSED), readable(who)
    if may.compare(true()):
        return closed
    row = aliased(ApplicationRow)
    of_office = (row.office == who.office) & row.state.in_(CLOSED)
    newest = select(row.receive_number).where(of_office).order_by(row.received_on.desc()).limit(LATELY)
    return and_(closed, ApplicationRow.receive_number.in_(newest), may)


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


def _wanted(connection: Connection, centre: Centre, who: Person, asked: Asked) -> _Wanted:
    if asked.query.strip():
        found = _Wanted(and_(readable(who), matching(connection, centre, who.office, asked.query)), SAME)
    else:
        box = asked.box if asked.box in boxes_of(who) else next(iter(boxes_of(who)), MINE)
        found = _of_box(centre, who, box, dhaka_day(centre.clock()))
    return found._replace(where=and_(found.where, *_filters(asked)))


def _filters(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [true()]
    if asked.branch:
        found.append(func.coalesce(Holder.branch, ApplicationRow.branch) == asked.branch)
    if asked.kind in ON_ARRIVAL:
        found.append(ApplicationRow.kind == asked.kind)
    return found


def _all(who: Person, wanted: _Wanted, *columns: object) -> Select[tuple[object, ...]]:
    statement = select(*columns).select_from(ApplicationRow).join(Holder, wanted.same, isouter=True)  # type: ignore[call-overload]
    found: Select[tuple[object, ...]] = statement.where(
        ApplicationRow.office == who.office, ApplicationRow.kind.in_(ON_ARRIVAL), wanted.where
    )
    return found


def _count(connection: Connection, who: Person, wanted: _Wanted) -> int:
    some = _all(who, wanted, ApplicationRow.receive_number).limit(MOST_COUNTED + 1).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _page(connection: Connection, who: Person, wanted: _Wanted, asked: Asked) -> tuple[Sequence[Any], str, str]:
    """Return a page's rows and the cursors of the pages above and below; empty where there is none."""
    cursor, is_new = asked.before or asked.after, _is_new_first(asked)
    if cursor:
        beyond = _beyond(cursor, is_new=is_new, is_above=bool(asked.before))
        wanted = wanted._replace(where=and_(wanted.where, beyond))
    statement = _ordered(who, wanted, asked, is_backwards=bool(asked.before)).limit(ROWS + 1)
    found = connection.execute(statement).all()
    rows = found[:ROWS][::-1] if asked.before else found[:ROWS]
    is_more = len(found) > ROWS
    above = is_more if asked.before else bool(asked.after)
    below = True if asked.before else is_more
    if not rows:
        return [], "", ""
    return rows, _cursor(rows[0], is_new=is_new) if above else "", _cursor(rows[-1], is_new=is_new) if below else ""


def _is_new_first(asked: Asked) -> bool:
    """What is done has no deadline that anybody asks for."""
    return asked.sort == BY_NEW or (asked.box == DONE and not asked.query.strip())


def _cursor(row: Any, *, is_new: bool) -> str:
    first = row.received_on if is_new else row.due_on or LAST
    return f"{first}~{row.received_at}~{row.receive_number}"


def _beyond(cursor: str, *, is_new: bool, is_above: bool) -> ColumnElement[bool]:
    """Return what comes after a row in the order of a list, or before it."""
    first, received_at, number = (*cursor.split("~"), "", "")[:3]
    at, of, day = ApplicationRow.received_at, ApplicationRow.receive_number, ApplicationRow.received_on
    same_moment = and_(at == received_at, of < number if is_above else of > number)
    later = or_(at > received_at if is_above else at < received_at, same_moment)
    if is_new:
        further = day > first if is_above else day < first
        # Said twice: of "or" no index knows where to begin.
        return and_(or_(further, and_(day == first, later)), day >= first if is_above else day <= first)
    return or_(_deadline < first if is_above else _deadline > first, and_(_deadline == first, later))


def _ordered(
    who: Person, wanted: _Wanted, asked: Asked, *also: object, is_backwards: bool = False
) -> Select[tuple[object, ...]]:
    """Return the lines of a list; what is long is read for the page alone, so that an index may know the rest."""
    row = ApplicationRow
    known = (row.receive_number, row.state, row.received_at, row.received_on, Holder.login)
    branch = func.coalesce(Holder.branch, row.branch).label("branch")
    statement = _all(who, wanted, *known, branch, DUE.label("due_on"), *also)
    is_new = _is_new_first(asked)
    if is_backwards:
        first = row.received_on if is_new else _deadline.desc()
        return statement.order_by(first, row.received_at, row.receive_number.desc())
    return statement.order_by(
        row.received_on.desc() if is_new else _deadline, row.received_at.desc(), row.receive_number
    )


def _bodies(connection: Connection, office: int, numbers: Sequence[str]) -> dict[str, bytes]:
    of_them = (ApplicationRow.office == office) & ApplicationRow.receive_number.in_(numbers)
    rows = connection.execute(select(ApplicationRow.receive_number, ApplicationRow.body).where(of_them))
    return {row.receive_number: row.body for row in rows}


def _coming(connection: Connection, office: int, numbers: Sequence[str]) -> set[str]:
    mine = (ScanRow.office == office) & ScanRow.receive_number.in_(numbers) & ScanRow.complete_at.is_(None)
    return set(connection.scalars(select(ScanRow.receive_number).where(mine)))


def _row(row: Any, body: bytes, coming: set[str]) -> Row:
    due_on = date.fromisoformat(row.due_on) if row.due_on else None
    application = _application.decode(bytes(body))
    is_coming = row.receive_number in coming
    return Row(row.receive_number, application, row.state, row.branch, row.login or "", due_on, is_coming)
