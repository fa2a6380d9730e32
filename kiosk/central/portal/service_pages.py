"""Find a service: by everyday words, or in the list of branches; then where, with what, how long."""

from litestar import Response, Router, get
from litestar.params import FromPath

from kiosk.central.given import TheCentre
from kiosk.central.portal.directory import all_services, card_of, find_services
from kiosk.central.portal.frame import portal_page
from kiosk.central.web.guard import Asked
from kiosk.central.web.policy import PUBLIC
from kiosk.central.web.words import language_for


@get("/", sync_to_thread=True, opt=PUBLIC)
def list_services(request: Asked, centre: TheCentre) -> Response[str]:
    """Show what was looked for, or everything by branch."""
    language, typed = language_for(request), request.query_params.get("q", "")[:100]
    found = find_services(centre, typed, language)
    groups = () if typed.strip() else all_services(centre, language)
    return portal_page(request, centre, "services.html", typed=typed, found=found, groups=groups)


@get("/{code:str}", sync_to_thread=True, opt=PUBLIC)
def show_service(request: Asked, centre: TheCentre, code: FromPath[str]) -> Response[str]:
    """Show everything about one service, or where to go instead."""
    return portal_page(request, centre, "service.html", card=card_of(centre, code, language_for(request)))


def services_router() -> Router:
    """Return the routes of the directory."""
    return Router(path="/services", route_handlers=[list_services, show_service], include_in_schema=False)
