"""Papers that visitors bring, drawn: a sheet with a few lines on it."""

from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.ui import theme

_WIDE, _TALL, _RIM = 1240, 1754, 130
"""An A4 page as a scanner at 150 dots to the inch sees it."""


def draw_page(to: Path, words: str) -> Path:
    """Draw a page with these words, as a scanner would send it, and return the file."""
    page = QImage(_WIDE, _TALL, QImage.Format.Format_RGB32)
    page.fill(QColor("#f7f5ee"))
    painter = QPainter(page)
    font = theme.font("page")
    font.setPixelSize(40)
    painter.setFont(font)
    painter.setPen(QColor("#222222"))
    inner = QRect(_RIM, _RIM, _WIDE - 2 * _RIM, _TALL - 2 * _RIM)
    painter.drawText(inner, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft, words)
    painter.drawRect(inner.adjusted(-40, -40, 40, 40))
    painter.end()
    page.save(str(to))
    return to
