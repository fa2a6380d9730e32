"""Where a word may be broken when a cell is too narrow: between aksharas, never inside a conjunct."""

import unicodedata

HASANTA = "\u09cd"
_JOINERS = "\u200c\u200d"
_GLUE = HASANTA + _JOINERS
_AFTER = "-/,;:)–"


def borders(word: str) -> list[int]:
    """Return the places inside a word before which it may be broken, ascending.

    Not before a vowel sign, nukta, hasanta or any other mark, not around a joiner, and not after
    a hasanta: what it joins stays together.
    """
    return [
        place
        for place in range(1, len(word))
        if word[place] not in _GLUE
        and word[place - 1] not in _GLUE
        and not unicodedata.category(word[place]).startswith("M")
    ]


def best_border(word: str, places: list[int]) -> int:
    """Return where to break among places that fit, at least one: after a sign in the later half, else the last."""
    signs = [place for place in places if word[place - 1] in _AFTER and place * 2 > places[-1]]
    return (signs or places)[-1]
