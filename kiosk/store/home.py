"""Opening a home: recover, look for damage, heal from the ledger, bring up to date.

The database is the truth unless the ledger is ahead.  What is damaged is set aside in
`quarantine/`, untouched; what contradicts itself is left to a person.
"""

import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from kiosk.domain.clock import stamp
from kiosk.domain.events import GENESIS
from kiosk.errors import Refused, Unavailable
from kiosk.store import backup, journal
from kiosk.store.connection import DATABASE, DatabaseError, connect, read_key, reason_of, reason_of_os, sync_folder
from kiosk.store.inspect import inspect
from kiosk.store.ledger import FILE, Ledger, LedgerDamagedError
from kiosk.store.locks import FileLock
from kiosk.store.migrations import upgrade
from kiosk.store.schema import VERSION
from kiosk.store.session import SUSPECT, Store, Unit, open_engine

QUARANTINE = "quarantine"
WINDOW_LOCK = ".window"


@dataclass(slots=True)
class Opening:
    """What was found and done while a home was opened, for the log."""

    home: Path
    key: bytes
    at: datetime
    done: list[str] = field(default_factory=list)

    @property
    def database(self) -> Path:
        """The counter's database."""
        return self.home / DATABASE


def open_store(home: Path, at: datetime) -> Store:
    """Return the store of a home, verified and healed.

    Raises Refused `home.key|home.damaged|home.newer`, Unavailable `store.busy|disk.*`.
    """
    try:
        return _open_once(home, at)
    except DatabaseError as error:
        if reason_of(error) not in {"", "store.damaged"}:
            raise Unavailable(reason_of(error), str(error)) from error
        (home / SUSPECT).touch(mode=0o600)  # it looked sound at first; look at everything
        return _open_once(home, at)
    except OSError as error:
        raise Unavailable(reason_of_os(error), str(error)) from error


def _open_once(home: Path, at: datetime) -> Store:
    home.chmod(0o700)
    opening = Opening(home, read_key(home), at)
    ledger = Ledger(home / FILE, opening.key)
    try:
        with ledger.exclusive(60):
            return _open(opening, ledger)
    except BaseException:
        ledger.close()
        raise


def _open(opening: Opening, ledger: Ledger) -> Store:
    has_ledger = _open_ledger(opening, ledger)
    if not _is_sound(opening):
        if not has_ledger:
            raise Refused.because("home.damaged", "home")
        _bring_back(opening)
    _bring_up_to_date(opening)
    store = Store(open_engine(opening.database, opening.key), ledger, opening.home)
    try:
        if not has_ledger:
            ledger.create()
        reconcile(opening, store)
    except BaseException:
        store.engine.dispose()
        raise
    (opening.home / SUSPECT).unlink(missing_ok=True)
    store.healed = tuple(opening.done)
    return store


# -------------------------------------------------------------------- damage


def _open_ledger(opening: Opening, ledger: Ledger) -> bool:
    try:
        there = ledger.open()
    except LedgerDamagedError:
        set_aside(opening, opening.home / FILE)
        return False
    if ledger.torn:
        (quarantine(opening) / "ledger-tail").write_bytes(ledger.torn)
        opening.done.append("ledger.torn")
    return there


def _is_sound(opening: Opening) -> bool:
    """Tell whether the database can be used; looks at everything when the last run asked for it."""
    if not opening.database.exists():
        return False
    try:
        connection = connect(opening.database, opening.key)
    except DatabaseError as error:
        return _judge(error)
    try:
        connection.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        return not (opening.home / SUSPECT).exists() or not inspect(connection).problem
    except DatabaseError as error:
        return _judge(error)
    finally:
        connection.close()


def _judge(error: Exception) -> bool:
    reason = reason_of(error)
    if reason and reason != "store.damaged":
        raise Unavailable(reason, str(error)) from error
    return False


def quarantine(opening: Opening) -> Path:
    """Return this opening's folder for what was set aside, durable before anything is moved there."""
    folder = opening.home / QUARANTINE / stamp(opening.at).replace(":", "").replace(".", "")
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for above in (folder.parent, opening.home):
            sync_folder(above)
    return folder


def set_aside(opening: Opening, *paths: Path) -> None:
    """Move files into quarantine, as they are."""
    for path in paths:
        if path.exists():
            target = quarantine(opening) / path.name
            while target.exists():
                target = target.with_name(target.name + "+")
            path.replace(target)
            opening.done.append(f"{path.name}.set_aside")
            sync_folder(target.parent)
    sync_folder(opening.home)


def database_files(home: Path) -> list[Path]:
    """Return where the database and its side files are."""
    return [home / (DATABASE + suffix) for suffix in ("", "-wal", "-shm")]


def _bring_back(opening: Opening) -> None:
    """Put the newest good backup in the place of a damaged database; without one begin empty."""
    set_aside(opening, *database_files(opening.home))
    for copy in backup.list_backups(opening.home / backup.FOLDER):
        try:
            backup.check(copy.path, opening.key)
        except Refused:
            continue
        put_back(opening.home, copy.path)
        opening.done.append("database.restored")
        return
    opening.done.append("database.made_again")


def put_back(home: Path, copy: Path) -> None:
    """Copy a checked backup into the database's place, durable."""
    fresh = backup.copy_to(copy, home / ".restore")
    fresh.replace(home / DATABASE)
    sync_folder(home)
    shutil.rmtree(home / ".restore")


# -------------------------------------------------------------------- schema


def _bring_up_to_date(opening: Opening) -> None:
    is_new = not opening.database.exists()
    connection = connect(opening.database, opening.key, create=True)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise Refused.because("home.newer", "home")
        if version == VERSION:
            return
        if not is_new:
            backup.back_up(connection, opening.key, opening.home / backup.FOLDER, opening.at)
    finally:
        connection.close()
    migrate(opening.database, opening.key)


def migrate(database: Path, key: bytes) -> None:
    """Create or upgrade a database's schema in one transaction."""
    engine = open_engine(database, key, create=True)
    try:
        with engine.begin() as connection:
            upgrade(connection)
    except DBAPIError as error:
        raise error.orig or error from error
    finally:
        engine.dispose()
    database.chmod(0o600)


# -------------------------------------------------------------------- ledger


def reconcile(opening: Opening, store: Store) -> None:
    """Let the ledger heal the database, or the other way round; the caller holds the ledger.

    Raises Refused `home.damaged` when they contradict each other; copies are in quarantine.
    """
    try:
        with store.engine.execution_options(kiosk_begin="BEGIN IMMEDIATE").begin() as connection:
            unit = Unit(connection.connection.driver_connection, store.ledger)
            head = journal.head(unit)
            if head == store.ledger.head:
                return
            if head.seq < store.ledger.head.seq:
                _heal(opening, store, unit)
            else:
                unit.entries.extend(journal.missing_in_ledger(unit, store.ledger.head))
        store.ledger.append(unit.entries)
    except LedgerDamagedError as error:
        for path in (*database_files(opening.home), opening.home / FILE):
            if path.exists():
                shutil.copy2(path, quarantine(opening) / path.name)
        raise Refused.because("home.damaged", "home") from error


def _heal(opening: Opening, store: Store, unit: Unit) -> None:
    """Write again what the database lost; the ledger has it already."""
    head = journal.head(unit)
    if store.ledger.hash_at(head.seq) != head.hash:
        raise LedgerDamagedError("the database is not the ledger's beginning")
    count = journal.adopt(unit, store.ledger.entries_after(head.seq))
    unit.entries.clear()
    opening.done.append(f"healed.{count}")


def home_lock(home: Path) -> FileLock:
    """Return the lock of the one window a home may have.  Raises Refused `home.busy` when there is one."""
    lock = FileLock(home / WINDOW_LOCK)
    if not lock.acquire(0):
        lock.close()
        raise Refused.because("home.busy", "home")
    return lock


def replace_database(home: Path, copy: Path, at: datetime) -> None:
    """Set the present database aside and move a checked copy into its place.

    Raises Refused `backup.bad` when the copy is not of this counter's journal, `home.newer`.
    """
    opening = Opening(home, read_key(home), at)
    ledger = Ledger(home / FILE, opening.key)
    try:
        with ledger.exclusive(60):
            if _open_ledger(opening, ledger):
                _refuse_foreign(opening, ledger, copy)
            set_aside(opening, *database_files(home))
            copy.replace(home / DATABASE)
            sync_folder(home)
    finally:
        ledger.close()


def _refuse_foreign(opening: Opening, ledger: Ledger, copy: Path) -> None:
    """A copy fits when it is the ledger's beginning, or the ledger its."""
    connection = connect(copy, opening.key)
    try:
        rows = connection.execute(
            "SELECT seq, hash FROM event WHERE seq IN (?, (SELECT max(seq) FROM event))", (ledger.head.seq,)
        )
        hashes = {0: GENESIS, **dict(rows)}
    finally:
        connection.close()
    seq = min(max(hashes), ledger.head.seq)
    if ledger.hash_at(seq) != hashes.get(seq):
        raise Refused.because("backup.bad", "file", detail="it belongs to another counter")
