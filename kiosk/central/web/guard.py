"""At the door of every route: who is signed in, whether they may, and whether a form is from our own page.

What somebody may not see answers like what is not there.
"""

import hmac
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from typing import Any

from anyio import to_thread
from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, MultiDict
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException, NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.params import SkipValidation

from kiosk.central.centre import Centre
from kiosk.central.people.person import Person
from kiosk.central.web.policy import Policy, policy_of
from kiosk.central.web.served import served
from kiosk.central.web.sessions import Session, find_session
from kiosk.errors import Refused

SESSION, FORM, LANGUAGE = "kiosk-session", "kiosk-form", "kiosk-language"
TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a field
MAX_FORM_BYTES = 64 << 10
_SAFE = {"GET", "HEAD", "OPTIONS"}

Asked = Request[Any, Any, Any]
Who = NamedDependency[SkipValidation[Person]]
"""The person who asks, for a handler's signature."""


class SignInFirst(HTTPException):
    """Nobody is signed in here, or only half."""

    status_code = 303

    def __init__(self, where: str) -> None:
        super().__init__(detail="sign in", status_code=303)
        self.where = where


async def enforce(connection: "ASGIConnection[Any, Any, Any, Any]", handler: BaseRouteHandler) -> None:
    """Let a request in to its handler.  Raises SignInFirst, NotFoundException, Refused `form.foreign`."""
    found, centre = policy_of(handler), served(connection).centre
    if found is None:  # OPTIONS, which Litestar answers itself
        return
    if found.who == "roles":
        token = connection.cookies.get(SESSION, "")
        session = await to_thread.run_sync(partial(find_session, centre, token))
        connection.state.session = _admitted(found, session)
    if found.believes and isinstance(connection, Request) and connection.method not in _SAFE:
        await _believe(centre, connection)


def _admitted(found: Policy, session: Session | None) -> Session:
    if session is None:
        raise SignInFirst("/desk/sign-in")
    if not session.proven and not found.half:
        raise SignInFirst("/desk/second-factor")
    if not session.who.roles & found.roles:
        raise NotFoundException
    return session


async def _believe(centre: Centre, request: Asked) -> None:
    """Refuse a form that another site's page sent.  Raises Refused `form.foreign`."""
    form = await request.form()
    request.state.form = form
    told = form.get(TOKEN_FIELD, "")
    given = told if isinstance(told, str) else ""
    if not hmac.compare_digest(given.encode(), form_token(centre, request).encode()):
        raise Refused.because("form.foreign")


def form_token(centre: Centre, request: Asked) -> str:
    """Return what a form of this browser must carry: bound to its session, or before that to a cookie of its own."""
    seed = request.cookies.get(SESSION) or request.state.get("form_seed") or request.cookies.get(FORM, "")
    return hmac.new(centre.secret, f"form:{seed}".encode(), sha256).hexdigest() if seed else "-"


def begin_form(centre: Centre, request: Asked) -> Cookie | None:
    """Return the cookie that a form before signing in needs, None where the browser has one."""
    if request.cookies.get(SESSION) or request.cookies.get(FORM):
        return None
    request.state.form_seed = centre.rng(16).hex()
    return cookie(centre, request, FORM, request.state.form_seed)


def cookie(centre: Centre, request: Asked, name: str, value: str, *, max_age_s: int | None = None) -> Cookie:
    """Return a cookie that no script reads and no foreign page sends along."""
    is_secure = request.url.scheme == "https" or centre.settings.public_base.startswith("https:")
    return Cookie(name, value=value, path="/", httponly=True, samesite="strict", secure=is_secure, max_age=max_age_s)


def form_of(request: Asked) -> MultiDict[Any]:
    """Return the form that the guard has believed."""
    found: MultiDict[Any] = request.state.form
    return found


def said(request: Asked, name: str) -> str:
    """Return one field of the form, empty where it is missing or a file."""
    value = form_of(request).get(name, "")
    return value if isinstance(value, str) else ""


def session_of(request: Asked) -> Session:
    """Return the session that the guard let in."""
    found: Session = request.state.session
    return found


def person_dependency() -> Mapping[str, Provide]:
    """Return what gives handlers their `who`."""
    return {"who": Provide(_who, sync_to_thread=False)}


def _who(request: Asked) -> Person:
    return session_of(request).who


def go_to(where: str, *cookies: Cookie, gone: tuple[str, ...] = ()) -> Response[None]:
    """Return an answer that leads to another page of ours."""
    answer: Response[None] = Response(None, status_code=303, headers={"Location": where, "Cache-Control": "no-store"})
    for item in cookies:
        answer.set_cookie(item)
    for name in gone:
        answer.delete_cookie(name)
    return answer


def sign_in_first(_request: Asked, error: SignInFirst) -> Response[None]:
    """Lead to signing in."""
    return go_to(error.where)
