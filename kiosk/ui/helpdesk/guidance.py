"""What the directory knows, in the words and digits of the window."""

from dataclasses import dataclass

from kiosk import i18n
from kiosk.domain.catalogue import DayType
from kiosk.domain.guidance import Guide
from kiosk.domain.slips import FeePart, FloorPlan, Words
from kiosk.i18n import _, ngettext

NOTHING = Words()


@dataclass(frozen=True, slots=True)
class Choice:
    """A guide that the words may mean; `stop` says that it is not done here."""

    code: str
    name: str
    place: str
    stop: str = ""


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to tell; a fact that nobody confirmed is empty, or says "ask here" where a visitor waits for it.

    `plan` is the floor, and the room as it is named there.
    """

    name: str
    about: str
    branch: str
    room: str
    papers: tuple[str, ...]
    fee: str
    days: str
    stop: str
    floor: str = ""
    officer: str = ""
    hours: str = ""
    pay: str = ""
    refused: str = ""
    complain: str = ""
    plan: tuple[FloorPlan, str] | None = None


def said(words: Words) -> str:
    """Return words in the window's language; the other one is better than nothing."""
    if i18n.language() == "en":
        return words.en or words.bn
    return words.bn or words.en


def choice(guide: Guide) -> Choice:
    """Return a guide as one line to choose."""
    return Choice(guide.code, said(guide.name), place_of(guide), said(guide.stop))


def guidance(guide: Guide) -> Guidance:
    """Return everything to tell."""
    return Guidance(
        name=said(guide.name),
        about=said(guide.about) or about_of(guide),
        branch=said(guide.branch),
        room=i18n.digits(guide.room),
        papers=tuple(said(paper) for paper in guide.papers),
        fee=fee_of(guide.fees, guide.fee),
        days=days_of(guide),
        stop=said(guide.stop),
        floor=said(guide.floor),
        officer=said(guide.officer) or ask_here(),
        hours=said(guide.hours) or ask_here(),
        pay=said(guide.pay),
        refused=said(guide.refused),
        complain=said(guide.complain),
        plan=(guide.plan, guide.room) if guide.plan else None,
    )


def ask_here() -> str:
    """Return what is said instead of a guess."""
    return _("ask here")


def about_of(guide: Guide) -> str:
    """Return what the counter does with it."""
    if guide.stop:
        return _("Only guidance here")
    return _("The application is taken at this counter") if guide.service else ""


def place_of(guide: Guide) -> str:
    """Return the room where one is known, else the branch, else this helpdesk."""
    if guide.room:
        return _("Room {room}").format(room=i18n.digits(guide.room))
    return said(guide.branch) or _("At this helpdesk")


def fee_of(fees: tuple[FeePart, ...], note: Words = NOTHING) -> str:
    """Return the fees that somebody confirmed, in words."""
    names = {
        "court_fee": _("court fee {money}"),
        "challan": _("challan {money}"),
        "vat": _("VAT {money}"),
        "folio": _("folio {money}"),
    }
    known = [names[part.kind].format(money=i18n.money(part.poisha)) for part in fees if part.kind in names]
    known += [said(note)] if note else []
    return " · ".join(known) if known else ask_here()


def days_of(guide: Guide) -> str:
    """Return the time limit in words; never a guess."""
    if guide.days is None:
        return _("not fixed, will be told")
    if guide.days == 0:
        return _("the same day")
    if guide.day_type is DayType.WORKING:
        text = ngettext("{n} working day", "{n} working days", guide.days)
    else:  # a page that only says "days" is told as it stands, on the slip too
        text = ngettext("{n} day", "{n} days", guide.days)
    return text.format(n=i18n.digits(guide.days))
