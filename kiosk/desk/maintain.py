"""Copies, putting them back, and a plain report of what is wrong."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from kiosk.desk.context import Desk, home_lock
from kiosk.domain.clock import Clock, dhaka_day, system_clock
from kiosk.errors import KioskError, Refused, Unavailable
from kiosk.store import backup, journal
from kiosk.store import home as stored
from kiosk.store.connection import read_key

EVERY = timedelta(minutes=15)
LEAST_FREE_BYTES = 1 << 29


# -------------------------------------------------------------------- copies


def back_up(desk: Desk) -> Path:
    """Make a copy, look at all of it, and thin the older ones; return where it is.

    A second place, if the settings name one, gets the same copy; its trouble is raised last.
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
        if desk.settings.backup_dir:
            _second_place(made.path, Path(desk.settings.backup_dir), desk)
    return made.path


def _second_place(copy: Path, folder: Path, desk: Desk) -> None:
    try:
        place = backup.copy_to(copy, folder)
        backup.check(place, read_key(desk.home))
        backup.thin(folder, dhaka_day(desk.clock()))
    except (OSError, KioskError) as error:
        raise Unavailable("backup.second", str(error)) from error


def back_up_if_due(desk: Desk) -> Path | None:
    """Make a copy when something was written since the newest, and that is 15 minutes old."""
    newest = next(iter(backup.list_backups(desk.home / backup.FOLDER)), None)
    with desk.store.read() as unit:
        seq = journal.head(unit).seq
    if newest and (newest.seq == seq or abs(desk.clock() - newest.at) < EVERY):
        return None
    return back_up(desk)


def restore(home: Path, file: Path, *, clock: Clock = system_clock) -> None:
    """Put a copy back and heal it from the ledger; the present files are kept in quarantine.

    Raises Refused `backup.bad|home.busy|home.key|home.damaged`, Unavailable `disk.*|store.busy`.
    """
    file = Path(file)
    if not file.is_file():
        raise Refused.because("file.missing", "file", file=str(file))
    window = home_lock(home)
    try:
        copy = _checked_copy(home, file)
        stored.replace_database(home, copy, clock())
        stored.open_store(home, clock()).close()
    finally:
        shutil.rmtree(home / ".restore", ignore_errors=True)
        window.close()


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
