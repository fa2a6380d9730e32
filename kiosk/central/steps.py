"""What happens to applications at the centre: one place writes a step, the state that follows, and the news."""

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from kiosk.central.news import STEP, Item, tell
from kiosk.central.store.tables import ApplicationRow, StepRow
from kiosk.domain.workflow import Step, in_order, state_of
from kiosk.errors import Refused

_encoder = msgspec.json.Encoder()
_SAID = ("kind", "at", "counter", "branch", "note", "until", "poisha", "count", "post")


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
    mine = (StepRow.office == office) & (StepRow.receive_number == number)
    ordinal = (connection.scalar(select(func.max(StepRow.ordinal)).where(mine)) or 0) + 1
    said = {name: getattr(step, name) for name in _SAID}
    connection.execute(insert(StepRow).values(office=office, receive_number=number, ordinal=ordinal, **said))
    values = {"state": state_of(steps_of(connection, office, number))}
    if step.branch:
        values["branch"] = step.branch
    of_it = (ApplicationRow.office == office) & (ApplicationRow.receive_number == number)
    connection.execute(update(ApplicationRow).where(of_it).values(**values))
    return values["state"]


def step_news(number: str, step: Step) -> Item:
    """Return the news of a step."""
    return Item(STEP, number, _encoder.encode(StepNews(number, step)))


def steps_of(connection: Connection, office: int, number: str) -> list[Step]:
    """Return what happened to an application since it was received, in order."""
    columns = [getattr(StepRow, name) for name in _SAID]
    statement = select(*columns).where(StepRow.office == office, StepRow.receive_number == number)
    rows = connection.execute(statement.order_by(StepRow.ordinal))
    return in_order(Step(*row) for row in rows)
