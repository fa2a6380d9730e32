"""The rules of the counter: from what was typed to what may be stored, all problems at once.

The same rules judge at the desk and again at the centre.  Field paths are those of the draft:
`applicants[0].mobile`, `fields.khatian_no`, `papers.court_fee_stamp`, `memo_no`.
"""

import re
from datetime import date
from functools import partial

from msgspec import structs

from kiosk.domain.application import Agent, Applicant, ApplicationDraft, Identity, Kind, PaperState, Place
from kiosk.domain.bangla import fold_digits, looks_like_bijoy
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.channels import accept_mail, accept_portal, accept_post, check_registered
from kiosk.domain.checks import LAST_DAY, check_date, check_email, check_identity, check_mobile
from kiosk.domain.draft_json import MAX_LINE, draft_schema, parse_draft
from kiosk.domain.fields import check_field, check_order, shown_fields, shown_papers, split_mouza
from kiosk.domain.findings import Findings
from kiosk.domain.scans import Scan, check_scan
from kiosk.errors import Problem, Refused

__all__ = [
    "LIMITS",
    "MAX_LINE",
    "accept",
    "check_date",
    "check_email",
    "check_identity",
    "check_mobile",
    "check_registered",
    "draft_schema",
    "parse_draft",
]

_BORN = date(2026, 1, 1)  # a clock that shows a day before the program's birth cannot judge birth dates

LIMITS = {
    "name": 120,
    "name_latin": 120,
    "guardian": 120,
    "mobile_of": 60,
    "address": 300,
    "subject": 300,
    "memo_no": 100,
    "sender_office": 200,
    "relation": 60,
    "upazila": 80,
    "union": 120,
    "district": 80,
    "post_office": 80,
}
"""Letters that fit into each field; an extra field of a service takes `kiosk.domain.fields.LIMIT`."""

# ------------------------------------------------------------------------------ a whole draft


def accept(draft: ApplicationDraft, catalogue: Catalogue, today: date | None = None) -> ApplicationDraft:
    """Return the draft in normal form: text through the door, ASCII digits, `+880…`, ISO dates.

    `today` (the Dhaka day) lets it refuse births that are still to come.  Raises Refused with
    all problems, each with its field path.
    """
    found = Findings()
    service = _service(draft, catalogue, found)
    latest = today if today and today >= _BORN else LAST_DAY
    memo = _memo(draft, service, found)
    papers = _papers(draft, service, found)
    accepted = structs.replace(
        draft,
        applicants=_applicants(draft.applicants, latest, found),
        subject=found.line("subject", draft.subject, LIMITS["subject"]) or (service.name_bn if service else ""),
        fields=_fields(draft.fields, service, found),
        papers=papers,
        agent=_agent(draft.agent, latest, found),
        post=accept_post(draft, found),
        mail=accept_mail(draft, found),
        paper_dates=_paper_dates(draft.paper_dates, papers, found),
        scans=_scans(draft.scans, found),
        portal_id=accept_portal(draft, found),
        **memo,
    )
    if draft.duplicate_reason:
        found.check("duplicate_reason", draft.duplicate_reason, lambda code: catalogue.reason("duplicate", code))
    if found.problems:
        raise Refused(*found.problems)
    return accepted


def _service(draft: ApplicationDraft, catalogue: Catalogue, found: Findings) -> Service | None:
    if not draft.service.strip():
        found.add("service", "service.missing")
        return None
    service = catalogue.services.get(draft.service)
    if service is None:
        found.add("service", "service.unknown", service=draft.service[:80])
    elif service.stop_bn:
        found.add("service", "service.elsewhere", where_bn=service.stop_bn, where_en=service.stop_en)
    return service


def _applicants(people: tuple[Applicant, ...], latest: date, found: Findings) -> tuple[Applicant, ...]:
    if not people:
        found.add("applicants", "applicant.missing")
    return tuple(_applicant(person, f"applicants[{n}]", latest, found) for n, person in enumerate(people))


def _applicant(person: Applicant, at: str, latest: date, found: Findings) -> Applicant:
    text = {
        name: found.line(f"{at}.{name}", getattr(person, name), LIMITS[name])
        for name in ("name", "name_latin", "guardian", "mobile_of", "address")
    }
    _name(person, text, at, found)
    return Applicant(
        name=text["name"],
        name_latin=text["name_latin"],
        guardian=text["guardian"],
        mobile=found.check(f"{at}.mobile", person.mobile, check_mobile),
        mobile_of=text["mobile_of"] or "self",
        email=found.check(f"{at}.email", person.email, check_email),
        birth_date=found.check(f"{at}.birth_date", person.birth_date, lambda day: check_date(day, latest=latest)),
        id=_identity(person.id, at, found),
        address=text["address"],
        place=_place(person.place, f"{at}.place", found) if person.place else None,
    )


def _agent(agent: Agent | None, latest: date, found: Findings) -> Agent | None:
    """Who files for others says a name as they do; their relation is told in a word or two."""
    if agent is None or agent == Agent():
        return None
    person = _applicant(agent, "agent", latest, found)
    relation = found.line("agent.relation", agent.relation, LIMITS["relation"])
    return Agent(**structs.asdict(person), relation=relation)


def _place(place: Place, at: str, found: Findings) -> Place | None:
    text = {
        name: found.line(f"{at}.{name}", getattr(place, name), LIMITS[name])
        for name in ("district", "upazila", "union", "post_office")
    }
    checked = Place(
        **text,
        ward=found.check(f"{at}.ward", place.ward, lambda ward: _shape(ward, r"[1-9][0-9]?", "ward.form")),
        post_code=found.check(f"{at}.post_code", place.post_code, lambda c: _shape(c, r"[0-9]{4}", "post_code.form")),
    )
    return checked if checked != Place() else None


def _shape(text: str, shape: str, code: str) -> str:
    folded = fold_digits(text.strip(" "))
    if not re.fullmatch(shape, folded):
        raise Refused.because(code)
    return folded


def _name(person: Applicant, text: dict[str, str], at: str, found: Findings) -> None:
    typed = person.name + person.name_latin
    if looks_like_bijoy(text["name"]):
        found.add(f"{at}.name", "text.bijoy")
    elif not any(c.isalpha() for c in typed):
        found.add(f"{at}.name", "name.missing")


def _identity(identity: Identity | None, at: str, found: Findings) -> Identity | None:
    if identity is None or not identity.number.strip():
        return None
    checked: Identity | None = found.check(
        f"{at}.id.number",
        identity.number,
        lambda number: check_identity(identity.type, number),
        None,
    )
    return checked


def _memo(draft: ApplicationDraft, service: Service | None, found: Findings) -> dict[str, str]:
    """An official letter must hold its sender's number, a citizen's may not: they bring none."""
    memo = {
        "memo_no": fold_digits(found.line("memo_no", draft.memo_no, LIMITS["memo_no"])),
        "memo_date": found.check("memo_date", draft.memo_date, check_date),
        "sender_office": found.line("sender_office", draft.sender_office, LIMITS["sender_office"]),
    }
    if service is None:
        return memo
    if memo["memo_no"] and not any(c.isdigit() for c in memo["memo_no"]):
        found.add("memo_no", "memo_no.form")
    missing = {"memo_no": "memo.missing", "memo_date": "memo_date.missing", "sender_office": "sender.missing"}
    for field, code in missing.items():
        typed = getattr(draft, field).strip()
        if service.kind is Kind.OFFICIAL and not typed:
            found.add(field, code)
        elif service.kind is not Kind.OFFICIAL and typed:
            found.add(field, "memo.citizen")
    return memo


def _fields(typed: dict[str, str], service: Service | None, found: Findings) -> dict[str, str]:
    if service is None:
        return {}
    typed = _with_jl(typed, service)
    asked = {field.code: field for field in service.fields}
    seen = {field.code for field in shown_fields(service, typed)}
    clean = {}
    for code, value in typed.items():
        at = f"fields.{code[:80]}"
        if code not in asked:
            found.add(at, "field.unknown")
        elif text := found.check(at, value, partial(check_field, asked[code])):
            clean[code] = text
            if code not in seen:
                found.add(at, "field.hidden")
    for field in service.fields:
        if field.required and field.code in seen and not typed.get(field.code, "").strip():
            found.add(f"fields.{field.code}", "field.required")
    found.problems.extend(check_order(service, clean))
    return clean


def _with_jl(typed: dict[str, str], service: Service) -> dict[str, str]:
    """Let a mouza that was written with its JL number fill both fields."""
    types = {field.code: field.type for field in service.fields}
    if types.get("mouza") != "mouza" or "jl_no" not in types or not typed.get("mouza") or typed.get("jl_no"):
        return typed
    try:
        mouza, jl_no = split_mouza(typed["mouza"])
    except Refused:
        return typed
    return {**typed, "mouza": mouza, "jl_no": jl_no} if jl_no else typed


def _papers(draft: ApplicationDraft, service: Service | None, found: Findings) -> dict[str, PaperState]:
    if service is None:
        return {}
    typed = draft.papers
    asked = {paper.code: paper for paper in service.papers}
    for code in typed.keys() - asked.keys():
        found.add(f"papers.{code[:80]}", "paper.unknown")
    for paper in shown_papers(service, draft.fields):
        if paper.required and typed.get(paper.code, PaperState.MISSING) is PaperState.MISSING:
            found.add(f"papers.{paper.code}", "paper.required")
    return {code: typed[code] for code in asked if code in typed}


def _paper_dates(typed: dict[str, str], papers: dict[str, PaperState], found: Findings) -> dict[str, str]:
    """Only what is missing has a last day; one left over from a paper that came since is dropped."""
    for code in typed.keys() - papers.keys():
        found.add(f"paper_dates.{code[:80]}", "paper.unknown")
    missing = [code for code, state in papers.items() if state is PaperState.MISSING and typed.get(code)]
    return {code: found.check(f"paper_dates.{code}", typed[code], check_date) for code in missing}


def _scans(scans: tuple[Scan, ...], found: Findings) -> tuple[Scan, ...]:
    """The same page twice is one page."""
    kept: dict[str, Scan] = {}
    for number, scan in enumerate(scans):
        try:
            kept.setdefault(scan.digest, check_scan(scan))
        except Refused as refused:
            found.problems.extend(Problem(f"scans[{number}]", one.code, one.params) for one in refused.problems)
    return tuple(kept.values())
