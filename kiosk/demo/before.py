"""What was handed in on the days before the demo's day: with their dates, in a home that is not yet enrolled."""

import tomllib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from kiosk import resources
from kiosk.domain.application import ApplicationDraft
from kiosk.domain.clock import system_clock
from kiosk.domain.followups import FOLLOW_UPS

if TYPE_CHECKING:
    from kiosk.desk.context import Desk

HOUR = timedelta(hours=1)


class Calendar:
    """A clock that can stand on an earlier day."""

    def __init__(self) -> None:
        self.back = timedelta()

    def __call__(self) -> datetime:
        """Return the time of the day on which it stands."""
        return system_clock() - self.back


def earlier() -> list[dict[str, Any]]:
    """Return what was handed in, the oldest first."""
    return list(tomllib.loads(resources.read_text("demo/earlier.toml"))["application"])


def hand_in(desk: "Desk", calendar: Calendar, told: list[dict[str, Any]], operator: str) -> dict[str, str]:
    """Register each on its own day and do what was done with it then; return the numbers by their names."""
    from kiosk.desk.follow_ups import follow_up
    from kiosk.desk.register import register_application

    numbers = {}
    for one in told:
        calendar.back = timedelta(days=one["ago"])
        draft = msgspec.convert(one["draft"], ApplicationDraft)
        done = register_application(desk, draft, operator=operator, via="window", print_receipt=False)
        numbers[one["called"]] = number = done.application.receive_number
        for act in one.get("done", ()):
            calendar.back -= HOUR
            body = msgspec.convert({"receive_number": number, **act}, FOLLOW_UPS[act["kind"]])
            follow_up(desk, body, operator=operator, via="window", print_slip=False)
    calendar.back = timedelta()
    return numbers
