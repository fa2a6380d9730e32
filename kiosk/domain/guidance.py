"""What visitors are told: where to go, with what, how long, what then; one entry per thing they ask.

Entries are data: `resources/guidance/`, and what supervisors of the office changed since.  A fact that
the catalogue knows is taken from there and never said twice; one that nobody confirmed stays empty,
and whoever shows it says "ask here".

Entries are named by what they speak of: `service.CODE` of the catalogue, `question.CODE` of everyday
life, `branch.CODE` for all that a branch does, `office` for the whole house.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta, Struct

from kiosk.domain.bangla import clean_line, search_key
from kiosk.domain.catalogue import Catalogue, DayType, Service
from kiosk.domain.floors import MOST_ROOMS, plan_with
from kiosk.domain.slips import FeePart, FloorPlan, Words
from kiosk.errors import Problem, Refused

OFFICE, SERVICE, QUESTION, BRANCH = "office", "service.", "question.", "branch."
TEXTS = ("name", "about", "floor", "officer", "hours", "fee", "pay", "refused", "complain", "stop")
"""The facts that are said in words, in both languages."""
SIDES = ("above", "below")
"""The rooms on both sides of a corridor."""

LIMIT, MOST_PAPERS = 500, 30
_Short = Annotated[str, Meta(max_length=LIMIT * 4)]
_Rooms = Annotated[tuple[_Short, ...], Meta(max_length=MOST_ROOMS)]


class Entry(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What somebody said of one thing; what is empty is said by the catalogue, its branch or the office.

    `above` and `below` are the rooms on both sides of the corridor from left to right, `""` one without a
    number, `stairs` how many of each side stand left of the stairs.
    `officer` is a post, never a person; `pay` says how a fee is paid; `stop` where to go when this
    office does not do it.  `words` are everyday words to find it by, in any script.  `version` counts
    the changes made in the office: 0 is as delivered.
    """

    code: _Short
    name: Words = Words()
    about: Words = Words()
    branch: _Short = ""
    room: _Short = ""
    floor: Words = Words()
    above: _Rooms = ()
    below: _Rooms = ()
    stairs: Annotated[int, Meta(ge=0, le=MOST_ROOMS)] = 0
    officer: Words = Words()
    hours: Words = Words()
    papers: Annotated[tuple[Words, ...], Meta(max_length=MOST_PAPERS)] = ()
    fee: Words = Words()
    pay: Words = Words()
    days: Annotated[int, Meta(ge=0, le=3650)] | None = None
    day_type: DayType = DayType.UNKNOWN
    refused: Words = Words()
    complain: Words = Words()
    stop: Words = Words()
    words: Annotated[tuple[_Short, ...], Meta(max_length=200)] = ()
    version: Annotated[int, Meta(ge=0)] = 0


class Guide(NamedTuple):
    """Everything to tell about one thing, put together; empty means that nobody confirmed it.

    `service` is its code in the catalogue, empty for a question; `fees` are the catalogue's parts,
    `fee` what is said of money besides.  `plan` is the floor that has `room`.
    """

    code: str
    name: Words
    service: str = ""
    short_bn: str = ""
    about: Words = Words()
    branch: Words = Words()
    room: str = ""
    floor: Words = Words()
    officer: Words = Words()
    hours: Words = Words()
    papers: tuple[Words, ...] = ()
    fees: tuple[FeePart, ...] = ()
    fee: Words = Words()
    pay: Words = Words()
    days: int | None = None
    day_type: DayType = DayType.UNKNOWN
    refused: Words = Words()
    complain: Words = Words()
    stop: Words = Words()
    words: tuple[str, ...] = ()
    version: int = 0
    plan: FloorPlan | None = None


def settled(entry: Entry, catalogue: Catalogue) -> Entry:
    """Return an entry as it may be kept.

    Raises Refused with all problems: `guidance.code|branch|name|rooms|stairs`, `text.*`.
    """
    problems: list[Problem] = []
    if not known_code(entry.code, catalogue):
        problems.append(Problem("code", "guidance.code"))
    if entry.branch and entry.branch not in catalogue.branches:
        problems.append(Problem("branch", "guidance.branch"))
    if entry.code.startswith(QUESTION) and not entry.name.bn.strip():
        problems.append(Problem("name", "guidance.name"))
    problems += _floor_problems(entry)
    values: dict[str, Any] = {}
    for name in (*TEXTS, "room", *SIDES, "papers", "words"):
        try:
            values[name] = _clean(getattr(entry, name), name)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(*problems)
    return msgspec.structs.replace(entry, **values)


def known_code(code: str, catalogue: Catalogue) -> bool:
    """Tell whether an entry may have this name."""
    kind, _, rest = code.partition(".")
    tables: dict[str, Iterable[str]] = {"service": catalogue.services, "branch": catalogue.branches}
    known = set(tables.get(kind, ()))
    question = kind == "question" and rest.isascii() and rest.replace("_", "").isalnum() and len(rest) <= LIMIT
    return code == OFFICE or rest in known or question


def _floor_problems(entry: Entry) -> list[Problem]:
    long = [side for side in SIDES if len(getattr(entry, side)) > MOST_ROOMS]
    problems = [Problem(side, "guidance.rooms", {"limit": MOST_ROOMS}) for side in long]
    if not 0 <= entry.stairs <= max(len(entry.above), len(entry.below)):
        problems.append(Problem("stairs", "guidance.stairs"))
    return problems


def _clean(value: Any, field: str) -> Any:
    if field in SIDES:  # an empty one has its place
        return tuple(clean_line(one, field, limit=LIMIT) for one in value)
    if isinstance(value, Words):
        return Words(clean_line(value.bn, field, limit=LIMIT), clean_line(value.en, field, limit=LIMIT))
    if isinstance(value, tuple):
        return tuple(one for one in (_clean(one, field) for one in value) if one)
    return clean_line(value, field, limit=LIMIT)


# ------------------------------------------------------------------------------ the directory


class Found(NamedTuple):
    """What words may mean, best first; not `sure` when some of them say nothing."""

    guides: tuple[Guide, ...] = ()
    sure: bool = True


class Directory:
    """All guides of an office, to be looked up by code and found by everyday words."""

    def __init__(self, catalogue: Catalogue, entries: Iterable[Entry]) -> None:
        self.entries = {entry.code: entry for entry in entries}
        self._catalogue = catalogue
        made = [self._of_service(service) for service in catalogue.services.values()]
        made += [self._of_question(entry) for entry in self.entries.values() if entry.code.startswith(QUESTION)]
        self.guides: dict[str, Guide] = {guide.code: guide for guide in made}
        self._index = _Index(tuple(made), {guide.code: self.entry(guide.code).words for guide in made})

    def find(self, typed: str, limit: int = 7) -> tuple[Guide, ...]:
        """Return what the words may mean, best first; nothing for nothing.

        Every word begins a word of the guide, in either script and any spelling; failing that with a
        letter wrong; failing that the guides that have most of the words.
        """
        return self.search(typed, limit).guides

    def search(self, typed: str, limit: int = 7) -> "Found":
        """Return what `find` does, and whether every word was found."""
        return self._index.find(typed, limit)

    def entry(self, code: str) -> Entry:
        """Return what was said of a thing itself; an empty entry where nothing was."""
        return self.entries.get(code, Entry(code))

    def _of_service(self, service: Service) -> Guide:
        own = self.entry(f"{SERVICE}{service.code}")
        stop = own.stop or Words(service.stop_bn, service.stop_en)
        branch = own.branch if stop else own.branch or service.branch
        chain = self._chain(own, branch, stop)
        papers = tuple(Words(paper.name_bn, paper.name_en) for paper in service.papers)
        days = service.days if own.days is None else own.days
        return self._guide(
            own,
            chain,
            name=own.name or Words(service.name_bn, service.name_en),
            service=service.code,
            short_bn=service.short_bn,
            branch=self._branch(branch) or (Words() if stop else Words(service.branch_bn, service.branch_en)),
            room=_first_room(chain) or ("" if stop else service.room),
            papers=own.papers or papers,
            fees=_fees(service),
            days=days,
            day_type=service.day_type if own.days is None else own.day_type,
            stop=stop,
            words=(*own.words, *service.words, service.code.replace("_", " ")),
        )

    def _of_question(self, own: Entry) -> Guide:
        chain = self._chain(own, own.branch, own.stop)
        return self._guide(
            own,
            chain,
            name=own.name,
            branch=self._branch(own.branch),
            room=_first_room(chain) or self._room(own.branch),
            papers=own.papers,
            days=own.days,
            day_type=own.day_type,
            stop=own.stop,
            words=own.words,
        )

    def _guide(self, own: Entry, chain: tuple[Entry, ...], **given: Any) -> Guide:
        about, fee = own.about, own.fee
        plans = (plan_with(given["room"], entry.above, entry.below, entry.stairs) for entry in chain)
        rest: dict[str, Any] = {"plan": next((plan for plan in plans if plan), None)}
        rest |= {name: _first(chain, name) for name in ("officer", "hours", "pay", "refused", "complain")}
        floor = _first(chain[:2], "floor")
        return Guide(code=own.code, about=about, fee=fee, floor=floor, version=own.version, **rest, **given)

    def _chain(self, own: Entry, branch: str, stop: Words) -> tuple[Entry, ...]:
        """Return who may say a fact: the thing itself, its branch, the office."""
        if stop:  # what is not done here has neither our hours nor our officer, nor a branch to go to
            return (own,)
        return (own, self.entry(f"{BRANCH}{branch}"), self.entry(OFFICE))

    def _branch(self, code: str) -> Words:
        known = self._catalogue.branches.get(code)
        return self.entry(f"{BRANCH}{code}").name or (Words(known.name_bn, known.name_en) if known else Words())

    def _room(self, code: str) -> str:
        known = self._catalogue.branches.get(code)
        return known.room if known else ""


def _first(chain: Iterable[Entry], name: str) -> Words:
    return next((said for entry in chain if (said := getattr(entry, name))), Words())


def _first_room(chain: tuple[Entry, ...]) -> str:
    return next((entry.room for entry in chain[:2] if entry.room), "")


def _fees(service: Service) -> tuple[FeePart, ...]:
    fees = service.fees
    parts: tuple[tuple[Any, int | None], ...] = (
        ("court_fee", fees.court_fee_poisha),
        ("challan", fees.challan_poisha),
        ("vat", fees.vat_poisha),
        ("folio", fees.folio_poisha),
    )
    return tuple(FeePart(kind, poisha) for kind, poisha in parts if poisha is not None)


# ------------------------------------------------------------------------------ finding


class _Index:
    """Guides by the beginnings of their words' search keys."""

    def __init__(self, guides: tuple[Guide, ...], own: Mapping[str, tuple[str, ...]]) -> None:
        self._guides = guides
        weights: dict[str, dict[int, int]] = defaultdict(dict)
        for place, guide in enumerate(guides):
            for word, weight in _weighed(guide, own[guide.code]):
                weights[word][place] = max(weights[word].get(place, 0), weight)
        self._weights = dict(weights)
        self._words = sorted(weights)
        self._lengths = [len(guide.name.bn.split()) for guide in guides]  # the shorter name means more of it
        self._plain = [
            " ".join(("", guide.name.bn, guide.short_bn, guide.name.en, *guide.words)).casefold() for guide in guides
        ]

    def find(self, typed: str, limit: int) -> Found:
        asked = search_key(typed).split()[:12]
        if not asked:
            return Found()
        exact = [self._beginning(word) for word in asked]
        hits = [hit or self._nearly(word) for word, hit in zip(asked, exact, strict=True)]
        found = self._ranked(hits, typed, needed=len(hits))
        sure = bool(found)
        if not sure:
            found = self._ranked([hit for hit in hits if hit], typed, needed=1)
        return Found(tuple(self._guides[place] for place in found[:limit]), sure)

    def _ranked(self, hits: list[dict[int, int]], typed: str, needed: int) -> list[int]:
        scores: dict[int, tuple[int, int]] = {}
        for hit in hits:
            for place, weight in hit.items():
                count, score = scores.get(place, (0, 0))
                scores[place] = (count + 1, score + weight)
        plain = f" {typed.strip().casefold()}"
        kept = [
            (-count, -(score + (8 if plain in self._plain[place] else 0)), self._lengths[place], place)
            for place, (count, score) in scores.items()
            if count >= needed
        ]
        return [place for *_better, place in sorted(kept)]

    def _beginning(self, asked: str) -> dict[int, int]:
        found: dict[int, int] = {}
        at = bisect_left(self._words, asked)
        while at < len(self._words) and self._words[at].startswith(asked):
            bonus = 4 if self._words[at] == asked else 0
            for place, weight in self._weights[self._words[at]].items():
                found[place] = max(found.get(place, 0), weight + bonus)
            at += 1
        return found

    def _nearly(self, asked: str) -> dict[int, int]:
        """Return the guides of words that differ by one letter; short words would mean anything."""
        if len(asked) < 4:
            return {}
        found: dict[int, int] = {}
        for word in self._words:
            if one_letter_off(asked, word):
                for place, weight in self._weights[word].items():
                    found[place] = max(found.get(place, 0), weight // 2)
        return found


def _weighed(guide: Guide, own: tuple[str, ...]) -> Iterable[tuple[str, int]]:
    """Names weigh most by their beginning, then what was written for this guide alone, then what it shares."""
    names = search_key(f"{guide.name.bn} {guide.short_bn} {guide.name.en}").split()
    yield from ((word, 10 + max(3 - place, 0)) for place, word in enumerate(names))
    yield from ((word, 12) for words in own for word in search_key(words).split())
    yield from ((word, 9) for words in guide.words for word in search_key(words).split())


def one_letter_off(asked: str, known: str) -> bool:
    """Tell whether a word, or its beginning as far as typed, differs by one letter put in, left out or changed."""
    same = 0
    while same < min(len(asked), len(known)) and asked[same] == known[same]:
        same += 1
    if same < 1:
        return False
    rests = (
        (asked[same + 1 :], known[same + 1 :]),
        (asked[same + 1 :], known[same:]),
        (asked[same:], known[same + 1 :]),
    )
    return any((rest and end.startswith(rest)) or (not rest and len(end) <= 1) for rest, end in rests)
