"""The left rail: my day, newest first, each row with its mark; and what the marks mean."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QListView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.domain.clock import DHAKA, unstamp
from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.widgets import Ground, IconLabel, Label, Rule, paint

if TYPE_CHECKING:
    from kiosk.desk.today import DayRow, MyDay

Index = QModelIndex | QPersistentModelIndex
MARKS = {
    "printing": ("printer", "accent"),
    "owed": ("receipt", "warn"),
    "waiting": ("hourglass", "unk"),
    "sending": ("loader-2", "accent"),
    "acknowledged": ("checks", "ok"),
    "repair": ("alert-circle", "bad"),
    "not_known": ("question-mark", "unk"),
}
_LOUD = {"owed": "warn", "repair": "bad"}
_TITLES = frozenset(
    [
        "মো",
        "মোঃ",
        "মো.",
        "মোছা",
        "মোছা.",
        "মোছাঃ",
        "মোসা.",
        "মোসাঃ",
        "শ্রী",
        "শ্রীমতি",
        "ডা.",
        "ড.",
        "আলহাজ্ব",
        "আলহাজ",
        "জনাব",
        "মিসেস",
        "আবদুল",
        "আব্দুল",
        "আবদুর",
        "আব্দুর",
        "md",
        "md.",
        "mst",
        "mst.",
        "dr",
        "dr.",
        "mr",
        "mr.",
        "mrs",
        "mrs.",
        "abdul",
        "abdur",
    ]
)


def mark_words(mark: str) -> str:
    """Return what a mark means."""
    return {
        "printing": _("printing"),
        "owed": _("receipt owed"),
        "waiting": _("waiting to be sent"),
        "sending": _("being sent"),
        "acknowledged": _("the centre has it"),
        "repair": _("needs repair"),
        "not_known": _("answer not known"),
    }.get(mark, "")


def call_name(name: str) -> str:
    """Return the one word of a name by which a row is known: রহিমা of মোছা. রহিমা বেগম."""
    words = name.split()
    return next((word for word in words if word.casefold() not in _TITLES), name)


def local_time(at: str | datetime) -> str:
    """Return `১০:৪৪` of an instant."""
    instant = unstamp(at) if isinstance(at, str) else at
    return i18n.clock_time(instant.astimezone(DHAKA))


class DayModel(QAbstractListModel):
    """The rows of a day."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[DayRow] = ()

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        number = i18n.receive_number(row.receive_number)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{number} {row.name} – {mark_words(row.mark)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{number}\n{row.name}\n{mark_words(row.mark)}"
        return None

    def replace(self, rows: "Sequence[DayRow]") -> None:
        """Show other rows, if they differ."""
        if tuple(rows) == tuple(self.rows):
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class _DayRows(QStyledItemDelegate):
    fresh = ""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, theme.px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: DayRow = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        fresh = row.receive_number == self.fresh
        if fresh:
            painter.fillRect(rect, theme.colour("soft"))
        icon, role = MARKS.get(row.mark, MARKS["waiting"])
        icons.draw(painter, icon, role, rect.left() + theme.px(14), rect.center().y() - theme.px(9), 20)
        at, style = local_time(row.at), theme.font("caption")
        end = rect.right() - theme.px(12) - paint.width_of(at, style)
        paint.text(painter, QRect(end, rect.top(), rect.width(), rect.height()), at, role="mute", style=style)
        serial = i18n.digits(int(row.receive_number[6:12]))
        words = QRect(rect.left() + theme.px(43), rect.top(), end - rect.left() - theme.px(50), rect.height())
        font = theme.font("small", bold=fresh)
        paint.text(
            painter, words, f"{serial} {call_name(row.name)}", role=_LOUD.get(row.mark, "ink"), style=font, elide=True
        )


class Rail(Ground):
    """The rail; `render(day)`."""

    def __init__(self) -> None:
        super().__init__("sunken", "r")
        self.setFixedWidth(theme.px(208))
        self._count = Label("", "caption", "ink2", strong=True)
        self._model = DayModel()
        self._list = QListView()
        self._rows = _DayRows(self._list)
        self._none = Label(_("Nothing yet today"), "caption", "mute")
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), theme.border(), theme.px(10))
        column.setSpacing(0)
        column.addLayout(self._heading(_("Mine today"), self._count))
        self._none.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        column.addWidget(self._none)
        self._prepare_list()
        column.addWidget(self._list, 1)
        column.addWidget(self._legend())

    def _prepare_list(self) -> None:
        view = self._list
        view.setObjectName("day.list")
        view.setAccessibleName(_("Mine today"))
        view.setProperty("bare", "true")
        view.setModel(self._model)
        view.setItemDelegate(self._rows)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setSelectionMode(QListView.SelectionMode.NoSelection)
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setMinimumHeight(theme.px(34 * 3))

    def _heading(self, title: str, beside: QWidget | None = None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        row.addWidget(Label(title, "caption", "ink2", strong=True), 1)
        if beside is not None:
            row.addWidget(beside)
        return row

    def _legend(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        rule = QHBoxLayout()
        rule.setContentsMargins(theme.px(14), theme.px(9), theme.px(14), theme.px(9))
        rule.addWidget(Rule())
        column.addLayout(rule)
        column.addLayout(self._heading(_("What the marks mean")))
        for mark in ("acknowledged", "waiting", "not_known", "owed", "repair"):
            row = QHBoxLayout()
            row.setContentsMargins(theme.px(15), theme.px(3), theme.px(6), theme.px(3))
            row.setSpacing(theme.px(10))
            row.addWidget(IconLabel(*MARKS[mark], 17))
            row.addWidget(Label(mark_words(mark), "caption", "ink2"), 1)
            column.addLayout(row)
        return holder

    def render(self, day: "MyDay | None", fresh: str = "") -> None:  # type: ignore[override]
        """Show the day; `fresh` is the number that was given a moment ago."""
        count = day.applications_count if day else 0
        self._count.setText(_("{n} today").format(n=i18n.digits(count)))
        if fresh != self._rows.fresh:
            self._rows.fresh = fresh
            self._list.viewport().update()
        self._count.setVisible(bool(count))
        self._none.setVisible(not count)
        self._model.replace(day.applications if day else ())
