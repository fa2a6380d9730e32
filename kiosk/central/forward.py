"""An application goes on to a branch; every counter of the office hears of it."""

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.news import STEP, Item, tell
from kiosk.central.offices import find_branch
from kiosk.central.status import steps_of
from kiosk.central.store.tables import ApplicationRow, StepRow
from kiosk.domain.bangla import clean_note
from kiosk.domain.clock import stamp
from kiosk.domain.numbering import parse_receive_number
from kiosk.domain.workflow import FORWARDED, PENDING, Step, state_of
from kiosk.errors import Refused

NOTE_LIMIT = 500
_encoder = msgspec.json.Encoder()


class StepNews(msgspec.Struct, frozen=True):
    """The body of `application.step`."""

    receive_number: str
    step: Step


def forward(centre: Centre, number: str, branch: str, note: str = "", *, by: str = "centre") -> Step:
    """Forward a pending application and return the step; `branch` is its code or either name.

    Raises Refused `number.form|number.check|number.unknown|branch.unknown|state.closed` and
    what `clean_note` finds.
    """
    wanted = parse_receive_number(number)
    text = clean_note(note, "note", limit=NOTE_LIMIT) if note.strip() else ""
    with centre.database.write() as connection:
        state = _lock(connection, wanted.district, str(wanted))
        code = find_branch(connection, wanted.district, branch)
        if state not in PENDING:
            raise Refused.because("state.closed", "receive_number")
        step = Step(FORWARDED, stamp(centre.clock()), branch=code, note=text)
        _add_step(connection, wanted.district, str(wanted), step)
        who = {"actor": by, "act": "application.forwarded", "subject": str(wanted), "detail": code}
        record_act(connection, wanted.district, centre.clock(), **who)
    return step


def _lock(connection: Connection, office: int, number: str) -> str:
    """Return the state, and keep others from changing it meanwhile."""
    mine = (ApplicationRow.office == office) & (ApplicationRow.receive_number == number)
    state = connection.scalar(select(ApplicationRow.state).where(mine).with_for_update())
    if state is None:
        raise Refused.because("number.unknown", "receive_number")
    return str(state)


def _add_step(connection: Connection, office: int, number: str, step: Step) -> None:
    mine = (StepRow.office == office) & (StepRow.receive_number == number)
    ordinal = (connection.scalar(select(func.max(StepRow.ordinal)).where(mine)) or 0) + 1
    values = {"kind": step.kind, "at": step.at, "branch": step.branch, "note": step.note}
    connection.execute(insert(StepRow).values(office=office, receive_number=number, ordinal=ordinal, **values))
    state = state_of(steps_of(connection, office, number))
    of_it = (ApplicationRow.office == office) & (ApplicationRow.receive_number == number)
    connection.execute(update(ApplicationRow).where(of_it).values(state=state, branch=step.branch))
    tell(connection, office, [Item(STEP, number, _encoder.encode(StepNews(number, step)))])
