"""What happens to applications at the centre: one place writes a step, the state that follows, and the news."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from kiosk.central.closings import keep_closings
from kiosk.central.news import STEP, Item, tell
from kiosk.central.notices.queue import owe_steps
from kiosk.central.store.setwise import insert_steps
from kiosk.central.store.tables import ApplicationRow, Holder, StepRow
from kiosk.domain.application import Application
from kiosk.domain.followups import with_papers
from kiosk.domain.workflow import PENDING, Step, in_order, state_of
from kiosk.errors import Refused

_encoder = msgspec.json.Encoder()
_application = msgspec.json.Decoder(Application)
_SAID = tuple(column.name for column in StepRow.__table__.columns)[3:]
"""What a row says of a step, after the office, the number and the ordinal."""
_IN_ONE_COLUMN = "papers"


class StepNews(msgspec.Struct, frozen=True):
    """The body of `application.step`."""

    receive_number: str
    step: Step


def lock_application(connection: Connection, office: int, number: str) -> str:
    """Return an application's state, and keep others from changing it meanwhile.

    Raises Refused `number.unknown`; an application of another office is unknown, too.
    """
    mine = (ApplicationRow.office == office) & (ApplicationRow.receive_number == number)
    state = connection.scalar(select(ApplicationRow.state).where(mine).with_for_update())
    if state is None:
        raise Refused.because("number.unknown", "receive_number")
    return str(state)


def take_step(connection: Connection, office: int, number: str, step: Step) -> str:
    """Write a step that the centre takes, tell every counter, and return the state that follows."""
    state = write_step(connection, office, number, step)
    tell(connection, office, [step_news(number, step)])
    return state


def write_step(connection: Connection, office: int, number: str, step: Step) -> str:
    """Write a step and what follows from it; the caller tells of it.  Returns the state."""
    return write_steps(connection, office, [(number, step)])[number]


def write_steps(connection: Connection, office: int, taken: Sequence[tuple[str, Step]]) -> dict[str, str]:
    """Write steps, in order, and what follows from them, in a handful of statements.  Returns the states."""
    if not taken:
        return {}
    past = histories(connection, office, {number for number, _ in taken})
    rows = []
    for number, step in taken:
        past[number].append(step)
        rows.append((office, number, len(past[number]), *_said(step)))
    insert_steps(connection, rows)
    states = {number: state_of(in_order(history)) for number, history in past.items()}
    _set_states(connection, office, states, {number: step.branch for number, step in taken if step.branch})
    _give_papers(connection, office, past)
    keep_closings(connection, office, past)
    owe_steps(connection, office, taken)
    return states


def _said(step: Step) -> tuple[Any, ...]:
    return tuple(" ".join(step.papers) if name == _IN_ONE_COLUMN else getattr(step, name) for name in _SAID)


def _set_states(connection: Connection, office: int, states: Mapping[str, str], branches: Mapping[str, str]) -> None:
    of_it = (ApplicationRow.office == office) & (ApplicationRow.receive_number == bindparam("number"))
    for sent_on in (True, False):
        rows = [
            {"number": number, "now": state} | ({"to": branches[number]} if sent_on else {})
            for number, state in states.items()
            if (number in branches) == sent_on
        ]
        values: dict[str, Any] = {"state": bindparam("now")} | ({"branch": bindparam("to")} if sent_on else {})
        if rows:
            connection.execute(update(ApplicationRow).where(of_it).values(values), rows)
    _close_holders(connection, office, states)


def _close_holders(connection: Connection, office: int, states: Mapping[str, str]) -> None:
    """Let holders say whether anything is left to be done; whoever gives an application on says so, too."""
    for is_open in (True, False):
        numbers = [number for number, state in states.items() if (state in PENDING) == is_open]
        of_them = (Holder.office == office) & Holder.receive_number.in_(numbers) & (Holder.is_open != is_open)
        if numbers:
            connection.execute(update(Holder).where(of_them).values(is_open=is_open))


def _give_papers(connection: Connection, office: int, past: Mapping[str, Sequence[Step]]) -> None:
    """Let applications say which of their missing papers came."""
    numbers = [number for number, history in past.items() if any(step.papers for step in history)]
    if not numbers:
        return
    of_them = (ApplicationRow.office == office) & ApplicationRow.receive_number.in_(numbers)
    columns = (ApplicationRow.receive_number, ApplicationRow.body)
    for number, body in connection.execute(select(*columns).where(of_them)).all():
        before = _application.decode(bytes(body))
        after = with_papers(before, past[number])
        if after != before:
            of_it = (ApplicationRow.office == office) & (ApplicationRow.receive_number == number)
            connection.execute(update(ApplicationRow).where(of_it).values(body=_encoder.encode(after)))


def step_news(number: str, step: Step) -> Item:
    """Return the news of a step."""
    return Item(STEP, number, _encoder.encode(StepNews(number, step)))


def steps_of(connection: Connection, office: int, number: str) -> list[Step]:
    """Return what happened to an application since it was received, in order."""
    return in_order(histories(connection, office, {number})[number])


def histories(connection: Connection, office: int, numbers: Iterable[str]) -> dict[str, list[Step]]:
    """Return what happened to each application, in the order in which we heard of it."""
    found: dict[str, list[Step]] = {number: [] for number in numbers}
    columns = [getattr(StepRow, name) for name in _SAID]
    of_them = (StepRow.office == office) & StepRow.receive_number.in_(list(found))
    statement = (
        select(StepRow.receive_number, *columns).where(of_them).order_by(StepRow.receive_number, StepRow.ordinal)
    )
    for number, *said in connection.execute(statement):
        values = dict(zip(_SAID, said, strict=True))
        papers = tuple(str(values.pop(_IN_ONE_COLUMN)).split())
        found[number].append(Step(**values, papers=papers))
    return found
