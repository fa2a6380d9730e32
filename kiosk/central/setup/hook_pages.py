"""The administrator's pages of webhooks: who hears what happens, tried, let go; the secret is shown once."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from kiosk.central.centre import Centre
from kiosk.central.given import TheCentre
from kiosk.central.hooks import add_hook
from kiosk.central.people.person import Person
from kiosk.central.setup.frame import HOME, ONLY, setup_page
from kiosk.central.setup.listeners import deliveries_of, listeners_of, remove_listener, try_listener
from kiosk.central.web.guard import Asked, Who, go_to, said
from kiosk.errors import Refused

AT = f"{HOME}/hooks"


@get("/hooks", sync_to_thread=True, opt=ONLY)
def hooks(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show who hears of this office's events."""
    return _hooks(request, centre, who)


@post("/hooks", status_code=200, sync_to_thread=True, opt=ONLY)
def take_hook(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Let an address hear; its secret is shown on this answer and never again."""
    try:
        _hook, secret = add_hook(centre, who.office, said(request, "url").strip(), by=who.login)
    except Refused as refused:
        return _hooks(request, centre, who, refused, url=said(request, "url")[:500])
    return _hooks(request, centre, who, secret=secret)


@get("/hooks/{hook:str}", sync_to_thread=True, opt=ONLY)
def deliveries(request: Asked, centre: TheCentre, who: Who, hook: FromPath[str]) -> Response[str]:
    """Show what an address was told, and what it answered."""
    return _deliveries(request, centre, who, hook)


@post("/hooks/{hook:str}/try", status_code=200, sync_to_thread=True, opt=ONLY)
def take_try(request: Asked, centre: TheCentre, who: Who, hook: FromPath[str]) -> Response[str]:
    """Send an event that says nothing, and show the answer."""
    return _deliveries(request, centre, who, hook, answer=try_listener(centre, who.office, hook, by=who.login))


@post("/hooks/{hook:str}/remove", status_code=303, sync_to_thread=True, opt=ONLY)
def take_removal(centre: TheCentre, who: Who, hook: FromPath[str]) -> Response[None]:
    """Let an address hear nothing more."""
    remove_listener(centre, who.office, hook, by=who.login)
    return go_to(f"{AT}?done=removed")


def _hooks(
    request: Asked, centre: Centre, who: Person, refused: Refused | None = None, secret: str = "", url: str = ""
) -> Response[str]:
    with centre.database.read() as connection:
        found = listeners_of(connection, who.office)
    more: dict[str, Any] = {"listeners": found, "secret": secret, "url": url}
    return setup_page(request, centre, who, "desk/setup_hooks.html", refused, **more)


def _deliveries(request: Asked, centre: Centre, who: Person, hook: str, answer: str = "") -> Response[str]:
    with centre.database.read() as connection:
        one = next((one for one in listeners_of(connection, who.office) if one.hook == hook), None)
        told = deliveries_of(connection, who.office, hook)
    if one is None:
        raise Refused.because("hook.unknown", "hook")
    return setup_page(request, centre, who, "desk/setup_hook.html", one=one, tries=told, answer=answer)


HOOK_PAGES = (hooks, take_hook, deliveries, take_try, take_removal)
