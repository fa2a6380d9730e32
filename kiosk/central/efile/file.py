"""One application as an officer reads it; reading it is written down."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Row, select

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.efile.holding import Holding, holding_of, version_of
from kiosk.central.efile.rights import ACTS, ON_ARRIVAL, acting_as, readable
from kiosk.central.files import ScanState, read_scan, scans_of
from kiosk.central.people.person import Person, people_of
from kiosk.central.status import branches_of
from kiosk.central.steps import steps_of
from kiosk.central.store.tables import ApplicationRow, Holder, NoteRow
from kiosk.domain.application import Application
from kiosk.domain.workflow import PENDING, RECEIVED, Step
from kiosk.errors import Refused

_application = msgspec.json.Decoder(Application)
_SAME = (Holder.office == ApplicationRow.office) & (Holder.receive_number == ApplicationRow.receive_number)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the note sheet."""

    ordinal: int
    at: str
    login: str
    post_bn: str
    post_en: str
    kind: str
    text: str
    to_login: str
    to_branch: str
    due_on: str


@dataclass(frozen=True, slots=True)
class File:
    """An application with everything that belongs to it; `acts` are what this reader may do now."""

    application: Application
    state: str
    branch: str
    steps: tuple[Step, ...]
    lines: tuple[Line, ...]
    holding: Holding | None
    scans: tuple[ScanState, ...]
    version: str
    acts: frozenset[str]
    branches: dict[str, tuple[str, str]]
    people: tuple[Person, ...]

    def person(self, login: str) -> Person | None:
        """Return a colleague."""
        return next((person for person in self.people if person.login == login), None)


def read_file(centre: Centre, who: Person, number: str, act: str = "application.read") -> File:
    """Return an application to whoever may read it, and write down that they did.

    Raises Refused `number.unknown`, for what is not there and for what is not theirs.
    """
    with centre.database.read() as connection:
        row = _row_of(connection, who, number)
        holding = holding_of(connection, who.office, number)
        received = Step(RECEIVED, row.received_at, counter=number[4:6])
        found = File(
            application=_application.decode(bytes(row.body)),
            state=row.state,
            branch=row.branch,
            steps=(received, *steps_of(connection, who.office, number)),
            lines=lines_of(connection, who.office, number),
            holding=holding,
            scans=scans_of(centre, who.office, number),
            version=version_of(connection, who.office, number),
            acts=_acts(who, row.state, holding, row.branch),
            branches=branches_of(connection, who.office),
            people=people_of(connection, who.office),
        )
    _write_down(centre, who, number, act)
    return found


def read_page(centre: Centre, who: Person, number: str, digest: str) -> bytes:
    """Return a scanned page to whoever may read its application.  Raises Refused `number.unknown|file.unknown`."""
    with centre.database.read() as connection:
        _row_of(connection, who, number)
    page = read_scan(centre, who.office, number, digest)
    _write_down(centre, who, number, "application.page_read", digest[:12])
    return page


def _row_of(connection: Connection, who: Person, number: str) -> Row[bytes, str, str, str]:
    columns = (ApplicationRow.body, ApplicationRow.state, ApplicationRow.branch, ApplicationRow.received_at)
    statement = select(*columns).join(Holder, _SAME, isouter=True)
    mine = (ApplicationRow.office == who.office) & (ApplicationRow.receive_number == number)
    row = connection.execute(statement.where(mine, ApplicationRow.kind.in_(ON_ARRIVAL), readable(who))).one_or_none()
    if row is None:
        raise Refused.because("number.unknown", "receive_number")
    return row


def lines_of(connection: Connection, office: int, number: str) -> tuple[Line, ...]:
    """Return the note sheet of an application, in order."""
    columns = [getattr(NoteRow, name) for name in Line.__slots__]
    statement = select(*columns).where(NoteRow.office == office, NoteRow.receive_number == number)
    return tuple(Line(*row) for row in connection.execute(statement.order_by(NoteRow.ordinal)))


def _acts(who: Person, state: str, holding: Holding | None, branch: str) -> frozenset[str]:
    able = frozenset(act for act in ACTS if acting_as(who, act, holding, branch))
    if state not in PENDING:
        return able & {"note"}
    return able - ({"inquiry"} if state == "inquiry" else {"inquiry-ended"})


def _write_down(centre: Centre, who: Person, number: str, act: str, detail: str = "") -> None:
    with centre.database.write() as connection:
        record_act(connection, who.office, centre.clock(), actor=who.login, act=act, subject=number, detail=detail)
