"""The copies that lie in the record room: lists with counts, and one copy with all that belongs to it.

An application for a copy lies here from the moment it arrives; nobody has to mark it.  A person of the
room who is given branches sees the copies of these branches alone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select, true

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.efile.boxes import MOST_COUNTED, ROWS, Row
from kiosk.central.efile.file import File, lines_of
from kiosk.central.efile.holding import version_of
from kiosk.central.efile.search import index_new, matching
from kiosk.central.files import read_scan, scans_of
from kiosk.central.people.person import Person, people_of
from kiosk.central.status import branches_of
from kiosk.central.steps import steps_of
from kiosk.central.store.tables import ApplicationRow, is_open
from kiosk.domain.application import Application, Kind
from kiosk.domain.clock import dhaka_day
from kiosk.domain.record_room import ACTS, SEARCHED, names_on, why_not
from kiosk.domain.workflow import PREPARING, READY, RECEIVED, STATES, WAITING_FEE, Step
from kiosk.errors import Refused

ROLE = "record_room"
READERS = (ROLE, "dc", "auditor")
SEARCH, FEE, WRITING, DONE, TODAY, OVERDUE, SETTLED = "search", "fee", "writing", "ready", "today", "overdue", "settled"
BOXES = (SEARCH, FEE, WRITING, DONE, TODAY, OVERDUE, SETTLED)
_CLOSED = tuple(code for code, state in STATES.items() if not state.pending)
_application = msgspec.json.Decoder(Application)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list: a box, or what was typed; `page` counts from 1."""

    box: str = SEARCH
    query: str = ""
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


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as its page shows it: `names` are the logins of who signed, by act; `why_not` says why an act waits."""

    file: File
    names: dict[str, str]
    why_not: dict[str, str]

    @property
    def application(self) -> Application:
        """Who asks for what."""
        return self.file.application


def list_copies(centre: Centre, who: Person, asked: Asked) -> Listed:
    """Return a page of a list, what is due first first; reading it is written down."""
    if asked.query.strip():
        index_new(centre, who.office)
    with centre.database.read() as connection:
        where = _wanted(connection, centre, who, asked)
        count = _count(connection, where)
        columns = (ApplicationRow.receive_number, ApplicationRow.body, ApplicationRow.state, ApplicationRow.branch)
        statement = select(*columns, ApplicationRow.promised_on).where(where)
        due = ApplicationRow.promised_on
        ordered = statement.order_by(due.is_(None), due, ApplicationRow.received_at, ApplicationRow.receive_number)
        rows = connection.execute(ordered.limit(ROWS).offset((max(1, asked.page) - 1) * ROWS)).all()
    with centre.database.write() as connection:
        what = "search" if asked.query.strip() else asked.box
        record_act(connection, who.office, centre.clock(), actor=who.login, act="copies.read", subject=what)
    return Listed(tuple(_row(row) for row in rows), count)


def count_copies(centre: Centre, who: Person) -> dict[str, int]:
    """Return how many lie in each box, as far as `MOST_COUNTED` + 1."""
    today = dhaka_day(centre.clock())
    with centre.database.read() as connection:
        return {box: _count(connection, and_(readable(who), _of_box(box, today))) for box in BOXES}


def readable(who: Person) -> ColumnElement[bool]:
    """Return which copies somebody may read."""
    found: list[ColumnElement[bool]] = []
    for person in who.selves:
        if person.role in READERS:
            theirs = person.role == ROLE and person.branches
            found.append(ApplicationRow.branch.in_(sorted(person.branches)) if theirs else true())
    copies = (ApplicationRow.office == who.office) & (ApplicationRow.kind == Kind.COPY.value)
    return and_(copies, or_(false(), *found))


def _of_box(box: str, today: date) -> ColumnElement[bool]:
    pending, day = is_open(), today.isoformat()
    conditions: dict[str, ColumnElement[bool]] = {
        FEE: ApplicationRow.state == WAITING_FEE,
        WRITING: ApplicationRow.state == PREPARING,
        DONE: ApplicationRow.state == READY,
        TODAY: and_(pending, ApplicationRow.promised_on == day),
        OVERDUE: and_(pending, ApplicationRow.promised_on < day),
        SETTLED: ApplicationRow.state.in_(_CLOSED),
    }
    return conditions.get(box, ApplicationRow.state.in_(SEARCHED))


def _wanted(connection: Connection, centre: Centre, who: Person, asked: Asked) -> ColumnElement[bool]:
    if asked.query.strip():
        return and_(readable(who), matching(connection, centre, who.office, asked.query))
    return and_(readable(who), _of_box(asked.box, dhaka_day(centre.clock())))


def _count(connection: Connection, where: ColumnElement[bool]) -> int:
    some = select(ApplicationRow.receive_number).where(where).limit(MOST_COUNTED + 1).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _row(row: Any) -> Row:
    due_on = date.fromisoformat(row.promised_on) if row.promised_on else None
    application = _application.decode(bytes(row.body))
    return Row(row.receive_number, application, row.state, row.branch, "", due_on, is_coming=False)


def read_copy(centre: Centre, who: Person, number: str, act: str = "copy.read") -> Copy:
    """Return a copy to whoever may read it, and write down that they did.

    Raises Refused `number.unknown`, for what is not there and for what is not theirs.
    """
    with centre.database.read() as connection:
        found = _copy(centre, connection, who, number)
    _write_down(centre, who, number, act)
    return found


def _copy(centre: Centre, connection: Connection, who: Person, number: str) -> Copy:
    row = row_of(connection, who, number)
    lines = lines_of(connection, who.office, number)
    names = names_on((line.kind, line.login) for line in lines)
    found = {act: why_not(act, row.state, names, who.login) for act in ACTS} if ROLE in who.roles else {}
    file = File(
        application=_application.decode(bytes(row.body)),
        state=row.state,
        branch=row.branch,
        steps=(Step(RECEIVED, row.received_at, counter=number[4:6]), *steps_of(connection, who.office, number)),
        lines=lines,
        holding=None,
        scans=scans_of(centre, who.office, number),
        version=version_of(connection, who.office, number),
        acts=frozenset(act for act, code in found.items() if not code),
        branches=branches_of(connection, who.office),
        people=people_of(connection, who.office),
    )
    return Copy(file, names, found)


def row_of(connection: Connection, who: Person, number: str) -> Any:
    """Return the row of a copy that somebody may read.  Raises Refused `number.unknown`."""
    columns = (ApplicationRow.body, ApplicationRow.state, ApplicationRow.branch, ApplicationRow.received_at)
    statement = select(*columns).where(ApplicationRow.receive_number == number, readable(who))
    row = connection.execute(statement).one_or_none()
    if row is None:
        raise Refused.because("number.unknown", "receive_number")
    return row


def read_copy_page(centre: Centre, who: Person, number: str, digest: str) -> bytes:
    """Return a scanned page to whoever may read its copy.  Raises Refused `number.unknown|file.unknown`."""
    with centre.database.read() as connection:
        row_of(connection, who, number)
    page = read_scan(centre, who.office, number, digest)
    _write_down(centre, who, number, "copy.page_read", digest[:12])
    return page


def _write_down(centre: Centre, who: Person, number: str, act: str, detail: str = "") -> None:
    with centre.database.write() as connection:
        record_act(connection, who.office, centre.clock(), actor=who.login, act=act, subject=number, detail=detail)
