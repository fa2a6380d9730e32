"""A register: a head that repeats, cells that wrap between words, rows that go on over the page."""

from collections.abc import Sequence

from kiosk.printing.documents.layouts import Column, Layout
from kiosk.printing.documents.setting import Line, Setter
from kiosk.printing.documents.sheet import BASELINE, INK, LEADING, LINE, SHORT_HEAD, Sheet

PAD_X, PAD_Y = 3.0, 2.4
_SMALLEST = 5.5
_HEAD = 0.95  # of the body's size
Cell = tuple[Setter, list[Line]]


class Table:
    """Draws rows under each other; a full page leaves and the next begins with the head."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self._sheet, self._columns = sheet, layout.columns
        self._size, self._least = layout.size, layout.row_height
        self._step = layout.size * LEADING
        share = sheet.width / sum(column.width for column in layout.columns)
        widths = [column.width * share for column in layout.columns]
        self._edges = [sheet.left + sum(widths[:place]) for place in range(len(widths) + 1)]
        self._inner = [width - 2 * PAD_X for width in widths]
        self._head = self._head_cells()
        self._text: list[str] = []
        self._rules: list[str] = []
        self._top = 0.0

    def _head_cells(self) -> list[Cell]:
        return [self._named(column, width) for column, width in zip(self._columns, self._inner, strict=True)]

    def _named(self, column: Column, width: float) -> Cell:
        """Return a column's name; rather smaller than with a word broken."""
        text = column.in_(self._sheet.furniture.language)
        setter = self._sheet.setter(self._size * _HEAD, bold=True)
        widest = max((setter.word(word).width for word in text.split()), default=0.0)
        if widest > width:
            setter = self._sheet.setter(max(setter.size * width / widest - 0.05, _SMALLEST), bold=True)
        return setter, setter.wrap(text, width)

    @property
    def _head_tall(self) -> float:
        return max([len(lines) for _setter, lines in self._head]) * self._size * _HEAD * LEADING + 2 * PAD_Y

    @property
    def _page(self) -> float:
        """Points for rows on a page that begins with the short head."""
        return self._sheet.room_of_page - SHORT_HEAD - self._head_tall

    def begin(self) -> None:
        """Draw the head where the sheet is now."""
        sheet, size = self._sheet, self._size * _HEAD
        self._top = sheet.y
        for column, (setter, lines), x, width in zip(self._columns, self._head, self._edges, self._inner, strict=False):
            y = sheet.y - PAD_Y - BASELINE * size
            for line in lines:
                sheet.put(setter, line, x + PAD_X, y, column.align, width)
                y -= size * LEADING
        sheet.y -= self._head_tall
        sheet.rule(sheet.left, sheet.right, self._top, width=0.8, colour=INK)
        sheet.rule(sheet.left, sheet.right, sheet.y, width=1.5, colour=INK)

    def row(self, texts: Sequence[str], *, bold: bool = False) -> None:
        """Draw a row, on the next page where it does not fit; one taller than a page goes on there."""
        setter = self._sheet.setter(self._size, bold=bold)
        cells = [
            self._cell(setter, column, text, width)
            for column, text, width in zip(self._columns, texts, self._inner, strict=True)
        ]
        lines = max([len(cell[1]) for cell in cells])
        if self._tall(lines) > self._room:
            if self._tall(lines) > self._page:
                self._pieces(cells, lines)
                return
            self._turn()
        self._draw(cells, self._tall(lines))

    def _cell(self, setter: Setter, column: Column, text: str, width: float) -> Cell:
        lines = setter.wrap(text, width)
        if len(lines) > 1 and column.fit == "shrink":
            wide = setter.line(text).width
            smaller = self._sheet.setter(max(setter.size * width / wide - 0.05, _SMALLEST), bold=setter.bold)
            return smaller, smaller.wrap(text, width)
        return setter, lines

    @property
    def _room(self) -> float:
        return self._sheet.y - self._sheet.bottom

    def _tall(self, lines: int) -> float:
        return max(lines * self._step + 2 * PAD_Y, self._least)

    def _pieces(self, cells: list[Cell], lines: int) -> None:
        """Draw a row that no page holds, in parts."""
        while lines > 0:
            fit = int((self._room - 2 * PAD_Y) / self._step)
            if fit < min(lines, 3):
                self._turn()
                continue
            part = min(fit, lines)
            self._draw([(setter, own[:part]) for setter, own in cells], self._tall(part))
            cells = [(setter, own[part:]) for setter, own in cells]
            lines -= part

    def _draw(self, cells: list[Cell], tall: float) -> None:
        sheet, home = self._sheet, None
        top = sheet.y - PAD_Y - BASELINE * self._size
        for column, (setter, lines), x, width in zip(self._columns, cells, self._edges, self._inner, strict=False):
            if lines and setter is not home:
                home = setter
                self._text.append(setter.home)
            y = top
            for line in lines:
                if line.code:
                    free = width - line.width
                    at = x + PAD_X + (free if column.align == "right" else free / 2 if column.align == "center" else 0)
                    self._text.append(f" 1 0 0 1 {at:.2f} {y:.2f} Tm\n{line.code}")
                y -= self._step
        sheet.y -= tall
        self._rules.append(f"{sheet.left:.2f} {sheet.y:.2f} m {sheet.right:.2f} {sheet.y:.2f} l ")

    def _turn(self) -> None:
        self.end()
        self._sheet.finish()
        self._sheet.short_head()
        self.begin()

    def end(self) -> None:
        """Put this page's part of the table on the sheet, whose `y` is under it."""
        sheet = self._sheet
        upright = "".join([f"{x:.2f} {self._top:.2f} m {x:.2f} {sheet.y:.2f} l " for x in self._edges])
        sheet.code.append(f"q {LINE} RG 0.4 w {''.join(self._rules)}{upright}S Q\n")
        if self._text:
            sheet.code.append(f"BT {''.join(self._text)}ET\n")
        self._text, self._rules = [], []
