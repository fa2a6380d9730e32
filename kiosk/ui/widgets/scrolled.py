"""An area that scrolls upright what is higher than its place, without a frame and without taking the focus."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolled(inside: QWidget | None = None, *, sideways: bool = False) -> QScrollArea:
    """Return such an area around a widget; `sideways` scrolls what is too wide, too."""
    area = QScrollArea()
    area.setProperty("bare", "true")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if not sideways:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if inside is not None:
        area.setWidget(inside)
    return area
