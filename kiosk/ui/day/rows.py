"""A row of what remains: the count large, who it is about, where it leads; at zero one green line."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from kiosk import i18n
from kiosk.ui import icons, theme
from kiosk.ui.day.words import LeftRow
from kiosk.ui.widgets import paint
from kiosk.ui.widgets.buttons import Pressable

_TALL, _ZERO = 78, 46
_CENTRE = Qt.AlignmentFlag.AlignCenter


class DayRow(Pressable):
    """One sort of what may remain; `key` is its digit."""

    halo_radius = 8

    def __init__(self, row: LeftRow, key: str) -> None:
        super().__init__(row.title, key=key)
        self.row = row
        self.current = False
        self.setObjectName(f"day.{row.of}")
        said = " · ".join(part for part in (i18n.digits(row.count), row.title, row.rest, row.verb) if part)
        self.setAccessibleName(said)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_current(self, current: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Show whether Enter opens this one."""
        if current != self.current:
            self.current = current
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px(_TALL if self.row.count else _ZERO))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(300), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        (self._paint_left if self.row.count else self._paint_zero)(painter)

    def _paint_zero(self, painter: QPainter) -> None:
        paint.box(painter, self.rect(), fill="ok-bg", edge="ok-bg", radius=8)
        tall = self.height()
        figure = QRect(theme.px(24), 0, theme.px(44), tall)
        paint.text(painter, figure, i18n.digits(0), role="ok", style=theme.font("body", bold=True), align=_CENTRE)
        room = QRect(theme.px(94), 0, self.width() - theme.px(150), tall)
        rest = f" · {self.row.rest}" if self.row.rest else ""
        paint.runs(painter, room, [paint.Run(self.row.title, "ok", "body", bold=True), paint.Run(rest, "ok", "small")])
        icons.draw(painter, "check", "ok", self.width() - theme.px(36), (tall - theme.px(20)) / 2, 20)

    def _paint_left(self, painter: QPainter) -> None:
        ink, ground, edge = theme.tone(self.row.tone)
        border = "accent" if self.current else edge
        paint.edged_box(painter, self.rect(), fill=ground, edge=border, strip=border)
        if self.current:
            paint.box(painter, self.rect(), fill="", edge="accent", width=2, radius=8)
        tall = self.height()
        figure = QRect(theme.px(14), 0, theme.px(74), tall)
        style = theme.font("page", bold=True)
        paint.text(painter, figure, i18n.digits(self.row.count), role=ink, style=style, align=_CENTRE)
        side = self._paint_verb(painter)
        room = QRect(theme.px(98), theme.px(8), side - theme.px(110), theme.px(32))
        paint.text(painter, room, self.row.title, role="ink", style=theme.font("body", bold=True), elide=True)
        room.translate(0, theme.px(30))
        paint.text(painter, room, self.row.rest, role="ink2", style=theme.font("small"), elide=True)

    def _paint_verb(self, painter: QPainter) -> int:
        """Paint the button at the right; return where it begins."""
        style = theme.font("small")
        wide = paint.width_of(self.row.verb, style) + paint.keycap_width(self._key) + theme.px(12 + 12 + 10)
        place = QRect(self.width() - wide - theme.px(16), (self.height() - theme.px(38)) // 2, wide, theme.px(38))
        paint.box(painter, place, fill="soft" if self._hover else "sheet", edge="edge", radius=6)
        words = QRect(place.left() + theme.px(12), place.top(), wide, place.height())
        paint.text(painter, words, self.row.verb, role="ink", style=style)
        cap = place.right() - theme.px(12) - paint.keycap_width(self._key)
        paint.keycap(painter, cap, self.height() / 2, self._key)
        return place.left()
