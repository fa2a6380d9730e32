"""The bundled fonts as a document uses them: shaped by HarfBuzz, with a record of every glyph that was used."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import uharfbuzz as hb

from kiosk import resources

UNITS = 1000
"""Units of an em in all bundled fonts; PDF counts glyph space in the same."""

_FILES = {
    ("bangla", False): "NotoSansBengali-Regular",
    ("bangla", True): "NotoSansBengali-Bold",
    ("latin", False): "NotoSans-Regular",
    ("latin", True): "NotoSans-Bold",
}


class Glyph(NamedTuple):
    """A glyph to draw: its advance and shift in units of the em, and the advance that the font states."""

    gid: int
    advance: int
    dx: int
    dy: int
    stated: int


@cache
def _bundled(file: str) -> tuple[bytes, hb.Font]:
    data = resources.read_bytes(f"fonts/{file}.ttf")
    font = hb.Font(hb.Face(data))
    assert font.face.upem == UNITS  # noqa: S101 - our own fonts
    return data, font


class Typeface:
    """One bundled font inside one document; `tag` names it in the PDF.

    `advances` holds the stated advance of every glyph used, `texts` what a glyph stands for, for
    readers that look at glyphs one by one.
    """

    def __init__(self, script: str, *, bold: bool) -> None:
        self.name = _FILES[script, bold]
        self.tag = f"F{script[0].upper()}{'b' if bold else ''}"
        self.data, self._font = _bundled(self.name)
        self.advances: dict[int, int] = {}
        self.texts: dict[int, str] = {}
        self._script = "Beng" if script == "bangla" else "Latn"
        self._known: dict[str, int] = {}

    def nominal(self, letter: str) -> int:
        """Return the glyph of a single letter; 0 when the font has none."""
        found = self._known.get(letter)
        if found is None:
            found = self._known[letter] = self._font.get_nominal_glyph(ord(letter)) or 0
        return found

    def shape(self, text: str) -> list[Glyph]:
        """Return the glyphs of text in one script, from left to right."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = "ltr"
        buffer.script = self._script
        hb.shape(self._font, buffer)
        infos = buffer.glyph_infos
        glyphs = []
        for info, place in zip(infos, buffer.glyph_positions, strict=True):
            gid = info.codepoint
            stated = self.advances.get(gid)
            if stated is None:
                stated = self._first_use(gid, [(one.codepoint, one.cluster) for one in infos], info.cluster, text)
            glyphs.append(Glyph(gid, place.x_advance, place.x_offset, place.y_offset, stated))
        return glyphs

    def _first_use(self, gid: int, glyphs: list[tuple[int, int]], cluster: int, text: str) -> int:
        """Remember a glyph: its own letter, else the part of its cluster that no other glyph stands for."""
        end = min((start for _, start in glyphs if start > cluster), default=len(text))
        part = text[cluster:end]
        own = [letter for letter in part if self.nominal(letter) == gid]
        taken = {one for one, start in glyphs if start == cluster and one != gid}
        self.texts[gid] = own[0] if own else "".join(c for c in part if self.nominal(c) not in taken) or part
        advance = self.advances[gid] = self._font.get_glyph_h_advance(gid)
        return int(advance)

    @property
    def extents(self) -> tuple[int, int]:
        """Ascender and descender in units of the em."""
        found = self._font.get_font_extents("ltr")
        return found.ascender, found.descender


class Typefaces:
    """The fonts of one document, each loaded when a letter first needs it."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, bool], Typeface] = {}

    def get(self, script: str, *, bold: bool) -> Typeface:
        """Return the typeface of a script, `bangla` or `latin`."""
        found = self._made.get((script, bold))
        if found is None:
            found = self._made[script, bold] = Typeface(script, bold=bold)
        return found

    def used(self) -> list[Typeface]:
        """Return the typefaces that drew something."""
        return [face for face in self._made.values() if face.advances]

    def runs(self, word: str, *, bold: bool) -> Iterator[tuple[Typeface, str]]:
        """Yield a word in parts of one font each: Bangla first, a font stays while it has the letters."""
        bangla = self.get("bangla", bold=bold)
        if all(map(bangla.nominal, word)):
            yield bangla, word
            return
        latin = self.get("latin", bold=bold)
        face, begin = bangla if bangla.nominal(word[0]) else latin, 0
        for place, letter in enumerate(word):
            if not face.nominal(letter):
                other = latin if face is bangla else bangla
                if other.nominal(letter):
                    if place > begin:
                        yield face, word[begin:place]
                    face, begin = other, place
        yield face, word[begin:]
