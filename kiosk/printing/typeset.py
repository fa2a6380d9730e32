"""Text on dots: Qt shapes it (HarfBuzz inside), breaks it into lines and draws it in black, never grey.

Each thread has its own fonts, for Qt's font engines belong to threads.
"""

import threading
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextLine, QTextOption

from kiosk.printing.app import FAMILIES, ensure_gui
from kiosk.printing.blocks import Align
from kiosk.printing.outlines import LARGE, Outlines
from kiosk.printing.profiles import Face

_ENDLESS = 1_000_000.0
_WRAPPING = QTextOption()
_WRAPPING.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


@dataclass(slots=True)
class Type:
    """A font at one size, with the place of its baseline in a line."""

    font: QFont
    line: int
    baseline: int
    outlines: Outlines | None = None


class _Cases(threading.local):
    def __init__(self) -> None:
        self.found: dict[tuple[Face, bool, float], Type] = {}


_cases = _Cases()


def type_of(face: Face, *, bold: bool = False, spacing_em: float = 0.0) -> Type:
    """Return the type of a face for this thread."""
    key = (face, bold, spacing_em)
    found = _cases.found.get(key)
    if found is None:
        found = _cases.found[key] = _cast(*key)
    return found


def _cast(face: Face, bold: bool, spacing_em: float) -> Type:  # noqa: FBT001 - a key of the case
    ensure_gui()
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(face.px)
    font.setBold(bold)
    font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)  # true widths; the letters are large enough
    if spacing_em:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing_em * face.px)
    metrics = QFontMetricsF(font)
    baseline = round((face.line - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent())
    return Type(font, face.line, baseline, Outlines(face.px, bold=bold) if face.px > LARGE else None)


@dataclass(slots=True)
class Paragraph:
    """Shaped text, broken to a width.  Holds its layout: Qt's lines live in it."""

    type: Type
    width: int
    layout: QTextLayout
    lines: list[QTextLine]

    @property
    def height(self) -> int:
        """Rows that it takes."""
        return self.type.line * len(self.lines)

    @property
    def natural_width(self) -> int:
        """Dots that its longest line wants, ink that hangs over included: what a column must offer."""
        return max((ceil(line.naturalTextWidth()) for line in self.lines), default=0)

    @property
    def advance(self) -> int:
        """Dots from the start of its longest line to where the next letter would start."""
        return max((ceil(line.horizontalAdvance()) for line in self.lines), default=0)

    def draw(self, painter: QPainter, x: int, y: int, align: Align = Align.LEFT) -> None:
        """Draw with the upper left corner at (x, y)."""
        for line in self.lines:
            indent = 0 if align is Align.LEFT else round((self.width - line.horizontalAdvance()) / 2)
            at = QPointF(x + indent, y + self.type.baseline - line.ascent())
            if self.type.outlines:
                self.type.outlines.draw(painter, line, at)
            else:
                line.draw(painter, at)
            y += self.type.line


def set_text(text: str, kind: Type, width: float = _ENDLESS) -> Paragraph:
    """Return text shaped and broken to a width in dots; a word longer than the line is broken too."""
    layout = QTextLayout(text, kind.font)
    layout.setTextOption(_WRAPPING)
    layout.beginLayout()
    lines: list[QTextLine] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, 0))
        lines.append(line)
    layout.endLayout()
    return Paragraph(kind, int(width), layout, lines)


@lru_cache(maxsize=64)
def width_of(text: str, face: Face) -> int:
    """Return the dots that a plain text wants on one line."""
    return set_text(text, type_of(face)).natural_width
