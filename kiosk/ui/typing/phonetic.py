"""Avro's phonetic rules: Latin letters in, Bangla out.

The rules are avro-py's tables.  They are matched here, because avro-py looks through all of them
for every letter (0.2 ms each) and replaces country names inside words; a test holds both equal.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NamedTuple

VOWELS = frozenset("aeiou")
CONSONANTS = frozenset("bcdfghjklmnpqrstvwxyz")
_CASED = frozenset("oiudgjnrstyz")
_WORD = re.compile("[A-Za-z`^:]")


class Match(NamedTuple):
    """What must stand before or after: a kind of letter, or exactly these letters."""

    before: bool
    kind: str
    letters: str
    wanted: bool


class Pattern(NamedTuple):
    """Latin letters, what they mean, and what else they mean in which surroundings."""

    find: str
    replace: str
    rules: tuple[tuple[tuple[Match, ...], str], ...]


def is_word(letter: str) -> bool:
    """Tell whether a key goes on with a word: letters, and the marks that Avro writes inside words."""
    return _WORD.fullmatch(letter) is not None


def tables() -> dict[str, Any]:
    """Return avro-py's tables.

    Read beside its package: importing avro-py itself brings asyncio and TLS along, 90 ms and more.
    """
    found = find_spec("avro")
    assert found is not None and found.submodule_search_locations  # noqa: S101, PT018 - a dependency of ours
    file = Path(found.submodule_search_locations[0]) / "resources" / "dictionary.py"
    spec = spec_from_file_location("avro_tables", file)
    assert spec is not None and spec.loader is not None  # noqa: S101, PT018 - it is a Python file
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.DICT)


@cache
def load() -> tuple[Pattern, ...]:
    """Return the rules in the order in which they are tried."""
    known = [pattern for pattern in tables()["avro"]["patterns"] if pattern.get("find")]
    known.sort(key=lambda pattern: "rules" in pattern)  # Avro tries those without surroundings first
    return tuple(Pattern(raw["find"], raw["replace"], _rules(raw.get("rules") or ())) for raw in known)


def _rules(raw: Any) -> tuple[tuple[tuple[Match, ...], str], ...]:
    return tuple((tuple(map(_match_of, rule["matches"])), rule["replace"]) for rule in raw)


@cache
def _beginning(two: str) -> tuple[Pattern, ...]:
    """Return the rules that these two letters may begin; one letter: the last of a word."""
    return tuple(rule for rule in load() if rule.find == two[0] or (len(two) > 1 and rule.find.startswith(two)))


def _match_of(raw: Any) -> Match:
    kind = raw["scope"]
    return Match(raw["type"] == "prefix", kind.removeprefix("!"), raw.get("value") or "", not kind.startswith("!"))


@lru_cache(maxsize=256)
def convert(latin: str) -> str:
    """Return the Bangla of Latin letters, in normal form; other letters stay as they are."""
    out, place = [], 0
    latin = "".join(letter if letter.lower() in _CASED else letter.lower() for letter in latin)
    while place < len(latin):
        length, bangla = _next(latin, place)
        out.append(bangla)
        place += length
    return unicodedata.normalize("NFC", "".join(out))


def _next(latin: str, place: int) -> tuple[int, str]:
    for find, replace, rules in _beginning(latin[place : place + 2]):
        if latin.startswith(find, place):
            end = place + len(find)
            for matches, other in rules:
                if other and all(_holds(match, latin, place, end) for match in matches):
                    return len(find), other
            return len(find), replace
    return 1, latin[place]


def _holds(match: Match, latin: str, start: int, end: int) -> bool:
    before, kind, letters, wanted = match
    if kind == "exact":
        first = start - len(letters) if before else end
        # Avro sees nothing behind the last letter but one when it looks ahead.
        return (first >= 0 and first + len(letters) < len(latin) and latin.startswith(letters, first)) is wanted
    place = start - 1 if before else end
    letter = latin[place].lower() if 0 <= place < len(latin) else ""
    if kind == "punctuation":
        return (letter not in VOWELS and letter not in CONSONANTS) is wanted
    return (letter in (VOWELS if kind == "vowel" else CONSONANTS)) is wanted
