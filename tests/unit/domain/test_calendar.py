from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.calendar import OfficeCalendar, bangla_date, load_calendar
from kiosk.domain.catalogue import DayType
from kiosk.errors import Refused

PLAIN = OfficeCalendar()
MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))

TOML = """
weekend = ["friday", "saturday"]
[[yearly]]
day = "12-16"
name_bn = "বিজয় দিবস"
name_en = "Victory Day"
[[yearly]]
day = "08-05"
since = 2025
name_bn = "ক"
name_en = "July"
[[holiday]]
date = 2026-11-25
name_bn = "ঈদ"
name_en = "Eid"
kind = "moon"
unconfirmed = true
[[working_day]]
date = 2026-11-28
"""


def test_weekend_is_friday_and_saturday():
    assert [PLAIN.is_working(MONDAY + timedelta(n)) for n in range(7)] == [True] * 4 + [False] * 2 + [True]


def test_ten_working_days_from_monday():
    assert PLAIN.promise(10, DayType.WORKING, MONDAY) == date(2026, 12, 7)


def test_an_unknown_day_type_counts_as_working_days():
    assert PLAIN.promise(10, DayType.UNKNOWN, MONDAY) == date(2026, 12, 7)


def test_calendar_days_count_all_but_end_on_a_working_day():
    assert PLAIN.promise(3, DayType.CALENDAR, MONDAY) == date(2026, 11, 26)
    assert PLAIN.promise(4, DayType.CALENDAR, MONDAY) == date(2026, 11, 29)


def test_the_day_of_receipt_counts_only_when_set_so():
    assert PLAIN.promise(1, DayType.WORKING, MONDAY) == date(2026, 11, 24)
    assert PLAIN.promise(1, DayType.WORKING, MONDAY, count_first=True) == MONDAY
    friday = date(2026, 11, 27)
    assert PLAIN.promise(1, DayType.WORKING, friday, count_first=True) == date(2026, 11, 29)


@pytest.mark.parametrize("day_type", list(DayType))
def test_no_days_no_promise_and_zero_days_the_same_day(day_type):
    friday = date(2026, 11, 27)
    assert PLAIN.promise(None, day_type, MONDAY) is None
    assert PLAIN.reckoning(None, day_type, MONDAY) == ()
    assert PLAIN.promise(0, day_type, MONDAY) == MONDAY
    assert PLAIN.promise(0, day_type, friday) == friday


def test_holidays_and_declared_working_days():
    calendar = load_calendar(TOML)
    assert calendar.why_closed(date(2026, 11, 25)) == "holiday"
    assert calendar.why_closed(date(2026, 11, 27)) == "weekend"
    assert calendar.is_working(date(2026, 11, 28))
    assert calendar.why_closed(date(2031, 12, 16)) == "holiday"
    assert calendar.why_closed(date(2025, 8, 5)) == "holiday"
    assert calendar.is_working(date(2024, 8, 5))
    assert calendar.promise(3, DayType.WORKING, MONDAY) == date(2026, 11, 28)


def test_a_holiday_says_its_name_and_whether_the_moon_has_spoken():
    calendar = load_calendar(TOML)
    holiday = calendar.holiday(date(2026, 11, 25))
    assert holiday
    assert (holiday.name_en, holiday.kind, holiday.unconfirmed) == ("Eid", "moon", True)
    victory = calendar.holiday(date(2026, 12, 16))
    assert victory
    assert (victory.name_bn, victory.unconfirmed) == ("বিজয় দিবস", False)
    assert calendar.holiday(MONDAY) is None


def test_a_promise_shows_its_sum():
    calendar = load_calendar(TOML)
    assert calendar.reckoning(3, DayType.WORKING, MONDAY) == (
        (date(2026, 11, 23), "received"),
        (date(2026, 11, 24), "counted"),
        (date(2026, 11, 25), "holiday"),
        (date(2026, 11, 26), "counted"),
        (date(2026, 11, 27), "weekend"),
        (date(2026, 11, 28), "promised"),
    )
    assert PLAIN.reckoning(4, DayType.CALENDAR, MONDAY)[-2:] == (
        (date(2026, 11, 28), "weekend"),
        (date(2026, 11, 29), "promised"),
    )


@given(st.integers(1, 120), st.sampled_from([DayType.WORKING, DayType.UNKNOWN]), DAYS, st.sets(DAYS, max_size=40))
def test_exactly_the_days_are_counted(days, day_type, received, holidays):
    calendar = OfficeCalendar(holidays=frozenset(holidays))
    reckoning = calendar.reckoning(days, day_type, received)
    assert reckoning[0] == (received, "received")
    assert [day for day, _ in reckoning] == [received + timedelta(n) for n in range(len(reckoning))]
    assert sum(reason in {"counted", "promised"} for _, reason in reckoning) == days
    assert calendar.is_working(reckoning[-1][0])
    assert calendar.promise(days, day_type, received) == reckoning[-1][0]


@given(st.integers(1, 120), st.sampled_from(DayType), DAYS, DAYS)
def test_a_declared_holiday_never_hastens_a_promise(days, day_type, received, holiday):
    before = PLAIN.promise(days, day_type, received)
    after = OfficeCalendar(holidays=frozenset({holiday})).promise(days, day_type, received)
    assert before
    assert after
    assert after >= before


def test_a_clock_gone_mad_and_an_office_that_never_works_promise_nothing():
    assert PLAIN.promise(10, DayType.WORKING, date(9999, 12, 28)) is None
    assert OfficeCalendar(weekend=frozenset(range(7))).promise(1, DayType.WORKING, MONDAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "weekend = [",
        'weekend = ["funday"]',
        '[[yearly]]\nday = "02-30"\nname_bn = "ক"\nname_en = "x"',
        '[[holiday]]\ndate = "2026-01-01"\nname_bn = "ক"\nname_en = "x"',
        "[[holiday]]\ndate = 2026-01-01",
        '[[holiday]]\ndate = 2026-01-01\nname_bn = "ক"\nname_en = "x"\nnmae = "x"',
        "[[working_day]]\nday = 2026-01-01",
    ],
)
def test_a_calendar_with_a_slip_is_refused(text):
    with pytest.raises(Refused, match=r"calendar\.form"):
        load_calendar(text)


def test_files_add_up():
    calendar = load_calendar('weekend = ["sunday"]', TOML.replace('weekend = ["friday", "saturday"]', ""))
    assert calendar.weekend == {6}
    assert calendar.holidays == {date(2026, 11, 25)}


@pytest.mark.parametrize(
    ("day", "bangla"),
    [
        ("2019-11-16", (1, "অগ্রহায়ণ", 1426)),
        ("2020-02-14", (1, "ফাল্গুন", 1426)),
        ("2020-02-21", (8, "ফাল্গুন", 1426)),
        ("2020-02-29", (16, "ফাল্গুন", 1426)),
        ("2020-03-14", (30, "ফাল্গুন", 1426)),
        ("2020-04-05", (22, "চৈত্র", 1426)),
        ("2024-04-23", (10, "বৈশাখ", 1431)),
        ("2024-10-15", (30, "আশ্বিন", 1431)),
        ("2025-03-26", (12, "চৈত্র", 1431)),
        ("2025-04-13", (30, "চৈত্র", 1431)),
        ("2025-04-14", (1, "বৈশাখ", 1432)),
        ("2025-04-15", (2, "বৈশাখ", 1432)),
        ("2026-02-21", (8, "ফাল্গুন", 1432)),
        ("2026-03-14", (29, "ফাল্গুন", 1432)),
        ("2026-01-01", (17, "পৌষ", 1432)),
        ("2026-01-14", (30, "পৌষ", 1432)),
    ],
)
def test_bangla_dates(day, bangla):
    assert bangla_date(date.fromisoformat(day)) == bangla


@given(st.dates(date(2020, 1, 1), date(2099, 12, 30)))
def test_bangla_days_follow_each_other(day):
    number, month, year = bangla_date(day)
    next_number, next_month, next_year = bangla_date(day + timedelta(1))
    if next_number == 1:
        assert next_month != month
        assert number in {29, 30, 31}
        assert next_year == year + (next_month == "বৈশাখ")
    else:
        assert (next_number, next_month, next_year) == (number + 1, month, year)
