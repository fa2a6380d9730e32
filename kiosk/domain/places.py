"""Where an address lies: upazila, union and post code out of words in any order and any spelling.

The data are TOML that people edit, one file a district: `resources/places/`.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from kiosk.domain.application import Place
from kiosk.domain.bangla import fold_digits, search_key
from kiosk.errors import Refused

_Text = Annotated[str, Meta(min_length=1)]
_PostCode = Annotated[str, Meta(pattern="^[0-9]{4}$")]
_LONGEST_PHRASE = 4
_NEAR_FROM = 5


class Union(Struct, frozen=True, forbid_unknown_fields=True):
    """A union; `post` the code of the post office that is offered, empty: its upazila's."""

    name_bn: _Text
    name_en: _Text
    words: tuple[str, ...] = ()
    post: _PostCode | str = ""


class Upazila(Struct, frozen=True, forbid_unknown_fields=True):
    """An upazila with its unions by code."""

    name_bn: _Text
    name_en: _Text
    words: tuple[str, ...] = ()
    post: _PostCode | str = ""
    unions: dict[str, Union] = {}


class PostOffice(Struct, frozen=True, forbid_unknown_fields=True):
    """A post office."""

    name_bn: _Text
    name_en: _Text
    words: tuple[str, ...] = ()


class _District(Struct, frozen=True, forbid_unknown_fields=True):
    code: Annotated[int, Meta(ge=1, le=99)]
    name_bn: _Text
    name_en: _Text
    words: tuple[str, ...] = ()


class District(Struct, frozen=True, forbid_unknown_fields=True):
    """One file of `resources/places/`; post offices by their code."""

    district: _District
    post_offices: dict[_PostCode, PostOffice] = {}
    upazilas: dict[str, Upazila] = {}


def parse_district(text: str, file: str) -> District:
    """Return the places of one file.  Raises Refused `catalogue.form` with the file, and the line where it is known."""
    import re

    try:
        found = msgspec.convert(tomllib.loads(text), District)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else 1
        raise Refused.because("catalogue.form", f"{file}:{line}", file=file, line=line, detail=str(error)) from error
    for where, code in _posts(found):
        if code and code not in found.post_offices:
            detail = f"{where}: there is no post office {code!r}"
            raise Refused.because("catalogue.form", file, file=file, line=1, detail=detail)
    return found


def _posts(district: District) -> Iterator[tuple[str, str]]:
    for upazila in district.upazilas.values():
        yield upazila.name_en, upazila.post
        yield from ((union.name_en, union.post) for union in upazila.unions.values())


# ------------------------------------------------------------------------------ finding


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """What an address was understood to mean; `rest` are the words that are no place we know.

    `sure`: it names one union and no other.
    """

    place: Place
    rest: str
    sure: bool


@dataclass(frozen=True, slots=True)
class _Spot:
    """A union of an upazila, an upazila, or a post office: `kind` is `union|upazila|post|district`."""

    kind: str
    district: str
    upazila: str = ""
    union: str = ""
    post: str = ""


@dataclass(frozen=True)
class Places:
    """All places known here, the office's own district first."""

    districts: tuple[District, ...]

    @cached_property
    def _phrases(self) -> dict[str, tuple[_Spot, ...]]:
        """Every name as a whole, by its search key without the spaces."""
        return _grouped((_squeezed(name), spot) for spot, names in self._named for name in names)

    @cached_property
    def _words(self) -> dict[str, tuple[_Spot, ...]]:
        """Single words of longer names of unions: `সয়না` for সয়না রঘুনাথপুর."""
        return _grouped(
            (word, spot)
            for spot, names in self._named
            if spot.kind == "union"
            for name in names
            for word in search_key(name).split()
            if word not in _COMMON and len(word) > 1
        )

    @cached_property
    def _named(self) -> tuple[tuple[_Spot, tuple[str, ...]], ...]:
        return tuple(spot for district in self.districts for spot in _spots(district))

    @cached_property
    def _post_names(self) -> dict[str, str]:
        return {code: office.name_bn for district in self.districts for code, office in district.post_offices.items()}

    def place_of(self, spot: "_Spot", ward: str = "") -> Place:
        """Return a spot as it is kept."""
        post_office = self._post_names.get(spot.post, "")
        return Place(spot.district, spot.upazila, spot.union, ward, post_office, spot.post)


_COMMON = frozenset({search_key("সদর"), search_key("Sadar"), search_key("পৌরসভা")})
_SADAR = search_key("সদর")


def _grouped(pairs: Iterable[tuple[str, _Spot]]) -> dict[str, tuple[_Spot, ...]]:
    found: dict[str, dict[_Spot, None]] = {}
    for key, spot in pairs:
        if key:
            found.setdefault(key, {})[spot] = None
    return {key: tuple(spots) for key, spots in found.items()}


def _spots(district: District) -> Iterator[tuple[_Spot, tuple[str, ...]]]:
    about = district.district
    yield _Spot("district", about.name_bn), (about.name_bn, about.name_en, *about.words)
    for upazila in district.upazilas.values():
        spot = _Spot("upazila", about.name_bn, upazila.name_bn, post=upazila.post)
        yield spot, (upazila.name_bn, upazila.name_en, *upazila.words)
        for union in upazila.unions.values():
            spot = _Spot("union", about.name_bn, upazila.name_bn, union.name_bn, union.post or upazila.post)
            yield spot, (union.name_bn, union.name_en, *union.words)
    for code, office in district.post_offices.items():
        yield _Spot("post", about.name_bn, post=code), (office.name_bn, office.name_en, *office.words)


def _squeezed(name: str) -> str:
    return search_key(name).replace(" ", "")


def parse_address(typed: str, places: Places) -> PlaceMatch | None:
    """Return what an address means, e.g. of `কাউখালী সয়না`; None when no place in it is known.

    Words may stand in any order, in either script and any spelling that the search key knows, and
    one letter of a longer word may be wrong.  A union alone tells its upazila when no other has one
    of that name.
    """
    words = _words_of(typed)
    spots, left = _recognised(words, places)
    ward, rest = _ward(left)
    chosen = _chosen(spots)
    if chosen is None:
        return None
    match, sure = chosen
    post = next((spot.post for spot in _flat(spots, "post") if match.kind != "union"), "") or match.post
    spot = _Spot(match.kind, match.district, match.upazila, match.union, post)
    return PlaceMatch(places.place_of(spot, ward), " ".join(rest), sure)


def _words_of(typed: str) -> list[str]:
    return [word for word in fold_digits(typed).replace(",", " ").replace("।", " ").replace(";", " ").split() if word]


def _recognised(words: list[str], places: Places) -> tuple[list[tuple[_Spot, ...]], list[str]]:
    """Return the places that are named, the longest names first, and the words that name none."""
    keys = [search_key(word).replace(" ", "") for word in words]
    free = [True] * len(words)
    found: list[tuple[_Spot, ...]] = []
    for known, longest in ((places._phrases, _LONGEST_PHRASE), (places._words, 1)):  # noqa: SLF001 - its own module
        for length in range(longest, 0, -1):
            for at in range(len(words) - length + 1):
                span = range(at, at + length)
                spots = known.get("".join(keys[at : at + length]), ()) if all(free[i] for i in span) else ()
                spots = _with_namesakes(spots, keys[at], places) if length == 1 else spots
                if spots:
                    found.append(spots)
                    for i in span:
                        free[i] = False
    _add_near(keys, free, places, found)
    _add_sadar(keys, free, found)
    return found, [word for word, still in zip(words, free, strict=True) if still]


def _with_namesakes(spots: tuple[_Spot, ...], key: str, places: Places) -> tuple[_Spot, ...]:
    """Add unions that have the name of this one as a word: শিয়ালকাঠী may mean নদমূলা শিয়ালকাঠী."""
    if not any(spot.kind == "union" for spot in spots):
        return spots
    return tuple(dict.fromkeys((*spots, *places._words.get(key, ()))))  # noqa: SLF001 - its own module


def _add_near(keys: list[str], free: list[bool], places: Places, found: list[tuple[_Spot, ...]]) -> None:
    """Take a word with one wrong letter for the only place that it comes near to."""
    for at, key in enumerate(keys):
        if not free[at] or len(key) < _NEAR_FROM:
            continue
        near = {spots for name, spots in places._phrases.items() if _one_apart(key, name)}  # noqa: SLF001
        if len(near) == 1:
            found.append(near.pop())
            free[at] = False


def _add_sadar(keys: list[str], free: list[bool], found: list[tuple[_Spot, ...]]) -> None:
    """`সদর` beside a district is the upazila of that name."""
    if _SADAR not in keys:
        return
    at = keys.index(_SADAR)
    if free[at] and any(spot.kind == "upazila" for spots in found for spot in spots):
        free[at] = False


def _one_apart(a: str, b: str) -> bool:
    """Tell whether one letter more, less or other makes the one of the other."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return a == b
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[start + (len(a) >= len(b)) :] == b[start + (len(b) >= len(a)) :]


def _flat(spots: list[tuple[_Spot, ...]], kind: str) -> list[_Spot]:
    return [spot for named in spots for spot in named if spot.kind == kind]


def _chosen(spots: list[tuple[_Spot, ...]]) -> tuple[_Spot, bool] | None:
    """Return the most that all names say together, and whether it is one union for sure."""
    upazilas = {spot.upazila for spot in _flat(spots, "upazila")}
    unions = _flat(spots, "union")
    # One word that is both (মঠবাড়িয়া) means the upazila; only a second one means the union in it.
    both = [named for named in spots if {"upazila", "union"} <= {spot.kind for spot in named}]
    if len(both) == 1 and len(_others(spots, both[0])) == 0:
        unions = []
    inside = [union for union in unions if union.upazila in upazilas] if upazilas else unions
    distinct = list(dict.fromkeys(_preferred(inside, both)))
    if len(distinct) == 1 or any(set(distinct) <= set(named) for named in spots if distinct):
        return distinct[0], len(distinct) == 1
    for kind in ("upazila", "post", "district"):
        named = list(dict.fromkeys(_flat(spots, kind)))
        if len(named) == 1:
            return named[0], False
    return None


def _others(spots: list[tuple[_Spot, ...]], but: tuple[_Spot, ...]) -> list[_Spot]:
    return [spot for named in spots if named is not but for spot in named if spot.kind in {"union", "upazila"}]


def _preferred(inside: list[_Spot], both: list[tuple[_Spot, ...]]) -> list[_Spot]:
    """Leave out the union that only repeats its upazila's name, where another union is named."""
    repeated = {spot for named in both for spot in named if spot.kind == "union"}
    rest = [spot for spot in inside if spot not in repeated]
    return rest or inside


_WARD_WORDS = frozenset({search_key("ওয়ার্ড"), search_key("ward")})
_NUMBER_WORDS = frozenset({search_key("নং"), search_key("no")})


def _ward(words: list[str]) -> tuple[str, list[str]]:
    """Return the ward that is named with its word, before or after the number, and the words that are left."""
    keys = [search_key(word) for word in words]
    at = next((i for i, key in enumerate(keys) if key in _WARD_WORDS), None)
    if at is None:
        return "", words
    beside = [i for i in (at - 2, at - 1, at + 1, at + 2) if 0 <= i < len(words)]
    number = next((i for i in beside if words[i].lstrip("0").isdecimal() and len(words[i]) <= 2), None)
    if number is None:
        return "", words
    taken = {at, number} | {
        i for i in range(min(at, number), max(at, number) + 2) if keys[i : i + 1] and keys[i] in _NUMBER_WORDS
    }
    return words[number].lstrip("0"), [word for i, word in enumerate(words) if i not in taken]


def suggest(typed: str, places: Places, limit: int = 7) -> tuple[Place, ...]:
    """Return unions whose names, with their upazila's, have a word for each beginning that is typed."""
    asked = [key for word in _words_of(typed) if (key := search_key(word).replace(" ", ""))]
    if not asked:
        return ()
    scored = ((_score(spot, asked, keys), spot) for spot, keys in _beginnings(places))
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return tuple(places.place_of(spot) for _, spot in best[:limit])


def _beginnings(places: Places) -> list[tuple[_Spot, frozenset[str]]]:
    named = places._named  # noqa: SLF001 - its own module
    upazilas = {spot.upazila: names for spot, names in named if spot.kind == "upazila"}
    return [
        (spot, frozenset(search_key(" ".join((*names, *upazilas.get(spot.upazila, ())))).split()))
        for spot, names in named
        if spot.kind == "union"
    ]


def _score(spot: _Spot, asked: list[str], keys: frozenset[str]) -> int:
    """Return 0 unless every beginning fits; more when it is the union that fits."""
    own = search_key(spot.union).split()
    total = 0
    for word in asked:
        if any(key.startswith(word) for key in own):
            total += 3
        elif any(key.startswith(word) for key in keys):
            total += 1
        else:
            return 0
    return total
