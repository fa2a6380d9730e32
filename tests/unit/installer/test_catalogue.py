import gettext
import json
import unicodedata

import pytest

from installer import catalogue as tool

CODE = """
from gettext import gettext as _, ngettext, pgettext
A = _("Saved.")
B = _("At most {limit} letters fit.")
C = ngettext("{count} waiting", "{count} waiting in all", 3)
D = pgettext("state", "open")
"""
WORDS = {
    "Saved.": "সংরক্ষিত।",
    "At most {limit} letters fit.": "সর্বোচ্চ {limit} অক্ষর।",
    "{count} waiting": "{count}টি অপেক্ষায়",
    "state\x04open": "খোলা",
    "Welcome, %(name)s": "স্বাগতম, %(name)s",
}


@pytest.fixture
def place(tmp_path):
    pages = tmp_path / "kiosk/central/templates"
    pages.mkdir(parents=True)
    (tmp_path / "kiosk/screen.py").write_text(CODE, "utf-8")
    (pages / "home.html").write_text("{% trans name=who %}Welcome, {{ name }}{% endtrans %}", "utf-8")
    tool.refresh(tool.Place(tmp_path))
    return tool.Place(tmp_path)


@pytest.fixture
def words(tmp_path):
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(WORDS), "utf-8")
    return folder


def test_python_and_pages_are_read(place):
    text = place.pot.read_text("utf-8")
    for msgid in ("Saved.", "{count} waiting in all", "Welcome, %(name)s"):
        assert f'"{msgid}"' in text
    assert 'msgctxt "state"' in text


def test_missing_bangla_is_a_fault(place):
    assert len([fault for fault in tool.check(place) if "not translated" in fault]) == 6


def test_merged_words_satisfy_the_check_and_reach_the_program(place, words):
    assert tool.merge(place, words) == []
    assert tool.check(place) == []
    with place.mo.open("rb") as file:
        bangla = gettext.GNUTranslations(file)
    assert bangla.gettext("Saved.") == "সংরক্ষিত।"
    assert bangla.ngettext("{count} waiting", "{count} waiting in all", 5) == unicodedata.normalize(
        "NFC", "{count}টি অপেক্ষায়"
    )
    assert bangla.pgettext("state", "open") == "খোলা"


def test_words_nobody_says_are_named(place, words):
    (words / "b.json").write_text('{"Nobody says this": "কেউ না"}', "utf-8")
    assert tool.merge(place, words) == ["Nobody says this"]


def test_a_merge_leaves_what_a_person_wrote(place, words):
    tool.merge(place, words)
    (words / "a.json").write_text('{"Saved.": "রাখা হলো।"}', "utf-8")
    tool.merge(place, words)
    assert "রাখা হলো।" not in place.po.read_text("utf-8")
    tool.merge(place, words, replace=True)
    assert "রাখা হলো।" in place.po.read_text("utf-8")


def test_lost_placeholders_and_fuzzy_entries_are_faults(place, words):
    tool.merge(place, words)
    spoilt = place.po.read_text("utf-8").replace("সর্বোচ্চ {limit}", "সর্বোচ্চ {limits}")
    place.po.write_text(spoilt.replace('msgid "Saved."', '#, fuzzy\nmsgid "Saved."'), "utf-8")
    tool.compile_(place)
    found = "\n".join(tool.check(place))
    assert "placeholders differ" in found
    assert "'Saved.': fuzzy" in found


def test_new_words_in_the_code_make_the_files_stale_and_old_ones_leave(place, words):
    tool.merge(place, words)
    screen = place.root / "kiosk/screen.py"
    screen.write_text(CODE.replace("Saved.", "Kept."), "utf-8")
    assert len(list(tool.stale(place))) == 2
    tool.refresh(place)
    assert "Saved." not in place.po.read_text("utf-8")


def test_an_old_mo_is_noticed(place, words):
    tool.merge(place, words)
    place.po.write_text(place.po.read_text("utf-8").replace("সংরক্ষিত।", "রাখা হলো।"), "utf-8")
    assert [fault for fault in tool.check(place) if "behind its .po" in fault]


def test_a_second_refresh_changes_nothing(place, words):
    tool.merge(place, words)
    before = [path.read_bytes() for path in (place.pot, place.po, place.mo)]
    tool.refresh(place)
    assert before == [path.read_bytes() for path in (place.pot, place.po, place.mo)]


def test_words_inside_an_f_string_are_named_with_their_line(place, words):
    tool.merge(place, words)
    (place.root / "kiosk/bar.py").write_text("def said(_):\n    return f\"{_('Lost')} · 3\"\n", "utf-8")
    assert [fault for fault in tool.check(place) if fault.startswith("kiosk/bar.py:2:")]


def test_what_the_centre_says_in_the_readers_language_is_collected():
    said = {
        text for entry in tool.template(tool.ROOT) for text in ([entry.id] if isinstance(entry.id, str) else entry.id)
    }
    assert {"{count} day left", "{count} folios", "{count} events", "Sent to the counter"} <= said


def test_pages_count_by_the_name_that_is_collected():
    pages = (tool.ROOT / "kiosk/central/templates").rglob("*.html")
    assert [page.name for page in pages if ".counted(" in page.read_text("utf-8")] == []
