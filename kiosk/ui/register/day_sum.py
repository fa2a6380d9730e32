"""How a promised date comes about, day by day, beside the form."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.widgets import SideCard, paint
from kiosk.ui.widgets.scrolled import scrolled

if TYPE_CHECKING:
    from kiosk.desk.promise import ReckonedDay

_ROW = 30
_OFF = {"weekend", "holiday"}


class _Days(QLabel):
    """The days, a row each: date, weekday, what it counts."""

    def __init__(self) -> None:
        super().__init__()
        self._days: Sequence[ReckonedDay] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, days: "Sequence[ReckonedDay]") -> None:
        self._days = days
        self.setFixedHeight(theme.px(_ROW) * len(days))
        counts = _counts(days)
        self.setAccessibleName(
            "\n".join(f"{_day(one.day)} {words(one, n)}" for one, n in zip(days, counts, strict=True))
        )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, (one, count) in enumerate(zip(self._days, _counts(self._days), strict=True)):
            self._paint_row(painter, place, one, count)

    def _paint_row(self, painter: QPainter, place: int, one: "ReckonedDay", count: int) -> None:
        tall = theme.px(_ROW)
        rect = QRect(0, place * tall, self.width(), tall)
        last, off = one.reason == "promised", one.reason in _OFF
        if last:
            paint.box(painter, rect, fill="soft", radius=4)
        style = theme.font("caption", bold=last)
        role = "mute" if off else "ink"
        inner = rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        paint.text(painter, inner, _day(one.day), role=role, style=style)
        rest = inner.adjusted(theme.px(106), 0, 0, 0)
        paint.text(painter, rest, words(one, count), role=role, style=style, elide=True)


def _day(day: date) -> str:
    return f"{i18n.short_day(day)} {i18n.short_weekday(day)}"


def _counts(days: "Sequence[ReckonedDay]") -> list[int]:
    """Return how many days are counted up to each."""
    counted, found = 0, []
    for one in days:
        counted += one.reason in {"counted", "promised"}
        found.append(counted)
    return found


def words(one: "ReckonedDay", count: int) -> str:
    """Return what a day counts."""
    if one.reason == "received":
        return _("received, not counted")
    if one.reason == "weekend":
        return _("weekly holiday")
    if one.reason == "holiday":
        name = one.name_en if i18n.language() == "en" else one.name_bn
        return name or _("holiday")
    number = _("day {n}").format(n=i18n.digits(count))
    return _("{day} · promised").format(day=number) if one.reason == "promised" else number


class SumCard(SideCard):
    """The sum; as tall as its days, scrolled where they are many."""

    def __init__(self) -> None:
        super().__init__(_("How the date comes about"), "calendar")
        self.setObjectName("sum")
        self._days = _Days()
        self._days.setObjectName("sum.days")
        self._area = scrolled(self._days)
        self.column.addSpacing(theme.px(6))
        self.column.addWidget(self._area)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.hide()

    def render(self, days: "Sequence[ReckonedDay]") -> None:  # type: ignore[override]
        """Show the days; none hides the card."""
        self.setVisible(bool(days))
        if not days:
            return
        self._days.show_days(days)
        self._area.setMaximumHeight(theme.px(_ROW) * len(days) + 2)
        self._show_whole_rows()
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _show_whole_rows(self) -> None:
        """Begin with a whole day, wherever the card ends."""
        free = self._area.height() % theme.px(_ROW) if self._area.height() < self._days.height() else 0
        self._area.setViewportMargins(0, free, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_whole_rows()

    @property
    def shown(self) -> str:
        """What is told, line by line."""
        return self._days.accessibleName() if not self.isHidden() else ""
