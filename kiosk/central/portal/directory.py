"""Where to go, with what, how long: the guidance directory as pages for everybody."""

from dataclasses import dataclass

from sqlalchemy import select

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.setup.guidance import office_directory
from kiosk.central.store.tables import Office
from kiosk.desk.guidance import delivered
from kiosk.domain.catalogue import DayType
from kiosk.domain.guidance import Directory, Guide
from kiosk.domain.slips import Words
from kiosk.errors import Refused

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: a guide's code, its name, its branch; `elsewhere` where this office does not do it."""

    code: str
    name: str
    branch: str
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Services of one branch."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Everything to tell about one thing, in words of one language; what nobody confirmed is empty.

    `service` is its code where one may apply for it here and now; `stop` says where to go instead.
    """

    code: str
    name: str
    about: str
    service: str
    stop: str
    branch: str
    room: str
    floor: str
    hours: str
    days: str
    papers: tuple[str, ...]
    fees: tuple[tuple[str, str], ...]
    fee: str
    pay: str
    refused: str
    complain: str


_made: dict[str, Directory] = {}


def directory_of(centre: Centre, office: int = 0) -> Directory:
    """Return the directory of an office; 0: of the one that is here, and of several what was delivered to all."""
    if office:
        return office_directory(centre, office)
    with centre.database.read() as connection:
        offices = connection.scalars(select(Office.office).limit(2)).all()
    if len(offices) == 1:
        return office_directory(centre, offices[0])
    if centre.catalogue.version not in _made:
        _made[centre.catalogue.version] = Directory(centre.catalogue, delivered(centre.catalogue))
    return _made[centre.catalogue.version]


def find_services(centre: Centre, typed: str, language: str, office: int = 0) -> tuple[Line, ...]:
    """Return what everyday words may mean, best first, in any script and spelling."""
    guides = directory_of(centre, office).find(typed[:100], MOST_FOUND)
    return tuple(_line(guide, language) for guide in guides)


def all_services(centre: Centre, language: str, office: int = 0) -> tuple[Group, ...]:
    """Return every service by its branch, in the catalogue's order."""
    groups: dict[str, list[Line]] = {}
    for guide in directory_of(centre, office).guides.values():
        if guide.service:
            line = _line(guide, language)
            groups.setdefault(line.branch, []).append(line)
    return tuple(Group(name, tuple(lines)) for name, lines in groups.items())


def card_of(centre: Centre, code: str, language: str, office: int = 0) -> Card:
    """Return what to tell of one thing.  Raises Refused `service.unknown`."""
    guides = directory_of(centre, office).guides
    guide = guides.get(code) or guides.get(f"service.{code}")
    if guide is None:
        raise Refused.because("service.unknown", "service")
    return Card(
        code=guide.code,
        name=said(guide.name, language),
        about=said(guide.about, language),
        service="" if guide.stop else guide.service,
        stop=said(guide.stop, language),
        branch=said(guide.branch, language),
        room=i18n.digits(guide.room, language),
        floor=said(guide.floor, language),
        hours=said(guide.hours, language),
        days=_days(guide, language),
        papers=tuple(said(paper, language) for paper in guide.papers),
        fees=tuple((_fee_name(part.kind, language), i18n.money(part.poisha, language)) for part in guide.fees),
        fee=said(guide.fee, language),
        pay=said(guide.pay, language),
        refused=said(guide.refused, language),
        complain=said(guide.complain, language),
    )


def said(words: Words, language: str) -> str:
    """Return words in a language, else in the other one."""
    return (words.bn or words.en) if language == "bn" else (words.en or words.bn)


def _line(guide: Guide, language: str) -> Line:
    return Line(guide.code, said(guide.name, language), said(guide.branch, language), bool(guide.stop))


def _days(guide: Guide, language: str) -> str:
    if guide.days is None:
        return ""
    words = i18n.translator(language)
    if guide.days == 0:
        return words.gettext("the same day")
    count = i18n.digits(guide.days, language)
    if guide.day_type is DayType.CALENDAR:
        return words.ngettext("{count} day", "{count} days", guide.days).format(count=count)
    return words.ngettext("{count} working day", "{count} working days", guide.days).format(count=count)


def _fee_name(kind: str, language: str) -> str:
    words = i18n.translator(language).gettext
    names = {
        "court_fee": words("Court fee"),
        "challan": words("Treasury challan"),
        "vat": words("VAT"),
        "folio": words("For each folio"),
    }
    return names.get(kind, kind)
