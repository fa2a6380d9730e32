"""What the hands at this counter are used to: quick services, words written before, scripts of fields."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.errors import KioskError
from kiosk.ui.tasks import Lane, Tasks
from kiosk.ui.typing import scripts

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.own_words import Vocabulary
    from kiosk.domain.application import ApplicationDraft

_WORDS_AFTER_MS = 400
"""The first form is on the screen by then: reading thousands of texts would hold it up."""

_Known = tuple[tuple[str, ...], dict[str, str]]


class Habits(QObject):
    """Signals: `quick_learned(tuple)` the codes of this hour's most frequent services."""

    quick_learned = Signal(object)

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._login, self._hour = "", -1
        self._words: Vocabulary | None = None
        self._timer = QTimer(self, singleShot=True, interval=_WORDS_AFTER_MS)
        self._timer.timeout.connect(self._load_words)

    def use_operator(self, login: str) -> None:
        """Be as this person is used to."""
        self._login = login
        scripts.on_chosen = self._keep_scripts
        self._load(login)
        if self._words is None:
            self._timer.start()

    def use_desk(self, desk: "Desk") -> None:
        """Work with the desk as it is now."""
        self._desk = desk

    def stop(self) -> None:
        """Leave nothing running."""
        self._timer.stop()
        scripts.on_chosen = scripts.nobody

    # ------------------------------------------------------------------ services and scripts

    def _load(self, login: str) -> None:
        self._hour = self._desk.clock().hour
        self._tasks.run(Lane.FIND, partial(self._known, login), done=partial(self._loaded, login), failed=self._ignore)

    def _known(self, login: str) -> _Known:
        from kiosk.desk.habits import load_scripts
        from kiosk.desk.quick import frequent_services

        return frequent_services(self._desk), load_scripts(self._desk.home, login)

    def _loaded(self, login: str, known: _Known) -> None:
        if login == self._login:
            scripts.remember(known[1])
        self.quick_learned.emit(known[0])

    def _keep_scripts(self) -> None:
        from kiosk.desk.habits import save_scripts

        work = partial(save_scripts, self._desk.home, self._login, scripts.chosen())
        self._tasks.run(Lane.FIND, work, failed=self._ignore)

    def _ignore(self, _error: KioskError) -> None:
        """What was only a convenience is not worth a word; the log has it."""

    # ------------------------------------------------------------------ words

    def _load_words(self) -> None:
        self._tasks.run(Lane.FIND, self._read_words, done=self._words_read, failed=self._ignore)

    def _read_words(self) -> "Vocabulary":
        from kiosk.desk.own_words import own_words

        return own_words(self._desk)

    def _words_read(self, words: "Vocabulary") -> None:
        self._words = words

    def words_like(self, kind: str, typed: str) -> Sequence[str]:
        """Return what was written before and may be meant now; at once."""
        return self._words.like(kind, typed) if self._words is not None else ()

    def learn(self, draft: "ApplicationDraft") -> None:
        """Take in what was just written; with a new hour other services may be frequent."""
        if self._words is not None:
            self._words.learn(draft)
        if self._desk.clock().hour != self._hour:
            self._load(self._login)
