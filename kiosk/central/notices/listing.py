"""The queue as an administrator sees it: counts, rows without whole contacts, and sending again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from kiosk.central.audit import record_act
from kiosk.central.notices import marks
from kiosk.central.notices.queue import STATES, name_of
from kiosk.central.notices.segments import Cost, cost_of
from kiosk.central.store.tables import NoticeRow
from kiosk.errors import Refused

PAGE = 25


@dataclass(frozen=True, slots=True)
class Notice:
    """A row of the queue; `contact` shows its end only, `cost` what an SMS of this text costs."""

    name: str
    receive_number: str
    step: str
    contact: str
    channel: str
    state: str
    why: str
    detail: str
    text: str
    tries: int
    made_at: str
    changed_at: str
    next_at: str
    cost: Cost

    @property
    def may_go_again(self) -> bool:
        """Tell whether a person may send it once more."""
        return self.state in {"failed", "not_known", "left_out", "test"}


def counts(connection: Connection, office: int) -> dict[str, int]:
    """Return how many messages stand in each state."""
    found = connection.execute(
        select(NoticeRow.state, func.count()).where(NoticeRow.office == office).group_by(NoticeRow.state)
    )
    told = {state: int(count) for state, count in found}
    return {state: told.get(state, 0) for state in STATES}


def list_notices(
    connection: Connection, office: int, *, state: str = "", number: str = "", page: int = 1
) -> list[Notice]:
    """Return a page of the queue, what changed last first."""
    statement = select(NoticeRow.__table__).where(NoticeRow.office == office)
    if state:
        statement = statement.where(NoticeRow.state == state)
    if number:
        statement = statement.where(NoticeRow.receive_number == number)
    order = (NoticeRow.changed_at.desc(), NoticeRow.receive_number, NoticeRow.event, NoticeRow.contact)
    rows = connection.execute(statement.order_by(*order).limit(PAGE + 1).offset((page - 1) * PAGE))
    return [_notice(row) for row in rows]


def _notice(row: object) -> Notice:
    said = {name: getattr(row, name) for name in Notice.__slots__ if hasattr(row, name)}
    number, event, contact = said["receive_number"], str(getattr(row, "event", "")), said["contact"]
    step = event.partition("@")[0].partition(":")[0]
    told = {"name": name_of(number, event, contact), "step": step, "cost": cost_of(said["text"])}
    return Notice(**{**said, **told, "contact": masked(contact)})


def masked(contact: str) -> str:
    """Return a contact that its owner knows again."""
    name, at, domain = contact.partition("@")
    return f"{name[:1]}…@{domain}" if at else "…" + contact[-4:]


def resend(connection: Connection, office: int, name: str, *, by: str, now: datetime) -> None:
    """Let a message go out once more.  Raises Refused `notice.unknown`, `notice.settled`."""
    number = name.partition("-")[0]
    number = "" if number == "0" else number
    mine = (NoticeRow.office == office) & (NoticeRow.receive_number == number)
    rows = connection.execute(select(NoticeRow.__table__).where(mine)).all()
    key = next((key for key in map(marks.key_of, rows) if key.name == name), None)
    if key is None:
        raise Refused.because("notice.unknown", "name")
    if not marks.send_again(connection, key, now):
        raise Refused.because("notice.settled", "name")
    record_act(connection, office, now, actor=by, act="notice.resent", subject=number, detail=name)
