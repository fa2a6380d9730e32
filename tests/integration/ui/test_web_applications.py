"""An application from the web at the window: brought by F7, completed, saved with its number, or given back, by keys."""

import pytest
from PySide6.QtCore import Qt

from kiosk.desk.context import close_desk
from kiosk.desk.drafts import parked
from kiosk.domain.application import Applicant, ApplicationDraft, Channel
from kiosk.domain.clock import stamp, system_rng
from kiosk.domain.portal import WaitingNews, new_reference
from kiosk.store import web_tray
from tests.harness.counter import OPERATOR, opened
from tests.integration.ui.hands import CTRL, SHIFT
from tests.integration.ui.test_registration import opens, state, windows

__all__ = ["opens", "windows"]
Key = Qt.Key


@pytest.fixture
def waiting(home, watch):
    """Somebody filed on the web."""
    person = Applicant(name="হালিমা বেগম", mobile="+8801700000146")
    reference = new_reference(79, system_rng)
    draft = ApplicationDraft("khatian_copy_normal", Channel.PORTAL, (person,), "খতিয়ানের নকল", portal_id=reference)
    desk = opened(home, watch)
    with desk.store.write() as unit:
        web_tray.put(unit, WaitingNews(reference, draft, stamp(watch())))
    close_desk(desk)
    return reference


@pytest.fixture
def hands(waiting, home, opens):
    found = opens(home)
    found.wait(lambda: state(found).parked)
    found.press(Key.Key_F7).wait(lambda: state(found).form.portal_id == waiting and not found.window.tasks.busy)
    return found


def test_it_is_saved_with_its_number_by_one_key(hands, waiting):
    assert state(hands).form.channel == "portal"
    assert state(hands).form.text("name") == "হালিমা বেগম"
    hands.press(Key.Key_Return, held=CTRL).wait(lambda: state(hands).saved is not None and not hands.window.tasks.busy)
    desk = hands.window.session.desk
    assert parked(desk, OPERATOR) == ()
    hands.wait(lambda: state(hands).parked == ())  # the rail offers it no more
    with desk.store.read() as unit:
        (body,) = unit.one("SELECT body FROM application ORDER BY id DESC LIMIT 1")
    assert waiting.encode() in body


def test_it_goes_back_with_a_reason_by_two_keys(hands, waiting):
    hands.press(Key.Key_W, held=CTRL | SHIFT).wait(lambda: state(hands).asking is not None)
    hands.type("2").wait(lambda: state(hands).form.blank and not hands.window.tasks.busy)
    desk = hands.window.session.desk
    assert parked(desk, OPERATOR) == ()
    hands.wait(lambda: state(hands).parked == ())  # the rail offers it no more
    with desk.store.read() as unit:
        (record,) = unit.one("SELECT record FROM event ORDER BY seq DESC LIMIT 1")
    assert b'"kind":"portal.returned"' in record
    assert b'"reason":"papers"' in record
