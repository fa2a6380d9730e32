"""Rows of a register as far as they were looked at; what is not here yet is asked for, page by page."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from kiosk.ui.widgets.sheet_table import Cell

Index = QModelIndex | QPersistentModelIndex
Row = tuple[str, tuple[str, ...]]
PAGE = 64
KEPT = 40
"""Pages that are kept; those seen last."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's name, its share of the width, whether its cells stand to the right, and stay whole."""

    words: str
    share: float
    right: bool = False
    whole: bool = False


_COMING = Cell("…", role="mute")


class RegisterModel(QAbstractTableModel):
    """Signals: `page_wanted(int)` a page of `PAGE` rows is looked at and not here; `filled()` one came."""

    page_wanted = Signal(int)
    filled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[Heading, ...] = ()
        self._total = 0
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._asked: set[int] = set()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._total

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        return self.columns[section].words if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in {Qt.ItemDataRole.UserRole, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        row = self._row(index.row())
        if row is None:
            return _COMING if role == Qt.ItemDataRole.UserRole else _COMING.words
        words = " · ".join(row[1][index.column()].splitlines())
        return Cell(words, right=self.columns[index.column()].right) if role == Qt.ItemDataRole.UserRole else words

    def key_of(self, row: int) -> str:
        """Return what a row is known by: a receive number or a visit's id; empty while it is on its way."""
        found = self._row(row) if 0 <= row < self._total else None
        return found[0] if found else ""

    def samples(self, column: int) -> list[str]:
        """Return the cells of a column that are here."""
        return [row[1][column] for rows in self._pages.values() for row in rows]

    def begin(self, columns: Sequence[Heading], total: int) -> None:
        """Show other rows: their columns, and how many there are."""
        self.beginResetModel()
        self.columns, self._total = tuple(columns), total
        self._pages.clear()
        self._asked.clear()
        self.endResetModel()

    def fill(self, page: int, rows: Sequence[Row]) -> None:
        """Take the rows of a page."""
        self._asked.discard(page)
        self._pages[page] = list(rows)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        first, last = page * PAGE, min((page + 1) * PAGE, self._total) - 1
        self.filled.emit()
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _row(self, row: int) -> Row | None:
        page, place = divmod(row, PAGE)
        if page in self._pages:
            self._pages.move_to_end(page)
            rows = self._pages[page]
            return rows[place] if place < len(rows) else None
        if page not in self._asked:
            self._asked.add(page)
            self.page_wanted.emit(page)
        return None
