"""The receipt as it will be, beside the form."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPolygon
from PySide6.QtWidgets import QLabel, QSizePolicy

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.register.knowledge import scaled

RIM = 6
"""White beside the printed area, as on paper."""


class ReceiptPreview(QLabel):
    """The printer's own raster, scaled to the width, torn off where the room ends."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("receipt.preview")
        self.setAccessibleName(_("The receipt as it will be"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._image: QImage | None = None
        self._scaled: QImage | None = None

    def show_image(self, image: QImage | None) -> None:
        """Show another raster."""
        if image is not self._image:
            self._image, self._scaled = image, None
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        paper = self._fitted(painter.device().devicePixelRatio())
        tooth = theme.px(8)
        tall = min(round(paper.height() / paper.devicePixelRatio()) + tooth, self.height() - tooth)
        painter.fillRect(QRect(0, 0, self.width(), tall), Qt.GlobalColor.white)
        painter.setClipRect(0, 0, self.width(), tall)
        painter.drawImage(QPoint(theme.px(RIM), theme.px(4)), paper)
        painter.setClipping(False)
        self._tear(painter, tall, tooth)

    def _fitted(self, ratio: float) -> QImage:
        assert self._image is not None  # noqa: S101 - painted only then
        width = self.dots(ratio)
        if self._scaled is None or self._scaled.width() != width:
            self._scaled = scaled(self._image, width)
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled

    def dots(self, ratio: float = 0.0) -> int:
        """Return how many dots of the screen the paper is wide."""
        return round((self.width() - theme.px(2 * RIM)) * (ratio or self.devicePixelRatioF()))

    def _tear(self, painter: QPainter, top: int, tooth: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.white)
        for x in range(0, self.width(), tooth):
            painter.drawPolygon(
                QPolygon([QPoint(x, top), QPoint(x + tooth, top), QPoint(x + tooth // 2, top + tooth // 2 + 2)])
            )
