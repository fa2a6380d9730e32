"""A row that goes on in another line where there is no room."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.ui import theme

_CONTROL = 44
"""What is lower stands in the middle of a line of controls; what is higher has a sentence under it."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A widget with its size; `end` ones stand at the right of their line."""

    widget: QWidget
    size: QSize
    end: bool


class FlowRow(QWidget):
    """Widgets side by side, as wide as they like; those that find no room begin another line.

    It is as high as its lines.
    """

    def __init__(self, gap: int = 8) -> None:
        super().__init__()
        self._gap = theme.px(gap)
        self._parts: list[tuple[QWidget, bool]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add(self, widget: QWidget, *, end: bool = False) -> None:
        """Put a widget after the others; at the right when `end`."""
        widget.setParent(self)
        self._parts.append((widget, end))
        self.updateGeometry()

    def add_named(self, name: QWidget, widget: QWidget) -> None:
        """Put a widget after the others that keeps its name beside it."""
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._gap)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self.add(pair)

    def _lines(self, room: int) -> list[list[_Placed]]:
        lines: list[list[_Placed]] = [[]]
        used = 0
        for widget, end in self._parts:
            if widget.isHidden():
                continue
            size = widget.sizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())
            if lines[-1] and used + size.width() > room:
                lines.append([])
                used = 0
            lines[-1].append(_Placed(widget, QSize(min(size.width(), room), size.height()), end))
            used += size.width() + self._gap
        return lines

    def _arrange(self) -> None:
        y = 0
        for line in self._lines(self.width()):
            x = 0
            after = sum(one.size.width() + self._gap for one in line if one.end) - self._gap
            to_the_right = max(self.width() - after, 0)
            tall = max((one.size.height() for one in line), default=0)
            for one in line:
                if one.end:
                    x, to_the_right = max(x, to_the_right), 0
                lower = max(min(tall, theme.px(_CONTROL)) - one.size.height(), 0) // 2
                one.widget.setGeometry(QRect(QPoint(x, y + lower), one.size))
                x += one.size.width() + self._gap
            y += tall + self._gap
        tall = max(y - self._gap, 0)
        if tall != self.minimumHeight():
            self.setFixedHeight(tall)

    def sizeHint(self) -> QSize:
        (line,) = self._lines(1 << 20)
        wide = sum(one.size.width() + self._gap for one in line) - self._gap
        return QSize(max(wide, 0), self.minimumHeight() or max((one.size.height() for one in line), default=0))

    def minimumSizeHint(self) -> QSize:
        (line,) = self._lines(1 << 20)
        return QSize(max((one.size.width() for one in line), default=0), self.minimumHeight())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
            self.updateGeometry()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()
