"""The public pages: ask, see the state; every answer in the same look, nothing but our own files."""

from dataclasses import dataclass
from typing import Any

from litestar import MediaType, Request, Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody

from kiosk import i18n
from kiosk.central.api.schema import described_page
from kiosk.central.centre import Centre
from kiosk.central.days import at_office
from kiosk.central.given import TheCentre
from kiosk.central.portal.apply_pages import what_became
from kiosk.central.portal.looking import Seen, look_up_filing
from kiosk.central.portal.words import office_name, status_page
from kiosk.central.status import Found, OfficeCard, look_up, office_card
from kiosk.central.web.policy import PUBLIC
from kiosk.central.web.render import language_of, page, render
from kiosk.domain.numbering import parse_receive_number
from kiosk.domain.portal import grouped_reference, looks_like_reference
from kiosk.errors import Problem, Refused

_ASKS = {
    "number": "A receive number, or the reference of an application from the web",
    "proof": "The last four digits of an applicant's mobile, or the secret of the slip",
}
STATUS_CODES = {"status.unknown": 404, "status.slow": 429}


@dataclass(frozen=True, slots=True)
class Question:
    """What the form sends: a receive number, and four digits of a mobile or ten of the slip."""

    number: str = ""
    proof: str = ""


@get("/", sync_to_thread=True, media_type=MediaType.HTML, opt=PUBLIC, operation_class=described_page())
def home(centre: TheCentre, lang: FromQuery[str] = "bn") -> Response[str]:
    """Ask for a number and a proof."""
    return page(_form(centre, language_of(lang), Question()))


@get(
    "/t/{number:str}",
    sync_to_thread=True,
    media_type=MediaType.HTML,
    opt=PUBLIC,
    operation_class=described_page("404"),
)
def track(centre: TheCentre, number: FromPath[str], lang: FromQuery[str] = "bn") -> Response[str]:
    """Ask for the proof of this number; a script brings it along when the slip was scanned."""
    language = language_of(lang)
    try:
        shown = i18n.receive_number(str(parse_receive_number(number)), language)
    except Refused as refused:
        return page(_form(centre, language, Question(number[:40]), refused.problems[0]), 404)
    return page(_form(centre, language, Question(shown), action=f"/t/{number}"))


@post(
    "/status",
    status_code=200,
    sync_to_thread=True,
    media_type=MediaType.HTML,
    opt=PUBLIC,
    operation_class=described_page("404", "429", asks=_ASKS),
)
def status(
    request: "Request[Any, Any, Any]",
    centre: TheCentre,
    data: URLEncodedBody[Question],
    lang: FromQuery[str] = "bn",
) -> Response[str]:
    """Show an application to whoever proves that it is theirs."""
    language = language_of(lang)
    client = request.client.host if request.client else ""
    try:
        if looks_like_reference(data.number):
            return _filing(centre, language, data, look_up_filing(centre, data.number, data.proof, client))
        found = look_up(centre, data.number, data.proof, client)
    except Refused as refused:
        return _refusal(centre, language, data, refused.problems[0])
    return _application(centre, language, data, found)


def _application(centre: Centre, language: str, data: Question, found: Found) -> Response[str]:
    here = at_office(centre, int(found.application.receive_number[:2]))
    shown = status_page(found, here.catalogue, here.calendar, centre.clock(), language)
    return page(render("status.html", language, page=shown, question=data, office=shown.office_name))


def _filing(centre: Centre, language: str, data: Question, seen: Seen) -> Response[str]:
    """Show what came of an application from the web: once it has its number, the application itself."""
    if seen.found:
        return _application(centre, language, data, seen.found)
    with centre.database.read() as connection:
        card = office_card(connection, seen.filing.office)
    service = at_office(centre, seen.filing.office).catalogue.services.get(seen.filing.service)
    name = (service.name_bn if language == "bn" else service.name_en) if service else ""
    said = {
        "question": data,
        "filing": seen.filing,
        "name": name,
        "reference": i18n.digits(grouped_reference(seen.filing.portal_id), language),
        "office": office_name(card, language),
        "phone": card.phone,
        **what_became(centre, seen.filing, language),
    }
    return page(render("filed.html", language, here="/", **said))


def _refusal(centre: Centre, language: str, data: Question, problem: Problem) -> Response[str]:
    code = STATUS_CODES.get(problem.code, 400)
    headers = {"Retry-After": str(problem.params["seconds"])} if problem.code == "status.slow" else {}
    return page(_form(centre, language, Question(data.number[:40]), problem), code, headers)


def _form(centre: Centre, language: str, question: Question, problem: Problem | None = None, action: str = "/") -> str:
    with centre.database.read() as connection:
        card = office_card(connection)
    message = i18n.sentence(problem.code, language, **problem.params) if problem else ""
    field = "number" if problem and problem.field in ("receive_number", "portal_id") else "proof" if problem else ""
    return render(
        "form.html",
        language,
        question=question,
        message=message,
        field=field,
        here=action,
        office=office_name(card, language),
    )


def message_page(language: str, status_code: int, reference: str = "") -> Response[str]:
    """Return the page for what is not there (404) or went wrong on our side (5xx), database or not."""
    name = office_name(OfficeCard(), language)
    template = "missing.html" if status_code < 500 else "sorry.html"
    return page(render(template, language, office=name, here="/", reference=reference), status_code)
