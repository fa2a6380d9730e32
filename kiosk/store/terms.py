"""What applications and visits are found by: their words, numbers, service and day as terms of an index.

An application's *terms* are search keys of its words, its service and day as one term each, and
pieces of its numbers, from their beginnings and from their ends: a whole number is a term of its own
that an index pays for seven times over, pieces are shared by many.

A million applications come by here when an index is made: what repeats is folded once, only what is
looked at is decoded.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec
from msgspec import Struct

from kiosk.domain.application import Visit
from kiosk.domain.bangla import fold_digits, search_key

PREFIXES = 4
"""Beginnings of up to so many letters have a list of their own in the index."""

SERVICE, DAY, END, BEFORE_END, GOES_ON = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
"""First letters of terms that nobody can type: a service, a day; a number's last digits backwards,
those before them, and what comes after its first digits (which have no such letter)."""
FIRST, PIECE = 4, 4
"""Digits in a number's first piece, and in each other one."""
SERIES = 6
"""Digits of a receive number before its serial."""

# Digits of any script, and what normal form makes digits of: ², ½, ①.
_DIGIT = re.compile("[\\d\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u2189\u2460-\u249b]").search


# ------------------------------------------------------------------------------ what is looked at


class _Identity(Struct, gc=False):
    number: str = ""


class Person(Struct, gc=False):
    """Somebody by whom an application is found."""

    name: str = ""
    name_latin: str = ""
    guardian: str = ""
    mobile: str = ""
    address: str = ""
    id: _Identity | None = None


class _Post(Struct, gc=False):
    registered_no: str = ""
    sender_place: str = ""


class _Draft(Struct, gc=False):
    service: str = ""
    applicants: tuple[Person, ...] = ()
    agent: Person | None = None
    subject: str = ""
    fields: dict[str, str] = {}
    memo_no: str = ""
    sender_office: str = ""
    post: _Post | None = None


class Seen(Struct, gc=False):
    """What is looked at of an application: reading the rest would take half of the building."""

    receive_number: str
    received_on: str
    draft: _Draft


read_seen = msgspec.json.Decoder(Seen).decode


# ------------------------------------------------------------------------------ keys


class _Keys(dict[str, str]):
    """Search keys of what stands between two spaces: people's words repeat, and folding takes long."""

    most = 1 << 17

    def __missing__(self, word: str) -> str:
        if word.isascii() and word.isdigit():  # its own key; as good as unique, it would only push words out
            return word
        if len(self) >= self.most:
            self.clear()
        key = self[word] = search_key(word)
        return key


word_key = _Keys().__getitem__


class _Texts(dict[str, str]):
    """Search keys of whole texts that many applications have: places, matters, answers."""

    most = 1 << 15

    def __missing__(self, text: str) -> str:
        if len(self) >= self.most:
            self.clear()
        key = self[text] = " ".join(map(word_key, text.split()))
        return key


_text_key = _Texts().__getitem__


def is_long(word: str) -> bool:
    """Tell whether a word goes beyond the beginnings that have lists; numbers are as good as unique."""
    return len(word) > PREFIXES and word.isalpha()


# ------------------------------------------------------------------------------ terms


def terms_of(seen: Seen, words: set[str] | None = None) -> str:
    """Return the terms under which an application is found, spaces between; some may be there twice.

    Its words go into `words`, singly or several with spaces between.
    """
    draft = seen.draft
    names, numbers = (
        [],
        [f"{service_term(draft.service)} {day_term(seen.received_on)} {end_terms(seen.receive_number)}"],
    )
    texts = [_text_key(draft.subject), *map(_text_key, draft.fields.values())]
    for person in _people(draft):
        names.append(f"{person.name} {person.name_latin} {person.guardian}")
        texts.append(_text_key(person.address))
        numbers += map(number_terms, numbers_of(person))
    if draft.memo_no or draft.sender_office or draft.post is not None:
        names += _of_letters(draft)
    keys = list(map(word_key, " ".join(names).split()))
    if words is not None:
        words.update(keys, texts)
    return " ".join((*keys, *texts, *numbers))


def numbers_in(seen: Seen) -> list[str]:
    """Return the numbers that an application is found by."""
    return [seen.receive_number, *(number for person in _people(seen.draft) for number in numbers_of(person))]


def digit_words(seen: Seen) -> list[str]:
    """Return the folded words of those texts that have a digit; others have no word that begins with one."""
    draft = seen.draft
    texts = [draft.subject, *draft.fields.values(), *_of_letters(draft)]
    for person in _people(draft):
        texts += (person.name, person.name_latin, person.guardian, person.address)
    counted = filter(_DIGIT, texts)
    return " ".join(map(word_key, " ".join(counted).split())).split()


def _people(draft: _Draft) -> Sequence[Person]:
    return (*draft.applicants, draft.agent) if draft.agent is not None else draft.applicants


def _of_letters(draft: _Draft) -> Iterator[str]:
    yield from (draft.memo_no, draft.sender_office)
    if draft.post is not None:
        yield from (draft.post.registered_no, draft.post.sender_place)


def visit_terms(visit: Visit, words: set[str] | None = None) -> str:
    """Return the terms under which a visit is found; its words go into `words`."""
    keys = list(map(word_key, f"{visit.name} {visit.topic} {visit.note}".split()))
    if words is not None:
        words.update(keys)
    terms = [service_term(visit.service)] if visit.service else []
    terms.append(day_term(visit.on))
    if visit.mobile:
        terms.append(number_terms(visit.mobile.removeprefix("+88")))
    return " ".join((*keys, *terms))


def numbers_of(person: Person) -> Iterator[str]:
    """Yield the numbers that a person is found by: the mobile as people write it, the document's."""
    if person.mobile:
        yield person.mobile.removeprefix("+88")
    if person.id is not None and person.id.number:
        yield word_key(person.id.number)


def number_terms(number: str) -> str:
    """Return a number's pieces: its first digits, those after them, and from its end."""
    return f"{number[:FIRST]} {GOES_ON}{number[FIRST : FIRST + PIECE]} {end_terms(number)}"


def end_terms(number: str) -> str:
    """Return a number's last digits and those before them, backwards."""
    back = number[: -2 * PIECE - 1 : -1]
    return f"{END}{back[:PIECE]} {BEFORE_END}{back[PIECE:]}"


@lru_cache(maxsize=1 << 10)
def service_term(code: str) -> str:
    """Return the one term that stands for all of a service's names."""
    return SERVICE + "".join(letter for letter in code if letter.isalnum())


@lru_cache(maxsize=1 << 10)
def day_term(day: str) -> str:
    """Return the term of a day `YYYY-MM-DD`."""
    return DAY + day[2:].replace("-", "")


def plain_digits(text: str) -> str:
    """Return the digits of text that has no letters, in ASCII; empty when it has letters or no digits."""
    folded = fold_digits(text)
    if any(letter.isalpha() for letter in folded):
        return ""
    return "".join(letter for letter in folded if letter.isascii() and letter.isdigit())
