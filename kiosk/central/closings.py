"""When applications closed and whether in time, as figures count it: a row each, written with the step that closes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from kiosk.central.store.tables import ApplicationRow, Closing
from kiosk.domain.workflow import ACTS, STATES, VOID, Standing, Step, in_order, standing_of


def keep_closings(connection: Connection, office: int, past: Mapping[str, Sequence[Step]]) -> None:
    """Note which of these applications are closed by their histories; what came back is open again.

    Void ones were never there for any figure.
    """
    closing = [number for number, history in past.items() if any(_closes(step) for step in history)]
    if not closing:
        return
    of_them = (Closing.office == office) & Closing.receive_number.in_(closing)
    connection.execute(delete(Closing).where(of_them))
    standings = {number: standing_of(in_order(past[number])) for number in closing}
    closed = {number: one for number, one in standings.items() if one.closed_on and one.state != VOID}
    rows = list(_rows(connection, office, closed)) if closed else []
    if rows:
        connection.execute(insert(Closing), rows)


def _closes(step: Step) -> bool:
    state = ACTS[step.kind].state if step.kind in ACTS else None
    return state in STATES and not STATES[state].pending


def _rows(connection: Connection, office: int, closed: Mapping[str, Standing]) -> Iterable[dict[str, object]]:
    columns = (ApplicationRow.receive_number, ApplicationRow.branch, ApplicationRow.promised_on)
    of_them = (ApplicationRow.office == office) & ApplicationRow.receive_number.in_(list(closed))
    for number, branch, promised in connection.execute(select(*columns).where(of_them)):
        one = closed[number]
        in_time = is_in_time(one.closed_on, one.promised_on or promised or "")
        about = {"closed_on": one.closed_on, "branch": branch, "in_time": int(in_time)}
        yield {"office": office, "receive_number": number, **about}


def is_in_time(closed_on: str, promised_on: str) -> bool:
    """Tell whether a day is not later than the promised one; without a promise every day is in time."""
    return not promised_on or date.fromisoformat(closed_on) <= date.fromisoformat(promised_on)
