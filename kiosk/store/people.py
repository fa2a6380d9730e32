"""People who came before: what they are known by again, and what fills the form for them."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from kiosk.domain.application import Applicant, Application, Identity, Place
from kiosk.domain.bangla import search_key
from kiosk.store.session import Unit

_encoder = msgspec.json.Encoder()
TITLES = frozenset(search_key(title) for title in ("মোঃ", "মোছাঃ", "মোসাম্মৎ", "শ্রী", "শ্রীমতি", "জনাব", "বেগম", "Mrs"))
"""Words before a name that do not tell people apart."""


def add_traits(unit: Unit, rowid: int, application: Application, applicant: Applicant) -> None:
    """Note what the same person is known by again."""
    for trait in traits(applicant):
        unit.driver.execute(
            "INSERT OR IGNORE INTO applicant (trait, service, received_on, application_id) VALUES (?, ?, ?, ?)",
            (trait, application.draft.service, application.received_on, rowid),
        )


def traits(applicant: Applicant) -> Iterator[str]:
    """Yield what the same person is known by again: mobile, document, name with guardian."""
    if applicant.mobile:
        yield f"phone:{applicant.mobile}"
    if applicant.id:
        yield f"id:{applicant.id.type.value}:{applicant.id.number}"
    if applicant.guardian:
        yield f"name:{name_key(applicant.shown_name)}/{name_key(applicant.guardian)}"


def name_key(name: str) -> str:
    """Return the folded name without the titles before it."""
    words = search_key(name).split()
    while len(words) > 1 and words[0] in TITLES:
        del words[0]
    return " ".join(words)


class PersonBody(Struct, frozen=True, omit_defaults=True):
    """What fills the form for somebody who came before."""

    name: str = ""
    name_latin: str = ""
    guardian: str = ""
    mobile: str = ""
    address: str = ""
    email: str = ""
    birth_date: str = ""
    id: Identity | None = None
    place: Place | None = None


def person_key(mobile: str, name: str, guardian: str) -> str:
    """Return what tells people apart: mobile and folded name; without a mobile the guardian's, too."""
    key = f"{mobile}/{name_key(name)}"
    return key if mobile else f"{key}/{name_key(guardian)}"


def key_of(applicant: Applicant) -> str:
    """Return what tells an applicant from others."""
    return person_key(applicant.mobile, applicant.shown_name, applicant.guardian)


def remember(unit: Unit, applicant: Applicant, day: str, papers: int = 1) -> None:
    """Keep somebody for the next form; `papers` more applications are theirs."""
    body = PersonBody(
        applicant.name,
        applicant.name_latin,
        applicant.guardian,
        applicant.mobile,
        applicant.address,
        applicant.email,
        applicant.birth_date,
        applicant.id,
        applicant.place,
    )
    unit.driver.execute(
        "INSERT INTO person (key, name_key, applications, last_on, body) VALUES (?, ?, 1, ?, ?) ON CONFLICT (key)"
        " DO UPDATE SET applications = applications + ?, last_on = max(last_on, excluded.last_on), body = excluded.body",
        (key_of(applicant), name_key(applicant.shown_name), day, _encoder.encode(body), papers),
    )
