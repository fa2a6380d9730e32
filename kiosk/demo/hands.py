"""The clerk's hands: keys into the real window, eyes that wait for what it shows.

Nothing here reaches past the window: a key goes to whatever has the focus, as from a keyboard.
"""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from kiosk.errors import Broken

_PATIENCE_S = 60
_Mod = Qt.KeyboardModifier
CTRL, ALT, SHIFT = _Mod.ControlModifier, _Mod.AltModifier, _Mod.ShiftModifier


class Hands:
    """Types into a window and takes its picture into `folder`, numbered in order."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        self._window = window
        self._folder = folder
        self._count = 0

    def write(self, text: str) -> None:
        """Type text, a key a letter, as a Bangla or Latin keyboard sends it."""
        for letter in text:
            key = Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown
            QTest.sendKeyEvent(QTest.KeyAction.Click, self._target(), key, letter, _Mod.NoModifier)
            QApplication.processEvents()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _Mod.NoModifier, times: int = 1) -> None:
        """Press a key that writes nothing, or a shortcut."""
        for _ in range(times):
            QTest.keyClick(self._target(), key, modifiers)
            QApplication.processEvents()

    def go_to(self, name: str, *, back: bool = False) -> None:
        """Press Tab, or Shift+Tab, until the field of this name has the focus; the way a clerk gets there."""
        for _ in range(80):
            if (focus := QApplication.focusWidget()) is not None and _named(focus, name):
                return
            self.press(Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab, SHIFT if back else _Mod.NoModifier)
        raise Broken(f"no Tab leads to {name}")

    def choose_file(self, dialog: str, file: Path) -> None:
        """Type a file's path into the dialog that was asked for, and press Enter."""
        self.until(lambda: _dialog(dialog) is not None, f"{dialog} is open")
        self.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit), "the dialog takes a name")
        self.write(str(file))
        self.press(Qt.Key.Key_Return)
        self.until(lambda: _dialog(dialog) is None, f"{dialog} is gone")
        self._window.activateWindow()  # as a window manager does when a dialog closes

    def drop(self, window: QWidget, name: str, file: Path) -> None:
        """Let a file fall onto a part of the window, as the mouse does."""
        part = window.findChild(QWidget, name)
        assert isinstance(part, QWidget)  # noqa: S101 - the screen is open
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file))])
        place, no_keys = QPointF(part.rect().center()), _Mod.NoModifier
        for event in (
            QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, no_keys),
            QDropEvent(place, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, no_keys),
        ):
            QApplication.sendEvent(part, event)

    def rest(self) -> None:
        """Let the window do what it has begun: what is laid out, looked up and drawn without being waited for."""
        QTest.qWait(120)

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Let the window live until the condition holds.  Raises Broken after a minute."""
        end = time.monotonic() + _PATIENCE_S
        while not condition():
            if time.monotonic() > end:
                self.picture("stuck")
                raise Broken(f"waited in vain until {what}")
            QTest.qWait(20)

    def next_name(self, name: str) -> str:
        """Return the next picture's name, `NN-name.png`."""
        self._count += 1
        return f"{self._count:02d}-{name}.png"

    def picture(self, name: str) -> str:
        """Save the window as `NN-name.png` and return that name."""
        file = self.next_name(name)
        QTest.qWait(60)
        self._window.grab().save(str(self._folder / file))
        return file

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self._window


def _dialog(name: str) -> QWidget | None:
    """Return an open file dialog by its name."""
    open_ = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    found = (one for top in open_ for one in (top, *top.findChildren(QFileDialog)) if one.objectName() == name)
    return next((one for one in found if one.isVisible()), None)


def _named(widget: QWidget | None, name: str) -> bool:
    while widget is not None:
        if widget.objectName() == name:
            return True
        widget = widget.parentWidget()
    return False
