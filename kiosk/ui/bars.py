"""The top bar (where one is, who one is) and the status bar (printer, line, clock)."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from kiosk import i18n
from kiosk.domain.clock import DHAKA, unstamp
from kiosk.i18n import _, ngettext
from kiosk.ui import theme
from kiosk.ui.typing import scripts
from kiosk.ui.widgets import Ground, IconLabel, Label, Run, RunsLabel, StatusCell, paint

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.desk.status import LineStatus
    from kiosk.printing.status import PrinterState


class Tab(QAbstractButton):
    """A screen's tab: its key, its name; the open one is bold over a warm line."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__()
        self._key, self._count, self._short = key, 0, False
        self.setText(words)
        self.setObjectName(f"tab.{key}")
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(self.width_when(short=self._short), theme.px(48))

    def width_when(self, *, short: bool) -> int:
        """Return the pixels that it takes with or without its words."""
        words = 0 if short else paint.width_of(self.text(), theme.font(bold=True)) + theme.px(8)
        badge = self._badge_width() + theme.px(8) if self._count else 0
        return theme.px(13 + 13) + paint.keycap_width(self._key) + words + badge

    def set_short(self, short: bool) -> None:  # noqa: FBT001 - a switch
        """Show the key alone, where there is no room."""
        if short != self._short:
            self._short = short
            self.setToolTip(self.text() if short else "")
            self.updateGeometry()
            self.update()

    def show_count(self, count: int) -> None:
        """Show how many wait for a person here; none hides it."""
        if count != self._count:
            self._count = count
            self.setAccessibleDescription(i18n.digits(count) if count else "")
            self.updateGeometry()
            self.update()

    def _badge_width(self) -> int:
        words = paint.width_of(i18n.digits(self._count), theme.font("caption", bold=True))
        return max(words + theme.px(12), theme.px(26))

    def nextCheckState(self) -> None:
        """A press asks for the screen; which tab is open is told by the window."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.isChecked()
        role = "on-bar" if on else "on-bar2"
        x = theme.px(13)
        x += paint.keycap(painter, x, self.height() / 2, self._key, on=role) + theme.px(8)
        style = theme.font(bold=on)
        if not self._short:
            paint.text(painter, self.rect().adjusted(x, -1, 0, -1), self.text(), role=role, style=style)
        if self._count:
            self._paint_badge(painter)
        if on:
            painter.fillRect(0, self.height() - theme.px(4), self.width(), theme.px(4), QColor(theme.SUN))

    def _paint_badge(self, painter: QPainter) -> None:
        wide, tall = self._badge_width(), theme.px(24)
        place = QRect(self.width() - theme.px(13) - wide, (self.height() - tall) // 2, wide, tall)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.SUN))
        painter.drawRoundedRect(place, tall / 2, tall / 2)
        painter.setPen(QColor(theme.NIGHT))
        painter.setFont(theme.font("caption", bold=True))
        painter.drawText(place.adjusted(0, 1, 0, 1), Qt.AlignmentFlag.AlignCenter, i18n.digits(self._count))


def _tabs() -> tuple[tuple[str, str], ...]:
    return (("F2", _("New application")), ("F3", _("Find")), ("F4", _("Helpdesk")), ("F9", _("Waiting and repair")))


class TopBar(QWidget):
    """Signals: `asked(str)` the key of a tab."""

    asked = Signal(str)

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setFixedHeight(theme.px(48))
        self._title = Label(title, "body", "on-bar", strong=True)
        self._tabs = {key: Tab(key, words) for key, words in _tabs()}
        self._counter = RunsLabel(height=48)
        self._who = RunsLabel(height=48)
        self._fitted: tuple[int, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), 0, theme.px(16), theme.border() if theme.border() > 1 else 0)
        row.setSpacing(theme.px(4))
        row.addWidget(IconLabel("mark", "on-bar", 26))
        row.addSpacing(theme.px(6))
        row.addWidget(self._title)
        row.addSpacing(theme.px(14))
        for key, tab in self._tabs.items():
            tab.clicked.connect(partial(self.asked.emit, key))
            row.addWidget(tab)
        row.addStretch(1)
        row.addWidget(IconLabel("user", "on-bar2", 20))
        row.addSpacing(theme.px(4))
        for part in (self._counter, self._who):
            part.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(part)

    def event(self, event: QEvent) -> bool:
        """Give way whenever what stands here takes another room."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Let the office's name, the counter and the names of closed tabs go, in this order, where there is no room."""
        tabs = list(self._tabs.values())
        full = [tab.width_when(short=False) for tab in tabs]
        closed = [tab.width_when(short=not tab.isChecked()) for tab in tabs]
        title, counter = self._title.sizeHint().width(), self._counter.sizeHint().width()
        room = self.width() - theme.px(16 + 26 + 6 + 14 + 20 + 4 + 16 + 4 * 10) - self._who.sizeHint().width()
        if (fitted := (room, title, counter, *full, *closed)) == self._fitted:
            return
        self._fitted = fitted
        self._title.setVisible(sum(full) + title + counter <= room)
        self._counter.setVisible(sum(full) + counter <= room or sum(closed) + counter <= room < sum(full))
        for tab in tabs:
            tab.set_short(sum(full) > room and not tab.isChecked())

    def show_tab(self, key: str) -> None:
        """Show which screen is open."""
        for name, tab in self._tabs.items():
            tab.setChecked(name == key)
        self._fit()

    def show_line(self, status: "LineStatus") -> None:
        """Show on the tray's tab how many wait for a person."""
        self._tabs["F9"].show_count(status.repair + status.owed)

    @property
    def open_tab(self) -> str:
        """The key of the tab that is open; empty when none is."""
        return next((key for key, tab in self._tabs.items() if tab.isChecked()), "")

    @property
    def title(self) -> str:
        """The office's name."""
        return self._title.text()

    def rename(self, title: str) -> None:
        """Show another name of the office."""
        self._title.setText(title)
        self._fit()

    def show_who(self, counter: str, operator: str) -> None:
        """Show the counter and who sits there."""
        joint = " · " if counter and operator else ""
        self._counter.show_runs([Run(counter + joint, "on-bar2", "small")])
        self._who.show_runs([Run(operator, "on-bar", "small", bold=True)])
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bar"))
        if theme.border() > 1:
            painter.fillRect(QRect(0, self.height() - 2, self.width(), 2), theme.colour("line"))


class StatusBar(Ground):
    """The truth about printer and line; quiet while all is well."""

    def __init__(self) -> None:
        super().__init__("sunken", "t")
        self.setFixedHeight(theme.px(40))
        self.printer = StatusCell("printer", "printer")
        self.line = StatusCell("line", "cloud-up")
        self.repair = StatusCell("repair", "alert-circle")
        self.owed = StatusCell("owed", "receipt")
        self.typing = StatusCell("typing", "keyboard")
        self.clock = StatusCell("clock")
        self.keys = StatusCell("keys", last=True, key="F1")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for cell in (self.printer, self.line, self.repair, self.owed, self.typing):
            row.addWidget(cell)
        row.addStretch(1)
        row.addWidget(self.clock)
        row.addWidget(self.keys)
        self.keys.show_state(_("Keys"))
        self.printer.show_state(_("Printer: asking …"))
        for cell in (self.line, self.repair, self.owed, self.typing):
            cell.show_state("")

    def event(self, event: QEvent) -> bool:
        """Give way whenever a cell says something else."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Let the words of quiet cells go where there is no room; those in trouble keep theirs."""
        cells = (self.printer, self.line, self.repair, self.owed, self.typing, self.clock, self.keys)
        spoken = [cell for cell in cells if cell.words]
        short: set[StatusCell] = set()
        for cell in (self.typing, self.clock, self.keys, self.printer, self.line, self.owed, self.repair):
            if sum(one.width_when(short=one in short) for one in spoken) <= self.width():
                break
            if cell.quiet:
                short.add(cell)
        for cell in cells:
            cell.set_short(cell in short)

    def show_printer(self, state: "PrinterState | None") -> None:
        """Show what the printer says; None: there is none."""
        words, icon, tone = printer_words(state)
        self.printer.show_state(words, icon=icon, tone=tone)

    def show_line(self, status: "LineStatus") -> None:
        """Show the line, what needs repair, what is owed."""
        words, icon, tone = line_words(status)
        self.line.show_state(words, icon=icon, tone=tone)
        repair = _("Repair {n}").format(n=i18n.digits(status.repair)) if status.repair else ""
        self.repair.show_state(repair, tone="bad")
        owed = _("Receipts owed {n}").format(n=i18n.digits(status.owed)) if status.owed else ""
        self.owed.show_state(owed, tone="warn")

    def show_typing(self, script: str) -> None:
        """Show the script that is written."""
        bangla = {"phonetic": _("Bangla (phonetic)"), "probhat": _("Bangla (Probhat)")}
        words = {
            "bangla": bangla.get(scripts.layout_name(), _("Bangla")),
            "latin": _("English (ABC)"),
            "digits": _("Digits 123"),
        }.get(script, "")
        self.typing.show_state(words)

    def show_clock(self, now: "datetime") -> None:
        """Show day and time."""
        local = now.astimezone(DHAKA)
        day = f"{i18n.short_weekday(local.date())} {i18n.short_day(local.date())}"
        self.clock.show_state(f"{day} · {i18n.clock_time(local)}")


def printer_words(state: "PrinterState | None") -> tuple[str, str, str]:
    """Return words, icon and tone for a printer's state."""
    if state is None:
        return _("No printer"), "printer-off", ""
    if not state.online and state.paper != "out" and not state.cover_open:
        return _("Printer does not answer"), "printer-off", "warn"
    if state.cover_open:
        return _("Printer cover open"), "printer-off", "warn"
    if state.paper == "out":
        return _("No paper in the printer"), "printer-off", "warn"
    if state.paper == "near_end":
        return _("Ready, paper low"), "printer", "warn"
    return _("Printer ready"), "printer", ""


def line_words(status: "LineStatus") -> tuple[str, str, str]:
    """Return words, icon and tone for the line to the centre."""
    waiting = status.waiting + status.sending
    count = ngettext("{n} waiting", "{n} waiting", waiting).format(n=i18n.digits(waiting))
    if not status.server_configured:
        return _("Works alone"), "database", ""
    last = last_success(status.last_success_at)
    if status.last_error:
        return " · ".join((_("No line"), count, last)), "cloud-off", "warn"
    if waiting:
        return f"{count} · {last}", "cloud-up", ""
    return _("All sent") + f" · {last}", "cloud-check", ""


def last_success(at: "str | datetime | None") -> str:
    """Return when the centre was last reached."""
    if not at:
        return _("never reached yet")
    instant = unstamp(at) if isinstance(at, str) else at
    return _("last success {time}").format(time=i18n.clock_time(instant.astimezone(DHAKA)))
