"""The list of what was found: groups at the left, digits before the first nine rows, tags at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from kiosk.ui import icons, theme
from kiosk.ui.find.names import Tag
from kiosk.ui.find.words import SHOWN, Piece, Row
from kiosk.ui.widgets import paint
from kiosk.ui.widgets.paint import Run
from kiosk.ui.widgets.rows_model import Index, RowsModel

TALL, HEAD, GAP = 37, 132, 16
_TAG_SHARE = 0.36
"""A long tag is cut: who and what come first."""


class FoundModel(RowsModel[Row]):
    """The rows; each is read aloud with its group."""

    def words(self, row: Row) -> str:
        """Return the row's own words."""
        return row.words

    def ends_group(self, place: int) -> bool:
        """Tell whether the group's last row is this one."""
        return place + 1 == len(self.rows) or bool(self.rows[place + 1].group)


class _Rows(QStyledItemDelegate):
    """Paints a row; the first of a group says at the left what the group is and how many there are."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        model = index.model()
        tall = TALL + (GAP if row.group else 0)
        alone = row.group and isinstance(model, FoundModel) and model.ends_group(index.row())
        return QSize(0, theme.px(tall + (20 if alone else 0)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        whole: QRect = option.rect
        view = option.widget
        chosen = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        painter.save()
        if row.group:
            _head(painter, whole, row)
        body = whole.adjusted(theme.px(HEAD), theme.px(GAP if row.group else 0), 0, 0)
        body.setHeight(theme.px(TALL))
        if chosen:
            painter.fillRect(body, theme.colour("soft"))
            painter.fillRect(body.left(), body.top(), theme.px(5), body.height(), theme.colour("accent"))
        self._line(painter, body, row, index.row())
        painter.restore()

    def _line(self, painter: QPainter, body: QRect, row: Row, place: int) -> None:
        left = body.left() + theme.px(17)
        if place < SHOWN:
            paint.keycap(painter, left, body.center().y() + 1, str(place + 1))
        inner = body.adjusted(theme.px(57), 0, -theme.px(12), 0)
        inner.setRight(inner.right() - _side(painter, inner, row))
        paint.runs(painter, inner, [_run(piece) for piece in row.line])


def _run(piece: Piece) -> Run:
    size = "caption" if piece.quiet else "body"
    return Run(piece.text, "ink2" if piece.quiet else "ink", size, bold=piece.bold, mark=piece.mark)


def _head(painter: QPainter, whole: QRect, row: Row) -> None:
    """Paint the hairline above a group, its name, and below it the count."""
    painter.fillRect(whole.left(), whole.top() + theme.px(8), whole.width(), theme.border(), theme.colour("line"))
    line = QRect(whole.left(), whole.top() + theme.px(GAP + 4), theme.px(HEAD - 10), theme.px(28))
    paint.text(painter, line, row.group, style=theme.font("small", bold=True), elide=True)
    line.translate(0, theme.px(28))
    paint.text(painter, line, row.count, role="ink2", style=theme.font("small"), elide=True)


def _side(painter: QPainter, inner: QRect, row: Row) -> int:
    """Paint the tag or the words at the right; return the room they took."""
    if row.tag is not None:
        return _tag(painter, inner, row.tag)
    if not row.side:
        return 0
    style = theme.font("caption")
    paint.text(painter, inner, row.side, role="ink2", style=style, align=theme.ALIGN_RIGHT)
    return paint.width_of(row.side, style) + theme.px(12)


def _tag(painter: QPainter, inner: QRect, tag: Tag) -> int:
    ink, ground, edge = theme.tone(tag.tone)
    style = theme.font("caption", bold=True)
    tall, most = theme.px(30), int(inner.width() * _TAG_SHARE)
    wide = min(paint.width_of(tag.words, style) + theme.px(44), most)
    place = QRect(inner.right() - wide, inner.center().y() - tall // 2 + 1, wide, tall)
    paint.box(painter, place, fill=ground, edge=edge, radius=6, dashed=tag.tone == "unk")
    icons.draw(painter, tag.icon, ink, place.left() + theme.px(10), place.center().y() - theme.px(8), 17)
    words = place.adjusted(theme.px(34), 0, -theme.px(6), 0)
    paint.text(painter, words, tag.words, role=ink, style=style, elide=True)
    return wide + theme.px(12)


class FoundList(QListView):
    """Signals: `chosen(int)` a row by hand, `opened(int)` a row was clicked twice."""

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, label: str) -> None:
        super().__init__()
        self.setObjectName("find.list")
        self.setAccessibleName(label)
        self.setProperty("bare", "true")
        self._model = FoundModel()
        self.setModel(self._model)
        self.setItemDelegate(_Rows(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, rows: Sequence[Row], chosen: int) -> None:
        """Show rows, one of them chosen."""
        if rows is not self._model.rows:
            self._model.replace(rows)
        if self.currentIndex().row() != chosen:
            self.setCurrentIndex(self._model.index(chosen) if chosen >= 0 else QModelIndex())
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.chosen.emit(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.row())
