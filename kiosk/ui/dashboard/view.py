"""The day in pictures: figures above, bars in the middle, ages below; out of the window as PNG and PDF."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QMarginsF, QPoint, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QShowEvent,
)
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.desk.dashboard import Picture
from kiosk.domain.clock import DHAKA
from kiosk.domain.figures import DEFINITIONS
from kiosk.i18n import _, ngettext
from kiosk.ui import theme
from kiosk.ui.dashboard.cards import AgesCard, BarsCard, HourCard, Tile
from kiosk.ui.dashboard.presenter import DashboardState
from kiosk.ui.settings.presenter import Said
from kiosk.ui.settings.view import SaidLine
from kiosk.ui.widgets import Button, FlowRow, Ground, Label, Paragraph
from kiosk.ui.widgets.keys import bind_keys

TILES = ("received", "visits", "pending", "closed", "overdue")


class DashboardView(QWidget):
    """Signals: `moved(int)` days, `explained()`, `kept(str, bool)` a file and whether it was written, `shown()`, `hidden()`, `left()`."""

    moved = Signal(int)
    explained = Signal()
    kept = Signal(str, bool)
    shown = Signal()
    hidden = Signal()
    left = Signal()

    def __init__(
        self, services: Callable[[str], str], branches: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("dashboard")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._services, self._branches = services, branches
        self.suggest: Callable[[], str] = lambda: "day"
        self._day = Label("", "body", "ink2")
        self._until = Label("", "small", "ink2")
        self._said = SaidLine()
        self.words = Button(_("What is counted"), key="Alt+W", icon="help-circle", small=True)
        self.picture = Button("PNG", key="Alt+G", icon="file-text", small=True)
        self.document = Button("PDF", key="Alt+P", icon="printer", small=True)
        self.tiles = {name: Tile(*_defined(name)) for name in TILES}
        self.hours = HourCard(*_defined("hours"))
        self.asked = BarsCard(*_defined("services"))
        self.kinds = BarsCard(*_defined("kinds"))
        self.ages = AgesCard(*_defined("ageing"))
        self._sheet = Ground("paper")
        self._legend = Paragraph("", "small", "ink")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)
        inner = QVBoxLayout(self._sheet)
        inner.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(14))
        inner.setSpacing(theme.px(12))
        inner.addWidget(self._head())
        inner.addWidget(self._said)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        for tile in self.tiles.values():
            row.addWidget(tile, 1)
        inner.addLayout(row)
        inner.addWidget(self._legend)
        grid = QGridLayout()
        grid.setSpacing(theme.px(12))
        grid.addWidget(self.hours, 0, 0)
        grid.addWidget(self.asked, 0, 1)
        grid.addWidget(self.ages, 1, 0)
        grid.addWidget(self.kinds, 1, 1)
        grid.setColumnStretch(0, 64)
        grid.setColumnStretch(1, 36)
        grid.setRowStretch(0, 56)
        grid.setRowStretch(1, 44)
        inner.addLayout(grid, 1)

    def _head(self) -> FlowRow:
        row = FlowRow(10)
        row.add(Label(_("The day in pictures"), "page", strong=True))
        row.add(self._day)
        row.add(self._until, end=True)
        for button in (self.words, self.picture, self.document):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.add(button, end=True)
        return row

    def _connect(self) -> None:
        self.words.clicked.connect(self.explained)
        self.picture.clicked.connect(lambda: self._choose_file("png"))
        self.document.clicked.connect(lambda: self._choose_file("pdf"))
        bind_keys(self, {"Alt+W": self.words.click, "Alt+G": self.picture.click, "Alt+P": self.document.click})

    def render(self, state: DashboardState) -> None:  # type: ignore[override]
        """Show a state."""
        self._said.say(Said(state.said, state.tone))
        self._legend.setVisible(state.explained)
        if state.explained:
            self._legend.setText("\n".join(map(": ".join, map(_defined, DEFINITIONS))))
        if state.picture is not None:
            self._show(state.picture)

    def _show(self, found: Picture) -> None:
        self._day.setText(f"{i18n.weekday(found.day)}, {i18n.day(found.day, year=True)}")
        self._until.setText(_("as of {time}").format(time=i18n.clock_time(found.made_at.astimezone(DHAKA))))
        before = _("last {weekday} {n}").format(weekday=i18n.weekday(found.day), n=i18n.digits(found.week_before))
        in_time = _("{n} in time").format(n=i18n.digits(found.on_time))
        where = ngettext("in {n} branch", "in {n} branches", found.overdue_branches)
        self.tiles["received"].show_figure(found.received, before)
        self.tiles["visits"].show_figure(found.visits, _("people"))
        self.tiles["pending"].show_figure(found.pending)
        self.tiles["closed"].show_figure(found.closed, in_time)
        beside = where.format(n=i18n.digits(found.overdue_branches)) if found.overdue else ""
        self.tiles["overdue"].show_figure(found.overdue, beside, warn=found.overdue > 0)
        self.hours.show_hours(found.hours)
        self.asked.show_rows([(self._services(code), count) for code, count in found.services])
        kinds = {"citizen": _("Citizen"), "official": _("Official"), "copy": _("Copy")}
        self.kinds.show_rows([(kinds[code], count) for code, count in found.kinds])
        self.ages.show_rows([(self._branches(row.branch), row) for row in found.ageing])

    # ------------------------------------------------------------------ out of the window

    def _choose_file(self, ending: str) -> None:
        name = f"{self.suggest()}.{ending}"
        path, _kind = QFileDialog.getSaveFileName(self, _("Save as a file"), name, f"{ending.upper()} (*.{ending})")
        if path:
            self.save(path if path.endswith(f".{ending}") else f"{path}.{ending}")

    def save(self, path: str) -> None:
        """Write what is shown to a file, PNG or PDF by its ending."""
        with self._figures_alone():
            written = self._write_pdf(path) if path.endswith(".pdf") else self._sheet.grab().save(path, "PNG")
        self.kept.emit(path, written)

    @contextmanager
    def _figures_alone(self) -> Iterator[None]:
        """Take off the sheet what does not belong on paper: buttons, and what was said of the file before."""
        shown = [part for part in (self.words, self.picture, self.document, self._said) if not part.isHidden()]
        for part in shown:
            part.hide()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # the rest takes its places
        try:
            yield
        finally:
            for part in shown:
                part.show()

    def _write_pdf(self, path: str) -> bool:
        writer = QPdfWriter(path)
        writer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(28, 28, 28, 28)
            )
        )
        writer.setTitle(_("The day in pictures"))
        painter = QPainter()
        if not painter.begin(writer):
            return False
        scale = min(writer.width() / self._sheet.width(), writer.height() / self._sheet.height())
        painter.scale(scale, scale)
        self._sheet.render(painter, QPoint())
        return painter.end()

    # ------------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -7, Qt.Key.Key_PageDown: 7}.get(
            Qt.Key(event.key())
        )
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif days is not None and not event.modifiers():
            self.moved.emit(days)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hidden.emit()


def _defined(name: str) -> tuple[str, str]:
    title, words = DEFINITIONS[name]
    return _(title), _(words)
