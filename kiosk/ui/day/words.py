"""What remains of a day, in words: a row for every sort, named one by one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.domain.clock import DHAKA, unstamp
from kiosk.i18n import _, ngettext

if TYPE_CHECKING:
    from kiosk.desk.day import DayBalance
    from kiosk.desk.outages import Outage
    from kiosk.domain.daily import Left

NAMED = 4
"""So many of a sort are named in its row; the rest are counted."""


@dataclass(frozen=True, slots=True)
class LeftRow:
    """One sort of what may remain: how many, who, where `goes` leads and the words for it; `tone` is `warn|bad|ok`."""

    of: str
    count: int
    title: str
    rest: str
    goes: str = ""
    verb: str = ""
    tone: str = "ok"


def rows_of(balance: "DayBalance") -> tuple[LeftRow, ...]:
    """Return a row for every sort: first what remains, then what is at zero."""
    rows = [_row(balance, *sort) for sort in _sorts()]
    return tuple(sorted((row for row in rows if row is not None), key=lambda row: not row.count))


_Sort = tuple[str, str, str, str]


def _sorts() -> list[_Sort]:
    """Return code, name, where it leads and the verb of every sort."""
    return [
        ("receipt", _("Receipts owed"), "print", _("Print")),
        ("slip", _("Slips owed"), "print", _("Print")),
        ("repair", _("Needs repair"), "tray", _("Open")),
        ("parked", _("Applications laid aside"), "tray", _("Open")),
        ("callback", _("Calls to make"), "tray", _("Open")),
        ("unanswered", _("Questions without an answer"), "tray", _("Open")),
        ("fee", _("Court fees that do not match"), "find", _("Look")),
        ("unsent", _("To be sent to the centre"), "send", _("Send now")),
    ]


def _row(balance: "DayBalance", of: str, title: str, goes: str, verb: str) -> LeftRow | None:
    left = balance.left_of(of)
    count = sum(one.count for one in left)
    if not count:
        if of in {"slip", "unanswered"} or (of == "unsent" and not balance.last_success_at):
            return None
        return LeftRow(of, 0, title, _settled(of, balance))
    tone = "bad" if of == "repair" else "warn"
    return LeftRow(of, count, title, " · ".join(_named(left)), goes, verb, tone)


def _settled(of: str, balance: "DayBalance") -> str:
    """Return what is worth knowing where nothing remains."""
    if of == "unsent":
        return _("last contact {time}").format(time=time_of(balance.last_success_at))
    if of == "fee":
        fees = balance.fees
        sum_ = fees.stamps_poisha + fees.challans_poisha
        if not sum_:
            return ""
        stamps = ngettext("{n} stamp", "{n} stamps", fees.stamps).format(n=i18n.digits(fees.stamps))
        return f"{i18n.money(sum_)}, {stamps}" if fees.stamps else i18n.money(sum_)
    return ""


def _named(left: "tuple[Left, ...]") -> list[str]:
    said = [words for one in left[:NAMED] if (words := _one(one))]
    more = len(left) - NAMED
    return [*said, _("{n} more").format(n=i18n.digits(more))] if more > 0 else said


def _one(left: "Left") -> str:
    number = left.reference if len(left.reference) == 13 and left.reference.isdecimal() else ""
    shown = "…" + i18n.receive_number(number)[-8:] if number else ""
    return " ".join(part for part in (shown, left.name, _why(left)) if part)


def _why(left: "Left") -> str:
    say: dict[str, Callable[[str], str]] = {
        "callback": lambda day: f"({i18n.short_day(date.fromisoformat(day))})",
        "parked": lambda at: _("(since {time})").format(time=time_of(at)),
        "repair": lambda code: f"({_short(code)})",
        "fee": lambda code: f"({_short(code)})",
    }
    return say[left.of](left.reason) if left.of in say and left.reason else ""


def _short(code: str) -> str:
    """Return what a refusal's code says first."""
    return i18n.sentence(code).partition("।")[0].partition(". ")[0].rstrip(".।")


def time_of(at: str) -> str:
    """Return the time of UTC text on the wall of the office."""
    return i18n.clock_time(unstamp(at).astimezone(DHAKA)) if at else ""


def outage_words(one: "Outage") -> str:
    """Return an outage in a line: what, from when to when, who says so."""
    since = i18n.clock_time(one.since.astimezone(DHAKA))
    until = i18n.clock_time(one.until.astimezone(DHAKA)) if one.until else _("still")
    return " · ".join(part for part in (f"*{outage_name(one.what)}* {since}–{until}", one.note) if part)


def outage_name(what: str) -> str:
    """Return what did not work."""
    return {"line": _("Line"), "power": _("Power"), "printer": _("Printer")}.get(what, what)
