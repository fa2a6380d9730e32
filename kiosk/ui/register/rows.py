"""Rows of the form: label column and what stands beside it; extra fields flow two or three a row."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui import theme
from kiosk.ui.widgets import Field, paint

LABEL = 92
GAP = 12


class RowLabel(QWidget):
    """A label 44 high; one too long for its room takes two smaller lines.  Bold while its field is in use."""

    def __init__(self, words: str, *, column: bool) -> None:
        super().__init__()
        self._words, self._bold = words, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self._fit(column=column), theme.px(44))
        self.setToolTip(words)

    def _fit(self, *, column: bool) -> int:
        room = theme.px(LABEL)
        width = paint.width_of(self._words, theme.font("small", bold=True))
        self._lines = [self._words] if width <= room else _two_lines(self._words)
        if column:
            return room
        style = theme.font("caption" if len(self._lines) > 1 else "small", bold=True)
        return min(max(paint.width_of(line, style) for line in self._lines) + 1, theme.px(120))

    def set_bold(self, bold: bool) -> None:  # noqa: FBT001 - a switch
        """Show whether the field is in use."""
        self._bold = bold
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        role = "ink" if self._bold else "ink2"
        if len(self._lines) == 1:
            paint.text(
                painter, self.rect(), self._words, role=role, style=theme.font("small", bold=self._bold), elide=True
            )
            return
        style = theme.font("caption", bold=self._bold)
        half = self.height() // 2
        for place, line in enumerate(self._lines):
            rect = self.rect().adjusted(0, place * half, 0, 0)
            rect.setHeight(half)
            paint.text(painter, rect, line, role=role, style=style, elide=True)


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
        self._label = RowLabel(label, column=True)
        self.line.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        self.line.addSpacing(theme.px(GAP - spacing))

    def add(self, field: Field, stretch: int = 1) -> Field:
        """Put a field into the row; its label is drawn before it."""
        label = self._label
        if self._has_field():
            label = RowLabel(field.label.text(), column=False)
            self.line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        field.label.hide()
        field.arrived.connect(lambda: label.set_bold(True))
        field.left.connect(lambda: label.set_bold(False))
        self.line.addWidget(field, stretch, Qt.AlignmentFlag.AlignTop)
        return field

    def _has_field(self) -> bool:
        return any(isinstance(item.widget(), Field) for item in map(self.line.itemAt, range(self.line.count())) if item)

    def put(self, widget: QWidget, stretch: int = 0) -> None:
        """Put something else into the row."""
        self.line.addWidget(widget, stretch)

    def emphasise(self, bold: bool) -> None:  # noqa: FBT001 - a switch
        """Show whether the row is in use."""
        self._label.set_bold(bold)


def flow(fields: Sequence[Field], room: int) -> list[Row]:
    """Lay fields out in rows of two or three, as their labels allow in `room` pixels."""
    rows: list[Row] = []
    waiting = list(fields)
    while waiting:
        count = 3 if len(waiting) != 4 and _fits(waiting[:3], room) else 2
        row = Row(waiting[0].label.text())
        for field in waiting[:count]:
            row.add(field)
        for _gap in range(count - len(waiting[:count])):
            row.line.addStretch(1)
        rows.append(row)
        waiting = waiting[count:]
    return rows


def _fits(fields: Sequence[Field], room: int) -> bool:
    labels = sum(RowLabel(field.label.text(), column=False).width() for field in fields[1:])
    taken = theme.px(LABEL) + labels + (2 * len(fields) - 1) * theme.px(GAP)
    return (room - taken) / max(len(fields), 1) >= theme.px(120)


class Stack(QWidget):
    """Rows one under the other, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(9))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.rows: Sequence[QWidget] = ()

    def set_spacing(self, spacing: int) -> None:
        """Set the space between rows."""
        self._column.setSpacing(spacing)

    def replace(self, rows: Sequence[QWidget]) -> None:
        """Show other rows."""
        for old in self.rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        for row in rows:
            self._column.addWidget(row)
        self.rows = rows
        self.setVisible(bool(rows))

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()
