"""A floor seen from above, as the slip draws it: rooms on both sides of the corridor, the stairs, the way to one door."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QPolygon

from kiosk.domain.slips import FloorPlan
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.widgets import paint as painting

STAIRS = 2
"""The stairs are so many rooms wide."""
STEPS = 4


def paint_floor(painter: QPainter, area: QRect, plan: FloorPlan, room: str, shown: str) -> None:
    """Draw a plan that has this room into the area, in the colours of the accent; the room says `shown`."""
    painter.save()
    _Drawn(painter, area, plan, room).paint(shown)
    painter.restore()


class _Drawn:
    """A plan's measures in an area, and its painting."""

    def __init__(self, painter: QPainter, area: QRect, plan: FloorPlan, room: str) -> None:
        self.painter, self.area, self.plan = painter, area, plan
        self.above = room in plan.above
        self.place = (plan.above if self.above else plan.below).index(room)
        self.rooms = max(len(plan.above), len(plan.below))
        self.stairs = min(plan.stairs, self.rooms)
        tall = (area.height() - 1) * 35 // 100
        self.upper, self.lower = area.top() + tall, area.bottom() - tall
        self.thick = max(theme.px(2), 1)

    def x(self, column: int) -> int:
        """Return where a column of rooms begins."""
        return self.area.left() + round((self.area.width() - 1) * column / (self.rooms + STAIRS))

    def column(self, place: int) -> int:
        """Return a room's column: the stairs take two."""
        return place if place < self.stairs else place + STAIRS

    def paint(self, shown: str) -> None:
        self.painter.setPen(painting.pen("on-accent", self.thick))
        self._walls()
        self._steps()
        self._room(shown)
        self._way()
        self._word()

    def _walls(self) -> None:
        area, line = self.area, self.painter.drawLine
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRect(area.adjusted(0, 0, -1, -1))
        gap = theme.px(8)
        opening = (self.x(self.stairs) + gap, self.x(self.stairs + STAIRS) - gap)
        for y in (self.upper, self.lower):
            line(area.left(), y, opening[0], y)
            line(opening[1], y, area.right(), y)
        for count, top, bottom in (
            (len(self.plan.above), area.top(), self.upper),
            (len(self.plan.below), self.lower, area.bottom()),
        ):
            for place in range(count):
                for edge in (self.column(place), self.column(place) + 1):
                    line(self.x(edge), top, self.x(edge), bottom)

    def _steps(self) -> None:
        left, right = self.x(self.stairs) + theme.px(11), self.x(self.stairs + STAIRS) - theme.px(11)
        for step in range(STEPS):
            y = self.upper + (self.lower - self.upper) * (step + 1) // (STEPS + 1)
            self.painter.drawLine(left, y, right, y)

    def _room(self, shown: str) -> None:
        column = self.column(self.place)
        top, bottom = (self.area.top(), self.upper) if self.above else (self.lower, self.area.bottom())
        room = QRect(QPoint(self.x(column), top), QPoint(self.x(column + 1), bottom))
        self.painter.fillRect(room, theme.colour("on-accent"))
        for size in ("small", "caption"):
            style = theme.font(size, bold=True)
            if painting.width_of(shown, style) <= room.width() - theme.px(4):
                centre = Qt.AlignmentFlag.AlignCenter
                painting.text(self.painter, room, shown, role="accent", style=style, align=centre)
                return

    def _way(self) -> None:
        column, middle = self.column(self.place), (self.upper + self.lower) // 2
        door = (self.x(column) + self.x(column + 1)) // 2
        start = self.x(self.stairs + STAIRS) if self._right else self.x(self.stairs)
        end = self.upper + theme.px(6) if self.above else self.lower - theme.px(6)
        tip = theme.px(6)
        back = tip if self.above else -tip
        joined = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        self.painter.setPen(QPen(theme.colour("on-accent"), theme.px(4), *joined))
        self.painter.drawPolyline(QPolygon([QPoint(start, middle), QPoint(door, middle), QPoint(door, end)]))
        head = [QPoint(door - tip, end + back), QPoint(door, end), QPoint(door + tip, end + back)]
        self.painter.drawPolyline(QPolygon(head))

    def _word(self) -> None:
        """Say what the lines are, on their other side, where there is room for the word."""
        begin, end = self.x(self.stairs + STAIRS), self.area.right()
        if self._right:
            begin, end = self.area.left(), self.x(self.stairs)
        word, style, gap = _("Stairs"), theme.font("caption"), theme.px(8)
        wide = painting.width_of(word, style)
        if end - begin < wide + 2 * gap:
            return
        left = end - gap - wide if self._right else begin + gap
        hall = QRect(left, self.upper, wide, self.lower - self.upper)
        painting.text(self.painter, hall, word, role="on-accent", style=style)

    @property
    def _right(self) -> bool:
        return self.column(self.place) >= self.stairs + STAIRS
