"""Receipts from the window's side: owed, printed by F8, asked about when nobody knows."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.desk.operators import operators_at_start
from kiosk.printing.virtual import VirtualPrinter
from kiosk.settings import read_settings, write_settings
from kiosk.ui.main_window import MainWindow
from tests.harness.counter import opened
from tests.integration.ui.hands import ALT, CTRL

Key = Qt.Key


@pytest.fixture
def printer():
    with VirtualPrinter() as made:
        yield made


@pytest.fixture
def hands(home, watch, hands_on, printer):
    write_settings(home, replace(read_settings(home), printer_url=printer.url))
    window = MainWindow(lambda: opened(home, watch), read_settings(home), operators_at_start(home), clock=watch)
    hands = hands_on(window)
    hands.wait(lambda: window.session is not None)
    window._sign_in.signed_in.emit(operators_at_start(home)[0])
    yield hands.wait(lambda: hands.on.objectName() == "field.service")
    window.close()


def register(hands) -> None:
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম").press(
        Key.Key_Return, held=CTRL
    )
    hands.wait(lambda: paper(hands) not in {"", "printing"})


def paper(hands) -> str:
    saved = hands.window.session.register.state.saved
    return saved.paper if saved else ""


def test_the_receipt_comes_out_and_the_band_says_so(hands, printer):
    register(hands)
    assert paper(hands) == "printed"
    assert len(printer.pages) == 1


def test_without_paper_the_receipt_is_owed_until_f8(hands, printer):
    printer.set("paper", "out")
    register(hands)
    assert paper(hands) == "failed"
    hands.wait(hands.window.status.owed.isVisible)
    assert hands.window.toast.isVisible()
    printer.set("paper", "in")
    hands.press(Key.Key_F8).wait(lambda: paper(hands) == "printed")
    hands.wait(lambda: not hands.window.status.owed.isVisible())
    assert len(printer.pages) == 1


def test_f8_with_nothing_owed_prints_a_copy(hands, printer):
    register(hands)
    hands.wait(lambda: not hands.window.tasks.busy).press(Key.Key_F8)
    hands.wait(lambda: len(printer.pages) == 2)


def test_a_doubtful_receipt_is_asked_about_and_then_owed_as_a_copy(hands, printer):
    register(hands)
    hands.wait(lambda: not hands.window.tasks.busy)
    session = hands.window.session
    with session.desk.store.write() as unit:
        unit.run("UPDATE print_job SET state = 'not_known'")
    session.background.refresh()
    card = hands.window.screens.register.side.not_known
    hands.wait(card.isVisible)
    hands.press(Key.Key_N, held=ALT).wait(lambda: not card.isVisible())
    hands.wait(lambda: not hands.window.tasks.busy).press(Key.Key_F8)
    hands.wait(lambda: len(printer.pages) == 2)


def test_everything_said_about_paper_has_its_place(hands):
    assert hands.window.findChild(QWidget, "band.paper") is not None
    assert hands.window.findChild(QWidget, "status.printer").words != ""
