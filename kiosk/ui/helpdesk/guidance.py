"""What the helpdesk tells a visitor about a service: where, with what, how much, how long."""

from dataclasses import dataclass

from kiosk import i18n
from kiosk.domain.catalogue import DayType, Fees, Service
from kiosk.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Choice:
    """A service that the words may mean; `stop` says that it is not given here."""

    code: str
    name: str
    place: str
    stop: str = ""


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to tell: `room` is empty where nobody confirmed one, then the branch is the way."""

    name: str
    about: str
    branch: str
    room: str
    papers: tuple[str, ...]
    fee: str
    days: str
    stop: str


def named(service: Service) -> str:
    """Return a service's name in the window's language."""
    return service.name_en if i18n.language() == "en" and service.name_en else service.name_bn


def branch_of(service: Service) -> str:
    """Return its branch in the window's language."""
    return service.branch_en if i18n.language() == "en" and service.branch_en else service.branch_bn


def stop_of(service: Service) -> str:
    """Return where to go instead; empty where the counter takes it."""
    return service.stop_en if i18n.language() == "en" and service.stop_en else service.stop_bn


def choice(service: Service) -> Choice:
    """Return a service as one line to choose."""
    return Choice(service.code, named(service), place_of(service), stop_of(service))


def guidance(service: Service) -> Guidance:
    """Return everything to tell about a service."""
    return Guidance(
        name=named(service),
        about=_("The application is taken at this counter") if not service.stop_bn else _("Only guidance here"),
        branch=branch_of(service),
        room=i18n.digits(service.room),
        papers=tuple(_paper(paper.name_bn, paper.name_en) for paper in service.papers),
        fee=fee_of(service.fees),
        days=days_of(service),
        stop=stop_of(service),
    )


def place_of(service: Service) -> str:
    """Return the room where one is known, else the branch."""
    if service.room:
        return _("Room {room}").format(room=i18n.digits(service.room))
    return branch_of(service)


def fee_of(fees: Fees) -> str:
    """Return the fees that somebody confirmed, in words."""
    parts = (
        (fees.court_fee_poisha, _("court fee {money}")),
        (fees.challan_poisha, _("challan {money}")),
        (fees.vat_poisha, _("VAT {money}")),
        (fees.folio_poisha, _("folio {money}")),
    )
    known = [text.format(money=i18n.money(poisha)) for poisha, text in parts if poisha is not None]
    return " · ".join(known) if known else _("ask the branch")


def days_of(service: Service) -> str:
    """Return the time limit in words; never a guess."""
    if service.days is None:
        return _("not fixed, will be told")
    if service.day_type is DayType.CALENDAR:
        text = ngettext("{n} day", "{n} days", service.days)
    else:
        text = ngettext("{n} working day", "{n} working days", service.days)
    return text.format(n=i18n.digits(service.days))


def _paper(name_bn: str, name_en: str) -> str:
    return name_en if i18n.language() == "en" and name_en else name_bn
