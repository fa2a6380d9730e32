"""F1: the keys of this screen, on a sheet over it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.widgets import KeyCap, Label, paint


def field_keys() -> list[tuple[str, str]]:
    """Return the keys that hold inside fields and lists."""
    return [
        ("Enter", _("Next field")),
        ("Shift+Enter", _("Field before")),
        ("↓", _("Into the list; then Enter or a digit takes")),
        ("Esc", _("Close the list")),
        ("1 2 3", _("Paper: given, original seen, still due")),
    ]


class KeySheet(QWidget):
    """A veil with a card; any click or Esc puts it away."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("keys")
        self._card = QWidget(self)
        self._column = QVBoxLayout(self._card)
        self._grid = QGridLayout()
        self._title = Label(_("Keys"), "page", strong=True)
        self._build()
        self.hide()
        window.installEventFilter(self)

    def _build(self) -> None:
        self._column.setContentsMargins(theme.px(28), theme.px(18), theme.px(28), theme.px(24))
        self._column.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(KeyCap("Esc"))
        self._column.addLayout(head)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(6))
        self._column.addLayout(self._grid)

    def show_keys(self, keys: list[tuple[str, str]]) -> None:
        """Show keys and what they do, in two columns."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        half = (len(keys) + 1) // 2
        for place, (key, words) in enumerate(keys):
            row, column = place % half, 3 * (place // half)
            holder = QWidget()
            holder.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.addStretch(1)
            line.addWidget(KeyCap(key))
            self._grid.addWidget(holder, row, column, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(Label(words, "small"), row, column + 1)
            self._grid.setColumnMinimumWidth(2, theme.px(28))
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        size = self._card.sizeHint()
        width, height = min(size.width(), self.width() - 40), min(size.height(), self.height() - 40)
        self._card.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(theme.colour("sunken"))
        veil.setAlphaF(0.8)
        painter.fillRect(self.rect(), veil)
        paint.shadow(painter, self._card.geometry())
        paint.box(painter, self._card.geometry(), fill="sheet", edge="edge", radius=8)
