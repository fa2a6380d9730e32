"""The list under a field.

It is passive: it never takes the focus, and digits and Enter belong to the field until the down
key enters the list; nothing is chosen beforehand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.widgets import paint
from kiosk.ui.widgets.field import FieldBox
from kiosk.ui.widgets.paint import Run
from kiosk.ui.widgets.rows_model import Index, RowsModel

SHOWN = 7
_LEAST = 250
_DIGITS = {**{str(n): n for n in range(1, 10)}, **{"১২৩৪৫৬৭৮৯"[n - 1]: n for n in range(1, 10)}}


@dataclass(frozen=True, slots=True)
class Choice:
    """A row: what it stands for, its first line in runs, a second line, a word at the right."""

    value: Any
    line: tuple[Run, ...]
    below: str = ""
    side: str = ""


class ChoiceModel(RowsModel[Choice]):
    """The rows of a list."""

    def words(self, row: Choice) -> str:
        """Return the line, and what stands below it."""
        return "".join(run.text for run in row.line) + (f" · {row.below}" if row.below else "")


class _Rows(QStyledItemDelegate):
    """Draws a row: digit keycap, line, line below; the current one soft, with a bar and its verbs."""

    air = 0

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, _row_height(index.data(Qt.ItemDataRole.UserRole), self.air))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Choice = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current:
            painter.fillRect(rect, theme.colour("soft"))
            painter.fillRect(rect.left(), rect.top(), theme.px(5), rect.height(), theme.colour("accent"))
        left = rect.left() + theme.px(19)
        if index.row() < 9:
            paint.keycap(painter, left, rect.center().y() + 1, str(index.row() + 1))
        rim = theme.px(3 + self.air / 2)
        inner = rect.adjusted(theme.px(57), rim, -theme.px(14), -rim)
        inner.setRight(inner.right() - self._paint_side(painter, inner, row, first=index.row() == 0, current=current))
        if not row.below:
            paint.runs(painter, inner, row.line)
            return
        paint.runs(painter, QRect(inner.left(), inner.top(), inner.width(), theme.px(28)), row.line)
        second = QRect(inner.left(), inner.top() + theme.px(28), inner.width(), theme.px(24))
        paint.text(painter, second, row.below, role="ink2", style=theme.font("caption"), elide=True)

    def _paint_side(self, painter: QPainter, inner: QRect, row: Choice, *, first: bool, current: bool) -> int:
        line = [Run(row.side, "ink2", "caption")] if row.side else []
        if current:
            line = [Run(_("Take") + " ", size="caption"), Run("Enter", key=True)]
        elif first and row.below:
            line = [
                Run(_("Take") + " ", size="caption"),
                Run("↓", key=True),
                Run(" ", size="caption"),
                Run("Enter", key=True),
            ]
        width = paint.runs_width(line)
        top = QRect(inner.right() - width, inner.top(), width + 1, inner.height())
        paint.runs(painter, top, line)
        return width + theme.px(12) if width else 0


def _row_height(row: Choice, air: int) -> int:
    return theme.px((58 if row.below else 40) + air)


class TypeAhead(QWidget):
    """The list; it floats over the window, under the box it belongs to.

    Signals: `taken(value)`; `dismissed()` by Esc: the next letter opens it again, no late answer does.
    """

    taken = Signal(object)
    dismissed = Signal()

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self.setObjectName(f"list.{name}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._box: FieldBox | None = None
        self._right: QWidget | None = None
        self._least = 0
        self._head: tuple[str, list[Run]] = ("", [])
        self._model = ChoiceModel()
        self.list = QListView()
        self._rows = _Rows(self.list)
        self._build()
        self.hide()

    def _build(self) -> None:
        view, rim = self.list, theme.px(paint.SHADOW)
        view.setProperty("bare", "true")
        view.setModel(self._model)
        view.setItemDelegate(self._rows)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setSelectionMode(QListView.SelectionMode.SingleSelection)
        view.setFrameShape(QListView.Shape.NoFrame)
        view.clicked.connect(lambda index: self._take(index.row()))
        column = QVBoxLayout(self)
        edge = max(theme.border(), 1)
        column.setContentsMargins(rim + edge, rim + theme.px(32), rim + edge, rim + theme.px(4))
        column.addWidget(view)

    def belong_to(self, box: FieldBox, right: QWidget | None = None) -> None:
        """Stand under this box and hear its keys; reach as far as `right` when given."""
        self._box, self._right = box, right
        box.entry.key_first = self.key
        box.entry.holds_escape = self.isVisible
        box.entry.left.connect(self.close_list)

    def stand_under(self, box: FieldBox) -> None:
        """Stand under this box, which hands its keys over by itself."""
        self.close_list()
        self._box, self._right, self._least = box, None, theme.px(_LEAST)

    def set_roomy(self, roomy: bool) -> None:  # noqa: FBT001 - a switch
        """Give each row more air in a wide window, so that the list ends between rows of the form."""
        self._rows.air = 6 if roomy else 0

    @property
    def rows(self) -> Sequence[Choice]:
        """The rows that are offered."""
        return self._model.rows

    @property
    def entered(self) -> bool:
        """Whether the down key has entered the list."""
        return self.isVisible() and self.list.selectionModel().hasSelection()

    def offer(self, rows: Sequence[Choice], head: str, hint: list[Run] | None = None) -> None:
        """Show rows; none closes the list.  Nothing is chosen."""
        if list(rows) == list(self._model.rows) and self.isVisible() == bool(rows):
            return
        if rows and self.entered:
            return  # a late answer does not move what a hand is about to take
        self._head = (head, hint if hint is not None else enter_hint())
        self._model.replace(rows)
        self.list.clearSelection()
        if not rows or self._box is None or not self._box.entry.hasFocus():
            self.hide()
            return
        self._place()
        self.show()
        self.raise_()

    def close_list(self) -> None:
        """Put the list away."""
        self._model.replace(())
        self.hide()

    def _place(self) -> None:
        window, box = self.parentWidget(), self._box
        if window is None or box is None:
            return
        rim = theme.px(paint.SHADOW)
        corner = box.mapTo(window, QPoint(0, box.height() + theme.px(5)))
        width = max(box.width(), self._least)
        if self._right is not None:
            width = self._right.mapTo(window, QPoint(self._right.width(), 0)).x() - corner.x()
        room = window.height() - theme.px(48) - corner.y() - theme.px(36)
        tall, shown = 0, 0
        for row in self._model.rows[:SHOWN]:
            height = _row_height(row, self._rows.air)
            if tall + height > room:
                break
            tall, shown = tall + height, shown + 1
        if shown < len(self._model.rows):
            self._model.replace(self._model.rows[:shown])
        place = QRect(corner.x(), corner.y(), width, tall + theme.px(36))
        self.setGeometry(place.adjusted(-rim, -rim, rim, rim))

    def key(self, event: QKeyEvent) -> bool:
        """Hear a key of the field; True when it was the list's."""
        if not self.isVisible():
            return False
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape:
            self.close_list()
            self.dismissed.emit()
            return True
        if modifiers:
            return False
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            return self._move(1 if key == Qt.Key.Key_Down else -1)
        return self.entered and self._entered_key(event)

    def _move(self, step: int) -> bool:
        row = self.list.currentIndex().row() if self.entered else -1
        row = min(row + step, len(self.rows) - 1)
        if row < 0:
            self.list.clearSelection()
        else:
            self.list.setCurrentIndex(self._model.index(row))
        return True

    def _entered_key(self, event: QKeyEvent) -> bool:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(self.list.currentIndex().row())
            return True
        number = _DIGITS.get(event.text(), 0)
        if 0 < number <= len(self.rows):
            self._take(number - 1)
            return True
        self.list.clearSelection()
        return False

    def _take(self, row: int) -> None:
        value = self.rows[row].value
        self.close_list()
        self.taken.emit(value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rim = theme.px(paint.SHADOW)
        inner = self.rect().adjusted(rim, rim, -rim, -rim)
        paint.shadow(painter, inner)
        paint.box(painter, inner, fill="sheet", edge="edge", radius=8)
        head = QRect(inner.left(), inner.top(), inner.width(), theme.px(32))
        painter.save()
        painter.setClipRect(head)
        paint.box(painter, inner, fill="paper", edge="edge", radius=8)
        painter.restore()
        painter.fillRect(head.left() + 1, head.bottom(), head.width() - 2, 1, theme.colour("line"))
        self._paint_head(painter, head.adjusted(theme.px(14), 0, -theme.px(14), 0))

    def _paint_head(self, painter: QPainter, head: QRect) -> None:
        words, hint = self._head
        paint.text(painter, head, words, role="ink2", style=theme.font("caption"))
        width = paint.runs_width(hint)
        paint.runs(painter, QRect(head.right() - width, head.top(), width + 2, head.height()), hint)


def enter_hint(rest: str = "") -> list[Run]:
    """Return the words at the right of a list's head: how to enter it."""
    line = [Run(_("To the list") + " ", "ink2", "caption"), Run("↓", key=True)]
    return [*line, Run(f" · {rest}", "ink2", "caption")] if rest else line
