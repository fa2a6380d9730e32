"""The indigo half of the screens before work begins: the mark, where we are, what is safe."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui import icons, theme
from kiosk.ui.widgets import Ground, Label
from kiosk.ui.widgets import paint as painting


class Cover(Ground):
    """Mark, office and a second line above; `middle` is what the screen puts there; `foot` stands at the bottom."""

    def __init__(self) -> None:
        super().__init__("bar")
        self.office = Label("", "page", "on-bar", strong=True, wrap=True)
        self.second = Label("", "body", "on-bar2")
        self.middle = QVBoxLayout()
        self.foot = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(64), theme.px(68), theme.px(64), theme.px(48))
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addStretch(1)
        column.addLayout(self.middle)
        column.addStretch(1)
        column.addLayout(self.foot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.office)
        words.addWidget(self.second)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(Mark())
        row.addLayout(words, 1)
        return row


class Mark(QWidget):
    """The program's mark: a slip with its first lines."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(theme.px(52), theme.px(52))

    def paintEvent(self, _event: QPaintEvent) -> None:
        icons.draw(QPainter(self), "mark", "on-bar", 0, 0, 52)


class ClockFace(QWidget):
    """The time, huge, on the indigo."""

    def __init__(self) -> None:
        super().__init__()
        self._time = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_time(self, time: str) -> None:
        """Show a time as the window writes it."""
        if time != self._time:
            self._time = time
            self.setAccessibleName(time)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.line_height("number"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        style = theme.font("number", bold=True)
        painting.text(QPainter(self), self.rect(), self._time, role="on-bar", style=style)


class BarRule(QWidget):
    """A hairline on the indigo."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.border())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(0.3 if theme.look().theme != "contrast" else 1)
        painter.fillRect(QRect(0, 0, self.width(), self.height()), theme.colour("on-bar"))
