"""The rules of typing, without a window: Avro's as Avro has them, Probhat's as its data says."""

import unicodedata

import avro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import resources
from kiosk.ui.typing import phonetic
from kiosk.ui.typing.composer import Composer
from kiosk.ui.typing.layouts import PHONETIC, PROBHAT, SYSTEM, convert, layout, read_fixed

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ`^:"
KEYS = "".join(map(chr, range(0x20, 0x7F)))
LAYOUTS = st.sampled_from([PHONETIC, PROBHAT])


@pytest.mark.parametrize(
    ("keys", "bangla"),
    [
        ("rohim", "রহিম"),
        ("abdul korim", "আব্দুল করিম"),
        ("khotiyaner nokol", "খতিয়ানের নকল"),
        ("bhaNDariya", "ভাণ্ডারিয়া"),
        ("kaukhalI", "কাউখালী"),
        ("du:kh", "দুঃখ"),
        ("ca^d", "চাঁদ"),
        ("rZab", "র‍্যাব"),
        ("utsob,,", "উতসব্‌"),
        ("12/k, $5", "১২/ক, ৳৫"),
        ("ami. tumi.. se...", "আমি। তুমি।। সে..."),
        ("mO.` korim", "মো. করিম"),
        ("nam:`", "নাম:"),
    ],
)
def test_phonetic(keys, bangla):
    assert convert(PHONETIC, keys) == unicodedata.normalize("NFC", bangla)


@pytest.mark.parametrize(
    ("keys", "bangla"),
    [
        ("rihm", "রিহম"),
        ("pircapur", "পিরচাপুর"),
        ("k/S", "ক্ষ"),
        ("r`/Zab", "র‍্যাব"),
        ("Vug/k 12.", "ঋুগ্ক ১২।"),
        ("A> <", "অঁ ৃ"),
    ],
)
def test_probhat(keys, bangla):
    assert convert(PROBHAT, keys) == unicodedata.normalize("NFC", bangla)


def test_every_letter_of_bangla_has_a_key_in_probhat():
    written = convert(PROBHAT, KEYS)
    alphabet = "অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহৎংঃঁািীুূৃেৈোৌ্।৳০১২৩৪৫৬৭৮৯"
    assert not set(alphabet) - set(written)


def test_a_full_stop_stays_one_where_no_sentences_are_written():
    assert convert(PHONETIC, "mO. mO.` ...", sentences=False) == "মো. মো. ..."
    assert convert(PROBHAT, "m].", sentences=False) == "মো."


def test_the_system_layout_writes_what_it_gets():
    assert layout(SYSTEM) is None
    assert convert(SYSTEM, "rohim.") == "rohim."


def test_rows_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="zip"):
        read_fixed('full_stop = "."\n[[row]]\nkeys = "a b"\nletters = "া"')


@given(st.text(LETTERS, max_size=12))
def test_words_are_avros(word):
    theirs = unicodedata.normalize("NFC", avro.parse(word, remap_words=False))
    assert phonetic.convert(word) == theirs


@given(LAYOUTS, st.text(KEYS, max_size=40), st.booleans())
def test_key_by_key_writes_what_all_at_once_writes(name, keys, sentences):
    using = layout(name)
    assert using is not None
    composer, settled = Composer(using, sentences=sentences), ""
    for key in keys:
        written = composer.press(key)
        settled += written.settled
        assert written.open == composer.open
    assert settled + composer.finish().settled == convert(name, keys, sentences=sentences)
    assert not composer.keys


@given(st.text(LETTERS, min_size=1, max_size=12))
def test_a_word_key_by_key_is_the_word(word):
    composer = Composer(layout(PHONETIC))
    shown = [composer.press(key) for key in word][-1]
    assert shown == ("", phonetic.convert(word))
    assert composer.finish() == (phonetic.convert(word), "")


@given(st.text(LETTERS, min_size=1, max_size=12), st.integers(1, 12))
def test_backspace_takes_the_last_keys_back(word, times):
    composer = Composer(layout(PHONETIC))
    composer.press(word)
    for _time in range(times):
        shown = composer.backspace()
    assert shown == ("", phonetic.convert(word[: max(len(word) - times, 0)]))


@given(LAYOUTS, st.text(KEYS, max_size=40))
def test_no_key_is_lost(name, keys):
    """Digits, spaces and letters each write something: what is typed twice is there twice."""
    digits = sum(letter in "0123456789" for letter in keys)
    assert sum(letter in "০১২৩৪৫৬৭৮৯" for letter in convert(name, keys)) == digits
    assert convert(name, keys).count(" ") == keys.count(" ")


def test_layouts_are_data():
    assert "প্রভাত" in resources.read_text("typing/probhat.toml")
