"""Bangla typed with real keys into real fields: nothing dropped, nothing doubled, nothing in the wrong script."""

import random
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from kiosk.ui.typing import scripts
from kiosk.ui.typing.layouts import PHONETIC, PROBHAT, SYSTEM, convert
from kiosk.ui.widgets import BANGLA, DIGITS, LATIN, Field
from tests.integration.ui.hands import CTRL, NONE, SHIFT

BIJOY, ITS_BANGLA = "LwZqv‡bi bKj", "খতিয়ানের নকল"


@pytest.fixture(autouse=True)
def _keyboard():
    scripts.use(PHONETIC)
    scripts.forget()
    yield
    scripts.use(SYSTEM)
    scripts.forget()


@pytest.fixture
def form(qtbot):
    """Three fields in a window: a name, a number, and a subject in which sentences are written."""
    window: Any = QWidget()
    column = QVBoxLayout(window)
    window.fields = {
        "name": Field("name", "নাম"),
        "mobile": Field("mobile", "মোবাইল", badge=DIGITS),
        "subject": Field("subject", "বিষয়"),
        "email": Field("email", "ই-মেইল", badge=LATIN),
        "memo_no": Field("memo_no", "স্মারক"),
    }
    for field in window.fields.values():
        column.addWidget(field)
        field.advanced.connect(lambda: window.focusNextPrevChild(True))
    return window


@pytest.fixture
def hands(form, hands_on):
    made = hands_on(form)
    form.fields["name"].entry.setFocus()
    return made


def test_a_word_is_composed_underlined_and_settled_by_space(hands, form):
    name = form.fields["name"]
    heard: list[Any] = []
    name.edited.connect(heard.append)
    hands.type("rohim")
    assert (name.text, name.entry.composing) == ("রহিম", "রহিম")
    assert QLineEdit.text(name.entry) == ""
    assert heard == ["র", "রহ", "রহি", "রহিম"]
    hands.type(" ")
    assert (QLineEdit.text(name.entry), name.entry.composing) == ("রহিম ", "")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Delete])
def test_keys_that_are_no_letters_settle_the_word(hands, form, key):
    hands.type("rohim").press(key)
    assert QLineEdit.text(form.fields["name"].entry) == "রহিম"
    assert not form.fields["name"].entry.composing


def test_the_mouse_settles_the_word(hands, form):
    entry = form.fields["name"].entry
    hands.type("rohim")
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton, pos=QPoint(2, 5))
    assert QLineEdit.text(entry) == "রহিম"
    hands.press(Qt.Key.Key_Home).type("a")
    assert entry.text() == "আরহিম"


def test_shift_alone_settles_nothing(hands, form):
    hands.type("ka").press(Qt.Key.Key_Shift).type("Na")
    assert form.fields["name"].text == "কাণা"


def test_backspace_takes_back_one_latin_letter_then_one_of_the_text(hands, form):
    name = form.fields["name"]
    hands.type("kkh").press(Qt.Key.Key_Backspace)
    assert name.text == "ক্ক"
    hands.press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert (name.text, name.entry.composing) == ("", "")
    hands.type("ki ").press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert name.text == "ক"


def test_undo_takes_a_word_back_and_redo_brings_it_again(hands, form):
    name = form.fields["name"]
    hands.type("abdul korim")
    hands.press(Qt.Key.Key_Z, held=CTRL)
    assert name.text == "আব্দুল "
    hands.press(Qt.Key.Key_Z, held=CTRL)
    assert name.text == ""
    hands.press(Qt.Key.Key_Z, held=CTRL | SHIFT).press(Qt.Key.Key_Z, held=CTRL | SHIFT)
    assert name.text == "আব্দুল করিম"


def test_a_selection_gives_way_to_what_is_composed(hands, form):
    name = form.fields["name"]
    hands.type("rohim sheikh")
    hands.press(Qt.Key.Key_A, held=CTRL).type("ka")
    assert name.text == "কা"


def test_a_word_is_composed_in_the_middle_of_others(hands, form):
    name = form.fields["name"]
    heard: list[Any] = []
    name.edited.connect(heard.append)
    hands.type("ka ga ").press(*[Qt.Key.Key_Left] * 2).type("kha")
    assert name.text == heard[-1] == "কা খাগা "
    hands.press(Qt.Key.Key_End)
    assert QLineEdit.text(name.entry) == "কা খাগা "


@pytest.mark.parametrize(("key", "held"), [(Qt.Key.Key_Space, CTRL), (Qt.Key.Key_F11, NONE)])
def test_a_field_is_toggled_and_remembers(hands, form, key, held):
    name, subject = form.fields["name"], form.fields["subject"]
    hands.type("ka").press(key, held=held).type("ka")
    assert (name.text, name.box.badge) == ("কাka", LATIN)
    subject.entry.setFocus()
    hands.type("ka")
    assert (subject.text, subject.box.badge) == ("কা", BANGLA)
    again = Field("name", "নাম")
    assert (again.entry.script, again.box.badge) == (LATIN, LATIN)
    name.entry.setFocus()
    hands.press(Qt.Key.Key_End).press(key, held=held).type("kha")
    assert (name.text, name.box.badge) == ("কাkaখা", BANGLA)


def test_numbers_and_addresses_take_what_is_typed(hands, form):
    for field, text in (("mobile", "01700000338"), ("email", "rohim@example.org"), ("memo_no", "05.44.7900")):
        form.fields[field].entry.setFocus()
        hands.type(text)
        assert form.fields[field].text == text
        hands.press(Qt.Key.Key_Space, held=CTRL)
    badges = [form.fields[name].box.badge for name in ("mobile", "email", "memo_no")]
    assert badges == [DIGITS, LATIN, BANGLA]


def test_a_full_stop_shortens_a_name_and_ends_a_sentence(hands, form):
    hands.type("mO. korim").press(Qt.Key.Key_Home)
    assert form.fields["name"].text == "মো. করিম"
    form.fields["subject"].entry.setFocus()
    hands.type("ami. ")
    assert form.fields["subject"].text == "আমি। "


def keys(text):
    """Type text as a keyboard with a Bangla layout of its own sends it."""
    for letter in text:
        key = Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown
        QTest.sendKeyEvent(QTest.KeyAction.Click, QApplication.focusWidget(), key, letter, NONE)


@pytest.mark.parametrize("layout", [PHONETIC, PROBHAT, SYSTEM])
def test_bangla_of_the_system_goes_through_unchanged(hands, form, layout):
    scripts.use(layout)
    text = "মো. আবদুল করিম, ৫/২ সয়না 7"
    keys(text)
    assert form.fields["name"].text == text


def test_the_systems_input_method_writes_after_ours(hands, form):
    name = form.fields["name"]
    hands.type("ka")
    QApplication.sendEvent(hands.on, QInputMethodEvent())
    assert name.entry.composing == "কা"
    hands.type("খা")
    assert (name.text, QLineEdit.text(name.entry)) == ("কাখা", "কাখা")
    QApplication.sendEvent(hands.on, QInputMethodEvent("গা", []))
    assert name.text == "কাখা"
    hands.type("গা")
    assert name.text == "কাখাগা"


def test_a_password_is_never_composed(hands, form):
    form.fields["name"].entry.setEchoMode(QLineEdit.EchoMode.Password)
    hands.type("rohim 12.").press(Qt.Key.Key_F11).type("x")
    assert form.fields["name"].text == "rohim 12.x"


def test_what_the_program_writes_drops_what_was_composed(hands, form):
    name = form.fields["name"]
    hands.type("ro")
    name.show_text("করিম")
    assert (name.text, name.entry.composing) == ("করিম", "")
    hands.type("a").press(Qt.Key.Key_End)
    assert name.text == "করিমআ"


# ------------------------------------------------------------------ what is pasted


def paste(text, by):
    data = QMimeData()
    data.setText(text)
    QApplication.clipboard().setMimeData(data)
    by()


@pytest.mark.parametrize("by_key", [True, False])
def test_bijoy_is_turned_with_a_note_and_undone_by_one_key(hands, form, by_key):
    name = form.fields["name"]
    note = form.findChild(QWidget, "note.name")
    hands.type("ka ")
    paste(BIJOY, lambda: hands.press(Qt.Key.Key_V, held=CTRL) if by_key else name.entry.paste())
    assert name.text == f"কা {ITS_BANGLA}"
    assert note.isVisible()
    hands.press(Qt.Key.Key_Z, held=CTRL)
    assert name.text == f"কা {BIJOY}"
    assert not note.isVisible()
    hands.press(Qt.Key.Key_Z, held=CTRL | SHIFT)
    assert name.text == f"কা {ITS_BANGLA}"


@pytest.mark.parametrize("text", ["Abdul Karim", "রহিম", "79-26-01-000417-7"])
def test_other_pastes_stay_as_they_are(hands, form, text):
    paste(text, form.fields["name"].entry.paste)
    assert form.fields["name"].text == text


def test_bijoy_stays_where_latin_belongs(hands, form):
    form.fields["email"].entry.setFocus()
    paste(BIJOY, form.fields["email"].entry.paste)
    assert form.fields["email"].text == BIJOY


# ------------------------------------------------------------------ nothing dropped, nothing doubled

_PRINTABLE = "abcdefghijklmnopqrstuvwxyzaeiouaeiouhOIUNTDSRZ" + " ,.:-/0123456789`^$()"


@pytest.mark.parametrize("layout", [PHONETIC, PROBHAT])
@pytest.mark.parametrize("name", ["name", "subject"])
def test_thousands_of_keys_at_full_speed_write_what_the_rules_say(hands, form, layout, name):
    scripts.use(layout)
    rng = random.Random(f"{layout}/{name}")
    field = form.fields[name]
    field.entry.setFocus()
    heard: list[Any] = []
    field.edited.connect(heard.append)
    for _line in range(20):
        typed = "".join(rng.choice(_PRINTABLE) for _ in range(80))
        QTest.keyClicks(field.entry, typed)
        meant = convert(layout, typed, sentences=name == "subject")
        assert field.text == heard[-1] == meant
        hands.press(Qt.Key.Key_End)
        assert QLineEdit.text(field.entry) == meant
        field.show_text("")
