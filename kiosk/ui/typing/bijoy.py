"""Text of old ANSI fonts (Bijoy) as Unicode: avro-py's letters and those that it lacks, as data.

The order is put right here: avro-py looks past the end of some words.
"""

import re
import tomllib
import unicodedata
from functools import cache

from kiosk import resources
from kiosk.ui.typing.phonetic import tables

_REPH, _HASANTA = "©", "্"
_LETTER = "[ক-হড়ঢ়য়ৎ]়?"
_CLUSTER = f"{_LETTER}(?:্{_LETTER})*"
_SIGNS = "[া-ৌৗ]"
_ORDER: tuple[tuple[str, str], ...] = (
    ("্{2,}", _HASANTA),
    ("র\u200c্য", "র\u200d্য"),
    (f"({_CLUSTER})({_SIGNS}*ঁ?){_REPH}", r"র্\1\2"),
    (f"([িেৈ])({_CLUSTER})", r"\2\1"),
    ("ো|ো", "ো"),
    ("ৌ|ৌ", "ৌ"),
    (f"ঁ({_SIGNS})", r"\1ঁ"),
    (f"({_SIGNS})(্{_LETTER})", r"\2\1"),
    ("অা", "আ"),
)


def to_bangla(text: str) -> str:
    """Return Bijoy text as Bangla in normal form; letters that it does not know stay."""
    (unknown, same), (known, letters) = _same(), _letters()
    text = known.sub(lambda found: letters[found[0]], unknown.sub(lambda found: same[found[0]], text))
    for wrong, right in _ORDER:
        text = re.sub(wrong, right, text)
    return unicodedata.normalize("NFC", text)


@cache
def _same() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return letters that avro-py lacks, in letters that it has."""
    data = tomllib.loads(resources.read_text("typing/bijoy.toml"))
    behind = {
        first + second: data["first"][first] + data["behind"][second]
        for first in data["first"]
        for second in data["behind"]
    }
    same = {**behind, **data["same"], **data["first"], **data["second"]}
    return _any_of(same), same


@cache
def _letters() -> tuple[re.Pattern[str], dict[str, str]]:
    letters = {bijoy: bangla for bangla, bijoy in tables()["bijoy"]["mappings"].items()}
    letters.pop(_REPH, None)  # it is put before its cluster later
    return _any_of(letters), letters


def _any_of(letters: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(letters, key=len, reverse=True))))
