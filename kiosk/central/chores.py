"""What has to happen without anybody asking: done by turns, so that several servers do each thing once."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.central.centre import Centre
from kiosk.central.store.tables import Turn
from kiosk.errors import Unavailable

_log = logging.getLogger("kiosk.central")
LOOK_EVERY_S = 20


@dataclass(frozen=True, slots=True)
class Chore:
    """A thing to do every so many seconds; it does no harm when it is done again."""

    name: str
    every_s: int
    do: Callable[[Centre], object]


def take_turn(centre: Centre, chore: Chore) -> bool:
    """Return whether this server has the chore now; nobody else has it before its time comes again."""
    now = centre.clock()
    with centre.database.write() as connection:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        first = dialect.insert(Turn).values(name=chore.name, next_at=now).on_conflict_do_nothing()
        connection.execute(first)
        due = (Turn.name == chore.name) & (Turn.next_at <= now)
        after = now + timedelta(seconds=chore.every_s)
        return connection.execute(update(Turn).where(due).values(next_at=after)).rowcount == 1


def do_chores(centre: Centre, chores: Sequence[Chore]) -> list[str]:
    """Do what is due and not taken by another server; return the names of what was done."""
    done = []
    for chore in chores:
        try:
            if take_turn(centre, chore):
                chore.do(centre)
                done.append(chore.name)
        except Unavailable as error:
            _log.warning("chore %s waits: %s", chore.name, error.reason)
        except Exception:  # noqa: BLE001 - the edge of a thread: the next chore must not wait for this one
            _log.exception("chore %s failed", chore.name)
    return done


class Housekeeper:
    """A thread that does the chores until it is told to stop."""

    def __init__(self, centre: Centre, chores: Sequence[Chore], *, look_every_s: float = LOOK_EVERY_S) -> None:
        self._centre, self._chores, self._look_every_s = centre, chores, look_every_s
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._keep_house, name="chores")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_why: object) -> None:
        self._enough.set()
        self._thread.join()

    def _keep_house(self) -> None:
        while not self._enough.is_set():
            do_chores(self._centre, self._chores)
            self._enough.wait(self._look_every_s)
