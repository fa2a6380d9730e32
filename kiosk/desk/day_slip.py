"""What the slip of a closed day says."""

from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.desk.document_values import say
from kiosk.desk.receipts import operator_name
from kiosk.domain.daily import Left
from kiosk.domain.slips import DAY_COUNTS, Count, DayClose, FeePart, SlipHead
from kiosk.store.session import Unit

if TYPE_CHECKING:
    from kiosk.desk.day import DayBalance


def _(message: str) -> str:
    """Mark a message for the catalogue; `say` translates it."""
    return message


LEFT_NAMES = {
    "receipt": _("Receipt owed"),
    "slip": _("Slip owed"),
    "repair": _("To be repaired"),
    "unsent": _("Not sent to the centre yet"),
    "parked": _("Application laid aside"),
    "callback": _("Call to make"),
    "unanswered": _("Question without an answer"),
    "fee": _("Court fee that does not match"),
}
"""What remains at the end of a day, by `kiosk.domain.daily.LEFT_OF`."""


def day_slip(unit: Unit, balance: "DayBalance", handed_to: str, head: SlipHead) -> DayClose:
    """Return the slip of a day; every thing that remains names who has it now."""
    taker = operator_name(unit, handed_to) if handed_to else ""
    fees = (FeePart("court_fee", balance.fees.stamps_poisha), FeePart("challan", balance.fees.challans_poisha))
    return DayClose(
        head=head,
        day=balance.day.isoformat(),
        counts=tuple(Count(what, balance.counts[what]) for what in DAY_COUNTS if what in balance.counts),
        first_number=balance.first_number,
        last_number=balance.last_number,
        fees=tuple(fee for fee in fees if fee.poisha),
        stamps=balance.fees.stamps,
        journal_events=balance.head.seq,
        journal_head=balance.head.hash,
        matches=balance.agrees,
        left=tuple(f"{_line(one)} → {taker}" for one in balance.left),
        again=balance.closings,
    )


def _line(left: Left) -> str:
    number = left.reference if len(left.reference) == 13 and left.reference.isdecimal() else ""
    shown = i18n.receive_number(number) if number else ""
    count = str(left.count) if left.count > 1 else ""
    return " ".join(filter(None, (say("bn", LEFT_NAMES[left.of]), count, shown, left.name)))
