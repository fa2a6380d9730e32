"""A store that had to stop: the window says so, and a key opens the desk again; what is typed stays."""

import pytest
from PySide6.QtCore import Qt

from kiosk.desk.context import home_lock
from kiosk.desk.drafts import load_draft
from kiosk.ui.app import open_window
from kiosk.ui.register.form import Form, KeptForm, read_kept
from tests.harness.counter import OPERATOR, PASSWORD
from tests.integration.ui.hands import CTRL

Key = Qt.Key


@pytest.fixture
def hands(home, watch, hands_on):
    window = open_window(home, clock=watch)
    made = hands_on(window)
    made.wait(lambda: window.session is not None)
    made.type(PASSWORD).enter().wait(lambda: made.on.objectName() == "field.service")
    yield made
    window.close()


@pytest.mark.parametrize("reason", ["disk.sync", "store.damaged"])
def test_a_desk_that_stopped_is_opened_again_by_a_key(hands, home, reason):
    window = hands.window
    old = window.session.desk
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম")
    old.store.stop(reason)
    hands.press(Key.Key_Return, held=CTRL).wait(window.sign_in_view.isVisible)
    hands.wait(lambda: not window.tasks.busy)
    assert window._sign_in.state.problem
    hands.type(PASSWORD).enter().wait(window.work.isVisible)
    assert window.session.desk is not old
    assert not window.session.desk.store.stopped
    assert window.session.register.state.form.text("name") == "করিম"
    hands.press(Key.Key_Return, held=CTRL).wait(lambda: window.session.register.state.saved is not None)


def test_what_is_typed_is_on_the_disk_again(hands, home):
    window = hands.window
    hands.type("khatian")
    window.session.desk.store.stop("disk.sync")
    hands.type(" x").wait(window.sign_in_view.isVisible)
    hands.wait(lambda: not window.tasks.busy)
    hands.type(PASSWORD).enter().wait(window.work.isVisible)
    hands.wait(lambda: window.session.register.state.kept)
    kept = load_draft(window.session.desk, OPERATOR)
    assert kept is not None
    assert (read_kept(kept) or KeptForm(Form())).form == window.session.register.state.form
    assert window.session.register.state.form.service_typed


def test_a_counter_that_could_not_be_opened_is_tried_again(home, watch, hands_on):
    held = home_lock(home)
    window = open_window(home, clock=watch)
    hands = hands_on(window)
    hands.wait(lambda: window._sign_in.state.problem)
    held.close()
    hands.type(PASSWORD).enter().wait(lambda: window.session is not None and window.work.isVisible())
    window.close()
