"""The officers' pages."""

from litestar import Response, Router, get

from kiosk.central.given import TheCentre
from kiosk.central.users import ROLES
from kiosk.central.web.desk_page import desk_page
from kiosk.central.web.guard import Asked, Who
from kiosk.central.web.policy import policy


@get("/", sync_to_thread=True, opt=policy(*ROLES))
def inbox(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show what lies before somebody."""
    return desk_page(request, centre, who, "desk/inbox.html")


def efile_router() -> Router:
    """Return the routes of the desk."""
    return Router(path="/desk", route_handlers=[inbox], include_in_schema=False)
