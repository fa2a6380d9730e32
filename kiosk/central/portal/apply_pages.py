"""Applying on the web, page by page and without a script: the form, the papers, the code, the reference."""

import hmac
from collections.abc import Mapping
from typing import Any

from litestar import Response, Router, get, post
from litestar.params import FromPath, RawBody

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.given import TheCentre
from kiosk.central.portal.codes import GOOD_FOR, check_code, contacts_of, send_code
from kiosk.central.portal.filings import (
    ACCEPTED,
    DRAFT,
    RETURNED,
    WAITS,
    Filing,
    Owner,
    begin,
    file,
    own,
    own_draft,
    rewrite,
)
from kiosk.central.portal.form import draft_of, input_of, inputs_of, judged, papers_of, typed_of_form
from kiosk.central.portal.frame import (
    begin_owner,
    office_shown,
    offices_of,
    owner_of,
    portal_page,
    slow_down,
    wait_header,
)
from kiosk.central.portal.people import blocks_of, changed_people, names_of, people_in
from kiosk.central.portal.uploads import add_file, parts_of, remove_file
from kiosk.central.slowdown import Gate, forgive, try_gate
from kiosk.central.web.guard import MAX_FORM_BYTES, TOKEN_FIELD, Asked, form_of, form_token, go_to, said
from kiosk.central.web.policy import PUBLIC, PUBLIC_FORM
from kiosk.central.web.words import language_for, sentence_of
from kiosk.domain.application import MOST_PEOPLE, ApplicationDraft
from kiosk.domain.catalogue import Service
from kiosk.domain.clock import dhaka_day
from kiosk.domain.portal import grouped_reference
from kiosk.domain.scans import MAX_BYTES
from kiosk.errors import Problem, Refused

_STATUS = {"portal.slow": 429, "code.slow": 429, "portal.filed": 409}
_SLACK = 64 << 10
MOST_FORM_BYTES = 2 * MAX_FORM_BYTES
"""Nine applicants in Bangla, each letter of which takes nine bytes in a form."""
CODE_LONGEST_S, CONTACT_LONGEST_S = 60, 3600


# ------------------------------------------------------------------------------ the form


@get("/apply/{code:str}", sync_to_thread=True, opt=PUBLIC_FORM)
def ask_form(request: Asked, centre: TheCentre, code: FromPath[str]) -> Response[str]:
    """Show the service's own form, empty."""
    chosen = office_shown(centre, request)
    return _form_page(request, centre, _service(centre, code), {}, district=chosen)


@post("/apply/{code:str}", status_code=200, sync_to_thread=True, opt=PUBLIC_FORM)
def take_form(request: Asked, centre: TheCentre, code: FromPath[str]) -> Response[str] | Response[None]:
    """Judge the form by the house's rules; what is right goes on to its papers."""
    service = _service(centre, code)
    typed = typed_of_form(form_of(request), service)
    if shown := _shown_again(request, centre, service, typed):
        return shown
    owner, begun = begin_owner(centre, request)
    try:
        office = _office(centre, owner, typed)
        draft = _judged(centre, owner, typed, service, office)
        if owner.who is None:
            slow_down(centre, request, "apply")
    except Refused as refused:
        return _form_page(request, centre, service, typed, refused)
    portal_id = begin(centre, owner, office, typed, draft, language_for(request))
    return go_to(f"/filing/{portal_id}", *([begun] if begun else []))


@get("/filing/{portal_id:str}/edit", sync_to_thread=True, opt=PUBLIC_FORM)
def ask_again(request: Asked, centre: TheCentre, portal_id: FromPath[str]) -> Response[str]:
    """Show the form as it was typed; of one that came back, to be sent anew."""
    found = _own(centre, owner_of(centre, request), portal_id)
    return _form_page(request, centre, _service(centre, found.service), found.typed, filing=found)


@post("/filing/{portal_id:str}/edit", status_code=200, sync_to_thread=True, opt=PUBLIC_FORM)
def take_again(request: Asked, centre: TheCentre, portal_id: FromPath[str]) -> Response[str] | Response[None]:
    """Judge what was changed; what came back before is written as a new one."""
    owner = owner_of(centre, request)
    found = _own(centre, owner, portal_id)
    service = _service(centre, found.service)
    typed = typed_of_form(form_of(request), service)
    if shown := _shown_again(request, centre, service, typed, found):
        return shown
    try:
        draft = _judged(centre, owner, typed, service, found.office)
    except Refused as refused:
        return _form_page(request, centre, service, typed, refused, filing=found)
    if found.state == DRAFT:
        rewrite(centre, owner, portal_id, typed, draft)
    else:
        portal_id = begin(centre, owner, found.office, typed, draft, language_for(request))
    return go_to(f"/filing/{portal_id}")


def _shown_again(
    request: Asked, centre: Centre, service: Service, typed: Mapping[str, str], filing: Filing | None = None
) -> Response[str] | None:
    """Return the form in another language, or with an applicant more or fewer, nothing judged; None to go on."""
    do = said(request, "do")
    if do == "language":
        return _form_page(request, centre, service, typed, filing=filing)
    if changed := changed_people(typed, do):
        return _form_page(request, centre, service, changed[0], filing=filing, focus=changed[1])
    return None


def _service(centre: Centre, code: str) -> Service:
    """Return a service that may be applied for here.  Raises Refused `service.unknown`."""
    found = centre.catalogue.service(code)
    if found.stop_bn:
        raise Refused.because("service.unknown", "service")
    return found


def _judged(centre: Centre, owner: Owner, typed: Mapping[str, str], service: Service, office: int) -> ApplicationDraft:
    """Return the draft as a counter would take it.  Raises Refused with all problems; office 0: none was chosen."""
    missing = [] if office else [Problem("office", "portal.office")]
    try:
        draft = judged(draft_of(typed, service, owner.who), centre.catalogue, dhaka_day(centre.clock()))
    except Refused as refused:
        raise Refused(*missing, *refused.problems) from refused
    if missing:
        raise Refused(*missing)
    return draft


def _office(centre: Centre, owner: Owner, typed: Mapping[str, str]) -> int:
    """Return where it goes; 0 where nobody chose."""
    if owner.who:
        return owner.who.office
    with centre.database.read() as connection:
        known = [office for office, _ in offices_of(connection, "bn")]
    chosen = typed.get("office", "")
    if len(known) == 1:
        return known[0]
    return int(chosen) if chosen.isdecimal() and int(chosen) in known else 0


def _own(centre: Centre, owner: Owner, portal_id: str) -> Filing:
    with centre.database.read() as connection:
        return own(connection, owner, portal_id)


def _form_page(
    request: Asked,
    centre: Centre,
    service: Service,
    typed: Mapping[str, str],
    refused: Refused | None = None,
    filing: Filing | None = None,
    focus: str = "",
    district: int = 0,
) -> Response[str]:
    language = language_for(request)
    wrong = _wrong(refused, language)
    with centre.database.read() as connection:
        offices = offices_of(connection, language)
    owner = owner_of(centre, request)
    status = _STATUS.get(refused.problems[0].code, 400) if refused else 200
    return portal_page(
        request,
        centre,
        "apply.html",
        status=status,
        headers=wait_header(refused),
        service=service,
        name=service.name_bn if language == "bn" else service.name_en,
        typed=typed,
        wrong=wrong,
        inputs=inputs_of(service, typed, wrong, language),
        papers=papers_of(service, typed, wrong, language),
        labels=_labels(service, typed, wrong, language),
        people=blocks_of(typed, wrong, language),
        most_people=MOST_PEOPLE,
        focus=focus,
        district=typed.get("office") or str(district),
        offices=[] if owner.who or filing or len(offices) < 2 else offices,
        filer=owner.who,
        action=request.url.path,
        filing=filing,
    )


def _wrong(refused: Refused | None, language: str) -> dict[str, str]:
    """Return what is wrong by the name of its input; a service's own words win nothing here."""
    found: dict[str, str] = {}
    for problem in refused.problems if refused else ():
        found.setdefault(input_of(problem), i18n.sentence(problem.code, language, **problem.params))
    return found


def _labels(
    service: Service, typed: Mapping[str, str], wrong: Mapping[str, str], language: str
) -> list[tuple[str, str]]:
    """Return what is wrong as links, in the order of the page: the input's name, whose it is and the sentence."""
    people = people_in(typed)
    whose = {name: number for number in range(people) for name in names_of(number)}
    order = ["office", *whose, "memo_no", "memo_date", "sender_office", "subject"]
    order += [one.name for one in (*inputs_of(service, {}, {}, language), *papers_of(service, {}, {}, language))]
    known = [name for name in order if name in wrong]
    names = [*known, *(name for name in wrong if name not in known)]
    title = i18n.translator(language).gettext("Applicant {n}")
    numbers = {name: i18n.digits(number + 1, language) for name, number in whose.items() if people > 1}
    said = {name: f"{title.format(n=number)}: " for name, number in numbers.items()}
    return [(name, said.get(name, "") + wrong[name]) for name in names]


# ------------------------------------------------------------------------------ papers, contact, sending


@get("/filing/{portal_id:str}", sync_to_thread=True, opt=PUBLIC_FORM)
def show_filing(request: Asked, centre: TheCentre, portal_id: FromPath[str]) -> Response[str]:
    """Show how far one's own is: its papers and contact, or what became of it."""
    return _filing_page(request, centre, _own(centre, owner_of(centre, request), portal_id))


@post(
    "/filing/{portal_id:str}/papers",
    status_code=200,
    sync_to_thread=True,
    opt=PUBLIC,
    request_max_body_size=MAX_BYTES + _SLACK,
)
def take_papers(
    request: Asked, body: RawBody, centre: TheCentre, portal_id: FromPath[str]
) -> Response[str] | Response[None]:
    """Take files out of a form; each becomes pages or says why not, the others stay."""
    owner = owner_of(centre, request)
    found = _own(centre, owner, portal_id)
    try:
        parts = parts_of(request.headers.get("content-type", ""), body)
        _believe(request, centre, next((part.content for part in parts if part.name == TOKEN_FIELD), b""))
        if owner.who is None:
            slow_down(centre, request, "papers", longest_s=5)
        for part in parts:
            if part.filename:
                add_file(centre, owner, portal_id, part.content, part.filename)
    except Refused as refused:
        return _filing_page(request, centre, _own(centre, owner, found.portal_id), refused, at="file")
    return go_to(f"/filing/{portal_id}")


def _believe(request: Asked, centre: Centre, token: bytes) -> None:
    """As the guard does for plain forms.  Raises Refused `form.foreign`."""
    if not hmac.compare_digest(token, form_token(centre, request).encode()):
        raise Refused.because("form.foreign", "file")


@post("/filing/{portal_id:str}/remove", status_code=200, sync_to_thread=True, opt=PUBLIC_FORM)
def take_away(request: Asked, centre: TheCentre, portal_id: FromPath[str]) -> Response[None]:
    """Take a page away."""
    remove_file(centre, owner_of(centre, request), portal_id, said(request, "digest"))
    return go_to(f"/filing/{portal_id}")


@post("/filing/{portal_id:str}/code", status_code=200, sync_to_thread=True, opt=PUBLIC_FORM)
def ask_code(request: Asked, centre: TheCentre, portal_id: FromPath[str]) -> Response[str] | Response[None]:
    """Let a code go to the contact."""
    owner, to = owner_of(centre, request), said(request, "contact")
    try:
        slow_down(centre, request, "code-from")
        slow_down(centre, request, "code-to", to, longest_s=CONTACT_LONGEST_S)
        with centre.database.write() as connection:
            send_code(connection, centre, own_draft(connection, owner, portal_id), to)
    except Refused as refused:
        if refused.problems[0].code == "portal.unknown":
            raise
        return _filing_page(request, centre, _own(centre, owner, portal_id), refused, at="contact")
    return go_to(f"/filing/{portal_id}#code")


@post("/filing/{portal_id:str}/send", status_code=200, sync_to_thread=True, opt=PUBLIC_FORM)
def send(request: Asked, centre: TheCentre, portal_id: FromPath[str]) -> Response[str] | Response[None]:
    """File it: a citizen with the code, a Union Digital Centre in its own name."""
    owner = owner_of(centre, request)
    found = _own(centre, owner, portal_id)
    if found.state != DRAFT:  # pressed twice, or the answer was lost: it is sent once
        return go_to(f"/filing/{portal_id}")
    try:
        if owner.who is None:
            _check_code(centre, found, said(request, "code"))
        with centre.database.write() as connection:
            file(connection, centre, own_draft(connection, owner, portal_id))
    except Refused as refused:
        if refused.problems[0].code == "portal.filed":
            return go_to(f"/filing/{portal_id}")
        return _filing_page(request, centre, found, refused, at="code")
    return go_to(f"/filing/{portal_id}")


def _check_code(centre: Centre, found: Filing, typed: str) -> None:
    """Judge a code; guessing is slow.  Raises Refused `code.*`."""
    gate = Gate("web-code", found.portal_id, CODE_LONGEST_S)
    with centre.database.write() as connection:
        if wait_s := try_gate(connection, gate, centre.clock()):
            raise Refused.because("code.slow", "code", seconds=wait_s)
    check_code(centre, found, typed)
    with centre.database.write() as connection:
        forgive(connection, gate, centre.clock())


def _filing_page(
    request: Asked, centre: Centre, found: Filing, refused: Refused | None = None, at: str = ""
) -> Response[str]:
    language = language_for(request)
    service = centre.catalogue.services.get(found.service)
    name = (service.name_bn if language == "bn" else service.name_en) if service else found.service
    values: dict[str, Any] = {"filing": found, "name": name, "reference": _shown(found.portal_id, language)}
    status = _STATUS.get(refused.problems[0].code, 400) if refused else 200
    if found.state != DRAFT:
        values |= what_became(centre, found, language)
        return portal_page(request, centre, "filed.html", status=status, office=found.office, **values)
    message = sentence_of(refused, language) if refused else ""
    sent = bool(found.code_at and centre.clock() - found.code_at < GOOD_FOR)
    return portal_page(
        request,
        centre,
        "papers.html",
        status=status,
        office=found.office,
        headers=wait_header(refused),
        message=message,
        at=at,
        names=[person.shown_name for person in found.draft.applicants],
        contacts=[(to, contact_shown(to, language)) for to in contacts_of(found)],
        sent=contact_shown(found.contact, language) if sent else "",
        needs_code=owner_of(centre, request).who is None,
        most=MAX_BYTES >> 20,
        kept=i18n.digits(centre.settings.unsent_days, language),
        **values,
    )


def contact_shown(contact: str, language: str) -> str:
    """Return a contact as people write it."""
    return contact if "@" in contact or not contact else i18n.mobile(contact, language)


def _shown(portal_id: str, language: str) -> str:
    return i18n.digits(grouped_reference(portal_id), language)


def what_became(centre: Centre, found: Filing, language: str) -> dict[str, Any]:
    """Return what a page says of one that was sent: headline, number, reason."""
    words = i18n.translator(language).gettext
    headlines = {
        WAITS: words("Sent to the counter"),
        ACCEPTED: words("Accepted: it has its number"),
        RETURNED: words("It came back"),
    }
    reasons = centre.catalogue.reasons.get("portal", ())
    why = next((one for one in reasons if one.code == found.reason), None)
    reason = (why.name_bn if language == "bn" else why.name_en) if why else found.reason
    number = i18n.receive_number(found.receive_number, language) if found.receive_number else ""
    return {
        "headline": headlines.get(found.state, ""),
        "number": number,
        "reason": reason,
        "secret": i18n.digits(f"{found.secret[:4]} {found.secret[4:8]} {found.secret[8:]}", language),
        "filed": i18n.day(dhaka_day(found.filed_at), language, year=True) if found.filed_at else "",
    }


def apply_router() -> Router:
    """Return the routes of applying."""
    forms = [ask_form, take_form, ask_again, take_again, show_filing, take_away, ask_code, send]
    return Router(
        path="/",
        route_handlers=[*forms, take_papers],
        include_in_schema=False,
        request_max_body_size=MOST_FORM_BYTES,
    )
