"""The second record of every issued event, outside the database: append-only, encrypted, synced.

A write-ahead log that is lost or damaged looks healthy to SQLite; only the ledger can tell,
and heal it.  The file is a head of 16 bytes, then frames: length (u32), seq (u64), nonce (12),
AES-256-GCM of entry, length again (u32), 0xA5.  Entries are chained by the hash of the record
before, which each record holds.  The file grows by zeros ahead of the frames: a sync that does
not change the size is half as long, and a full disk is noticed before a number is taken.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.domain.events import GENESIS, record_hash
from kiosk.store.connection import sync_folder
from kiosk.store.locks import FileLock

FILE = "ledger"
LOCK = ".write"
GROWTH = 1 << 18
LEAST_ROOM = 1 << 16

_MAGIC = b"kiosk ledger 1\n\0"
_HEAD = struct.Struct(">IQ12s")
_TAIL = struct.Struct(">IB")
_MARK = 0xA5
_PART = struct.Struct(">I")
_sync = getattr(os, "fdatasync", os.fsync)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event's record, and what only this machine may know of it (may be empty)."""

    seq: int
    record: bytes
    local: bytes = b""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry: its seq (0: none yet) and the hash of its record."""

    seq: int
    hash: str


NOTHING = Head(0, GENESIS)


class LedgerDamagedError(Exception):
    """A frame that should be there cannot be read."""


class Ledger:
    """The ledger of one home, open for appending.  Make it with `open_ledger`.

    Every use happens inside `exclusive`, which holds off other threads and processes.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._cipher = AESGCM(HKDF(SHA256(), 32, None, b"kiosk ledger 1").derive(key))
        self._lock = FileLock(path.with_name(LOCK))
        self._handle = -1
        self._end = 0
        self._size = 0
        self.head = NOTHING
        self.torn = b""

    # ---------------------------------------------------------------- opening

    def open(self, *, mend: bool = True) -> bool:
        """Open the file and find its end; false when there is none.

        A torn tail is kept in `torn` and, with `mend`, cut off.  Raises LedgerDamagedError when
        the head is wrong.
        """
        self._close_file()
        try:
            self._handle = os.open(self.path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            return False
        if self._read(0, len(_MAGIC)) != _MAGIC:
            raise LedgerDamagedError("no ledger")
        self._size = os.fstat(self._handle).st_size
        self._find_end(mend=mend)
        return True

    def create(self) -> None:
        """Begin an empty ledger in place of whatever is there, durable."""
        self._close_file()
        fresh = self.path.with_name(f".{self.path.name}-new")
        handle = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        _write_all(handle, _MAGIC, 0)
        os.fsync(handle)
        os.close(handle)
        fresh.replace(self.path)
        sync_folder(self.path.parent)
        self.open()

    def _find_end(self, *, mend: bool = True) -> None:
        self._end, self.head, self.torn = len(_MAGIC), NOTHING, b""
        end = self._last_written()
        if end <= len(_MAGIC):
            return
        entry = self._entry_before(end)
        if entry is None:
            end, entry = self._last_whole()
            self.torn = self._read(end, self._size - end).rstrip(b"\0")
            if mend:
                os.ftruncate(self._handle, end)
                _sync(self._handle)
                self._size = end
        self._end = end
        self.head = Head(entry.seq, record_hash(entry.record)) if entry else NOTHING

    def _last_written(self) -> int:
        """Return where the zeros at the end of the file begin."""
        end = self._size
        while end > 0:
            start = max(0, end - GROWTH)
            filled = self._read(start, end - start).rstrip(b"\0")
            if filled:
                return start + len(filled)
            end = start
        return 0

    def _last_whole(self) -> tuple[int, Entry | None]:
        end, last = len(_MAGIC), None
        for start, size in self._frames(len(_MAGIC)):
            try:
                last = self._open_frame(start, size)
            except LedgerDamagedError:
                break
            end = start + size
        return end, last

    # ---------------------------------------------------------------- reading

    def _read(self, at: int, size: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._handle, size, at)
        os.lseek(self._handle, at, os.SEEK_SET)
        return os.read(self._handle, size)

    def _frames(self, at: int) -> Iterator[tuple[int, int]]:
        """Yield place and size of frames from a place on, as far as their lengths make sense."""
        while len(head := self._read(at, 4)) == 4:
            length = int.from_bytes(head, "big")
            size = _HEAD.size + length + _TAIL.size
            if length == 0 or at + size > self._size:
                return
            yield at, size
            at += size

    def _open_frame(self, at: int, size: int) -> Entry:
        frame = self._read(at, size)
        if len(frame) != size or size < _HEAD.size + _TAIL.size:
            raise LedgerDamagedError("a frame is cut off")
        length, seq, nonce = _HEAD.unpack_from(frame)
        if (length, _MARK) != _TAIL.unpack_from(frame, size - _TAIL.size):
            raise LedgerDamagedError("a frame does not end as it begins")
        try:
            plain = self._cipher.decrypt(nonce, frame[_HEAD.size : -_TAIL.size], frame[:12])
        except InvalidTag as error:
            raise LedgerDamagedError("a frame does not open") from error
        (cut,) = _PART.unpack_from(plain)
        return Entry(seq, plain[4 : 4 + cut], plain[4 + cut :])

    def _entry_before(self, end: int) -> Entry | None:
        size = self._size_before(end)
        try:
            return self._open_frame(end - size, size) if size else None
        except LedgerDamagedError:
            return None

    def _size_before(self, end: int) -> int:
        if end < len(_MAGIC) + _TAIL.size:
            return 0
        length, mark = _TAIL.unpack(self._read(end - _TAIL.size, _TAIL.size))
        size = int(_HEAD.size + length + _TAIL.size)
        return size if mark == _MARK and size <= end - len(_MAGIC) else 0

    def hash_at(self, seq: int) -> str | None:
        """Return the hash of one record, walking back from the end; None when it is not here.

        Raises LedgerDamagedError.
        """
        if seq == 0:
            return GENESIS
        entries = self.entries_after(seq - 1)
        first = next(iter(entries), None)
        return record_hash(first.record) if first and first.seq == seq else None

    def entries_after(self, seq: int) -> Iterator[Entry]:
        """Yield the entries after a seq, oldest first, each checked.  Raises LedgerDamagedError."""
        at = self._end
        while at > len(_MAGIC):
            size = self._size_before(at)
            if not size:
                raise LedgerDamagedError("a frame does not end as it begins")
            if _HEAD.unpack(self._read(at - size, _HEAD.size))[1] <= seq:
                break
            at -= size
        for start, size in self._frames(at):
            yield self._open_frame(start, size)

    # ---------------------------------------------------------------- writing

    @contextmanager
    def exclusive(self, timeout_s: float = 10.0) -> Iterator[None]:
        """Hold off every other writer of this home.

        Raises Unavailable `store.busy`, LedgerDamagedError when the file is gone or is no ledger.
        """
        with self._lock.held(timeout_s):
            try:
                self._catch_up()
            except OSError as error:
                raise LedgerDamagedError("the ledger is gone") from error
            yield

    def _catch_up(self) -> None:
        """Notice what another process appended, or that it made the file anew.

        Nobody else writes now, so a half frame at the end is a dead process's.
        """
        if self._handle < 0:
            return
        here, there = os.fstat(self._handle), os.stat(self.path)  # noqa: PTH116 - hot path
        if (here.st_ino, here.st_dev) != (there.st_ino, there.st_dev):
            self.open()
        elif here.st_size != self._size or self._read(self._end, 4).strip(b"\0"):
            self._size = here.st_size
            self._find_end()

    def make_room(self, size: int = LEAST_ROOM) -> None:
        """Make sure that so many bytes can be appended without the disk running full.  Raises OSError."""
        if self._size - self._end >= size:
            return
        wanted = self._end + size + GROWTH
        try:
            _write_all(self._handle, bytes(wanted - self._size), self._size)
            os.fsync(self._handle)
        except OSError:
            os.ftruncate(self._handle, self._size)
            raise
        self._size = wanted

    def append(self, entries: Iterable[Entry]) -> None:
        """Write entries behind the head and sync once.  Raises OSError, then the end is not known."""
        last = None
        frames = bytearray()
        for last in entries:
            frames += self._frame(last)
        if last is None:
            return
        self.make_room(len(frames))
        _write_all(self._handle, frames, self._end)
        _sync(self._handle)
        self._end += len(frames)
        self.head = Head(last.seq, record_hash(last.record))

    def _frame(self, entry: Entry) -> bytes:
        nonce = os.urandom(12)
        plain = _PART.pack(len(entry.record)) + entry.record + entry.local
        length = len(plain) + 16
        head = _HEAD.pack(length, entry.seq, nonce)
        return head + self._cipher.encrypt(nonce, plain, head[:12]) + _TAIL.pack(length, _MARK)

    def close(self) -> None:
        """Close the file."""
        self._close_file()
        self._lock.close()

    def _close_file(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _write_all(handle: int, content: bytes | bytearray, at: int) -> None:
    view = memoryview(content)
    if hasattr(os, "pwrite"):
        while view:
            written = os.pwrite(handle, view, at)
            view, at = view[written:], at + written
        return
    os.lseek(handle, at, os.SEEK_SET)
    while view:
        view = view[os.write(handle, view) :]
