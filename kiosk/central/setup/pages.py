"""The administrator's pages: what is set up here, and the pages of counters, calendar, fees and people."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Response, Router, get, post
from litestar.params import FromPath

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.counters import enrolment_code
from kiosk.central.days import at_office, declare_day
from kiosk.central.efile.words import Speaker
from kiosk.central.given import TheCentre
from kiosk.central.people.person import Person
from kiosk.central.setup.card import Card, card_in_force, change_card, read_card, restore_card
from kiosk.central.setup.machines import machines_of, revoke_counter, waiting_codes
from kiosk.central.setup.moved import declared_days, move_dates, moved_dates
from kiosk.central.setup.offer import change_branch, change_service, undo_catalogue
from kiosk.central.setup.versions import CARD, CATALOGUE, catalogue_on, versions_of
from kiosk.central.web.desk_page import desk_page
from kiosk.central.web.guard import MAX_FORM_BYTES, Asked, Who, go_to, said
from kiosk.central.web.policy import policy
from kiosk.central.web.words import language_for, sentence_of
from kiosk.domain.bangla import clean_line, search_key
from kiosk.domain.catalogue import Catalogue, DayType, Fees, Service, match_services
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.events import DayDeclared
from kiosk.domain.money import POISHA_PER_TAKA, taka
from kiosk.domain.office_catalogue import BranchChange, PaperNames, ServiceChange, changed
from kiosk.errors import Refused

HOME = "/desk/setup"
_ONLY = policy("administrator")


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


TOLD = {
    "revoked": _("This counter is believed no more."),
    "declared": _("Every counter hears of the day."),
    "moved": _("The new dates are promised; each applicant hears of it once."),
    "kept": _("Kept as a new version; every counter hears of it."),
    "undone": _("What was before holds again."),
}
FEE_NAMES = {
    "court_fee_poisha": _("Court fee"),
    "folio_poisha": _("Each folio"),
    "challan_poisha": _("Challan"),
    "vat_poisha": _("VAT"),
}
DAY_NAMES = {"working": _("working days"), "calendar": _("calendar days"), "unknown": _("not told")}
KIND_NAMES = {"holiday": _("Day off"), "working": _("Working day"), "usual": _("Like any other day")}


# ------------------------------------------------------------------------------ counters


@get("/", sync_to_thread=True, opt=_ONLY)
def overview(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show what can be set up."""
    return _page(request, centre, who, "desk/setup.html")


@get("/counters", sync_to_thread=True, opt=_ONLY)
def counters(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show the counters of the office."""
    return _counters(request, centre, who)


@post("/counters/enrol", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_enrolment(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Give a one-time code; it is shown on this answer and never again."""
    text = i18n.ascii_digits(said(request, "counter")).strip()
    try:
        if not (text.isascii() and text.isdigit() and len(text) <= 2):
            raise Refused.because("counter.code", "counter")
        code = enrolment_code(centre, who.office, int(text), by=who.login)
    except Refused as refused:
        return _counters(request, centre, who, refused)
    return _counters(request, centre, who, code=code, counter=int(text))


@post("/counters/{counter_id:str}/revoke", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_revocation(request: Asked, centre: TheCentre, who: Who, counter_id: FromPath[str]) -> Response[Any]:
    """Believe a counter no more."""
    try:
        revoke_counter(centre, who, counter_id)
    except Refused as refused:
        return _counters(request, centre, who, refused)
    return go_to(f"{HOME}/counters?done=revoked")


def _counters(
    request: Asked, centre: Centre, who: Person, refused: Refused | None = None, code: str = "", counter: int = 0
) -> Response[str]:
    machines, waiting = machines_of(centre, who.office), waiting_codes(centre, who.office)
    free = next(
        (one for one in range(1, 100) if one not in {*(m.code for m in machines), *(w.counter for w in waiting)}), 1
    )
    more = {"machines": machines, "waiting": waiting, "code": code, "counter": counter, "free": free}
    return _page(request, centre, who, "desk/setup_counters.html", refused, **more)


# ------------------------------------------------------------------------------ the office


@get("/office", sync_to_thread=True, opt=_ONLY)
def office(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show the office's card."""
    return _office(request, centre, who)


@post("/office", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_office(request: Asked, centre: TheCentre, who: Who) -> Response[Any]:
    """Let the office say this of itself."""
    try:
        change_card(centre, who, Card(*(said(request, name) for name in Card.__struct_fields__)))
    except Refused as refused:
        return _office(request, centre, who, refused)
    return go_to(f"{HOME}/office?done=kept")


@post("/office/{ordinal:int}", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_old_card(request: Asked, centre: TheCentre, who: Who, ordinal: FromPath[int]) -> Response[Any]:
    """Let an earlier card hold again."""
    try:
        restore_card(centre, who, ordinal)
    except Refused as refused:
        return _office(request, centre, who, refused)
    return go_to(f"{HOME}/office?done=undone")


def _office(request: Asked, centre: Centre, who: Person, refused: Refused | None = None) -> Response[str]:
    with centre.database.read() as connection:
        card = card_in_force(connection, who.office)
        versions = versions_of(connection, who.office, CARD)
    if refused and request.method == "POST" and said(request, "name_bn"):
        card = Card(*(said(request, name) for name in Card.__struct_fields__))
    earlier = [(one, read_card(one)) for one in reversed(versions[:-1])]
    return _page(request, centre, who, "desk/setup_office.html", refused, card=card, earlier=earlier)


# ------------------------------------------------------------------------------ calendar


@get("/calendar", sync_to_thread=True, opt=_ONLY)
def calendar(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show the days that were declared, and the promised dates that they move."""
    return _calendar(request, centre, who)


@post("/calendar", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_day(request: Asked, centre: TheCentre, who: Who) -> Response[Any]:
    """Declare a day."""
    try:
        kind = said(request, "kind")
        names = {
            name: clean_line(said(request, name), name, limit=100, required=name == "name_bn" and kind == "holiday")
            for name in ("name_bn", "name_en")
        }
        declared = DayDeclared(said(request, "day"), kind, **names)
        declare_day(centre, who.office, declared, by=who.login)
    except Refused as refused:
        return _calendar(request, centre, who, refused)
    return go_to(f"{HOME}/calendar?done=declared")


@post("/calendar/move", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_move(request: Asked, centre: TheCentre, who: Who) -> Response[Any]:
    """Promise the new dates, and let each applicant hear of it once."""
    try:
        note = clean_line(said(request, "note"), "note", limit=200)
    except Refused as refused:
        return _calendar(request, centre, who, refused)
    move_dates(centre, _catalogue(centre, who), who, note)
    return go_to(f"{HOME}/calendar?done=moved")


def _calendar(request: Asked, centre: Centre, who: Person, refused: Refused | None = None) -> Response[str]:
    with centre.database.read() as connection:
        days = declared_days(connection, who.office)
        moved = moved_dates(connection, centre, _catalogue(centre, who), who.office)
    latest = max((day for day in days if day.kind == "holiday"), key=lambda one: one.at, default=None)
    more = {"days": days, "moved": moved, "kinds": KIND_NAMES, "latest": latest}
    return _page(request, centre, who, "desk/setup_calendar.html", refused, **more)


# ------------------------------------------------------------------------------ fees, days, rooms


@get("/fees", sync_to_thread=True, opt=_ONLY)
def fees(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show the services with what they cost, and the versions."""
    return _fees(request, centre, who)


@get("/fees/{code:str}", sync_to_thread=True, opt=_ONLY)
def service(request: Asked, centre: TheCentre, who: Who, code: FromPath[str]) -> Response[str]:
    """Show a service as it is offered."""
    return _service(request, centre, who, code)


@post("/fees/{code:str}/preview", status_code=200, sync_to_thread=True, opt=_ONLY)
def preview(request: Asked, centre: TheCentre, who: Who, code: FromPath[str]) -> Response[str]:
    """Show what would change, without changing it."""
    try:
        found = _catalogue(centre, who).service(code)
        after = changed(found, _change_of(request, found))
    except Refused as refused:
        return _service(request, centre, who, code, refused)
    return _service(request, centre, who, code, after=after)


@post("/fees/{code:str}", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_service(request: Asked, centre: TheCentre, who: Who, code: FromPath[str]) -> Response[Any]:
    """Let a service be offered so from a day on."""
    try:
        found = _catalogue(centre, who).service(code)
        change_service(centre, who, code, _change_of(request, found), said(request, "valid_from"))
    except Refused as refused:
        return _service(request, centre, who, code, refused)
    return go_to(f"{HOME}/fees?done=kept")


@post("/fees/undo", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_undo(request: Asked, centre: TheCentre, who: Who) -> Response[Any]:
    """Take the last change back."""
    try:
        undo_catalogue(centre, who)
    except Refused as refused:
        return _fees(request, centre, who, refused)
    return go_to(f"{HOME}/fees?done=undone")


@get("/branches", sync_to_thread=True, opt=_ONLY)
def branches(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show the branches and their rooms."""
    return _branches(request, centre, who)


@post("/branches/{code:str}", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_branch(request: Asked, centre: TheCentre, who: Who, code: FromPath[str]) -> Response[Any]:
    """Let a branch be called so, in this room."""
    change = BranchChange(said(request, "name_bn"), said(request, "name_en"), said(request, "room"))
    try:
        change_branch(centre, who, code, change, said(request, "valid_from"))
    except Refused as refused:
        return _branches(request, centre, who, refused)
    return go_to(f"{HOME}/branches?done=kept")


def _branches(request: Asked, centre: Centre, who: Person, refused: Refused | None = None) -> Response[str]:
    found = sorted(_catalogue(centre, who).branches.values(), key=lambda one: search_key(one.name_bn))
    return _page(request, centre, who, "desk/setup_branches.html", refused, branches=found)


def _fees(request: Asked, centre: Centre, who: Person, refused: Refused | None = None) -> Response[str]:
    catalogue, query = _catalogue(centre, who), request.query_params.get("find", "")[:80]
    found = match_services(catalogue, query, limit=100) if query.strip() else list(catalogue.services.values())
    with centre.database.read() as connection:
        versions = versions_of(connection, who.office, CATALOGUE)
    more = {"services": found, "versions": versions[::-1], "catalogue": catalogue, "find": query}
    return _page(request, centre, who, "desk/setup_fees.html", refused, **more)


def _service(
    request: Asked,
    centre: Centre,
    who: Person,
    code: str,
    refused: Refused | None = None,
    after: Service | None = None,
) -> Response[str]:
    found = _catalogue(centre, who).services.get(code)
    if found is None:
        raise Refused.because("file.unknown")
    valid_from = said(request, "valid_from") if request.method == "POST" else dhaka_day(centre.clock()).isoformat()
    typed = _typed(request, found) if request.method == "POST" else _fields(found)
    more = {"service": found, "after": after, "typed": typed, "valid_from": valid_from, "fee_names": FEE_NAMES}
    return _page(request, centre, who, "desk/setup_service.html", refused, day_names=DAY_NAMES, **more)


def _fields(service: Service) -> dict[str, str]:
    """Return what the form of a service holds."""
    fees = {name: taka_text(getattr(service.fees, name)) for name in FEE_NAMES}
    plain = {"days": "" if service.days is None else str(service.days), "day_type": service.day_type.value}
    papers = {
        f"paper.{paper.code}.{end}": getattr(paper, f"name_{end}") for paper in service.papers for end in ("bn", "en")
    }
    return {**fees, **plain, "room": service.room, **papers}


def _typed(request: Asked, service: Service) -> dict[str, str]:
    return {name: said(request, name) for name in _fields(service)}


def _change_of(request: Asked, service: Service) -> ServiceChange:
    typed = _typed(request, service)
    days = i18n.ascii_digits(typed["days"]).strip()
    if days and not (days.isascii() and days.isdigit() and len(days) <= 4):
        raise Refused.because("setup.days", "days", limit=3650)
    if typed["day_type"] not in {one.value for one in DayType}:
        raise Refused.because("setup.days", "day_type", limit=3650)
    amounts: Mapping[str, int | None] = {name: taka(typed[name]) if typed[name].strip() else None for name in FEE_NAMES}
    papers = {
        paper.code: PaperNames(typed[f"paper.{paper.code}.bn"], typed[f"paper.{paper.code}.en"])
        for paper in service.papers
    }
    return ServiceChange(
        Fees(**amounts), int(days) if days else None, DayType(typed["day_type"]), typed["room"], papers
    )


def taka_text(poisha: int | None) -> str:
    """Return an amount as somebody types it; empty where nobody knows it."""
    if poisha is None:
        return ""
    whole, part = divmod(poisha, POISHA_PER_TAKA)
    return f"{whole}.{part:02d}" if part else str(whole)


# ------------------------------------------------------------------------------ the same for all


def _catalogue(centre: Centre, who: Person) -> Catalogue:
    """Return the catalogue that the office works by today."""
    with centre.database.read() as connection:
        return catalogue_on(connection, centre.catalogue, who.office, dhaka_day(centre.clock()).isoformat())


def _page(
    request: Asked, centre: Centre, who: Person, template: str, refused: Refused | None = None, **values: Any
) -> Response[str]:
    language = language_for(request)
    speaker = Speaker(at_office(centre, who.office), language, centre.clock())
    done = request.query_params.get("done", "")
    return desk_page(
        request,
        centre,
        who,
        template,
        status=(404 if refused.problems[0].code.endswith(".unknown") else 400) if refused else 200,
        told=speaker._(TOLD[done]) if done in TOLD and not refused else "",
        trouble=sentence_of(refused, language) if refused else "",
        speaker=speaker,
        say=_Say(language),
        today=dhaka_day(centre.clock()).isoformat(),
        stamp=stamp,
        **values,
    )


class _Say:
    """Small words of these pages."""

    def __init__(self, language: str) -> None:
        self.language = language

    def money(self, poisha: int | None) -> str:
        """Return an amount; a dash where nobody knows it."""
        return "—" if poisha is None else i18n.money(poisha, self.language)

    def digits(self, value: object) -> str:
        """Return digits of the language."""
        return i18n.digits(value, self.language)

    def number(self, receive_number: str) -> str:
        """Return a receive number in groups."""
        return i18n.receive_number(receive_number, self.language)

    def day(self, on: date) -> str:
        """Return a day with its weekday."""
        return f"{i18n.day(on, self.language, year=True)}, {i18n.weekday(on, self.language)}"

    def name(self, thing: Any) -> str:
        """Return the name of a service, paper or branch."""
        return str(thing.name_bn if self.language == "bn" else thing.name_en or thing.name_bn)


def setup_router() -> Router:
    """Return the routes of set-up."""
    handlers = [
        overview, office, take_office, take_old_card, counters, take_enrolment, take_revocation, calendar, take_day, take_move, fees, service, preview,
        take_service, take_undo, branches, take_branch,
    ]  # fmt: skip
    return Router(path=HOME, route_handlers=handlers, include_in_schema=False, request_max_body_size=MAX_FORM_BYTES)
