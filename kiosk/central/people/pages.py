"""Signing in and out, the second factor, and one's own page."""

from litestar import Response, Router, get, post
from markupsafe import Markup

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.given import TheCentre
from kiosk.central.people.sign_in import secret_to_set_up, show_second_factor, sign_in, sign_out_everywhere
from kiosk.central.people.totp import provisioning_url
from kiosk.central.portal.words import office_name
from kiosk.central.status import office_card
from kiosk.central.users import ROLES
from kiosk.central.web.guard import (
    MAX_FORM_BYTES,
    SESSION,
    Asked,
    Who,
    begin_form,
    cookie,
    form_token,
    go_to,
    said,
    session_of,
)
from kiosk.central.web.policy import PUBLIC_FORM, policy
from kiosk.central.web.render import page, render
from kiosk.central.web.sessions import close_session
from kiosk.central.web.words import keep_language, language_for, sentence_of
from kiosk.errors import Refused
from kiosk.printing.qr_encode import encode

HOME = "/desk"
_QUIET = 4  # modules of white around a code
_STATUS = {"sign_in.slow": 429}


@get("/sign-in", sync_to_thread=True, opt=PUBLIC_FORM)
def ask_to_sign_in(request: Asked, centre: TheCentre) -> Response[str]:
    """Ask for a login and its password."""
    return _sign_in_page(request, centre)


@post("/sign-in", status_code=200, sync_to_thread=True, opt=PUBLIC_FORM)
def take_sign_in(request: Asked, centre: TheCentre) -> Response[str] | Response[None]:
    """Open a session."""
    client = request.client.host if request.client else ""
    try:
        signed = sign_in(centre, said(request, "login"), said(request, "password"), client)
    except Refused as refused:
        return _sign_in_page(request, centre, refused, said(request, "login")[:64])
    return go_to(HOME if signed.proven else f"{HOME}/second-factor", cookie(centre, request, SESSION, signed.token))


@get("/second-factor", sync_to_thread=True, opt=policy(*ROLES, half=True))
def ask_second_factor(request: Asked, centre: TheCentre) -> Response[str]:
    """Ask for a code; before the first one, show what the authenticator must scan."""
    return _code_page(request, centre)


@post("/second-factor", status_code=200, sync_to_thread=True, opt=policy(*ROLES, half=True))
def take_second_factor(request: Asked, centre: TheCentre) -> Response[str] | Response[None]:
    """Prove a session."""
    try:
        show_second_factor(centre, session_of(request), said(request, "code"))
    except Refused as refused:
        return _code_page(request, centre, refused)
    return go_to(HOME)


@post("/sign-out", status_code=303, sync_to_thread=True, opt=policy(*ROLES, half=True))
def sign_out(request: Asked, centre: TheCentre) -> Response[None]:
    """End this session."""
    close_session(centre, session_of(request).token)
    return go_to(f"{HOME}/sign-in", gone=(SESSION,))


@post("/sign-out-everywhere", status_code=303, sync_to_thread=True, opt=policy(*ROLES, half=True))
def leave_everywhere(centre: TheCentre, who: Who) -> Response[None]:
    """End every session of this person."""
    sign_out_everywhere(centre, who)
    return go_to(f"{HOME}/sign-in", gone=(SESSION,))


def _sign_in_page(request: Asked, centre: Centre, refused: Refused | None = None, login: str = "") -> Response[str]:
    language, own = language_for(request), begin_form(centre, request)
    with centre.database.read() as connection:
        card = office_card(connection)
    html = render(
        "desk/sign_in.html",
        language,
        office=office_name(card, language),
        login=login,
        message=sentence_of(refused, language) if refused else "",
        form_token=form_token(centre, request),
    )
    answer = page(html, _code(refused), _wait(refused))
    for item in [*([own] if own else []), *keep_language(centre, request)]:
        answer.set_cookie(item)
    return answer


def _code_page(request: Asked, centre: Centre, refused: Refused | None = None) -> Response[str]:
    language, who = language_for(request), session_of(request).who
    with centre.database.read() as connection:
        card = office_card(connection, who.office)
    # In English: each letter of Bangla would take nine of the code's.
    issuer, office = office_name(card, "en"), office_name(card, language)
    secret = secret_to_set_up(centre, who)
    html = render(
        "desk/second_factor.html",
        language,
        office=office,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        drawing=drawn(provisioning_url(secret, who.login, issuer)) if secret else "",
        message=sentence_of(refused, language) if refused else "",
        form_token=form_token(centre, request),
    )
    return page(html, _code(refused), _wait(refused))


def _code(refused: Refused | None) -> int:
    return _STATUS.get(refused.problems[0].code, 400) if refused else 200


def _wait(refused: Refused | None) -> dict[str, str]:
    seconds = refused.problems[0].params.get("seconds") if refused else None
    return {"Retry-After": str(seconds)} if seconds else {}


def drawn(content: str) -> Markup:
    """Return a QR code as a drawing that stands in the page itself; empty where nothing holds the content."""
    grid = encode(content.encode(), "l")
    if grid is None:
        return Markup("")
    bits = (
        (x, y)
        for y in range(grid.size)
        for x in range(grid.size)
        if grid.rows[y * grid.stride + x // 8] >> (7 - x % 8) & 1
    )
    path = "".join(f"M{x + _QUIET},{y + _QUIET}h1v1h-1z" for x, y in bits)
    side = grid.size + 2 * _QUIET
    label = i18n.translator("en").gettext("QR")
    return Markup('<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{2}"><path d="{1}"/></svg>').format(
        side, path, label
    )


def people_router() -> Router:
    """Return the routes of signing in and out."""
    handlers = [ask_to_sign_in, take_sign_in, ask_second_factor, take_second_factor, sign_out, leave_everywhere]
    return Router(path=HOME, route_handlers=handlers, include_in_schema=False, request_max_body_size=MAX_FORM_BYTES)
