"""The pages in the foot of the form: the key, small pictures, how many."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.scans.presenter import ScansState
from kiosk.ui.widgets import Button, Label

MOST = 3
"""Pictures that find room beside the buttons."""


def count_words(state: ScansState) -> str:
    """Return `2 pages`, or that some are being read."""
    if state.busy:
        return _("reading the page …")
    count = len(state.pages)
    return _("{n} pages").format(n=i18n.digits(count)) if count else ""


class Thumbs(QWidget):
    """Small pictures of the first pages.  Signals: `pressed(int)` a page's place."""

    pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._state = ScansState()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def render(self, state: ScansState) -> None:  # type: ignore[override]
        """Show the pages."""
        self._state = state
        self.setVisible(bool(state.pages))
        self.setAccessibleName(count_words(state))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        count = min(len(self._state.pages), MOST)
        return QSize(count * theme.px(42), theme.px(42))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(min(int(event.position().x()) // theme.px(42), len(self._state.pages) - 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place, page in enumerate(self._state.pages[:MOST]):
            box = QRect(place * theme.px(42), theme.px(1), theme.px(30), theme.px(40))
            painter.fillRect(box, theme.colour("sheet"))
            if page.image is not None:
                painter.drawImage(box, page.image)
            painter.setPen(theme.colour("edge"))
            painter.drawRect(box)


class ScanStrip(QWidget):
    """Signals: `opened(int)` the sheet is wanted, at a page; `changed()` it shows something else."""

    opened = Signal(int)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scans.strip")
        self.button = Button(_("Scan"), key="F6", icon="scan")
        self.button.setObjectName("button.scan")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(lambda: self.opened.emit(0))
        self._thumbs = Thumbs()
        self._thumbs.pressed.connect(self.opened)
        self._count = Label("", "caption")
        self._count.setObjectName("scans.count")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        for part in (self.button, self._thumbs, self._count):
            row.addWidget(part)

    def set_short(self, short: bool) -> None:  # noqa: FBT001 - a switch
        """Leave the small pictures out, where there is no room: the words count them."""
        self._thumbs.setMaximumWidth(0 if short else 16_777_215)

    @property
    def pictures_width(self) -> int:
        """The pixels that the small pictures take, where they are shown."""
        wide = self._thumbs.sizeHint().width()
        return wide + theme.px(10) if wide else 0

    @property
    def least_width(self) -> int:
        """The pixels that all else takes."""
        words = self._count.sizeHint().width() + theme.px(10) if self._count.text() else 0
        return self.button.sizeHint().width() + words

    def render(self, state: ScansState) -> None:  # type: ignore[override]
        """Show the pages."""
        self._thumbs.render(state)
        self._count.setText(count_words(state))
        self._count.setVisible(bool(self._count.text()))
        self.changed.emit()
