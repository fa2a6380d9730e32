"""One way to the database, whichever it is: embedded SQLCipher in the home, or PostgreSQL by URL."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, exc, make_url
from sqlcipher3 import dbapi2

from kiosk.domain.clock import Rng
from kiosk.errors import Refused, Unavailable
from kiosk.store.connection import connect, make_key, read_key

DATABASE = "central.db"
KEY_BYTES = 32
ASKED_AFTER_S = 2.0
"""A connection that rested so long is asked whether it still holds, before it is used."""
_RESTED = "kiosk_rests_since"


@dataclass(frozen=True, slots=True)
class Database:
    """An engine with three doors.

    `write` serialises writers on SQLite (`BEGIN IMMEDIATE`); on PostgreSQL whoever changes a
    counter or an office locks its row first.  All raise Unavailable `database.lost` when the
    database itself cannot be reached.
    """

    engine: Engine

    @property
    def is_postgresql(self) -> bool:
        """Which of the two it is."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a transaction that commits, or rolls back when something is raised."""
        with _translated(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a snapshot that is never written."""
        with _translated(), self.engine.connect().execution_options(kiosk_reading=True) as connection:
            yield connection

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """Give a connection for statements that each see their own moment: a journey less to begin, one less to end."""
        options = {"isolation_level": "AUTOCOMMIT"} if self.is_postgresql else {}
        with _translated(), self.engine.connect().execution_options(kiosk_reading=True, **options) as connection:
            yield connection


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (exc.OperationalError, exc.TimeoutError) as error:
        raise Unavailable("database.lost", str(error)) from error


def open_database(home: Path, database_url: str, rng: Rng, *, asked_after_s: float = ASKED_AFTER_S) -> Database:
    """Return the database of a home; an embedded one gets its key and file when it is new.

    Raises Refused `database.url|home.key`.
    """
    return Database(_server_engine(database_url, asked_after_s) if database_url else _embedded_engine(home, rng))


def _server_engine(database_url: str, asked_after_s: float) -> Engine:
    try:
        url = make_url(database_url)
    except exc.ArgumentError as error:
        raise Refused.because("database.url", "database_url") from error
    if url.drivername not in {"postgresql", "postgres", "postgresql+psycopg"}:
        raise Refused.because("database.url", "database_url")
    url = url.set(drivername="postgresql+psycopg")
    # The last one used is taken first: those that rest are few, and what they prepared is warm.
    engine = create_engine(url, pool_size=8, max_overflow=32, pool_use_lifo=True, hide_parameters=True)
    event.listen(engine, "checkin", _rest)
    event.listen(engine, "checkout", partial(_ask_whether_it_holds, asked_after_s))
    return engine


def _rest(_driver: Any, record: Any) -> None:
    record.info[_RESTED] = time.monotonic()


def _ask_whether_it_holds(after_s: float, driver: Any, record: Any, _proxy: Any) -> None:
    """Let the pool make another connection instead of one that was lost while it rested.

    Asking each time would be a third of all journeys to the database of a counter that sends one event.
    """
    if _RESTED not in record.info or time.monotonic() - record.info[_RESTED] < after_s:
        return
    import psycopg

    try:
        driver.execute("SELECT 1")
        driver.rollback()
    except psycopg.Error as error:
        raise exc.InvalidatePoolError from error


def _embedded_engine(home: Path, rng: Rng) -> Engine:
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "key").exists() and not (home / DATABASE).exists():
        make_key(home, rng(KEY_BYTES))
    key = read_key(home)
    # With `creator` alone the driver's errors would arrive unwrapped, from a pool per thread.
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(home / DATABASE, key, create=True),
        module=dbapi2,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=32,
        hide_parameters=True,  # people's names would stand in the log
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    reading: Any = connection.get_execution_options().get("kiosk_reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
