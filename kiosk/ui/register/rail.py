"""The left rail: my day, newest first, each row with its mark; and what the marks mean."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kiosk import i18n
from kiosk.domain.clock import DHAKA, system_clock, unstamp
from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.widgets import Ground, IconLabel, KeyCap, Label, Rule, paint
from kiosk.ui.widgets.rows_model import Index, RowsModel

if TYPE_CHECKING:
    from kiosk.desk.drafts import Parked
    from kiosk.desk.today import DayRow, MyDay

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


class DayModel(RowsModel["DayRow"]):
    """The rows of a day."""

    def words(self, row: "DayRow") -> str:
        """Return number, name and mark."""
        return f"{i18n.receive_number(row.receive_number)} {row.name} – {mark_words(row.mark)}"

    def hint(self, row: "DayRow") -> str:
        """Return the same, a line each."""
        return f"{i18n.receive_number(row.receive_number)}\n{row.name}\n{mark_words(row.mark)}"


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


def age(at: str | datetime, now: datetime) -> str:
    """Return how long something lies there: `৪ মি.`, `২ ঘ.`, `৩ দিন`."""
    minutes = max(int((now - (unstamp(at) if isinstance(at, str) else at)).total_seconds() // 60), 0)
    if minutes < 60:
        return _("{n} min").format(n=i18n.digits(minutes))
    if minutes < 24 * 60:
        return _("{n} h").format(n=i18n.digits(minutes // 60))
    return _("{n} d").format(n=i18n.digits(minutes // (24 * 60)))


class ParkedList(QListView):
    """What is put aside, with its age; digits or Enter bring a row back.

    Signals: `taken(int)`, `left()`, `unused()` the focus went elsewhere.
    """

    halo_radius = 4
    taken = Signal(int)
    left = Signal()
    unused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._model = ParkedModel()
        self.setObjectName("parked.list")
        self.setAccessibleName(_("Aside"))
        self.setProperty("bare", "true")
        self.setModel(self._model)
        self.setItemDelegate(_ParkedRows(self))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self._take(index.row()))

    def show_rows(self, rows: "Sequence[Parked]") -> None:
        """Show what is put aside; at most four rows high."""
        self._model.replace(rows)
        self.setFixedHeight(theme.px(34) * min(len(rows), 4))

    @property
    def rows(self) -> "Sequence[Parked]":
        """What is shown."""
        return self._model.rows

    def enter(self) -> None:
        """Let the keys choose."""
        self.setFocus()
        self.setCurrentIndex(self._model.index(0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.unused.emit()

    def _take(self, place: int) -> None:
        if 0 <= place < len(self.rows):
            self.taken.emit(self.rows[place].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = i18n.ascii_digits(event.text())
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(self.currentIndex().row())
        elif len(number) == 1 and number in "123456789":
            self._take(int(number) - 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ParkedModel(RowsModel["Parked"]):
    """The rows of what is put aside."""

    def words(self, row: "Parked") -> str:
        """Return what it is, and how long it lies there."""
        return f"{row.title} – {age(row.at, system_clock())}"

    hint = words


class _ParkedRows(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, theme.px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Parked = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if focus:
            painter.fillRect(rect, theme.colour("soft"))
        icon = {"email": "mail", "portal": "world"}.get(row.channel, "player-pause")
        icons.draw(painter, icon, "ink2", rect.left() + theme.px(14), rect.center().y() - theme.px(9), 20)
        words, style = age(row.at, system_clock()), theme.font("caption")
        end = rect.right() - theme.px(12) - paint.width_of(words, style)
        paint.text(painter, QRect(end, rect.top(), rect.width(), rect.height()), words, role="mute", style=style)
        title = QRect(rect.left() + theme.px(43), rect.top(), end - rect.left() - theme.px(50), rect.height())
        paint.text(painter, title, row.title, style=theme.font("small"), elide=True)


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
        self.parked = ParkedList()
        self._ageing = QTimer(self, interval=30_000)
        self._ageing.timeout.connect(self.parked.viewport().update)
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
        self._aside = self._parked_part()
        column.addWidget(self._aside)
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

    def _parked_part(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._rule())
        column.addLayout(self._heading(_("Aside"), KeyCap("F7")))
        column.addWidget(self.parked)
        holder.hide()
        return holder

    def _rule(self) -> QHBoxLayout:
        rule = QHBoxLayout()
        rule.setContentsMargins(theme.px(14), theme.px(9), theme.px(14), theme.px(9))
        rule.addWidget(Rule())
        return rule

    def _legend(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._rule())
        column.addLayout(self._heading(_("What the marks mean")))
        for mark in ("acknowledged", "waiting", "not_known", "owed", "repair"):
            row = QHBoxLayout()
            row.setContentsMargins(theme.px(15), theme.px(3), theme.px(6), theme.px(3))
            row.setSpacing(theme.px(10))
            row.addWidget(IconLabel(*MARKS[mark], 17))
            row.addWidget(Label(mark_words(mark), "caption", "ink2"), 1)
            column.addLayout(row)
        return holder

    def show_parked(self, parked: "Sequence[Parked]") -> None:
        """Show what is put aside; none hides the part."""
        self.parked.show_rows(parked)
        self._aside.setVisible(bool(parked))
        if parked:
            self._ageing.start()
        else:
            self._ageing.stop()

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
