"""Places among what the search box finds: unions by their own name or their upazila's."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase

from kiosk.desk.places import load_places
from kiosk.domain.application import Place
from kiosk.domain.bangla import search_key
from kiosk.domain.places import suggest

_LEAST_ALONE = 3
"""A word that is no part of the others' place names one only from so many letters on."""


@dataclass(frozen=True, slots=True)
class _Known:
    place: Place
    own: tuple[str, ...]
    around: tuple[str, ...]


def places_named(words: Sequence[str], district: int, limit: int) -> tuple[Place, ...]:
    """Return unions that all words of a key mean; else those whose own name one of the words begins."""
    asked = [word for word in words if not word.isdigit()]
    if not asked or len("".join(asked)) < 2:
        return ()
    whole = [one for one in _unions(district) if all(_begins(word, (*one.own, *one.around)) for word in asked)]
    best = sorted(whole, key=lambda one: -sum(_begins(word, one.own) for word in asked))
    alone = [word for word in asked if len(word) >= _LEAST_ALONE]
    found = best or [one for one in _unions(district) if any(_begins(word, one.own) for word in alone)]
    return tuple(one.place for one in found[:limit])


def _begins(word: str, keys: Sequence[str]) -> bool:
    return any(key.startswith(word) for key in keys)


@cache
def _unions(district: int) -> tuple[_Known, ...]:
    """Return every union once, with its folded words: a keystroke has no time for folding."""
    places = load_places(district)
    every = dict.fromkeys(place for letter in ascii_lowercase for place in suggest(letter, places, 10_000))
    return tuple(_known(place) for place in every)


def _known(place: Place) -> _Known:
    return _Known(place, tuple(search_key(place.union).split()), tuple(search_key(place.upazila).split()))
