"""Words that were written at this counter before: names, subjects, offices; offered while somebody types.

They are read from the latest applications and stay in memory: nothing is kept that the journal does
not have, and an offer costs a few microseconds, so the window asks without a lane between.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator
from heapq import nlargest

import msgspec

from kiosk.desk.context import Desk
from kiosk.domain.application import ApplicationDraft
from kiosk.domain.bangla import search_key

LATEST = 3_000
NAME, LATIN_NAME = "name", "name_latin"
"""Kinds of which single words are offered; of the others whole texts are."""
WORDS = frozenset({NAME, LATIN_NAME})
LEAST_LETTERS = 2
_LOOKED_AT = 300
_INNER_WORDS = 4
_LAST = "\U0010ffff"


class _Person(msgspec.Struct, gc=False):
    name: str = ""
    name_latin: str = ""
    guardian: str = ""
    relation: str = ""


class _Post(msgspec.Struct, gc=False):
    sender_place: str = ""


class _Draft(msgspec.Struct, gc=False):
    applicants: tuple[_Person, ...] = ()
    agent: _Person | None = None
    subject: str = ""
    sender_office: str = ""
    fields: dict[str, str] = {}
    post: _Post | None = None


class _Application(msgspec.Struct, gc=False):
    draft: _Draft


_read = msgspec.json.Decoder(_Application).decode


class _Shelf:
    """Texts of one kind: how often, how lately, and where they begin in the order of search keys."""

    def __init__(self) -> None:
        self._used: dict[str, tuple[int, int]] = {}
        self._keys: list[tuple[str, bool, str]] = []
        self._sorted = True

    def add(self, text: str, at: int) -> None:
        """Count a text that was written once more."""
        known = self._used.get(text)
        self._used[text] = (known[0] + 1 if known else 1, at)
        if known is None:
            for one in _places(text):
                if self._sorted:
                    insort(self._keys, one)
                else:
                    self._keys.append(one)

    def fill(self, texts: Iterator[tuple[str, int]]) -> None:
        """Count many at once."""
        self._sorted = False
        for text, at in texts:
            self.add(text, at)
        self._keys.sort()
        self._sorted = True

    def like(self, typed: str, limit: int) -> tuple[str, ...]:
        """Return texts that begin like this, then those with such a word inside; the most used first."""
        key = search_key(typed)
        if not key:
            return ()
        first = bisect_left(self._keys, (key,))
        end = bisect_left(self._keys, (key + _LAST,), first, min(first + _LOOKED_AT, len(self._keys)))
        found: dict[str, tuple[bool, bool, int, int]] = {}
        for _key, inside, text in self._keys[first:end]:
            rank = (text.startswith(typed), not inside, *self._used[text])
            found[text] = max(rank, found.get(text, rank))
        found.pop(typed, None)
        return tuple(nlargest(limit, found, key=found.__getitem__))


def _places(text: str) -> Iterator[tuple[str, bool, str]]:
    words = search_key(text).split()
    for place in range(min(len(words), _INNER_WORDS)):
        yield " ".join(words[place:]), place > 0, text


class Vocabulary:
    """What was written before, by kind: `name`, `name_latin`, `subject`, `sender_office`, `relation`,
    `sender_place`, and `x.<code>` for the fields of services.
    """  # noqa: D205 - the kinds are the first line

    def __init__(self) -> None:
        self._shelves: dict[str, _Shelf] = {}
        self._at = 0

    def like(self, kind: str, typed: str, limit: int = 5) -> tuple[str, ...]:
        """Return what was written before and may be meant by what is typed so far, in either script."""
        shelf = self._shelves.get(kind)
        return shelf.like(typed, limit) if shelf is not None and len(typed) >= LEAST_LETTERS else ()

    def learn(self, draft: ApplicationDraft) -> None:
        """Take in an application that was just written."""
        self._at += 1
        for kind, text in _texts(draft):
            self._shelf(kind).add(text, self._at)

    def fill(self, drafts: Iterator[_Draft]) -> None:
        """Take in many, the oldest first."""
        written: dict[str, list[tuple[str, int]]] = {}
        for draft in drafts:
            self._at += 1
            for kind, text in _texts(draft):
                written.setdefault(kind, []).append((text, self._at))
        for kind, texts in written.items():
            self._shelf(kind).fill(iter(texts))

    def _shelf(self, kind: str) -> _Shelf:
        if kind not in self._shelves:
            self._shelves[kind] = _Shelf()
        return self._shelves[kind]


def _texts(draft: ApplicationDraft | _Draft) -> Iterator[tuple[str, str]]:
    for person in (*draft.applicants, draft.agent) if draft.agent else draft.applicants:
        for name in (person.name, person.guardian):
            yield from ((NAME, word) for word in name.split() if len(word) > LEAST_LETTERS)
        yield from ((LATIN_NAME, word) for word in person.name_latin.split() if len(word) > LEAST_LETTERS)
    whole = {"subject": draft.subject, "sender_office": draft.sender_office}
    if draft.agent:
        whole["relation"] = draft.agent.relation
    if draft.post:
        whole["sender_place"] = draft.post.sender_place
    whole |= {f"x.{code}": text for code, text in draft.fields.items() if _is_wordy(text)}
    yield from ((kind, text) for kind, text in whole.items() if text)


def _is_wordy(text: str) -> bool:
    """Tell whether a value is words: numbers of other people's papers are no offer."""
    return len(text) > LEAST_LETTERS and not any(map(str.isdigit, text))


def own_words(desk: Desk, latest: int = LATEST) -> Vocabulary:
    """Return the vocabulary of the latest applications."""
    with desk.store.read() as unit:
        rows = unit.all("SELECT body FROM application ORDER BY id DESC LIMIT ?", latest)
    found = Vocabulary()
    found.fill(_read(body).draft for (body,) in reversed(rows))
    return found
