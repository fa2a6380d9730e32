"""The key, and connections to SQLCipher; no SQLAlchemy here, so that start-up reads stay quick."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2

from kiosk.errors import Broken, Refused, Unavailable

DATABASE = "counter.db"
KEY_FILE = "key"
KEY_BYTES = 32
BUSY_TIMEOUT_MS = 10_000

# Older SQLites can corrupt a database in WAL mode.
OLDEST_SQLITE = (3, 51, 3)

DatabaseError: type[Exception] = dbapi2.DatabaseError
IntegrityError: type[Exception] = dbapi2.IntegrityError

_FULL, _IO_ERROR, _READ_ONLY, _BUSY, _CANNOT_OPEN = 13, 10, 8, 5, 14
_CORRUPT, _NOT_A_DATABASE = 11, 26
_REASONS = {
    _FULL: "disk.full",
    _IO_ERROR: "disk.sync",
    _READ_ONLY: "disk.readonly",
    _CANNOT_OPEN: "disk.readonly",
    _BUSY: "store.busy",
    _CORRUPT: "store.damaged",
    _NOT_A_DATABASE: "store.damaged",
}


def make_key(home: Path, key: bytes) -> None:
    """Write a new home's key, 256 random bits, durable, readable by its owner alone.

    Raises FileExistsError when there is one.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    handle = os.open(home / KEY_FILE, flags, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(home)


def read_key(home: Path) -> bytes:
    """Return the home's key.  Raises Refused `home.key` when it is missing or no key."""
    try:
        key = bytes.fromhex((home / KEY_FILE).read_text("ascii"))
    except (OSError, ValueError) as error:
        raise Refused.because("home.key", "home") from error
    if len(key) != KEY_BYTES:
        raise Refused.because("home.key", "home")
    return key


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable; Windows does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def connect(path: Path, key: bytes, *, create: bool = False) -> Any:
    """Return a connection whose every promise was read back.

    No transaction is open and none opens by itself.  Raises DatabaseError when the key or
    the file is not right (`damage_of` tells), Unavailable `disk.*`.
    """
    _refuse_old_library()
    mode = "rwc" if create else "rw"
    connection = None
    try:
        connection = sqlcipher3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
            timeout=BUSY_TIMEOUT_MS / 1000,
        )
        _prepare(connection, key)
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return connection


def _refuse_old_library() -> None:
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise Broken(f"SQLite {dbapi2.sqlite_version} is too old")


def _prepare(connection: Any, key: bytes) -> None:
    # Its complaints about a wrong key would go to standard error, beside our own answers.
    connection.execute("PRAGMA cipher_log = off")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    for statement in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {statement}")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_TIMEOUT_MS}
    for name, value in wanted.items():
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != value:
            raise Broken(f"PRAGMA {name} reads {found!r}, not {value!r}")
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise Broken("this SQLite does not encrypt")


def reason_of(error: BaseException) -> str:
    """Return `disk.full|disk.sync|disk.readonly|store.busy|store.damaged` of a database's error; else empty."""
    code = getattr(error, "sqlite_errorcode", None)
    return _REASONS.get(code & 0xFF, "") if isinstance(code, int) else ""


def reason_of_os(error: OSError) -> str:
    """Return `disk.full|disk.readonly|disk.sync` of a file's error."""
    import errno

    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "disk.full"
    return "disk.readonly" if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM} else "disk.sync"


@contextlib.contextmanager
def reading(home: Path) -> Iterator[Any]:
    """Give a connection for a few quick reads of a home, and close it.

    Raises Unavailable `store.damaged` and the like: whoever opens the desk will heal it.
    """
    try:
        connection = connect(home / DATABASE, read_key(home))
    except DatabaseError as error:
        raise Unavailable(reason_of(error) or "store.damaged", str(error)) from error
    try:
        yield connection
    except DatabaseError as error:
        raise Unavailable(reason_of(error) or "store.damaged", str(error)) from error
    finally:
        connection.close()
