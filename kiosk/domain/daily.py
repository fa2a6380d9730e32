"""What happens to a counter's day rather than to an application: shifts, callbacks, closing, outages.

Days are Dhaka days, instants UTC text.
"""

from typing import Annotated

from msgspec import Meta, Struct

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
