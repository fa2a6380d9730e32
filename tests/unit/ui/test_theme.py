"""What is written can be read, in each of the three themes."""

import pytest
from PySide6.QtGui import QColor

from kiosk.ui.theme import NIGHT, ROLES, SUN, THEMES, _colours

TEXT, EDGE = 4.5, 3.0
GROUNDS = ("paper", "sheet", "sunken")
WRITTEN = [
    *((ink, ground) for ink in ("ink", "ink2", "accent", "ok", "warn", "bad", "unk") for ground in GROUNDS),
    *((ink, "soft") for ink in ("ink", "ink2", "accent")),
    *((tone, f"{tone}-bg") for tone in ("ok", "warn", "bad", "unk")),
    *(("ink", f"{tone}-bg") for tone in ("warn", "bad")),
    *((ink, "bar") for ink in ("on-bar", "on-bar2")),
    *(("on-accent", ground) for ground in ("accent", "accent-down")),
    ("mute", "sheet"),
    ("mute", "sunken"),
]
DRAWN = [("edge", "sheet"), ("edge", "paper"), ("accent", "sheet"), ("warn-edge", "sheet")]


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2 reckons it."""
    darker, lighter = sorted((light_of(one), light_of(other)))
    return (lighter + 0.05) / (darker + 0.05)


def light_of(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_black_on_white_is_21():
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("pairs", "least"), [(WRITTEN, TEXT), (DRAWN, EDGE)], ids=["text", "edges"])
def test_every_pair_is_told_apart(theme, pairs, least):
    colours = _colours(theme)
    assert set(colours) == set(ROLES)
    found = {pair: round(contrast(*map(colours.__getitem__, pair)), 2) for pair in pairs}
    assert {pair: value for pair, value in found.items() if value < least} == {}


def test_the_open_tab_is_read():
    assert contrast(QColor(NIGHT), QColor(SUN)) >= TEXT
