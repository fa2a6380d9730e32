"""All pictures of a day on one sheet, small, each under its name: what the eye compares first."""

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.ui import theme

_WIDE, _TALL, _WORDS, _GAP, _ACROSS = 480, 270, 30, 12, 6


def draw_sheet(folder: Path, to: Path) -> Path:
    """Draw the pictures of a folder (`NN-name.png`) on one sheet, in order, and return its file."""
    pictures = sorted(folder.glob("[0-9]*.png"), key=lambda file: int(file.name.partition("-")[0]))
    down = -(-len(pictures) // _ACROSS)
    cell = QSize(_WIDE + _GAP, _TALL + _WORDS + _GAP)
    sheet = QImage(_ACROSS * cell.width() + _GAP, down * cell.height() + _GAP, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#606060"))
    painter = QPainter(sheet)
    painter.setFont(theme.font("caption"))
    painter.setPen(QColor("#ffffff"))
    for place, file in enumerate(pictures):
        left, top = _GAP + place % _ACROSS * cell.width(), _GAP + place // _ACROSS * cell.height()
        painter.drawText(QRect(left, top, _WIDE, _WORDS), Qt.AlignmentFlag.AlignVCenter, file.stem)
        painter.drawImage(left, top + _WORDS, _small(QImage(str(file))))
    painter.end()
    sheet.save(str(to))
    return to


def _small(picture: QImage) -> QImage:
    """Return a picture as wide as its cell; of a tall one, a telephone's page, the upper part."""
    tall = picture.height() > picture.width()
    wide = _TALL if tall else _WIDE
    small = picture.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
    return small.copy(0, 0, wide, min(small.height(), _TALL))
