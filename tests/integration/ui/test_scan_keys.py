"""Scans are told from typing by their speed and by keys, not letters; typing is left alone."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kiosk.i18n import digits
from kiosk.ui.scan_keys import GAP_MS, ScanKeys, number_in
from tests.integration.ui.hands import Hands

NUMBER = "7926010000017"
SECRET = "1234567890123"
X_CODES = {letter: 10 + n for n, letter in enumerate("1234567890-=")} | {
    letter: first + n
    for first, row in ((24, "qwertyuiop"), (38, "asdfghjkl;"), (52, "zxcvbnm,./"))
    for n, letter in enumerate(row)
}
SHIFTED = {":": ";", "#": "3"}
QUICK, SLOW = 4, 70


class Keyboard:
    """Sends keys into a window as the system does, each with the time at which it was pressed."""

    def __init__(self, window, *, bangla=False):
        self._window, self._bangla = window.windowHandle(), bangla
        self.now = 1_000

    def key(self, letter, *, gap, kind=QEvent.Type.KeyPress):
        self.now += gap if kind == QEvent.Type.KeyPress else 0
        plain = SHIFTED.get(letter, letter.lower())
        held = Qt.KeyboardModifier.ShiftModifier if plain != letter else Qt.KeyboardModifier.NoModifier
        text = digits(letter, "bn") if self._bangla else letter
        key = Qt.Key(ord(text.upper())) if text.isascii() else Qt.Key.Key_unknown
        self._send(QKeyEvent(kind, key, held, X_CODES[plain], 0, 0, text))

    def enter(self, *, gap):
        self.now += gap
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._send(QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, 36, 0, 0, "\r"))

    def _send(self, event):
        event.setTimestamp(self.now)
        QCoreApplication.sendEvent(self._window, event)

    def type(self, text, *, gap, end=True):
        for letter in text:
            self.key(letter, gap=gap)
            self.key(letter, gap=0, kind=QEvent.Type.KeyRelease)
        if end:
            self.enter(gap=gap)


class Page(QWidget):
    """A line with the focus in it, and what a scan said."""

    def __init__(self):
        super().__init__()
        self.line = QLineEdit()
        self.entered: list[str] = []
        self.line.returnPressed.connect(lambda: self.entered.append(self.line.text()))
        QVBoxLayout(self).addWidget(self.line)
        self.heard: list[str] = []
        self.scans = ScanKeys(self, x_codes=True)
        self.slips: list[str] = []
        self.scans.number_scanned.connect(self.heard.append)
        self.scans.slip_scanned.connect(self.slips.append)


@pytest.fixture
def page(qtbot, qapp):
    made = Page()
    qtbot.addWidget(made)
    Hands(qtbot, made)
    made.line.setFocus()
    made.scans.over(made.windowHandle())
    made.scans.listen(True)
    return made


@pytest.mark.parametrize("bangla", [False, True])
@pytest.mark.parametrize(
    "code",
    [NUMBER, f"{NUMBER}.{SECRET}", f"https://service.example/t/{NUMBER}#{SECRET}", f"https://a.example/t/{NUMBER}"],
)
def test_a_scan_is_heard_whatever_layout_and_leaves_the_line_alone(page, code, bangla):
    Keyboard(page, bangla=bangla).type(code, gap=QUICK)
    assert page.heard == [NUMBER]
    assert (page.line.text(), page.entered) == ("", [])


@pytest.mark.parametrize("bangla", [False, True])
@pytest.mark.parametrize(
    "number", [NUMBER, "7926010000018"]
)  # a wrong check digit is for the verdict, not for the line
def test_a_signed_slip_is_heard_whole(page, number, bangla):
    code = f"https://a.example/t/{number}#{SECRET}.{'1234567890' * 17}"
    Keyboard(page, bangla=bangla).type(code, gap=QUICK)
    assert (page.slips, page.heard, page.line.text()) == ([code], [], "")


def test_what_was_in_the_line_stays(page):
    page.line.setText("করিম")
    Keyboard(page).type(NUMBER, gap=QUICK)
    assert (page.heard, page.line.text()) == ([NUMBER], "করিম")


@pytest.mark.parametrize("bangla", [False, True])
def test_slow_typing_is_left_alone(page, qtbot, bangla):
    keys = Keyboard(page, bangla=bangla)
    keys.type(NUMBER, gap=SLOW)
    qtbot.waitUntil(lambda: bool(page.entered))
    assert page.heard == []
    assert page.entered == [digits(NUMBER, "bn") if bangla else NUMBER]


def test_fifteen_keys_a_second_lose_and_double_nothing(page, qtbot):
    text = "01712345678 house 12 halim 2026"
    keys = Keyboard(page)
    for letter in text:
        if letter == " ":
            page.line.insert(" ") if not page.scans.holds else None
            qtbot.waitUntil(lambda: not page.scans.holds)
            page.line.insert(" ") if not page.line.text().endswith(" ") else None
            continue
        keys.key(letter, gap=66)
    qtbot.waitUntil(lambda: not page.scans.holds)
    assert page.line.text() == text


def test_a_number_that_is_held_goes_on_when_nothing_follows(page, qtbot):
    Keyboard(page).type("7", gap=SLOW, end=False)
    assert page.line.text() == ""
    qtbot.waitUntil(lambda: page.line.text() == "7")


def test_a_busy_window_gets_keys_at_once_and_still_tells_a_person_from_a_scanner(page, qtbot):
    keys = Keyboard(page)
    keys.type(NUMBER, gap=GAP_MS + 1)  # no event loop between the keys: all that tells is their own time
    qtbot.waitUntil(lambda: bool(page.entered))
    assert (page.heard, page.entered) == ([], [NUMBER])


@pytest.mark.parametrize("code", ["12345678", "7926010000018", "79260100000179", "abcdefgh"])
def test_another_code_goes_to_the_line_in_its_order(page, qtbot, code):
    Keyboard(page).type(code, gap=QUICK)
    qtbot.waitUntil(lambda: bool(page.entered))
    assert (page.heard, page.entered) == ([], [code])


def test_a_scanner_without_enter_is_understood(page, qtbot):
    Keyboard(page).type(NUMBER, gap=QUICK, end=False)
    qtbot.waitUntil(lambda: bool(page.heard))
    assert (page.heard, page.line.text()) == ([NUMBER], "")


def test_two_scans_after_each_other(page):
    keys = Keyboard(page)
    keys.type(NUMBER, gap=QUICK)
    keys.now += 200
    keys.type("7926010000025", gap=QUICK)
    assert page.heard == [NUMBER, "7926010000025"]


def test_typing_right_before_a_scan_is_kept(page, qtbot):
    keys = Keyboard(page)
    keys.key("1", gap=SLOW)
    keys.now += 60
    keys.type(NUMBER, gap=QUICK)
    assert (page.heard, page.line.text()) == ([NUMBER], "1")


def test_nobody_listens_before_signing_in(page):
    page.scans.listen(False)
    Keyboard(page).type(NUMBER, gap=QUICK)
    assert (page.heard, page.entered) == ([], [NUMBER])


@pytest.mark.parametrize("text", ["", "792601000001", "7926010000018", "x7926010000017", "https://a/t/12#3"])
def test_what_is_no_number_of_ours(text):
    assert number_in(text) == ""
