"""Text at one size: words shaped once, lines broken between words, each word a span that tells its letters.

A span's ActualText is what a reader finds and copies, whatever the glyphs under it look like.
"""

from typing import NamedTuple

from kiosk.printing.documents.breaking import best_border, borders
from kiosk.printing.documents.typefaces import UNITS, Glyph, Typefaces

KEPT = 6_000
"""Words and cells that are remembered: registers repeat themselves, and any length must take the same memory."""


class Line(NamedTuple):
    """A set line: its width in points, and the operators that show it, to stand inside `BT … ET`."""

    width: float
    code: str


class Setter:
    """Sets text in one size and weight.  Spaces part words; a line feed begins a new line."""

    def __init__(self, faces: Typefaces, size: float, *, bold: bool = False) -> None:
        self.size, self.bold, self._faces = size, bold, faces
        home = faces.get("bangla", bold=bold)
        space = home.shape(" ")[0]
        self.home = f"/{home.tag} {size:g} Tf"
        self._space = space.advance * size / UNITS
        self._gap = f"<{space.gid:04X}>Tj EMC\n"
        self._words: dict[str, Line] = {}
        self._cells: dict[tuple[str, float], list[Line]] = {}

    def word(self, text: str) -> Line:
        """Return one word, without spaces."""
        found = self._words.get(text)
        if found is None:
            if len(self._words) >= KEPT:
                self._words.clear()
            found = self._words[text] = self._set(text)
        return found

    def line(self, text: str) -> Line:
        """Return text as one line, however wide."""
        return self._joined([self.word(word) for word in text.split()])

    def wrap(self, text: str, width: float) -> list[Line]:
        """Return text in lines no wider than `width` points; a word that is wider is broken between aksharas.

        At least one line, empty for empty text.
        """
        found = self._cells.get((text, width))
        if found is None:
            if len(self._cells) >= KEPT:
                self._cells.clear()
            parts = text.split("\n") if "\n" in text else (text,)
            found = self._cells[text, width] = [line for part in parts for line in self._wrapped(part, width)]
        return found

    def _wrapped(self, text: str, width: float) -> list[Line]:
        lines: list[Line] = []
        held: list[Line] = []
        room = width
        for word in text.split():
            shown = self.word(word)
            if held and shown.width > room:
                lines.append(self._joined(held))
                held, room = [], width
            while shown.width > width and (cut := self._cut(word, width)):
                lines.append(self.word(word[:cut]))
                word = word[cut:]  # noqa: PLW2901 - what is left of it
                shown = self.word(word)
            held.append(shown)
            room -= shown.width + self._space
        return [*lines, self._joined(held)] if held or not lines else lines

    def _cut(self, word: str, width: float) -> int:
        """Return where to break a word that is too wide; 0 when it is one akshara."""
        places = borders(word)
        fitting = [place for place in places if self._measure(word[:place]) <= width]
        return best_border(word, fitting) if fitting else places[0] if places else 0

    def _measure(self, text: str) -> float:
        return self.word(text).width

    def _joined(self, words: list[Line]) -> Line:
        if len(words) == 1:
            return words[0]
        width = sum(word.width for word in words) + self._space * max(len(words) - 1, 0)
        # The space belongs to the span before it: pdfium loses one that stands alone after a mark without width.
        code = "".join([word.code.replace(">>>BDC", "0020>>>BDC").replace(" EMC\n", self._gap) for word in words[:-1]])
        return Line(width, code + (words[-1].code if words else ""))

    def _set(self, text: str) -> Line:
        advance, code, strange = 0, [], False
        for face, run in self._faces.runs(text, bold=self.bold):
            glyphs = face.shape(run)
            advance += sum(glyph.advance for glyph in glyphs)
            font = f"/{face.tag} {self.size:g} Tf"
            if font != self.home or strange:
                strange = font != self.home
                code.append(font)
            code.append(self._shown(glyphs))
        if strange:
            code.append(self.home)
        letters = text.encode("utf-16-be", "surrogatepass").hex().upper()
        span = f"/Span<</ActualText<FEFF{letters}>>>BDC{''.join(code)} EMC\n"
        return Line(advance * self.size / UNITS, span)

    def _shown(self, glyphs: list[Glyph]) -> str:
        """Return operators that put each glyph where HarfBuzz put it."""
        if all(glyph.advance == glyph.stated and not glyph.dx and not glyph.dy for glyph in glyphs):
            return f"<{''.join([f'{glyph.gid:04X}' for glyph in glyphs])}>Tj"
        pieces, rise, pen, at = ["["], 0, 0, 0
        for glyph in glyphs:
            if glyph.dy != rise:
                rise = glyph.dy
                pieces.append(f"]TJ {rise * self.size / UNITS:g} Ts[")
            if at != pen + glyph.dx:
                pieces.append(str(at - pen - glyph.dx))
            pieces.append(f"<{glyph.gid:04X}>")
            at = pen + glyph.dx + glyph.stated
            pen += glyph.advance
        pieces.append(f"{at - pen}]TJ" if at != pen else "]TJ")
        if rise:
            pieces.append(" 0 Ts")
        return "".join(pieces).replace("><", "")

    def shown(self, line: Line, x: float, y: float) -> str:
        """Return the operators of a line with the start of its baseline at (x, y) points."""
        return f"BT {self.home} 1 0 0 1 {x:.2f} {y:.2f} Tm\n{line.code}ET\n" if line.code else ""
