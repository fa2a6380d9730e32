"""Two hands on the keyboard: what a person types and presses, and nothing else."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.widgets import FocusHalo

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
ENTER = Qt.Key.Key_Return


class Hands:
    """Keys go to whatever has the focus."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        self._qtbot = qtbot
        self.window = window
        FocusHalo(window)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=10_000)

    @property
    def on(self) -> QWidget:
        """What has the focus."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    def type(self, text: str) -> "Hands":
        """Type text: Latin by keys, Bangla as an input method gives it."""
        if text.isascii():
            QTest.keyClicks(self.on, text)
        else:
            event = QInputMethodEvent("", [])
            event.setCommitString(text)
            QApplication.sendEvent(self.on, event)
        return self

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> "Hands":
        """Press keys, one after the other."""
        for key in keys:
            QTest.keyClick(self.on, key, held)
            QApplication.processEvents()
        return self

    def enter(self, times: int = 1) -> "Hands":
        """Press Enter."""
        return self.press(*[ENTER] * times)

    def wait(self, condition: Callable[[], object]) -> "Hands":
        """Wait until something is so."""
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)
        return self
