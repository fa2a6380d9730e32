"""Rows of the form: a label column and what stands beside it; fields of a service flow two to four a row."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from kiosk.ui import theme
from kiosk.ui.register.plan import CHIPS, Asked
from kiosk.ui.widgets import paint

LABEL = 92
GAP = 12
_WIDEST = 120
_MOST = 4


class RowLabel(QLabel):
    """A label 44 high; one too long for its room takes two smaller lines.  Bold while its field is in use."""

    def __init__(self, words: str, *, column: bool) -> None:
        super().__init__()
        self._words, self._bold = words, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._lines, width = lines_of(words)
        self.setFixedSize(theme.px(LABEL) if column else width, theme.px(44))
        self.setToolTip(words)
        self.setAccessibleName(words)

    def set_bold(self, bold: bool) -> None:  # noqa: FBT001 - a switch
        """Show whether the field is in use."""
        self._bold = bold
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        role = "ink" if self._bold else "ink2"
        style = theme.font("caption" if len(self._lines) > 1 else "small", bold=self._bold)
        half = self.height() // len(self._lines)
        for place, line in enumerate(self._lines):
            rect = self.rect().adjusted(0, place * half, 0, 0)
            rect.setHeight(half)
            paint.text(painter, rect, line, role=role, style=style, elide=True)


def lines_of(words: str) -> tuple[list[str], int]:
    """Return the one or two lines of a label, and its width between fields."""
    width = paint.width_of(words, theme.font("small", bold=True))
    if width <= theme.px(LABEL):
        return [words], width + 1
    lines = _two_lines(words)
    style = theme.font("caption" if len(lines) > 1 else "small", bold=True)
    return lines, min(max(paint.width_of(line, style) for line in lines) + 1, theme.px(_WIDEST))


def _two_lines(words: str) -> list[str]:
    """Break where the two lines are most alike; a single long word stays one."""
    spaces = [place for place, letter in enumerate(words) if letter == " "]
    if not spaces:
        return [words]
    middle = min(spaces, key=lambda place: abs(place - len(words) / 2))
    return [words[:middle], words[middle + 1 :]]


class Row(QWidget):
    """A row: the first label in the column, then fields with their own labels between."""

    def __init__(self, label: str = "", *, spacing: int = GAP) -> None:
        super().__init__()
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(theme.px(spacing))
        self.label = RowLabel(label, column=True)
        self.line.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        self.line.addSpacing(theme.px(GAP - spacing))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, widget: QWidget, stretch: int = 0) -> None:
        """Put something into the row."""
        self.line.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)

    def put_label(self, words: str) -> RowLabel:
        """Put a label between two fields."""
        label = RowLabel(words, column=False)
        self.put(label)
        return label


def flow(asked: Sequence[Asked], room: int) -> list[tuple[Asked, ...]]:
    """Lay fields out in rows of `room` pixels, in their order, each as wide as its kind needs."""
    rows: list[tuple[Asked, ...]] = []
    row: list[Asked] = []
    for one in asked:
        if row and (len(row) == _MOST or needed([*row, one]) > room):
            rows.append(tuple(row))
            row = []
        row.append(one)
    return [*rows, tuple(row)] if row else rows


def needed(row: Sequence[Asked]) -> int:
    """Return the pixels that fields need beside each other."""
    labels = sum(lines_of(one.label)[1] + theme.px(2 * GAP) for one in row[1:])
    return theme.px(LABEL + GAP) + labels + sum(map(least_width, row))


def least_width(asked: Asked) -> int:
    """Return the pixels that a field needs at least."""
    if asked.kind != CHIPS:
        return theme.px(asked.least)
    chips = [paint.width_of(words, theme.font()) + theme.px(26 + 8 + 22) for _code, words in asked.options]
    ticked = theme.px(17 + 8 + 8)  # the chosen one has a tick, and is bold
    return sum(chips) + ticked + theme.px(8) * (len(chips) - 1)
