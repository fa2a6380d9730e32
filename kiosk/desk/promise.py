"""When an application will be answered, by the office's calendar."""

from dataclasses import dataclass
from datetime import date

from kiosk.desk.context import Desk
from kiosk.domain.catalogue import DayType, Service
from kiosk.domain.clock import dhaka_day


@dataclass(frozen=True, slots=True)
class Promise:
    """The promised day, None where the service has no time limit."""

    on: date | None
    days: int | None
    day_type: DayType


def promise_for(desk: Desk, service: Service, received_on: date | None = None) -> Promise:
    """Return what may be promised for an application received on a day (default: today)."""
    day = received_on or dhaka_day(desk.clock())
    asked = (service.days, service.day_type.value, day)
    if asked not in desk.promised:
        desk.promised[asked] = desk.calendar.promise(service.days, service.day_type, day)
    return Promise(desk.promised[asked], service.days, service.day_type)
