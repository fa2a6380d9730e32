"""How many messages a text costs: the plain alphabet of GSM (160/153) or, for Bangla, UCS-2 (70/67).

Source: 3GPP TS 23.038, 23.040.
"""

from typing import NamedTuple

_PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("^{}\\[~]|€\f")


class Cost(NamedTuple):
    """What a text costs: `units` used of `room` in so many `segments`; `plain` says which alphabet."""

    segments: int
    units: int
    room: int
    plain: bool


def cost_of(text: str) -> Cost:
    """Return what a text costs as an SMS; no letter is torn between two segments."""
    plain = all(letter in _PLAIN or letter in _ESCAPED for letter in text)
    sizes = [_size(letter, plain=plain) for letter in text]
    alone, each = (160, 153) if plain else (70, 67)
    units = sum(sizes)
    if units <= alone:
        return Cost(1 if units else 0, units, alone, plain)
    segments, left = 1, each
    for size in sizes:
        if size > left:
            segments, left = segments + 1, each
        left -= size
    return Cost(segments, units, segments * each, plain)


def _size(letter: str, *, plain: bool) -> int:
    if plain:
        return 2 if letter in _ESCAPED else 1
    return 2 if ord(letter) > 0xFFFF else 1
