"""The virtual printer's paper, shown beside the window in the demo."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.widgets import Paragraph

WIDTH = 340


class PaperRoll(QScrollArea):
    """A window with the pages that came out, newest on top, below some words.

    `printed(path)` may be emitted from any thread; the page is shown on the GUI thread.
    """

    printed = Signal(str)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Virtual printer"))
        self.setWidgetResizable(True)
        self.setMinimumWidth(theme.px(WIDTH + 48))
        self._empty = Paragraph(_("Receipts will come out here."), "small", "mute")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        column.setSpacing(theme.px(12))
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(Paragraph(words, "small"))
        column.addWidget(self._empty)
        self._column, self._newest = column, column.count()
        self.setWidget(inner)
        self.printed.connect(self._on_printed, Qt.ConnectionType.QueuedConnection)

    @Slot(str)
    def _on_printed(self, path: str) -> None:
        self._empty.hide()
        page = QLabel()
        page.setAccessibleName(_("A printed receipt"))
        page.setPixmap(QPixmap(path).scaledToWidth(theme.px(WIDTH), Qt.TransformationMode.SmoothTransformation))
        self._column.insertWidget(self._newest, page)
