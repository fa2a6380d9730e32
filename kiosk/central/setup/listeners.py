"""The addresses that hear an office's events: which there are, how far each has heard, trying one, letting one go."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.hooks import post_event
from kiosk.central.store.tables import Hook, HookTry, NewsRow
from kiosk.errors import Refused

TRIED = "hook.tried"
"""The kind of the event that only shows whether the way is open."""


@dataclass(frozen=True, slots=True)
class Listener:
    """An address; `waiting` events are not taken yet, after `failures` tries in a row it is tried at `next_at`."""

    hook: str
    url: str
    made_at: datetime
    failures: int
    next_at: datetime
    last: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """The last try to tell an event: `answer` is a status of HTTP, or what went wrong."""

    hook: str
    cursor: int
    kind: str
    receive_number: str
    tries: int
    answer: str
    at: str

    @property
    def taken(self) -> bool:
        """Tell whether the other side took it."""
        return self.answer.startswith("2")


def listeners_of(connection: Connection, office: int) -> tuple[Listener, ...]:
    """Return who hears an office's events, the first one first."""
    waiting = (
        select(func.count())
        .where(NewsRow.office == Hook.office, NewsRow.cursor > Hook.cursor)
        .correlate(Hook)
        .scalar_subquery()
    )
    columns = (Hook.hook, Hook.url, Hook.made_at, Hook.failures, Hook.next_at, Hook.last, waiting)
    rows = connection.execute(select(*columns).where(Hook.office == office).order_by(Hook.made_at, Hook.hook))
    return tuple(Listener(*row) for row in rows)


def deliveries_of(connection: Connection, office: int, hook: str, most: int = 50) -> tuple[Delivery, ...]:
    """Return what an address was told, the latest first."""
    columns = [getattr(HookTry, name) for name in Delivery.__slots__]
    mine = (HookTry.office == office) & (HookTry.hook == hook)
    rows = connection.execute(select(*columns).where(mine).order_by(HookTry.cursor.desc()).limit(most))
    return tuple(Delivery(*row) for row in rows)


def try_listener(centre: Centre, office: int, hook: str, *, by: str = "centre") -> str:
    """Send an event that says nothing, at once, and return the answer; what waits is tried again, too.

    Raises Refused `hook.unknown`.
    """
    mine = (Hook.office == office) & (Hook.hook == hook)
    with centre.database.read() as connection:
        found = connection.execute(select(Hook.url, Hook.secret).where(mine)).one_or_none()
    if found is None:
        raise Refused.because("hook.unknown", "hook")
    now, named = centre.clock(), f"{office:02d}-0"
    body = {"id": named, "office": office, "kind": TRIED, "receive_number": "", "step": {}}
    answer = post_event(found.url, found.secret, named, json.dumps(body, separators=(",", ":")).encode(), now)
    with centre.database.write() as connection:
        connection.execute(update(Hook).where(mine, Hook.failures > 0).values(next_at=now))
        record_act(connection, office, now, actor=by, act="hook.tried", subject=hook, detail=answer)
    return answer


def remove_listener(centre: Centre, office: int, hook: str, *, by: str = "centre") -> None:
    """Let an address hear nothing more.  Raises Refused `hook.unknown`."""
    with centre.database.write() as connection:
        gone = connection.execute(delete(Hook).where(Hook.office == office, Hook.hook == hook))
        if not gone.rowcount:
            raise Refused.because("hook.unknown", "hook")
        connection.execute(delete(HookTry).where(HookTry.office == office, HookTry.hook == hook))
        record_act(connection, office, centre.clock(), actor=by, act="hook.removed", subject=hook)
