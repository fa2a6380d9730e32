"""What a printer can do: the width of its line, the type that fits, how paper is fed and cut."""

import json
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from kiosk import resources

GENERIC = "generic-80"

_FEED_AND_CUT = b"\x1bd\x04\x1dVB\x00"
_FEED_ONLY = b"\x1bd\x06"


@dataclass(frozen=True, slots=True)
class Face:
    """One size of type: letter height and line height, in dots."""

    px: int
    line: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A printer, in dots at 203 dpi (8 dots a millimetre).

    Few faces only (body, head, number, a room's huge one); `gap` is the air around a rule; a slice is at most
    `slice_rows` high, so that a small receive buffer can hold it.  With `dpi` the printer takes
    positions and feeds in dots (GS P); `draws_qr` tells that it makes QR codes itself.
    """

    name: str
    width_dots: int
    margin: int
    top: int
    bottom: int
    gap: int
    body: Face
    head: Face
    number: Face
    boxed: Face
    slice_rows: int = 120
    finish: bytes = _FEED_AND_CUT
    dpi: int = 0
    draws_qr: bool = False
    huge: Face = Face(150, 160)

    @property
    def narrow(self) -> bool:
        """Whether texts stand below each other that stand side by side on wide paper."""
        return self.width_dots < 480

    @property
    def inner(self) -> int:
        """The width between the margins."""
        return self.width_dots - 2 * self.margin


WIDE = Profile(GENERIC, 576, 18, 26, 36, 9, Face(28, 42), Face(40, 60), Face(84, 101), Face(40, 58))
NARROW = Profile(
    "generic-58", 384, 12, 20, 24, 6, Face(24, 36), Face(32, 48), Face(60, 72), Face(32, 46), huge=Face(108, 118)
)


@cache
def profile(name: str) -> Profile:
    """Return a printer's profile: `generic-80`, `generic-58` or a name that python-escpos knows.

    Anything else is taken for a `generic-80`.
    """
    if name in (WIDE.name, ""):
        return WIDE
    if name == NARROW.name:
        return NARROW
    stated = _stated().get(name, {})
    made = _named(stated.get("like", name), _known().get(stated.get("like", name)))
    if made is WIDE:
        return WIDE
    return replace(made, name=name, dpi=stated.get("dpi", 0), draws_qr=stated.get("qr", False))


def names() -> list[str]:
    """Return every name that means more than a `generic-80`."""
    known = [name for name, found in _known().items() if _named(name, found) is not WIDE]
    return [WIDE.name, NARROW.name, *sorted({*known, *_stated()})]


@cache
def _stated() -> dict[str, Any]:
    """Return what our own table adds: printers whose motion unit may be set, and which draw QR codes."""
    return tomllib.loads(resources.read_text("printers/known.toml"))


def _known() -> dict[str, Any]:
    # The table alone: python-escpos' own module around it takes 0.4 s to import and leaves a folder in /tmp.
    text = files("escpos").joinpath("capabilities.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)["profiles"]
    return found


def _named(name: str, found: dict[str, Any] | None) -> Profile:
    width = (found or {}).get("media", {}).get("width", {}).get("pixels")
    features = (found or {}).get("features", {})
    if not isinstance(width, int) or width < NARROW.width_dots or not features.get("bitImageRaster"):
        return WIDE
    base = NARROW if width < 480 else WIDE
    cuts = features.get("paperFullCut") or features.get("paperPartCut")
    number = (
        base.number if width >= base.width_dots else Face(base.number.px * width // base.width_dots, base.number.line)
    )
    return replace(
        base, name=name, width_dots=width // 8 * 8, number=number, finish=_FEED_AND_CUT if cuts else _FEED_ONLY
    )
