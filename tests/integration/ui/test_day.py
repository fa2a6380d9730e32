"""The end of the day by keyboard alone: what remains, closing, handing over, outages."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from kiosk.desk.day import close_day, day_balance, shift_of
from kiosk.desk.follow_ups import follow_up
from kiosk.desk.operators import add_operator
from kiosk.desk.outages import beat, note_outage, outages
from kiosk.desk.slips import owed_slips
from kiosk.domain.clock import dhaka_day
from kiosk.domain.followups import FeeDemanded, FeeReceived, Stamp
from kiosk.i18n import _, sentence
from kiosk.ui.app import open_window
from kiosk.ui.day.view import DayView
from tests.harness.counter import OPERATOR, PASSWORD, Watch, opened, register
from tests.integration.ui.hands import CTRL, SHIFT, Hands

OTHER = "another long passphrase"
ME = {"operator": OPERATOR, "via": "cli"}


@pytest.fixture
def clock():
    return Watch()


@pytest.fixture
def window(home, qapp, clock):
    made = open_window(home, clock=clock)
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def hands(window, qtbot):
    made = Hands(qtbot, window)
    heard: list[object] = []
    window.signed_in.connect(heard.append)
    made.wait(lambda: window.session is not None)
    made.type(PASSWORD).enter().wait(lambda: heard)
    made.wait(lambda: not window.tasks.busy)
    return made


@pytest.fixture
def desk(hands, window):
    desk = window.session.desk
    add_operator(desk, login="karim", name_bn="করিম", role="operator", password=OTHER, by=OPERATOR)
    return desk


def opened_day(hands, window):
    hands.press(Qt.Key.Key_F9, held=CTRL)
    hands.wait(lambda: window.session.day.state.day and not window.tasks.busy)
    return window.session.day


def test_the_shift_opens_when_somebody_signs_in(desk):
    assert shift_of(desk) == OPERATOR


def test_a_day_with_nothing_left_is_closed_with_one_key_and_its_slip_is_shown(hands, window, desk):
    day = opened_day(hands, window)
    assert day.state.remaining == 0
    hands.press(Qt.Key.Key_Return, held=CTRL).wait(lambda: day.state.page == "slip")
    hands.wait(lambda: day.state.closed)
    assert day.state.slip is not None
    assert [slip.kind for slip in owed_slips(desk)] == ["day_close"]
    hands.press(Qt.Key.Key_Escape)
    assert day.state.page == "list"
    assert _("Closed by {name}.").format(name="শাহানা") == day.state.closed


def test_what_remains_is_named_and_a_digit_goes_there(hands, window, desk):
    register(desk)
    done = register(desk, 1)
    number = done.application.receive_number
    follow_up(desk, FeeDemanded(number, poisha=4000, base_poisha=4000), **ME)
    desk.clock.forward(minutes=1)
    follow_up(desk, FeeReceived(number, stamps=(Stamp(2000),)), **ME)
    day = opened_day(hands, window)
    left = {row.of: row for row in day.state.rows if row.count}
    assert left["receipt"].count == 2
    assert "আবদুল করিম" in left["receipt"].rest
    place = [row.of for row in day.state.rows].index("fee")
    hands.press(Qt.Key(Qt.Key.Key_1 + place)).wait(lambda: window.session.find.state.opened)
    assert window.session.find.state.opened.number == number


def test_what_closes_the_day_stays_in_sight_beside_many_outages(hands, window, desk):
    register(desk)
    begun = desk.clock()
    for ago in range(8):
        since = begun - timedelta(minutes=2 * ago + 2)
        note_outage(desk, "power", since, since + timedelta(minutes=1), **ME)
    opened_day(hands, window)
    view = window.findChild(DayView)
    bar = view.cards.area.verticalScrollBar()
    hands.wait(lambda: bar.maximum() > 0)
    for button in (view.take, view.close_, view.cards.outage, view.cards.shift):
        assert button.visibleRegion().boundingRect() == button.rect(), button.text()
    hands.press(Qt.Key.Key_PageDown)
    assert bar.value() > 0
    hands.press(Qt.Key.Key_PageUp)
    assert bar.value() == 0


def test_what_is_left_goes_to_a_colleague_by_name(hands, window, desk):
    register(desk)
    day = opened_day(hands, window)
    hands.press(Qt.Key.Key_Return, held=CTRL)
    assert day.state.page == "take", "it is not closed while something is left"
    assert not day_balance(desk).closed_by
    hands.press(Qt.Key.Key_Escape).press(Qt.Key.Key_H, held=CTRL).press(Qt.Key.Key_1)
    hands.wait(lambda: day.state.page == "slip" and day.state.closed)
    with desk.store.read() as unit:
        assert unit.one("SELECT handed_to, remaining FROM closed_day") == ("karim", 1)


def test_an_application_after_the_closing_opens_the_day_again(hands, window, desk):
    close_day(desk, **ME)
    desk.clock.forward(minutes=1)
    done = register(desk)
    said: list[str] = []
    window.session.said.connect(lambda one: said.append(one.happened))
    window.session.register.registered.emit(done)
    hands.wait(lambda: _("The day was closed; it is open again.") in said)
    day = opened_day(hands, window)
    assert day_balance(desk).since_closed == 1
    assert _("Something was done since: the day is open again. Close it once more.") in day.state.closed


def test_the_counter_goes_to_a_colleague_who_shows_who_they_are(hands, window, desk):
    hands.press(Qt.Key.Key_F12, held=CTRL | SHIFT).wait(lambda: window.session.day.state.people)
    day = window.session.day
    hands.press(Qt.Key.Key_1).wait(lambda: hands.on.objectName() == "field.day.password")
    hands.type("not this one at all").enter().wait(lambda: day.state.problems)
    assert list(day.state.problems.values()) == [sentence("password.wrong")]
    hands.press(Qt.Key.Key_A, held=CTRL).type(OTHER).enter()
    hands.wait(lambda: window.session.operator.login == "karim" and not window.tasks.busy)
    assert shift_of(desk) == "karim"
    assert window._screen == "register"


def test_an_outage_is_written_down(hands, window, desk):
    day = opened_day(hands, window)
    hands.press(Qt.Key.Key_U, held=Qt.KeyboardModifier.AltModifier).press(Qt.Key.Key_2)
    assert hands.on.objectName() == "field.day.since"
    page = window.findChild(DayView).outage
    assert page.what.x() == page.since.x(), "what was gone stands under the same edge as the times"
    hands.type("9:15").enter().type("25:00").press(Qt.Key.Key_Return, held=CTRL)
    assert day.state.problems == {"until": sentence("outage.clock")}
    hands.press(Qt.Key.Key_A, held=CTRL).type("0940").press(Qt.Key.Key_Return, held=CTRL)
    hands.wait(lambda: day.state.page == "list" and not window.tasks.busy)
    (one,) = [one for one in outages(desk, dhaka_day(desk.clock())) if one.what == "power"]
    assert one.until is not None
    assert (one.what, one.by_hand, (one.until - one.since).total_seconds()) == ("power", True, 25 * 60)


def test_esc_goes_back_to_the_list_then_to_the_form(hands, window, desk):
    day = opened_day(hands, window)
    hands.press(Qt.Key.Key_U, held=Qt.KeyboardModifier.AltModifier).press(Qt.Key.Key_Escape)
    assert day.state.page == "list"
    assert window.findChild(DayView).isVisible()
    hands.press(Qt.Key.Key_Escape)
    assert window._screen == "register"


def test_a_power_cut_is_noted_when_somebody_sits_down_again(home, qapp, qtbot, clock):
    from kiosk.desk.context import close_desk

    desk = opened(home, Watch())
    beat(desk)
    close_desk(desk)
    clock.forward(minutes=20)
    made = open_window(home, clock=clock)
    hands = Hands(qtbot, made)
    heard: list[object] = []
    made.signed_in.connect(heard.append)
    hands.wait(lambda: made.session is not None).type(PASSWORD).enter().wait(lambda: heard)
    hands.wait(lambda: not made.tasks.busy)
    found = outages(made.session.desk, dhaka_day(clock()))
    assert [(one.what, (one.until - one.since).total_seconds()) for one in found if one.until] == [("power", 20 * 60)]
    made.close()
    assert not (home / ".alive").exists(), "a proper end is no outage"
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
