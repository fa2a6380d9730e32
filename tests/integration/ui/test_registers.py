"""The registers' screen by keys: chosen, filtered, scrolled, opened, kept as files."""

import openpyxl
import pytest
from PySide6.QtCore import Qt

from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.desk.registers import REGISTERS
from kiosk.printing.documents.spreadsheet import read_csv
from kiosk.ui.registers.model import PAGE
from kiosk.ui.registers.presenter import RegistersPresenter
from kiosk.ui.registers.wiring import registers_screen
from tests.harness.counter import OPERATOR, register
from tests.integration.ui.hands import ALT

ROWS = 3 * PAGE + 5


@pytest.fixture
def presenter(desk, tasks):
    made = RegistersPresenter(desk, tasks)
    yield made
    made.forget()


@pytest.fixture
def left():
    return []


@pytest.fixture
def view(presenter, left):
    return registers_screen(presenter, lambda signal, slot: signal.connect(slot), lambda: left.append(True))


@pytest.fixture
def numbers(desk):
    return [register(desk, n, print_receipt=False).application.receive_number for n in range(ROWS)]


@pytest.fixture
def hands(numbers, view, presenter, hands_on):
    return hands_on(view).wait(lambda: presenter.state.counted and presenter.model.key_of(0))


def test_todays_papers_are_there_when_the_screen_opens(hands, view, presenter, numbers):
    state = presenter.state
    assert (state.register, state.rows) == (REGISTERS[0], ROWS)
    assert state.first == state.last == "২৩-১১-২০২৬"
    assert presenter.model.key_of(0) == numbers[-1]
    assert view.table.hasFocus()


def test_rows_far_away_are_read_when_they_are_looked_at(hands, view, presenter, numbers):
    for _page in range(ROWS):
        hands.press(Qt.Key.Key_PageDown)
    hands.wait(lambda: presenter.model.key_of(ROWS - 1) == numbers[0])


def test_enter_opens_the_row(hands, view, presenter, numbers):
    opened: list[str] = []
    presenter.opened.connect(opened.append)
    hands.press(Qt.Key.Key_Down, Qt.Key.Key_Enter)
    assert opened == [numbers[-2]]


def test_a_digit_chooses_a_register(hands, view, presenter, desk):
    log_visit(desk, VisitDraft("told", topic="পর্চা কোথায়", name="রহিমা"), operator=OPERATOR, via="cli")
    hands.press(Qt.Key.Key_2).wait(lambda: presenter.state.counted and presenter.state.rows == 1)
    assert presenter.state.register == "helpdesk_register"
    assert not view.filters["kind"].isVisible()


def test_filters_go_round(hands, view, presenter):
    hands.press(Qt.Key.Key_A, held=ALT).wait(lambda: presenter.state.counted)
    assert presenter.state.state == "pending"
    assert presenter.state.rows == ROWS
    hands.press(Qt.Key.Key_A, held=ALT).wait(lambda: presenter.state.counted and not presenter.state.rows)
    assert presenter.state.state == "ready"


def test_days_may_be_left_open_and_wrong_ones_are_told(hands, view, presenter):
    view.first.entry.setFocus()
    view.first.entry.selectAll()
    hands.press(Qt.Key.Key_Delete).enter().wait(lambda: presenter.state.counted)
    assert (presenter.state.first, presenter.state.rows) == ("", ROWS)
    view.last.entry.setFocus()
    view.last.entry.selectAll()
    hands.type("31-02-2026").enter()
    assert dict(presenter.state.problems)["last"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_rows_are_kept_as_a_file(hands, view, presenter, tmp_path, ending):
    path = tmp_path / f"r.{ending}"
    view.save_asked.emit(str(path))
    hands.wait(lambda: presenter.state.said)
    count = openpyxl.load_workbook(path).active.max_row if ending == "xlsx" else len(read_csv(path.read_bytes()))
    assert count == ROWS + 1
    assert presenter.state.tone == "ok"
    assert presenter.file_name == "receive_register_2026-11-23"


def test_escape_leaves(hands, view, left):
    hands.press(Qt.Key.Key_Escape)
    assert left == [True]
