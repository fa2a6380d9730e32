"""A printer is found, chosen, tried, and asked about; by keys alone."""

import pytest
from PySide6.QtCore import Qt

from kiosk.i18n import sentence
from kiosk.printing.search import CUPS, USB, Found
from kiosk.printing.virtual import VirtualPrinter
from kiosk.settings import read_settings
from kiosk.ui.settings.finder import ANSWERS, NARROW, PrinterFinder
from kiosk.ui.settings.presenter import SettingsPresenter
from kiosk.ui.settings.printer_view import PrinterView
from kiosk.ui.settings.wiring import connect_finder
from tests.integration.ui.hands import ALT, CTRL, Hands

MODEL = Found("usb:04b8:0e28", "EPSON TM-T20III", USB, "TM-T20III")
QUEUE = Found("cups:counter", "counter", CUPS)


@pytest.fixture
def printer():
    with VirtualPrinter() as made:
        yield made


@pytest.fixture
def finder(tasks, watch, printer):
    """Finds a USB printer and a queue, then whatever answers at the address."""

    def search(address, told):
        here = Found(f"tcp://{address}", address, "network")
        for one in (MODEL, QUEUE):
            told(one.place, (one,))
        return (MODEL, QUEUE, here) if address else (MODEL, QUEUE)

    return PrinterFinder(tasks, watch, search=search)


@pytest.fixture
def view(finder):
    made = PrinterView()
    connect_finder(made, finder, lambda signal, slot: signal.connect(slot))
    made.shown.connect(finder.open)
    return made


@pytest.fixture
def hands(view, hands_on) -> Hands:
    return hands_on(view)


def settled(finder):
    return not finder.state.searching and not finder.state.printing


def choose_here(hands, finder, printer):
    hands.wait(lambda: settled(finder)).type(printer.url.removeprefix("tcp://")).enter()
    hands.wait(lambda: len(finder.state.found) == 3 and settled(finder))
    hands.press(Qt.Key.Key_3, held=CTRL)
    assert finder.state.url == printer.url


def test_opening_the_page_looks_around_and_shows_what_is_there(hands, view, finder):
    hands.wait(lambda: settled(finder) and finder.state.picture is not None)
    assert [row.isVisible() for row in view.rows[:3]] == [True, True, False]
    assert view.rows[0].accessibleName().startswith("EPSON TM-T20III")


def test_a_known_model_brings_its_profile(hands, view, finder):
    heard = []
    finder.chosen.connect(lambda *told: heard.append(told))
    hands.wait(lambda: settled(finder)).press(Qt.Key.Key_1, held=CTRL)
    assert heard == [(MODEL.url, "TM-T20III")]
    assert view.profiles["TM-T20III"].isChecked()


def test_a_test_page_comes_out_as_it_is_shown_and_the_question_is_put(hands, view, finder, printer):
    choose_here(hands, finder, printer)
    hands.press(Qt.Key.Key_T, held=ALT).wait(lambda: finder.state.asks)
    (page,) = printer.wait_pages(1)
    picture = view.paper.picture
    assert picture is not None
    assert (page.raster.width_dots, page.raster.height) == (picture.width(), picture.height())
    hands.press(Qt.Key.Key_1, held=ALT)
    assert (finder.state.answer, finder.state.said.tone, finder.state.asks) == ("all", "ok", False)


def test_a_missing_edge_leads_to_narrow_paper(hands, view, finder, printer):
    choose_here(hands, finder, printer)
    hands.press(Qt.Key.Key_T, held=ALT).wait(lambda: finder.state.asks)
    before = finder.state.said.text
    hands.press(Qt.Key.Key_4, held=ALT)
    assert finder.state.said.text != before
    hands.press(Qt.Key.Key_W, held=ALT)
    assert finder.state.profile == NARROW
    hands.wait(lambda: finder.state.picture.width() == 384)


def test_every_answer_has_advice_of_its_own(finder):
    said = set()
    for answer in ANSWERS:
        finder.answer(answer)
        said.add(finder.state.said.text)
    assert len(said) == len(ANSWERS)


def test_a_printer_that_does_not_print_says_why_and_asks_nothing(hands, finder, printer):
    choose_here(hands, finder, printer)
    printer.set("cover", "open")
    hands.press(Qt.Key.Key_T, held=ALT).wait(lambda: settled(finder) and finder.state.said.tone == "warn")
    assert finder.state.said.text == sentence("printer.cover_open")
    assert not finder.state.asks


def test_what_is_chosen_is_written_into_the_settings(desk, tasks, qtbot, printer):
    presenter = SettingsPresenter(desk, tasks)
    presenter.saved.connect(lambda settings: presenter.use_desk(desk.with_settings(settings)))
    presenter.finder.chosen.emit(printer.url, NARROW)
    qtbot.waitUntil(lambda: read_settings(desk.home).printer_profile == NARROW, timeout=10_000)
    assert read_settings(desk.home).printer_url == printer.url
    assert presenter.finder.state.profile == NARROW
