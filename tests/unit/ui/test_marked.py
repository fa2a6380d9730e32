"""What was typed is marked in a row, and no letter is torn apart."""

import pytest

from kiosk.ui.widgets import marked


@pytest.mark.parametrize(
    ("words", "part", "pieces"),
    [
        ("রাস্তা মেরামত", "রাস", [("রাস্তা", True), (" মেরামত", False)]),
        ("রহিম উদ্দিন", "উদ্", [("রহিম ", False), ("উদ্দি", True), ("ন", False)]),
        ("করিম", "কর", [("করি", True), ("ম", False)]),
        ("র‍্যাব", "র", [("র‍্যা", True), ("ব", False)]),
        ("Rahim", "ra", [("Ra", True), ("him", False)]),
        ("রহিম", "খ", [("রহিম", False)]),
        ("রহিম", "", [("রহিম", False)]),
    ],
)
def test_a_mark_ends_where_a_letter_ends(words, part, pieces):
    assert [(run.text, run.mark) for run in marked(words, part)] == pieces
