"""The counter learns from the hands at it: scripts of fields, quick keys, words written before."""

import pytest
from PySide6.QtCore import Qt

from kiosk.desk.context import close_desk
from kiosk.desk.habits import FILE, load_scripts, save_scripts
from kiosk.desk.register import register_application
from kiosk.domain.application import Applicant, ApplicationDraft
from kiosk.ui.typing import scripts
from kiosk.ui.typing.layouts import PROBHAT
from tests.harness.counter import OPERATOR, opened
from tests.harness.typist import ALT, CTRL, Typist, at_the_counter

Key = Qt.Key


def words_of(typist: Typist) -> list[str]:
    return [row.value for row in typist.window.screens.register.words.list.rows]


def to(typist: Typist, field: str) -> Typist:
    while typist.field != field:
        assert typist.field != "button.save"
        typist.enter()
    return typist


@pytest.fixture
def before(home, watch):
    desk = opened(home, watch)
    for name, subject in (
        ("রফিকুল ইসলাম", "রাস্তা মেরামত প্রসঙ্গে"),
        ("রফিকুল হক", "রাস্তা মেরামত প্রসঙ্গে"),
        ("রফিজ উদ্দিন", "রাস্তার বাতি চাই"),
    ):
        made = ApplicationDraft(service="general_petition", applicants=(Applicant(name=name),), subject=subject)
        register_application(desk, made, operator=OPERATOR, via="cli")
    close_desk(desk)
    return home


@pytest.fixture
def hands(before, watch):
    with at_the_counter(before, watch) as typist:
        typist.wait(lambda: typist.window.session.habits.words_like("name", "রফি"))
        yield typist


# ------------------------------------------------------------------ scripts


def test_a_fields_script_is_remembered_over_a_restart(home, watch):
    with at_the_counter(home, watch) as typist:
        typist.press(Key.Key_1, held=CTRL)
        to(typist, "field.name").press(Key.Key_Space, held=CTRL).type("Ra")
        assert typist.text("name") == "Ra"
    scripts.forget()
    with at_the_counter(home, watch) as typist:
        typist.wait(lambda: scripts.chosen() == {"field.name": "latin"})
        to(typist, "field.name").press(Key.Key_End).type("h")
        assert typist.text("name") == "Rah"
        to(typist, "field.guardian").type("ka")
        assert typist.text("guardian") == "কা"


def test_each_person_has_scripts_of_their_own(tmp_path):
    save_scripts(tmp_path, "shahana", {"field.name": "latin"})
    save_scripts(tmp_path, "tapas", {"field.subject": "latin"})
    assert load_scripts(tmp_path, "shahana") == {"field.name": "latin"}
    assert load_scripts(tmp_path, "nobody") == {}


@pytest.mark.parametrize("kept", [b"", b"{", b"[1]", b'{"shahana": 5}'])
def test_a_file_of_scripts_that_cannot_be_read_is_as_none(tmp_path, kept):
    (tmp_path / FILE).write_bytes(kept)
    assert load_scripts(tmp_path, "shahana") == {}
    save_scripts(tmp_path, "shahana", {"field.name": "latin"})
    assert load_scripts(tmp_path, "shahana") == {"field.name": "latin"}


# ------------------------------------------------------------------ quick keys, papers


def test_quick_keys_are_those_of_what_is_taken_here(hands):
    hands.wait(lambda: hands.window.session.register.state.quick[0].code == "general_petition")
    hands.press(Key.Key_1, held=CTRL)
    assert hands.window.session.register.state.form.service == "general_petition"


def test_one_key_says_that_the_papers_are_here_and_leaves_what_was_said(home, watch):
    with at_the_counter(home, watch) as typist:
        typist.press(Key.Key_1, held=CTRL)
        codes = list(typist.window.screens.register.sheet.papers)
        to(typist, f"paper.{codes[0]}").type("3")
        typist.press(Key.Key_P, held=ALT)
        papers = typist.window.session.register.state.form.papers
        assert papers == {codes[0]: "missing", **dict.fromkeys(codes[1:], "given")}


# ------------------------------------------------------------------ words


def test_names_written_before_are_offered_the_commonest_first(hands):
    hands.press(Key.Key_1, held=CTRL)
    to(hands, "field.name").type("rofi")
    assert words_of(hands) == ["রফিকুল", "রফিজ"]
    assert hands.window.screens.register.words.list.isVisible()


@pytest.mark.parametrize("layout", ["phonetic", PROBHAT])
def test_a_word_is_taken_by_the_down_key_and_typing_goes_on(before, watch, layout):
    with at_the_counter(before, watch, typing=layout) as typist:
        typist.wait(lambda: typist.window.session.habits.words_like("name", "রফি"))
        typist.press(Key.Key_1, held=CTRL)
        to(typist, "field.guardian").type({"phonetic": "mO. rofi", PROBHAT: "mw. rPi"}[layout])
        typist.press(Key.Key_Down, Key.Key_Return)
        assert typist.text("guardian").endswith(" রফিকুল ")
        assert typist.field == "field.guardian"
        typist.type("k")
        assert typist.text("guardian").endswith(" রফিকুল ক")
        typist.press(*[Key.Key_Z] * 2, held=CTRL)
        assert typist.text("guardian").endswith("রফি")


def test_the_list_is_passive_and_escape_closes_it(hands):
    hands.press(Key.Key_1, held=CTRL)
    to(hands, "field.subject").type("rasta")
    assert len(words_of(hands)) == 2
    hands.type("2")
    assert hands.text("subject") == "রাস্তা২", "a digit is a digit until the list is entered"
    hands.press(Key.Key_Backspace)
    assert words_of(hands)
    hands.press(Key.Key_Escape)
    assert words_of(hands) == []
    assert hands.text("subject") == "রাস্তা"
    hands.enter()
    assert hands.text("subject") == "রাস্তা"


def test_what_was_just_registered_is_offered_next(hands):
    hands.press(Key.Key_1, held=CTRL)
    to(hands, "field.name").type("jahangIr").press(Key.Key_Return, held=CTRL)
    hands.wait(lambda: hands.window.session.register.state.saved is not None)
    hands.press(Key.Key_1, held=CTRL)
    to(hands, "field.guardian").type("jah")
    assert words_of(hands) == ["জাহাঙ্গীর"]
