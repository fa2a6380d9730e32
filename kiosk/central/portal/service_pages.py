"""Find a service: by everyday words, or in the list of branches; then where, with what, how long.

Where several offices are here, a reader chooses one, and the pages say what that office says.
"""

from litestar import Response, Router, get
from litestar.params import FromPath

from kiosk.central.centre import Centre
from kiosk.central.given import TheCentre
from kiosk.central.portal.directory import all_services, card_of, find_services
from kiosk.central.portal.frame import keep_office, office_shown, offices_of, owner_of, portal_page
from kiosk.central.web.guard import Asked
from kiosk.central.web.policy import PUBLIC
from kiosk.central.web.words import language_for


@get("/", sync_to_thread=True, opt=PUBLIC)
def list_services(request: Asked, centre: TheCentre) -> Response[str]:
    """Show what was looked for, or everything by branch."""
    language, typed = language_for(request), request.query_params.get("q", "")[:100]
    office = office_shown(centre, request)
    found = find_services(centre, typed, language, office)
    groups = () if typed.strip() else all_services(centre, language, office)
    return portal_page(
        request,
        centre,
        "services.html",
        office=office or None,
        cookies=(keep_office(centre, request, office),),
        typed=typed,
        found=found,
        groups=groups,
        offices=_offices(request, centre, language),
        chosen=office,
    )


def _offices(request: Asked, centre: Centre, language: str) -> list[tuple[int, str]]:
    """Return the offices to choose from: none where there is one, or where somebody works for one."""
    with centre.database.read() as connection:
        found = offices_of(connection, language)
    return [] if len(found) < 2 or owner_of(centre, request).who else found


@get("/{code:str}", sync_to_thread=True, opt=PUBLIC)
def show_service(request: Asked, centre: TheCentre, code: FromPath[str]) -> Response[str]:
    """Show everything about one service, or where to go instead."""
    office = office_shown(centre, request)
    card = card_of(centre, code, language_for(request), office)
    kept = keep_office(centre, request, office)
    return portal_page(request, centre, "service.html", office=office or None, cookies=(kept,), card=card)


def services_router() -> Router:
    """Return the routes of the directory."""
    return Router(path="/services", route_handlers=[list_services, show_service], include_in_schema=False)
