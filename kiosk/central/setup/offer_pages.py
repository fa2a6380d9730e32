"""The administrator's pages of services, fees, days, papers and branches: looked at, tried, changed, taken back."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.given import TheCentre
from kiosk.central.people.person import Person
from kiosk.central.setup.frame import HOME, ONLY, offered, setup_page
from kiosk.central.setup.offer import change_branch, change_service, undo_catalogue
from kiosk.central.setup.versions import CATALOGUE, versions_of
from kiosk.central.web.guard import Asked, Who, go_to, said
from kiosk.domain.bangla import search_key
from kiosk.domain.catalogue import DayType, Fees, Service, match_services
from kiosk.domain.clock import dhaka_day
from kiosk.domain.money import POISHA_PER_TAKA, taka
from kiosk.domain.office_catalogue import BranchChange, PaperNames, ServiceChange, changed
from kiosk.errors import Refused


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


FEE_NAMES = {
    "court_fee_poisha": _("Court fee"),
    "folio_poisha": _("Each folio"),
    "challan_poisha": _("Challan"),
    "vat_poisha": _("VAT"),
}
DAY_NAMES = {"working": _("working days"), "calendar": _("calendar days"), "unknown": _("not told")}


@get("/fees", sync_to_thread=True, opt=ONLY)
def fees(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show the services with what they cost, and the versions."""
    return _fees(request, centre, who)


@get("/fees/{code:str}", sync_to_thread=True, opt=ONLY)
def service(request: Asked, centre: TheCentre, who: Who, code: FromPath[str]) -> Response[str]:
    """Show a service as it is offered."""
    return _service(request, centre, who, code)


@post("/fees/{code:str}/preview", status_code=200, sync_to_thread=True, opt=ONLY)
def preview(request: Asked, centre: TheCentre, who: Who, code: FromPath[str]) -> Response[str]:
    """Show what would change, without changing it."""
    try:
        found = offered(centre, who).service(code)
        after = changed(found, _change_of(request, found))
    except Refused as refused:
        return _service(request, centre, who, code, refused)
    return _service(request, centre, who, code, after=after)


@post("/fees/{code:str}", status_code=200, sync_to_thread=True, opt=ONLY)
def take_service(request: Asked, centre: TheCentre, who: Who, code: FromPath[str]) -> Response[Any]:
    """Let a service be offered so from a day on."""
    try:
        found = offered(centre, who).service(code)
        change_service(centre, who, code, _change_of(request, found), said(request, "valid_from"))
    except Refused as refused:
        return _service(request, centre, who, code, refused)
    return go_to(f"{HOME}/fees?done=kept")


@post("/fees/undo", status_code=200, sync_to_thread=True, opt=ONLY)
def take_undo(request: Asked, centre: TheCentre, who: Who) -> Response[Any]:
    """Take the last change back."""
    try:
        undo_catalogue(centre, who)
    except Refused as refused:
        return _fees(request, centre, who, refused)
    return go_to(f"{HOME}/fees?done=undone")


@get("/branches", sync_to_thread=True, opt=ONLY)
def branches(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show the branches and their rooms."""
    return _branches(request, centre, who)


@post("/branches/{code:str}", status_code=200, sync_to_thread=True, opt=ONLY)
def take_branch(request: Asked, centre: TheCentre, who: Who, code: FromPath[str]) -> Response[Any]:
    """Let a branch be called so, in this room."""
    change = BranchChange(said(request, "name_bn"), said(request, "name_en"), said(request, "room"))
    try:
        change_branch(centre, who, code, change, said(request, "valid_from"))
    except Refused as refused:
        return _branches(request, centre, who, refused)
    return go_to(f"{HOME}/branches?done=kept")


def _branches(request: Asked, centre: Centre, who: Person, refused: Refused | None = None) -> Response[str]:
    found = sorted(offered(centre, who).branches.values(), key=lambda one: search_key(one.name_bn))
    return setup_page(request, centre, who, "desk/setup_branches.html", refused, branches=found)


def _fees(request: Asked, centre: Centre, who: Person, refused: Refused | None = None) -> Response[str]:
    catalogue, query = offered(centre, who), request.query_params.get("find", "")[:80]
    found = match_services(catalogue, query, limit=100) if query.strip() else list(catalogue.services.values())
    with centre.database.read() as connection:
        versions = versions_of(connection, who.office, CATALOGUE)
    more = {"services": found, "versions": versions[::-1], "catalogue": catalogue, "find": query}
    return setup_page(request, centre, who, "desk/setup_fees.html", refused, **more)


def _service(
    request: Asked,
    centre: Centre,
    who: Person,
    code: str,
    refused: Refused | None = None,
    after: Service | None = None,
) -> Response[str]:
    found = offered(centre, who).services.get(code)
    if found is None:
        raise Refused.because("file.unknown")
    valid_from = said(request, "valid_from") if request.method == "POST" else dhaka_day(centre.clock()).isoformat()
    typed = _typed(request, found) if request.method == "POST" else _fields(found)
    more = {"service": found, "after": after, "typed": typed, "valid_from": valid_from, "fee_names": FEE_NAMES}
    return setup_page(request, centre, who, "desk/setup_service.html", refused, day_names=DAY_NAMES, **more)


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


OFFER_PAGES = (fees, service, preview, take_service, take_undo, branches, take_branch)
