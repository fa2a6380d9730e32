"""The administrator's pages of everybody: added, another role, branches, a deputy for who is absent, access."""

from collections.abc import Callable
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from kiosk.central.centre import Centre
from kiosk.central.given import TheCentre
from kiosk.central.people.accounts import (
    About,
    appoint,
    change_role,
    close_user,
    deputies_of,
    dismiss_deputies,
    renew_access,
    reopen_user,
    reset_factor,
    set_branches,
)
from kiosk.central.people.frame import people_page
from kiosk.central.people.person import Person, gone_of, people_of
from kiosk.central.status import branches_of
from kiosk.central.users import add_user
from kiosk.central.web.guard import Asked, Who, form_of, go_to, said
from kiosk.central.web.policy import policy
from kiosk.errors import Refused

PATH = "/desk/people"
_ONLY = policy("administrator")
_ABOUT = ("name", "role", "post_bn", "post_en")


@get("/people", sync_to_thread=True, opt=_ONLY)
def everybody(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show who works here, and who did."""
    return _everybody(request, centre, who)


@post("/people", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_new(request: Asked, centre: TheCentre, who: Who) -> Response[Any]:
    """Add somebody, with branches."""
    words = {name: said(request, name) for name in ("login", "password", *_ABOUT)}
    try:
        add_user(centre, who.office, by=who.login, **words)
        set_branches(centre, who.office, words["login"], _branches(request), by=who.login)
    except Refused as refused:
        return _everybody(request, centre, who, refused)
    return go_to(f"{PATH}?done=added")


@get("/people/{login:str}", sync_to_thread=True, opt=_ONLY)
def somebody(request: Asked, centre: TheCentre, who: Who, login: FromPath[str]) -> Response[str]:
    """Show one of them, to be changed."""
    return _somebody(request, centre, who, login)


@post("/people/{login:str}", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_role(request: Asked, centre: TheCentre, who: Who, login: FromPath[str]) -> Response[Any]:
    """Let somebody have another name, role or post."""
    about = About(*(said(request, name) for name in _ABOUT))
    return _done(request, centre, who, login, "set", lambda: change_role(centre, who.office, login, about, by=who.login))  # fmt: skip


@post("/people/{login:str}/branches", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_branches(request: Asked, centre: TheCentre, who: Who, login: FromPath[str]) -> Response[Any]:
    """Say for which branches somebody works."""
    chosen = _branches(request)
    return _done(request, centre, who, login, "set", lambda: set_branches(centre, who.office, login, chosen, by=who.login))  # fmt: skip


@post("/people/{login:str}/deputy", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_deputy_for(request: Asked, centre: TheCentre, who: Who, login: FromPath[str]) -> Response[Any]:
    """Name who acts for somebody who is absent."""

    def name() -> None:
        days = said(request, "from_on"), said(request, "until_on")
        appoint(centre, _one(centre, who, login), said(request, "deputy"), *days, by=who.login)

    return _done(request, centre, who, login, "deputy", name)


@post("/people/{login:str}/back", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_back(request: Asked, centre: TheCentre, who: Who, login: FromPath[str]) -> Response[Any]:
    """End somebody's deputies."""
    return _done(request, centre, who, login, "set", lambda: dismiss_deputies(centre, _one(centre, who, login), by=who.login))  # fmt: skip


@post("/people/{login:str}/renew", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_renewal(request: Asked, centre: TheCentre, who: Who, login: FromPath[str]) -> Response[Any]:
    """Give a new password, and let the second factor be set up anew."""
    password = said(request, "password")
    return _done(request, centre, who, login, "renewed", lambda: renew_access(centre, who.office, login, password, by=who.login))  # fmt: skip


@post("/people/{login:str}/factor", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_factor(request: Asked, centre: TheCentre, who: Who, login: FromPath[str]) -> Response[Any]:
    """Let the second factor be set up anew; the password stays."""
    return _done(request, centre, who, login, "factor", lambda: reset_factor(centre, who.office, login, by=who.login))


@post("/people/{login:str}/close", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_close(request: Asked, centre: TheCentre, who: Who, login: FromPath[str]) -> Response[Any]:
    """Let somebody in no more."""
    return _done(request, centre, who, login, "closed", lambda: close_user(centre, who.office, login, by=who.login), to=PATH)  # fmt: skip


@post("/people/{login:str}/reopen", status_code=200, sync_to_thread=True, opt=_ONLY)
def take_reopening(request: Asked, centre: TheCentre, who: Who, login: FromPath[str]) -> Response[Any]:
    """Let somebody in again."""
    password = said(request, "password")
    try:
        reopen_user(centre, who.office, login, password, by=who.login)
    except Refused as refused:
        return _everybody(request, centre, who, refused)
    return go_to(f"{PATH}/{login}?done=reopened")


def _done(
    request: Asked, centre: Centre, who: Person, login: str, done: str, do: Callable[[], object], to: str = ""
) -> Response[Any]:
    """Do it, and lead on; what is refused is said on the person's own page."""
    try:
        do()
    except Refused as refused:
        if refused.problems[0].code == "user.unknown":
            raise
        return _somebody(request, centre, who, login, refused)
    return go_to(f"{to or f'{PATH}/{login}'}?done={done}")


def _branches(request: Asked) -> list[str]:
    return [value for value in form_of(request).getall("branches", []) if isinstance(value, str)]


def _one(centre: Centre, who: Person, login: str) -> Person:
    """Return somebody who works here.  Raises Refused `user.unknown`."""
    with centre.database.read() as connection:
        found = next((one for one in people_of(connection, who.office) if one.login == login), None)
    if found is None:
        raise Refused.because("user.unknown", "login")
    return found


def _everybody(request: Asked, centre: Centre, who: Person, refused: Refused | None = None) -> Response[str]:
    with centre.database.read() as connection:
        people, gone = people_of(connection, who.office), gone_of(connection, who.office)
        branches = branches_of(connection, who.office)
    typed = {name: said(request, name) if refused else "" for name in ("login", *_ABOUT)}
    more = {"people": people, "gone": gone, "branches": branches, "typed": typed}
    return people_page(request, centre, who, "desk/people.html", refused, **more)


def _somebody(request: Asked, centre: Centre, who: Person, login: str, refused: Refused | None = None) -> Response[str]:
    one = _one(centre, who, login)
    with centre.database.read() as connection:
        people, branches = people_of(connection, who.office), branches_of(connection, who.office)
    colleagues = [person for person in people if person.login != login and person.role != "udc"]
    names = {person.login: person.name for person in people}
    more = {"colleagues": colleagues, "names": names, "days": deputies_of(centre, one), "branches": branches}
    return people_page(request, centre, who, "desk/person.html", refused, one=one, own=login == who.login, **more)


STAFF_PAGES = (
    everybody,
    take_new,
    somebody,
    take_role,
    take_branches,
    take_deputy_for,
    take_back,
    take_renewal,
    take_factor,
    take_close,
    take_reopening,
)
