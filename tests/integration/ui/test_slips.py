"""Slips behind the window: printed after the receipts, seen in the tray when they are not."""

import pytest
from msgspec import structs
from PySide6.QtCore import Qt

from kiosk.desk.slips import owe_slip, owed_slips, print_slip_job, slip_head
from kiosk.i18n import _
from kiosk.printing.virtual import VirtualPrinter
from kiosk.ui.app import open_window
from kiosk.ui.tray.presenter import TrayPresenter
from kiosk.ui.tray.wiring import tray_screen
from tests.harness.counter import OPERATOR, PASSWORD, Watch, made_home, register
from tests.integration.ui.hands import ALT, Hands
from tests.unit.printing.slip_samples import FEES, WHERE_TO_GO


@pytest.fixture
def presenter(desk, tasks):
    return TrayPresenter(desk, tasks, operator=OPERATOR)


@pytest.fixture
def hands(presenter, hands_on):
    return hands_on(tray_screen(presenter, lambda signal, slot: signal.connect(slot), lambda: None))


def owe(desk, slip=FEES):
    with desk.store.write() as unit:
        return owe_slip(unit, structs.replace(slip, head=slip_head(desk, OPERATOR)), operator=OPERATOR)


def test_a_slip_that_was_not_printed_is_mine_to_do(desk, hands, presenter):
    assert print_slip_job(desk, owe(desk)).outcome == "failed"
    hands.wait(lambda: presenter.open() or presenter.state.lines)
    (line,) = presenter.state.lines
    assert line.state == _("Not printed")
    assert _("Court-fee receipt") in line.who
    detail = presenter.state.detail
    assert detail is not None
    assert (detail.prints, detail.moves, detail.asks) == (True, False, False)


def test_a_slip_without_a_number_says_that_nothing_is_lost(desk, hands, presenter):
    owe(desk, WHERE_TO_GO)
    hands.wait(lambda: presenter.open() or presenter.state.detail)
    assert presenter.state.detail.safe == _("It is on this computer, nothing is lost.")


def test_whether_a_slip_came_out_is_settled_by_one_key(desk, hands, presenter):
    job = owe(desk)
    with desk.store.write() as unit:
        unit.run("UPDATE slip_job SET state = 'not_known', reason = 'print.interrupted' WHERE id = ?", job)
    hands.wait(lambda: presenter.open() or (presenter.state.detail and presenter.state.detail.asks))
    hands.press(Qt.Key.Key_N, held=ALT).wait(lambda: not presenter.state.busy)
    assert [(slip.state, slip.job_id) for slip in owed_slips(desk)] == [("queued", job)]


@pytest.fixture
def printer():
    with VirtualPrinter() as made:
        yield made


@pytest.fixture
def window(tmp_path, monkeypatch, printer, qapp):
    monkeypatch.setenv("KIOSK_ANCHOR_DIR", str(tmp_path / "anchors"))
    made = open_window(made_home(tmp_path / "home", printer_url=printer.url), clock=Watch())
    yield made
    made.close()
    made.deleteLater()


def test_f8_prints_receipts_and_slips_that_are_owed(window, printer, qtbot):
    hands = Hands(qtbot, window)
    hands.wait(lambda: window.session is not None)
    hands.type(PASSWORD).enter().wait(lambda: window.session.operator is not None)
    desk = window.session.desk
    printer.set("paper", "out")
    register(desk)
    slip = owe(desk)
    assert print_slip_job(desk, slip).outcome == "failed"
    heard: list[object] = []
    window.session.background.slips_changed.connect(heard.append)
    window.session.background.refresh()
    hands.wait(lambda: heard and heard[-1])
    printer.set("paper", "in")
    hands.press(Qt.Key.Key_F8)
    printer.wait_pages(2)
    hands.wait(lambda: not owed_slips(desk))
