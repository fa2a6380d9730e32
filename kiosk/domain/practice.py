"""Invented visitors for the practice counter, and what was done well with each."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from kiosk.domain.application import Application, PaperState, Visit
from kiosk.domain.catalogue_files import TomlFile
from kiosk.domain.slips import Words

What = Literal["act", "service", "channel", "mobile", "address", "missing", "again", "answer", "topic"]


class Check(Struct, frozen=True, forbid_unknown_fields=True, rename={"is_": "is"}):
    """Something done well: one of the values `is_` was seen; `bn` and `en` say it."""

    what: What
    is_: tuple[str, ...]
    bn: str
    en: str

    @property
    def words(self) -> Words:
        """What was done well."""
        return Words(self.bn, self.en)


class Before(Struct, frozen=True, forbid_unknown_fields=True):
    """What the visitor handed in before."""

    service: str
    name: str
    mobile: str = ""


class _Row(Struct, forbid_unknown_fields=True):
    says_bn: str
    says_en: str
    checks: tuple[Check, ...]
    before: Before | None = None


class Case(Struct, frozen=True):
    """A visitor: what they say, and by what it is known that they were served well."""

    code: str
    says: Words
    checks: tuple[Check, ...]
    before: Before | None = None


def parse_cases(text: str, file: str) -> tuple[Case, ...]:
    """Return the visitors of a file, in their order.  Raises Refused `catalogue.form` with file and line."""
    rows = TomlFile(text, file).rows(_Row)
    return tuple(Case(code, Words(row.says_bn, row.says_en), row.checks, row.before) for code, row in rows.items())


def facts_of_application(application: Application, *, again: bool = False) -> dict[str, str]:
    """Return what can be told of an application; `again`: it looks like one before and nobody said why."""
    draft, person = application.draft, application.first_applicant
    missing = PaperState.MISSING in draft.papers.values()
    return {
        "act": "registered",
        "service": draft.service,
        "channel": draft.channel.value,
        "mobile": _any(person.mobile),
        "address": _any(person.address),
        "missing": _any(missing),
        "again": _any(again),
    }


def facts_of_visit(visit: Visit) -> dict[str, str]:
    """Return what can be told of a helpdesk visit."""
    return {
        "act": "visit",
        "service": visit.service,
        "channel": visit.channel,
        "mobile": _any(visit.mobile),
        "answer": visit.answer,
        "topic": visit.topic,
        "again": "no",
    }


def _any(value: object) -> str:
    return "yes" if value else "no"


def judge_case(case: Case, facts: Mapping[str, str]) -> tuple[bool, ...]:
    """Tell of each check whether it was done well."""
    return tuple(facts.get(check.what, "no") in check.is_ for check in case.checks)
