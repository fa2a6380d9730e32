"""Days to come, as people say them: কাল, পরশু, আগামী রবিবার, ৩ দিন পর, ২৫ নভেম্বর, 25-11-2026.

Words are compared as search keys, so spelling and script do not matter; the search box knows the days
that were (`date_words`).
"""

from calendar import monthrange
from contextlib import suppress
from datetime import date, timedelta
from functools import cache

from kiosk.domain.bangla import search_key
from kiosk.domain.checks import check_date
from kiosk.domain.date_words import month_named
from kiosk.errors import Refused

FARTHEST_DAYS = 366
_FIELD = "again_on"
_AFTER = {"আজ আজকে today": 0, "কাল আগামীকাল কালকে tomorrow": 1, "পরশু পরশুদিন": 2}
_WEEKDAYS = (
    "সোমবার সোম monday mon", "মঙ্গলবার মঙ্গল tuesday tue", "বুধবার বুধ wednesday wed",
    "বৃহস্পতিবার বৃহস্পতি বিষ্যুদবার thursday thu", "শুক্রবার শুক্র friday fri", "শনিবার শনি saturday sat",
    "রবিবার রবি রোববার sunday sun",
)  # fmt: skip
_NEXT = "আগামী সামনের পরের এই next on coming"
_LATER = "দিন পর পরে বাদে days day later in"


def coming_day(text: str, today: date) -> date:
    """Return the day that is meant, today or later, within a year.

    A weekday is the next one after today; a day without a year, or without a month, the next such day.
    Raises Refused `callback.day` on `again_on`.
    """
    words = search_key(text).split()
    meant = _said(words, today) or _written(text, words, today)
    if meant is None or not today <= meant <= today + timedelta(days=FARTHEST_DAYS):
        raise Refused.because("callback.day", _FIELD)
    return meant


def _said(words: list[str], today: date) -> date | None:
    rest = [word for word in words if word not in _keys(_NEXT)]
    if len(rest) == 1:
        for said, days in _AFTER.items():
            if rest[0] in _keys(said):
                return today + timedelta(days=days)
        for weekday, names in enumerate(_WEEKDAYS):
            if rest[0] in _keys(names):
                return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
        if rest[0] in _keys("সপ্তাহ সপ্তাহে week") and len(words) > 1:
            return today + timedelta(days=(6 - today.weekday() - 1) % 7 + 1)  # the office's week begins on Sunday
    return _in_days(words, today)


def _in_days(words: list[str], today: date) -> date | None:
    """৩ দিন পর, in 3 days: a number, and nothing else but such words."""
    numbers = [int(word) for word in words if word.isdigit() and len(word) <= 3]
    others = [word for word in words if not word.isdigit()]
    if len(numbers) == 1 and others and all(word in _keys(_LATER) for word in others):
        return today + timedelta(days=numbers[0])
    return None


def _written(text: str, words: list[str], today: date) -> date | None:
    with suppress(Refused):
        return date.fromisoformat(check_date(text))
    numbers = [int(word) for word in words if word.isdigit() and len(word) <= 4]
    months = [month for word in words if not word.isdigit() and (month := month_named(word))]
    if len(numbers) + len(months) != len(words) or not 0 < len(words) <= 3:
        return None
    if len(months) == 1 and len(numbers) in {1, 2}:
        return _on(today, numbers[0], months[0], numbers[1] if len(numbers) == 2 else None)
    if not months and len(numbers) == 1:
        return _next_such_day(today, numbers[0])
    return _on(today, *numbers) if not months and len(numbers) in {2, 3} else None


def _on(today: date, day: int, month: int, year: int | None = None) -> date | None:
    for one in (today.year, today.year + 1) if year is None else (year + 2000 if year < 100 else year,):
        with suppress(ValueError):
            if year is not None or date(one, month, day) >= today:
                return date(one, month, day)
    return None


def _next_such_day(today: date, day: int) -> date | None:
    """Return the next day of that number: of this month, else of the next one that has it."""
    year, month = today.year, today.month
    for _month in range(3):
        if 1 <= day <= monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return None


@cache
def _keys(words: str) -> frozenset[str]:
    return frozenset(key for word in words.split() for key in search_key(word).split())
