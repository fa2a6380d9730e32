"""A small mark outside the home: how far this counter's numbers have gone.

Serials are reserved 50 at a time with one sync; the place inside the block is noted for each
number without one.  So an old copy of the whole home, put back offline, is told from the present
one, and its next number skips ahead of every number that may be on paper.
"""

import os
import struct
import tempfile
from pathlib import Path
from zlib import crc32

import msgspec
from msgspec import Struct

from kiosk.store.connection import sync_folder

BLOCK = 50
FOLDER_VARIABLE = "KIOSK_ANCHOR_DIR"
_PLACE = struct.Struct(">QHI")


class Reserved(Struct, frozen=True):
    """What is on disk: highest reserved serial of a year, and the journal's head at that time."""

    counter_id: str
    year: int = 0
    serial: int = 0
    seq: int = 0
    hash: str = ""


class Place(Struct, frozen=True, order=True):
    """The last number that was issued: journal seq, year, serial."""

    seq: int
    year: int
    serial: int


def default_folder() -> Path:
    """Return where anchors live: `KIOSK_ANCHOR_DIR`, else the platform's state folder."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    from platformdirs import user_state_path

    return user_state_path("kiosk", appauthor=False) / "anchors"


class Anchor:
    """The anchor of one counter.  Used by one writer at a time."""

    def __init__(self, folder: Path, counter_id: str) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._file = folder / f"{counter_id}.json"
        self._place_file = folder / f"{counter_id}.at"
        self.reserved = self._read(counter_id)
        self.floor = (0, 0)
        self._handle = os.open(self._place_file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)

    def _read(self, counter_id: str) -> Reserved:
        try:
            found = msgspec.json.decode(self._file.read_bytes(), type=Reserved)
        except (FileNotFoundError, msgspec.DecodeError):
            return Reserved(counter_id)
        return found

    def check(self, seq: int, year: int, serial: int) -> bool:
        """Tell whether a home at this place is an old copy; then `floor` holds the numbers to skip.

        A place that cannot be read after something was reserved counts as old.
        """
        place = self.place()
        kept = self.reserved
        if place is None:
            old = (year, serial) < (kept.year, kept.serial)
        else:
            old = seq < max(place.seq, kept.seq) or (year, serial) < (place.year, place.serial)
        self.floor = (kept.year, kept.serial) if old else (0, 0)
        return old

    def place(self) -> Place | None:
        """Return the noted place; None when there is none or it is torn."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        raw = os.read(self._handle, _PLACE.size + 4)
        if len(raw) < _PLACE.size + 4 or crc32(raw[: _PLACE.size]) != int.from_bytes(raw[_PLACE.size :], "big"):
            return None
        return Place(*_PLACE.unpack_from(raw))

    def cover(self, year: int, serial: int, seq: int, head_hash: str) -> None:
        """Make sure that a number is reserved before it is taken, durable.  Raises OSError."""
        if self._covers(year, serial):
            return
        self.reserved = self._read(self.reserved.counter_id)  # another process may have been here
        if not self._covers(year, serial):
            self._write(Reserved(self.reserved.counter_id, year, serial + BLOCK - 1, seq, head_hash))

    def _covers(self, year: int, serial: int) -> bool:
        return (year, serial) <= (self.reserved.year, self.reserved.serial)

    def _write(self, reserved: Reserved) -> None:
        if self.place() is None:
            self.note(reserved.seq, 0, 0)
        os.fsync(self._handle)
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".anchor-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(reserved))
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        sync_folder(self._folder)
        self.reserved = reserved

    def note(self, seq: int, year: int, serial: int) -> None:
        """Note the last issued number; reaches the disk with the next block at the latest."""
        raw = _PLACE.pack(seq, year, serial)
        raw += crc32(raw).to_bytes(4, "big")
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, raw)

    def close(self) -> None:
        """Close the place file."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)
