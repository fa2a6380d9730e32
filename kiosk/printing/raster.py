"""Blocks → dots, drawn by Qt.  A block is drawn once for equal content (labels, headings, names of papers) and kept a while."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygon

from kiosk.domain.receipt import Receipt
from kiosk.printing import code128
from kiosk.printing.blocks import (
    Align,
    Amount,
    Bars,
    Block,
    Box,
    Code,
    Edges,
    Floor,
    Joined,
    Mark,
    Note,
    Page,
    Row,
    Rule,
    Sign,
    Size,
    Space,
    Text,
    Tick,
)
from kiosk.printing.dots import Raster, join
from kiosk.printing.figures import amount, edges, floor, sign
from kiosk.printing.form import USUAL, Form
from kiosk.printing.layout import lay_out
from kiosk.printing.profiles import Face, Profile
from kiosk.printing.qr import QUIET, Modules, Symbol, drawn_by_printer, modules
from kiosk.printing.typeset import Type, set_text, type_of, width_of

_KEPT = 256  # blocks that recur: names of services and papers, dates, labels; about a megabyte


def draw(receipt: Receipt, profile: Profile, form: Form = USUAL) -> Raster:
    """Return the whole receipt as dots."""
    return draw_page(lay_out(receipt, profile, form))


def draw_page(page: Page) -> Raster:
    """Return a whole slip as dots."""
    parts = (part.raster() if isinstance(part, Symbol) else part for part in strips(page))
    return join(parts, page.profile.width_dots)


def strips(page: Page) -> Iterator[Raster | Symbol]:
    """Draw block by block, so that the first leaves for the printer before the last is drawn."""
    for block in page.blocks:
        if isinstance(block, Code) and page.profile.draws_qr:
            yield from _code_by_printer(block, page.profile)
        elif _once(block):
            yield _drawn(block, page.profile)
        else:
            yield _strip(block, page.profile)


def _once(block: Block) -> bool:
    """Tell whether no other slip will have the block: keeping it would push out what recurs."""
    return isinstance(block, Code | Bars) or (isinstance(block, Text) and block.size is Size.NUMBER)


def _code_by_printer(block: Code, profile: Profile) -> Iterator[Raster | Symbol]:
    """Leave the code to the printer, with white around it and the words below."""
    widest = profile.inner - 2 * QUIET * _DOTS
    code = drawn_by_printer(block.content, widest, profile.width_dots) if block.content else None
    if code:
        yield _strip(Space(QUIET * code.dots), profile)
        yield code
        yield _strip(Space(QUIET * code.dots), profile)
    for line in block.lines:
        yield _strip(line, profile)


@lru_cache(maxsize=_KEPT)
def _strip(block: Block, profile: Profile) -> Raster:
    return _drawn(block, profile)


def _drawn(block: Block, profile: Profile) -> Raster:
    height, paint = _PLANS[type(block)](block, profile)
    if not height or isinstance(block, Space):
        return Raster(profile.width_dots, height, bytes(height * profile.width_dots // 8))
    return Raster(profile.width_dots, height, calm(_painted(profile.width_dots, height, paint)))


Paint = Callable[[QPainter], None]
Plan = tuple[int, Paint]
"""The height of a block, and what draws it."""


def _painted(width_dots: int, height: int, paint: Paint) -> bytes:
    padded = -(-width_dots // 32) * 32  # Qt's rows are whole 32-bit words
    image = QImage(padded, height, QImage.Format.Format_Mono)
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    image.fill(0)
    painter = QPainter(image)
    painter.setPen(Qt.GlobalColor.black)
    paint(painter)
    painter.end()
    return _cropped(bytes(image.constBits()), padded // 8, width_dots // 8)


def _cropped(rows: bytes, stride: int, width: int) -> bytes:
    if stride == width:
        return rows
    return b"".join(rows[at : at + width] for at in range(0, len(rows), stride))


# A printer obeys DLE EOT, DLE ENQ and DLE DC4 wherever it meets them, inside pictures too.
_REAL_TIME = tuple(bytes((0x10, second)) for second in (0x04, 0x05, 0x14))


def calm(rows: bytes) -> bytes:
    """Return the rows without a real-time command in them: such a place gets one more black dot."""
    for command in _REAL_TIME:
        if command in rows:
            rows = rows.replace(command, b"\x30" + command[1:])
    return rows


# ------------------------------------------------------------------------------------ the blocks


def _type(text: Text, profile: Profile) -> Type:
    face: Face = getattr(profile, text.size.value)
    return type_of(face, bold=text.bold, spacing_em=text.spacing_em)


def _text(block: Text, profile: Profile) -> Plan:
    set_ = set_text(block.text, _type(block, profile), profile.inner)
    return set_.height, lambda painter: set_.draw(painter, profile.margin, 0, block.align)


def _joined(block: Joined, profile: Profile) -> Plan:
    line = " · ".join(block.parts)
    lines = (line,) if width_of(line, profile.body) <= profile.inner else block.parts
    return _stacked([Text(part, align=Align.CENTRE) for part in lines], profile, profile.margin, profile.inner)


def _stacked(lines: Iterable[Text], profile: Profile, x: int, width: int, y: int = 0) -> Plan:
    """Paragraphs below each other from (x, y)."""
    found = [(set_text(line.text, _type(line, profile), width), line.align) for line in lines]

    def paint(painter: QPainter) -> None:
        top = y
        for paragraph, align in found:
            paragraph.draw(painter, x, top, align)
            top += paragraph.height

    return y + sum(paragraph.height for paragraph, _align in found), paint


def _space(block: Space, _profile: Profile) -> Plan:
    return block.rows, lambda _painter: None


def _rule(block: Rule, profile: Profile) -> Plan:
    thick = 2 if block.dashed else 4

    def paint(painter: QPainter) -> None:
        step, dash = (10, 6) if block.dashed else (profile.inner, profile.inner)
        for x in range(profile.margin, profile.width_dots - profile.margin, step):
            width = min(dash, profile.width_dots - profile.margin - x)
            painter.fillRect(x, profile.gap, width, thick, Qt.GlobalColor.black)

    return thick + 2 * profile.gap, paint


_BOX_RULE = 6
_AIR_FILLED = 8
_RADIUS = 9.0


def _box(block: Box, profile: Profile) -> Plan:
    """White on black, or between two heavy rules: sides would send every row in its full width."""
    air = _AIR_FILLED if block.filled else _BOX_RULE + profile.gap * 2 // 3
    inset = profile.margin + 12
    bottom, lines = _stacked(block.lines, profile, inset, profile.width_dots - 2 * inset, air)
    height = bottom + air

    def paint(painter: QPainter) -> None:
        if block.filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(Qt.GlobalColor.black))
            painter.drawRoundedRect(QRectF(profile.margin, 0, profile.inner, height), _RADIUS, _RADIUS)
            painter.setPen(Qt.GlobalColor.white)
        else:
            for top in (0, height - _BOX_RULE):
                painter.fillRect(profile.margin, top, profile.inner, _BOX_RULE, Qt.GlobalColor.black)
        lines(painter)

    return height, paint


_COLUMN_GAP = 16


def _row(block: Row, profile: Profile) -> Plan:
    kind = type_of(profile.body)
    column = min(max(width_of(label, profile.body) for label in block.labels), profile.inner // 2)
    label = set_text(block.label, kind, column)
    x = profile.margin + column + _COLUMN_GAP
    value = set_text(block.value, type_of(profile.body, bold=block.bold), profile.width_dots - profile.margin - x)

    def paint(painter: QPainter) -> None:
        label.draw(painter, profile.margin, 0)
        value.draw(painter, x, 0)

    return max(label.height, value.height), paint


_TICK_GAP = 12


def _tick(block: Tick, profile: Profile) -> Plan:
    kind = type_of(profile.body, bold=block.bold)
    side = round(profile.body.px * 0.86)
    word = set_text(block.word, kind)
    right = profile.width_dots - profile.margin - (word.advance if block.word else 0)
    x = profile.margin + side + _TICK_GAP
    name = set_text(block.text, kind, right - x - (_TICK_GAP if block.word else 0))

    def paint(painter: QPainter) -> None:
        _square(painter, block.mark, profile.margin, kind.baseline - side + 2, side)
        name.draw(painter, x, 0)
        word.draw(painter, right, 0)

    return name.height, paint


def _square(painter: QPainter, mark: Mark, x: int, y: int, side: int) -> None:
    black = Qt.GlobalColor.black
    painter.fillRect(x, y, side, side, black)
    inner = QRect(x + 3, y + 3, side - 6, side - 6)
    if mark is Mark.EMPTY:
        painter.fillRect(inner, Qt.GlobalColor.white)
    elif mark is Mark.HALF:
        painter.setBrush(QColor(Qt.GlobalColor.white))
        painter.setPen(Qt.PenStyle.NoPen)
        right, bottom = x + side - 3, y + side - 3
        painter.drawPolygon(QPolygon([QPoint(right, y + 3), QPoint(right, bottom), QPoint(x + 3, bottom)]))
        painter.setPen(black)


_BAR = 8


def _note(block: Note, profile: Profile) -> Plan:
    x = profile.margin + _BAR + _TICK_GAP
    top = profile.gap * 2 // 3
    bottom, lines = _stacked(block.lines, profile, x, profile.width_dots - profile.margin - x, top)

    def paint(painter: QPainter) -> None:
        painter.fillRect(profile.margin, top, _BAR, bottom - top, Qt.GlobalColor.black)
        lines(painter)

    return bottom, paint


_DOTS = 6
_CODE_WIDTH = 270
"""Of a wide slip's line; the rest is for the words beside it."""


def _code(block: Code, profile: Profile) -> Plan:
    code = modules(block.content, _CODE_WIDTH) if block.content else None
    if code is None:
        return _stacked(block.lines, profile, profile.margin, profile.inner)
    return _code_above(code, block, profile) if profile.narrow else _code_beside(code, block, profile)


def _code_above(code: Modules, block: Code, profile: Profile) -> Plan:
    quiet = max(QUIET * code.dots - profile.gap, 0)
    bottom, lines = _stacked(
        block.lines, profile, profile.margin, profile.inner, quiet + code.width + QUIET * code.dots
    )

    def paint(painter: QPainter) -> None:
        _modules(painter, code, (profile.width_dots - code.width) // 2, quiet)
        lines(painter)

    return bottom, paint


def _code_beside(code: Modules, block: Code, profile: Profile) -> Plan:
    quiet = QUIET * code.dots
    left = profile.margin  # the paper goes on for millimetres where no printer prints
    x = left + code.width + quiet
    air = max(quiet - profile.gap, 0)
    height, _lines = _stacked(block.lines, profile, x, profile.width_dots - profile.margin - x)
    total = max(height + profile.gap, code.width + 2 * air)
    _bottom, lines = _stacked(block.lines, profile, x, profile.width_dots - profile.margin - x, (total - height) // 2)

    def paint(painter: QPainter) -> None:
        _modules(painter, code, left, (total - code.width) // 2)
        lines(painter)

    return total, paint


def _modules(painter: QPainter, code: Modules, x: int, y: int) -> None:
    image = QImage(code.rows, code.size, code.size, code.stride, QImage.Format.Format_Mono)
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    painter.drawImage(QRect(x, y, code.width, code.width), image)


_BARS_HIGH = 1.7
_BAR_DOTS = 2


def _bars(block: Bars, profile: Profile) -> Plan:
    digits = "".join(letter if letter.isascii() and letter.isdigit() else "0" for letter in block.digits)
    high = round(profile.body.px * _BARS_HIGH)
    left = (profile.width_dots - code128.width_of(digits) * _BAR_DOTS) // 2

    def paint(painter: QPainter) -> None:
        for first, wide in code128.bars(digits):
            painter.fillRect(left + first * _BAR_DOTS, profile.gap, wide * _BAR_DOTS, high, Qt.GlobalColor.black)

    return high + profile.gap, paint


_PLANS: dict[type, Callable[[Any, Profile], Plan]] = {
    Text: _text,
    Joined: _joined,
    Space: _space,
    Rule: _rule,
    Box: _box,
    Row: _row,
    Tick: _tick,
    Note: _note,
    Code: _code,
    Bars: _bars,
    Amount: amount,
    Sign: sign,
    Floor: floor,
    Edges: edges,
}
