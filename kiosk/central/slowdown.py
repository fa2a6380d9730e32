"""Guessing is slow for whoever guesses, and locks nobody out for good.

Each try is counted before it is judged, so that a hundred at once gain nothing; a right one
is taken back.  Blocks are short, and what is guessed at from everywhere (the last digits of
a mobile) has another way in (the secret on the slip) that is counted on its own.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.central.store.tables import Guess

FREE_TRIES = 5
FORGOTTEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Gate:
    """What is counted together: a client's guesses, or everybody's guesses at one number."""

    kind: str
    subject: str
    longest_s: int = 30

    @property
    def key(self) -> str:
        """The name under which it is counted; tells nobody's address."""
        return sha256(f"{self.kind}:{self.subject}".encode()).hexdigest()


def try_gate(connection: Connection, gate: Gate, now: datetime) -> int:
    """Count a try and return 0, or return the seconds to wait without counting."""
    _forget(connection, now)
    _make(connection, gate, now)
    row = connection.execute(select(Guess).where(Guess.key == gate.key).with_for_update()).one()
    if row.blocked_until > now:
        left: timedelta = row.blocked_until - now
        return max(1, math.ceil(left.total_seconds()))
    failures = row.failures + 1
    wait_s = min(gate.longest_s, 1 << min(failures - FREE_TRIES, 16)) if failures > FREE_TRIES else 0
    _set(connection, gate, failures, now + timedelta(seconds=wait_s))
    return 0


def forgive(connection: Connection, gate: Gate, now: datetime) -> None:
    """Take a try back: it was right."""
    row = connection.execute(select(Guess).where(Guess.key == gate.key).with_for_update()).one_or_none()
    if row is not None:
        _set(connection, gate, max(0, row.failures - 1), now)


def _make(connection: Connection, gate: Gate, now: datetime) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {"key": gate.key, "failures": 0, "blocked_until": now}
    connection.execute(dialect.insert(Guess).values(values).on_conflict_do_nothing())


def _set(connection: Connection, gate: Gate, failures: int, until: datetime) -> None:
    connection.execute(update(Guess).where(Guess.key == gate.key).values(failures=failures, blocked_until=until))


def _forget(connection: Connection, now: datetime) -> None:
    connection.execute(delete(Guess).where(Guess.blocked_until < now - FORGOTTEN_AFTER))
