"""The whole window: from screen to screen by keys, locked, and built again in another look."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from kiosk import i18n
from kiosk.desk.office_calendar import refresh_calendar
from kiosk.desk.operators import add_operator
from kiosk.desk.print_receipt import print_next
from kiosk.desk.synchronise import SyncReport
from kiosk.domain.office_card import Card
from kiosk.settings import read_settings
from kiosk.store import told
from kiosk.ui import theme
from kiosk.ui.app import open_window
from tests.harness.counter import OPERATOR, PASSWORD, Watch, opened, register
from tests.integration.ui.hands import ALT, CTRL, SHIFT, Hands

OTHER = "another long passphrase"


@pytest.fixture
def window(home, qapp):
    made = open_window(home, clock=Watch())
    yield made
    put_away(made)


def put_away(window):
    """Close a window and let it go: the next look is put on by every widget that lives."""
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def hands(window, qtbot):
    made = Hands(qtbot, window)
    made.wait(lambda: window.session is not None)
    return made


@pytest.fixture
def at_work(hands, window):
    heard: list[object] = []
    window.signed_in.connect(heard.append)
    hands.type(PASSWORD).enter().wait(lambda: heard)
    return hands


def shown(window):
    return window.pages.currentWidget().widget().objectName()


def test_keys_lead_to_every_screen_and_esc_back(at_work, window):
    start = shown(window)
    for key, held, name in (
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, "tray"),
        (Qt.Key.Key_Comma, CTRL, "settings"),
        (Qt.Key.Key_O, CTRL | SHIFT, "operators"),
        (Qt.Key.Key_P, CTRL | SHIFT, "documents"),
    ):
        at_work.press(key, held=held)
        assert shown(window) == name
        at_work.press(Qt.Key.Key_Escape)
        assert shown(window) == start


def test_the_helpdesk_lies_over_the_form_and_leaves_it_as_it_was(at_work, window):
    at_work.type("খতি")
    before = at_work.on
    at_work.press(Qt.Key.Key_F4)
    assert window.screens.strip.isVisible()
    at_work.type("কোথায় কী").enter().wait(lambda: not window.screens.strip.isVisible())
    at_work.wait(lambda: window.toast.words)
    assert at_work.on is before
    assert before.text() == "খতি"


def test_f3_begins_a_new_search_wherever_one_comes_from_and_a_new_look_leaves_it(at_work, window):
    register(window.session.desk)
    find = window.session.find
    at_work.press(Qt.Key.Key_F3).type("017").wait(lambda: find.state.card is not None)
    at_work.enter().wait(lambda: find.state.opened is not None)
    for there in (Qt.Key.Key_F2, Qt.Key.Key_F3):
        at_work.press(there)
    at_work.wait(lambda: find.state.opened is None).type("0")
    assert at_work.on.text() == "0"
    at_work.type("17").wait(lambda: find.state.text == "017" and find.state.rows)
    at_work.enter().wait(lambda: find.state.opened is not None)
    window._change(language="en")
    at_work.wait(lambda: i18n.language() == "en" and shown(window) == "find")
    assert find.state.opened is not None


def test_an_application_begun_at_the_helpdesk_keeps_what_is_known(at_work, window):
    at_work.press(Qt.Key.Key_F4).press(Qt.Key.Key_W, held=ALT).type("01700000338").enter().type("খতিয়ান")
    service = window.session.helpdesk.state.choices[0].code.removeprefix("service.")
    at_work.press(Qt.Key.Key_Return, held=CTRL).wait(lambda: not window.screens.strip.isVisible())
    form = window.session.register.state.form
    assert form.service == service
    assert i18n.ascii_digits(form.text("mobile")).replace("-", "") == "01700000338"


def test_two_people_never_meet_in_one_form(at_work, window):
    window.session.register.on_edited("name", "হালিমা বেগম")
    at_work.press(Qt.Key.Key_F4).press(Qt.Key.Key_W, held=ALT).type("01700000338").enter().type("খতিয়ান")
    at_work.press(Qt.Key.Key_Return, held=CTRL).wait(lambda: not window.screens.strip.isVisible())
    form = window.session.register.state.form
    assert (form.text("name"), form.text("mobile"), form.service) == ("হালিমা বেগম", "", "")
    at_work.wait(
        lambda: (
            i18n._("The form holds another application. Save or empty it, then begin this one.") in window.toast.words
        )
    )


def test_a_locked_screen_gives_the_form_back_or_another_person_a_new_one(at_work, window, home):
    desk = window.session.desk
    add_operator(desk, login="tapas", name_bn="তাপস", role="operator", password=OTHER, by=OPERATOR)
    at_work.press(Qt.Key.Key_F12).wait(lambda: len(window._sign_in.state.operators) == 2)
    assert window.sign_in_view.isVisible()
    at_work.press(Qt.Key.Key_F4)
    assert not window.screens.strip.isVisible()
    at_work.press(Qt.Key.Key_N, held=ALT).type("2").type(OTHER).enter()
    at_work.wait(lambda: window.session.operator.login == "tapas")


def test_the_language_changes_under_the_hands(at_work, window, home):
    at_work.press(Qt.Key.Key_Comma, held=CTRL)
    window.pages.currentWidget().widget().choices["language"].setFocus()
    at_work.press(Qt.Key.Key_Right).wait(lambda: i18n.language() == "en" and shown(window) == "settings")
    assert at_work.on.objectName().startswith("language")
    at_work.press(Qt.Key.Key_Left).wait(lambda: i18n.language() == "bn")
    at_work.wait(lambda: read_settings(home).language == "bn")


def test_colours_and_size_change_at_once(at_work, window, qapp):
    at_work.press(Qt.Key.Key_Comma, held=CTRL)
    window.pages.currentWidget().widget().choices["theme"].setFocus()
    at_work.press(Qt.Key.Key_Right).wait(lambda: theme.look().theme == "dark")
    at_work.press(Qt.Key.Key_F9).press(Qt.Key.Key_F4).press(Qt.Key.Key_Escape)
    at_work.press(Qt.Key.Key_Comma, held=CTRL)
    window.pages.currentWidget().widget().choices["scale"].setFocus()
    at_work.press(Qt.Key.Key_Right, Qt.Key.Key_Right).wait(lambda: theme.look().scale == 1.2)


def test_what_waits_for_a_person_is_counted_on_the_trays_tab(home, qapp, qtbot):
    desk = opened(home)
    register(desk)
    print_next(desk, "tcp://127.0.0.1:9")
    desk.store.close()
    desk.anchor.close()
    window = open_window(home, clock=Watch())
    hands = Hands(qtbot, window)
    hands.wait(lambda: window.session is not None)
    hands.wait(lambda: window.top._tabs["F9"].accessibleDescription() == "১")
    put_away(window)


def test_another_idle_time_holds_at_once(at_work, window):
    window.session.settings.change("idle_lock_minutes", 20)
    at_work.wait(lambda: window._idle.left_ms > 19 * 60_000)


def test_an_idle_screen_is_covered_and_says_why(at_work, window):
    window._idle.wait(20)
    at_work.wait(window.sign_in_view.isVisible)
    assert window._sign_in.state.why
    assert at_work.on is window.sign_in_view.password.entry


def test_the_window_goes_by_the_name_that_the_centre_gives_the_office(at_work, window):
    desk = window.session.desk
    with desk.store.write() as unit:
        told.apply_card(unit, Card("ভোলা জেলা ই-সেবা কেন্দ্র", "Bhola e-Service Centre"))
    refresh_calendar(desk)
    window.session.background.synced.emit(SyncReport(news=1))
    assert window.top.title == "ভোলা জেলা ই-সেবা কেন্দ্র"
    at_work.wait(lambda: read_settings(desk.home).office_name_bn == "ভোলা জেলা ই-সেবা কেন্দ্র")
