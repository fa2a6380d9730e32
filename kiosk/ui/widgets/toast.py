"""A short message that floats for six seconds, bottom right, one at a time; elsewhere where one types there."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from kiosk.ui import theme
from kiosk.ui.widgets import paint
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.labels import IconLabel, KeyCap, Paragraph

SECONDS, WIDE = 6, 320
_TOP = 48
"""The bar above, in pixels of the look."""
_EDGES = {"ok": "ok", "warn": "warn-edge", "bad": "bad", "act": "accent"}


class Toast(QWidget):
    """What happened, what is safe, what to do; Esc or a click puts it away."""

    def __init__(self, window: QWidget, *, above: int = 40) -> None:
        super().__init__(window)
        self.setObjectName("toast")
        self._tone, self._above = "ok", above
        self._icon = IconLabel("check", "ok")
        self._words = Paragraph("", "small")
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        rim = theme.px(paint.SHADOW)
        row = QHBoxLayout(self)
        row.setContentsMargins(rim + theme.px(20), rim + theme.px(10), rim + theme.px(14), rim + theme.px(10))
        row.setSpacing(theme.px(10))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._icon, 0, top)
        row.addWidget(self._words, 1)
        row.addWidget(KeyCap("Esc"), 0, top)
        self.hide()
        window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    @property
    def words(self) -> str:
        """What it says; empty when it is away."""
        return self._words.accessibleName() if self.isVisible() else ""

    def say(self, happened: str, rest: str = "", *, tone: str = "ok", icon: str = "check") -> None:
        """Show a message: the first sentence bold."""
        self._tone = tone
        self._icon.show_icon(icon, "accent" if tone == "act" else tone)
        self._words.set_text(f"*{happened}* {rest}".strip())
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def _place(self) -> None:
        window, rim = self.parentWidget(), theme.px(paint.SHADOW)
        if window is None:
            return
        width = theme.px(WIDE) + 2 * rim
        text_width = width - 2 * rim - theme.px(20 + 20 + 10 + 10 + 14) - paint.keycap_width("Esc")
        height = max(self._words.heightForWidth(text_width), theme.px(28)) + theme.px(22) + 2 * rim
        right, bottom = window.width() - theme.px(8) + rim, window.height() - theme.px(self._above + 12) + rim
        left, top = theme.px(8) - rim, theme.px(_TOP + 12) - rim
        corners = [(right - width, bottom - height), (right - width, top), (left, bottom - height), (left, top)]
        places = [QRect(x, y, width, height) for x, y in corners]
        buttons = [button for button in window.findChildren(Button) if button.is_primary]
        needed = [*window.findChildren(QLineEdit), *buttons]
        taken = [_place_of(one, window) for one in needed if one.isVisible()]
        free = (place for place in places if not any(place.intersects(one) for one in taken))
        self.setGeometry(next(free, places[0]))

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Give way to the line where somebody begins to type."""
        window = self.parentWidget()
        if isinstance(new, QLineEdit) and self.isVisible() and window is not None and window.isAncestorOf(new):
            self._place()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rim = theme.px(paint.SHADOW)
        inner = self.rect().adjusted(rim, rim, -rim, -rim)
        paint.shadow(painter, inner)
        paint.edged_box(painter, inner, fill="sheet", edge="line", strip=_EDGES[self._tone])


def _place_of(widget: QWidget, window: QWidget) -> QRect:
    seen = widget.visibleRegion().boundingRect()
    return QRect(widget.mapTo(window, seen.topLeft()), seen.size())
