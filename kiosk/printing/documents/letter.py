"""Letters, forms and labels: blocks from top to bottom, their holes filled for one application."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kiosk.printing.documents.layouts import Block, Grid, filled
from kiosk.printing.documents.sheet import BASELINE, INK, LEADING, Sheet
from kiosk.printing.qr import modules

_LABEL = 0.36  # of the width, for the names of fields
_ROOMY = 1.72  # leading of fields: lines that are written on
_PARAGRAPH = 1.62  # leading of running text
_QR = 64.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What fills the holes of one letter; `record` are names and values of the copy that is asked for."""

    values: Mapping[str, str]
    record: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """Where blocks may stand: a page between its margins, or one label."""

    left: float
    right: float
    bottom: float
    scale: float = 1.0

    @property
    def width(self) -> float:
        """Points across."""
        return self.right - self.left


class Letter:
    """Draws blocks into a frame of a sheet; what does not fit on a page goes on on the next."""

    def __init__(self, sheet: Sheet, frame: Area | None = None, *, counted: bool = True) -> None:
        self._sheet, self._counted = sheet, counted
        self._frame = frame or Area(sheet.left, sheet.right, sheet.bottom)
        self._turns = frame is None
        self._draws: dict[str, Callable[[Block, Facts], None]] = {
            "office": self._office,
            "memo": self._memo,
            "title": self._title,
            "section": self._section,
            "text": self._paragraph,
            "lines": self._lines,
            "fields": self._fields,
            "record": self._record,
            "signatures": self._signatures,
            "gap": self._gap,
            "qr": self._qr,
        }

    def draw(self, blocks: Sequence[Block], facts: Facts) -> None:
        """Draw blocks under what the sheet holds already."""
        for block in blocks:
            self._draws[block.kind](block, facts)

    # ------------------------------------------------------------------ text

    def _words(self, block: Block) -> str:
        return block.en if self._sheet.furniture.language == "en" and block.en else block.bn

    def _need(self, tall: float) -> None:
        if self._turns and self._sheet.y - tall < self._frame.bottom:
            self._sheet.finish(counted=self._counted)
            self._sheet.short_head()

    def _say(self, text: str, block: Block, leading: float) -> None:
        sheet, size = self._sheet, block.size * self._frame.scale
        setter = sheet.setter(size, bold=block.bold)
        for line in setter.wrap(text, self._frame.width):
            self._need(size * leading)
            sheet.put(setter, line, self._frame.left, sheet.y - BASELINE * size, block.align, self._frame.width)
            sheet.y -= size * leading

    def _office(self, _block: Block, _facts: Facts) -> None:
        self._sheet.head()
        self._sheet.y -= 4
        self._sheet.rule(self._frame.left, self._frame.right, self._sheet.y, width=0.8, colour=INK)
        self._sheet.y -= 8

    def _memo(self, block: Block, facts: Facts) -> None:
        """Number on the left, a line to write it on where there is none; the day on the right."""
        sheet, size = self._sheet, block.size
        names = [words.in_(sheet.furniture.language) for words in block.words]
        y = sheet.y - BASELINE * size
        number = facts.values.get("memo_no", "")
        wide = sheet.say(f"{names[0]}: {number}".rstrip(), self._frame.left, y, size)
        if not number:
            start, end = self._frame.left + wide + 4, self._frame.left + self._frame.width * 0.5
            sheet.rule(start, end, y - 2, dots=True, colour=INK)
        sheet.say(f"{names[1]}: {facts.values.get('today', '')}", self._frame.right, y, size, align="right")
        sheet.y -= size * LEADING + 6

    def _title(self, block: Block, facts: Facts) -> None:
        title = filled(self._words(block), facts.values)
        self._say(title, replace_block(block, bold=True, align="center"), LEADING)
        self._sheet.y -= 6

    def _section(self, block: Block, facts: Facts) -> None:
        sheet = self._sheet
        self._need(block.size * 5)
        sheet.y -= block.size * 0.7
        self._say(filled(self._words(block), facts.values), replace_block(block, bold=True), LEADING)
        sheet.rule(self._frame.left, self._frame.right, sheet.y, width=1.0, colour=INK)
        sheet.y -= 4

    def _paragraph(self, block: Block, facts: Facts) -> None:
        text = filled(self._words(block), facts.values)
        if text.strip():
            self._say(text, block, _PARAGRAPH)
            self._sheet.y -= block.size * 0.5 * self._frame.scale

    def _lines(self, block: Block, facts: Facts) -> None:
        for words in block.words:
            text = filled(words.in_(self._sheet.furniture.language), facts.values).strip(" ,;")
            if text:
                self._say(text, block, LEADING)

    # ------------------------------------------------------------------ names and values

    def _fields(self, block: Block, facts: Facts) -> None:
        language = self._sheet.furniture.language
        for field in block.fields:
            self._field(field.in_(language), facts.values.get(field.value, ""), block.size)

    def _record(self, block: Block, facts: Facts) -> None:
        for name, value in facts.record:
            self._field(name, value, block.size)

    def _field(self, name: str, value: str, size: float) -> None:
        """Draw a name, and its value over a hairline that can be written on."""
        sheet, frame, step = self._sheet, self._frame, size * _ROOMY
        start = frame.left + frame.width * _LABEL
        setter = sheet.setter(size)
        names = setter.wrap(name, frame.width * _LABEL - 8)
        values = setter.wrap(value, frame.right - start - 4)
        self._need(step * max(len(names), len(values)))
        y = sheet.y - 1.15 * size
        for place, line in enumerate(names):
            sheet.put(setter, line, frame.left, y - place * size * LEADING)
        for place, line in enumerate(values):
            sheet.put(setter, line, start + 2, y - place * step)
            sheet.rule(start, frame.right, y - place * step - 0.42 * size)
        sheet.y -= max(step * len(values), size * LEADING * len(names) + 4)

    def _signatures(self, block: Block, _facts: Facts) -> None:
        sheet, frame, size = self._sheet, self._frame, block.size
        self._need(size * 5.2)
        sheet.y -= size * 3.4
        part = frame.width / max(len(block.words), 3)
        setter = sheet.setter(size)
        first = frame.right - part * len(block.words)
        for place, words in enumerate(block.words):
            x = first + place * part
            sheet.rule(x + 8, x + part - 8, sheet.y, colour=INK)
            for row, line in enumerate(setter.wrap(words.in_(sheet.furniture.language), part - 16)):
                sheet.put(setter, line, x + 8, sheet.y - (BASELINE + 0.15 + row * LEADING) * size, "center", part - 16)
        sheet.y -= size * (LEADING + 1)

    def _gap(self, block: Block, _facts: Facts) -> None:
        self._sheet.y -= block.size * self._frame.scale

    def _qr(self, _block: Block, facts: Facts) -> None:
        """Draw what the receipt's QR says, at the right, beside what follows."""
        found = modules(facts.values.get("reference", ""), 1_000)
        if found is None or not facts.values.get("reference"):
            return
        self._need(_QR)
        dot = _QR / found.size
        x0, y0 = self._frame.right - _QR, self._sheet.y - _QR
        squares = []
        for row in range(found.size):
            bits = int.from_bytes(found.rows[row * found.stride : (row + 1) * found.stride], "big")
            top = found.stride * 8 - 1
            for column in range(found.size):
                if bits >> (top - column) & 1:
                    y = y0 + (found.size - 1 - row) * dot
                    squares.append(f"{x0 + column * dot:.2f} {y:.2f} {dot + 0.02:.2f} {dot + 0.02:.2f} re")
        self._sheet.code.append(f"q 0 0 0 rg {' '.join(squares)} f Q\n")


def replace_block(block: Block, **changes: object) -> Block:
    """Return a block that differs a little."""
    from msgspec.structs import replace as replaced

    return replaced(block, **changes)


class Labels:
    """Labels on a grid, one application each, a page when it is full."""

    def __init__(self, sheet: Sheet, grid: Grid) -> None:
        self._sheet, self._grid, self._filled = sheet, grid, 0

    def draw(self, blocks: Sequence[Block], facts: Facts) -> None:
        """Draw a label; what is too long for it is set smaller."""
        sheet, grid = self._sheet, self._grid
        if self._filled == grid.across * grid.down:
            self.end()
        top, frame = self._place()
        kept = len(sheet.code)
        for scale in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5):
            del sheet.code[kept:]
            sheet.y = top
            Letter(sheet, replace(frame, scale=scale)).draw(blocks, facts)
            if sheet.y >= frame.bottom:
                break
        self._filled += 1

    def _place(self) -> tuple[float, Area]:
        sheet, grid = self._sheet, self._grid
        wide = (sheet.size[0] - 2 * grid.margin_x) / grid.across
        tall = (sheet.size[1] - 2 * grid.margin_y) / grid.down
        row, column = divmod(self._filled, grid.across)
        left, top = grid.margin_x + column * wide, sheet.size[1] - grid.margin_y - row * tall
        self._corners(left, top, wide, tall)
        pad = grid.padding
        return top - pad, Area(left + pad, left + wide - pad, top - tall + pad)

    def _corners(self, left: float, top: float, wide: float, tall: float) -> None:
        """Mark where to cut."""
        self._sheet.rule(left, left + wide, top, dots=True)
        self._sheet.rule(left, left + wide, top - tall, dots=True)
        for x in (left, left + wide):
            self._sheet.code.append(
                f"q [0.6 1.8] 0 d 0.506 0.482 0.424 RG 0.4 w {x:.2f} {top:.2f} m {x:.2f} {top - tall:.2f} l S Q\n"
            )

    def end(self) -> None:
        """Let the page go, if anything is on it."""
        if self._filled:
            self._sheet.away()
            self._filled = 0
