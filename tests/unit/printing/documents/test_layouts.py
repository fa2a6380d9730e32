import pytest

from kiosk.errors import Refused
from kiosk.printing.documents.layouts import filled, parse_head, parse_layout

GOOD = """
bn = "রেজিস্টার"
[[columns]]
bn = "ক্রম"
value = "serial"
"""


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("bn = ", "value"),
        (GOOD + "colour = 1\n", "colour"),
        (GOOD + "width = 0\n", "width"),
        ('bn = "x"\n', "columns or blocks"),
        ('sum = "fee"\n' + GOOD, "'fee'"),
        ('bn = "x"\n[[blocks]]\nkind = "song"\n', "song"),
    ],
)
def test_a_layout_that_cannot_be_used_names_file_and_fault(text, detail):
    with pytest.raises(Refused) as refused:
        parse_layout(text, "some.toml")
    (problem,) = refused.value.problems
    assert problem.code == "document.form"
    assert problem.params["file"] == "some.toml"
    assert detail.lower() in problem.params["detail"].lower()


def test_words_without_english_stand_for_both():
    layout = parse_layout(GOOD, "x")
    assert layout.in_("en") == "রেজিস্টার"
    assert parse_layout('en = "Register"\n' + GOOD, "x").in_("en") == "Register"


def test_a_head_takes_lines_and_nothing_else():
    assert parse_head('above = [{ bn = "ক" }]', "x").above[0].bn == "ক"
    with pytest.raises(Refused):
        parse_head("below = []", "x")


def test_holes_are_filled_and_nothing_is_looked_up_in_them():
    assert filled("{a} ও {b}", {"a": "১"}) == "১ ও "
    assert filled("{a.__class__}", {"a": "১"}) == "{a.__class__}"


def test_a_line_whose_holes_are_all_empty_is_left_out():
    assert filled("পিতা: {guardian}", {"guardian": ""}) == ""
    assert filled("প্রাপক", {}) == "প্রাপক"
