"""The guidance directory as a screen: found by words, changed by supervisors, taken back by a key."""

import pytest
from PySide6.QtCore import Qt

from kiosk.desk.guidance import directory
from kiosk.desk.operators import Operator
from kiosk.domain.slips import FloorPlan
from kiosk.ui.guidance.presenter import GuidancePresenter
from kiosk.ui.guidance.wiring import guidance_screen
from tests.harness.counter import OPERATOR
from tests.integration.ui.hands import CTRL

SUPERVISOR = Operator(OPERATOR, "শাহানা", "administrator", active=True)


@pytest.fixture
def presenter(desk, tasks):
    made = GuidancePresenter(desk, tasks)
    made.use_operator(SUPERVISOR)
    return made


@pytest.fixture
def view(presenter):
    return guidance_screen(presenter, lambda signal, slot: signal.connect(slot), lambda: None)


@pytest.fixture
def hands(view, presenter, hands_on):
    made = hands_on(view)
    made.wait(lambda: presenter.state.rows)
    return made


def codes(presenter):
    return [row.code for row in presenter.state.rows]


def test_any_word_narrows_the_list_and_the_branch_stands_above(hands, presenter):
    hands.type("রেকর্ডরুম")
    assert codes(presenter)[0] == "branch.record_room"
    hands.press(Qt.Key.Key_A, held=CTRL).type("porcha")
    assert "service.khatian_copy_normal" in codes(presenter)
    hands.press(Qt.Key.Key_A, held=CTRL).type("xqzw")
    assert codes(presenter) == []


def test_a_room_of_the_branch_holds_for_its_services_and_can_be_taken_back(hands, view, presenter, desk, watch):
    hands.type("রেকর্ডরুম")
    view.fields["room"].entry.setFocus()
    hands.type("১০১").press(Qt.Key.Key_Return, held=CTRL).wait(lambda: presenter.state.said)
    assert directory(desk).guides["service.khatian_copy_normal"].room == "১০১"
    hands.wait(lambda: len(presenter.state.history) == 2)
    watch.forward(minutes=1)
    hands.press(Qt.Key.Key_Backspace, held=CTRL).wait(lambda: len(presenter.state.history) == 3)
    assert directory(desk).entry("branch.record_room").room == ""
    assert directory(desk).entry("branch.record_room").officer.bn, "what else was said stays"


def test_a_floor_is_written_by_keys_beneath_its_room(hands, view, presenter, desk):
    hands.type("রেকর্ডরুম")
    view.fields["room"].entry.setFocus()
    hands.type("১০২").enter().enter().type("১০১, ১০২, -").enter().type("১০৩").enter().type("৯")
    hands.press(Qt.Key.Key_Return, held=CTRL).wait(lambda: presenter.state.problems)
    assert view.fields["stairs"].sentence
    hands.press(Qt.Key.Key_Backspace).type("১").press(Qt.Key.Key_Return, held=CTRL)
    hands.wait(lambda: presenter.state.said and len(presenter.state.history) == 2)
    plan = directory(desk).guides["service.khatian_copy_normal"].plan
    assert plan == FloorPlan(("১০১", "১০২", ""), ("১০৩",), 1)
    assert [view.fields[name].text for name in ("above", "below", "stairs")] == ["১০১, ১০২, -", "১০৩", "১"]


def test_the_other_language_is_kept_when_one_is_changed(hands, view, presenter, desk):
    hands.type("গণশুনানি")
    presenter.choose(codes(presenter).index("service.public_hearing"))
    presenter.on_edited("hours", "বুধবার ১০টা")
    presenter.keep()
    hands.wait(lambda: presenter.state.said)
    assert directory(desk).guides["service.public_hearing"].hours.bn == "বুধবার ১০টা"
    assert "Wednesday" in directory(desk).guides["service.public_hearing"].hours.en


def test_a_question_of_everyday_life_is_added_with_its_papers_and_found_by_its_words(hands, view, presenter, desk):
    hands.press(Qt.Key.Key_N, held=CTRL).wait(lambda: presenter.state.new)
    assert hands.on is view.fields["name"].entry
    hands.type("টিকার সনদ কোথায়").enter().type("রেকর্ড").enter().type("১০১")
    presenter.on_edited("papers", "জন্ম সনদ; আগের কার্ড")
    presenter.on_edited("words", "টিকা, tika")
    hands.press(Qt.Key.Key_Return, held=CTRL).wait(lambda: presenter.state.said and not presenter.state.new)
    guide = next(one for one in directory(desk).find("tika") if one.name.bn == "টিকার সনদ কোথায়")
    assert guide.room == "১০১"
    assert [paper.bn for paper in guide.papers] == ["জন্ম সনদ", "আগের কার্ড"]
    assert guide.branch.bn.startswith("রেকর্ড")
    hands.wait(lambda: presenter.state.title == "টিকার সনদ কোথায়" and len(presenter.state.history) == 2)


def test_escape_leaves_a_new_question_unwritten(hands, presenter, desk):
    before = len(directory(desk).guides)
    hands.press(Qt.Key.Key_N, held=CTRL).wait(lambda: presenter.state.new)
    hands.type("কিছু").press(Qt.Key.Key_Escape).wait(lambda: not presenter.state.new)
    assert len(directory(desk).guides) == before


def test_papers_of_a_service_are_worded_anew_and_keep_their_other_name(hands, view, presenter, desk):
    hands.type("porcha")
    presenter.choose(codes(presenter).index("service.khatian_copy_normal"))
    usual = presenter.state.hints["papers"]
    assert "কোর্ট ফি" in usual
    presenter.on_edited("papers", "আবেদনপত্র; ছবি")
    presenter.keep()
    hands.wait(lambda: presenter.state.said)
    assert [one.bn for one in directory(desk).guides["service.khatian_copy_normal"].papers] == ["আবেদনপত্র", "ছবি"]


def test_what_cannot_be_kept_is_said_at_its_field(hands, view, presenter):
    hands.type("রেকর্ডরুম")
    presenter.on_edited("room", "১০\u202e১")
    presenter.keep()
    hands.wait(lambda: presenter.state.problems)
    assert view.fields["room"].sentence


def test_an_operator_reads_and_changes_nothing(hands, view, presenter, desk):
    presenter.use_operator(Operator("rina", "রিনা", "operator", active=True))
    hands.type("রেকর্ডরুম")
    assert view.fields["room"].entry.isReadOnly()
    assert not view.keep.isEnabled()
    presenter.keep()
    assert directory(desk).entry("branch.record_room").version == 0
