"""Tokens of the look: colours of three themes, type scale, sizes; palette and style sheet from them.

Widgets name tokens, never values: `colour("accent")`, `px(44)`, `font("small", bold=True)`.
One look is in force at a time; `apply` replaces it.  No widget sets its own sheet.
"""

from dataclasses import dataclass
from functools import cache
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from kiosk import resources
from kiosk.printing.app import register_fonts

FAMILIES = ["Noto Sans Bengali", "Noto Sans"]
LATIN = ["Noto Sans", "Noto Sans Bengali"]

_ROLES = (
    "paper sheet sunken line edge ink ink2 mute accent accent-down on-accent soft halo bar on-bar on-bar2 "
    "ok ok-bg warn warn-bg warn-edge bad bad-bg unk unk-bg p1 p2 p3 p4 p5"
)
ROLES = tuple(_ROLES.split())
_VALUES = {
    "light": (
        "F3F1EA FFFFFF E9E6DC D6D1C3 817B6C 1B1D24 4B4D57 62636C 2B3F97 1C2A69 FFFFFF E5E9F8 B7C3F1 1A234F FFFFFF BFC8EC "
        "17613A E1F1E6 774800 FCEDCB B87A0C A01F2B FBE6E4 41506A E7EBF1 1F2F6F 9A4A12 5B9BA8 D9C27A 8B8F9C"
    ),
    "dark": (
        "15171D 1E212A 0F1116 3A3F4C 7F8699 ECEDF2 BABECB 9297A6 A5B6FF C4CFFF 10163A 2A335C 46569E 0B0D14 FFFFFF AEB6D6 "
        "7FD6A2 163625 F3C46B 3B2D0E C8922E FF9F9A 481C20 B4C2DC 2A3242 A5B6FF E39A55 7CC0CC E7D594 8B8F9C"
    ),
    "contrast": (
        "000000 000000 000000 FFFFFF FFFFFF FFFFFF FFFFFF D0D0D0 FFE04A FFF2A8 000000 3A3300 FFE04A 000000 FFFFFF FFFFFF "
        "7DFFA6 000000 FFC24A 000000 FFC24A FF9C9C 000000 9FD4FF 000000 FFFFFF FFC24A 9FD4FF 7DFFA6 B0B0B0"
    ),
}
THEMES = tuple(_VALUES)
SUN = "#F2B84B"
"""The one warm mark on the top bar: the tab that is open, the badge with its count."""
NIGHT = "#1B1D24"
"""What is written on the sun."""

_TYPE = {
    "key": (13, 20),
    "caption": (16, 26),
    "small": (17, 28),
    "body": (19, 30),
    "title": (21, 34),
    "page": (27, 42),
    "figure": (38, 52),
    "number": (72, 104),
}


@dataclass(frozen=True, slots=True)
class Look:
    """A theme at a size."""

    theme: str = "light"
    scale: float = 1.0


_look = Look()


def look() -> Look:
    """Return the look in force."""
    return _look


def px(value: float) -> int:
    """Return a length of the look, in pixels of the window."""
    return round(value * _look.scale)


def border() -> int:
    """Return the width of an ordinary border: 2 where contrast is wanted."""
    return 2 if _look.theme == "contrast" else 1


def colour(role: str) -> QColor:
    """Return the colour of a role, e.g. `accent`."""
    return _colours(_look.theme)[role]


def font(name: str = "body", *, bold: bool = False, latin: bool = False) -> QFont:
    """Return the font of a type name, e.g. `small`; `latin` for keycaps and codes."""
    return QFont(_font(name, bold, latin, _look.scale))


@cache
def _font(name: str, bold: bool, latin: bool, _scale: float) -> QFont:  # noqa: FBT001 - a key
    made = QFont()
    made.setFamilies(LATIN if latin or name == "key" else FAMILIES)
    made.setPixelSize(px(_TYPE[name][0]))
    made.setWeight(QFont.Weight.Bold if bold or name == "key" else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def line_height(name: str) -> int:
    """Return the height of one line of a type name: room for র্থিঁ above and ঞ্ঝৃ below."""
    return px(_TYPE[name][1])


@cache
def _colours(theme: str) -> dict[str, QColor]:
    return {role: QColor(f"#{value}") for role, value in zip(ROLES, _VALUES[theme].split(), strict=True)}


def best_scale(app: QApplication, wanted: float = 0.0) -> float:
    """Return the scale that the office chose, else the one for the screen: the form is drawn for 1366 across."""
    if wanted:
        return min(max(wanted, 0.8), 2.0)
    screen = app.primaryScreen().size()
    return min(1.2 if screen.height() >= 1000 else 1.0, max(screen.width() / 1366, 0.85))


STYLED = "kiosk_styled"
"""Property of an application that has its style from the start: to ask it for the style takes long."""


def apply(app: QApplication, theme: str = "light", scale: float = 1.0) -> None:
    """Put a look in force: style, fonts, palette, sheet.  Windows are to be built again after."""
    global _look  # noqa: PLW0603 - one look at a time
    register_fonts()
    _look = Look(theme if theme in THEMES else "light", scale)
    if not app.property(STYLED):
        app.setStyle("Fusion")
        app.setProperty(STYLED, True)
    app.setFont(font("body"))
    app.setPalette(_palette())
    app.setStyleSheet(_sheet())


_PALETTE = {
    "Window": "paper", "WindowText": "ink", "Base": "sheet", "AlternateBase": "sheet", "ToolTipBase": "sheet",
    "ToolTipText": "ink", "PlaceholderText": "mute", "Text": "ink", "Button": "sheet", "ButtonText": "ink",
    "BrightText": "bad", "Light": "sheet", "Midlight": "paper", "Dark": "edge", "Mid": "line", "Shadow": "edge",
    "Highlight": "accent", "HighlightedText": "on-accent", "Link": "accent", "LinkVisited": "accent", "Accent": "accent",
}  # fmt: skip
_QUIET = ("WindowText", "Text", "ButtonText", "HighlightedText", "ToolTipText")


def _palette() -> QPalette:
    palette = QPalette()
    for name, role in _PALETTE.items():
        palette.setColor(QPalette.ColorRole[name], colour(role))
    for name in _QUIET:
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[name], colour("mute"))
    for name in ("Base", "Button", "Highlight"):
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[name], colour("sunken"))
    return palette


def _sheet() -> str:
    values = {role.replace("-", "_"): colour(role).name() for role in ROLES}
    sizes = {f"n{n}": f"{px(n)}px" for n in range(1, 61)}
    types = {f"t_{name}": f"{px(size)}px" for name, (size, _) in _TYPE.items()}
    template = Template(resources.read_text("styles/kiosk.qss"))
    return template.substitute(values | sizes | types, bw=f"{border()}px")


def tone(state: str) -> tuple[str, str, str]:
    """Return the roles (ink, ground, border) of a state's tone: `ok|warn|bad|unk|act|plain`."""
    return _TONES[state]


_TONES = {
    "ok": ("ok", "ok-bg", "ok"),
    "warn": ("warn", "warn-bg", "warn-edge"),
    "bad": ("bad", "bad-bg", "bad"),
    "unk": ("unk", "unk-bg", "unk"),
    "act": ("accent", "soft", "accent"),
    "plain": ("ink2", "sunken", "line"),
}
ALIGN_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
