import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.printing.documents.breaking import HASANTA, best_border, borders

LETTERS = "কখগচজটতনপবমযরলশষসহািীুূৃেৈোৌ্ংঃঁড়ঢ়য়\u200c\u200d০১a-/"


def parts(word):
    at = [0, *borders(word), len(word)]
    return [word[a:b] for a, b in pairwise(at)]


@pytest.mark.parametrize(
    ("word", "aksharas"),
    [
        ("ক্ষতি", ["ক্ষ", "তি"]),
        ("স্ত্রী", ["স্ত্রী"]),
        ("কর্তৃপক্ষ", ["ক", "র্তৃ", "প", "ক্ষ"]),
        ("র‍্যাব", ["র‍্যা", "ব"]),
        ("কুড়িগ্রাম", ["কু", "ড়ি", "গ্রা", "ম"]),
        ("উজ্জ্বল", ["উ", "জ্জ্ব", "ল"]),
        ("৭৯-২", ["৭", "৯", "-", "২"]),
    ],
)
def test_a_word_is_broken_between_aksharas(word, aksharas):
    assert parts(word) == aksharas


@given(st.text(LETTERS, min_size=1, max_size=24))
def test_no_part_begins_with_a_mark_or_after_a_hasanta(word):
    assert "".join(parts(word)) == word
    for before, after in pairwise(parts(word)):
        assert before[-1] != HASANTA
        assert not unicodedata.category(after[0]).startswith("M")
        assert after[0] not in "\u200c\u200d"


def test_a_sign_is_a_better_place_than_a_letter_when_it_is_late():
    word = "উপজেলা/থানা"
    assert best_border(word, borders(word)[:5]) == word.index("/") + 1
    assert best_border("ক/খগঘঙচছজ", borders("ক/খগঘঙচছজ")) == 8
