"""A table on the sheet: rows 44 high, hairlines, no stripes; the current row soft with a bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from kiosk.ui import icons, theme
from kiosk.ui.widgets import paint as painting

Index = QModelIndex | QPersistentModelIndex
TALL = 44


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place: words, or with `icon` and `tone` a state tag."""

    words: str
    bold: bool = False
    role: str = "ink"
    icon: str = ""
    tone: str = ""
    right: bool = False


class SheetModel(QAbstractTableModel):
    """Plain rows of cells under named columns."""

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._rows: tuple[tuple[Cell, ...], ...] = ()

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:
        return len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.UserRole:
            return cell
        return cell.words if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section]
        return None

    def replace(self, rows: Sequence[tuple[Cell, ...]]) -> bool:
        """Show other rows; False when they are the same."""
        if tuple(rows) == self._rows:
            return False
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()
        return True


class _Cells(QStyledItemDelegate):
    """Draws a cell; `edge` is where the current row has its bar."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Cell = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        view = option.widget
        painter.save()
        if isinstance(view, QTableView) and view.currentIndex().row() == index.row():
            painter.fillRect(rect, theme.colour("soft"))
            if index.column() == 0:
                painter.fillRect(rect.left(), rect.top(), theme.px(5), rect.height(), theme.colour("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        inner = rect.adjusted(theme.px(14 if index.column() == 0 else 10), 0, -theme.px(10), 0)
        if cell.icon:
            _tag(painter, inner, cell)
        else:
            align = theme.ALIGN_RIGHT if cell.right else theme.ALIGN_LEFT
            style = theme.font("small", bold=cell.bold)
            painting.text(painter, inner, cell.words, role=cell.role, style=style, align=align, elide=not cell.bold)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        cell: Cell = index.data(Qt.ItemDataRole.UserRole)
        if cell.icon:
            return QSize(_tag_width(cell) + theme.px(24), theme.px(TALL))
        return QSize(painting.width_of(cell.words, theme.font("small", bold=cell.bold)) + theme.px(24), theme.px(TALL))


def _tag_width(cell: Cell) -> int:
    return painting.width_of(cell.words, theme.font("caption", bold=True)) + theme.px(10 + 17 + 7 + 10)


def _tag(painter: QPainter, inner: QRect, cell: Cell) -> None:
    ink, ground, edge = theme.tone(cell.tone)
    tall = theme.px(30)
    place = QRect(inner.left(), inner.center().y() - tall // 2, _tag_width(cell), tall)
    painting.box(painter, place, fill=ground, edge=edge, radius=6, dashed=cell.tone == "unk")
    icons.draw(painter, cell.icon, ink, place.left() + theme.px(10), place.center().y() - theme.px(8), 17)
    words = place.adjusted(theme.px(34), 0, 0, 0)
    painting.text(painter, words, cell.words, role=ink, style=theme.font("caption", bold=True))


class SheetTable(QTableView):
    """Signals: `chosen(int)` a row, `pressed_enter()`.  One column, named by `wide`, takes what is left."""

    chosen = Signal(int)
    pressed_enter = Signal()

    def __init__(self, columns: Sequence[str], *, wide: int) -> None:
        super().__init__()
        self.setProperty("bare", "true")
        self._model = SheetModel(columns)
        self._wide, self._quiet = wide, False
        self.setModel(self._model)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self._dress_headers()

    def _dress_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setDefaultAlignment(theme.ALIGN_LEFT)
        across.setHighlightSections(False)
        across.setTextElideMode(Qt.TextElideMode.ElideRight)
        across.setSectionsClickable(False)
        across.setMinimumSectionSize(theme.px(60))
        across.setFixedHeight(theme.px(40))
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(theme.px(TALL))
        for column in range(self._model.columnCount()):
            mode = QHeaderView.ResizeMode.Stretch if column == self._wide else QHeaderView.ResizeMode.ResizeToContents
            across.setSectionResizeMode(column, mode)

    def show_rows(self, rows: Sequence[tuple[Cell, ...]], row: int) -> None:
        """Show rows, one of them current."""
        self._quiet = True
        changed = self._model.replace(rows)
        if rows and (changed or self.currentIndex().row() != row):
            self.setCurrentIndex(self._model.index(row, 0))
        self._quiet = False
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and not self._quiet:
            self.chosen.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.pressed_enter.emit()
            return
        if (event.text() and event.text().isprintable()) or event.key() == Qt.Key.Key_Escape:
            event.ignore()  # digits, letters and Esc belong to the screen
            return
        super().keyPressEvent(event)
