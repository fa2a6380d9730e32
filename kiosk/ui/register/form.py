"""What is typed into the registration form, and the draft that it means.  Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgspec

from kiosk.domain.application import Applicant, ApplicationDraft, Channel, Identity, IdType, PaperState

CHANNELS = tuple(Channel)
OFFICIAL = ("memo_no", "memo_date", "sender_office")
PERSON = ("mobile", "id", "name", "guardian", "address")
EXTRA = "x."
"""Fields of the service are named `x.<code>`."""

_APPLICANT = {
    "name": "name",
    "name_latin": "name",
    "guardian": "guardian",
    "mobile": "mobile",
    "mobile_of": "mobile",
    "address": "address",
    "id": "id",
    "birth_date": f"{EXTRA}birth_date",
    "email": f"{EXTRA}email",
}
_TOP = {"birth_date", "email"}


@dataclass(frozen=True, slots=True)
class Form:
    """Everything typed, as typed.  `filled` keeps what the program wrote itself, by field."""

    channel: str = Channel.WALK_IN.value
    service: str = ""
    service_typed: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, str] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Whether nothing is typed that could be lost."""
        return not (self.service_typed or self.papers or any(self.texts.values()))

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
        return replace(self, papers={key: value for key, value in papers.items() if value})

    def is_filled(self, name: str) -> bool:
        """Whether a field still holds what the program wrote into it."""
        return bool(self.filled.get(name)) and self.filled[name] == self.texts.get(name)


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


def draft_of(form: Form, *, official: bool) -> ApplicationDraft:
    """Return the draft that the form means; nothing is judged yet."""
    extra = {
        name.removeprefix(EXTRA): text for name, text in form.texts.items() if name.startswith(EXTRA) and text.strip()
    }
    memo_no, memo_date, sender_office = (form.text(name) if official else "" for name in OFFICIAL)
    return ApplicationDraft(
        service=form.service,
        channel=Channel(form.channel),
        applicants=(_applicant(form, extra),),
        subject=form.text("subject"),
        fields={code: text for code, text in extra.items() if code not in _TOP},
        papers={code: PaperState(state) for code, state in form.papers.items()},
        memo_no=memo_no,
        memo_date=memo_date,
        sender_office=sender_office,
    )


def _applicant(form: Form, extra: Mapping[str, str]) -> Applicant:
    name = form.text("name").strip()
    latin = name.isascii() and bool(re.search("[A-Za-z]", name))
    return Applicant(
        name="" if latin else name,
        name_latin=name if latin else "",
        guardian=form.text("guardian"),
        mobile=form.text("mobile").strip(),
        id=identity_of(form.text("id")),
        address=form.text("address"),
        birth_date=extra.get("birth_date", ""),
        email=extra.get("email", ""),
    )


def identity_of(text: str) -> Identity | None:
    """Return a document number with the kind that its shape says: letters make a passport."""
    number = text.strip()
    if not number:
        return None
    passport = bool(re.match("[A-Za-z]", number))
    return Identity(IdType.PASSPORT if passport else IdType.NID, number)


def field_of(path: str) -> str:
    """Return the form's field for a path of a refusal, e.g. `applicants[0].mobile` → `mobile`."""
    if path.startswith("applicants"):
        part = path.partition(".")[2].partition(".")[0]
        return _APPLICANT.get(part, "name")
    if path.startswith("fields."):
        return EXTRA + path.removeprefix("fields.")
    if path.startswith("papers."):
        return "paper." + path.removeprefix("papers.")
    return path


def is_field(name: str) -> bool:
    """Tell whether the form has a field of this name, where a sentence can stand."""
    return name in {"service", "subject", *OFFICIAL, *PERSON} or name.startswith((EXTRA, "paper."))


def group_mobile(text: str) -> str:
    """Return a mobile that is being typed with a hyphen after its fifth digit."""
    digits = text.replace("-", "").replace(" ", "")
    if len(digits) <= 5 or not digits.isdigit() or digits[0] not in "0০":
        return text
    return f"{digits[:5]}-{digits[5:]}"
