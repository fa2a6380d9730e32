import string
import unicodedata
from datetime import date, datetime

import pytest

from kiosk import i18n
from kiosk.refusals import SENTENCES

MONDAY = date(2026, 12, 7)


@pytest.fixture(autouse=True)
def _bangla():
    i18n.use("bn")
    yield
    i18n.use("bn")


def test_the_window_speaks_one_language_at_a_time():
    assert i18n.language() == "bn"
    assert i18n.digits(2026) == "২০২৬"
    i18n.use("en")
    assert i18n.language() == "en"
    assert i18n.digits(2026) == "2026"
    assert i18n.digits(2026, "bn") == "২০২৬"


def test_digits():
    assert i18n.digits("12/3 ক") == "১২/৩ ক"
    assert i18n.ascii_digits("১২/3 ক") == "12/3 ক"


@pytest.mark.parametrize(
    ("function", "bangla", "english"),
    [
        (i18n.day, "০৭ ডিসেম্বর", "07 December"),
        (i18n.short_day, "০৭ ডিসে", "07 Dec"),
        (i18n.weekday, "সোমবার", "Monday"),
        (i18n.short_weekday, "সোম", "Mon"),
    ],
)
def test_days(function, bangla, english):
    assert function(MONDAY) == function(MONDAY, "bn") == bangla
    assert function(MONDAY, "en") == english


def test_a_day_with_its_year():
    assert i18n.day(MONDAY, year=True) == "০৭ ডিসেম্বর ২০২৬"
    assert i18n.day(MONDAY, "en", year=True) == "07 December 2026"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_month_and_weekday_has_its_own_name(language):
    months = {i18n.day(date(2026, month, 1), language) for month in range(1, 13)}
    short = {i18n.short_day(date(2026, month, 1), language) for month in range(1, 13)}
    weekdays = {i18n.weekday(date(2026, 11, day), language) for day in range(1, 8)}
    assert (len(months), len(short), len(weekdays)) == (12, 12, 7)


def test_months_and_weekdays_are_in_the_normal_form():
    for month in range(1, 13):
        assert unicodedata.is_normalized("NFC", i18n.day(date(2026, month, 1)) + i18n.short_day(date(2026, month, 1)))


def test_times():
    assert i18n.clock_time(datetime(2026, 12, 7, 9, 5)) == "০৯:০৫"
    assert i18n.clock_time(datetime(2026, 12, 7, 17, 0), "en") == "17:00"


@pytest.mark.parametrize(
    ("poisha", "english"),
    [
        (0, "0 taka"),
        (2000, "20 taka"),
        (25, "0.25 taka"),
        (106, "1.06 taka"),
        (99_900, "999 taka"),
        (100_000, "1,000 taka"),
        (4_000_000, "40,000 taka"),
        (25_000_000, "2,50,000 taka"),
        (1_234_567_890, "1,23,45,678.90 taka"),
    ],
)
def test_money(poisha, english):
    assert i18n.money(poisha, "en") == english
    assert i18n.money(poisha).startswith(i18n.digits(english.removesuffix(" taka"), "bn"))


def test_numbers_as_people_read_them():
    assert i18n.receive_number("7926010004177") == "৭৯-২৬-০১-০০০৪১৭-৭"
    assert i18n.receive_number("7926010004177", "en") == "79-26-01-000417-7"
    assert i18n.mobile("+8801712345678") == "০১৭১২-৩৪৫৬৭৮"
    assert i18n.mobile("+8801712345678", "en") == "01712-345678"
    assert i18n.mobile("") == ""


def test_a_sentence_is_filled_with_digits_of_the_language():
    assert i18n.sentence("text.long", "en", limit=120) == "This is too long. At most 120 letters fit."
    assert "১২০" in i18n.sentence("text.long", "bn", limit=120)


def test_a_sentence_chooses_what_is_said_in_its_language():
    params = {"where_bn": "অনলাইনে যান।", "where_en": "Go online."}
    assert i18n.sentence("service.elsewhere", "en", **params).endswith("Go online.")
    assert i18n.sentence("service.elsewhere", "bn", **params).endswith("অনলাইনে যান।")


def test_an_unknown_code_and_a_missing_value_still_make_a_sentence():
    assert i18n.sentence("no.such.code", "en") == SENTENCES[""]
    assert i18n.sentence("wire.form", "en") == "This is not a well-formed record: …"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_can_be_said(code, language):
    names = [name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name is not None]
    said = i18n.sentence(code, language, **dict.fromkeys(names, "×"))
    assert said.count("×") == len(names)
    assert "{" not in said
    assert said == said.strip() != ""
