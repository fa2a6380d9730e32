"""Pages that are still being read when the form is saved, put aside or left: nothing handed in gets lost."""

from threading import Event

import msgspec
import pytest
from PySide6.QtCore import Qt

from kiosk.desk.context import close_desk
from kiosk.desk.operators import operators_at_start
from kiosk.domain.application import Application
from kiosk.settings import read_settings
from kiosk.ui.main_window import MainWindow
from kiosk.ui.register.form import read_kept
from kiosk.ui.tasks import Lane
from tests.harness.counter import OPERATOR, opened
from tests.harness.papers import locked_pdf, saved
from tests.integration.ui.hands import CTRL

Key = Qt.Key


@pytest.fixture
def hands(home, watch, hands_on):
    window = MainWindow(lambda: opened(home, watch), read_settings(home), operators_at_start(home), clock=watch)
    hands = hands_on(window)
    hands.wait(lambda: window.session is not None)
    window._sign_in.signed_in.emit(operators_at_start(home)[0])
    hands.wait(lambda: hands.on.objectName() == "field.service")
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম")
    yield hands
    window.close()


@pytest.fixture
def gate(hands):
    """Keep the scanner's lane busy until it is set."""
    held = Event()
    hands.window.tasks.run(Lane.FILES, lambda: held.wait(60))
    yield held
    held.set()


def state(hands):
    return hands.window.session.register.state


def hand_in(hands, content: bytes) -> None:
    hands.window.session.scans.take_picture(content)
    hands.wait(lambda: state(hands).reading)


def save(hands) -> None:
    hands.press(Key.Key_Return, held=CTRL)


def applications(desk) -> list[Application]:
    with desk.store.read() as unit:
        return [
            msgspec.json.decode(row[0], type=Application)
            for row in unit.all("SELECT body FROM application ORDER BY id")
        ]


def test_saving_waits_for_the_pages(hands, gate):
    hand_in(hands, saved("PNG"))
    save(hands)
    assert state(hands).awaiting
    assert not state(hands).form.blank
    gate.set()
    hands.wait(lambda: state(hands).saved is not None and not hands.window.tasks.busy)
    (only,) = applications(hands.window.session.desk)
    assert len(only.draft.scans) == 1
    assert not state(hands).awaiting


def test_who_cannot_wait_saves_at_once_and_the_pages_are_put_aside(hands, gate):
    hand_in(hands, saved("PNG"))
    save(hands)
    save(hands)
    hands.wait(lambda: state(hands).saved is not None)
    gate.set()
    hands.wait(lambda: state(hands).parked and not hands.window.tasks.busy)
    (only,) = applications(hands.window.session.desk)
    assert only.draft.scans == ()
    assert "করিম" in state(hands).parked[0].title
    hands.press(Key.Key_F7).wait(lambda: len(state(hands).form.scans) == 1)


def test_escape_ends_the_wait_and_nothing_is_saved(hands, gate):
    hand_in(hands, saved("PNG"))
    save(hands)
    hands.press(Key.Key_Escape)
    assert not state(hands).awaiting
    gate.set()
    hands.wait(lambda: len(state(hands).form.scans) == 1 and not hands.window.tasks.busy)
    assert applications(hands.window.session.desk) == []


def test_a_page_that_cannot_be_read_keeps_the_form(hands, gate):
    hand_in(hands, locked_pdf())
    save(hands)
    gate.set()
    hands.wait(lambda: not state(hands).reading and not hands.window.tasks.busy)
    assert not state(hands).awaiting
    assert applications(hands.window.session.desk) == []
    assert state(hands).form.text("name") == "করিম"


def test_a_page_of_a_form_that_was_put_aside_is_put_aside_too(hands, gate):
    hand_in(hands, saved("PNG"))
    hands.press(Key.Key_F7)
    gate.set()
    hands.wait(lambda: len(state(hands).parked) == 2 and not hands.window.tasks.busy)


def test_a_page_that_comes_while_the_program_is_left_is_with_the_form(hands, home, watch, gate):
    hand_in(hands, saved("PNG"))
    gate.set()
    hands.window.close()
    desk = opened(home, watch)
    with desk.store.read() as unit:
        row = unit.one("SELECT body FROM draft WHERE operator = ?", OPERATOR)
    found = read_kept(row[0]) if row else None
    assert found is not None
    assert len(found.form.scans) == 1
    close_desk(desk)
