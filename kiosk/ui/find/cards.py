"""What the side says of the chosen row: who, where it is now, what is missing."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.domain.application import PaperState
from kiosk.domain.clock import DHAKA, unstamp
from kiosk.domain.workflow import ACTS, FORWARDED, PENDING, RECEIVED, Step
from kiosk.i18n import _, ngettext
from kiosk.ui.find.names import answer_words, masked, paper_name, service_name
from kiosk.ui.find.words import Of, Row

if TYPE_CHECKING:
    from kiosk.desk.find_screen import InFull, PersonFound
    from kiosk.domain.application import Application, Place, Visit
    from kiosk.domain.catalogue import Catalogue, Service


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to an application: `now` is the last of it, `ahead` is still to come."""

    title: str
    rest: str = ""
    below: str = ""
    now: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What the side says of the chosen row: head, number, name, a line below; then facts or moments."""

    head: str
    number: str = ""
    name: str = ""
    below: str = ""
    moments: tuple[Moment, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    opens: bool = False
    prints: bool = False


def card_of(row: Row, catalogue: "Catalogue") -> Card | None:
    """Return what is known of a row without asking the store; an application needs `application_card`."""
    if row.of is Of.PERSON:
        return _person_card(row.value)  # type: ignore[arg-type]
    if row.of is Of.VISIT:
        return _visit_card(row.value, catalogue)  # type: ignore[arg-type]
    if row.of is Of.PLACE:
        return _place_card(row.value)  # type: ignore[arg-type]
    return _service_card(row.value) if row.of is Of.SERVICE else None  # type: ignore[arg-type]


def _person_card(person: "PersonFound") -> Card:
    mobile = _("Mobile {mobile}").format(mobile=masked(person.mobile)) if person.mobile else ""
    last = _("Last came on {day}").format(day=i18n.day(date.fromisoformat(person.last_on), year=True))
    count = ngettext("{n} application", "{n} applications", person.applications)
    lines = (person.guardian, person.address, mobile, last, count.format(n=i18n.digits(person.applications)))
    return Card(_("Person"), name=person.name, lines=tuple(line for line in lines if line), opens=True)


def _visit_card(visit: "Visit", catalogue: "Catalogue") -> Card:
    at = f"{i18n.day(date.fromisoformat(visit.on), year=True)}, {clock_of(visit.at)}"
    about = visit.topic or (service_name(catalogue, visit.service) if visit.service else "")
    mobile = _("Mobile {mobile}").format(mobile=masked(visit.mobile)) if visit.mobile else ""
    lines = (at, about, answer_words(visit.answer), mobile, visit.note)
    name = visit.name or _("Name not asked")
    return Card(_("Helpdesk visit"), name=name, lines=tuple(line for line in lines if line), opens=bool(visit.name))


def _service_card(service: "Service") -> Card:
    bangla = i18n.language() == "bn"
    branch = service.branch_bn if bangla else service.branch_en
    room = _("Room {room}").format(room=i18n.digits(service.room)) if service.room else ""
    papers = ", ".join((one.name_bn if bangla else one.name_en or one.name_bn) for one in service.papers)
    days = _("Time limit: {n} days").format(n=i18n.digits(service.days)) if service.days is not None else ""
    lines = (branch, room, days, _("Papers: {papers}").format(papers=papers) if papers else "")
    name = service.name_bn if bangla else service.name_en
    return Card(_("Service"), name=name, lines=tuple(line for line in lines if line), opens=True)


def _place_card(place: "Place") -> Card:
    office = _("Post office {name} {code}").format(name=place.post_office, code=i18n.digits(place.post_code))
    lines = (place.upazila if place.union else "", place.district, office if place.post_office else "")
    return Card(_("Place"), name=place.union or place.upazila, lines=tuple(line for line in lines if line), opens=True)


def application_card(full: "InFull", catalogue: "Catalogue") -> Card:
    """Return what the side says of an application."""
    application = full.status.application
    person = application.first_applicant
    service = service_name(catalogue, application.draft.service)
    mobile = _("Mobile {mobile}").format(mobile=masked(person.mobile)) if person.mobile else ""
    return Card(
        _("Receive number"),
        number=application.receive_number,
        name=person.shown_name,
        below=" · ".join(part for part in (service, mobile) if part),
        moments=moments(full, catalogue),
        missing=missing_papers(application, catalogue),
        opens=True,
        prints=True,
    )


def missing_papers(application: "Application", catalogue: "Catalogue") -> tuple[tuple[str, str], ...]:
    """Return the names of missing papers, each with the sentence about its last day."""
    draft = application.draft
    return tuple(
        (paper_name(catalogue, draft.service, code), _until(draft.paper_dates.get(code, "")))
        for code, state in draft.papers.items()
        if state is PaperState.MISSING
    )


def _until(day: str) -> str:
    if not day:
        return _("No last day was set.")
    return _("Last day {day}.").format(day=i18n.day(date.fromisoformat(day)))


def moments(full: "InFull", catalogue: "Catalogue") -> tuple[Moment, ...]:
    """Return what happened to an application, and what is still to come."""
    status = full.status
    steps = [_moment(step, full, catalogue) for step in status.history]
    if status.state in PENDING:
        steps.append(Moment(_("Disposal"), _promised(status.application.promised_on), ahead=True))
    last = max((n for n, one in enumerate(steps) if not one.ahead), default=0)
    return tuple(_as_now(one) if n == last else one for n, one in enumerate(steps))


def _as_now(moment: Moment) -> Moment:
    return Moment(moment.title, moment.rest, moment.below, now=True)


def _promised(day: str | None) -> str:
    if not day:
        return _("the day is not set, it will be told")
    return _("not later than {day}").format(day=i18n.day(date.fromisoformat(day)))


def _moment(step: Step, full: "InFull", catalogue: "Catalogue") -> Moment:
    when = f"{i18n.short_day(unstamp(step.at).astimezone(DHAKA).date())}, {clock_of(step.at)}"
    if step.kind == RECEIVED:
        counter = _("Counter {code}").format(code=i18n.digits(step.counter)) if step.counter else ""
        return Moment(_("Received"), counter, _join(when, _receipt_words(full)))
    if step.kind == FORWARDED:
        branch = catalogue.branches.get(step.branch)
        name = (branch.name_bn if i18n.language() == "bn" else branch.name_en) if branch else step.branch
        room = _("Room {room}").format(room=i18n.digits(branch.room)) if branch and branch.room else ""
        return Moment(name or _("Sent on"), "", _join(when, room, step.note))
    title = _(ACTS[step.kind].name) if step.kind in ACTS else step.kind
    counter = _("Counter {code}").format(code=i18n.digits(step.counter)) if step.counter else ""
    return Moment(title, counter, _join(when, _figures(step), step.note))


def _figures(step: Step) -> str:
    """Return a step's fee, folios and last day, as far as it has them."""
    folios = ngettext("{n} folio", "{n} folios", step.count).format(n=i18n.digits(step.count)) if step.count else ""
    until = _("by {day}").format(day=i18n.short_day(date.fromisoformat(step.until))) if step.until else ""
    return _join(i18n.money(step.poisha) if step.poisha else "", folios, until)


def _receipt_words(full: "InFull") -> str:
    states = {paper.state for paper in full.receipts}
    if "printed" in states:
        return _("receipt given")
    return _("receipt owed") if states & {"queued", "failed", "not_known", "sending"} else ""


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def clock_of(at: str) -> str:
    """Return the time of an instant, on the wall of the office."""
    return i18n.clock_time(unstamp(at).astimezone(DHAKA))
