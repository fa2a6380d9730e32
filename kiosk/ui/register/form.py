"""What is typed into the registration form, and the draft that it means.  Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgspec

from kiosk.domain.application import (
    MOST_PEOPLE,
    Channel,
    Mail,
    PaperState,
    Place,
)
from kiosk.domain.scans import Scan

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

    @property
    def title(self) -> str:
        """Who it is about, or what; empty where nothing says it."""
        texts = (self.text("name").strip(), self.text("sender_office").strip(), self.service_typed, self.text("mobile"))
        return next((text for text in texts if text), "")

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


def extra_values(form: Form) -> dict[str, str]:
    """Return what is typed into the fields of the service, by their codes."""
    return {name.removeprefix(EXTRA): text for name, text in form.texts.items() if name.startswith(EXTRA) and text}


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
