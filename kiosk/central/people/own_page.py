"""One's own page, and for the administrator everybody's: deputies, branches, access."""

from typing import Any

from litestar import Response, Router, get, post
from litestar.params import FromPath

from kiosk.central.centre import Centre
from kiosk.central.given import TheCentre
from kiosk.central.people.accounts import (
    appoint,
    close_user,
    deputies_of,
    dismiss_deputies,
    renew_access,
    set_branches,
)
from kiosk.central.people.person import Person, people_of
from kiosk.central.people.sign_in import change_password
from kiosk.central.status import branches_of
from kiosk.central.users import ROLES, add_user
from kiosk.central.web.desk_page import desk_page
from kiosk.central.web.guard import MAX_FORM_BYTES, Asked, Who, form_of, go_to, said, session_of
from kiosk.central.web.policy import policy
from kiosk.central.web.words import language_for, sentence_of
from kiosk.errors import Refused
from kiosk.i18n import translator


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


ROLE_NAMES = {
    "administrator": _("Administrator"),
    "dc": _("Deputy Commissioner"),
    "adc": _("Additional Deputy Commissioner"),
    "officer": _("Officer"),
    "branch_assistant": _("Branch assistant"),
    "record_room": _("Record room"),
    "udc": _("Union Digital Centre"),
    "auditor": _("Auditor"),
}
TOLD = {
    "password": _("The new password holds; elsewhere you are signed out."),
    "set": _("Kept."),
    "added": _("Added."),
    "closed": _("Closed."),
    "renewed": _("The new password holds."),
}


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


@get("/people", sync_to_thread=True, opt=policy("administrator"))
def everybody(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show who works here."""
    return _everybody(request, centre, who)


@post("/people", status_code=200, sync_to_thread=True, opt=policy("administrator"))
def take_new(request: Asked, centre: TheCentre, who: Who) -> Response[Any]:
    """Add somebody, with branches."""
    words = {name: said(request, name) for name in ("login", "name", "role", "password", "post_bn", "post_en")}
    try:
        add_user(centre, who.office, by=who.login, **words)
        set_branches(centre, who.office, words["login"], _branches(request), by=who.login)
    except Refused as refused:
        return _everybody(request, centre, who, refused)
    return go_to("/desk/people?done=added")


@post("/people/{login:str}/branches", status_code=200, sync_to_thread=True, opt=policy("administrator"))
def take_branches(request: Asked, centre: TheCentre, who: Who, login: FromPath[str]) -> Response[Any]:
    """Say for which branches somebody works."""
    try:
        set_branches(centre, who.office, login, _branches(request), by=who.login)
    except Refused as refused:
        return _everybody(request, centre, who, refused)
    return go_to("/desk/people?done=set")


@post("/people/{login:str}/close", status_code=200, sync_to_thread=True, opt=policy("administrator"))
def take_close(request: Asked, centre: TheCentre, who: Who, login: FromPath[str]) -> Response[Any]:
    """Let somebody in no more."""
    try:
        close_user(centre, who.office, login, by=who.login)
    except Refused as refused:
        return _everybody(request, centre, who, refused)
    return go_to("/desk/people?done=closed")


@post("/people/{login:str}/renew", status_code=200, sync_to_thread=True, opt=policy("administrator"))
def take_renewal(request: Asked, centre: TheCentre, who: Who, login: FromPath[str]) -> Response[Any]:
    """Give a new password, and let the second factor be set up anew."""
    try:
        renew_access(centre, who.office, login, said(request, "password"), by=who.login)
    except Refused as refused:
        return _everybody(request, centre, who, refused)
    return go_to("/desk/people?done=renewed")


def _branches(request: Asked) -> list[str]:
    return [value for value in form_of(request).getall("branches", []) if isinstance(value, str)]


def _own(request: Asked, centre: Centre, who: Person, refused: Refused | None = None) -> Response[str]:
    with centre.database.read() as connection:
        people, branches = people_of(connection, who.office), branches_of(connection, who.office)
    colleagues = [person for person in people if person.login != who.login and person.role != "udc"]
    names = {person.login: person.name for person in people}
    days = deputies_of(centre, who)
    return _page(request, centre, who, "desk/me.html", refused, colleagues=colleagues, names=names, days=days,
                 branches=branches)  # fmt: skip


def _everybody(request: Asked, centre: Centre, who: Person, refused: Refused | None = None) -> Response[str]:
    with centre.database.read() as connection:
        people, branches = people_of(connection, who.office), branches_of(connection, who.office)
    typed = {name: said(request, name) if refused else "" for name in ("login", "name", "role", "post_bn", "post_en")}
    return _page(request, centre, who, "desk/people.html", refused, people=people, branches=branches, typed=typed)


def _page(
    request: Asked, centre: Centre, who: Person, template: str, refused: Refused | None, **values: Any
) -> Response[str]:
    language = language_for(request)
    done = TOLD.get(request.query_params.get("done", ""), "")
    told = translator(language).gettext(done) if done and not refused else ""
    trouble = sentence_of(refused, language) if refused else ""
    status = 400 if refused else 200
    return desk_page(
        request, centre, who, template, status=status, told=told, trouble=trouble, me=who, roles=ROLE_NAMES, **values
    )


def own_router() -> Router:
    """Return the routes of one's own page and of people."""
    handlers = [
        own_page,
        take_deputy,
        come_back,
        take_password,
        everybody,
        take_new,
        take_branches,
        take_close,
        take_renewal,
    ]
    return Router(path="/desk", route_handlers=handlers, include_in_schema=False, request_max_body_size=MAX_FORM_BYTES)
