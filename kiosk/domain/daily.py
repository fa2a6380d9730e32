"""What happens to a counter's day rather than to an application: shifts, callbacks, closing, outages.

Days are Dhaka days, instants UTC text.
"""

from typing import Annotated

from msgspec import Meta, Struct

from kiosk.domain.bangla import clean_note
from kiosk.domain.checks import check_date
from kiosk.domain.clock import unstamp
from kiosk.errors import Refused

MOST_LEFT = 10_000

CALLBACK_RESULTS = ("done", "not_reached", "again")
OUTAGES = ("line", "power", "printer")
LEFT_OF = ("receipt", "slip", "repair", "unsent", "parked", "callback", "unanswered", "fee")
"""What may remain at the end of a day: papers owed, slips owed, events refused, events not sent, forms
laid aside, callbacks due, visitors without an answer, court fees that do not match."""

Text = Annotated[str, Meta(max_length=1000)]


class Left(Struct, frozen=True, omit_defaults=True):
    """One thing that remains: `of` is one of `LEFT_OF`, `reference` a receive number, visit or job.

    `name` is whose it is, `reason` a code or words of why, `count` how many where they have no names.
    """

    of: str
    reference: str = ""
    name: str = ""
    reason: str = ""
    count: int = 1


Lefts = Annotated[tuple[Left, ...], Meta(max_length=MOST_LEFT)]


class VisitSettled(Struct, frozen=True, omit_defaults=True):
    """What became of a callback.  Kind `visit.settled`.

    `result` is `done|not_reached|again`; of `again` (and of `not_reached`, where somebody tries
    once more) `again_on` is the next day; `became` the application that it led to.
    """

    visit_id: str
    result: str
    again_on: str = ""
    became: str = ""
    note: Text = ""


class ShiftOpened(Struct, frozen=True, omit_defaults=True):
    """Somebody sits down at the counter.  Kind `shift.opened`."""

    note: Text = ""


class ShiftHandedOver(Struct, frozen=True, omit_defaults=True):
    """The counter goes to a colleague (a login), with what remains.  Kind `shift.handed_over`."""

    to: str
    left: Lefts = ()
    note: Text = ""


class DayCount(Struct, frozen=True):
    """One number of a day: `what` is one of `kiosk.domain.slips.DAY_COUNTS`."""

    what: str
    count: int


class DayClosed(Struct, frozen=True, omit_defaults=True):
    """A counter's day was closed.  Kind `day.closed`.

    `left` remains and goes to `handed_to` (a login); `head_seq` and `head_hash` name the journal as it
    stood, without this event.
    """

    day: str
    counts: Annotated[tuple[DayCount, ...], Meta(max_length=100)] = ()
    left: Lefts = ()
    handed_to: str = ""
    head_seq: int = 0
    head_hash: str = ""
    note: Text = ""


class OutageNoted(Struct, frozen=True, omit_defaults=True):
    """Something did not work.  Kind `outage.noted`.

    `what` is `line|power|printer`; `since` and `until` are instants, `until` empty while it lasts: the
    same `what` and `since` noted again says how it ended.  `by_hand`: a person said so.
    """

    what: str
    since: str
    until: str = ""
    note: Text = ""
    by_hand: bool = False


DAILY: dict[str, type[Struct]] = {
    "visit.settled": VisitSettled,
    "shift.opened": ShiftOpened,
    "shift.handed_over": ShiftHandedOver,
    "day.closed": DayClosed,
    "outage.noted": OutageNoted,
}


def check_daily(body: Struct) -> None:
    """Raise Refused when a body says what cannot be: `callback.result`, `outage.unknown`, `date.form`, `text.*`."""
    clean_note(getattr(body, "note", ""), "note")
    if isinstance(body, VisitSettled):
        if body.result not in CALLBACK_RESULTS or (body.result == "again" and not body.again_on):
            raise Refused.because("callback.result", "result")
        _check_days(again_on=body.again_on)
    elif isinstance(body, OutageNoted):
        if body.what not in OUTAGES:
            raise Refused.because("outage.unknown", "what")
        _check_instants(since=body.since or "-", until=body.until)
    elif isinstance(body, DayClosed):
        _check_days(day=body.day or "-")


def _check_days(**days: str) -> None:
    for field, day in days.items():
        if day and check_date(day) != day:
            raise Refused.because("date.form", field)


def _check_instants(**instants: str) -> None:
    for field, text in instants.items():
        try:
            known = not text or unstamp(text).tzinfo is not None
        except ValueError:
            known = False
        if not known:
            raise Refused.because("date.form", field)
