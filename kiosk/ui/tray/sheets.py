"""What lies over the tray for a moment: the day of another call, the pages of what came from the web."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.scans.canvas import PageCanvas
from kiosk.ui.tray.state import Pages
from kiosk.ui.widgets import BANGLA, Button, Field, KeyCap, Label, Paragraph, SideCard, paint


class DayCard(SideCard):
    """When to call again.  Signals: `typed(str)`, `wanted()` Enter, `left()` Esc."""

    typed = Signal(str)
    wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(_("Call again on"), "calendar-event")
        self.day = Field("tray.day", _("Day"), badge=BANGLA, hint=_("tomorrow, next Sunday, 25-11"))
        self.keep = Button(_("Call again then"), key="Enter", kind="primary", small=True)
        self.keep.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._means = Paragraph("", "small")
        self.column.addSpacing(theme.px(6))
        self.column.addWidget(self.day)
        self.column.addWidget(self._means)
        self.column.addSpacing(theme.px(6))
        self.column.addWidget(self.keep)
        self.day.edited.connect(self.typed)
        self.day.advanced.connect(self.wanted)
        self.keep.clicked.connect(self.wanted)
        self.day.entry.key_first = self._key
        self.day.entry.holds_escape = self.isVisible
        self.hide()

    def show_day(self, typed: str | None, means: str, problem: str) -> None:
        """Show what is typed and what it means; None takes the card away."""
        if typed is None:
            self.hide()
            return
        self.day.show_text(typed)
        self.day.show_problem(problem)
        self._means.set_text(f"*{means}*" if means else "")
        if not self.isVisible():
            self.show()
            self.day.entry.setFocus(Qt.FocusReason.OtherFocusReason)
            self.day.entry.selectAll()

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False


class PagesSheet(QWidget):
    """The pages, large, over the window.  Signals: `stepped(int)`, `closed()`."""

    stepped = Signal(int)
    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("tray.pages")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._before: QWidget | None = None
        self._card = QWidget(self)
        self._title = Label("", "page", strong=True)
        self._where = Label("", "body", "ink2")
        self._said = Paragraph("", "small")
        self.canvas = PageCanvas()
        self.canvas.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(theme.px(24), theme.px(14), theme.px(24), theme.px(16))
        column.setSpacing(theme.px(10))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(self._title)
        head.addWidget(self._where, 1)
        self._turns = {
            by: Button(words, key=key, small=True) for by, words, key in ((-1, _("Before"), "←"), (1, _("After"), "→"))
        }
        for by, button in self._turns.items():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, by=by: self.stepped.emit(by))
            head.addWidget(button)
        head.addWidget(KeyCap("Esc"))
        column.addLayout(head)
        column.addWidget(self._said)
        column.addWidget(self.canvas, 1)
        self.hide()
        over.installEventFilter(self)

    def show_pages(self, pages: Pages | None) -> None:
        """Show a page; None goes away."""
        if pages is None:
            if self.isVisible():
                self.hide()
                if self._before is not None:
                    self._before.setFocus()
            return
        self._title.setText(pages.title)
        place = _("Page {n} of {count}").format(n=i18n.digits(pages.page), count=i18n.digits(pages.pages))
        self._where.setText(place if pages.pages else "")
        self.setAccessibleName(f"{pages.title} {self._where.text()}")
        self._said.set_text(pages.said)
        self._said.setVisible(bool(pages.said))
        self.canvas.show_page(pages.image, None)
        for by, button in self._turns.items():
            button.setEnabled(1 <= pages.page + by <= pages.pages)
        if not self.isVisible():
            self._before = QApplication.focusWidget()
            self._place()
            self.show()
            self.raise_()
            self.setFocus()

    def _place(self) -> None:
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())
            edge = theme.px(24)
            self._card.setGeometry(self.rect().adjusted(4 * edge, edge, -4 * edge, -edge))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:  # the window's keys rest while it is open
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 1}
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(theme.colour("sunken"))
        veil.setAlphaF(0.85)
        painter.fillRect(self.rect(), veil)
        paint.shadow(painter, self._card.geometry())
        paint.box(painter, self._card.geometry(), fill="sheet", edge="edge", radius=8)
