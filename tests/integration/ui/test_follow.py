"""Follow-ups by keyboard alone: from the scanned slip to what is written down, few keys each."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from kiosk.desk.find import application_status
from kiosk.desk.follow_ups import follow_up
from kiosk.desk.register import register_application
from kiosk.domain.application import Applicant, ApplicationDraft, Channel, PaperState
from kiosk.domain.followups import CopyReady, CopyRequested, FeeDemanded
from kiosk.i18n import _, sentence
from kiosk.ui import theme
from kiosk.ui.app import open_window
from kiosk.ui.find.detail import Detail
from kiosk.ui.follow.answers import serials_in
from kiosk.ui.follow.sheet import ActSheet
from tests.harness.counter import OPERATOR, PASSWORD, SERVICE, Watch
from tests.integration.ui.hands import CTRL, Hands
from tests.integration.ui.test_scan_keys import QUICK, Keyboard

MOST_KEYS = 3


class Clerk:
    """Hands in front of the window that count the keys since the last scan."""

    def __init__(self, window, hands, scanner):
        self.window, self.hands, self._scanner = window, hands, scanner
        self.keys = 0

    @property
    def follow(self):
        return self.window.session.follow

    @property
    def desk(self):
        return self.window.session.desk

    @property
    def sheet(self):
        return self.window.findChild(ActSheet)

    def scan(self, number):
        self.keys = 0
        self._scanner.type(number, gap=QUICK)
        self.hands.wait(lambda: self.follow.state.number == number and self.follow.state.acts)
        self.hands.wait(lambda: self.window.findChild(Detail).isVisible() and not self.window.tasks.busy)
        return self

    def press(self, key, held=Qt.KeyboardModifier.NoModifier):
        self.keys += 1
        self.hands.press(key, held=held)
        return self

    def digit(self, number):
        return self.press(Qt.Key(Qt.Key.Key_0 + number))

    def act(self, act):
        """Open the sheet of an act by its digit."""
        row = next(row for row in self.follow.state.acts if row.act == act)
        assert row.key, row
        self.digit(int(row.key))
        assert self.follow.state.sheet.act == act
        return self

    def save(self):
        self.press(Qt.Key.Key_Return, CTRL)
        return self

    def saved(self):
        self.save()
        self.hands.wait(lambda: self.follow.state.sheet is None and not self.window.tasks.busy)
        return self

    def state(self, number):
        return application_status(self.desk, number).state

    def steps(self, number):
        return [step.kind for step in application_status(self.desk, number).history]


@pytest.fixture
def window(home, qapp):
    made = open_window(home, clock=Watch())
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def clerk(window, qtbot):
    hands = Hands(qtbot, window)
    heard: list[object] = []
    window.signed_in.connect(heard.append)
    hands.wait(lambda: window.session is not None).type(PASSWORD).enter().wait(lambda: heard)
    window.session.follow  # noqa: B018 - made with the screen
    window._scans._x_codes = True
    return Clerk(window, hands, Keyboard(window))


@pytest.fixture
def number(clerk):
    """Return an application for a copy of which a paper is missing."""
    service = clerk.desk.catalogue.services[SERVICE]
    papers = {service.papers[0].code: PaperState.MISSING}
    draft = ApplicationDraft(
        service=SERVICE, applicants=(Applicant(name="হালিমা বেগম", mobile="01700000146"),), papers=papers
    )
    return register_application(clerk.desk, draft, operator=OPERATOR, via="cli").application.receive_number


def done(clerk, *bodies):
    for body in bodies:
        clerk.desk.clock.forward(minutes=1)
        follow_up(clerk.desk, body, operator=OPERATOR, via="cli")
    clerk.desk.clock.forward(minutes=1)


def test_a_missing_paper_is_received_with_two_keys_after_the_scan(clerk, number):
    clerk.scan(number).act("paper.received").saved()
    assert clerk.steps(number)[-1] == "paper_received"
    assert clerk.keys <= MOST_KEYS


def test_the_state_is_told_with_two_keys(clerk, number):
    clerk.scan(number).act("status.told").saved()
    assert clerk.steps(number)[-1] == "status_told"
    assert clerk.keys <= MOST_KEYS


def test_a_copy_is_ready_and_handed_over_with_few_keys(clerk, number):
    done(
        clerk,
        CopyRequested(number),
        FeeDemanded(number, poisha=2000, folios=2, per_folio_poisha=1000),
        CopyReady(number, folios=2),
    )
    clerk.scan(number)
    assert clerk.follow.state.acts[0].act == "copy.handed_over"
    clerk.press(Qt.Key.Key_1).digit(4).saved()
    assert clerk.keys <= MOST_KEYS
    assert clerk.state(number) == "delivered"


def test_the_buttons_of_a_sheet_stay_in_sight_beside_a_long_history(clerk, number):
    done(
        clerk,
        CopyRequested(number),
        FeeDemanded(number, poisha=2000, folios=2, per_folio_poisha=1000),
        CopyReady(number, folios=2),
    )
    clerk.window._change(scale=1.0)
    clerk.hands.wait(lambda: theme.look().scale == 1.0 and not clerk.window.tasks.busy)
    clerk.scan(number).act("copy.handed_over")
    clerk.hands.wait(clerk.sheet.save.isVisible)
    clerk.hands.wait(lambda: clerk.sheet.save.visibleRegion().boundingRect() == clerk.sheet.save.rect())


def test_serials_come_from_the_scanner_one_after_the_other(clerk, number):
    done(clerk, FeeDemanded(number, poisha=4000, base_poisha=4000))
    clerk.scan(number)
    assert clerk.follow.state.acts[0].act == "fee.received"
    clerk.press(Qt.Key.Key_Return)
    clerk.hands.type("20").enter().type("2").enter()
    clerk.hands.type("AB1001").enter().type("AB1002")
    assert serials_in(clerk.follow.state.values["stamps[0].serials"]) == ("AB1001", "AB1002")
    assert _("That is what was asked for.") in clerk.follow.state.told
    clerk.hands.enter()
    assert clerk.hands.on.objectName() == "field.stamps[1].poisha"
    clerk.saved()
    assert clerk.steps(number)[-1] == "fee_received"
    with clerk.desk.store.read() as unit:
        assert unit.all("SELECT serial, poisha FROM stamp ORDER BY serial") == [("AB1001", 2000), ("AB1002", 2000)]


def test_a_refusal_stands_at_its_line_and_the_cursor_goes_there(clerk, number):
    clerk.scan(number).act("fee.received")
    clerk.hands.type("20").enter().enter().enter().type("x")
    clerk.save()
    assert clerk.follow.state.problems == {"stamps[1].poisha": sentence("money.form")}
    assert clerk.hands.on.objectName() == "field.stamps[1].poisha"
    assert clerk.follow.state.sheet is not None


def test_a_lost_slip_needs_a_second_fact(clerk, number):
    clerk.scan(number).act("slip.lost")
    clerk.hands.enter().type("01700000147")
    clerk.save().hands.wait(lambda: clerk.follow.state.problems)
    assert list(clerk.follow.state.problems) == ["proof"]
    for _time in range(3):
        clerk.hands.press(Qt.Key.Key_Backspace)
    clerk.hands.type("146")
    clerk.saved()
    assert clerk.steps(number)[-1] == "slip_lost"


def test_taking_an_application_back_is_asked_once_more(clerk, number):
    clerk.scan(number).act("application.withdrawn").digit(1).save()
    assert clerk.follow.state.asked
    assert clerk.state(number) != "withdrawn"
    clerk.saved()
    assert clerk.state(number) == "withdrawn"


def test_esc_leaves_the_sheet_then_the_application(clerk, number):
    clerk.scan(number).act("paper.received").press(Qt.Key.Key_Escape)
    assert clerk.follow.state.sheet is None
    assert clerk.window.session.find.state.opened is not None
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.window.session.find.state.opened is None


def test_what_does_not_fit_says_why_and_has_no_digit(clerk, number):
    clerk.scan(number)
    other = {row.act: row for row in clerk.follow.state.acts if not row.key}
    assert other["copy.handed_over"].why_not == sentence("follow_up.state")
    assert all(row.key for row in clerk.follow.state.acts[: len(clerk.follow.state.acts) - len(other)])


def test_the_template_is_shown_when_it_goes_to_the_record_room(clerk, number):
    clerk.scan(number).act("copy.requested").save()
    clerk.hands.wait(lambda: clerk.window._screen == "documents")
    documents = clerk.window.session.documents
    clerk.hands.wait(lambda: documents.state.ready)
    assert (documents.state.kind, documents.state.number, documents.state.pages) == ("copy_application", number, 1)
    assert clerk.state(number) == "record_room"


def test_a_letter_is_answered_with_its_envelope_by_one_key(clerk):
    person = Applicant(name="করিম শেখ", guardian="হাকিম শেখ", mobile="01700000216", address="সয়না, কাউখালী")
    made = ApplicationDraft(service=SERVICE, applicants=(person,), channel=Channel.POST)
    number = register_application(clerk.desk, made, operator=OPERATOR, via="cli").application.receive_number
    clerk.scan(number).press(Qt.Key.Key_L, CTRL)
    documents = clerk.window.session.documents
    clerk.hands.wait(lambda: clerk.window._screen == "documents" and documents.state.ready)
    assert (documents.state.kind, documents.state.number, documents.state.pages) == ("post_answer", number, 2)
