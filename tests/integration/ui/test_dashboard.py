"""The day in pictures by keys: counted, another day, explained, kept as a picture and a PDF."""

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from kiosk.domain.figures import DEFINITIONS
from kiosk.i18n import _
from kiosk.ui.dashboard.cards import nice_top
from kiosk.ui.dashboard.presenter import DashboardPresenter
from kiosk.ui.dashboard.wiring import dashboard_screen
from tests.harness.counter import register
from tests.integration.ui.hands import ALT


@pytest.fixture
def presenter(desk, tasks):
    made = DashboardPresenter(desk, tasks)
    yield made
    made.close()


@pytest.fixture
def left():
    return []


@pytest.fixture
def view(desk, presenter, left):
    back = lambda: left.append(True)  # noqa: E731 - as short as it is
    return dashboard_screen(presenter, desk.catalogue, lambda signal, slot: signal.connect(slot), back)


@pytest.fixture
def hands(desk, view, presenter, hands_on):
    for number in range(12):
        register(desk, number, print_receipt=False)
    return hands_on(view).wait(lambda: presenter.state.picture)


def test_what_the_cards_show_is_said_too(hands, view):
    assert view.tiles["received"].accessibleName().startswith(f"{_('Applications received')}: ১২")
    assert "১২" in view.hours.accessibleName()
    assert all(tile.accessibleDescription() for tile in view.tiles.values())


def test_keys_go_to_other_days_but_not_to_one_to_come(hands, view, presenter):
    today = presenter.state.picture.day
    hands.press(Qt.Key.Key_Left).wait(lambda: presenter.state.picture.day < today)
    assert presenter.state.picture.received == 0
    hands.press(Qt.Key.Key_Right).wait(lambda: presenter.state.picture.day == today)
    hands.press(Qt.Key.Key_Right).wait(lambda: presenter.state.picture.received == 12)
    assert presenter.state.picture.day == today


def test_every_figure_is_explained_on_demand(hands, view):
    hands.press(Qt.Key.Key_W, held=ALT)
    assert view._legend.isVisible()
    assert all(_(words) in view._legend.text() for _name, words in DEFINITIONS.values())
    hands.press(Qt.Key.Key_W, held=ALT)
    assert not view._legend.isVisible()


def test_what_is_shown_is_kept_as_picture_and_pdf(hands, view, presenter, tmp_path):
    view.save(str(tmp_path / "day.png"))
    assert QImage(str(tmp_path / "day.png")).width() == view.width()
    view.save(str(tmp_path / "day.pdf"))
    document = pypdfium2.PdfDocument(tmp_path / "day.pdf")
    assert len(document) == 1
    assert document[0].get_width() > document[0].get_height()
    document.close()
    assert (presenter.state.tone, presenter.file_name) == ("ok", "day_2026-11-23")


def test_a_kept_picture_has_neither_buttons_nor_what_was_said_before(hands, view, presenter, tmp_path):
    first, second = (str(tmp_path / name) for name in ("first.png", "second.png"))
    view.save(first)
    hands.wait(view._said.isVisible)
    on_screen = view._sheet.grab().toImage()
    view.save(second)
    assert QImage(first) == QImage(second)
    assert QImage(second) != on_screen
    assert view.words.isVisible()
    assert view._said.isVisible()


def test_a_place_that_cannot_be_written_is_told(hands, view, presenter, tmp_path):
    view.save(str(tmp_path / "nowhere" / "day.png"))
    assert presenter.state.tone == "bad"


def test_escape_leaves(hands, left):
    hands.press(Qt.Key.Key_Escape)
    assert left == [True]


@pytest.mark.parametrize(("highest", "top"), [(0, 4), (4, 4), (5, 8), (19, 20), (28, 40), (120, 200), (401, 800)])
def test_an_axis_ends_at_a_round_number(highest, top):
    assert nice_top(highest) == top
