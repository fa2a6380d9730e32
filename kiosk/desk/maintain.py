"""Copies, putting them back, and a plain report of what is wrong."""

import shutil
import stat
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.desk.context import Desk, home_lock
from kiosk.desk.setup import is_set_up
from kiosk.domain.clock import Clock, dhaka_day, system_clock
from kiosk.domain.events import read_record, record_hash
from kiosk.errors import KioskError, Refused, Unavailable
from kiosk.store import backup, file_copies, journal
from kiosk.store import home as stored
from kiosk.store.anchor import Anchor, default_folder
from kiosk.store.connection import DATABASE, KEY_FILE, DatabaseError, connect, read_key
from kiosk.store.files import Files
from kiosk.store.inspect import inspect
from kiosk.store.ledger import FILE as LEDGER_FILE
from kiosk.store.ledger import NOTHING, Head, Ledger, LedgerDamagedError
from kiosk.store.session import Store

EVERY = timedelta(minutes=15)
OLDEST_COPY = timedelta(days=7)
LEAST_FREE_BYTES = 1 << 29
CLOCK_ERROR_MS = 5 * 60 * 1000


# -------------------------------------------------------------------- copies


def back_up(desk: Desk) -> Path:
    """Make a copy, look at all of it, and thin the older ones; return where it is.

    The pages go with it, in `files` beside it: each once, for they never change.  A second place, if
    the settings name one, gets the same; its trouble is raised last.
    Raises Unavailable `disk.*|backup.bad|backup.second`.
    """
    at = desk.clock()
    folder = desk.home / backup.FOLDER
    with desk.store.lease("backup") as ours:
        if not ours:
            raise Unavailable("store.busy")
        with desk.store.read() as unit:
            unit.driver.rollback()  # the copy is its own transaction
            made = backup.back_up(unit.driver, read_key(desk.home), folder, at)
        backup.thin(folder, dhaka_day(at))
        _copy_pages(desk, folder, link=True)
        if desk.settings.backup_dir:
            _second_place(made.path, Path(desk.settings.backup_dir), desk)
    return made.path


def _second_place(copy: Path, folder: Path, desk: Desk) -> None:
    try:
        place = backup.copy_to(copy, folder)
        backup.check(place, read_key(desk.home))
        backup.thin(folder, dhaka_day(desk.clock()))
        _copy_pages(desk, folder, link=False)
    except (OSError, KioskError) as error:
        raise Unavailable("backup.second", str(error)) from error


def _copy_pages(desk: Desk, folder: Path, *, link: bool) -> None:
    key = read_key(desk.home)
    pages, copies = Files(desk.home, key), Files(folder, key)
    file_copies.copy_new(pages, copies, link=link)
    file_copies.thin(pages, copies, desk.clock().timestamp())


def back_up_if_due(desk: Desk) -> Path | None:
    """Make a copy when something was written since the newest, and that is 15 minutes old."""
    newest = next(iter(backup.list_backups(desk.home / backup.FOLDER)), None)
    with desk.store.read() as unit:
        seq = journal.head(unit).seq
    if newest and (newest.seq == seq or abs(desk.clock() - newest.at) < EVERY):
        return None
    return back_up(desk)


@dataclass(frozen=True, slots=True)
class Restored:
    """How many pages came back, and how many that applications name are nowhere."""

    pages: int
    missing: int


def restore(home: Path, file: Path, *, clock: Clock = system_clock) -> Restored:
    """Put a copy back and heal it from the ledger; the present files are kept in quarantine.

    Pages that are missing or damaged here come back from beside the copy, or from the home's own copies.
    Raises Refused `backup.bad|home.busy|home.key|home.damaged`, Unavailable `disk.*|store.busy`.
    """
    file = Path(file)
    if not file.is_file():
        raise Refused.because("file.missing", "file", file=str(file))
    window = home_lock(home)
    try:
        copy = _checked_copy(home, file)
        stored.replace_database(home, copy, clock())
        opening = stored.open_store(home, clock())
        try:
            return _restore_pages(home, opening, (file.parent, home / backup.FOLDER))
        finally:
            opening.close()
    finally:
        shutil.rmtree(home / ".restore", ignore_errors=True)
        window.close()


def _restore_pages(home: Path, store: Store, places: tuple[Path, ...]) -> Restored:
    key = read_key(home)
    pages, count = Files(home, key), 0
    with store.read() as unit:
        named = [digest for (digest,) in unit.all("SELECT DISTINCT digest FROM scan")]
    for place in places:
        for digest in _unreadable(pages, named):
            pages.remove(digest)
        count += file_copies.copy_new(Files(place, key), pages, named).count
    return Restored(count, len(_unreadable(pages, named)))


def _unreadable(pages: Files, named: list[str]) -> list[str]:
    def lost(digest: str) -> bool:
        try:
            pages.get(digest)
        except Unavailable as error:
            if error.reason != "file.lost":
                raise
            return True
        return False

    return [digest for digest in named if lost(digest)]


def _checked_copy(home: Path, file: Path) -> Path:
    """Return a checked copy inside the home; the given file is only read."""
    try:
        copy = backup.copy_to(file, home / ".restore")
    except OSError as error:
        raise Refused.because("backup.bad", "file", detail=str(error)) from error
    backup.check(copy, read_key(home))
    return copy


# -------------------------------------------------------------------- looking


def verify(desk: Desk) -> dict[str, Any]:
    """Walk the journal and compare it with the ledger: `{"agree", "events", "head"}`."""
    with desk.ledger.exclusive(), desk.store.read() as unit:
        found = journal.verify(unit)
        head = journal.head(unit)
        agree = not found.problem and found.head == head == desk.ledger.head
    return {"agree": agree, "events": head.seq, "head": head.hash}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report."""

    check: str
    ok: bool
    detail: str = ""


def doctor(home: Path, *, clock: Clock = system_clock) -> list[Finding]:
    """Return what is right and wrong with a home, changing nothing.

    Looks at every page, every link of the journal and every entry of the ledger.
    """
    if not is_set_up(home):
        return [Finding("setup", ok=False, detail=str(home))]
    try:
        key = read_key(home)
    except Refused:
        return [Finding("key", ok=False)]
    at = clock()
    found = [_modes(home), _space(home)]
    head, database = _database(home, key)
    found += [database, _ledger(home, key, head)]
    if database.ok:
        found += _counter(home, key)
    return [*found, _copies(home, at)]


def _modes(home: Path) -> Finding:
    """Tell whether only the owner may read key and home; Windows keeps that elsewhere."""
    modes = {str(path.name): stat.S_IMODE(path.stat().st_mode) for path in (home / KEY_FILE, home)}
    open_ones = [f"{name} {mode:o}" for name, mode in modes.items() if mode & 0o077]
    return Finding("key", ok=not open_ones or sys.platform == "win32", detail=", ".join(open_ones))


def _space(home: Path) -> Finding:
    free = shutil.disk_usage(home).free
    return Finding("disk", ok=free > LEAST_FREE_BYTES, detail=f"{free >> 20} MiB")


def _database(home: Path, key: bytes) -> tuple[Head | None, Finding]:
    try:
        connection = connect(home / DATABASE, key)
    except (DatabaseError, Unavailable) as error:
        return None, Finding("database", ok=False, detail=str(error))
    try:
        found = inspect(connection)
    except DatabaseError as error:
        return None, Finding("database", ok=False, detail=str(error))
    finally:
        connection.close()
    detail = found.problem or f"{found.head.seq} events"
    return found.head, Finding("database", ok=not found.problem, detail=detail)


def _ledger(home: Path, key: bytes, head: Head | None) -> Finding:
    ledger = Ledger(home / LEDGER_FILE, key)
    try:
        with ledger.exclusive():
            if not ledger.open(mend=False):
                return Finding("ledger", ok=False, detail="missing")
            if ledger.torn:
                return Finding("ledger", ok=False, detail=f"{len(ledger.torn)} bytes torn")
            last = _walk(ledger)
    except (LedgerDamagedError, Unavailable) as error:
        return Finding("ledger", ok=False, detail=str(error))
    finally:
        ledger.close()
    return Finding("ledger", ok=last == head, detail=f"{last.seq} events")


def _walk(ledger: Ledger) -> Head:
    last = NOTHING
    for entry in ledger.entries_after(0):
        event = read_record(entry.record)
        if (event.seq, event.prev_hash) != (last.seq + 1, last.hash):
            raise LedgerDamagedError(f"event {event.seq} does not follow")
        last = Head(event.seq, record_hash(entry.record))
    return last


def _counter(home: Path, key: bytes) -> list[Finding]:
    connection, pages = connect(home / DATABASE, key), Files(home, key)
    try:
        counter_id, year, serial = connection.execute(
            "SELECT counter_id, last_year, last_serial FROM counter"
        ).fetchone()
        (seq,) = connection.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()
        (error_ms,) = connection.execute("SELECT clock_error_ms FROM sync_state").fetchone()
        missing = sum(not pages.has(digest) for (digest,) in connection.execute("SELECT DISTINCT digest FROM scan"))
    finally:
        connection.close()
    anchor = Anchor(default_folder(), counter_id)
    try:
        old = anchor.check(seq, year, serial)
    finally:
        anchor.close()
    clock_ok = error_ms is None or abs(error_ms) < CLOCK_ERROR_MS
    return [
        Finding("anchor", ok=not old, detail=f"{serial} / {anchor.reserved.serial}"),
        Finding("pages", ok=not missing, detail=f"{missing} missing" if missing else ""),
        Finding("clock", ok=clock_ok, detail="" if error_ms is None else f"{error_ms} ms"),
    ]


def _copies(home: Path, at: datetime) -> Finding:
    newest = next(iter(backup.list_backups(home / backup.FOLDER)), None)
    if newest is None:
        made = datetime.fromtimestamp((home / KEY_FILE).stat().st_mtime, UTC)
        return Finding("backup", ok=at - made < timedelta(days=1), detail="none yet")
    return Finding("backup", ok=abs(at - newest.at) < OLDEST_COPY, detail=f"{newest.path.name}")
