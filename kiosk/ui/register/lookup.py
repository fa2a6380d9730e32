"""Asking the desk while one types: one question at a time, and only the latest answer counts."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.errors import KioskError
from kiosk.ui.tasks import Lane, Tasks


class Lookup(QObject):
    """Runs `work(question)` on the STORE lane.  Signals: `found(question, answer)`.

    While an answer is on its way only the newest question is remembered; what was forgotten is
    never told, and a failure tells nothing: what was only a convenience is not worth a word.
    """

    found = Signal(object, object)

    def __init__(self, tasks: Tasks, work: Callable[[Any], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._work = tasks, work
        self._wanted: Any = None
        self._running: Any = None

    def ask(self, question: Any) -> None:
        """Ask, in the place of what was asked before."""
        self._wanted = question
        if self._running is None:
            self._go()

    def forget(self) -> None:
        """Want no answer any more."""
        self._wanted = None

    def _go(self) -> None:
        self._running = self._wanted
        self._tasks.run(Lane.STORE, partial(self._work, self._running), done=self._done, failed=self._failed)

    def _done(self, answer: Any) -> None:
        asked, self._running = self._running, None
        if self._wanted == asked:
            self._wanted = None
            self.found.emit(asked, answer)
        elif self._wanted is not None:
            self._go()

    def _failed(self, _error: KioskError) -> None:
        asked, self._running = self._running, None
        if self._wanted == asked:
            self._wanted = None
        elif self._wanted is not None:
            self._go()
