"""Units of work: one transaction each, in the ledger before anyone is told of it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import sqlite
from sqlcipher3 import dbapi2

from kiosk.errors import Unavailable
from kiosk.store.connection import connect, reason_of, reason_of_os
from kiosk.store.ledger import Entry, Ledger, LedgerDamagedError
from kiosk.store.locks import FileLock
from kiosk.store.tables import Base

if TYPE_CHECKING:
    from kiosk.store.search import SearchIndex

SUSPECT = ".verify"
"""A file of this name in the home asks the next start to look at everything."""


BEGIN = "BEGIN IMMEDIATE"


class Unit:
    """One transaction.

    Statements go to the driver's own connection, which SQLAlchemy's pool lends: an operator
    waits for them.  `entries` go to the ledger after the commit, then `issued` is called, still
    before any other writer.
    """

    __slots__ = ("driver", "entries", "issued", "ledger")

    def __init__(self, driver: Any, ledger: Ledger) -> None:
        self.driver = driver
        self.ledger = ledger
        self.entries: list[Entry] = []
        self.issued: list[Callable[[], None]] = []

    def insert(self, table: type[Base], **values: Any) -> int:
        """Insert a row by a statement compiled once; return its rowid."""
        sql, order = _insert(table, tuple(values))
        cursor = self.driver.execute(sql, [values[column] for column in order])
        return int(cursor.lastrowid)

    def one(self, sql: str, *values: Any) -> Sequence[Any] | None:
        """Return the first row, or None."""
        row: Sequence[Any] | None = self.driver.execute(sql, values).fetchone()
        return row

    def all(self, sql: str, *values: Any) -> list[Sequence[Any]]:
        """Return all rows."""
        rows: list[Sequence[Any]] = self.driver.execute(sql, values).fetchall()
        return rows

    def run(self, sql: str, *values: Any) -> int:
        """Run a statement; return how many rows it touched."""
        return int(self.driver.execute(sql, values).rowcount)


@lru_cache(maxsize=64)
def _insert(table: type[Base], columns: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the mapped table's insert as text, and the order of its values."""
    compiled = sa.insert(table).compile(dialect=sqlite.dialect(), column_keys=list(columns))
    return str(compiled), tuple(compiled.positiontup or ())


def open_engine(path: Path, key: bytes, *, create: bool = False) -> sa.Engine:
    """Return an engine on the counter's database, its connections made by `connect`."""
    engine = sa.create_engine(
        "sqlite:///" + str(path),
        creator=lambda: connect(path, key, create=create),
        module=dbapi2,
        pool_size=4,
        max_overflow=8,
        pool_reset_on_return=None,  # `transaction` leaves none open
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(BEGIN))
    return engine


@contextmanager
def transaction(engine: sa.Engine, begin: str = BEGIN) -> Iterator[Any]:
    """Give the driver's connection inside a transaction: committed at the end, rolled back on any exception."""
    lent = engine.raw_connection()
    try:
        with _begun(lent.driver_connection, begin) as driver:
            yield driver
    finally:
        lent.close()


@contextmanager
def _begun(driver: Any, begin: str) -> Iterator[Any]:
    driver.execute(begin)
    try:
        yield driver
        driver.commit()
    except BaseException:
        driver.rollback()
        raise


class Store:
    """The counter's database with its ledger.

    After a storage-sync error, or where database and ledger contradict each other, it writes
    nothing any more (`stopped` names the reason) until the desk is opened again and verified.
    `healed` tells what opening it had to do.
    """

    def __init__(self, engine: sa.Engine, ledger: Ledger, home: Path) -> None:
        self.engine = engine
        self.ledger = ledger
        self.home = home
        self.stopped = ""
        self.healed: tuple[str, ...] = ()
        self._kept: sa.PoolProxiedConnection | None = None
        self._stop_lock = threading.Lock()
        self._leases: dict[str, FileLock] = {}

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """Give a unit that is committed, and in the ledger, when the block is left.

        An exception inside leaves nothing behind.  Raises Unavailable
        `disk.full|disk.readonly|disk.sync|store.busy|store.damaged`.
        """
        if self.stopped:
            raise Unavailable(self.stopped)
        with self._translated(), self._ledger_held():
            with _begun(self._writer().driver_connection, BEGIN) as driver:
                unit = Unit(driver, self.ledger)
                yield unit
            self._issue(unit)

    def _writer(self) -> sa.PoolProxiedConnection:
        """Return the connection that writes, kept: who holds the ledger is the only one who writes."""
        if self._kept is None:
            self._kept = self.engine.raw_connection()
        return self._kept

    @contextmanager
    def _ledger_held(self) -> Iterator[None]:
        """Hold the ledger, with room for what is coming: a full disk refuses before a number is taken."""
        with self.ledger.exclusive():
            try:
                self.ledger.make_room()
            except OSError as error:
                raise Unavailable(reason_of_os(error), str(error)) from error
            yield

    def _issue(self, unit: Unit) -> None:
        try:
            self.ledger.append(unit.entries)
        except OSError as error:
            raise self.stop("disk.sync", error) from error
        for call in unit.issued:
            with suppress(OSError):  # it is issued already; the anchor's place may lag behind
                call()

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """Give a unit for reading one moment of the database.  Raises as `write`."""
        with self._translated(), transaction(self.engine, "BEGIN") as driver:
            yield Unit(driver, self.ledger)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            self._translate(error, error.orig or error)
        except dbapi2.Error as error:
            self._translate(error, error)
        except LedgerDamagedError as error:
            raise self.stop("store.damaged", error) from error

    def _translate(self, error: Exception, original: BaseException) -> None:
        reason = reason_of(original)
        if reason in {"disk.sync", "store.damaged"}:
            raise self.stop(reason, error) from error
        if not reason:
            raise error
        raise Unavailable(reason, str(original)) from error

    def stop(self, reason: str, error: object = "") -> Unavailable:
        """Write nothing more, and let the next start look at everything; return what to raise."""
        with self._stop_lock:
            self.stopped = reason
        with suppress(OSError):  # the disk may be the very trouble; `stopped` holds for this process
            (self.home / SUSPECT).touch(mode=0o600)
        return Unavailable(reason, f"{reason}: {error}")

    @contextmanager
    def lease(self, name: str) -> Iterator[bool]:
        """Give true when this work (`print`, `sync`) is ours for the block; one process at a time has it.

        A dead process holds nothing, whatever the clock says.  Raises Unavailable `disk.*`.
        """
        lock = self._lease_lock(name)
        if not lock.acquire(0):
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def _lease_lock(self, name: str) -> FileLock:
        """Return the one lock of a name: its file is opened once, not for each lease."""
        with self._stop_lock:
            if name not in self._leases:
                try:
                    self._leases[name] = FileLock(self.home / f".{name}")
                except OSError as error:
                    raise Unavailable(reason_of_os(error), str(error)) from error
            return self._leases[name]

    @cached_property
    def index(self) -> "SearchIndex":
        """The search index beside the database, opened when it is first asked."""
        from kiosk.store.search import SearchIndex

        return SearchIndex(self.home)

    def close(self) -> None:
        """Close every connection."""
        if "index" in vars(self):
            self.index.close()
        for lock in self._leases.values():
            lock.close()
        if self._kept is not None:
            self._kept.close()
        self.engine.dispose()
        self.ledger.close()
