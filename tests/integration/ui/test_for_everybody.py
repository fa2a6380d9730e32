"""Every screen, for whoever hears it read, sees it large, or has only keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from kiosk.desk.context import close_desk
from kiosk.desk.operators import operators_at_start
from kiosk.settings import read_settings
from kiosk.ui import theme
from kiosk.ui.main_window import MainWindow
from tests.harness.counter import opened, register
from tests.integration.ui.hands import ALT, CTRL, SHIFT

Key = Qt.Key
ROLE = QAccessible.Role
NO_ROLES = {ROLE.NoRole, ROLE.Client, ROLE.Window, ROLE.Border, ROLE.LayeredPane}


@pytest.fixture
def hands(home, watch, hands_on):
    """A window of a counter with three applications."""
    desk = opened(home, watch)
    for number in range(3):
        register(desk, number)
    close_desk(desk)
    window = MainWindow(lambda: opened(home, watch), read_settings(home), operators_at_start(home), clock=watch)
    made = hands_on(window)
    made.wait(lambda: window.session is not None)
    window._sign_in.signed_in.emit(operators_at_start(home)[0])
    yield made.wait(lambda: made.on.objectName() == "field.service")
    window.close()


def settle(hands):
    hands.wait(lambda: not hands.window.tasks.busy)


def form(hands):
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_M, held=ALT).press(Key.Key_A, held=ALT)


def letter(hands):
    hands.press(Key.Key_2, held=ALT).press(Key.Key_1, held=CTRL)


def problems(hands):
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, held=CTRL)


def duplicate(hands):
    hands.press(Key.Key_1, held=CTRL).type("01700000001").enter(2).type("x").press(Key.Key_Return, held=CTRL)


def found(hands):
    hands.press(Key.Key_F3).type("017").wait(lambda: hands.window.session.find.state.card is not None)


def in_full(hands):
    found(hands)
    hands.enter().wait(lambda: hands.window.session.find.state.opened is not None)


def correction(hands):
    in_full(hands)
    hands.press(Key.Key_E, held=CTRL).wait(lambda: hands.window.session.register.state.correcting is not None)


SCREENS = {
    "empty form": lambda _hands: None,
    "form": form,
    "letter": letter,
    "problems": problems,
    "duplicate": duplicate,
    "pages": lambda hands: hands.press(Key.Key_F6),
    "find": lambda hands: hands.press(Key.Key_F3),
    "found": found,
    "in full": in_full,
    "correction": correction,
    "helpdesk": lambda hands: hands.press(Key.Key_F4),
    "tray": lambda hands: hands.press(Key.Key_F9),
    "documents": lambda hands: hands.press(Key.Key_P, held=CTRL | SHIFT),
    "days": lambda hands: hands.press(Key.Key_H, held=CTRL | SHIFT),
    "settings": lambda hands: hands.press(Key.Key_Comma, held=CTRL),
    "people": lambda hands: hands.press(Key.Key_O, held=CTRL | SHIFT),
    "keys": lambda hands: hands.press(Key.Key_F1),
    "locked": lambda hands: hands.press(Key.Key_F12),
}


@pytest.fixture(params=SCREENS)
def screen(request, hands):
    """Every screen of the window, one after the other."""
    SCREENS[request.param](hands)
    settle(hands)
    return hands


def shown(window: QWidget) -> Iterator[QWidget]:
    return (widget for widget in window.findChildren(QWidget) if widget.isVisible())


def named(widget: QWidget) -> str:
    return f"{widget.objectName() or type(widget).__name__} in {type(widget.parentWidget()).__name__}"


def test_whatever_is_used_has_a_name_and_a_role(screen):
    used = [one for one in shown(screen.window) if one.focusPolicy() != Qt.FocusPolicy.NoFocus or is_used(one)]
    read = {one: QAccessible.queryAccessibleInterface(one) for one in used}
    silent = [named(one) for one, spoken in read.items() if not spoken.text(QAccessible.Text.Name)]
    assert silent == []
    assert [named(one) for one, spoken in read.items() if spoken.role() in NO_ROLES and not is_page(one)] == []


def is_used(widget: QWidget) -> bool:
    return isinstance(widget, (QAbstractButton, QLineEdit))


def is_page(widget: QWidget) -> bool:
    """Tell a page that takes keys for all of it: it has a name, and what stands on it has roles."""
    return type(widget) is not QWidget and bool(widget.accessibleName()) and bool(widget.findChildren(QWidget))


def test_the_focus_is_somewhere_that_can_be_seen(screen):
    assert screen.on.isVisible()
    assert not screen.on.visibleRegion().isEmpty()


@pytest.mark.parametrize("scale", [1.0, 1.2, 1.5])
def test_no_line_of_words_is_cut_in_height_at_any_size(hands, scale):
    form(hands)
    while theme.look().scale < scale:
        before = theme.look().scale
        hands.press(Key.Key_Plus, held=CTRL).wait(lambda before=before: theme.look().scale > before)
    settle(hands)
    cut = [
        (label.text(), label.height())
        for label in shown(hands.window)
        if isinstance(label, QLabel) and label.text() and is_cut(label)
    ]
    assert cut == []


def is_cut(label: QLabel) -> bool:
    needed = label.heightForWidth(label.width()) if label.wordWrap() else label.fontMetrics().height()
    return label.height() < min(needed, label.fontMetrics().height() * 20) - 2
