"""Applications that may be the same one again: the same person, by rules that are data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec import structs

from kiosk.desk.context import Desk
from kiosk.domain.application import Applicant, ApplicationDraft
from kiosk.domain.catalogue import DuplicateRule
from kiosk.domain.checks import check_identity, check_mobile
from kiosk.domain.clock import dhaka_day
from kiosk.errors import Refused
from kiosk.store.people import traits
from kiosk.store.session import Unit


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An application that may be the same one; `trait` is `phone|id|name`, `service` a code."""

    receive_number: str
    received_on: str
    service: str = ""
    trait: str = ""


def find_duplicates(desk: Desk, draft: ApplicationDraft) -> tuple[Duplicate, ...]:
    """Return what this draft may repeat, the latest first; the draft may be unfinished."""
    typed = structs.replace(draft, applicants=tuple(_recognisable(applicant) for applicant in draft.applicants))
    with desk.store.read() as unit:
        return duplicates_in(unit, desk, typed, dhaka_day(desk.clock()))


def duplicates_in(
    unit: Unit, desk: Desk, draft: ApplicationDraft, today: date, *, but: str = ""
) -> tuple[Duplicate, ...]:
    """Return the same inside a unit that is open, for an accepted draft; `but` is a number that does not count."""
    found: dict[str, Duplicate] = {}
    for rule in desk.catalogue.duplicates:
        if rule.services and draft.service not in rule.services:
            continue
        for one in _by_rule(unit, rule, draft, today):
            found.setdefault(one.receive_number, one)
    found.pop(but, None)
    return tuple(sorted(found.values(), key=lambda one: (one.received_on, one.receive_number), reverse=True))


def _by_rule(unit: Unit, rule: DuplicateRule, draft: ApplicationDraft, today: date) -> Iterator[Duplicate]:
    since = (today - timedelta(days=rule.days)).isoformat()
    for applicant in draft.applicants:
        for trait in traits(applicant):
            kind = trait.partition(":")[0]
            if kind not in rule.traits:
                continue
            same = (draft.service, since) if rule.same_service else (since,)
            rows = unit.all(_SAME_SERVICE if rule.same_service else _ANY_SERVICE, trait, *same)
            yield from (Duplicate(number, day, service, kind) for number, day, service in rows)


_HEAD = (
    "SELECT a.receive_number, a.received_on, a.service FROM applicant t JOIN application a ON a.id = t.application_id"
    " WHERE t.trait = ?"
)
_TAIL = " AND t.received_on >= ? AND a.state <> 'void' ORDER BY t.received_on DESC LIMIT 5"
_SAME_SERVICE, _ANY_SERVICE = f"{_HEAD} AND t.service = ?{_TAIL}", _HEAD + _TAIL


def _recognisable(applicant: Applicant) -> Applicant:
    """Return a person as typed with mobile and document in stored form, empty where they are not right yet."""
    try:
        mobile = check_mobile(applicant.mobile) if applicant.mobile else ""
    except Refused:
        mobile = ""
    try:
        identity = check_identity(applicant.id.type, applicant.id.number) if applicant.id else None
    except Refused:
        identity = None
    return structs.replace(applicant, mobile=mobile, id=identity)
