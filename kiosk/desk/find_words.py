"""What somebody types into the search box, as a question to the index."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kiosk.domain.bangla import fold_digits, search_key
from kiosk.domain.catalogue import Catalogue, Service, match_services
from kiosk.domain.date_words import Days, find_days
from kiosk.store.terms import (
    BEFORE_END,
    END,
    FIRST,
    GOES_ON,
    PIECE,
    Seen,
    day_term,
    digit_words,
    is_long,
    numbers_in,
    plain_digits,
    service_term,
)

MOST_WORDS = 8
MOST_LONGER = 64
LEAST_END = 3
"""An end of a number has at least so many digits."""
_LEAST_NUMBER, _MOST_NUMBER = 2, 13
SERIAL = 6
_CHECKED = re.compile(r"\D*([0-9]{1,6})\s*-\s*([0-9])")

Longer = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: `expression` is FTS5's, `number` the beginning of a receive number, `words` the key typed.

    `serial` is a receive number's inner part, its check digit perhaps behind it; `doubtful` are digits of which the index only knows
    pieces.  Nothing fits when expression and number are empty.
    """

    expression: str = ""
    number: str = ""
    words: tuple[str, ...] = ()
    days: tuple[Days, ...] = ()
    digits: str = ""
    serial: str = ""
    doubtful: tuple[str, ...] = ()


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
    doubtful = () if days else tuple(filter(_is_doubtful, [digits] if digits else words))
    return Asked(expression, number, words, tuple(days), digits, _serial(digits, fold_digits(text)), doubtful)


def _serial(digits: str, text: str) -> str:
    """Return the serial that is meant, six digits, with the check digit after a dash: ৩৯১, 391-3."""
    if checked := _CHECKED.fullmatch(text.strip()):
        return checked[1].zfill(SERIAL) + checked[2]
    return digits.zfill(SERIAL) if 0 < len(digits) <= SERIAL else ""


def _is_doubtful(word: str) -> bool:
    return word.isdigit() and len(word) > PIECE


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
    """Yield how a number's beginning or end may stand in the index; `number_fits` tells what is left open."""
    yield f'"{digits}"*'
    if len(digits) > FIRST:
        yield _pieces(digits[:FIRST], GOES_ON + digits[FIRST : FIRST + PIECE])
    if digits.startswith("8801"):
        yield from _number(digits[2:])
    back = digits[::-1]
    if LEAST_END <= len(digits) < PIECE:
        yield f'"{END}{back}"*'
    elif len(digits) == PIECE:
        yield f'"{END}{back}"'
    elif len(digits) > PIECE:
        yield _pieces(END + back[:PIECE], BEFORE_END + back[PIECE : 2 * PIECE])


def _pieces(whole: str, beginning: str) -> str:
    return f'("{whole}" AND "{beginning}"*)'


def is_meant(asked: Asked, seen: Seen) -> bool:
    """Tell whether an application has the digits asked for: pieces do not say that they are of one number."""
    numbers = numbers_in(seen)
    if _all_fit(asked.doubtful, numbers, seen):
        return True
    return bool(asked.digits) and len(asked.words) > 1 and _all_fit(asked.words, numbers, seen)


def _all_fit(wanted: Sequence[str], numbers: Sequence[str], seen: Seen) -> bool:
    """Look at the numbers first: a keystroke looks at dozens of applications, and words take longer."""
    left = [digits for digits in wanted if not _number_fits(digits, numbers)]
    if not left:
        return True
    words = digit_words(seen)
    return all(any(word.startswith(digits) for word in words) for digits in left)


def _number_fits(digits: str, numbers: Sequence[str]) -> bool:
    plain = digits.removeprefix("88") if digits.startswith("8801") else digits
    if len(plain) < LEAST_END:
        return any(one.startswith((digits, plain)) for one in numbers)
    return any(one.startswith((digits, plain)) or one.endswith(plain) for one in numbers)


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


def services_named(catalogue: Catalogue, asked: Asked, limit: int) -> tuple[Service, ...]:
    """Return the services that the typed words name, best first; digits and days name none."""
    if asked.digits or not asked.words or len("".join(asked.words)) < 2:
        return ()
    return tuple(match_services(catalogue, " ".join(asked.words), limit))
