"""F1: how this screen and this field work, and their keys, on a sheet over them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.widgets import KeyCap, Label, Paragraph, paint

if TYPE_CHECKING:
    from kiosk.desk.manual import Topic

HELP_WIDE = 340
MANY = 18
"""More rows than these are set smaller."""


def field_keys() -> list[tuple[str, str]]:
    """Return the keys that hold inside fields and lists."""
    return [
        ("Enter", _("Next field")),
        ("Shift+Enter", _("Field before")),
        ("↓", _("Into the list; then Enter or a digit takes")),
        ("Esc", _("Close the list")),
        ("1 2 3", _("Paper: given, original seen, still due")),
    ]


def strip_keys() -> list[tuple[str, str]]:
    """Return the keys that hold on the helpdesk's strip."""
    return [
        ("Enter", _("Write it down")),
        ("Alt+W", _("Who asks; Enter goes back to what")),
        ("Alt+1…5", _("How it was answered")),
        ("↑ ↓", _("What else the words may mean")),
        ("Ctrl+Enter", _("Write it down and begin an application")),
        ("Alt+P", _("They ask by telephone")),
    ]


class KeySheet(QWidget):
    """A veil with a card; any click or Esc puts it away."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("keys")
        self._card = QWidget(self)
        self._column = QVBoxLayout(self._card)
        self._grid = QGridLayout()
        self._help = _HelpColumn()
        self._title = Label(_("Keys"), "page", strong=True)
        self._build()
        self.hide()
        window.installEventFilter(self)

    def _build(self) -> None:
        self._column.setContentsMargins(theme.px(24), theme.px(12), theme.px(24), theme.px(12))
        self._column.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(KeyCap("Esc"))
        self._column.addLayout(head)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(6))
        both = QHBoxLayout()
        both.setSpacing(theme.px(20))
        both.addWidget(self._help)
        keys = QVBoxLayout()
        keys.addLayout(self._grid)
        keys.addStretch(1)
        both.addLayout(keys, 1)
        self._column.addLayout(both, 1)

    def show_help(self, topic: "Topic | None", field: str, keys: list[tuple[str, str]]) -> None:
        """Show how a screen works, what is said of the field where the cursor is, and the keys."""
        self._help.setVisible(topic is not None)
        if topic is not None:
            self._help.show_topic(topic, field)
        self._title.setText(topic.title if topic else _("Keys"))
        self.show_keys(keys)

    def show_keys(self, keys: list[tuple[str, str]]) -> None:
        """Show keys and what they do, in two columns."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        half = (len(keys) + 1) // 2
        size = "small" if half <= MANY else "caption"
        self._grid.setVerticalSpacing(theme.px(6) if half <= MANY else 0)
        for place, (key, words) in enumerate(keys):
            row, column = place % half, 3 * (place // half)
            holder = QWidget()
            holder.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.addStretch(1)
            line.addWidget(KeyCap(key))
            self._grid.addWidget(holder, row, column, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(Label(words, size), row, column + 1)
            self._grid.setColumnMinimumWidth(2, theme.px(28))
        self.show()
        self._place()
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


class _HelpColumn(QScrollArea):
    """The words of one page of help, first those about the field."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bare", "true")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFixedWidth(theme.px(HELP_WIDE))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("help")

    def show_topic(self, topic: "Topic", field: str) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, theme.px(10), 0)
        column.setSpacing(theme.px(10))
        if field:
            column.addWidget(Label(_("This field"), "small", strong=True))
            column.addWidget(Paragraph(field, "body"))
            column.addSpacing(theme.px(8))
            column.addWidget(Label(_("This screen"), "small", strong=True))
        for words in topic.paragraphs:
            column.addWidget(Paragraph(words, "small"))
        column.addStretch(1)
        self.setWidget(holder)
        self.setAccessibleName("\n".join(filter(None, (field, *topic.paragraphs))))
