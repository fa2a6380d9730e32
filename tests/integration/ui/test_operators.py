"""The people of the counter, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt

from kiosk.desk.operators import Operator, add_operator, list_operators, sign_in
from kiosk.errors import Refused
from kiosk.i18n import sentence
from kiosk.ui.operators.presenter import Act, OperatorsPresenter
from kiosk.ui.operators.wiring import people_screen
from tests.harness.counter import OPERATOR, PASSWORD
from tests.integration.ui.hands import CTRL

OTHER = "another long passphrase"
KEEPER = Operator(OPERATOR, "শাহানা", "administrator")


@pytest.fixture
def presenter(desk, tasks):
    made = OperatorsPresenter(desk, tasks)
    made.use_operator(KEEPER)
    return made


@pytest.fixture
def left():
    return []


@pytest.fixture
def view(presenter, left):
    return people_screen(presenter, lambda signal, slot: signal.connect(slot), lambda: left.append(True))


@pytest.fixture
def hands(view, hands_on, presenter):
    return hands_on(view).wait(lambda: presenter.state.rows)


@pytest.fixture
def tapas(desk):
    add_operator(desk, login="tapas", name_bn="তাপস", role="operator", password=OTHER, by=OPERATOR)


def person(desk, login):
    return next(one for one in list_operators(desk) if one.login == login)


def test_a_person_is_added_and_can_sign_in(hands, presenter, desk):
    hands.press(Qt.Key.Key_N, held=CTRL).type("রেহানা ইয়াসমিন").enter().type("rehana").enter()
    hands.type("3").enter().type(OTHER).enter().type(OTHER).enter()
    hands.wait(lambda: len(presenter.state.rows) == 2)
    assert person(desk, "rehana") == Operator("rehana", "রেহানা ইয়াসমিন", "supervisor")
    assert sign_in(desk, "rehana", OTHER).role == "supervisor"
    assert presenter.person.login == "rehana"
    assert "রেহানা ইয়াসমিন" in presenter.state.said


def test_what_is_wrong_stands_under_its_field_and_nothing_is_lost(hands, view, presenter, desk):
    hands.press(Qt.Key.Key_N, held=CTRL).type("রেহানা").enter().type("Not A Login").enter(2)
    hands.type("short").enter().type("short").enter().wait(lambda: presenter.state.problems)
    assert view.form.fields["login"].sentence == sentence("login.form")
    assert view.form.fields["password"].sentence == sentence("password.short")
    assert view.form.fields["name"].text == "রেহানা"
    assert len(list_operators(desk)) == 1


def test_two_different_passwords_are_not_taken(hands, view, presenter):
    hands.press(Qt.Key.Key_N, held=CTRL).type("রেহানা").enter().type("rehana").enter(2)
    hands.type(OTHER).enter().type(PASSWORD).enter()
    assert view.form.fields["again"].sentence
    assert presenter.state.act is Act.ADD


def test_a_login_is_given_once(hands, view, presenter):
    hands.press(Qt.Key.Key_N, held=CTRL).type("আরেকজন").enter().type(OPERATOR).enter(2)
    hands.type(OTHER).enter().type(OTHER).enter().wait(lambda: presenter.state.problems)
    assert view.form.fields["login"].sentence == sentence("login.taken")


def test_a_name_is_changed(tapas, hands, view, presenter, desk):
    hands.press(Qt.Key.Key_Down).press(Qt.Key.Key_E, held=CTRL)
    assert view.form.fields["name"].text == "তাপস"
    hands.type("তাপস কুমার বৈদ্য").enter().wait(lambda: presenter.state.act == Act.NONE)
    assert person(desk, "tapas").name_bn == "তাপস কুমার বৈদ্য"


def test_a_new_password_replaces_the_old_one(tapas, hands, presenter, desk):
    hands.press(Qt.Key.Key_Down).press(Qt.Key.Key_P, held=CTRL)
    hands.type(PASSWORD).enter().type(PASSWORD).enter().wait(lambda: presenter.state.act == Act.NONE)
    assert sign_in(desk, "tapas", PASSWORD).login == "tapas"
    with pytest.raises(Refused):
        sign_in(desk, "tapas", OTHER)


def test_closing_asks_first_and_enter_alone_does_not_close(tapas, hands, view, presenter, desk):
    hands.press(Qt.Key.Key_Down).press(Qt.Key.Key_Delete, held=CTRL)
    assert presenter.state.act == Act.CLOSE
    hands.enter()
    assert presenter.state.act == Act.NONE
    assert person(desk, "tapas").active
    hands.press(Qt.Key.Key_Delete, held=CTRL).press(Qt.Key.Key_Return, held=CTRL)
    hands.wait(lambda: any(not row.active for row in presenter.state.rows))
    assert not person(desk, "tapas").active


def test_the_last_administrator_stays(hands, presenter, desk):
    hands.press(Qt.Key.Key_Delete, held=CTRL).press(Qt.Key.Key_Return, held=CTRL)
    hands.wait(lambda: presenter.state.problems)
    assert sentence("login.last") in presenter.state.problems.values()
    assert person(desk, OPERATOR).active


def test_esc_leaves_the_act_then_the_screen(hands, presenter, left):
    hands.press(Qt.Key.Key_N, held=CTRL).type("অর্ধেক").press(Qt.Key.Key_Escape)
    assert presenter.state.act == Act.NONE
    assert not left
    hands.press(Qt.Key.Key_Escape)
    assert left


def test_a_key_of_another_act_does_not_empty_the_one_begun(hands, presenter):
    hands.press(Qt.Key.Key_N, held=CTRL).type("রেহানা").press(Qt.Key.Key_P, held=CTRL)
    assert presenter.state.act is Act.ADD
    assert presenter.state.form.name == "রেহানা"


def test_who_is_not_a_keeper_only_looks(tapas, hands, view, presenter, desk):
    presenter.use_operator(Operator("tapas", "তাপস", "operator"))
    hands.press(Qt.Key.Key_N, held=CTRL)
    assert presenter.state.act == Act.NONE
    assert all(button.isHidden() for button in view.acts.buttons.values())
