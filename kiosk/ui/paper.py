"""The virtual printer's paper, shown beside the window in the demo."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from kiosk.i18n import _

WIDTH = 340


class PaperRoll(QScrollArea):
    """A window with the pages that came out, newest on top.

    `printed(path)` may be emitted from any thread; the page is shown on the GUI thread.
    """

    printed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Virtual printer"))
        self.setWidgetResizable(True)
        self.setMinimumWidth(WIDTH + 40)
        self._empty = QLabel(_("Receipts will come out here."))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = QWidget()
        self._pages = QVBoxLayout(inner)
        self._pages.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._pages.addWidget(self._empty)
        self.setWidget(inner)
        self.printed.connect(self._on_printed, Qt.ConnectionType.QueuedConnection)

    @Slot(str)
    def _on_printed(self, path: str) -> None:
        self._empty.hide()
        page = QLabel()
        page.setAccessibleName(_("A printed receipt"))
        page.setPixmap(QPixmap(path).scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation))
        self._pages.insertWidget(0, page)
