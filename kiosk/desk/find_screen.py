"""Everything that one box finds: people, applications, helpdesk visits, services, places; and one application in full."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from kiosk.desk.context import Desk
from kiosk.desk.find import AT_ONCE, Status, application_status, ask, asked_again, index_some, rows_found
from kiosk.desk.find_places import places_named
from kiosk.desk.find_words import Asked, services_named
from kiosk.domain.application import PaperState, Place, Visit
from kiosk.domain.catalogue import Service
from kiosk.domain.numbering import parse_receive_number
from kiosk.store import found_rows
from kiosk.store.people import PersonBody, person_key
from kiosk.store.search import VISITS
from kiosk.store.session import Unit
from kiosk.store.terms import numbers_of, read_seen, word_key

PEOPLE, APPLICATIONS, VISITS_SHOWN, SERVICES, PLACES = 3, 20, 2, 2, 1
_LOOKED_AT = 40
"""Newest applications among whose applicants people are looked for."""

_BODY = msgspec.json.Decoder(PersonBody)


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody who came before, with the number of their applications."""

    name: str
    guardian: str
    mobile: str
    address: str
    applications: int
    last_on: str


@dataclass(frozen=True, slots=True)
class ApplicationFound:
    """An application: `service` is its code, `missing` the code of the first paper that was not given."""

    receive_number: str
    name: str
    service: str
    state: str
    received_on: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a text finds.  `more`: there are more applications than these; `behind`: rows the index lacks yet."""

    asked: Asked = field(default_factory=Asked)
    people: tuple[PersonFound, ...] = ()
    applications: tuple[ApplicationFound, ...] = ()
    visits: tuple[Visit, ...] = ()
    services: tuple[Service, ...] = ()
    places: tuple[Place, ...] = ()
    more: bool = False
    behind: int = 0

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(map(len, (self.people, self.applications, self.visits, self.services, self.places)))


@dataclass(frozen=True, slots=True)
class Paper:
    """A receipt on paper: `ordinal` 0 the original; `state` as of a print job."""

    ordinal: int
    state: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class InFull:
    """An application with everything that happened to it and every receipt of it."""

    status: Status
    receipts: tuple[Paper, ...]


class _PapersDraft(msgspec.Struct):
    papers: dict[str, PaperState] = {}


class _PapersBody(msgspec.Struct):
    draft: _PapersDraft


_papers_of = msgspec.json.Decoder(_PapersBody).decode


def look_up(desk: Desk, text: str, wanted: Callable[[], bool] = lambda: True) -> Found | None:
    """Return what a text finds, newest first; None once it is no longer `wanted`.

    Raises Unavailable as the store does.
    """
    behind = index_some(desk, AT_ONCE)
    if not wanted():
        return None
    asked = ask(desk, text)
    with desk.store.read() as unit:
        rows = rows_found(desk, unit, asked, _LOOKED_AT)
        people = tuple(_people(unit, rows, asked)) if wanted() else ()
        visits = tuple(_visits(desk, unit, asked)) if wanted() else ()
    if not wanted():
        return None
    shown = tuple(_application(row) for row in rows[:APPLICATIONS])
    services = services_named(desk.catalogue, asked, SERVICES)
    places = () if asked.digits else places_named(asked.words, desk.identity.district, PLACES)
    return Found(asked, people, shown, visits, services, places, more=len(rows) > APPLICATIONS, behind=behind)


def in_full(desk: Desk, number: str) -> InFull:
    """Return an application with its history and receipts.  Raises Refused `number.form|check|unknown`."""
    status = application_status(desk, number)
    with desk.store.read() as unit:
        rows = unit.all(
            "SELECT ordinal, state, at, operator FROM print_job WHERE receive_number = ? ORDER BY ordinal",
            str(parse_receive_number(number)),
        )
    return InFull(status, tuple(Paper(*row) for row in rows))


def _application(row: Sequence[Any]) -> ApplicationFound:
    papers = _papers_of(row[6]).draft.papers
    missing = next((code for code, state in papers.items() if state is PaperState.MISSING), "")
    return ApplicationFound(row[1], row[2], row[3], row[4], row[5], missing)


# ------------------------------------------------------------------------------ people


def _people(unit: Unit, rows: Sequence[Sequence[Any]], asked: Asked) -> Iterator[PersonFound]:
    """Yield the people among the newest applicants in whose own words every word is found."""
    known: set[str] = set()
    for row in rows:
        for person in read_seen(row[6]).draft.applicants:
            key = person_key(person.mobile, person.name or person.name_latin, person.guardian)
            if key in known or not _is_meant(person, asked):
                continue
            known.add(key)
            if (found := _person(unit, key)) is not None:
                yield found
            if len(known) == PEOPLE:
                return


def _is_meant(person: Any, asked: Asked) -> bool:
    local = person.mobile.removeprefix("+88")
    if asked.digits:
        plain = asked.digits.removeprefix("88") if asked.digits.startswith("8801") else asked.digits
        numbers = numbers_of(person)
        return any(one.startswith(plain) or (len(plain) > 2 and one.endswith(plain)) for one in numbers)
    texts = (person.name, person.name_latin, person.guardian, person.address)
    own = [part for text in texts for word in text.split() for part in word_key(word).split()] + [local]
    return all(any(one.startswith(word) for one in own) for word in asked.words)


def _person(unit: Unit, key: str) -> PersonFound | None:
    row = unit.one("SELECT body, applications, last_on FROM person WHERE key = ?", key)
    if row is None:
        return None
    body = _BODY.decode(row[0])
    return PersonFound(body.name or body.name_latin, body.guardian, body.mobile, body.address, row[1], row[2])


# ------------------------------------------------------------------------------ visits


def _visits(desk: Desk, unit: Unit, asked: Asked) -> list[Visit]:
    if not asked.expression:
        return []
    seqs = asked_again(desk, desk.store.index.matches)(VISITS, asked.expression, VISITS_SHOWN)
    return found_rows.visits(unit, seqs) if seqs else []
