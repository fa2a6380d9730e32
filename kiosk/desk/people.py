"""People who came before, offered while their mobile or name is being typed."""

from dataclasses import dataclass

import msgspec

from kiosk.desk.context import Desk
from kiosk.domain.bangla import fold_digits
from kiosk.store.projection import PersonBody, name_key

LEAST_LETTERS = 4
_CANDIDATES = 200
_BODY = msgspec.json.Decoder(PersonBody)
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """Somebody who came before: what fills the form, how often and when."""

    name: str
    guardian: str
    mobile: str
    address: str
    applications: int
    last_on: str
    name_latin: str
    id: int


def match_people(desk: Desk, typed: str, limit: int = 5) -> tuple[PersonMatch, ...]:
    """Return people whose mobile or name begins like this, latest first; none before the 4th letter."""
    text = fold_digits(typed).strip()
    digits = "".join(letter for letter in text if letter.isdigit())
    if digits and not any(letter.isalpha() for letter in text):
        return _match(desk, "key", _stored_form(digits), limit) if len(digits) >= LEAST_LETTERS else ()
    if len(text.replace(" ", "")) < LEAST_LETTERS:
        return ()
    key = name_key(text)
    return _match(desk, "name_key", key, limit) if key else ()


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
        body.name, body.guardian, body.mobile, body.address, applications, last_on, body.name_latin, person_id
    )
