"""People who came before, offered while their mobile or name is being typed."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from kiosk.desk.context import Desk
from kiosk.domain.application import Applicant, Application, Identity, IdType, Place
from kiosk.domain.bangla import fold_digits
from kiosk.store.people import PersonBody, name_key, person_key
from kiosk.store.session import Unit

LEAST_LETTERS = 4
_CANDIDATES = 200
_APPLICANTS = msgspec.json.Decoder(Application)
_BODY = msgspec.json.Decoder(PersonBody)
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """Somebody who came before: what fills the form, how often and when.

    `id` is the row's; `identity` the document that was shown, with its kind.
    """

    name: str
    guardian: str
    mobile: str
    address: str
    applications: int
    last_on: str
    name_latin: str
    id: int
    email: str = ""
    birth_date: str = ""
    identity: Identity | None = None
    place: Place | None = None


def match_people(desk: Desk, typed: str, limit: int = 5) -> tuple[PersonMatch, ...]:
    """Return people whose mobile, document or name begins like this, latest first; none before the 4th letter."""
    text = fold_digits(typed).strip()
    digits = "".join(letter for letter in text if letter.isdigit())
    if digits and not any(letter.isalpha() for letter in text):
        return _by_digits(desk, digits, limit) if len(digits) >= LEAST_LETTERS else ()
    if len(text.replace(" ", "")) < LEAST_LETTERS:
        return ()
    passport = text.replace(" ", "").upper()
    if digits and passport.isascii() and passport.isalnum():
        return _by_document(desk, passport, limit)
    key = name_key(text)
    return _match(desk, "name_key", key, limit) if key else ()


def _by_digits(desk: Desk, digits: str, limit: int) -> tuple[PersonMatch, ...]:
    """A mobile begins with 0 or 880; what else is typed may be either."""
    found = _match(desk, "key", _stored_form(digits), limit)
    if digits.startswith("0") or len(found) >= limit:
        return found
    return _distinct((*found, *_by_document(desk, digits, limit)))[:limit]


def _by_document(desk: Desk, number: str, limit: int) -> tuple[PersonMatch, ...]:
    """Return people by the beginning of a document's number: those of the latest papers under it."""
    people: list[PersonMatch] = []
    with desk.store.read() as unit:
        for kind in IdType:
            trait = f"id:{kind.value}:{number}"
            rows = unit.all(
                "SELECT body FROM application WHERE id IN (SELECT application_id FROM applicant"
                " WHERE trait >= ?1 AND trait < ?1 || ?2 LIMIT 200) ORDER BY id DESC LIMIT ?3",
                trait,
                _LAST,
                4 * limit,
            )
            applicants = [one for (raw,) in rows for one in _APPLICANTS.decode(raw).draft.applicants]
            people += [
                found
                for one in applicants
                if one.id and one.id.type is kind and one.id.number.startswith(number) and (found := _known(unit, one))
            ]
    return _distinct(people)[:limit]


def _known(unit: Unit, applicant: Applicant) -> PersonMatch | None:
    key = person_key(applicant.mobile, applicant.shown_name, applicant.guardian)
    row = unit.one("SELECT id, applications, last_on, body FROM person WHERE key = ?", key)
    return _match_of(*row) if row else None


def _distinct(people: Iterable[PersonMatch]) -> tuple[PersonMatch, ...]:
    return tuple({person.id: person for person in people}.values())


def _stored_form(digits: str) -> str:
    return "+" + ("88" + digits if digits.startswith("0") else digits)


def _match(desk: Desk, column: str, prefix: str, limit: int) -> tuple[PersonMatch, ...]:
    # A common beginning has thousands: the latest of the first 200 in the index will do.
    query = (
        f"SELECT id, applications, last_on, body FROM (SELECT * FROM person WHERE {column} >= ? AND {column} < ?"  # noqa: S608
        f" ORDER BY {column} LIMIT {_CANDIDATES}) ORDER BY last_on DESC, applications DESC LIMIT ?"
    )
    with desk.store.read() as unit:
        rows = unit.all(query, prefix, prefix + _LAST, limit)
    return tuple(_match_of(*row) for row in rows)


def _match_of(person_id: int, applications: int, last_on: str, raw: bytes) -> PersonMatch:
    body = _BODY.decode(raw)
    return PersonMatch(
        body.name,
        body.guardian,
        body.mobile,
        body.address,
        applications,
        last_on,
        body.name_latin,
        person_id,
        body.email,
        body.birth_date,
        body.id,
        body.place,
    )
