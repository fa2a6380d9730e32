"""One page, as large as there is room, and the frame by which it is cut."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import theme

Box = tuple[float, float, float, float]
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
STEP, LEAST = 0.02, 0.05


def moved(box: Box, across: int, down: int, *, far: bool) -> Box:
    """Return a frame with its near corner (upper left), or the far one, moved by steps; it never closes."""
    left, top, right, bottom = box
    if far:
        right = min(1.0, max(left + LEAST, right + across * STEP))
        bottom = min(1.0, max(top + LEAST, bottom + down * STEP))
    else:
        left = max(0.0, min(right - LEAST, left + across * STEP))
        top = max(0.0, min(bottom - LEAST, top + down * STEP))
    return left, top, right, bottom


class PageCanvas(QWidget):
    """Signals: `framed(tuple)` while a frame is drawn with the mouse."""

    framed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._frame: Box | None = None
        self._began: QPointF | None = None

    def show_page(self, image: QImage | None, frame: Box | None) -> None:
        """Show a picture; `frame` is what would be left of it."""
        self._image, self._frame = image, frame
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(520), theme.px(520))

    @property
    def place(self) -> QRect:
        """Where the picture lies."""
        if self._image is None:
            return QRect()
        size = self._image.size().scaled(self.size() - QSize(2, 2), Qt.AspectRatioMode.KeepAspectRatio)
        return QRect(
            (self.width() - size.width()) // 2, (self.height() - size.height()) // 2, size.width(), size.height()
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._began = self._part(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._began is None or self._image is None:
            return
        ended = self._part(event.position())
        left, right = sorted((self._began.x(), ended.x()))
        top, bottom = sorted((self._began.y(), ended.y()))
        if right - left >= LEAST and bottom - top >= LEAST:
            self.framed.emit((left, top, right, bottom))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._began = None

    def _part(self, point: QPointF) -> QPointF:
        place = self.place
        across = (point.x() - place.x()) / max(place.width(), 1)
        down = (point.y() - place.y()) / max(place.height(), 1)
        return QPointF(min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter, place = QPainter(self), self.place
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image)
        painter.setPen(theme.colour("edge"))
        painter.drawRect(place)
        if self._frame is not None:
            self._paint_frame(painter, QRectF(place))

    def _paint_frame(self, painter: QPainter, place: QRectF) -> None:
        left, top, right, bottom = self._frame or WHOLE
        kept = QRectF(
            place.x() + left * place.width(),
            place.y() + top * place.height(),
            (right - left) * place.width(),
            (bottom - top) * place.height(),
        )
        veil = QColor(theme.colour("ink"))
        veil.setAlphaF(0.45)
        painter.setClipRect(place)
        for part in (
            QRectF(place.left(), place.top(), place.width(), kept.top() - place.top()),
            QRectF(place.left(), kept.bottom(), place.width(), place.bottom() - kept.bottom()),
            QRectF(place.left(), kept.top(), kept.left() - place.left(), kept.height()),
            QRectF(kept.right(), kept.top(), place.right() - kept.right(), kept.height()),
        ):
            painter.fillRect(part, veil)
        painter.setPen(theme.colour("accent"))
        painter.drawRect(kept)
