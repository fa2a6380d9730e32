"""The practice counter's window: nobody signs in, visitors come one after the other."""

import pytest
from PySide6.QtCore import Qt

from kiosk.desk.practice import prepare_practice
from kiosk.ui.app import open_window
from kiosk.ui.practice.view import PracticeStrip
from kiosk.ui.signin.view import SignInView
from tests.integration.ui.hands import ALT, CTRL, SHIFT


@pytest.fixture
def window(home, watch, qtbot):
    made = open_window(prepare_practice(home, clock=watch), clock=watch)
    qtbot.addWidget(made)
    yield made
    made.close()


def test_a_visitor_is_served_and_the_next_one_comes(window, hands_on):
    hands = hands_on(window)
    hands.wait(lambda: window.session is not None and window.session.operator is not None)
    presenter = window.session.practice
    strip = window.findChild(PracticeStrip)
    assert strip.isVisible()
    assert (presenter.state.number, presenter.state.total) == (1, 6)
    hands.press(Qt.Key.Key_N, held=CTRL | SHIFT)
    assert presenter.state.number == 2
    hands.press(Qt.Key.Key_F4).type("namjari").press(Qt.Key.Key_2, held=ALT)
    assert window.screens.strip.isVisible()
    assert strip.geometry().bottom() <= window.screens.strip.geometry().top(), "who stands here stays in sight"
    hands.enter().wait(lambda: presenter.state.checks)
    assert presenter.state.well
    hands.press(Qt.Key.Key_N, held=CTRL | SHIFT)
    assert (presenter.state.number, presenter.state.checks) == (3, ())


def test_the_sign_in_screen_leads_there(hands_on, qtbot):
    view = SignInView()
    hands = hands_on(view)
    with qtbot.waitSignal(view.practice_asked, timeout=5000):
        hands.press(Qt.Key.Key_P, held=ALT)
