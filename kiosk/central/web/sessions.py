"""Who signed in, kept in the database: a random cookie known by its hash, with two time-outs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, insert, select, update

from kiosk.central.centre import Centre
from kiosk.central.people.person import Person, person_of
from kiosk.central.store.tables import WebSession
from kiosk.domain.clock import dhaka_day

_TOKEN_BYTES = 32
_SEEN_EVERY = timedelta(seconds=60)  # writing at each page would make every reader a writer


@dataclass(frozen=True, slots=True)
class Session:
    """A person at a browser; `proven` once the second factor was shown or none is needed."""

    token: str
    who: Person
    proven: bool


def open_session(centre: Centre, office: int, login: str, *, proven: bool) -> str:
    """Return the cookie of a new session; sessions that ended long ago are forgotten."""
    token, now = centre.rng(_TOKEN_BYTES).hex(), centre.clock()
    row = {"hash": _hash(token), "office": office, "login": login, "opened_at": now, "seen_at": now}
    with centre.database.write() as connection:
        connection.execute(delete(WebSession).where(WebSession.opened_at < now - _absolute(centre)))
        connection.execute(insert(WebSession).values(**row, proven=int(proven)))
    return token


def find_session(centre: Centre, token: str) -> Session | None:
    """Return the session of a cookie, unless it timed out or its person left; it counts as seen now."""
    now = centre.clock()
    if not token:
        return None
    with centre.database.read() as connection:
        row = connection.execute(select(WebSession.__table__).where(WebSession.hash == _hash(token))).one_or_none()
        if row is None or not _is_alive(centre, row.opened_at, row.seen_at, now):
            return None
        who = person_of(connection, row.office, row.login, dhaka_day(now))
    if who is None:
        return None
    if now - row.seen_at >= _SEEN_EVERY:
        with centre.database.write() as connection:
            connection.execute(update(WebSession).where(WebSession.hash == row.hash).values(seen_at=now))
    return Session(token, who, bool(row.proven))


def prove_session(centre: Centre, token: str) -> None:
    """Note that the second factor was shown."""
    with centre.database.write() as connection:
        connection.execute(update(WebSession).where(WebSession.hash == _hash(token)).values(proven=1))


def close_session(centre: Centre, token: str) -> None:
    """End one session."""
    with centre.database.write() as connection:
        connection.execute(delete(WebSession).where(WebSession.hash == _hash(token)))


def close_sessions(centre: Centre, office: int, login: str, *, but: str = "") -> None:
    """End a person's sessions wherever they are, except the one of a cookie."""
    mine = (WebSession.office == office) & (WebSession.login == login) & (WebSession.hash != _hash(but))
    with centre.database.write() as connection:
        connection.execute(delete(WebSession).where(mine))


def _is_alive(centre: Centre, opened_at: datetime, seen_at: datetime, now: datetime) -> bool:
    idle = timedelta(minutes=centre.settings.idle_minutes)
    return now - seen_at < idle and now - opened_at < _absolute(centre)


def _absolute(centre: Centre) -> timedelta:
    return timedelta(hours=centre.settings.session_hours)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
