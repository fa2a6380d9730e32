"""What the portal's pages share: who files, in which office, the frame around a page, how often somebody may come."""

from typing import Any

from litestar import Response
from litestar.datastructures import Cookie
from sqlalchemy import Connection, select

from kiosk.central.centre import Centre
from kiosk.central.portal.filings import Owner
from kiosk.central.portal.words import office_name
from kiosk.central.slowdown import Gate, try_gate
from kiosk.central.status import OfficeCard, office_card
from kiosk.central.store.tables import Office
from kiosk.central.web.guard import SESSION, Asked, begin_form, cookie, form_token
from kiosk.central.web.render import page, render
from kiosk.central.web.sessions import find_session
from kiosk.central.web.words import keep_language, language_for
from kiosk.errors import Refused

FILING, OFFICE = "kiosk-filing", "kiosk-office"
ASKED_OFFICE = "office"
_DAY_S = 24 * 3600
UDC = "udc"
_TOKEN_BYTES = 16


def owner_of(centre: Centre, request: Asked) -> Owner:
    """Return who writes here: a Union Digital Centre that signed in, else the browser by its cookie."""
    session = find_session(centre, request.cookies.get(SESSION, ""))
    if session and session.proven and session.who.role == UDC:
        return Owner(who=session.who)
    return Owner(request.cookies.get(FILING, ""))


def begin_owner(centre: Centre, request: Asked) -> tuple[Owner, Cookie | None]:
    """Return who writes here, with the cookie that a browser without one needs."""
    owner = owner_of(centre, request)
    if owner.who or owner.token:
        return owner, None
    token = centre.rng(_TOKEN_BYTES).hex()
    return Owner(token), cookie(centre, request, FILING, token, max_age_s=centre.settings.unsent_days * _DAY_S)


def offices_of(connection: Connection, language: str) -> list[tuple[int, str]]:
    """Return the offices that take applications, by number."""
    rows = connection.execute(select(Office.office, Office.name_bn, Office.name_en).order_by(Office.office))
    return [(row.office, row.name_bn if language == "bn" else row.name_en or row.name_bn) for row in rows]


def office_shown(centre: Centre, request: Asked) -> int:
    """Return whose pages somebody reads: the own one of a Union Digital Centre, else what was chosen; 0: nobody's."""
    owner = owner_of(centre, request)
    if owner.who:
        return owner.who.office
    chosen = request.query_params.get(ASKED_OFFICE, request.cookies.get(OFFICE, ""))
    with centre.database.read() as connection:
        known = connection.scalars(select(Office.office)).all()
    return int(chosen) if chosen.isascii() and chosen.isdecimal() and int(chosen[:9]) in known else 0


def keep_office(centre: Centre, request: Asked, office: int) -> Cookie | None:
    """Return the cookie that remembers an office which was chosen just now."""
    if ASKED_OFFICE not in request.query_params:
        return None
    return cookie(centre, request, OFFICE, str(office))


def slow_down(centre: Centre, request: Asked, kind: str, subject: str = "", *, longest_s: int = 30) -> None:
    """Count a visit; many at once wait, nobody is banned.  Raises Refused `portal.slow`."""
    client = request.client.host if request.client else ""
    with centre.database.write() as connection:
        if wait_s := try_gate(connection, Gate(kind, subject or client, longest_s), centre.clock()):
            raise Refused.because("portal.slow", "", seconds=wait_s)


def portal_page(
    request: Asked,
    centre: Centre,
    template: str,
    *,
    status: int = 200,
    office: int | None = None,
    cookies: tuple[Cookie | None, ...] = (),
    headers: dict[str, str] | None = None,
    **values: Any,
) -> Response[str]:
    """Return a page of the portal, in the reader's language, with the token for its form."""
    language, begun = language_for(request), begin_form(centre, request)
    with centre.database.read() as connection:
        card: OfficeCard = office_card(connection, office)
    html = render(
        template,
        language,
        office=office_name(card, language),
        phone=card.phone,
        here=request.url.path,
        form_token=form_token(centre, request),
        **values,
    )
    answer = page(html, status, headers)
    for item in (begun, *cookies, *keep_language(centre, request)):
        if item:
            answer.set_cookie(item)
    return answer


def wait_header(refused: Refused | None) -> dict[str, str]:
    """Return when to come again, where a refusal says so."""
    seconds = refused.problems[0].params.get("seconds") if refused else None
    return {"Retry-After": str(seconds)} if seconds else {}
