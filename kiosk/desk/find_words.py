"""What somebody types into the search box, as a question to the index."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kiosk.domain.bangla import search_key
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.date_words import Days, find_days
from kiosk.store.search import BACKWARDS, PREFIXES, day_term, is_long, plain_digits, service_term

MOST_WORDS = 8
MOST_LONGER = 64
LEAST_END = 3
"""An end of a number has at least so many digits."""
_LEAST_NUMBER, _MOST_NUMBER = 2, 13

Longer = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: `expression` is FTS5's, `number` the beginning of a receive number, `words` the key typed.

    Nothing fits when both expression and number are empty.
    """

    expression: str = ""
    number: str = ""
    words: tuple[str, ...] = ()
    days: tuple[Days, ...] = ()
    digits: str = ""


def asked_of(text: str, today: date, catalogue: Catalogue, longer: Longer) -> Asked:
    """Return what is typed as a question; `longer` gives long words by their beginning."""
    words = tuple(search_key(text).split()[:MOST_WORDS])
    if not words:
        return Asked()
    days = find_days(words, today)
    every = [_alternatives(words, place, days, catalogue, longer) for place in _places(words, days)]
    expression = " AND ".join(map(_any_of, every)) if all(every) else ""
    digits = plain_digits(text)
    if digits and len(words) > 1:
        expression = _any_of([part for part in (f"({expression})" if expression else "", *_number(digits)) if part])
    number = digits if _LEAST_NUMBER <= len(digits) <= _MOST_NUMBER else ""
    return Asked(expression, number, words, tuple(days), digits)


def _places(words: Sequence[str], days: Sequence[Days]) -> list[int]:
    """Return where the things asked for begin; several words may be one day."""
    inside = {place for span in days for place in range(span.start + 1, span.end)}
    return [place for place in range(len(words)) if place not in inside]


def _alternatives(
    words: Sequence[str], place: int, days: Sequence[Days], catalogue: Catalogue, longer: Longer
) -> list[str]:
    span = next((one for one in days if one.start == place), None)
    if span is None:
        return list(_word(words[place], catalogue, longer))
    each = [_any_of(list(_word(word, catalogue, longer))) for word in words[span.start : span.end]]
    in_words = [" AND ".join(each)] if all(each) else []
    return [*_day_terms(span), *(f"({one})" for one in in_words)]


def _word(word: str, catalogue: Catalogue, longer: Longer) -> Iterator[str]:
    if word.isdigit():
        yield from _number(word)
        return
    if is_long(word):
        yield from _long(word, longer)
    else:
        yield f'"{word}"*'
    if len(word) > 1:
        yield from (f'"{service_term(code)}"' for code in _services(catalogue, word))


def _number(digits: str) -> Iterator[str]:
    """Yield how a number's beginning or end may stand in the index."""
    yield f'"{digits}"*'
    if digits.startswith("00"):  # a serial is kept without them
        yield f'"{digits.lstrip("0") or "0"}"*'
    if digits.startswith("8801"):
        yield f'"{digits[2:]}"*'
    if len(digits) >= LEAST_END:
        yield f'"{BACKWARDS}{digits[::-1]}"*'


def _long(word: str, longer: Longer) -> Iterator[str]:
    """Yield the very words that a long beginning means: one list each, instead of one made of all."""
    known = longer(word, MOST_LONGER)
    if len(known) > MOST_LONGER:
        yield f'"{word}"*'
    else:
        yield from (f'"{one}"' for one in known)


def _any_of(parts: Sequence[str]) -> str:
    return f"({' OR '.join(parts)})" if len(parts) > 1 else "".join(parts)


def _day_terms(span: Days) -> list[str]:
    whole = span.first.day == 1 and span.last.day == monthrange(span.last.year, span.last.month)[1]
    if whole and span.first.replace(day=1) == span.last.replace(day=1):
        return [f'"{day_term(span.first.isoformat())[: PREFIXES - 1]}"*']
    count = (span.last - span.first).days + 1
    return [f'"{day_term((span.first + timedelta(days=n)).isoformat())}"' for n in range(count)]


def _services(catalogue: Catalogue, beginning: str) -> tuple[str, ...]:
    return _services_by_beginning(_ByIdentity(catalogue), beginning)


class _ByIdentity:
    """A catalogue as a key: the same one is the same object."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __hash__(self) -> int:
        return id(self.catalogue)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.catalogue is self.catalogue


@lru_cache(maxsize=1 << 10)
def _services_by_beginning(catalogue: _ByIdentity, beginning: str) -> tuple[str, ...]:
    """Return the codes of services with a word that begins like this: of a name, of people's words, of the branch."""
    known = _service_words(catalogue)
    return tuple(code for code, words in known if any(word.startswith(beginning) for word in words))


@lru_cache(maxsize=2)
def _service_words(catalogue: _ByIdentity) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(
        (code, frozenset(search_key(" ".join(_texts_of(service))).split()))
        for code, service in catalogue.catalogue.services.items()
    )


def _texts_of(service: Service) -> Iterator[str]:
    yield from (service.name_bn, service.short_bn, service.name_en)
    yield from (service.branch_bn, service.branch_en, service.room)
    yield from service.words
