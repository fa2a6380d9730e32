"""What the slips say that are not receipts: values only; words and looks are printing's business.

Names that an office has in two languages are `Words`; days are ISO, instants UTC, money in poisha.
"""

from typing import Literal

import msgspec
from msgspec import Struct


class Words(Struct, frozen=True, omit_defaults=True):
    """A name or sentence of the office; the English one may be missing."""

    bn: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything is said."""
        return bool(self.bn or self.en)


class SlipHead(Struct, frozen=True, omit_defaults=True):
    """Who made a slip, where and when.  `practice` writes প্রশিক্ষণ on it; `desk.slips.slip_head` makes one."""

    office_bn: str
    at: str
    counter: int = 0
    operator: str = ""
    office_en: str = ""
    office_line_bn: str = ""
    practice: bool = False


class FloorPlan(Struct, frozen=True, omit_defaults=True):
    """One floor: rooms on both sides of a corridor, from left to right.

    `stairs` is how many rooms of each side stand left of the stairs.  A room named `""` has no
    number on its door, but takes its place.
    """

    above: tuple[str, ...]
    below: tuple[str, ...] = ()
    stairs: int = 0


FeeKind = Literal["court_fee", "challan", "vat", "folio", "form", "other"]


class FeePart(Struct, frozen=True, omit_defaults=True):
    """A part of what has to be paid."""

    kind: FeeKind
    poisha: int


class WhereToGo(Struct, frozen=True, omit_defaults=True, tag="where_to_go"):
    """Where a visitor goes, with what.  Nothing needs to be known but `work`.

    `room` is its number or name; `submit` are lines on where and when to hand in.  With `elsewhere`
    the office does not do this: it names who does, and `room` stays empty.
    """

    head: SlipHead
    work: Words
    room: str = ""
    floor: Words = Words()
    branch: Words = Words()
    plan: FloorPlan | None = None
    days: int | None = None
    day_type: str = "unknown"
    fees: tuple[FeePart, ...] = ()
    fee_note: Words = Words()
    papers: tuple[Words, ...] = ()
    submit: tuple[Words, ...] = ()
    elsewhere: Words = Words()


class PostalAcknowledgement(Struct, frozen=True, omit_defaults=True, tag="postal_acknowledgement"):
    """That a letter came, for the sender; goes back in the envelope.  `registered_no` is the post's number."""

    head: SlipHead
    receive_number: str
    name: str
    service: Words
    received_at: str
    subject: str = ""
    place: str = ""
    posted_on: str = ""
    arrived_on: str = ""
    registered_no: str = ""
    promised_on: str | None = None
    branch: Words = Words()
    room: str = ""
    missing: tuple[Words, ...] = ()
    qr: str = ""
    secret: str = ""


class FeeDemand(Struct, frozen=True, omit_defaults=True, tag="fee_demand"):
    """What has to be paid before the work goes on.  `code` is the treasury's, `by` the last day."""

    head: SlipHead
    receive_number: str
    name: str
    service: Words
    parts: tuple[FeePart, ...]
    by: str = ""
    code: str = ""
    pages: int = 0
    pay_at: Words = Words()
    note: str = ""
    qr: str = ""


class StampLine(Struct, frozen=True, omit_defaults=True):
    """Stamps of one value: how many, and their numbers as one text."""

    poisha: int
    count: int = 1
    serials: str = ""


class ChallanLine(Struct, frozen=True, omit_defaults=True):
    """A challan that was shown."""

    number: str
    poisha: int
    on: str = ""
    bank: str = ""
    code: str = ""


class FeeReceipt(Struct, frozen=True, omit_defaults=True, tag="fee_receipt"):
    """Which stamps and challans came with an application.  Cash is never taken.

    `total_poisha` is what the counter booked; None: the sum of the lines.
    """

    head: SlipHead
    receive_number: str
    name: str
    service: Words
    stamps: tuple[StampLine, ...] = ()
    challans: tuple[ChallanLine, ...] = ()
    total_poisha: int | None = None
    demanded_poisha: int | None = None
    qr: str = ""

    @property
    def sum_poisha(self) -> int:
        """What the lines come to."""
        return sum(one.poisha * one.count for one in self.stamps) + sum(one.poisha for one in self.challans)


class HandOver(Struct, frozen=True, omit_defaults=True, tag="hand_over"):
    """That a copy or letter was handed over; the taker signs or puts a thumb on it.

    `relation` says what the taker is to the applicant, empty for the applicant; `identity` is shown as
    given (mask it before).
    """

    head: SlipHead
    receive_number: str
    name: str
    service: Words
    what: Words
    taken_by: str
    relation: Words = Words()
    identity: str = ""
    mobile: str = ""
    copies: int = 0
    pages: int = 0
    thumb: bool = False
    qr: str = ""


DAY_COUNTS = (
    "walk_in", "post", "email", "portal", "udc", "registered",
    "corrected", "voided", "scans", "copies_printed", "handed_over", "visits", "unanswered", "callbacks",
    "owed", "repair", "waiting", "parked",
)  # fmt: skip
"""What a day-close slip counts, each with words of its own."""


class Count(Struct, frozen=True):
    """One line of a day: `what` is one of `DAY_COUNTS`."""

    what: str
    count: int


class DayClose(Struct, frozen=True, omit_defaults=True, tag="day_close"):
    """A counter's day as it was closed, to be signed and filed.

    `fees` sums the stamps and challans seen; `journal_events` and `journal_head` name the journal as
    it stood, `matches` whether the centre has the same (None: not asked).  `left` are things handed on
    unfinished, each with who has it now; `again` counts prints after the first.
    """

    head: SlipHead
    day: str
    counts: tuple[Count, ...]
    first_number: str = ""
    last_number: str = ""
    fees: tuple[FeePart, ...] = ()
    stamps: int = 0
    journal_events: int = 0
    journal_head: str = ""
    matches: bool | None = None
    left: tuple[str, ...] = ()
    shift: str = ""
    again: int = 0


Slip = WhereToGo | PostalAcknowledgement | FeeDemand | FeeReceipt | HandOver | DayClose

_DECODER: "msgspec.json.Decoder[Slip]" = msgspec.json.Decoder(Slip)


def slip_kind(slip: Slip) -> str:
    """Return a slip's kind: `where_to_go|postal_acknowledgement|fee_demand|fee_receipt|hand_over|day_close`."""
    return str(slip.__struct_config__.tag)


def encode_slip(slip: Slip) -> bytes:
    """Return a slip as JSON, to be kept."""
    return msgspec.json.encode(slip)


def decode_slip(body: bytes) -> Slip:
    """Return a slip that was kept.  Raises msgspec.ValidationError."""
    return _DECODER.decode(body)


def number_of(slip: Slip) -> str:
    """Return the receive number that a slip is about; empty where it is about none."""
    return getattr(slip, "receive_number", "")
