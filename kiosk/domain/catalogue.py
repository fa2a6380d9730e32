"""Services are data: what the office offers, what it asks for, what it costs, how long it takes.

The data are TOML that people edit: `resources/catalogue/`.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Annotated

from msgspec import Meta, Struct

from kiosk.domain.application import Kind
from kiosk.domain.bangla import search_key
from kiosk.errors import Refused


class DayType(StrEnum):
    """How a time limit is counted; an unknown one counts as working days."""

    WORKING = "working"
    CALENDAR = "calendar"
    UNKNOWN = "unknown"


class Fees(Struct, frozen=True, omit_defaults=True):
    """What a service costs, in poisha; None where nobody confirmed it."""

    court_fee_poisha: int | None = None
    challan_poisha: int | None = None
    vat_poisha: int | None = None
    folio_poisha: int | None = None


class Condition(Struct, frozen=True, forbid_unknown_fields=True, rename={"is_": "is"}):
    """Something is asked only when another field holds one of these values."""

    field: str
    is_: tuple[str, ...] | str

    def holds(self, values: Mapping[str, str]) -> bool:
        """Tell whether the other field says so; one that says nothing does not."""
        wanted = (self.is_,) if isinstance(self.is_, str) else self.is_
        return values.get(self.field, "") in wanted


class Paper(Struct, frozen=True, omit_defaults=True):
    """A paper that the service asks for, by a code that stays; with `shown_if` only then."""

    code: str
    name_bn: str
    name_en: str = ""
    required: bool = False
    shown_if: Condition | None = None


class Option(Struct, frozen=True, omit_defaults=True):
    """One thing that may be chosen, by a code that stays; `words` are other ways to say it."""

    code: str
    name_bn: str
    name_en: str = ""
    words: tuple[str, ...] = ()


class ServiceField(Struct, frozen=True, omit_defaults=True):
    """An extra field of a service; what its `type` means says `kiosk.domain.fields`.

    `options` are the choices of a `choice`, with `open` only suggested: any other text will do.
    `default` is what nobody needs to type; `after` names a field of the service whose day or year
    this one may not come before; `several` values may stand in it; `least` and `most` bound a
    number, `unit_bn` and `unit_en` follow it.  `example_bn` is shown to who types, kept as
    `kiosk.domain.fields` keeps it.
    """

    code: str
    name_bn: str
    name_en: str
    type: str = "text"
    required: bool = False
    options: tuple[Option, ...] = ()
    open: bool = False
    shown_if: Condition | None = None
    default: str = ""
    after: str = ""
    several: bool = False
    least: int | None = None
    most: int | None = None
    unit_bn: str = ""
    unit_en: str = ""
    example_bn: str = ""


class Branch(Struct, frozen=True, omit_defaults=True):
    """Where applications go, by a code that stays; `room` empty where nobody confirmed it."""

    code: str
    name_bn: str
    name_en: str
    room: str = ""


class Service(Struct, frozen=True, omit_defaults=True):
    """One thing a visitor can ask for.

    `words` are everyday words for it in Bangla, English and Latin phonetics; `short_bn` is the
    name on a slip; `stop_bn` says where to go when the counter can only guide.
    """

    code: str
    name_bn: str
    name_en: str
    kind: Kind
    branch_bn: str
    branch_en: str
    fees: Fees = Fees()
    papers: tuple[Paper, ...] = ()
    fields: tuple[ServiceField, ...] = ()
    days: int | None = None
    day_type: DayType = DayType.UNKNOWN
    room: str = ""
    short_bn: str = ""
    words: tuple[str, ...] = ()
    stop_bn: str = ""
    stop_en: str = ""
    branch: str = ""


class DuplicateRule(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """When an application looks like one before: one of the `traits` is the same, within `days`.

    Traits are `phone|id|name` (the folded name with the guardian's).  `same_service` asks for the
    same service; `services` limits the rule to some, none means all.
    """

    days: Annotated[int, Meta(ge=0, le=3650)]
    traits: tuple[str, ...] = ("phone", "id", "name")
    same_service: bool = True
    services: tuple[str, ...] = ()


class Reason(Struct, frozen=True, omit_defaults=True):
    """Why a person did something, from a short list, by a code that stays."""

    code: str
    name_bn: str
    name_en: str = ""


class Catalogue(Struct, frozen=True, dict=True):
    """All services of one dated version, in the order in which they are listed.

    `reasons` are short lists by what they explain: `duplicate|correct|void|returned|withdrawn|portal`.
    """

    version: str
    services: dict[str, Service]
    branches: dict[str, Branch] = {}
    date: str = ""
    duplicates: tuple[DuplicateRule, ...] = (DuplicateRule(30),)
    reasons: dict[str, tuple[Reason, ...]] = {}

    def reason(self, kind: str, code: str) -> Reason:
        """Return a reason of a list.  Raises Refused `reason.missing|reason.unknown`."""
        found = next((reason for reason in self.reasons.get(kind, ()) if reason.code == code), None)
        if found is None:
            raise Refused.because("reason.unknown" if code else "reason.missing", "reason", reason=code[:80])
        return found

    def service(self, code: str) -> Service:
        """Return a service.  Raises Refused `service.unknown`."""
        found = self.services.get(code)
        if found is None:
            raise Refused.because("service.unknown", "service", service=code)
        return found

    @cached_property
    def _keys(self) -> tuple[tuple[Service, "_Keys"], ...]:
        return tuple((service, _keys_of(service)) for service in self.services.values())


# ------------------------------------------------------------------------------ finding a service


class _Keys(Struct, frozen=True):
    """Search keys of one service: its names word by word, its everyday words, and all as typed."""

    name: tuple[str, ...]
    words: frozenset[str]
    plain: str


def match_services(catalogue: Catalogue, typed: str, limit: int = 7) -> list[Service]:
    """Return the services that what was typed so far may mean, best first.

    Every typed word must begin a word of the service: of its names, everyday words or code, in
    either script and any spelling that the search key knows.  Nothing typed, nothing returned.
    """
    asked = search_key(typed).split()
    if not asked:
        return []
    plain = f" {typed.strip().casefold()}"
    scored = ((_score(keys, asked, plain), service) for service, keys in catalogue._keys)  # noqa: SLF001 - its own module
    found = sorted(((score, service) for score, service in scored if score), key=lambda pair: -pair[0])
    return [service for _, service in found[:limit]]


def _keys_of(service: Service) -> _Keys:
    names = (service.name_bn, service.short_bn, service.name_en)
    words = (*service.words, service.code.replace("_", " "))
    return _Keys(
        name=tuple(search_key(" ".join(names)).split()),
        words=frozenset(chain.from_iterable(search_key(word).split() for word in words)),
        plain=" ".join(("", *names, *service.words, service.code)).casefold(),
    )


def _score(keys: _Keys, asked: list[str], plain: str) -> int:
    """Return 0 for no match; more for whole words, for names, for their beginning, for the very letters."""
    total = 0
    for word in asked:
        best = max(_word_score(keys, word), default=0)
        if not best:
            return 0
        total += best
    return total + (8 if plain in keys.plain else 0)


def _word_score(keys: _Keys, word: str) -> Iterable[int]:
    for place, known in enumerate(keys.name):
        if known.startswith(word):
            yield 10 + (4 if known == word else 0) + max(3 - place, 0)
    for known in keys.words:
        if known.startswith(word):
            yield 9 + (4 if known == word else 0)
