"""Sign in, lock, change of operator."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk.desk.operators import Operator, add_operator, close_operator, operators_at_start
from kiosk.i18n import sentence
from kiosk.ui.signin.idle import IdleWatch
from kiosk.ui.signin.presenter import SignInPresenter, Why, first_letter
from kiosk.ui.signin.view import SignInView
from tests.harness.counter import OPERATOR, PASSWORD
from tests.integration.ui.hands import ALT

OTHER = "another long passphrase"


@pytest.fixture
def presenter(home, watch, tasks):
    made = SignInPresenter(tasks, office="কেন্দ্র", counter="কাউন্টার ০১", clock=watch)
    yield made
    made.stop()


@pytest.fixture
def signed_in(presenter):
    heard: list[Operator] = []
    presenter.signed_in.connect(heard.append)
    return heard


@pytest.fixture
def view(presenter):
    made = SignInView()
    presenter.changed.connect(made.render)
    made.chosen.connect(presenter.choose)
    made.submitted.connect(presenter.submit)
    return made


@pytest.fixture
def hands(view, hands_on):
    return hands_on(view)


@pytest.fixture
def two(desk):
    """A second person works here."""
    add_operator(desk, login="tapas", name_bn="তাপস", role="operator", password=OTHER, by=OPERATOR)


def test_one_person_types_the_password_and_is_in(hands, presenter, desk, home, signed_in):
    presenter.begin(operators_at_start(home))
    presenter.use_desk(desk)
    hands.type(PASSWORD).enter().wait(lambda: signed_in)
    assert signed_in[0].login == OPERATOR


def test_a_password_that_comes_before_the_desk_waits_for_it(hands, presenter, desk, home, signed_in):
    presenter.begin(operators_at_start(home))
    hands.type(PASSWORD).enter()
    assert presenter.state.busy
    assert not signed_in
    presenter.use_desk(desk)
    hands.wait(lambda: signed_in)


def test_a_desk_that_does_not_open_says_why_and_is_tried_again(hands, view, presenter, home):
    wanted = []
    presenter.opening_wanted.connect(lambda: wanted.append(True))
    presenter.begin(operators_at_start(home))
    hands.type(PASSWORD).enter()
    presenter.failed_to_open("no")
    assert not presenter.state.busy
    assert view.password.sentence == "no"
    hands.type(PASSWORD).enter(2)
    assert (presenter.state.busy, wanted) == (True, [True])
    presenter.failed_to_open("no")
    assert view.password.sentence == "no"


def test_people_who_could_not_be_read_come_with_the_desk(qtbot, presenter, desk):
    presenter.begin(())
    presenter.use_desk(desk)
    qtbot.waitUntil(lambda: [card.login for card in presenter.state.operators] == [OPERATOR])


def test_a_wrong_password_is_said_and_begun_again(hands, view, presenter, desk, home, signed_in):
    presenter.begin(operators_at_start(home))
    presenter.use_desk(desk)
    hands.type("wrong").enter().wait(lambda: view.password.sentence)
    assert view.password.sentence == sentence("password.wrong")
    assert view.password.text == ""
    hands.type(PASSWORD).enter().wait(lambda: signed_in)
    assert view.password.sentence == ""


def test_many_wrong_passwords_slow_down_and_the_wait_is_counted(hands, view, presenter, desk, home):
    presenter.begin(operators_at_start(home))
    presenter.use_desk(desk)
    for _try in range(6):
        hands.type("wrong").enter().wait(lambda: not presenter.state.busy)
    first = presenter.state.wait_s
    assert first > 0
    assert view.password.sentence == sentence("password.slow", seconds=first)
    assert not view.button.isEnabled()
    hands.wait(lambda: presenter.state.wait_s < first)


def test_nothing_typed_is_asked_for(hands, view, presenter, desk, home):
    presenter.begin(operators_at_start(home))
    presenter.use_desk(desk)
    hands.enter()
    assert view.password.sentence
    assert not presenter.state.busy


def test_a_digit_chooses_who_sits_here(hands, view, presenter, desk, home, two, signed_in):
    presenter.begin(operators_at_start(home))
    presenter.use_desk(desk)
    hands.type("2").type(OTHER).enter().wait(lambda: signed_in)
    assert signed_in[0].login == "tapas"


def test_digits_belong_to_the_password_while_it_is_typed(hands, view, presenter, home, two):
    presenter.begin(operators_at_start(home))
    hands.enter().type("2")
    assert presenter.state.chosen == 0
    assert view.password.text == "2"
    hands.press(Qt.Key.Key_Down)
    assert presenter.state.chosen == 1


def test_a_locked_screen_waits_for_the_same_person_or_another(hands, view, presenter, desk, home, two, signed_in):
    presenter.begin(operators_at_start(home))
    presenter.use_desk(desk)
    presenter.lock(Why.IDLE, "tapas", kept="রাখা আছে", minutes=5)
    assert presenter.state.chosen == 1
    assert presenter.state.kept == "রাখা আছে"
    assert "৫" in presenter.state.why
    assert hands.on is view.password.entry
    hands.press(Qt.Key.Key_N, held=ALT).type("1").type(PASSWORD).enter().wait(lambda: signed_in)
    assert signed_in[0].login == OPERATOR
    assert not presenter.state.locked


def test_who_was_closed_is_not_offered_at_the_next_lock(qtbot, presenter, desk, home, two):
    presenter.begin(operators_at_start(home))
    presenter.use_desk(desk)
    close_operator(desk, "tapas", by=OPERATOR)
    presenter.lock(Why.KEY, OPERATOR)
    qtbot.waitUntil(lambda: [card.login for card in presenter.state.operators] == [OPERATOR])


def test_the_password_is_hidden_and_leaves_with_the_screen(hands, view, presenter, home):
    presenter.begin(operators_at_start(home))
    hands.type("secret")
    assert view.password.entry.echoMode() is QLineEdit.EchoMode.Password
    view.hide()
    assert view.password.text == ""


def test_the_clock_tells_both_calendars(presenter, home):
    presenter.begin(operators_at_start(home))
    assert presenter.state.clock == "১০:৪৫"
    assert presenter.state.day == "সোমবার, ২৩ নভেম্বর ২০২৬"
    assert presenter.state.bangla_day == "০৮ অগ্রহায়ণ ১৪৩৩"


def test_many_people_are_all_seen_at_once(hands, view, presenter):
    presenter.begin(tuple(Operator(f"op{n}", f"ব্যক্তি {n}", "operator") for n in range(7)))
    hands.wait(lambda: view.findChild(QWidget, "person.op6") is not None)
    hands.wait(lambda: not view.findChild(QWidget, "person.op6").visibleRegion().isEmpty())


@pytest.mark.parametrize(("name", "letter"), [("শাহানা", "শা"), ("রেহানা", "রে"), ("ABC", "A"), ("ক্ষমা", "ক্ষ"), ("", "")])
def test_the_first_letter_keeps_its_vowel_sign(name, letter):
    assert first_letter(name) == letter


def test_the_screen_is_idle_when_nobody_types(qtbot):
    watch = IdleWatch()
    with qtbot.waitSignal(watch.idle, timeout=5000):
        watch.wait(20)


def test_each_key_begins_the_idle_wait_again(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    watch = IdleWatch()
    watch.over(window.windowHandle())
    watch.wait(60_000)
    qtbot.waitUntil(lambda: watch.left_ms < 59_950)
    before = watch.left_ms
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert watch.left_ms > before
    watch.wait(0)
    assert watch.left_ms < 0
