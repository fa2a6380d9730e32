"""Every screen and every key has its help, in both languages."""

import ast
import re

import pytest

from kiosk import resources
from kiosk.desk.manual import chapters, field_help, help_for, manual_html, parse_topic
from kiosk.ui.actions import deeds, grouped_name

LANGUAGES = ("bn", "en")
SCREENS_CODE = resources.root().parent / "kiosk" / "ui" / "screens.py"


def screens() -> set[str]:
    """Return the screens that the window makes, by the names under which it opens them."""
    tree = ast.parse(SCREENS_CODE.read_text("utf-8"))
    made = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "_made")
    table = next(node for node in ast.walk(made) if isinstance(node, ast.Dict))
    return {"signin", "register", "helpdesk"} | {str(key.value) for key in table.keys if isinstance(key, ast.Constant)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", sorted(screens()))
def test_every_screen_has_its_help(screen, language):
    topic = help_for(screen, language)
    assert topic is not None
    assert topic.title
    assert topic.paragraphs


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_has_its_help(language):
    keys = help_for("keys", language)
    assert keys is not None
    assert {grouped_name(deed.name) for deed in deeds()} <= set(keys.parts)
    assert all(keys.parts.values())


def test_both_languages_say_the_same_things():
    assert chapters("bn") == chapters("en")
    for screen in (*chapters("bn"), "keys"):
        assert help_for(screen, "bn").parts.keys() == help_for(screen, "en").parts.keys(), screen


@pytest.mark.parametrize("screen", [*chapters("bn"), "keys"])
def test_bangla_help_is_bangla(screen):
    topic = help_for(screen, "bn")
    for words in (topic.title, *topic.paragraphs, *topic.parts.values()):
        assert re.search("[\u0980-\u09ff]", words), words


def test_a_page_is_title_paragraphs_and_parts():
    topic = parse_topic("# T\n\none\ntwo\n\nthree\n\n## field.a\n\nabout\na\n\n## field.b.c\nx\n")
    assert (topic.title, topic.paragraphs) == ("T", ("one two", "three"))
    assert topic.parts == {"field.a": "about a", "field.b.c": "x"}


def test_a_field_has_its_help_by_its_own_name_or_by_what_it_lies_in():
    topic = parse_topic("# T\n\nx\n\n## field.papers\n\nall\n\n## field.mobile\n\nphone\n")
    assert field_help(topic, "field.papers.nid") == "all"
    assert field_help(topic, "field.applicants[0].mobile") == "phone"
    assert field_help(topic, "field.other") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manual_is_the_same_words(language):
    page = manual_html(language, {"save": "Ctrl+Return"}, {})
    for screen in chapters(language):
        assert help_for(screen, language).title in page
    assert "<kbd>Ctrl+Return</kbd>" in page
    assert "http" not in page
