"""A supervisor declares a holiday by keys and reads whose promised day moves."""

import pytest
from PySide6.QtCore import Qt

from kiosk.desk.operators import Operator
from kiosk.i18n import sentence
from kiosk.ui.days.presenter import DaysPresenter
from kiosk.ui.days.wiring import days_screen
from tests.harness.counter import OPERATOR, register
from tests.integration.ui.hands import ALT, CTRL

Key = Qt.Key
SUPERVISOR = Operator(OPERATOR, "শাহানা", "supervisor")


@pytest.fixture
def presenter(desk, tasks):
    made = DaysPresenter(desk, tasks)
    made.use_operator(SUPERVISOR)
    return made


@pytest.fixture
def hands(presenter, hands_on):
    made = hands_on(days_screen(presenter, lambda signal, slot: signal.connect(slot), lambda: None))
    return made.wait(lambda: made.on.objectName() == "field.days.day")


def rows(table):
    model = table.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_a_holiday_lists_the_receipts_it_moves(desk, tasks, presenter, hands):
    done = register(desk, 1).application
    hands.type("30112026").enter().type("বিশেষ ছুটি").enter()
    hands.wait(lambda: presenter.state.told and not tasks.busy)
    (moved,) = presenter.state.moved
    assert (moved.number, moved.old.isoformat(), moved.new.isoformat()) == (
        done.receive_number,
        "2026-12-07",
        "2026-12-08",
    )
    (row,) = rows(hands.window.moved)
    assert row[2:] == ["০১৭০০-০০০০০১", "০৭ ডিসেম্বর", "০৮ ডিসেম্বর"]
    assert rows(hands.window.days)[0][2] == "বিশেষ ছুটি"
    assert not desk.calendar.is_working(moved.old.replace(month=11, day=30))


def test_a_declaration_is_taken_back_and_the_promise_returns(desk, tasks, presenter, hands):
    register(desk, 1)
    hands.type("30-11-2026").enter().type("বিশেষ ছুটি").press(Key.Key_Return, held=CTRL)
    hands.wait(lambda: presenter.state.days)
    hands.window.days.setFocus()
    hands.press(Key.Key_Delete).wait(lambda: not presenter.state.days and not tasks.busy)
    assert [moved.new.isoformat() for moved in presenter.state.moved] == ["2026-12-07"]


def test_a_working_saturday(desk, tasks, presenter, hands):
    hands.press(Key.Key_2, held=ALT).type("28112026").enter(2)
    hands.wait(lambda: presenter.state.days and not tasks.busy)
    assert desk.calendar.is_working(presenter.state.days[0].day)


@pytest.mark.parametrize(
    ("day", "name", "field", "code"),
    [
        ("", "ছুটি", "day", "text.empty"),
        ("31112026", "ছুটি", "day", "date.range"),
        ("30112026", "", "name", "text.empty"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(presenter, tasks, hands, day, name, field, code):
    hands.type(day).enter()
    hands.type(name) if name else None
    hands.enter().wait(lambda: presenter.state.problems and not tasks.busy)
    assert presenter.state.problems == {field: sentence(code)}
    assert presenter.state.days == ()


def test_who_may_not_reads_why(presenter, hands):
    presenter.use_operator(Operator(OPERATOR, "তাপস", "operator"))
    view = hands.window
    assert presenter.state.forbidden == sentence("right.role")
    assert not view.declare.isEnabled()
    assert not view.day.entry.isEnabled()
    presenter.on_edited("day", "30-11-2026")
    presenter.declare()
    assert not presenter.state.busy
