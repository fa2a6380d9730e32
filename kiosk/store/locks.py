"""Locks that hold between processes and threads, and fall with the process that held them."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.errors import Unavailable

_STEP_S = 0.001

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class FileLock:
    """A lock named by a file.  Not reentrant."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        self._threads = threading.Lock()

    def acquire(self, timeout_s: float) -> bool:
        """Take the lock; false when somebody else held it all that time."""
        until = time.monotonic() + timeout_s
        if not self._threads.acquire(timeout=timeout_s):
            return False
        while not _try_lock(self._handle):
            if time.monotonic() >= until:
                self._threads.release()
                return False
            time.sleep(_STEP_S)
        return True

    def release(self) -> None:
        """Give it back."""
        _unlock(self._handle)
        self._threads.release()

    @contextmanager
    def held(self, timeout_s: float = 10.0) -> Iterator[None]:
        """Hold it for a block.  Raises Unavailable `store.busy`."""
        if not self.acquire(timeout_s):
            raise Unavailable("store.busy")
        try:
            yield
        finally:
            self.release()

    def close(self) -> None:
        """Forget the file; whoever waits for it gets it."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)
