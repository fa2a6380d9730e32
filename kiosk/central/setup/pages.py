"""The administrator's pages: what is set up here, the office's card, its counters and its calendar."""

from typing import Any

from litestar import Response, Router, get, post
from litestar.params import FromPath

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.counters import enrolment_code
from kiosk.central.days import declare_day
from kiosk.central.given import TheCentre
from kiosk.central.people.person import Person
from kiosk.central.setup.card import card_in_force, change_card, read_card, restore_card
from kiosk.central.setup.frame import HOME, ONLY, offered, setup_page
from kiosk.central.setup.guidance_pages import GUIDANCE_PAGES
from kiosk.central.setup.hook_pages import HOOK_PAGES
from kiosk.central.setup.machines import machines_of, revoke_counter, waiting_codes
from kiosk.central.setup.moved import declared_days, move_dates, moved_dates
from kiosk.central.setup.offer_pages import OFFER_PAGES
from kiosk.central.setup.versions import CARD, versions_of
from kiosk.central.web.guard import MAX_FORM_BYTES, Asked, Who, go_to, said
from kiosk.domain.bangla import clean_line
from kiosk.domain.events import DayDeclared
from kiosk.domain.office_card import Card
from kiosk.errors import Refused


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


KIND_NAMES = {"holiday": _("Day off"), "working": _("Working day"), "usual": _("Like any other day")}


# ------------------------------------------------------------------------------ counters


@get("/", sync_to_thread=True, opt=ONLY)
def overview(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show what can be set up."""
    return setup_page(request, centre, who, "desk/setup.html")


@get("/counters", sync_to_thread=True, opt=ONLY)
def counters(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show the counters of the office."""
    return _counters(request, centre, who)


@post("/counters/enrol", status_code=200, sync_to_thread=True, opt=ONLY)
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


@post("/counters/{counter_id:str}/revoke", status_code=200, sync_to_thread=True, opt=ONLY)
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
    return setup_page(request, centre, who, "desk/setup_counters.html", refused, **more)


# ------------------------------------------------------------------------------ the office


@get("/office", sync_to_thread=True, opt=ONLY)
def office(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show the office's card."""
    return _office(request, centre, who)


@post("/office", status_code=200, sync_to_thread=True, opt=ONLY)
def take_office(request: Asked, centre: TheCentre, who: Who) -> Response[Any]:
    """Let the office say this of itself."""
    try:
        change_card(centre, who, Card(*(said(request, name) for name in Card.__struct_fields__)))
    except Refused as refused:
        return _office(request, centre, who, refused)
    return go_to(f"{HOME}/office?done=kept")


@post("/office/{ordinal:int}", status_code=200, sync_to_thread=True, opt=ONLY)
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
    return setup_page(request, centre, who, "desk/setup_office.html", refused, card=card, earlier=earlier)


# ------------------------------------------------------------------------------ calendar


@get("/calendar", sync_to_thread=True, opt=ONLY)
def calendar(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show the days that were declared, and the promised dates that they move."""
    return _calendar(request, centre, who)


@post("/calendar", status_code=200, sync_to_thread=True, opt=ONLY)
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


@post("/calendar/move", status_code=200, sync_to_thread=True, opt=ONLY)
def take_move(request: Asked, centre: TheCentre, who: Who) -> Response[Any]:
    """Promise the new dates, and let each applicant hear of it once."""
    try:
        note = clean_line(said(request, "note"), "note", limit=200)
    except Refused as refused:
        return _calendar(request, centre, who, refused)
    move_dates(centre, offered(centre, who), who, note)
    return go_to(f"{HOME}/calendar?done=moved")


def _calendar(request: Asked, centre: Centre, who: Person, refused: Refused | None = None) -> Response[str]:
    with centre.database.read() as connection:
        days = declared_days(connection, who.office)
        moved = moved_dates(connection, centre, offered(centre, who), who.office)
    latest = max((day for day in days if day.kind == "holiday"), key=lambda one: one.at, default=None)
    more = {"days": days, "moved": moved, "kinds": KIND_NAMES, "latest": latest}
    return setup_page(request, centre, who, "desk/setup_calendar.html", refused, **more)


# ------------------------------------------------------------------------------ all of them


def setup_router() -> Router:
    """Return the routes of set-up."""
    handlers = [
        overview,
        office,
        take_office,
        take_old_card,
        counters,
        take_enrolment,
        take_revocation,
        calendar,
        take_day,
        take_move,
        *OFFER_PAGES,
        *GUIDANCE_PAGES,
        *HOOK_PAGES,
    ]
    return Router(path=HOME, route_handlers=handlers, include_in_schema=False, request_max_body_size=MAX_FORM_BYTES)
