"""Run as a program, with an empty fontconfig: what Qt makes of Bangla, and HarfBuzz, side by side."""

import hashlib
import json

import uharfbuzz as hb

from kiosk import resources
from kiosk.printing.app import ensure_gui
from kiosk.printing.profiles import NARROW, WIDE, Face
from kiosk.printing.raster import draw
from kiosk.printing.typeset import set_text, type_of
from tests.unit.printing.samples import COPY, HARD

TEXTS = (*HARD.split(), "জেলা প্রশাসকের কার্যালয়", "কর্তৃপক্ষ", "জ্যোৎস্না", "র‍্যাব", "স্ত্রীলতা", "উজ্জ্বল", "৭৯-২৬-০১", "দ্বন্দ্ব")
PX = 28


def by_qt(text: str, *, bold: bool) -> list[list[float]]:
    words = set_text(text, type_of(Face(PX, 42), bold=bold))  # its layout owns the line
    (line,) = words.lines
    glyphs = []
    for run in line.glyphRuns():
        assert run.rawFont().familyName() == "Noto Sans Bengali"
        glyphs += [
            [index, at.x(), at.y() - line.ascent()]
            for index, at in zip(run.glyphIndexes(), run.positions(), strict=True)
        ]
    return glyphs


def by_harfbuzz(text: str, *, bold: bool) -> list[list[float]]:
    name = "Bold" if bold else "Regular"
    font = hb.Font(hb.Face(resources.read_bytes(f"fonts/NotoSansBengali-{name}.ttf")))
    font.scale = (PX * 64, PX * 64)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    x, glyphs = 0, []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyphs.append([info.codepoint, (x + place.x_offset) / 64, -place.y_offset / 64])
        x += place.x_advance
    return glyphs


def main() -> None:
    ensure_gui()
    shaped = [
        (text, bold, by_qt(text, bold=bold), by_harfbuzz(text, bold=bold)) for text in TEXTS for bold in (False, True)
    ]
    receipts = {str(paper.width_dots): hashlib.sha256(draw(COPY, paper).rows).hexdigest() for paper in (WIDE, NARROW)}
    words = set_text("QRabc", type_of(WIDE.body))
    latin = {run.rawFont().familyName() for run in words.lines[0].glyphRuns()}
    print(json.dumps({"shaped": shaped, "receipts": receipts, "latin": sorted(latin)}))


if __name__ == "__main__":
    main()
