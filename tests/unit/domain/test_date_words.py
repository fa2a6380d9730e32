"""Days as people say them, in either script, whatever else is typed beside them."""

from datetime import date

import pytest

from kiosk.domain.bangla import search_key
from kiosk.domain.date_words import find_days

MONDAY = date(2026, 11, 23)


def days(text, today=MONDAY):
    return [(one.first, one.last) for one in find_days(search_key(text).split(), today)]


def day(text):
    return [(date.fromisoformat(text),) * 2]


@pytest.mark.parametrize("text", ["আজ", "আজকে", "today", "Today"])
def test_today(text):
    assert days(text) == day("2026-11-23")


@pytest.mark.parametrize("text", ["গতকাল", "gotokal", "yesterday", "গত কাল"])
def test_yesterday(text):
    assert days(text) == day("2026-11-22")


@pytest.mark.parametrize("text", ["গত সপ্তাহ", "last week"])
def test_a_week_begins_on_sunday(text):
    assert days(text) == [(date(2026, 11, 15), date(2026, 11, 21))]
    assert days("এই সপ্তাহ") == [(date(2026, 11, 22), MONDAY)]


@pytest.mark.parametrize(
    "text",
    ["২৩ নভেম্বর", "23 november", "23 nov", "23 nov 2026", "২৩/১১/২০২৬", "23-11-26", "2026-11-23", "23 Nobhembor"],
)
def test_a_day_of_the_calendar(text):
    assert days(text) == day("2026-11-23")


def test_a_day_without_a_year_is_the_last_that_was():
    assert days("24 november") == day("2025-11-24")
    assert days("1 ডিসেম্বর") == day("2025-12-01")


@pytest.mark.parametrize("text", ["অক্টোবর", "october", "গত মাস", "last month", "october 2026"])
def test_a_month(text):
    assert days(text) == [(date(2026, 10, 1), date(2026, 10, 31))]


def test_the_month_before_january_is_last_years_december():
    assert days("গত মাস", date(2026, 1, 5)) == [(date(2025, 12, 1), date(2025, 12, 31))]


@pytest.mark.parametrize("text", ["", "rohim", "31/2/2026", "99", "ন", "24-11-2026", "1712 345678 12"])
def test_what_is_no_day_or_not_yet(text):
    assert days(text) == []


def test_places_of_the_words_are_told():
    (found,) = find_days(search_key("rohim ২৩ নভেম্বর সয়না").split(), MONDAY)
    assert (found.start, found.end) == (1, 3)
