"""What slips are made of: plain values that any slip may use.  `kiosk.printing.raster` draws them."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.printing.profiles import Profile


class Size(StrEnum):
    """The sizes of type on a slip; `boxed` is the head's, set a little tighter, `huge` a room's."""

    BODY = "body"
    HEAD = "head"
    NUMBER = "number"
    BOXED = "boxed"
    HUGE = "huge"


class Align(StrEnum):
    """Where a line stands."""

    LEFT = "left"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; wraps, breaking long words where it must.  `spacing_em` between letters."""

    text: str
    size: Size = Size.BODY
    bold: bool = False
    align: Align = Align.LEFT
    spacing_em: float = 0.0


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts on one line, joined by ` · ` where they fit, else each on its own; centred."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the slip."""

    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """So many empty rows."""

    rows: int


@dataclass(frozen=True, slots=True)
class Box:
    """Paragraphs between two heavy rules, or white on black (`filled`)."""

    lines: tuple[Text, ...]
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value; all rows of a group name the group's `labels`, so that values align."""

    label: str
    value: str
    labels: tuple[str, ...]
    bold: bool = False


class Mark(StrEnum):
    """The little square before a line."""

    FULL = "full"
    HALF = "half"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Tick:
    """A line with a drawn square before it and a word at the right edge."""

    mark: Mark
    text: str
    word: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Paragraphs beside a heavy bar."""

    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code, with paragraphs beside it on wide paper and below it on narrow."""

    content: str
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A Code 128 of digits, centred."""

    digits: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A name at the left, a value at the right edge."""

    label: str
    value: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """Lines to sign on, side by side on wide paper; with `thumb` the first is a frame for a thumb."""

    labels: tuple[str, ...]
    thumb: bool = False


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor seen from above: so many rooms on both sides of a corridor, the stairs between them, one room shown.

    `stairs` rooms of each side stand left of the stairs; `place` is the room's, from the left, `above`
    or below the corridor.
    """

    rooms_above: int
    rooms_below: int
    stairs: int
    above: bool
    place: int
    room: str
    stairs_word: str


@dataclass(frozen=True, slots=True)
class Edges:
    """A thick line at the very first and the very last dot, with marks every 8 dots between: for tests."""


Block = Text | Joined | Rule | Space | Box | Row | Tick | Note | Code | Bars | Amount | Sign | Floor | Edges


@dataclass(frozen=True, slots=True)
class Page:
    """A slip, ready to be drawn."""

    profile: Profile
    blocks: tuple[Block, ...]


def banner(title: str, *lines: str) -> Box:
    """Return what must be seen first, white on black."""
    below = (Text(line, bold=True, align=Align.CENTRE) for line in lines if line)
    return Box((Text(title, Size.BOXED, bold=True, align=Align.CENTRE), *below), filled=True)


def rows_of(found: "list[tuple[str, str, bool]]") -> list[Row]:
    """Return label, value and boldness as rows whose values align; empty values are left out."""
    shown = [row for row in found if row[1]]
    labels = tuple(label for label, _value, _bold in shown)
    return [Row(label, value, labels, bold) for label, value, bold in shown]
