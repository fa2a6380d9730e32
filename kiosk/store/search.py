"""Full-text search over folded words, filled outside every commit that an operator waits for."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from kiosk.domain.application import Application
from kiosk.domain.bangla import fold_digits, search_key
from kiosk.store.session import Store, Unit

_APPLICATION = msgspec.json.Decoder(Application)
_BATCH = 500
_MOST_WORDS = 8
_LAST = "\U0010ffff"
_COLUMNS = "receive_number, name, service, state, received_on"


def words_of(application: Application, service_names: str) -> str:
    """Return the folded words under which an application is found."""
    draft = application.draft
    texts = [service_names, draft.subject, draft.memo_no, draft.sender_office, *draft.fields.values()]
    for person in draft.applicants:
        texts += [person.name, person.name_latin, person.guardian, person.address]
    serial = application.receive_number[6:12].lstrip("0")
    return " ".join(filter(None, [search_key(" ".join(filter(None, texts))), serial]))


def index_pending(store: Store, service_names: Mapping[str, str]) -> int:
    """Index the next applications that are not yet; return how many.  Raises as `Store.write`."""
    with store.read() as unit:
        rows = _pending(unit)
    entries = []
    for rowid, body in rows:
        application = _APPLICATION.decode(body)
        entries.append((rowid, words_of(application, service_names.get(application.draft.service, ""))))
    if not entries:
        return 0
    with store.write() as unit:
        done = unit.one("SELECT indexed_to FROM search_state") or (0,)
        fresh = [entry for entry in entries if entry[0] > done[0]]
        unit.driver.executemany("INSERT INTO search_application (rowid, words) VALUES (?, ?)", fresh)
        unit.run("UPDATE search_state SET indexed_to = max(indexed_to, ?)", entries[-1][0])
    return len(fresh)


def _pending(unit: Unit) -> list[Sequence[Any]]:
    return unit.all(
        "SELECT id, body FROM application WHERE id > (SELECT indexed_to FROM search_state) ORDER BY id LIMIT ?", _BATCH
    )


def find(unit: Unit, text: str, limit: int) -> list[Sequence[Any]]:
    """Return receive number, name, service, state, day of what fits, the latest first."""
    digits = "".join(letter for letter in fold_digits(text) if letter.isdecimal() and letter.isascii())
    rows: dict[str, Sequence[Any]] = {}
    if digits and not any(letter.isalpha() for letter in text):
        for row in _by_number(unit, digits, limit) + _by_mobile(unit, digits, limit):
            rows.setdefault(row[0], row)
    for row in _by_words(unit, text, limit):
        rows.setdefault(row[0], row)
    return list(rows.values())[:limit]


def _by_number(unit: Unit, digits: str, limit: int) -> list[Sequence[Any]]:
    return unit.all(
        f"SELECT {_COLUMNS} FROM application WHERE receive_number >= ?1 AND receive_number < ?1 || ?2"  # noqa: S608
        " ORDER BY receive_number DESC LIMIT ?3",
        digits,
        _LAST,
        limit,
    )


def _by_mobile(unit: Unit, digits: str, limit: int) -> list[Sequence[Any]]:
    if len(digits) < 4:
        return []
    mobile = "phone:+" + ("88" + digits if digits.startswith("0") else digits)
    return unit.all(
        f"SELECT {_COLUMNS} FROM application WHERE id IN (SELECT application_id FROM applicant"  # noqa: S608
        " WHERE trait >= ?1 AND trait < ?1 || ?2 LIMIT 1000) ORDER BY id DESC LIMIT ?3",
        mobile,
        _LAST,
        limit,
    )


def _by_words(unit: Unit, text: str, limit: int) -> list[Sequence[Any]]:
    words = [word.replace('"', "") for word in search_key(text).split()[:_MOST_WORDS]]
    if not (words := [word for word in words if word]):
        return []
    query = " AND ".join(f'"{word}"*' for word in words)
    return unit.all(
        f"SELECT {_COLUMNS} FROM application WHERE id IN (SELECT rowid FROM search_application"  # noqa: S608
        " WHERE search_application MATCH ?1 ORDER BY rowid DESC LIMIT ?2) ORDER BY id DESC",
        query,
        limit,
    )
