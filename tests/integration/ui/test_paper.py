"""Receipts from the window's side: owed, printed by F8, asked about when nobody knows."""

import os
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.desk.operators import operators_at_start
from kiosk.desk.print_receipt import UNDRAWN, owed, print_next
from kiosk.desk.printers import known_printers
from kiosk.i18n import _
from kiosk.printing.virtual import VirtualPrinter
from kiosk.settings import read_settings, write_settings
from kiosk.ui.main_window import MainWindow
from kiosk.ui.said import Said
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
    hands.wait(lambda: len(printer.pages) == 2)  # the copy comes by itself


def test_everything_said_about_paper_has_its_place(hands):
    assert hands.window.findChild(QWidget, "band.paper") is not None
    assert hands.window.findChild(QWidget, "status.printer").words != ""


def test_what_failed_is_printed_by_itself_when_the_printer_is_back(hands, printer):
    printer.set("paper", "out")
    register(hands)
    hands.wait(lambda: not hands.window.tasks.busy)
    printer.set("paper", "in")
    hands.window.session.background.ask_printer()
    hands.wait(lambda: len(printer.pages) == 1).wait(lambda: not hands.window.status.owed.isVisible())


def test_a_paper_that_failed_is_left_alone_until_its_time(hands, printer, watch):
    printer.set("paper", "out")
    register(hands)
    background = hands.window.session.background
    hands.wait(lambda: not hands.window.tasks.busy)
    print_next(hands.window.session.desk)  # a second time: from now on it waits
    told = len(journal_of(hands))
    for _look in range(5):
        background.nudge_print()
        hands.wait(lambda: not hands.window.tasks.busy)
    assert len(journal_of(hands)) == told
    printer.set("paper", "in")
    background.nudge_print()
    hands.wait(lambda: not hands.window.tasks.busy)
    assert printer.pages == []
    watch.forward(seconds=11)
    background.nudge_print()
    hands.wait(lambda: len(printer.pages) == 1)


def test_a_paper_moves_to_another_printer_by_keys(hands, printer):
    printer.set("cover", "open")
    register(hands)
    hands.wait(hands.window.status.owed.isVisible).wait(lambda: not hands.window.tasks.busy)
    tray = hands.window.session.tray
    with VirtualPrinter() as other:
        hands.press(Key.Key_F9).wait(lambda: tray.state.detail and tray.state.detail.prints)
        hands.press(Key.Key_P, held=ALT).wait(lambda: hands.on.objectName() == "field.tray.printer")
        hands.type(other.url).enter()
        hands.wait(lambda: len(other.pages) == 1).wait(lambda: not hands.window.status.owed.isVisible())
    assert printer.pages == []
    assert [one.url for one in known_printers(hands.window.session.desk)][1] == other.url


def test_a_receipt_that_cannot_be_drawn_is_owed_and_said_once(hands, printer):
    home = hands.window.session.desk.home
    (home / "receipt.toml").write_text("paper = 'of no kind'", "utf-8")
    said: list[Said] = []
    hands.window.session.said.connect(said.append)
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম").press(
        Key.Key_Return, held=CTRL
    )
    hands.wait(lambda: [one.reason for one in owed(hands.window.session.desk)] == [UNDRAWN])
    hands.wait(lambda: not hands.window.tasks.busy)
    hands.window.session.background.nudge_print()
    hands.wait(lambda: not hands.window.tasks.busy)
    assert [one.happened for one in said if one.icon == "printer-off"] == [_("The receipt was not printed.")]
    (home / "receipt.toml").unlink()
    hands.press(Key.Key_F8).wait(lambda: len(printer.pages) == 1)


def journal_of(hands):
    with hands.window.session.desk.store.read() as unit:
        return unit.all("SELECT seq FROM event")


def test_a_spooler_that_hangs_keeps_nobody_from_typing(hands, tmp_path, monkeypatch):
    """The queue's program is a real one that waits for us; meanwhile the form takes keys and saves."""
    os.mkfifo(tmp_path / "gate")
    gate = os.open(tmp_path / "gate", os.O_RDWR)
    queue = tmp_path / "lp"
    queue.write_text(f"#!/bin/sh\ncat > /dev/null\nread word < {tmp_path / 'gate'}\n")
    queue.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    session = hands.window.session
    session.use_settings(replace(session.desk.settings, printer_url="cups:COUNTER"))
    for person in (1, 2):
        hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম").press(
            Key.Key_Return, held=CTRL
        )
        hands.wait(lambda person=person: len(owed(session.desk)) == person)
        hands.wait(lambda: owed(session.desk)[0].state == "sending")
    os.write(gate, b"go\ngo\n")
    hands.wait(lambda: owed(session.desk)[0].state == "not_known")
    session.background.nudge_print()
    hands.wait(lambda: owed(session.desk)[1].state == "not_known")
    os.close(gate)
