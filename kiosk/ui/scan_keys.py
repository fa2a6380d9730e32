"""Scans are told from typing: by their speed, and by keys as they lie on the board, not by letters.

A keyboard-wedge scanner types a whole code within a moment and ends with Enter.  What may begin a
code is held back for as long as a scanner needs for its next key; a person's next key comes later,
and what was held goes on its way.  Codes are read from the native scan codes, as a keyboard of the
United States has them, so that a Bangla layout in effect changes nothing.
"""

import re
import sys
import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow

from kiosk.domain.numbering import parse_receive_number
from kiosk.errors import Refused

GAP_MS = 30
"""A scanner's next key comes within this; a quick typist's (15 keys a second) needs 66."""

_ROWS = {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'`", 43: "\\zxcvbnm,./"}
_SHIFTED = dict(zip("1234567890-=[];'`\\,./", '!@#$%^&*()_+{}:"~|<>?', strict=True))
_PAD = dict(zip((71, 72, 73, 75, 76, 77, 79, 80, 81, 82), "7894561230", strict=True))
_PLAIN = {first + n: letter for first, row in _ROWS.items() for n, letter in enumerate(row)} | {57: " "} | _PAD
_ENTER = {28, 96}
_X_OFFSET = 8
"""X and Wayland count the same keys from 8 on."""

_CODE = re.compile(r"(?:\S*/t/)?(\d{13})(?:[.#](\d{4,20})(\.\d{1,200})?)?")


def number_in(code: str) -> str:
    """Return the receive number in what a scanner read, a bar code or a receipt's QR; empty when it is none.

    `7926010000017`, `7926010000017.1234567890123`, `https://…/t/7926010000017#1234567890123`.
    """
    found = _CODE.fullmatch(code.strip())
    if found is None:
        return ""
    try:
        return str(parse_receive_number(found[1]))
    except Refused:
        return ""


def is_signed(code: str) -> bool:
    """Tell whether a scanner read a slip with a signature, right or wrong."""
    found = _CODE.fullmatch(code.strip())
    return found is not None and bool(found[3])


def letter_of(event: QKeyEvent, *, x_codes: bool) -> str:
    """Return what this key writes on the scanner's keyboard, Enter as a line feed, empty for other keys."""
    code = event.nativeScanCode()
    if not code:  # made by a program: there is only the letter
        text = event.text()
        return "\n" if _is_enter(event) else text if text.isprintable() else ""
    code -= _X_OFFSET if x_codes else 0
    if code in _ENTER or _is_enter(event):
        return "\n"
    letter = _PLAIN.get(code, "")
    if letter and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return _SHIFTED.get(letter, letter.upper())
    return letter


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_SHIFTS = {Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_AltGr}
_BEGINS = frozenset("0123456789hH")
"""A receive number begins with a digit, the address in a QR with https."""


class ScanKeys(QObject):
    """Signals: `number_scanned(str)` thirteen ASCII digits, `slip_scanned(str)` the whole code of a signed slip.

    Filters the native window only, where each key arrives once.  What turns out to be no scan of
    ours goes on to whoever has the focus, key by key, in its order.
    """

    number_scanned = Signal(str)
    slip_scanned = Signal(str)

    def __init__(self, parent: QObject | None = None, *, x_codes: bool = sys.platform != "win32") -> None:
        super().__init__(parent)
        self._x_codes = x_codes
        self._listening = self._giving_back = False
        self._window: QWindow | None = None
        self._held: list[QKeyEvent] = []
        self._code = ""
        self._last = 0.0
        self._swallow = 0
        self._timer = QTimer(self, singleShot=True, interval=GAP_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_pause)

    def over(self, window: QWindow) -> None:
        """Listen to the keys of this window."""
        self._window = window
        window.installEventFilter(self)

    def listen(self, on: bool) -> None:  # noqa: FBT001 - a switch
        """Listen, or let every key pass."""
        self._listening = on
        if not on:
            self._give_back()

    @property
    def holds(self) -> str:
        """What is held back at this moment."""
        return self._code

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Hold back what may be a scan; True when the key is ours."""
        if not self._listening or self._giving_back or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._on_release(event)
        return event.type() == QEvent.Type.KeyPress and self._on_press(event)

    def _on_press(self, event: QKeyEvent) -> bool:
        if Qt.Key(event.key()) in _SHIFTS:
            return False  # a scanner presses it before a capital; nobody needs it held
        now = _time_of(event)
        letter = (
            "" if event.modifiers() & _COMMANDS or event.isAutoRepeat() else letter_of(event, x_codes=self._x_codes)
        )
        if self._held and now - self._last >= GAP_MS:
            self._settle()
        self._last = now
        if letter == "\n" and self._held:
            return self._on_end(event)
        if not letter or letter == "\n" or (not self._held and letter not in _BEGINS):
            self._give_back()
            return False
        self._hold(event, letter)
        return True

    def _hold(self, event: QKeyEvent, letter: str) -> None:
        self._held.append(event.clone())
        self._code += letter
        self._timer.start()

    def _on_release(self, event: QKeyEvent) -> bool:
        """Keep a release behind the press that is held; of a scan that was taken nobody hears."""
        if self._held:
            self._held.append(event.clone())
            return True
        if self._swallow:
            self._swallow -= 1
            return True
        return False

    def _on_end(self, event: QKeyEvent) -> bool:
        if not (number_in(self._code) or is_signed(self._code)):
            self._give_back()
            return False
        self._take(presses=1)
        event.accept()
        return True

    def _take(self, presses: int = 0) -> None:
        code = self._code
        pressed = sum(1 if one.type() == QEvent.Type.KeyPress else -1 for one in self._held)
        self._swallow = max(pressed, 0) + presses
        self._drop()
        if is_signed(code):
            self.slip_scanned.emit(code)
        else:
            self.number_scanned.emit(number_in(code))

    def _on_pause(self) -> None:
        self._settle()

    def _settle(self) -> None:
        """The next key did not come in a scanner's time: a whole code is taken, all else goes on its way."""
        whole = number_in(self._code) or is_signed(self._code)
        if whole and _presses(self._held) >= _LEAST:  # a scanner that sends no Enter
            self._take()
        else:
            self._give_back()

    def _give_back(self) -> None:
        held, window = self._held, self._window
        self._drop()
        if window is None:
            return
        self._giving_back = True
        try:
            for event in held:
                QCoreApplication.sendEvent(window, event)
        finally:
            self._giving_back = False

    def _drop(self) -> None:
        self._timer.stop()
        self._held, self._code = [], ""


_LEAST = 13


def _presses(held: list[QKeyEvent]) -> int:
    return sum(event.type() == QEvent.Type.KeyPress for event in held)


def _time_of(event: QKeyEvent) -> float:
    """Return when the key was pressed, in milliseconds: the system's own time where it tells one.

    A window that was busy gets a person's keys all at once; only their own times tell them from a scan.
    """
    return float(event.timestamp()) or time.monotonic() * 1000
