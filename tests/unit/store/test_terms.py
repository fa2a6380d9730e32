"""The terms of an application: every word and number that somebody may remember, each in the form that is asked for."""

import json

import pytest

from kiosk.domain.bangla import search_key
from kiosk.store import terms

NUMBER = "7926010000017"
PERSON = {"name": "মোঃ আবদুর রহিম", "name_latin": "Abdur Rohim", "guardian": "কাসেম আলী", "address": "সয়না, কাউখালী"}


def seen(**draft):
    made = {"service": "mouza_map_copy", "applicants": [PERSON], **draft}
    return terms.read_seen(json.dumps({"receive_number": NUMBER, "received_on": "2026-11-24", "draft": made}).encode())


def found_by(**draft):
    return set(terms.terms_of(seen(**draft)).split())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "জমির নামজারি প্রসঙ্গে"),
        ("memo_no", "০৫.৪৪.৭৯০০.০১২"),
        ("sender_office", "উপজেলা ভূমি অফিস"),
        ("post", {"registered_no": "RG123456789BD", "sender_place": "ঢাকা"}),
        ("fields", {"mouza": "চিরাপাড়া", "dag": "১২৩/৪"}),
        ("agent", {"name": "সুফিয়া বেগম"}),
        ("applicants", [PERSON, {"name": "হালিমা খাতুন"}]),
    ],
)
def test_every_word_is_a_term(field, value):
    wanted = search_key(json.dumps(value, ensure_ascii=False)).split()
    names = {"registered", "no", "sender", "place", "name", "latin", "guardian", "address", "mouza", "dag"}
    keys = {search_key(name) for name in names}
    assert set(wanted) - keys <= found_by(**{field: value})


def test_the_words_of_all_are_gathered_for_long_beginnings():
    words: set[str] = set()
    terms.terms_of(seen(subject="ক্ষতিপূরণ বিষয়ে"), words)
    gathered = {word for some in words for word in some.split()}
    assert {terms.word_key("ক্ষতিপূরণ"), terms.word_key("কাউখালী"), terms.word_key("কাসেম")} <= gathered
    assert not any(letter in word for word in gathered for letter in (terms.END, terms.SERVICE, terms.DAY))


def test_a_number_is_known_by_its_beginning_and_its_end():
    person = {**PERSON, "mobile": "+8801712345678", "id": {"number": "1990123456789"}}
    found = found_by(applicants=[person])
    assert {"0171", f"{terms.GOES_ON}2345", f"{terms.END}8765", f"{terms.BEFORE_END}4321"} <= found
    assert {"1990", f"{terms.GOES_ON}1234", f"{terms.END}9876"} <= found
    assert {f"{terms.END}7100", f"{terms.BEFORE_END}0001"} <= found


def test_short_numbers_lose_nothing():
    assert f"{terms.END}321" in terms.number_terms("123").split()


def test_a_passport_is_folded_as_a_question_is():
    found = found_by(applicants=[{**PERSON, "id": {"number": "BX0123456"}}])
    assert terms.word_key("BX0123456")[: terms.FIRST] in found


@pytest.mark.parametrize("word", ["0171", "1234567890123456789", "২৩৪", "12/3", "rohim", "মোঃ"])
def test_a_remembered_key_is_the_key(word):
    assert terms.word_key(word) == terms.word_key(word) == search_key(word)


def test_words_with_digits_are_those_that_may_begin_with_one():
    some = seen(subject="দাগ ১২৩/৪, ২য় তলা, ① m²", memo_no="নাই")
    every = terms.terms_of(some).split()
    asked = {word for word in terms.digit_words(some) if word[0].isdigit()}
    assert asked == {"123", "4", "1"} | {word for word in every if word[0] == "2"}
    assert terms.digit_words(seen(subject="জমি")) == []


def test_numbers_push_no_words_out_of_memory():
    keys = terms._Keys()
    assert (keys["রহিম"], keys["9999000017"], len(keys)) == (search_key("রহিম"), "9999000017", 1)
