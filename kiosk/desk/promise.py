"""When an application will be answered, by the office's calendar."""

from dataclasses import dataclass
from datetime import date

from kiosk.desk.context import Desk
from kiosk.domain.application import ApplicationDraft
from kiosk.domain.catalogue import DayType, Service
from kiosk.domain.clock import dhaka_day


@dataclass(frozen=True, slots=True)
class Promise:
    """The promised day, None where the service has no time limit."""

    on: date | None
    days: int | None
    day_type: DayType


@dataclass(frozen=True, slots=True)
class ReckonedDay:
    """One day of the sum: `reason` is `received|counted|weekend|holiday|promised`; a holiday has its names."""

    day: date
    reason: str
    name_bn: str = ""
    name_en: str = ""


def promise_for(desk: Desk, service: Service, received_on: date | None = None) -> Promise:
    """Return what may be promised for an application received on a day (default: today)."""
    day = received_on or dhaka_day(desk.clock())
    days, first = desk.office_days.now, desk.settings.count_day_of_receipt
    asked = (service.days, service.day_type.value, day, first)
    if asked not in days.promised:
        days.promised[asked] = days.calendar.promise(service.days, service.day_type, day, count_first=first)
    return Promise(days.promised[asked], service.days, service.day_type)


def promise_sum(desk: Desk, service: Service, received_on: date | None = None) -> tuple[ReckonedDay, ...]:
    """Return how the promised day comes about, day by day; empty when there is none."""
    day, calendar = received_on or dhaka_day(desk.clock()), desk.calendar
    sum_ = calendar.reckoning(service.days, service.day_type, day, count_first=desk.settings.count_day_of_receipt)
    return tuple(_reckoned(desk, day, reason) for day, reason in sum_)


def _reckoned(desk: Desk, day: date, reason: str) -> ReckonedDay:
    holiday = desk.calendar.holiday(day) if reason == "holiday" else None
    return ReckonedDay(day, reason, holiday.name_bn, holiday.name_en) if holiday else ReckonedDay(day, reason)


def counted_from(draft: ApplicationDraft, today: date) -> date:
    """Return the day of receipt that a promise counts from: a letter's or mail's arrival, else today."""
    arrived = date.fromisoformat(draft.arrived_on) if draft.arrived_on else today
    return min(arrived, today)
