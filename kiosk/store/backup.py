"""Copies of the database that count only once they were opened, checked and compared."""

import contextlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.domain.clock import dhaka_day
from kiosk.errors import Refused, Unavailable
from kiosk.store.connection import DatabaseError, connect, reason_of_os, sync_folder
from kiosk.store.ledger import NOTHING, Head

FOLDER = "backups"
PATTERN = "counter-*.db"
_STAMP = "%Y%m%dT%H%M%SZ"
KEEP_ALWAYS, KEEP_LAST, KEEP_DAYS = 2, 8, 30
_SIDE_FILES = ("-wal", "-shm")


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """A copy: when it was made, how many events it holds, where it is."""

    at: datetime
    seq: int
    path: Path


def back_up(source: Any, key: bytes, folder: Path, at: datetime) -> Backup:
    """Copy the database of an open connection into a folder; return the copy, checked.

    Raises Unavailable `disk.*`, `backup.bad`.
    """
    try:
        return _back_up(source, key, folder, at)
    except OSError as error:
        raise Unavailable(reason_of_os(error), str(error)) from error


def _back_up(source: Any, key: bytes, folder: Path, at: datetime) -> Backup:
    folder.mkdir(mode=0o700, exist_ok=True)
    size = source.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()[0]
    make_space(folder, 3 * size)
    fresh = folder / f".new-{os.getpid()}.db"
    remove(fresh)
    try:
        _copy_pages(source, fresh, key)
        head = check(fresh, key)
        if not _same_journal(source, head):
            raise Unavailable("backup.bad", "the copy is not the journal's beginning")
        place = folder / f"counter-{at.astimezone(UTC):{_STAMP}}-{head.seq}.db"
        _settle(fresh, place)
    except Refused as error:
        raise Unavailable("backup.bad", str(error)) from error
    finally:
        remove(fresh)
    return Backup(at, head.seq, place)


def _copy_pages(source: Any, fresh: Path, key: bytes) -> None:
    target = connect(fresh, key, create=True)
    try:
        source.backup(target)
    finally:
        target.close()


def _same_journal(source: Any, head: Head) -> bool:
    row = source.execute("SELECT hash FROM event WHERE seq = ?", (head.seq,)).fetchone()
    return head == NOTHING or (row is not None and row[0] == head.hash)


def check(path: Path, key: bytes) -> Head:
    """Return the head of a copy's journal after looking at every page and every link.

    Leaves no side files.  Raises Refused `backup.bad`.
    """
    from kiosk.store.inspect import inspect

    try:
        connection = connect(path, key)
    except DatabaseError as error:
        raise Refused.because("backup.bad", "file", detail=str(error)) from error
    try:
        found = inspect(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except DatabaseError as error:
        raise Refused.because("backup.bad", "file", detail=str(error)) from error
    finally:
        connection.close()
    if found.problem:
        raise Refused.because("backup.bad", "file", detail=found.problem)
    return found.head


def _settle(fresh: Path, place: Path) -> None:
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    fresh.chmod(0o600)
    fresh.replace(place)
    sync_folder(place.parent)


def copy_to(backup: Path, folder: Path) -> Path:
    """Copy a checked backup to a second place, durable, under its own name.  Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".new-{backup.name}"
    try:
        shutil.copyfile(backup, fresh)
        _settle(fresh, folder / backup.name)
    finally:
        fresh.unlink(missing_ok=True)
    return folder / backup.name


def remove(path: Path) -> None:
    """Delete a database file with its side files, where they are."""
    for name in ("", *_SIDE_FILES):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + name).unlink()


def list_backups(folder: Path) -> list[Backup]:
    """Return the copies in a folder, newest first."""
    found = []
    for path in folder.glob(PATTERN):
        with contextlib.suppress(ValueError):
            _, stamp, seq = path.stem.split("-")
            found.append(Backup(datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC), int(seq), path))
    return sorted(found, reverse=True)


def thin(folder: Path, today: date) -> None:
    """Delete copies that newer ones stand for: the last 8 stay, one an hour of today, one a day of 30 days."""
    backups = list_backups(folder)
    keep = to_keep([backup.at for backup in backups], today)
    for backup in backups:
        if backup.at not in keep:
            remove(backup.path)


def make_space(folder: Path, needed: int) -> None:
    """Delete the oldest copies while fewer than so many bytes are free; the newest two stay."""
    backups = list_backups(folder)
    while len(backups) > KEEP_ALWAYS and shutil.disk_usage(folder).free < needed:
        remove(backups.pop().path)


def to_keep(instants: Iterable[datetime], today: date) -> set[datetime]:
    """Return which of these instants stay; of an hour or a day the newest."""
    newest_first = sorted(instants, reverse=True)
    keep = set(newest_first[:KEEP_LAST])
    seen: set[object] = set()
    for at in newest_first:
        day = dhaka_day(at)
        slot: object = (day, at.hour) if day == today else day
        if slot not in seen and day > today - timedelta(days=KEEP_DAYS):
            seen.add(slot)
            keep.add(at)
    return keep
