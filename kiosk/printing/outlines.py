"""Large letters, drawn from outlines of our own: the same dots whatever was drawn before.

Qt draws letters above `LARGE` dots as outlines.  It asks FreeType for them hinted, and hinted outlines
depend on the sizes in which the same face was used before: a window in front of a receipt moved dots
of its number.  A face that serves outlines alone is always used in one size, and gives the same ones.
"""

from functools import cached_property

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QRawFont, QTextLine

from kiosk import resources
from kiosk.printing.app import FAMILIES

LARGE = 64
"""Dots of a letter's height above which Qt keeps no picture of it."""


class Outlines:
    """The outlines of one size and weight.  One thread's: it holds Qt's font engines."""

    def __init__(self, px: int, *, bold: bool) -> None:
        self._px, self._weight = px, "Bold" if bold else "Regular"
        self._found: dict[tuple[str, int], QPainterPath] = {}

    @cached_property
    def _faces(self) -> dict[str, QRawFont]:
        return {
            family: QRawFont(
                str(resources.path(f"fonts/{family.replace(' ', '')}-{self._weight}.ttf")),
                self._px,
                QFont.HintingPreference.PreferNoHinting,
            )
            for family in FAMILIES
        }

    def draw(self, painter: QPainter, line: QTextLine, at: QPointF) -> None:
        """Draw a line of text at a place, in the painter's pen; letters of foreign fonts are Qt's to draw."""
        brush = painter.pen().brush()
        for run in line.glyphRuns():
            family = run.rawFont().familyName()
            if family not in self._faces:
                painter.drawGlyphRun(at, run)
                continue
            for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
                painter.fillPath(self._outline(family, glyph).translated(at + place), brush)

    def _outline(self, family: str, glyph: int) -> QPainterPath:
        found = self._found.get((family, glyph))
        if found is None:
            found = self._faces[family].pathForGlyph(glyph)
            found.setFillRule(Qt.FillRule.WindingFill)
            self._found[family, glyph] = found
        return found
