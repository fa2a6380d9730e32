"""Days as people say them while they search: আজ, গতকাল, গত সপ্তাহ, ২৩ নভেম্বর, 23/11/2026.

Words are compared as search keys, so spelling and script do not matter.  A week begins on Sunday,
as the office's does.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kiosk.domain.bangla import search_key

_MONTHS = (
    "জানুয়ারি January Jan",
    "ফেব্রুয়ারি February Feb",
    "মার্চ March Mar",
    "এপ্রিল April Apr",
    "মে May",
    "জুন June Jun",
    "জুলাই July Jul",
    "আগস্ট August Aug",
    "সেপ্টেম্বর September Sep",
    "অক্টোবর October Oct",
    "নভেম্বর November Nov",
    "ডিসেম্বর December Dec",
)
_LEAST_OF_A_MONTH = 3
_OLDEST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Days:
    """Days that words `start` up to before `end` of a key may mean: `first` to `last`, both included."""

    start: int
    end: int
    first: date
    last: date


def find_days(words: Sequence[str], today: date) -> list[Days]:
    """Return what the words of a search key may mean as days, the longest meaning at each place first.

    A day without a year is the last one that was; no meaning lies after today.
    """
    found: list[Days] = []
    place = 0
    while place < len(words):
        meant = next(_meanings(words, place, today), None)
        if meant is not None:
            found.append(meant)
        place = meant.end if meant is not None else place + 1
    return found


def _meanings(words: Sequence[str], place: int, today: date) -> Iterator[Days]:
    for count in (3, 2, 1):
        piece = tuple(words[place : place + count])
        if len(piece) == count and (span := _span(piece, today)) is not None and span[0] <= today:
            yield Days(place, place + count, *span)


def _span(piece: tuple[str, ...], today: date) -> tuple[date, date] | None:
    if (told := _phrases().get(" ".join(piece))) is not None:
        return told(today)
    numbers = [int(word) if word.isdigit() and len(word) <= 4 else None for word in piece]
    if len(piece) == 1:
        month = month_named(piece[0])
        return _whole_month(_year_of(month, 1, today), month) if month else None
    if (month := month_named(piece[1])) and numbers[0]:
        return _one_day(numbers[0], month, numbers[2] if len(piece) == 3 else None, today, given=len(piece) == 3)
    if (month := month_named(piece[0])) and numbers[1] and numbers[1] >= _OLDEST_YEAR and len(piece) == 2:
        return _whole_month(numbers[1], month)
    if len(piece) == 3 and all(numbers):
        first, month, last = (number or 0 for number in numbers)
        return _one_day(last, month, first, today) if first >= _OLDEST_YEAR else _one_day(first, month, last, today)
    return None


def _one_day(day: int, month: int, year: int | None, today: date, *, given: bool = True) -> tuple[date, date] | None:
    if given and year is None:
        return None
    year = _year_of(month, day, today) if year is None else year + 2000 if year < 100 else year
    with suppress(ValueError):
        return (date(year, month, day),) * 2
    return None


def _year_of(month: int, day: int, today: date) -> int:
    """Return the year of the last such day that was."""
    return today.year if (month, day) <= (today.month, today.day) else today.year - 1


def _whole_month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def month_named(word: str) -> int:
    """Return the month whose name begins like this, 0 when none does."""
    for number, names in enumerate(_month_keys(), 1):
        if word in names or (len(word) >= _LEAST_OF_A_MONTH and any(name.startswith(word) for name in names)):
            return number
    return 0


@cache
def _month_keys() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(search_key(names).split()) for names in _MONTHS)


Told = Callable[[date], tuple[date, date]]


@cache
def _phrases() -> dict[str, Told]:
    said: dict[str, Told] = {
        "আজ|আজকে|আজকের|today": lambda today: (today, today),
        "গতকাল|গতকালের|গত কাল|yesterday": lambda today: _ago(today, 1),
        "গত পরশু|গতপরশু|পরশু": lambda today: _ago(today, 2),
        "এই সপ্তাহ|এ সপ্তাহ|চলতি সপ্তাহ|this week": lambda today: (_sunday(today), today),
        "গত সপ্তাহ|গত সপ্তাহে|last week": lambda today: (
            _sunday(today) - timedelta(days=7),
            _sunday(today) - timedelta(days=1),
        ),
        "এই মাস|এ মাস|চলতি মাস|this month": lambda today: _whole_month(today.year, today.month),
        "গত মাস|গত মাসে|last month": _last_month,
    }
    return {search_key(phrase): told for phrases, told in said.items() for phrase in phrases.split("|")}


def _ago(today: date, days: int) -> tuple[date, date]:
    return (today - timedelta(days=days),) * 2


def _sunday(today: date) -> date:
    return today - timedelta(days=(today.weekday() + 1) % 7)


def _last_month(today: date) -> tuple[date, date]:
    before = today.replace(day=1) - timedelta(days=1)
    return _whole_month(before.year, before.month)
