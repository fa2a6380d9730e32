import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import bangla
from kiosk.domain.bangla import clean_line, clean_note, count_letters, fold_digits, looks_like_bijoy, search_key
from kiosk.errors import Refused

BANGLA = st.text(st.characters(min_codepoint=0x0980, max_codepoint=0x09FF) | st.sampled_from("\u200c\u200d -.aেহ"))


def _code(function, *args, **named):
    with pytest.raises(Refused) as caught:
        function(*args, **named)
    return caught.value.problems[0].code


# ------------------------------------------------------------------------------ the door


@given(BANGLA, st.sampled_from([3, 200]))
def test_settled_text_passes_as_it_would_the_long_way(text, limit):
    def cleaned(typed):
        try:
            return clean_line(typed, "name", limit=limit)
        except Refused as refused:
            return refused.problems[0].code

    # A space around it, which falls away, keeps it from the short way.
    assert cleaned(text) == cleaned(f" {text} ")


@pytest.mark.parametrize(("composed", "letters"), [("\u09dc", "ড়"), ("\u09dd", "ঢ়"), ("\u09df", "য়")])
def test_both_encodings_of_a_dotted_letter_become_one(composed, letters):
    assert clean_line(composed, "name") == letters == clean_line(letters, "name")
    assert len(letters) == 2


def test_split_vowel_signs_are_joined():
    assert clean_line("ক\u09c7\u09be", "name") == "ক\u09cb"


@pytest.mark.parametrize("kept", ["র\u200d্যাব", "ক্\u200cষ", "উদ্\u200cযাপন", "ত্\u200d"])
def test_a_joiner_inside_a_cluster_stays(kept):
    assert clean_line(kept, "name") == kept


@pytest.mark.parametrize(
    ("typed", "clean"),
    [("রহিম\u200c", "রহিম"), ("\u200dরহিম", "রহিম"), ("Ra\u200chim", "Rahim"), ("র\u200cহিম", "রহিম"), ("\u200d", "")],
)
def test_a_stray_joiner_goes(typed, clean):
    assert clean_line(typed, "name") == clean


def test_spaces_are_single_and_inside():
    assert clean_line("  রহিম \u00a0\u2003 উদ্দিন  ", "name") == "রহিম উদ্দিন"


@pytest.mark.parametrize("character", ["\n", "\t", "\r", "\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"])
def test_control_characters_are_refused(character):
    assert _code(clean_line, f"রহিম{character}উদ্দিন", "name") == "text.control"


@pytest.mark.parametrize(
    "character",
    [
        "\u202e",
        "\u2066",
        "\u200e",
        "\u061c",
        "\U000e0041",
        "\u3164",
        "\u115f",
        "\u2800",
        "\ufeff",
        "\u200b",
        "\u00ad",
        "\ufe0f",
        "\ue000",
    ],
)
def test_invisible_characters_are_refused(character):
    assert _code(clean_line, f"রহিম{character}", "name") == "text.invisible"


def test_the_refusal_names_the_field():
    with pytest.raises(Refused) as caught:
        clean_line("a\x07", "applicants[0].name")
    assert caught.value.problems[0].field == "applicants[0].name"


def test_empty_text_is_refused_only_where_it_is_required():
    assert clean_line(" \u200d ", "name") == ""
    assert _code(clean_line, " \u200d ", "name", required=True) == "text.empty"


def test_length_is_counted_in_letters_and_never_cut():
    text = "স্ত্রী" * 5
    assert count_letters(text) == 15
    assert clean_line(text, "name", limit=15) == text
    assert _code(clean_line, text, "name", limit=14) == "text.long"


def test_a_letter_under_a_heap_of_marks_is_too_long_in_bytes():
    assert _code(clean_line, "a" + "\u0301\u0302" * 40, "name", limit=3) == "text.long"


def test_notes_keep_their_lines():
    assert clean_note("এক \r\n  দুই\rতিন\n\n", "note") == "এক\nদুই\nতিন"
    assert _code(clean_note, "এক\tদুই", "note") == "text.control"


@given(BANGLA | st.text())
def test_clean_text_passes_the_door_unchanged(text):
    try:
        clean = clean_line(text, "name")
    except Refused:
        return
    assert clean_line(clean, "name") == clean
    assert unicodedata.is_normalized("NFC", clean)


@given(st.text())
def test_the_door_passes_or_refuses_by_name(text):
    refusals = []
    try:
        clean = clean_note(text, "note")
    except Refused as refused:
        refusals, clean = [problem.code for problem in refused.problems], ""
    assert set(refusals) <= {"text.control", "text.invisible", "text.long"}
    assert not any(unicodedata.category(c) in {"Cs", "Co", "Cn"} for c in clean)


def test_digits_of_both_scripts():
    assert fold_digits("০১২৩৪৫৬৭৮৯ 0123456789 ক") == "0123456789 0123456789 ক"


@pytest.mark.parametrize("text", ["Avãyj Kwig", "Kwig †gvt", "evsjv‡`k", "ivRkvnx wefvM", "†Rjv cÖkvmK"])
def test_bijoy_is_recognised(text):
    assert looks_like_bijoy(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rahim Uddin",
        "Sylvia Dewan, Flat 3B 23°N",
        "রহিম",
        "রহিম (Avgvi)",
        "McDonald",
        "O'Brien",
        "a@b.com",
        "",
        "12/3-A ½",
        "José Müller",
    ],
)
def test_what_is_not_bijoy_is_left_alone(text):
    assert not looks_like_bijoy(text)


# ------------------------------------------------------------------------------ the search key


@pytest.mark.parametrize(
    "spellings",
    [
        "রহিম রহীম রোহিম rohim rahim Rohiim RAHIM",
        "খতিয়ান খতিয়ান khatian khatiyan",
        "পর্চা porcha parcha",
        "জমি jomi zomi",
        "বাড়ি বাড়ী বাড়ি bari",
        "কারণ কারন karon",
        "শাহানা সাহানা shahana sahana",
        "জয়নাল যয়নাল joynal jainal",
        "মোহাম্মদ মুহাম্মদ মোঃ মো. Md. mohammad muhammad Mohammed",
        "মোসাম্মৎ মোছাঃ Mst. mosammot",
        "আহমেদ আহমদ ahmed ahmad",
        "আক্তার আখতার akter akhter akhtar",
        "দেলোয়ার delwar delowar",
        "আনোয়ার anwar anowar",
        "মিয়া miya mia",
        "লক্ষ্মী lokkhmi lakshmi",
        "রাঙ্গামাটি রাংগামাটি rangamati",
        "সত্য sotto satto",
        "সূর্য surjo",
        "বিশ্ব bissho",
        "চাঁদ চাদ chad",
        "হঠাৎ হঠাত hothat",
        "র‍্যাব rab",
        "ইটভাটা itvata itbhata",
        "অস্ত্র ostro astro",
        "নূর nur noor",
        "ব্যাংক ব্যাঙ্ক bank",
        "আষাঢ় আষাড় আষার",
        "৭৯ 79",
        "মঠবাড়িয়া মঠবাড়ীয়া mothbaria mathbaria",
        "ভান্ডারিয়া ভাণ্ডারিয়া bhandaria vandaria",
    ],
)
def test_spellings_meet(spellings):
    assert len({search_key(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("রহিম", "রিম"),
        ("লাল", "ল"),
        ("নানা", "না"),
        ("করিম", "কারুম"),
        ("rahim", "karim"),
        ("রহিমা", "রহমান"),
        ("ফরিদ", "পরিধি"),
    ],
)
def test_different_names_stay_apart(one, other):
    assert search_key(one) != search_key(other)


def test_words_are_separated_by_single_spaces():
    assert search_key("  রহিম,  উদ্দিন (পিতা)-১২ ") == "rxim udin pit 12"
    assert search_key(" - ") == ""


@given(
    st.lists(st.sampled_from("কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহািীুূৃেৈোৌ্ংঃঁ়ৎ\u200c\u200dabcdefghijklmnopqrstuvwxyz .")).map(
        "".join
    )
    | st.text()
)
def test_the_key_of_a_key_is_itself(text):
    key = search_key(text)
    assert search_key(key) == key
    assert "  " not in key
    assert key == key.strip()


@given(st.text(st.characters(min_codepoint=0x0980, max_codepoint=0x09FF)))
def test_a_bangla_key_is_ascii(text):
    assert search_key(text).isascii()


@given(BANGLA)
def test_the_key_does_not_mind_the_encoding(text):
    assert search_key(unicodedata.normalize("NFD", text)) == search_key(unicodedata.normalize("NFC", text))


def test_text_that_passes_at_a_glance_is_in_normal_form():
    letters = [
        c for c in map(chr, (*range(0x21, 0x7F), 0x964, 0x965, *range(0x980, 0xA00))) if bangla._SETTLED.match(c)
    ]
    marks = [c for c in letters if unicodedata.category(c)[0] == "M"]
    texts = [*itertools.product(letters, repeat=2), *itertools.product(["ক", *marks], repeat=3)]
    passing = [text for text in map("".join, texts) if not bangla._UNJOINED.search(text)]
    assert [text for text in passing if unicodedata.normalize("NFC", text) != text] == []
    assert len(passing) > len(texts) * 0.9
