"""How a row of the queue goes from state to state; each change is conditional, so that two who write at once agree."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, select, update

from kiosk.central.notices.outcome import Outcome
from kiosk.central.notices.queue import (
    CODE,
    DELIVERED,
    FAILED,
    LEFT_OUT,
    NOT_KNOWN,
    QUEUED,
    SENDING,
    SENT,
    TESTED,
    name_of,
)
from kiosk.central.notices.telling import tell_failure
from kiosk.central.store.tables import NoticeRow
from kiosk.domain.clock import stamp

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
_OVER = frozenset({SENT, DELIVERED, FAILED, NOT_KNOWN, LEFT_OUT})


class Key(NamedTuple):
    """Which row it is."""

    office: int
    receive_number: str
    event: str
    contact: str

    @property
    def here(self) -> ColumnElement[bool]:
        """The condition that finds it."""
        return (
            (NoticeRow.office == self.office)
            & (NoticeRow.receive_number == self.receive_number)
            & (NoticeRow.event == self.event)
            & (NoticeRow.contact == self.contact)
        )

    @property
    def name(self) -> str:
        """What it is called outside."""
        return name_of(self.receive_number, self.event, self.contact)


def key_of(row: "Row[Any]") -> Key:
    """Return the key of a row."""
    return Key(row.office, row.receive_number, row.event, row.contact)


def begin_sending(connection: Connection, row: "Row[Any]", text: str, now: datetime, until: datetime) -> bool:
    """Mark a queued row as being sent; false when somebody else was quicker."""
    values = {"state": SENDING, "tries": row.tries + 1, "text": text, "next_at": stamp(until), "why": "", "detail": ""}
    return _set(connection, key_of(row), (QUEUED,), now, **values)


def keep_test(connection: Connection, row: "Row[Any]", text: str, now: datetime) -> bool:
    """Keep what would have been sent."""
    return _set(connection, key_of(row), (QUEUED,), now, state=TESTED, text=text)


def leave_out(connection: Connection, row: "Row[Any]", why: str, now: datetime) -> bool:
    """Send nothing, for a reason."""
    return _set(connection, key_of(row), (QUEUED,), now, state=LEFT_OUT, why=why)


def settle(connection: Connection, row: "Row[Any]", outcome: Outcome, tries: int, most: int, now: datetime) -> None:
    """Write what became of a try; a report that came before it has the last word."""
    key = key_of(row)
    again = outcome.may_retry and tries < most
    state = QUEUED if again else outcome.state
    values = {"state": state, "why": outcome.why, "detail": outcome.detail}
    if outcome.gateway_id:
        values["gateway_id"] = outcome.gateway_id
    if again:
        values["next_at"] = stamp(now + wait_after(tries))
    if _set(connection, key, (SENDING,), now, **values):
        _tell(connection, key, state, outcome.why, now)
    elif outcome.gateway_id:
        connection.execute(update(NoticeRow).where(key.here).values(gateway_id=outcome.gateway_id))


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries: a minute, doubling, four hours at most."""
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << min(tries - 1, 12)))


def note_report(connection: Connection, key: Key, state: str, detail: str, now: datetime) -> bool:
    """Take a delivery report in: delivered is final, a repeat or a late word changes nothing."""
    before = (SENDING, SENT, NOT_KNOWN, FAILED) if state == DELIVERED else (SENDING, SENT, NOT_KNOWN)
    why = "" if state == DELIVERED else "permanent"
    if not _set(connection, key, before, now, state=state, why=why, detail=detail[:80]):
        return False
    _tell(connection, key, state, why, now)
    return True


def forget_sending(connection: Connection, now: datetime) -> int:
    """Say of what was begun and never finished that it is not known; it is never sent again by itself."""
    overdue = (NoticeRow.state == SENDING) & (NoticeRow.next_at <= stamp(now))
    found = connection.execute(select(NoticeRow.__table__).where(overdue).limit(100)).all()
    for row in found:
        if _set(connection, key_of(row), (SENDING,), now, state=NOT_KNOWN, why="lost", detail="not finished"):
            _tell(connection, key_of(row), NOT_KNOWN, "lost", now)
    return len(found)


def send_again(connection: Connection, key: Key, now: datetime) -> bool:
    """Let a message that failed, or of which nobody knows, go out once more: a person decided it."""
    before = (FAILED, NOT_KNOWN, LEFT_OUT, TESTED)
    return _set(connection, key, before, now, state=QUEUED, next_at="", why="again", detail="", tries=0)


def _set(connection: Connection, key: Key, before: tuple[str, ...], now: datetime, **values: object) -> bool:
    if key.event.startswith(CODE) and values.get("state") in _OVER:
        values["text"] = ""  # that it went stays, what it said opens somebody's application
    wanted = update(NoticeRow).where(key.here, NoticeRow.state.in_(before)).values(changed_at=stamp(now), **values)
    return connection.execute(wanted).rowcount == 1


def _tell(connection: Connection, key: Key, state: str, why: str, now: datetime) -> None:
    """Keep the counters' idea of who was not reached true."""
    failed = state in {FAILED, NOT_KNOWN}
    told = bool(connection.scalar(select(NoticeRow.told).where(key.here)))
    settled = state in {SENT, DELIVERED}
    if not key.receive_number or key.event.startswith("asked@") or not (failed or (settled and told)):
        return
    channel = "mail" if "@" in key.contact else "sms"
    tell_failure(connection, key.office, key.receive_number, channel, why if failed else "", stamp(now))
    connection.execute(update(NoticeRow).where(key.here).values(told=int(failed)))
