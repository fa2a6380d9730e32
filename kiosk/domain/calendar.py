"""Working days, promised dates that can show their sum, and the Bangla calendar.

Days are Asia/Dhaka days.  Holidays are data: `resources/calendar/`.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kiosk.errors import Refused

if TYPE_CHECKING:
    from kiosk.domain.catalogue import DayType

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ONE_DAY = timedelta(days=1)
_HORIZON = 20 * 366  # days: a promise further away than this is no promise


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off.  `kind` is `fixed|moon|declared`; `unconfirmed`: the moon has not spoken yet."""

    name_bn: str
    name_en: str
    kind: str = "fixed"
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """Which days an office works.

    `weekend` holds weekdays (Monday is 0), `holidays` dated days off, `working_days` days that
    were declared working although they are weekend or holiday, `yearly` (month, day, first
    year) of the days off that return each year; `names` says why a dated or yearly day is off.
    """

    weekend: frozenset[int] = frozenset({4, 5})
    holidays: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()
    yearly: frozenset[tuple[int, int, int]] = frozenset()
    names: Mapping[date | tuple[int, int], Holiday] = field(default_factory=lambda: MappingProxyType({}))

    def holiday(self, day: date) -> Holiday | None:
        """Return the holiday of a day, if it is known by name."""
        return self.names.get(day) or self.names.get((day.month, day.day))

    def why_closed(self, day: date) -> str:
        """Return `holiday` or `weekend`, or "" for a working day."""
        if day in self.working_days:
            return ""
        if day in self.holidays or any((m, d) == (day.month, day.day) and y <= day.year for m, d, y in self.yearly):
            return "holiday"
        return "weekend" if day.weekday() in self.weekend else ""

    def is_working(self, day: date) -> bool:
        """Tell whether the office works that day."""
        return not self.why_closed(day)

    def promise(
        self,
        service_days: int | None,
        day_type: "DayType",
        received_on: date,
        *,
        count_first: bool = False,
    ) -> date | None:
        """Return the day on which the service is promised, None when nobody knows its days.

        Always a day on which the office works, except that 0 days mean the day of receipt
        itself.  An unknown day type counts as working days; the day of receipt counts only
        with `count_first`.  None, too, where a clock gone mad leaves no calendar to count in.
        """
        sum_ = self.reckoning(service_days, day_type, received_on, count_first=count_first)
        return sum_[-1][0] if sum_ else None

    def reckoning(
        self,
        service_days: int | None,
        day_type: "DayType",
        received_on: date,
        *,
        count_first: bool = False,
    ) -> tuple[tuple[date, str], ...]:
        """Return how a promised date comes about, day by day; empty when there is none.

        Each day has its reason: `received`, `weekend`, `holiday`, `counted`; the last one is `promised`.
        """
        if service_days is None:
            return ()
        days: list[tuple[date, str]] = []
        left = service_days
        for day, reason in self._judged(day_type, received_on, count_first=count_first):
            left -= reason == "counted"
            closed = self.why_closed(day)
            if left <= 0 and (service_days == 0 or not closed):
                return (*days, (day, "promised"))
            days.append((day, closed if left <= 0 else reason))
        return ()

    def _judged(self, day_type: "DayType", first: date, *, count_first: bool) -> Iterator[tuple[date, str]]:
        every_day = day_type.value == "calendar"
        for number in range(min(_HORIZON, (date.max - first).days)):
            day = first + number * _ONE_DAY
            if number == 0 and not count_first:
                yield day, "received"
            else:
                yield day, "counted" if every_day else self.why_closed(day) or "counted"


def with_days(calendar: OfficeCalendar, holidays: Mapping[date, Holiday], working: Iterable[date]) -> OfficeCalendar:
    """Return the calendar with days that were declared late; a holiday declared beats a working day of before."""
    extra = frozenset(working)
    names: dict[date | tuple[int, int], Holiday] = {**calendar.names}
    names |= {day: holiday for day, holiday in holidays.items()}  # noqa: C416 - dates are keys of a wider kind
    return replace(
        calendar,
        holidays=(calendar.holidays | holidays.keys()) - extra,
        working_days=(calendar.working_days - holidays.keys()) | extra,
        names=MappingProxyType(names),
    )


def load_calendar(*toml_texts: str) -> OfficeCalendar:
    """Return the calendar that TOML tells: `weekend`, `[[yearly]]`, `[[holiday]]`, `[[working_day]]`.

    Several texts (one a year, say) add up; the last `weekend` holds.  Raises Refused `calendar.form`.
    """
    try:
        return _calendar([tomllib.loads(text) for text in toml_texts])
    except (KeyError, TypeError, ValueError) as error:  # a TOMLDecodeError is a ValueError, and names the line
        raise Refused.because("calendar.form", detail=str(error)) from error


def _calendar(texts: list[dict[str, Any]]) -> OfficeCalendar:
    rows = {
        kind: [row for text in texts for row in text.get(kind, ())] for kind in ("yearly", "holiday", "working_day")
    }
    weekend = [text["weekend"] for text in texts if "weekend" in text] or [("friday", "saturday")]
    yearly = {_yearly(row): Holiday(**row) for row in rows["yearly"]}
    dated = {_dated(row): Holiday(**row) for row in rows["holiday"]}
    names: dict[date | tuple[int, int], Holiday] = {key[:2]: holiday for key, holiday in yearly.items()}
    names.update(dated.items())
    return OfficeCalendar(
        weekend=frozenset(WEEKDAYS.index(name) for name in weekend[-1]),
        holidays=frozenset(dated),
        working_days=frozenset(map(_dated, rows["working_day"])),
        yearly=frozenset(yearly),
        names=MappingProxyType(names),
    )


def _yearly(row: dict[str, Any]) -> tuple[int, int, int]:
    month, day = map(int, row.pop("day").split("-"))
    date(2024, month, day)  # a day that exists, in leap years at least
    return month, day, int(row.pop("since", 0))


def _dated(row: dict[str, Any]) -> date:
    day = row.pop("date")
    if type(day) is not date:
        raise TypeError(f"{day!r} is not a date")
    return day


# ------------------------------------------------------------------------------ the Bangla calendar

# Where each month begins, since the reform of 2019: (Gregorian month, day, name).
_BANGLA_MONTHS = (
    (1, 15, "মাঘ"),
    (2, 14, "ফাল্গুন"),
    (3, 15, "চৈত্র"),
    (4, 14, "বৈশাখ"),
    (5, 15, "জ্যৈষ্ঠ"),
    (6, 15, "আষাঢ়"),
    (7, 16, "শ্রাবণ"),
    (8, 16, "ভাদ্র"),
    (9, 16, "আশ্বিন"),
    (10, 17, "কার্তিক"),
    (11, 16, "অগ্রহায়ণ"),
    (12, 16, "পৌষ"),
)


def bangla_date(day: date) -> tuple[int, str, int]:
    """Return day, month name and year of the Bangla calendar of Bangladesh.

    By the reform in force since 16 October 2019 (Falgun has 29 days, 30 in leap years); earlier
    days are told by the same rule.
    """
    started = [begin for begin in _BANGLA_MONTHS if begin[:2] <= (day.month, day.day)]
    month, first, name = started[-1] if started else _BANGLA_MONTHS[-1]
    begin = date(day.year if started else day.year - 1, month, first)
    year = day.year - (593 if (day.month, day.day) >= (4, 14) else 594)
    return (day - begin).days + 1, name, year
