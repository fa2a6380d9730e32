"""What slips have besides text: amounts at the right edge, lines to sign on, a floor seen from above."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygon

from kiosk.printing.blocks import Align, Amount, Edges, Floor, Sign
from kiosk.printing.profiles import Face, Profile
from kiosk.printing.typeset import set_text, type_of, width_of

Paint = Callable[[QPainter], None]
_BLACK = Qt.GlobalColor.black
_GAP = 16


def amount(block: Amount, profile: Profile) -> tuple[int, Paint]:
    """Plan a name and its value; a long value stands on lines of its own."""
    kind = type_of(profile.body, bold=block.bold)
    value = set_text(block.value, kind, profile.inner)
    wide = value.advance
    beside = len(value.lines) == 1 and wide <= profile.inner * 2 // 3
    label = set_text(block.label, kind, profile.inner - (wide + _GAP if beside else 0))
    below = 0 if beside else label.height

    def paint(painter: QPainter) -> None:
        label.draw(painter, profile.margin, 0)
        value.draw(painter, profile.width_dots - profile.margin - wide, below)

    return max(label.height, below + value.height), paint


_LINE = 3


def sign(block: Sign, profile: Profile) -> tuple[int, Paint]:
    """Plan lines to sign on, or a frame for a thumb and a line."""
    columns = 1 if profile.narrow else len(block.labels)
    wide = (profile.inner - _GAP * 2 * (columns - 1)) // columns
    kind = type_of(profile.body)
    labels = [set_text(label, kind, wide) for label in block.labels]
    airs = [_air(profile, thumb=block.thumb and not place) for place in range(len(labels))]
    if columns > 1:
        airs = [max(airs)] * len(airs)
    tall = [air + _LINE + 4 + label.height for air, label in zip(airs, labels, strict=True)]
    tops = [0] * len(tall) if columns > 1 else [sum(tall[:place]) for place in range(len(tall))]

    def paint(painter: QPainter) -> None:
        for place, label in enumerate(labels):
            x = profile.margin + (place * (wide + 2 * _GAP) if columns > 1 else 0)
            bottom = tops[place] + airs[place]
            if block.thumb and not place:
                _frame(painter, x + (wide - _thumb(profile)) // 2, bottom - _thumb(profile) + _LINE, _thumb(profile))
            else:
                painter.fillRect(x, bottom, wide, _LINE, _BLACK)
            label.draw(painter, x, bottom + _LINE + 4, Align.CENTRE)

    return max(top + high for top, high in zip(tops, tall, strict=True)), paint


def _thumb(profile: Profile) -> int:
    """Return the side of a thumb's frame: 24 mm, 20 on narrow paper."""
    return 160 if profile.narrow else 192


def _air(profile: Profile, *, thumb: bool) -> int:
    return _thumb(profile) + profile.gap if thumb else profile.body.line * 2


def _frame(painter: QPainter, x: int, y: int, side: int) -> None:
    painter.fillRect(x, y, side, side, _BLACK)
    painter.fillRect(x + _LINE, y + _LINE, side - 2 * _LINE, side - 2 * _LINE, Qt.GlobalColor.white)


_EDGE = 6
_TOOTH = 8  # dots: a millimetre


def edges(_block: Edges, profile: Profile) -> tuple[int, Paint]:
    """Plan the edges of the paper as this profile knows it."""
    high, last = profile.body.line, profile.width_dots

    def paint(painter: QPainter) -> None:
        for x in (0, last - _EDGE):
            painter.fillRect(x, 0, _EDGE, high, _BLACK)
        for place, x in enumerate(range(_TOOTH, last - _TOOTH, _TOOTH), 1):
            tall = high // 2 if not place % 10 else high // 4
            painter.fillRect(x, high - tall, 2, tall, _BLACK)
        painter.fillRect(0, high - 2, last, 2, _BLACK)

    return high, paint


# ------------------------------------------------------------------------------------ a floor

_WALL = 4
_STAIRS = 2  # rooms wide
_LEAST = 26
"""Dots of a room below which a floor is not worth drawing."""


def floor(block: Floor, profile: Profile) -> tuple[int, Paint]:
    """Plan a floor; one with too many rooms for the paper is left out."""
    rooms = max(block.rooms_above, block.rooms_below, block.place + 1)
    if rooms < 1 or profile.inner // (rooms + _STAIRS) < _LEAST:
        return 0, lambda _painter: None
    drawn = _Floor(block, profile, rooms)
    return drawn.height, drawn.paint


class _Floor:
    """A floor's measures, and its painting: rooms, stairs, the way."""

    def __init__(self, block: Floor, profile: Profile, rooms: int) -> None:
        self.block, self.profile = block, profile
        self.stairs = max(0, min(block.stairs, rooms))
        self.columns = rooms + _STAIRS
        self.left, self.wide = profile.margin, profile.inner
        self.room_high = round(profile.body.line * 1.75)
        self.hall_high = round(profile.body.line * 1.6)
        self.height = 2 * self.room_high + self.hall_high + 2 * _WALL

    def column(self, place: int) -> int:
        """Return where a column of rooms begins."""
        return self.left + round((self.wide - _WALL) * place / self.columns)

    def place(self, room: int) -> int:
        """Return a room's column: the stairs take two."""
        return room if room < self.stairs else room + _STAIRS

    def paint(self, painter: QPainter) -> None:
        self._walls(painter)
        self._stairs(painter)
        self._room(painter)
        self._way(painter)

    def _wall(self, painter: QPainter, x: int, y: int, wide: int, high: int) -> None:
        painter.fillRect(x, y, max(wide, _WALL), max(high, _WALL), _BLACK)

    def _walls(self, painter: QPainter) -> None:
        upper, lower = self.room_high, self.room_high + self.hall_high
        for y in (0, self.height - _WALL):
            self._wall(painter, self.left, y, self.wide, _WALL)
        for x in (self.left, self.left + self.wide - _WALL):
            self._wall(painter, x, 0, _WALL, self.height)
        opening = (self.column(self.stairs) + 18, self.column(self.stairs + _STAIRS) - 18)
        for y in (upper, lower):
            self._wall(painter, self.left, y, opening[0] - self.left, _WALL)
            self._wall(painter, opening[1], y, self.left + self.wide - opening[1], _WALL)
        for count, top, bottom in (
            (self.block.rooms_above, 0, upper),
            (self.block.rooms_below, lower, self.height),
        ):
            self._doors(painter, count, top, bottom - top)

    def _doors(self, painter: QPainter, count: int, top: int, high: int) -> None:
        for room in range(count):
            place = self.place(room)
            for edge in (place, place + 1):
                self._wall(painter, self.column(edge), top, _WALL, high)

    def _stairs(self, painter: QPainter) -> None:
        x, end = self.column(self.stairs) + 18, self.column(self.stairs + _STAIRS) - 18
        top = self.room_high + 12
        step = max((self.hall_high - 20) // 4, 6)
        for line in range(4):
            self._wall(painter, x + 6, top + line * step, end - x - 12, _WALL)

    def _room(self, painter: QPainter) -> None:
        left, right = self.column(self.place(self.block.place)), self.column(self.place(self.block.place) + 1)
        top = 0 if self.block.above else self.room_high + self.hall_high
        high = self.room_high + _WALL
        painter.fillRect(left, top, right - left + _WALL, high, _BLACK)
        face = self._fitting(right - left - 6)
        if face is None:
            return
        word = set_text(self.block.room, type_of(face, bold=True), right - left + _WALL)
        painter.setPen(Qt.GlobalColor.white)
        word.draw(painter, left, top + (high - word.height) // 2, Align.CENTRE)
        painter.setPen(_BLACK)

    def _fitting(self, wide: int) -> Face | None:
        body, head = self.profile.body, self.profile.head
        small = Face(round(body.px * 0.75), round(body.line * 0.75))
        faces = (head, body, small)
        return next(
            (face for face in faces if set_text(self.block.room, type_of(face, bold=True)).natural_width <= wide), None
        )

    def _way(self, painter: QPainter) -> None:
        """Draw the way from the stairs to the door, and on the other side the word for the stairs."""
        place = self.place(self.block.place)
        middle = self.room_high + (self.hall_high + _WALL) // 2
        door = (self.column(place) + self.column(place + 1) + _WALL) // 2
        right = place > self.stairs
        start = self.column(self.stairs + _STAIRS) + 4 if right else self.column(self.stairs) - 4
        thick, tip = (6, 10) if self.profile.narrow else (8, 15)
        end = self.room_high + 12 if self.block.above else self.room_high + self.hall_high - 8
        pen = QPen(QColor(_BLACK), thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygon([QPoint(start, middle), QPoint(door, middle), QPoint(door, end)]))
        back = tip if self.block.above else -tip
        painter.drawPolyline(
            QPolygon([QPoint(door - tip, end + back), QPoint(door, end), QPoint(door + tip, end + back)])
        )
        painter.setPen(_BLACK)
        self._word(painter, middle, right=right)

    def _word(self, painter: QPainter, middle: int, *, right: bool) -> None:
        """Say what the lines are, with an arrow to them, where there is room for the word."""
        if right:
            room = QRect(self.left + _WALL, 0, self.column(self.stairs) - self.left - _WALL, 0)
        else:
            begin = self.column(self.stairs + _STAIRS)
            room = QRect(begin, 0, self.left + self.wide - begin - _WALL, 0)
        wide = width_of(self.block.stairs_word, self.profile.body)
        if room.width() < wide + 2 * _GAP:
            return
        word = set_text(self.block.stairs_word, type_of(self.profile.body))
        arrow = room.width() - wide - 3 * _GAP
        x = room.x() + _GAP if right else room.right() - _GAP - wide
        word.draw(painter, x, middle - word.height // 2)
        if arrow >= 3 * _GAP:
            self._arrow(painter, x + wide + _GAP if right else x - _GAP, middle, min(arrow, 64) * (1 if right else -1))

    def _arrow(self, painter: QPainter, x: int, y: int, long: int) -> None:
        painter.setPen(QPen(QColor(_BLACK), 5))
        end, back = x + long, 14 if long > 0 else -14
        painter.drawLine(x, y, end, y)
        painter.drawPolyline(QPolygon([QPoint(end - back, y - 11), QPoint(end, y), QPoint(end - back, y + 11)]))
        painter.setPen(_BLACK)
