"""The counters of an office: which there are, when they were last heard of, and letting one go."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.people.person import Person
from kiosk.central.store.tables import Counter, EnrolmentCode, SessionToken
from kiosk.errors import Refused


@dataclass(frozen=True, slots=True)
class Machine:
    """A counter: `events` of its journal are here; `forked_at`: another journal under its name was seen.

    `program` is the version of the program with which it last signed in, empty for an old one.
    """

    counter_id: str
    code: int
    events: int
    enrolled_at: datetime
    last_seen_at: datetime | None
    forked_at: datetime | None
    revoked_at: datetime | None
    program: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A one-time code that nobody used yet; what it is, only its paper says."""

    counter: int
    expires_at: datetime


def machines_of(centre: Centre, office: int) -> tuple[Machine, ...]:
    """Return the counters of an office by code, those that were let go, too."""
    columns = (Counter.counter_id, Counter.code, Counter.head_seq, Counter.enrolled_at)
    statement = select(*columns, Counter.last_seen_at, Counter.forked_at, Counter.revoked_at, Counter.program)
    with centre.database.read() as connection:
        rows = connection.execute(statement.where(Counter.office == office).order_by(Counter.code))
        return tuple(Machine(*row) for row in rows)


def waiting_codes(centre: Centre, office: int) -> tuple[Waiting, ...]:
    """Return for which counters a code waits to be used."""
    mine = (EnrolmentCode.office == office) & EnrolmentCode.used_at.is_(None)
    statement = select(EnrolmentCode.counter, EnrolmentCode.expires_at).where(
        mine, EnrolmentCode.expires_at >= centre.clock()
    )
    with centre.database.read() as connection:
        return tuple(Waiting(*row) for row in connection.execute(statement.order_by(EnrolmentCode.counter)))


def revoke_counter(centre: Centre, who: Person, counter_id: str) -> None:
    """Believe a counter no more, from now on; its journal stays.  Raises Refused `counter.unknown`."""
    now = centre.clock()
    mine = (Counter.office == who.office) & (Counter.counter_id == counter_id) & Counter.revoked_at.is_(None)
    with centre.database.write() as connection:
        if not connection.execute(update(Counter).where(mine).values(revoked_at=now)).rowcount:
            raise Refused.because("counter.unknown", "counter")
        connection.execute(delete(SessionToken).where(SessionToken.counter_id == counter_id))
        record_act(connection, who.office, now, actor=who.login, act="counter.revoked", subject=counter_id)
