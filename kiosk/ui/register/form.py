"""What is typed into the registration form, and the draft that it means.  Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs

from kiosk.domain.application import (
    MOST_PEOPLE,
    Agent,
    Applicant,
    ApplicationDraft,
    Channel,
    Identity,
    IdType,
    Kind,
    Mail,
    PaperState,
    Place,
    Post,
)
from kiosk.domain.scans import Scan
from kiosk.errors import Refused

if TYPE_CHECKING:
    from kiosk.domain.catalogue import Service

CHANNELS = tuple(Channel)
OFFICIAL = ("memo_no", "memo_date", "sender_office")
PERSON = ("name", "name_latin", "guardian", "mobile", "mobile_of", "email", "birth_date", "id", "id_type", "address")
EXTRA, AGENT, POST = "x.", "agent.", "post."
"""Fields of the service are named `x.<code>`, those of who files for another `agent.<name>`."""
POSTAL = ("posted_on", "arrived_on", "registered_no", "sender_place", "return_envelope")
BATCH_KEPT = tuple(POST + name for name in ("posted_on", "arrived_on", "sender_place"))
"""What stays from letter to letter of one heap."""
SELF, YES = "self", "yes"


def of_person(number: int, name: str) -> str:
    """Return the name of a field of the n-th applicant, counted from 0: `name`, `p1.name`."""
    return f"p{number}.{name}" if number else name


@dataclass(frozen=True, slots=True)
class Form:
    """Everything typed, as typed; choices are kept by the code of their option.

    `filled` keeps what the program wrote itself, by field.  `people` counts the applicants, `parts`
    names what is opened besides the ordinary form: `more`, `agent`.  `batch` counts the letters of a
    heap, 0: none.  `places` holds what addresses were understood to mean.  `corrects` is the number of
    an application that is being corrected.
    """

    channel: str = Channel.WALK_IN.value
    service: str = ""
    service_typed: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, str] = field(default_factory=dict)
    paper_dates: Mapping[str, str] = field(default_factory=dict)
    people: int = 1
    parts: tuple[str, ...] = ()
    batch: int = 0
    places: Mapping[str, Place] = field(default_factory=dict)
    duplicate_reason: str = ""
    mail: Mail | None = None
    portal_id: str = ""
    scans: tuple[Scan, ...] = ()
    corrects: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing is typed that could be lost; what stays from letter to letter is not."""
        kept = BATCH_KEPT if self.batch else ()
        typed = any(text for name, text in self.texts.items() if name not in kept and not self._stands(name))
        return not (
            typed or self.papers or self.mail or self.portal_id or self.scans or (self.service_typed and not self.batch)
        )

    def _stands(self, name: str) -> bool:
        """Whether a field holds what every letter begins with: the day it came, and in a heap what the service says."""
        begins = name == POST + "arrived_on" or (bool(self.batch) and name.startswith(EXTRA))
        return begins and self.is_filled(name)

    def text(self, name: str) -> str:
        """Return what a field holds."""
        return self.service_typed if name == "service" else self.texts.get(name, "")

    def with_text(self, name: str, text: str) -> "Form":
        """Return the form with one field changed by a person."""
        return replace(self, texts={**self.texts, name: text})

    def with_filled(self, values: Mapping[str, str]) -> "Form":
        """Return the form with fields that the program filled."""
        kept = {name: text for name, text in values.items() if text}
        return replace(self, texts={**self.texts, **kept}, filled={**self.filled, **kept})

    def with_paper(self, code: str, state: str) -> "Form":
        """Return the form with the state of one paper; an empty state: not asked."""
        papers = {**self.papers, code: state}
        dates = {key: day for key, day in self.paper_dates.items() if papers.get(key) == PaperState.MISSING}
        return replace(self, papers={key: value for key, value in papers.items() if value}, paper_dates=dates)

    def with_part(self, part: str) -> "Form":
        """Return the form with a part opened, or closed; what was typed into a closed one is dropped."""
        if part not in self.parts:
            return replace(self, parts=(*self.parts, part))
        names = {"more": ("name_latin", "birth_date", "email")}.get(part, ())
        texts = {key: text for key, text in self.texts.items() if key not in names and not key.startswith(f"{part}.")}
        return replace(self, parts=tuple(one for one in self.parts if one != part), texts=texts)

    def with_person(self) -> "Form":
        """Return the form with room for one applicant more."""
        return replace(self, people=min(self.people + 1, MOST_PEOPLE))

    def without_person(self, number: int) -> "Form":
        """Return the form without the n-th applicant; the first one stays."""
        if not 0 < number < self.people:
            return self
        texts = {key: text for key, text in self.texts.items() if not _is_of(key, range(number, self.people))}
        for later in range(number + 1, self.people):
            for name in PERSON:
                if text := self.texts.get(of_person(later, name)):
                    texts[of_person(later - 1, name)] = text
        return replace(self, people=self.people - 1, texts=texts)

    def is_filled(self, name: str) -> bool:
        """Whether a field still holds what the program wrote into it."""
        return bool(self.filled.get(name)) and self.filled[name] == self.texts.get(name)

    def next_letter(self) -> "Form":
        """Return the empty form for the next letter of the heap: service, dates and post office stay."""
        texts = {name: text for name in BATCH_KEPT if (text := self.texts.get(name))}
        return Form(self.channel, self.service, self.service_typed, texts, batch=self.batch + 1)


def _is_of(name: str, numbers: range) -> bool:
    found = re.match(r"p([0-9])\.", name)
    return bool(found) and int(found[1]) in numbers if found else False


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form on disk; `closed` tells that the program was left properly."""

    form: Form
    closed: bool = False


def write_kept(form: Form, *, closed: bool = False) -> bytes:
    """Return a form as it is kept on disk."""
    return msgspec.json.encode(KeptForm(form, closed))


def read_kept(kept: bytes) -> KeptForm | None:
    """Return a kept form; None for what another version wrote."""
    try:
        return msgspec.json.decode(kept, type=KeptForm)
    except msgspec.MsgspecError:
        return None


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


def extra_values(form: Form) -> dict[str, str]:
    """Return what is typed into the fields of the service, by their codes."""
    return {name.removeprefix(EXTRA): text for name, text in form.texts.items() if name.startswith(EXTRA) and text}


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


def iso_day(text: str) -> str:
    """Return a typed day in ISO; what is no day stays as it is, to be judged."""
    from kiosk.domain.checks import check_date

    try:
        return check_date(text) if text else ""
    except Refused:
        return text


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


def office_day(day: str) -> str:
    """Return `23-11-2026` of `2026-11-23`; what is no such day stays as it is."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", day)
    return "-".join(found.groups()[::-1]) if found else day


def local_mobile(number: str) -> str:
    """Return `01712-345678` of a stored `+8801712345678`."""
    return group_mobile(number.removeprefix("+88"))


# ------------------------------------------------------------------------------ refusals → fields

_APPLICANT_FIELD = {"id": "id", "name_latin": "name"}


def field_of(path: str) -> str:
    """Return the form's field for a path of a refusal, e.g. `applicants[1].mobile` → `p1.mobile`."""
    person = re.match(r"applicants(?:\[([0-9]+)\])?(?:\.(\w+))?", path)
    if person:
        name = person[2] or "name"
        return of_person(int(person[1] or 0), _APPLICANT_FIELD.get(name, name))
    if path.startswith("fields."):
        return EXTRA + path.removeprefix("fields.")
    if path.startswith(("papers.", "paper_dates.")):
        return "paper." + path.partition(".")[2]
    if path.startswith(AGENT):
        name = path.split(".")[1]
        return AGENT + _APPLICANT_FIELD.get(name, name)
    return path


def is_field(name: str) -> bool:
    """Tell whether the form has a field of this name, where a sentence can stand."""
    bare = re.sub(r"^p[0-9]\.", "", name)
    return bare in {"service", "subject", *OFFICIAL, *PERSON} or name.startswith((EXTRA, "paper.", AGENT, POST))


# ------------------------------------------------------------------------------ as one types


def group_mobile(text: str) -> str:
    """Return a mobile that is being typed with a hyphen after its fifth digit."""
    digits = text.replace("-", "").replace(" ", "")
    if len(digits) <= 5 or not digits.isdigit() or digits[0] not in "0০":
        return text
    return f"{digits[:5]}-{digits[5:]}"


def group_date(text: str) -> str:
    """Return a day that is being typed with its hyphens: `19112026` → `19-11-2026`, in either script."""
    digits = text.replace("-", "")
    elsewhere = any(letter == "-" and place not in {2, 5} for place, letter in enumerate(text))
    if elsewhere or not digits.isdigit() or not 2 < len(digits) <= 8:
        return text
    parts = [digits[:2], digits[2:4], digits[4:]]
    return "-".join(part for part in parts if part)
