"""The layouts that Bangla can be typed with: `phonetic`, which composes words, and fixed ones from data."""

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, Protocol

from kiosk import resources
from kiosk.ui.typing import phonetic

PHONETIC, PROBHAT, SYSTEM = "phonetic", "probhat", "system"
NAMES = (PHONETIC, PROBHAT, SYSTEM)


class Pressed(NamedTuple):
    """What a key settles, and the keys that are still open."""

    settled: str
    open: str


class Layout(Protocol):
    """How keys become letters.  `open` are keys whose meaning the next key may still change."""

    def press(self, open_: str, key: str, *, sentences: bool) -> Pressed:
        """Take one more key; `sentences` tells whether a full stop ends one here."""

    def show(self, open_: str) -> str:
        """Return what open keys mean so far."""

    def back(self, open_: str) -> str:
        """Return the open keys without the last one."""


_FULL_STOP = ".`"
"""Avro's keys for a full stop that ends no sentence."""


class Phonetic:
    """Avro's rules: a word is open until something that is no word comes."""

    def press(self, open_: str, key: str, *, sentences: bool) -> Pressed:
        """Take one more key; dots and commas stay open, for Avro writes `..`, `...` and `,,`."""
        if open_ in {".", ".."} and key in ".`":
            both = open_ + key
            return Pressed(phonetic.convert(both), "") if both in {"...", ".`"} else Pressed("", both)
        if open_ == _FULL_STOP and key == "`":
            return Pressed(self.show(open_), "")
        if open_ == "," and key == ",":
            return Pressed(phonetic.convert(",,"), "")
        if phonetic.is_word(key):
            return Pressed("", open_ + key) if phonetic.is_word(open_[:1]) else Pressed(self.show(open_), key)
        if key in ".,":
            return Pressed(self.show(open_), key if sentences or key == "," else _FULL_STOP)
        return Pressed(self.show(open_) + phonetic.convert(key), "")

    def show(self, open_: str) -> str:
        """Return what open keys mean so far."""
        return phonetic.convert(open_)

    def back(self, open_: str) -> str:
        """Return the open keys without the last one."""
        return "" if open_ == _FULL_STOP else open_[:-1]


class Fixed:
    """One key, one letter."""

    def __init__(self, letters: Mapping[str, str], full_stop: str) -> None:
        self._letters, self._full_stop = letters, full_stop

    def press(self, _open: str, key: str, *, sentences: bool) -> Pressed:
        """Return the key's letter; nothing stays open."""
        return Pressed(self._full_stop if key == "." and not sentences else self._letters.get(key, key), "")

    def show(self, _open: str) -> str:
        """Return nothing: no key is open."""
        return ""

    def back(self, _open: str) -> str:
        """Return nothing: no key is open."""
        return ""


@cache
def layout(name: str) -> Layout | None:
    """Return a layout; None: the system's own keyboard writes Bangla."""
    if name == SYSTEM:
        return None
    return Phonetic() if name == PHONETIC else read_fixed(resources.read_text(f"typing/{name}.toml"))


def read_fixed(text: str) -> Fixed:
    """Return the fixed layout that a data file describes.  Raises ValueError when its rows do not fit."""
    data = tomllib.loads(text)
    letters: dict[str, str] = {}
    for row in data["row"]:
        letters.update(zip(row["keys"].split(" "), row["letters"].split(" "), strict=True))
    return Fixed({key: unicodedata.normalize("NFC", letter) for key, letter in letters.items()}, data["full_stop"])


def convert(name: str, keys: str, *, sentences: bool = True) -> str:
    """Return what keys write, all at once: what feeding them one by one must write as well."""
    using = layout(name)
    if using is None:
        return keys
    out, open_ = [], ""
    for key in keys:
        settled, open_ = using.press(open_, key, sentences=sentences)
        out.append(settled)
    return "".join([*out, using.show(open_)])
