"""The model behind a list whose rows are plain values, painted by a delegate."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_READ = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole})


class RowsModel(QAbstractListModel, Generic[Row]):
    """Rows as they are under `UserRole`; `words` are read aloud, `hint` is the tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Row] = ()

    def words(self, row: Row) -> str:
        """Return what is read aloud of a row."""
        raise NotImplementedError

    def hint(self, row: Row) -> str:
        """Return what the pointer is told of a row; empty for nothing."""
        del row
        return ""

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in _READ:
            return self.words(row)
        return (self.hint(row) or None) if role == Qt.ItemDataRole.ToolTipRole else None

    def replace(self, rows: Sequence[Row]) -> None:
        """Show other rows, if they differ."""
        if tuple(rows) != tuple(self.rows):
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
