"""A service's own form on the web: what is typed becomes the draft that the house's rules judge.

Names of inputs: an applicant's as `portal.people` has them, `f.CODE` for a field of the service, `p.CODE`
for a paper that comes along.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk import i18n
from kiosk.central.people.person import Person
from kiosk.central.portal.people import COUNT, applicants_of, input_of_person, names_of, people_in
from kiosk.domain.application import Agent, ApplicationDraft, Channel, Kind, PaperState
from kiosk.domain.catalogue import Catalogue, Service, ServiceField
from kiosk.domain.fields import LIMIT as FIELD_LIMIT
from kiosk.domain.fields import kept_of, matching_options, shown_fields, shown_papers
from kiosk.domain.intake import LIMITS, accept
from kiosk.errors import Problem, Refused

FIELD, PAPER = "f.", "p."
MEMO = ("memo_no", "memo_date", "sender_office")
FEW = 5
"""Choices that stand open; more are a list."""
_DIGITS = {"date", "jl_no", "ward", "quantity", "account_no", "year", "bangla_year", "amount"}
YES = "1"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its code, its name, whether it is chosen."""

    code: str
    name: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """One input of the page; `look` is `text|select|radio|list`, `wrong` a sentence where it was refused."""

    name: str
    label: str
    value: str = ""
    look: str = "text"
    required: bool = False
    hint: str = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    digits: bool = False
    wrong: str = ""
    most: int = FIELD_LIMIT


def typed_of_form(form: Mapping[str, object], service: Service) -> dict[str, str]:
    """Return what was typed into the form of a service: its own inputs alone, as they came."""
    people = people_in(form)
    known = [*(name for number in range(people) for name in names_of(number)), *MEMO, "subject", "office"]
    known += [f"{FIELD}{field.code}" for field in service.fields] + [f"{PAPER}{paper.code}" for paper in service.papers]
    found = {name: form.get(name) for name in known}
    said = {name: text[: FIELD_LIMIT * 4] for name, text in found.items() if isinstance(text, str) and text.strip()}
    return said | {COUNT: str(people)} if people > 1 else said


def draft_of(typed: Mapping[str, str], service: Service, filer: Person | None) -> ApplicationDraft:
    """Return what the form means; nothing is judged yet, what a condition hides stays behind."""
    values = {name.removeprefix(FIELD): text for name, text in typed.items() if name.startswith(FIELD)}
    fields = {field.code: _kept(field, values.get(field.code, "")) for field in shown_fields(service, values)}
    papers = {paper.code for paper in shown_papers(service, values)}
    memo = {name: typed.get(name, "") if service.kind is Kind.OFFICIAL else "" for name in MEMO}
    return ApplicationDraft(
        service=service.code,
        channel=Channel.PORTAL,
        applicants=applicants_of(typed),
        subject=typed.get("subject", ""),
        fields={code: text for code, text in fields.items() if text.strip()},
        papers={code: PaperState.GIVEN for code in sorted(papers) if typed.get(f"{PAPER}{code}")},
        memo_no=memo["memo_no"],
        memo_date=memo["memo_date"],
        sender_office=memo["sender_office"],
        agent=_agent(filer) if filer else None,
    )


def _kept(field: ServiceField, text: str) -> str:
    try:
        return kept_of(field, text)
    except Refused:
        return text  # judged with everything else


def _agent(filer: Person) -> Agent:
    latin = filer.name.isascii()
    relation = (filer.post_bn or "ইউনিয়ন ডিজিটাল সেন্টার")[: LIMITS["relation"]]
    return Agent(name="" if latin else filer.name, name_latin=filer.name if latin else "", relation=relation)


def judged(draft: ApplicationDraft, catalogue: Catalogue, today: date) -> ApplicationDraft:
    """Return the draft as the counter would take it.  Raises Refused with all problems, as there."""
    problems: list[Problem] = []
    person = draft.applicants[0]
    if not person.mobile and not person.email:
        problems.append(Problem("applicants[0].mobile", "contact.missing"))
    try:
        accepted = accept(draft, catalogue, today)
    except Refused as refused:
        raise Refused(*refused.problems, *problems) from refused
    if problems:
        raise Refused(*problems)
    return accepted


def input_of(problem: Problem) -> str:
    """Return the name of the input that a problem is about."""
    field = problem.field
    if name := input_of_person(field):
        return name
    for start, name in (("fields.", FIELD), ("papers.", PAPER)):
        if field.startswith(start):
            return name + field.removeprefix(start)
    return field


# ------------------------------------------------------------------------------ inputs of the page


def inputs_of(service: Service, typed: Mapping[str, str], wrong: Mapping[str, str], language: str) -> tuple[Input, ...]:
    """Return the inputs of the service's own fields, in their order, with what was typed."""
    return tuple(_input(service, field, typed, wrong, language) for field in service.fields)


def _input(
    service: Service, field: ServiceField, typed: Mapping[str, str], wrong: Mapping[str, str], language: str
) -> Input:
    name = f"{FIELD}{field.code}"
    value = typed.get(name, "" if typed else _default(field, language))
    looks = {True: "list", False: "radio" if len(field.options) <= FEW else "select"}
    return Input(
        name,
        _named(field.name_bn, field.name_en, language),
        value,
        looks[field.open] if field.type == "choice" else "text",
        field.required,
        _hint(service, field, language),
        _named(field.unit_bn, field.unit_en, language),
        tuple(_choices(field, value, language)),
        field.type in _DIGITS,
        wrong.get(name, ""),
    )


def _default(field: ServiceField, language: str) -> str:
    return field.default if field.type == "choice" else i18n.digits(field.default, language)


def _choices(field: ServiceField, value: str, language: str) -> list[Choice]:
    meant = next((option.code for option in matching_options(field, value) if value.strip()), "")
    exact = next((option.code for option in field.options if option.code == value), meant)
    return [
        Choice(option.code, _named(option.name_bn, option.name_en, language), option.code == exact)
        for option in field.options
    ]


def _hint(service: Service, field: ServiceField, language: str) -> str:
    """Say when it is asked, and how it is written."""
    words = i18n.translator(language).gettext
    parts = []
    if field.shown_if:
        other = next(one for one in service.fields if one.code == field.shown_if.field)
        wanted = (field.shown_if.is_,) if isinstance(field.shown_if.is_, str) else field.shown_if.is_
        names = [_named(o.name_bn, o.name_en, language) for o in other.options if o.code in wanted]
        told = words("Only with “{answer}” at “{question}”")
        parts.append(told.format(answer=" / ".join(names), question=_named(other.name_bn, other.name_en, language)))
    if field.type == "date":
        parts.append(words("day-month-year, for example {day}").format(day=i18n.digits("23-11-2026", language)))
    elif field.type == "amount":
        parts.append(words("in taka"))
    elif field.example_bn:
        parts.append(
            words("for example {example}").format(example=i18n.digits(i18n.ascii_digits(field.example_bn), language))
        )
    return " · ".join(parts)


def _named(name_bn: str, name_en: str, language: str) -> str:
    return name_bn if language == "bn" or not name_en else name_en


def papers_of(service: Service, typed: Mapping[str, str], wrong: Mapping[str, str], language: str) -> tuple[Input, ...]:
    """Return a box to tick for every paper of the service."""
    words = i18n.translator(language).gettext
    made = []
    for paper in service.papers:
        name = f"{PAPER}{paper.code}"
        hint = ""
        if paper.shown_if:
            other = next((one for one in service.fields if one.code == paper.shown_if.field), None)
            wanted = (paper.shown_if.is_,) if isinstance(paper.shown_if.is_, str) else paper.shown_if.is_
            names = [_named(o.name_bn, o.name_en, language) for o in other.options if o.code in wanted] if other else []
            hint = words("Only with “{answer}”").format(answer=" / ".join(names)) if names else ""
        label = _named(paper.name_bn, paper.name_en, language)
        made.append(Input(name, label, typed.get(name, ""), "box", paper.required, hint, wrong=wrong.get(name, "")))
    return tuple(made)
