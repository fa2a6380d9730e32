"""Lanes: work goes out, outcomes come back.

Whatever can wait (disk, paper, network) runs on a lane: one thread, order kept, work never
overlapping.  What runs there is plain Python.  Outcomes return through one queued signal and
are handed over on the thread that made the `Tasks` (the window's).
"""

import logging
import threading
from collections.abc import Callable
from enum import StrEnum
from queue import SimpleQueue
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

from kiosk.errors import Broken, KioskError, Unavailable

log = logging.getLogger(__name__)
T = TypeVar("T")
Work = Callable[[], Any]
Handler = Callable[[Any], Any]


class Lane(StrEnum):
    """The resources that work can wait for."""

    STORE = "store"
    PRINT = "print"
    SYNC = "sync"
    DOCUMENT = "document"
    FILES = "files"
    FIND = "find"
    REGISTER = "register"


class Tasks(QObject):
    """Runs work on lanes.

    Signals: `troubled(KioskError)` a failure that nobody asked to hear of; `unavailable(Unavailable)`
    one of the world's, after whoever asked has heard of it; `idle()` all that was asked for is done
    and handed over.
    """

    troubled = Signal(object)
    unavailable = Signal(object)
    idle = Signal()
    _returned = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[Lane, _Worker] = {}
        self._open = 0
        self._returned.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether some outcome is still to come."""
        return self._open > 0

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], Any] | None = None,
        failed: Callable[[KioskError], Any] | None = None,
    ) -> None:
        """Run `work` on the lane, after all that was given to it before.

        `done(value)` or `failed(error)` is called on the window's thread.  What is no KioskError
        is our fault: it is logged and handed over as `Broken` with a `reference`.
        """
        self._open += 1
        self._worker(lane).give(lambda: self._outcome(work, done, failed))

    def stop(self) -> None:
        """Finish what was asked for, hand over the outcomes, end the threads."""
        while self._lanes:
            workers = list(self._lanes.values())
            self._lanes.clear()
            for worker in workers:
                worker.finish()
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def _worker(self, lane: Lane) -> "_Worker":
        if lane not in self._lanes:
            self._lanes[lane] = _Worker(lane)
        return self._lanes[lane]

    def _outcome(self, work: Work, done: Handler | None, failed: Handler | None) -> None:
        try:
            value = work()
        except KioskError as error:
            self._returned.emit(failed or self.troubled.emit, error)
        except Exception as error:  # noqa: BLE001 - the lanes catch everything
            self._returned.emit(failed or self.troubled.emit, apology(error))
        else:
            self._returned.emit(done, value)

    def _hand_over(self, handler: Handler | None, value: object) -> None:
        self._open -= 1
        owner = getattr(handler, "__self__", None)
        gone = isinstance(owner, QObject) and not shiboken6.isValid(owner)
        if handler is not None and not gone:
            handler(value)
        if isinstance(value, Unavailable):
            self.unavailable.emit(value)
        if not self._open:
            self.idle.emit()


class _Worker(threading.Thread):
    def __init__(self, lane: Lane) -> None:
        super().__init__(name=f"lane-{lane}", daemon=False)
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self.start()

    def give(self, work: Callable[[], None]) -> None:
        self._work.put(work)

    def finish(self) -> None:
        self._work.put(None)
        self.join()

    def run(self) -> None:
        while (work := self._work.get()) is not None:
            work()


def apology(error: Exception) -> Broken:
    """Return the error as our fault, under a reference that the log has too."""
    import secrets  # slow to import, and hardly ever needed

    reference = f"K-{secrets.randbelow(900) + 100}"
    log.error("%s: %s", reference, type(error).__name__, exc_info=error)
    broken = Broken(f"{reference}: {type(error).__name__}", reference=reference)
    broken.__cause__ = error
    return broken
