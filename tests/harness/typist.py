"""Somebody at the keyboard of the real window, of whom every key is counted.

A letter, a digit, Enter, an arrow: a key each.  A chord (Ctrl+Enter) is one key of the budget, as the key
sheet counts it, and one press more of the clock.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from kiosk.desk.context import open_desk
from kiosk.desk.operators import operators_at_start
from kiosk.domain.clock import Clock
from kiosk.settings import read_settings
from kiosk.ui.main_window import MainWindow
from kiosk.ui.widgets import FocusHalo

NONE, CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
PATIENCE_S = 30


class Typist:
    """`keys` are those of the budget, `presses` what the fingers do, `waited_s` what the program took."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.begin()

    def begin(self) -> None:
        """Count from here."""
        self.keys = self.presses = 0
        self.waited_s = 0.0

    @property
    def on(self) -> QWidget:
        """What has the focus."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    @property
    def field(self) -> str:
        """The name of what has the focus."""
        return self.on.objectName()

    def type(self, text: str) -> "Typist":
        """Type ASCII; a capital letter is one press more."""
        for letter in text:
            self._click(partial(QTest.keyClick, self.on, letter))
            self.presses += letter.isupper()
        return self

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> "Typist":
        """Press keys, one after the other."""
        for key in keys:
            self._click(partial(QTest.keyClick, self.on, key, held))
            self.presses += held.value.bit_count()
        return self

    def enter(self, times: int = 1) -> "Typist":
        """Press Enter."""
        return self.press(*[Qt.Key.Key_Return] * times)

    def _click(self, click: Callable[[], object]) -> None:
        begun = time.perf_counter()
        click()
        QApplication.processEvents()
        self.keys += 1
        self.presses += 1
        self.waited_s += time.perf_counter() - begun

    def wait(self, condition: Callable[[], object]) -> "Typist":
        """Wait until something is so."""
        begun = time.perf_counter()
        wait(condition)
        self.waited_s += time.perf_counter() - begun
        return self

    def text(self, name: str) -> str:
        """Return what a field of the form holds."""
        line = self.window.findChild(QLineEdit, f"field.{name}")
        assert isinstance(line, QLineEdit), name
        return line.text()


def wait(condition: Callable[[], object]) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def dispose(*windows: QWidget) -> None:
    """Let windows go for good: Qt polishes all that are left each time a look is put in force."""
    for window in windows:
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@contextmanager
def at_the_counter(home: Path, clock: Clock, *, typing: str = "phonetic") -> Iterator[Typist]:
    """Open the window of a home, signed in, the cursor in the first field; Bangla is typed phonetically."""
    from kiosk.ui.typing import scripts

    settings = replace(read_settings(home), typing=typing)
    window = MainWindow(lambda: open_desk(home, clock=clock), settings, operators_at_start(home), clock=clock)
    FocusHalo(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    try:
        wait(lambda: window.session is not None and QApplication.activeWindow() is window)
        scripts.use(typing)
        window._sign_in.signed_in.emit(operators_at_start(home)[0])  # a password costs a second and is no part of this
        wait(lambda: QApplication.focusWidget() is not None and not window.tasks.busy)
        wait(lambda: QApplication.focusWidget().objectName() == "field.service")
        yield Typist(window)
    finally:
        window.close()
        dispose(window)
