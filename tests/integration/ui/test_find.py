"""Find by keyboard alone: every key looks up, rows are opened by keys, what is shown is read aloud."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.desk.register import register_application
from kiosk.domain.application import Applicant, ApplicationDraft, Channel, PaperState
from kiosk.domain.numbering import ReceiveNumber
from kiosk.domain.workflow import Step
from kiosk.i18n import _, receive_number, sentence
from kiosk.store import standing
from kiosk.ui.find.names import paper_name
from kiosk.ui.find.presenter import FindPresenter
from kiosk.ui.find.wiring import find_screen
from kiosk.ui.find.words import Of
from tests.harness.counter import OPERATOR, SERVICE, register
from tests.integration.ui.hands import ALT, CTRL

RAHIM = Applicant(name="মো. আবদুর রহিম", guardian="কাসেম আলী", mobile="01700000214", address="সয়না, কাউখালী")


def take(desk, applicant=RAHIM, **more):
    made = ApplicationDraft(service=SERVICE, applicants=(applicant,), **more)
    return register_application(desk, made, operator=OPERATOR, via="cli").application.receive_number


@pytest.fixture
def presenter(desk, tasks):
    return FindPresenter(desk, tasks)


@pytest.fixture
def left():
    return []


@pytest.fixture
def view(presenter, left):
    return find_screen(presenter, lambda signal, slot: signal.connect(slot), lambda: left.append(True))


@pytest.fixture
def hands(view, hands_on):
    return hands_on(view)


@pytest.fixture
def settled(tasks, presenter):
    return lambda: not tasks.busy and presenter.state.looked


def kinds(presenter):
    return [row.of for row in presenter.state.rows]


def test_every_key_from_the_first_looks_up(desk, hands, presenter, settled):
    number = take(desk)
    for letter in "rohim":
        hands.type(letter).wait(settled)
        assert number in [row.number for row in presenter.state.rows], presenter.state.text
    assert presenter.state.told.startswith("২")


def test_the_groups_are_numbered_through_and_an_application_is_chosen(desk, hands, presenter, settled):
    number = take(desk)
    log_visit(desk, VisitDraft(answer="told", name="রহীম উদ্দিন", topic="সয়না মৌজা"), operator=OPERATOR, via="cli")
    hands.type("rohim soyna").wait(settled)
    assert kinds(presenter) == [Of.PERSON, Of.APPLICATION, Of.VISIT, Of.PLACE]
    assert presenter.number == number
    assert [row.group for row in presenter.state.rows] == [_("People"), _("Applications"), _("Helpdesk"), _("Places")]


def test_what_was_typed_is_marked(desk, hands, presenter, settled):
    take(desk)
    hands.type("rohim soyna").wait(settled)
    marked = [piece.text for piece in presenter.state.rows[0].line if piece.mark]
    assert marked == ["রহিম", "সয়না"]


def test_a_newer_key_drops_the_older_question(desk, view, presenter, hands, settled):
    take(desk)
    take(desk, Applicant(name="হালিমা বেগম"))
    answered = []
    presenter.changed.connect(lambda state: answered.append(state.text) if state.looked else None)
    hands.type("halima")
    presenter.look_up("rohim")
    hands.wait(settled)
    assert presenter.state.rows[0].words.find("রহিম") > 0
    assert set(answered) == {"rohim"}


def test_the_window_goes_on_while_a_search_takes_long_and_only_the_last_answer_is_shown(
    desk, hands, presenter, settled, view
):
    number = take(desk)
    hands.type("kasem").wait(settled)
    shown = []
    presenter.changed.connect(lambda state: shown.append([row.number for row in state.rows]))
    with desk.store.index._reading:  # no search can end; one in the window's own thread would stand here for ever
        hands.press(Qt.Key.Key_A, held=CTRL)
        for letter in "xxxxrohim":
            hands.type(letter)
            assert view.box.text.endswith(letter)
        hands.press(*[Qt.Key.Key_Home, *[Qt.Key.Key_Delete] * 4])
        assert view.box.text == "rohim"
        assert all(number in rows for rows in shown), "what was found before stands until there is an answer"
    hands.wait(lambda: settled() and presenter.state.text == "rohim")
    assert number in [row.number for row in presenter.state.rows]
    assert all(number in rows for rows in shown), "no answer of the keys between is shown"


def test_the_side_tells_where_it_is_now(desk, hands, presenter, settled, view):
    number = take(desk, papers={"court_fee_stamp": PaperState.MISSING})
    with desk.store.write() as unit:
        standing.apply_step(unit, number, Step("forwarded", "2026-11-24T05:00:00.000Z", branch="record_room"))
    hands.type("rohim").wait(lambda: settled() and presenter.state.card and presenter.state.card.moments)
    card = presenter.state.card
    branch = desk.catalogue.branches["record_room"].name_bn
    assert [one.title for one in card.moments] == [_("Received"), branch, _("Disposal")]
    assert [(one.now, one.ahead) for one in card.moments] == [(False, False), (True, False), (False, True)]
    assert card.missing[0][0] == paper_name(desk.catalogue, SERVICE, "court_fee_stamp")
    assert card.below.endswith("০১৭০০\u2011•••২১৪")
    assert view.side.cards.missing.isVisible()
    assert view.side.copy.isVisible()


def test_enter_opens_the_application_and_esc_leads_back_to_the_box(desk, hands, presenter, settled, view, left):
    number = take(desk)
    hands.type("rohim").wait(settled)
    hands.enter().wait(lambda: presenter.state.opened)
    assert presenter.state.opened.number == number
    assert hands.on is view.detail
    said = [value for _title, pairs in presenter.state.opened.facts for _name, value in pairs]
    assert {"মো. আবদুর রহিম", "কাসেম আলী", "০১৭০০-০০০২১৪", "সয়না, কাউখালী"} <= set(said)
    hands.press(Qt.Key.Key_Escape).wait(lambda: presenter.state.opened is None)
    assert hands.on is view.box.entry
    assert view.box.text == "rohim"
    hands.press(Qt.Key.Key_Escape)
    assert view.box.text == ""
    hands.press(Qt.Key.Key_Escape)
    assert left


def test_what_is_typed_after_coming_back_begins_anew(desk, hands, presenter, settled, view):
    take(desk)
    take(desk, Applicant(name="রহিমা খাতুন"))
    hands.type("rohim").wait(settled)
    hands.enter().wait(lambda: presenter.state.opened)
    hands.press(Qt.Key.Key_Escape).wait(lambda: presenter.state.opened is None)
    hands.type("khatun").wait(lambda: presenter.state.text == "khatun")
    hands.wait(settled).enter().wait(lambda: presenter.state.opened)
    view.begin_anew()
    hands.wait(lambda: presenter.state.opened is None).type("01700")
    assert view.box.text == "01700"
    view.begin_anew()
    hands.press(Qt.Key.Key_End).type("0")
    assert view.box.text == "017000", "an arrow keeps the old text"


def test_digits_belong_to_the_box_until_the_list_is_entered(desk, hands, presenter, settled, view):
    take(desk)
    second = take(desk, Applicant(name="রহিমা খাতুন"))
    hands.type("rohim").wait(settled)
    rows = [row.number for row in presenter.state.rows]
    hands.type("1").wait(settled)
    assert view.box.text == "rohim1"
    hands.press(Qt.Key.Key_Backspace).wait(settled)
    hands.press(Qt.Key.Key_Down).type(str(rows.index(second) + 1)).wait(lambda: presenter.state.opened)
    assert presenter.state.opened.number == second


def test_alt_and_a_digit_opens_a_row_at_once(desk, hands, presenter, settled):
    number = take(desk)
    hands.type("rohim").wait(settled)
    place = next(n for n, row in enumerate(presenter.state.rows, 1) if row.number == number)
    hands.press(Qt.Key(Qt.Key.Key_0 + place), held=ALT).wait(lambda: presenter.state.opened)


def test_a_person_opens_into_their_applications(desk, hands, presenter, settled, view):
    for _turn in range(2):
        take(desk)
    take(desk, Applicant(name="রহিমা খাতুন"))
    hands.type("rohim").wait(settled)
    person = next(n for n, row in enumerate(presenter.state.rows) if row.side.startswith("২"))
    presenter.open_row(person)
    hands.wait(lambda: view.box.text == "01700000214" and settled())
    assert kinds(presenter).count(Of.APPLICATION) == 2


def test_a_copy_of_what_is_chosen_is_wanted(desk, hands, presenter, settled, view, qtbot):
    number = take(desk)
    hands.type("rohim").wait(settled)
    with qtbot.waitSignal(presenter.print_wanted) as wanted:
        view.side.copy.click()
    assert wanted.args == [number]


def test_what_came_by_post_is_answered_with_its_envelope(desk, hands, presenter, settled, view, qtbot):
    by_post = take(desk, channel=Channel.POST)
    in_person = take(desk)
    presenter.open_number(in_person)
    hands.wait(lambda: presenter.state.opened is not None)
    assert not view.detail.answer.isVisibleTo(view)
    wanted: list[str] = []
    presenter.answer_wanted.connect(wanted.append)
    hands.press(Qt.Key.Key_L, held=CTRL)
    presenter.open_number(by_post)
    hands.wait(lambda: presenter.state.opened.number == by_post)
    assert view.detail.answer.isVisibleTo(view)
    with qtbot.waitSignal(presenter.answer_wanted):
        hands.press(Qt.Key.Key_L, held=CTRL)
    assert wanted == [by_post]


def test_nothing_found_and_nothing_typed_say_what_to_do(hands, presenter, settled, view):
    assert view._middle.currentIndex() == 1
    hands.type("zzqqx").wait(settled)
    assert presenter.state.rows == ()
    assert view._middle.currentIndex() == 2
    assert view.side.open_.isHidden()


def test_a_number_that_nobody_has_is_said(hands, presenter, tasks):
    presenter.scanned(str(ReceiveNumber(79, 26, 1, 999)))
    hands.wait(lambda: presenter.state.problem)
    assert presenter.state.problem == sentence("number.unknown")


def test_a_scan_opens_its_application_over_whatever_was_there(desk, hands, presenter, settled, view):
    number = take(desk)
    hands.type("something else").wait(settled)
    presenter.scanned(number)
    hands.wait(lambda: presenter.state.opened)
    assert presenter.state.opened.number == number
    assert view.box.text == receive_number(number)
    assert view.detail.isVisible()


def test_many_are_there_to_scroll_and_nine_have_a_digit(desk, hands, presenter, settled):
    for number in range(12):
        register(desk, number, print_receipt=False)
    presenter.look_up("আজ")
    hands.wait(settled)
    assert kinds(presenter) == [Of.APPLICATION] * 12


def test_the_index_is_made_while_somebody_types(desk, hands, presenter, tasks, settled):
    for number in range(30):
        register(desk, number, print_receipt=False)
    presenter.catch_up()
    hands.wait(lambda: not tasks.busy)
    assert desk.store.index.pending(desk.store) == 0


def roles(widget):
    """Yield name and role of everything below a widget that a screen reader meets."""
    face = QAccessible.queryAccessibleInterface(widget)
    if face.state().invisible:
        return
    yield face.text(QAccessible.Text.Name), face.role()
    for place in range(face.childCount()):
        below = face.child(place)
        if below is not None and below.object() is not None and below.object().isWidgetType():
            yield from roles(below.object())


def test_what_is_shown_is_read_aloud(desk, hands, presenter, settled, view):
    take(desk)
    hands.type("rohim").wait(lambda: settled() and presenter.state.card)
    entry = QAccessible.queryAccessibleInterface(view.box.entry)
    assert (entry.text(QAccessible.Text.Name), entry.role()) == (_("Find"), QAccessible.Role.EditableText)
    found = QAccessible.queryAccessibleInterface(view.list)
    assert (found.text(QAccessible.Text.Name), found.role()) == (_("Found"), QAccessible.Role.List)
    rows = [found.child(place).text(QAccessible.Text.Name) for place in range(found.childCount())]
    assert any("রহিম" in row and _("Received") in row for row in rows)
    everything = list(roles(view))
    buttons = {name for name, role in everything if role == QAccessible.Role.Button}
    assert {_("Open"), _("Copy of the receipt")} <= buttons
    assert all(name for name, role in everything if role == QAccessible.Role.Button)
    assert any(_("Received") in name for name, _role in everything if ";" in name)
