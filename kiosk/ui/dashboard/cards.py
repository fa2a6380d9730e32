"""The cards of the day: a figure, bars by the hour, bars in a row, a table of ages.

Every part of a bar has its own pattern beside its colour, and its count in digits, so that grey
print says the same.
"""

from collections.abc import Sequence
from itertools import count

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk import i18n
from kiosk.domain.figures import BranchAge
from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.widgets import paint

CHANNELS = ("walk_in", "post", "portal", "email", "phone")
_FILLS = {
    "walk_in": ("p1", Qt.BrushStyle.SolidPattern),
    "post": ("p3", Qt.BrushStyle.SolidPattern),
    "portal": ("p4", Qt.BrushStyle.BDiagPattern),
    "email": ("sheet", Qt.BrushStyle.Dense6Pattern),
    "phone": ("p5", Qt.BrushStyle.FDiagPattern),
}


def channel_names() -> dict[str, str]:
    """Return the channels' names, in the order in which they are stacked."""
    names = (_("Walk-in"), _("Post"), _("Portal"), _("E-mail"), _("Phone"))
    return dict(zip(CHANNELS, names, strict=True))


def nice_top(highest: int) -> int:
    """Return the top of an axis of four steps (of 1, 2, 5, 10, 20 …) that holds the highest value."""
    steps = (one * 10**power for power in count(0) for one in (1, 2, 5))
    return next(4 * int(step) for step in steps if 4 * step >= highest)


class Card(QWidget):
    """A sheet with a title; `told` is what it says to who cannot see it."""

    def __init__(self, title: str, says: str) -> None:
        super().__init__()
        self._title = title
        self.setAccessibleName(title)
        self.setAccessibleDescription(says)
        self.setToolTip(says)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _least(self) -> int:
        """Return how much height it needs, in pixels of the look."""
        return 94

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(self._least()))

    def _begin(self, title: str = "") -> QPainter:
        painter = QPainter(self)
        paint.box(painter, self.rect(), fill="sheet", edge="line", radius=8)
        head = QRect(theme.px(15), theme.px(10), self.width() - theme.px(30), theme.px(30))
        paint.text(painter, head, title or self._title, style=theme.font("body", bold=True))
        return painter


class Tile(Card):
    """One figure, large, with a word beside it; `warn` when it wants somebody."""

    def __init__(self, title: str, says: str) -> None:
        super().__init__(title, says)
        self._figure, self._beside, self._warn = "", "", False
        self.setFixedHeight(theme.px(94))

    def show_figure(self, figure: int, beside: str = "", *, warn: bool = False) -> None:
        """Show another count."""
        self._figure, self._beside, self._warn = i18n.digits(figure), beside, warn
        self.setAccessibleName(f"{self._title}: {self._figure} {beside}".strip())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = "warn" if self._warn else "ink"
        if self._warn:
            paint.edged_box(painter, self.rect(), fill="warn-bg", edge="warn-edge", strip="warn-edge")
            icons.draw(painter, "alert-triangle", "warn", theme.px(17), theme.px(12), 16)
        else:
            paint.box(painter, self.rect(), fill="sheet", edge="line", radius=8)
        left = theme.px(39 if self._warn else 16)
        room = QRect(left, theme.px(6), self.width() - left - theme.px(8), theme.px(28))
        paint.text(
            painter, room, self._title, role="warn" if self._warn else "ink2", style=theme.font("small"), elide=True
        )
        big = theme.font("figure", bold=True)
        place = QRect(theme.px(17), theme.px(34), self.width(), theme.px(54))
        paint.text(painter, place, self._figure, role=ink, style=big)
        after = place.adjusted(paint.width_of(self._figure, big) + theme.px(12), theme.px(6), 0, 0)
        after.setRight(self.width() - theme.px(8))
        paint.text(
            painter, after, self._beside, role="warn" if self._warn else "ink2", style=theme.font("small"), elide=True
        )


class HourCard(Card):
    """Bars by the hour, each channel a part of its own."""

    def __init__(self, title: str, says: str) -> None:
        super().__init__(title, says)
        self._hours: Sequence[tuple[int, dict[str, int]]] = ()

    def _least(self) -> int:
        return 220

    def show_hours(self, hours: Sequence[tuple[int, dict[str, int]]]) -> None:
        """Show other counts; hours without any stand between those that have some."""
        known = dict(hours)
        span = range(min(known, default=9), max(known, default=15) + 1)
        self._hours = [(hour, known.get(hour, {})) for hour in span]
        told = "; ".join(f"{i18n.digits(hour)}: {i18n.digits(sum(parts.values()))}" for hour, parts in self._hours)
        self.setAccessibleName(f"{self._title}: {told}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._begin()
        self._legend(painter)
        plot = self.rect().adjusted(theme.px(54), theme.px(58), -theme.px(18), -theme.px(40))
        top = nice_top(max((sum(parts.values()) for _hour, parts in self._hours), default=0))
        small = theme.font("caption")
        for step in range(5):
            y = plot.bottom() - plot.height() * step // 4
            painter.setPen(paint.pen("edge" if step == 0 else "line"))
            painter.drawLine(plot.left(), y, plot.right(), y)
            room = QRect(0, y - theme.px(12), plot.left() - theme.px(10), theme.px(24))
            paint.text(painter, room, i18n.digits(top * step // 4), role="ink2", style=small, align=theme.ALIGN_RIGHT)
        if not self._hours:
            return
        wide = plot.width() / len(self._hours)
        for at, (hour, parts) in enumerate(self._hours):
            self._bar(painter, plot, QRectF(plot.left() + wide * at, 0, wide, 0), top, parts)
            room = QRect(round(plot.left() + wide * at), plot.bottom() + theme.px(6), round(wide), theme.px(26))
            paint.text(painter, room, _clock(hour), role="ink2", style=small, align=_CENTRE)

    def _bar(self, painter: QPainter, plot: QRect, slot: QRectF, top: int, parts: dict[str, int]) -> None:
        width = min(slot.width() * 0.6, theme.px(64))
        left, y = slot.center().x() - width / 2, float(plot.bottom())
        for channel in CHANNELS:
            if papers := parts.get(channel, 0):
                tall = plot.height() * papers / top
                fill(painter, QRectF(left, y - tall, width, tall), channel)
                y -= tall
        if parts:
            room = QRect(round(slot.left()), round(y) - theme.px(26), round(slot.width()), theme.px(24))
            words = i18n.digits(sum(parts.values()))
            paint.text(painter, room, words, style=theme.font("caption", bold=True), align=_CENTRE)

    def _legend(self, painter: QPainter) -> None:
        used = {channel for _hour, parts in self._hours for channel in parts}
        right, small = self.width() - theme.px(16), theme.font("caption")
        for channel, words in reversed(channel_names().items()):
            if channel not in used:
                continue
            width = paint.width_of(words, small)
            paint.text(
                painter, QRect(right - width, theme.px(12), width, theme.px(26)), words, role="ink2", style=small
            )
            right -= width + theme.px(28)
            fill(painter, QRectF(right, theme.px(19), theme.px(20), theme.px(13)), channel)
            right -= theme.px(14)


_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


def _clock(hour: int) -> str:
    return _("{hour}:00").format(hour=i18n.digits(hour))


def fill(painter: QPainter, rect: QRectF, channel: str) -> None:
    """Fill a part of a bar: colour below, pattern above, an edge around."""
    role, pattern = _FILLS[channel]
    painter.setPen(QPen(theme.colour("ink"), theme.border()))
    painter.setBrush(theme.colour(role))
    painter.drawRect(rect)
    if pattern is not Qt.BrushStyle.SolidPattern:
        painter.setBrush(QBrush(QColor(theme.colour("ink")), pattern))
        painter.drawRect(rect)


class BarsCard(Card):
    """Names with bars and counts, the longest first; what does not fit is one row of its own."""

    ROWS = 7
    _TALL, _DENSE, _HEAD = 36, 26, 46

    def __init__(self, title: str, says: str) -> None:
        super().__init__(title, says)
        self._rows: list[tuple[str, int]] = []

    def _least(self) -> int:
        return self._HEAD + self._DENSE * max(len(self._rows), 3) + 8

    def show_rows(self, rows: Sequence[tuple[str, int]]) -> None:
        """Show other counts."""
        shown = list(rows[: self.ROWS - 1]) if len(rows) > self.ROWS else list(rows)
        if rest := sum(count for _name, count in rows[len(shown) :]):
            shown.append((_("Others"), rest))
        self._rows = shown
        told = "; ".join(f"{name} {i18n.digits(count)}" for name, count in shown)
        self.setAccessibleName(f"{self._title}: {told}")
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._begin()
        small, most = theme.font("small"), max((papers for _name, papers in self._rows), default=0) or 1
        room = self.width() - theme.px(30)
        names, counts = room * 45 // 100, theme.px(48)
        room_below = self.height() - theme.px(self._HEAD + 8)
        tall = min(room_below // max(len(self._rows), 1), theme.px(self._TALL))
        for at, (name, papers) in enumerate(self._rows):
            y = theme.px(self._HEAD) + at * tall
            paint.text(painter, QRect(theme.px(15), y, names - theme.px(8), tall), name, style=small, elide=True)
            wide = max((room - names - counts) * papers // most, theme.px(2) * (papers > 0))
            last = name == _("Others")
            painter.fillRect(
                theme.px(15) + names,
                y + tall // 2 - theme.px(8),
                wide,
                theme.px(17),
                theme.colour("p5" if last else "p1"),
            )
            place = QRect(self.width() - theme.px(15) - counts, y, counts, tall)
            paint.text(
                painter, place, i18n.digits(papers), style=theme.font("small", bold=True), align=theme.ALIGN_RIGHT
            )


class AgesCard(Card):
    """Branches and how long work lies with them: up to 7, 15, 30 days, beyond; a bar of the same beside."""

    ROWS = 2
    _SHADES = ("soft", "halo", "accent", "accent-down")

    def __init__(self, title: str, says: str) -> None:
        super().__init__(title, says)
        self._rows: list[tuple[str, BranchAge]] = []

    def _least(self) -> int:
        return 40 + 34 * (1 + min(max(len(self._rows), 1), self.ROWS)) + 8

    def show_rows(self, rows: Sequence[tuple[str, BranchAge]]) -> None:
        """Show other branches, those with most work first."""
        self._rows = list(rows)
        told = "; ".join(f"{name}: {', '.join(i18n.digits(one) for one in row.counts)}" for name, row in rows)
        self.setAccessibleName(f"{self._title}: {told}")
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._begin()
        left, right = theme.px(15), self.width() - theme.px(15)
        tall = theme.px(34)
        heads = [
            _("Branch"),
            _("up to {n} days").format(n=i18n.digits(7)),
            *(i18n.digits(words) for words in ("8–15", "16–30")),
        ]
        heads.append(_("over {n}").format(n=i18n.digits(30)))
        columns = self._columns(right - left)
        y = theme.px(40)
        for at, words in enumerate(heads):
            self._cell(painter, columns, at, y, words, "ink2", bold=True)
        painter.fillRect(left, y + tall, right - left, theme.border() * 2, theme.colour("edge"))
        fit = max((self.height() - y - tall - theme.px(8)) // tall, 1)
        most = max((row.total for _name, row in self._rows), default=1) or 1
        for at, (name, row) in enumerate(self._rows[:fit]):
            self._row(painter, columns, y + tall * (at + 1), (name, row), most)

    def _columns(self, room: int) -> list[tuple[int, int]]:
        """Return left edge and width of the six columns: name, four counts, bar."""
        shares = (27, 18, 10, 11, 15, 19)
        edges = [theme.px(15) + room * sum(shares[:at]) // 100 for at in range(7)]
        return [(edges[at], edges[at + 1] - edges[at]) for at in range(6)]

    def _cell(
        self, painter: QPainter, columns: list[tuple[int, int]], at: int, y: int, words: str, role: str, *, bold: bool
    ) -> None:
        x, wide = columns[at]
        room = QRect(x + theme.px(8), y, wide - theme.px(16), theme.px(34))
        align = theme.ALIGN_LEFT if at == 0 else theme.ALIGN_RIGHT
        paint.text(painter, room, words, role=role, style=theme.font("small", bold=bold), align=align, elide=at == 0)

    def _row(
        self, painter: QPainter, columns: list[tuple[int, int]], y: int, named: tuple[str, BranchAge], most: int
    ) -> None:
        name, row = named
        self._cell(painter, columns, 0, y, name, "ink", bold=False)
        for at, papers in enumerate(row.counts, 1):
            late = at == 4 and papers > 0
            words = f"▲ {i18n.digits(papers)}" if late else i18n.digits(papers)
            self._cell(painter, columns, at, y, words, "bad" if late else "ink", bold=late)
        x, wide = columns[5]
        at_x = float(x + theme.px(8))
        for papers, shade in zip(row.counts, self._SHADES, strict=True):
            if papers:
                part = (wide - theme.px(16)) * papers / most
                painter.setPen(QPen(theme.colour("ink"), theme.border()))
                painter.setBrush(theme.colour(shade))
                painter.drawRect(QRectF(at_x, y + theme.px(8), part, theme.px(18)))
                at_x += part
        painter.fillRect(
            theme.px(15), y + theme.px(34) - 1, self.width() - theme.px(30), theme.border(), theme.colour("line")
        )
