"""A choice that fills its row: keycap, icon, words; the marked one is soft with a bar."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from kiosk.ui import icons, theme
from kiosk.ui.widgets import paint
from kiosk.ui.widgets.buttons import Pressable

_TALL = 42
_LEAST = 200


class RowButton(Pressable):
    """One of several choices under each other, as wide as there is room."""

    def __init__(self, words: str, *, key: str = "", icon: str = "", size: str = "body") -> None:
        self._size, self._tall_now = size, theme.px(_TALL)
        super().__init__(words, key=key, icon=icon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def marked(self) -> bool:
        """Whether it is the chosen one."""
        return self.isChecked()

    def _style(self) -> QFont:
        return theme.font(self._size, bold=self.marked)

    def _before(self) -> int:
        """Return where the words begin, in pixels."""
        cap = paint.keycap_width(self._key) + theme.px(12) if self._key else 0
        return theme.px(14) + cap + (theme.px(30) if self._icon else 0)

    def sizeHint(self) -> QSize:
        words = paint.width_of(self.text(), theme.font(self._size, bold=True))
        return QSize(self._before() + words + theme.px(8), self._tall_now)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_LEAST), self._tall_now)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        marked = self.marked
        fill = "soft" if marked or self._hover else "sheet"
        edge = "accent" if marked or self._hover or self.hasFocus() else "line"
        paint.box(painter, self.rect(), fill=fill, edge=edge, width=2 if self.hasFocus() else 0, radius=6)
        if marked:
            painter.fillRect(0, theme.px(5), theme.px(5), self.height() - theme.px(10), theme.colour("accent"))
        x = theme.px(14)
        if self._key:
            x += paint.keycap(painter, x, self.height() / 2, self._key) + theme.px(12)
        if self._icon:
            icons.draw(painter, self._icon, "accent" if marked else "ink2", x, (self.height() - theme.px(20)) / 2, 20)
        for at, line in enumerate(self._lines()):
            room = QRect(self._before(), self._top() + at * self._line(), self._room(), self._line())
            paint.text(painter, room, line, role="ink", style=self._style(), elide=True)

    def _lines(self) -> list[str]:
        return paint.lines_of(self.text(), theme.font(self._size, bold=True), self._room())

    def _line(self) -> int:
        return theme.line_height(self._size) - theme.px(4)

    def _room(self) -> int:
        return max(self.width() - self._before() - theme.px(8), 1)

    def _top(self) -> int:
        return (self.height() - len(self._lines()) * self._line()) // 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take another line where the words are too long for one."""
        super().resizeEvent(event)
        tall = theme.px(_TALL) + (len(self._lines()) - 1) * self._line()
        if tall != self._tall_now:
            self._tall_now = tall
            self.updateGeometry()
