"""The receipt's form, made by keys: what is seen is what is printed, and nothing holds before it is wanted."""

import pytest
from msgspec import structs
from PySide6.QtCore import Qt

from kiosk.desk.receipt_form import in_form, receipt_form, save_form
from kiosk.printing.form import PARTS, ROWS, Form, usual_form
from kiosk.printing.preview import preview
from kiosk.printing.profiles import WIDE
from kiosk.ui.settings.receipt_form import KEPT, ReceiptFormPresenter, sample
from kiosk.ui.settings.receipt_view import ReceiptFormView
from tests.integration.ui.hands import ALT, CTRL, Hands


@pytest.fixture
def presenter(desk, tasks):
    made = ReceiptFormPresenter(desk, tasks)
    made.use_keeper(keeper=True)
    return made


@pytest.fixture
def view(presenter):
    made = ReceiptFormView()
    presenter.changed.connect(made.render)
    made.changed.connect(presenter.change)
    made.switched.connect(presenter.switch)
    made.shifted.connect(presenter.shift)
    made.undone.connect(presenter.undo)
    made.reset.connect(presenter.reset)
    made.written.connect(presenter.write)
    made.shown.connect(presenter.open)
    return made


@pytest.fixture
def hands(view, presenter, tasks, hands_on) -> Hands:
    made = hands_on(view)
    made.wait(lambda: presenter.state.picture is not None and not tasks.busy)
    return made


def drawn(desk, form: Form):
    return preview(in_form(sample(desk), form), WIDE, form)


def test_the_picture_follows_every_key_and_is_what_would_be_printed(hands, view, presenter, desk, tasks):
    assert presenter.state.picture == drawn(desk, usual_form())
    hands.press(Qt.Key.Key_Right).wait(lambda: not tasks.busy)
    assert presenter.state.form.language == "en"
    view.fields["ask.0"].entry.setFocus()
    hands.type("Room 101").wait(lambda: not tasks.busy)
    assert presenter.state.form.ask == ("Room 101",)
    assert view.paper.picture == drawn(desk, presenter.state.form)
    assert receipt_form(desk.home) == usual_form()


def test_ctrl_enter_puts_it_in_force(hands, presenter, desk):
    hands.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert presenter.state.dirty
    hands.press(Qt.Key.Key_Return, held=CTRL).wait(lambda: presenter.state.tone == "ok")
    assert receipt_form(desk.home).language == "both"
    assert not presenter.state.dirty


def test_a_part_is_left_out_and_comes_back_to_its_place(hands, view, presenter):
    rows = view.lists["order"]
    rows.setFocus()
    hands.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert presenter.state.form.order == tuple(part for part in PARTS if part != "promise")
    assert rows.rows[-1].name == "promise"
    assert rows.rows[-1].hasFocus()
    hands.press(Qt.Key.Key_Space)
    assert presenter.state.form.order == PARTS


def test_the_number_and_the_code_cannot_be_left_out(hands, view, presenter):
    view.lists["order"].setFocus()
    hands.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert presenter.state.form.order == PARTS
    assert presenter.state.tone == "warn"


def test_alt_arrows_move_a_row_and_stop_at_the_ends(hands, view, presenter):
    rows = view.lists["rows"]
    rows.setFocus()
    hands.press(Qt.Key.Key_Up, held=ALT)
    assert presenter.state.form.rows == ROWS
    hands.press(Qt.Key.Key_Down, held=ALT)
    assert presenter.state.form.rows[:2] == (ROWS[1], ROWS[0])
    assert rows.rows[1].hasFocus()
    assert rows.rows[1].name == ROWS[0]


def test_every_step_can_be_taken_back_a_typed_line_at_once(hands, view, presenter):
    hands.press(Qt.Key.Key_Right)
    view.fields["foot.0"].entry.setFocus()
    hands.type("Thank you")
    presenter.undo()
    assert (presenter.state.form.foot, view.fields["foot.0"].text) == ((), "")
    assert presenter.state.form.language == "en"
    presenter.undo()
    assert presenter.state.form == usual_form()
    assert not presenter.state.may_undo


def test_as_usual_can_be_taken_back_too(hands, presenter):
    hands.press(Qt.Key.Key_Right).press(Qt.Key.Key_U, held=ALT)
    assert presenter.state.form == usual_form()
    hands.press(Qt.Key.Key_Z, held=CTRL)
    assert presenter.state.form.language == "en"


def test_no_more_is_kept_than_can_be_taken_back(presenter):
    for place in range(KEPT + 20):
        presenter.change("size", ("large", "normal")[place % 2])
    steps = 0
    while presenter.state.may_undo:
        presenter.undo()
        steps += 1
    assert steps == KEPT


def test_a_line_that_cannot_stand_is_named_and_not_put_in_force(hands, view, presenter, desk):
    view.fields["head.1"].show_text("x" * 121)
    presenter.change("head.1", "x" * 121)
    assert list(presenter.state.problems) == ["head.1"]
    assert view.fields["head.1"].sentence == presenter.state.problems["head.1"]
    hands.press(Qt.Key.Key_Return, held=CTRL)
    assert presenter.state.tone == "bad"
    assert receipt_form(desk.home) == usual_form()


def test_a_form_that_cannot_be_read_is_told_and_the_usual_one_stands_in(desk, tasks, qtbot):
    (desk.home / "receipt.toml").write_text('size = "huge"\n', "utf-8")
    presenter = ReceiptFormPresenter(desk, tasks)
    presenter.open()
    qtbot.waitUntil(lambda: bool(presenter.state.said), timeout=10_000)
    assert "receipt.toml" in presenter.state.said
    assert presenter.state.form == usual_form()


def test_more_lines_in_the_file_than_here_are_kept(desk, tasks, qtbot):
    many = structs.replace(usual_form(), ask=("a", "b", "c", "d"))
    save_form(desk.home, many)
    presenter = ReceiptFormPresenter(desk, tasks)
    presenter.open()
    qtbot.waitUntil(lambda: presenter.state.form == many, timeout=10_000)
    presenter.change("ask.0", "z")
    assert presenter.state.form.ask == ("z", "b", "c", "d")


def test_who_does_not_keep_the_settings_changes_nothing(desk, tasks, presenter):
    presenter.use_keeper(keeper=False)
    presenter.change("size", "large")
    presenter.write()
    assert not presenter.state.busy
    assert receipt_form(desk.home) == usual_form()
