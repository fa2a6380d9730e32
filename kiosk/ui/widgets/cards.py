"""Sheets and cards: where work and knowledge lie."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from kiosk.ui import theme
from kiosk.ui.widgets import paint
from kiosk.ui.widgets.labels import IconLabel, Label, Paragraph


class Ground(QWidget):
    """An area filled with a role's colour, with hairlines at the sides named in `lines` (l r t b)."""

    def __init__(self, role: str, lines: str = "") -> None:
        super().__init__()
        self._role, self._lines = role, lines

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(self._role))
        width, tall, wide = theme.border(), self.height(), self.width()
        sides = {"l": (0, 0, width, tall), "r": (wide - width, 0, width, tall), "t": (0, 0, wide, width),
                 "b": (0, tall - width, wide, width)}  # fmt: skip
        for side in self._lines:
            painter.fillRect(*sides[side], theme.colour("line"))


class SideCard(QWidget):
    """A card beside the form: a sheet, or `warn`/`bad` with an edge; its title has an icon."""

    def __init__(self, title: str = "", icon: str = "", tone: str = "") -> None:
        super().__init__()
        self._tone = tone
        self.column = QVBoxLayout(self)
        self.column.setSpacing(0)
        self.column.setContentsMargins(theme.px(20 if tone else 14), theme.px(12), theme.px(14), theme.px(12))
        self.title = Label(title, strong=True, wrap=True)
        if title or icon:
            self.column.addLayout(self._heading(icon))

    def _heading(self, icon: str) -> QLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        if icon:
            row.addWidget(IconLabel(icon, self._tone or "ink"))
        row.addWidget(self.title, 1)
        return row

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._tone:
            paint.box(painter, self.rect(), fill="sheet", edge="line", radius=8)
            return
        edge = "warn-edge" if self._tone == "warn" else self._tone
        paint.edged_box(painter, self.rect(), fill=f"{self._tone}-bg", edge=edge, strip=edge)


class Facts(QWidget):
    """Pairs of a quiet name and its value, one under the other."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(1))
        self._grid.setColumnStretch(1, 1)
        self._shown: list[tuple[str, str, bool]] = []

    def show_facts(self, facts: list[tuple[str, str, bool]]) -> None:
        """Show rows of name, value, whether the value is bold."""
        if facts == self._shown:
            return
        self._shown = facts
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for row, (name, value, bold) in enumerate(facts):
            named = Paragraph(name, "small", "ink2", wrap=False)
            self._grid.addWidget(named, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(Paragraph(f"*{value}*" if bold else value), row, 1)
