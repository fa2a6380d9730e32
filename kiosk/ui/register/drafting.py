"""The draft that a form means, and the form in which a draft stands again.  Pure."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import structs

from kiosk.domain.application import (
    Agent,
    Applicant,
    ApplicationDraft,
    Channel,
    Identity,
    IdType,
    Kind,
    PaperState,
    Post,
)
from kiosk.errors import Refused
from kiosk.ui.register.as_typed import iso_day, local_mobile, office_day
from kiosk.ui.register.form import AGENT, EXTRA, OFFICIAL, POST, POSTAL, SELF, YES, Form, extra_values, of_person

if TYPE_CHECKING:
    from kiosk.domain.catalogue import Service


# ------------------------------------------------------------------------------ form → draft


def draft_of(form: Form, service: "Service | None") -> ApplicationDraft:
    """Return the draft that the form means; nothing is judged yet.

    Only what is asked for counts: what a condition or another kind hides stays behind.
    """
    official = service is not None and service.kind == Kind.OFFICIAL
    memo_no, memo_date, sender_office = (form.text(name) if official else "" for name in OFFICIAL)
    papers = _papers(form, service)
    return ApplicationDraft(
        service=form.service,
        channel=Channel(form.channel),
        applicants=tuple(_applicant(form, number, official=official) for number in range(form.people)),
        subject=form.text("subject"),
        fields=_fields(form, service),
        papers=papers,
        agent=_agent(form),
        post=_post(form),
        mail=form.mail if form.channel == Channel.EMAIL else None,
        paper_dates={code: day for code, day in form.paper_dates.items() if papers.get(code) == PaperState.MISSING},
        duplicate_reason=form.duplicate_reason,
        scans=form.scans,
        portal_id=form.portal_id if form.channel == Channel.PORTAL else "",
        memo_no=memo_no,
        memo_date=memo_date,
        sender_office=sender_office,
    )


def _fields(form: Form, service: "Service | None") -> dict[str, str]:
    typed = extra_values(form)
    if service is None:
        return {code: text for code, text in typed.items() if text.strip()}
    from kiosk.domain.fields import kept_of, shown_fields

    kept = {}
    for asked in shown_fields(service, typed):
        text = typed.get(asked.code, "")
        try:
            kept[asked.code] = kept_of(asked, text)
        except Refused:
            kept[asked.code] = text  # judged with everything else
    return {code: text for code, text in kept.items() if text.strip()}


def _papers(form: Form, service: "Service | None") -> dict[str, PaperState]:
    states = {code: PaperState(state) for code, state in form.papers.items()}
    if service is None:
        return states
    from kiosk.domain.fields import shown_papers

    asked = {paper.code for paper in shown_papers(service, extra_values(form))}
    return {code: state for code, state in states.items() if code in asked}


def _applicant(form: Form, number: int, *, official: bool = False) -> Applicant:
    def text(name: str) -> str:
        return form.text(of_person(number, name))

    name = text("name").strip()
    if official and not number and not name:
        name = form.text("sender_office").strip()
    latin = _is_latin(name)
    return Applicant(
        name="" if latin else name,
        name_latin=text("name_latin").strip() or (name if latin else ""),
        guardian=text("guardian"),
        mobile=text("mobile").strip(),
        mobile_of=text("mobile_of") or SELF,
        id=identity_of(text("id"), text("id_type")),
        address=text("address"),
        place=form.places.get(text("address").strip()),
        birth_date=text("birth_date"),
        email=text("email").strip(),
    )


def _is_latin(name: str) -> bool:
    return name.isascii() and bool(re.search("[A-Za-z]", name))


def _agent(form: Form) -> Agent | None:
    texts = {name: form.text(AGENT + name).strip() for name in ("name", "mobile", "relation")}
    if "agent" not in form.parts or not any(texts.values()):
        return None
    name = texts["name"]
    latin = _is_latin(name)
    return Agent(
        name="" if latin else name,
        name_latin=name if latin else "",
        mobile=texts["mobile"],
        relation=texts["relation"],
    )


def _post(form: Form) -> Post | None:
    if form.channel != Channel.POST:
        return None
    texts = {name: form.text(POST + name).strip() for name in POSTAL}
    envelope = texts.pop("return_envelope") == YES
    texts |= {name: iso_day(texts[name]) for name in ("posted_on", "arrived_on")}
    return Post(**texts, return_envelope=envelope) if envelope or any(texts.values()) else None


def shown_so_far(draft: ApplicationDraft) -> ApplicationDraft:
    """Return a draft without the days of its letter that are no days yet, for a look at the receipt."""
    if draft.post is None:
        return draft
    days = {name: getattr(draft.post, name) for name in ("posted_on", "arrived_on")}
    kept = {name: day if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day) else "" for name, day in days.items()}
    return structs.replace(draft, post=structs.replace(draft.post, **kept))


def identity_of(text: str, kind: str = "") -> Identity | None:
    """Return a document number with the kind that was chosen; an identity card where none was."""
    number = text.strip()
    return Identity(IdType(kind or IdType.NID), number) if number else None


# ------------------------------------------------------------------------------ draft → form


def form_of(draft: ApplicationDraft, service: "Service | None", service_name: str = "") -> Form:
    """Return the form in which a draft stands as it would have been typed."""
    texts = dict(_texts(draft, service))
    parts = ("more",) if any(texts.get(name) for name in ("name_latin", "birth_date", "email")) else ()
    return Form(
        channel=draft.channel.value,
        service=draft.service,
        service_typed=service_name,
        texts={name: text for name, text in texts.items() if text},
        papers={code: state.value for code, state in draft.papers.items()},
        paper_dates=dict(draft.paper_dates),
        people=max(len(draft.applicants), 1),
        parts=(*parts, "agent") if draft.agent else parts,
        places={one.address.strip(): one.place for one in draft.applicants if one.place},
        mail=draft.mail,
        portal_id=draft.portal_id,
        scans=draft.scans,
    )


def _texts(draft: ApplicationDraft, service: "Service | None") -> Iterator[tuple[str, str]]:
    yield "subject", draft.subject
    for name in OFFICIAL:
        text = getattr(draft, name)
        yield name, office_day(text) if name == "memo_date" else text
    for number, person in enumerate(draft.applicants):
        yield from ((of_person(number, name), text) for name, text in person_texts(person).items())
    yield from _extra_texts(draft, service)
    if draft.agent:
        agent = person_texts(draft.agent)
        yield from ((AGENT + name, agent[name]) for name in ("name", "mobile"))
        yield AGENT + "relation", draft.agent.relation
    if draft.post:
        for name in ("posted_on", "arrived_on"):
            yield POST + name, office_day(getattr(draft.post, name))
        yield POST + "registered_no", draft.post.registered_no
        yield POST + "sender_place", draft.post.sender_place
        yield POST + "return_envelope", YES if draft.post.return_envelope else ""


def person_texts(person: Applicant) -> dict[str, str]:
    """Return what stands in the form for a person, by the names of `PERSON`."""
    return {
        "name": person.name or person.name_latin,
        "name_latin": person.name_latin if person.name else "",
        "guardian": person.guardian,
        "mobile": local_mobile(person.mobile),
        "mobile_of": "" if person.mobile_of == SELF else person.mobile_of,
        "email": person.email,
        "birth_date": office_day(person.birth_date),
        "id": person.id.number if person.id else "",
        "id_type": person.id.type.value if person.id and person.id.type != IdType.NID else "",
        "address": person.address,
    }


def _extra_texts(draft: ApplicationDraft, service: "Service | None") -> Iterator[tuple[str, str]]:
    from kiosk.domain.fields import typed_of

    known = {one.code: one for one in service.fields} if service else {}
    for code, kept in draft.fields.items():
        asked = known.get(code)
        if asked is None or asked.type == "choice":
            yield EXTRA + code, kept
        else:
            yield EXTRA + code, office_day(kept) if asked.type == "date" else typed_of(asked, kept)
