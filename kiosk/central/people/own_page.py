"""One's own page: branches, deputies, password."""

from typing import Any

from litestar import Response, Router, get, post

from kiosk.central.centre import Centre
from kiosk.central.given import TheCentre
from kiosk.central.people.accounts import appoint, deputies_of, dismiss_deputies
from kiosk.central.people.frame import people_page
from kiosk.central.people.person import Person, people_of
from kiosk.central.people.sign_in import change_password
from kiosk.central.people.staff_pages import STAFF_PAGES
from kiosk.central.status import branches_of
from kiosk.central.users import ROLES
from kiosk.central.web.guard import MAX_FORM_BYTES, Asked, Who, go_to, said, session_of
from kiosk.central.web.policy import policy
from kiosk.errors import Refused


@get("/me", sync_to_thread=True, opt=policy(*ROLES))
def own_page(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show one's branches and deputies."""
    return _own(request, centre, who)


@post("/me/deputy", status_code=200, sync_to_thread=True, opt=policy(*ROLES))
def take_deputy(request: Asked, centre: TheCentre, who: Who) -> Response[Any]:
    """Let a colleague act for whoever asks."""
    try:
        appoint(centre, who, said(request, "deputy"), said(request, "from_on"), said(request, "until_on"))
    except Refused as refused:
        return _own(request, centre, who, refused)
    return go_to("/desk/me?done=set")


@post("/me/back", status_code=303, sync_to_thread=True, opt=policy(*ROLES))
def come_back(centre: TheCentre, who: Who) -> Response[None]:
    """End one's deputies."""
    dismiss_deputies(centre, who)
    return go_to("/desk/me?done=set")


@post("/me/password", status_code=200, sync_to_thread=True, opt=policy(*ROLES))
def take_password(request: Asked, centre: TheCentre, who: Who) -> Response[Any]:
    """Take another password from whoever knows the one of now."""
    new = said(request, "new")
    try:
        if new != said(request, "again"):
            raise Refused.because("password.twice", "again")
        change_password(centre, session_of(request), said(request, "old"), new)
    except Refused as refused:
        return _own(request, centre, who, refused)
    return go_to("/desk/me?done=password")


def _own(request: Asked, centre: Centre, who: Person, refused: Refused | None = None) -> Response[str]:
    with centre.database.read() as connection:
        people, branches = people_of(connection, who.office), branches_of(connection, who.office)
    colleagues = [person for person in people if person.login != who.login and person.role != "udc"]
    names = {person.login: person.name for person in people}
    days = deputies_of(centre, who)
    return people_page(request, centre, who, "desk/me.html", refused, colleagues=colleagues, names=names, days=days,
                 branches=branches)  # fmt: skip


def own_router() -> Router:
    """Return the routes of one's own page and of people."""
    handlers = [own_page, take_deputy, come_back, take_password, *STAFF_PAGES]
    return Router(path="/desk", route_handlers=handlers, include_in_schema=False, request_max_body_size=MAX_FORM_BYTES)
