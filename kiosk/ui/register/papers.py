"""The papers of a service, two a row; a long name takes a whole one."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk import i18n
from kiosk.ui import theme
from kiosk.ui.widgets import PaperRow, paint

if TYPE_CHECKING:
    from kiosk.domain.catalogue import Paper

_NARROW = 180
"""The widest name that stands beside its state in half a row."""


def paper_name(paper: "Paper") -> str:
    """Return a paper's name in the window's language."""
    return (paper.name_en or paper.name_bn) if i18n.language() == "en" else paper.name_bn


def _is_wide(paper: "Paper") -> bool:
    return paint.width_of(paper_name(paper), theme.font()) > theme.px(_NARROW)


class PapersGrid(QWidget):
    """Signals: `chosen(code, state)`, `day_typed(code, text)`, `arrived(QWidget)`, `advanced()`, `retreated()`."""

    chosen = Signal(str, str)
    day_typed = Signal(str, str)
    arrived = Signal(QWidget)
    advanced = Signal()
    retreated = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, PaperRow] = {}
        self._shown: tuple[Paper, ...] = ()
        self._columns = 2
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(8))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def show_papers(self, papers: "Sequence[Paper]") -> bool:
        """Show these papers; tell whether they are others than before.  Wide ones come last."""
        if tuple(papers) == self._shown:
            return False
        self._shown = tuple(papers)
        old, self.rows = self.rows, {}
        for paper in sorted(papers, key=_is_wide):
            self.rows[paper.code] = old.pop(paper.code) if paper.code in old else self._make(paper)
        for row in old.values():
            row.hide()
            row.deleteLater()
        self._place()
        return True

    def _place(self) -> None:
        place = 0
        named = {paper.code: paper for paper in self._shown}
        for code, row in self.rows.items():
            wide = self._columns == 1 or _is_wide(named[code])
            place += place % 2 if wide else 0
            self._grid.addWidget(row, place // 2, place % 2, 1, 2 if wide else 1)
            place += 2 if wide else 1

    def set_columns(self, columns: int) -> None:
        """Let one paper or two stand in a row."""
        if columns != self._columns:
            self._columns = columns
            self._place()

    def _make(self, paper: "Paper") -> PaperRow:
        row = PaperRow(paper.code, paper_name(paper))
        row.chosen.connect(self.chosen)
        row.day_typed.connect(partial(self.day_typed.emit, paper.code))
        row.advanced.connect(self.advanced)
        row.retreated.connect(self.retreated)
        row.arrived.connect(partial(self.arrived.emit, row))
        return row
