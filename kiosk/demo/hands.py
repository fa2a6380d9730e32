"""The clerk's hands: keys into the real window, eyes that wait for what it shows.

Nothing here reaches past the window: a key goes to whatever has the focus, as from a keyboard.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from kiosk.errors import Broken

_PATIENCE_S = 60
_CALM_S = 3
_AGAIN_S = 4
_LOOKS_EVERY = 4
"""Letters after which the window draws: it falls behind no quick typist, and need not draw each letter of them."""
_Mod = Qt.KeyboardModifier
CTRL, ALT, SHIFT = _Mod.ControlModifier, _Mod.AltModifier, _Mod.ShiftModifier


class Hands:
    """Types into a window and takes its picture into `folder`, numbered in order from `count` on."""

    def __init__(self, window: QWidget, folder: Path, count: int = 0) -> None:
        self._window = window
        self._folder = folder
        self._count = count
        self._pencil = ThreadPoolExecutor(1, "demo-pictures")
        self._drawn: list[Future[bool]] = []

    def sit_at(self, window: QWidget) -> None:
        """Go on at another window."""
        self._window = window

    @property
    def count(self) -> int:
        """How many pictures were taken."""
        return self._count

    def write(self, text: str) -> None:
        """Type text, a key a letter, as a Bangla or Latin keyboard sends it."""
        for place, letter in enumerate(text, 1):
            key = Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown
            QTest.sendKeyEvent(QTest.KeyAction.Click, self._target(), key, letter, _Mod.NoModifier)
            if place % _LOOKS_EVERY == 0 or place == len(text):
                QApplication.processEvents()

    def scan(self, code: str) -> None:
        """Send a code as a scanner does: key upon key, faster than a hand, Enter last."""
        handle, began = self._window.windowHandle(), int(time.monotonic() * 1000)
        for place, letter in enumerate(f"{code}\r"):
            key = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter.upper()))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, _Mod.NoModifier, letter)
                event.setTimestamp(began + place)
                QCoreApplication.sendEvent(handle, event)

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
        self.until(lambda: _takes_a_name(_dialog(dialog)), "the dialog takes a name")
        self.write(str(file))
        self.press(Qt.Key.Key_Return)
        self.until(lambda: _dialog(dialog) is None, f"{dialog} is gone")
        self._window.activateWindow()  # as a window manager does when a dialog closes

    def save_as(self, ask: Callable[[], None], file: Path) -> None:
        """Ask for a dialog that stands until it is answered, and type where the file shall lie."""
        end = time.monotonic() + _PATIENCE_S
        hand = QTimer(interval=20)

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QFileDialog) and _takes_a_name(dialog):
                hand.stop()
                self.press(Qt.Key.Key_A, CTRL)
                self.write(str(file))
                self.press(Qt.Key.Key_Return)
            elif time.monotonic() > end and dialog is not None:
                hand.stop()
                dialog.close()

        hand.timeout.connect(answer)
        hand.start()
        ask()
        hand.stop()
        self._window.activateWindow()
        self.until(lambda: QApplication.focusWidget() is not None, "the window has the keys again")
        self.until(file.exists, f"{file.name} is written")

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
        QTest.qWait(60)

    def until(self, condition: Callable[[], bool], what: str, again: Callable[[], None] | None = None) -> None:
        """Let the window live until the condition holds.  Raises Broken after a minute.

        `again` is done every few seconds while it does not hold: for what may be asked twice, and means once.
        """
        began = asked = time.monotonic()
        while not condition():
            now = time.monotonic()
            if now > began + _PATIENCE_S:
                self.picture("stuck")
                raise Broken(f"waited in vain until {what}")
            if again is not None and now > asked + _AGAIN_S:
                asked = now
                again()
            QTest.qWait(10)

    def calm(self, condition: Callable[[], bool]) -> None:
        """Let the window live until the condition holds, for a few seconds at most: before a look, not before a key."""
        end = time.monotonic() + _CALM_S
        while not condition() and time.monotonic() < end:
            QTest.qWait(10)

    def next_name(self, name: str) -> str:
        """Return the next picture's name, `NN-name.png`; from the hundredth on with three digits."""
        self._count += 1
        return f"{self._count:02d}-{name}.png"

    def picture(self, name: str) -> str:
        """Take the window's picture, which will lie there as `NN-name.png`, and return that name."""
        file = self.next_name(name)
        QTest.qWait(40)
        image = self._window.grab().toImage()
        self._drawn.append(self._pencil.submit(image.save, str(self._folder / file)))
        return file

    def lay_down(self) -> None:
        """Wait until every picture lies in the folder.  Raises Broken when one could not be written."""
        self._pencil.shutdown()
        if not all(picture.result() for picture in self._drawn):
            raise Broken("a picture could not be written")

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self._window


def _dialog(name: str) -> QWidget | None:
    """Return an open file dialog by its name."""
    open_ = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    found = (one for top in open_ for one in (top, *top.findChildren(QFileDialog)) if one.objectName() == name)
    return next((one for one in found if one.isVisible()), None)


def _takes_a_name(dialog: QWidget | None) -> bool:
    focus = QApplication.focusWidget()
    return dialog is not None and isinstance(focus, QLineEdit) and dialog.isAncestorOf(focus)


def _named(widget: QWidget | None, name: str) -> bool:
    while widget is not None:
        if widget.objectName() == name:
            return True
        widget = widget.parentWidget()
    return False
