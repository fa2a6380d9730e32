"""What gives way when the form is enlarged: my day first, then what the program knows; both come back by a key."""

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.register.state import RegisterState
from kiosk.ui.widgets import Ground, IconLabel, Run, RunsLabel

RAIL_FROM, SIDE_FROM = 1326, 1100
"""From this width of the form on, in pixels of the look, my day stands at the left and knowledge at the right."""


class Drawer(QObject):
    """A column beside the form, or laid over it while it is asked for."""

    def __init__(self, column: QWidget, view: QWidget, row: QHBoxLayout, edge: Qt.AlignmentFlag) -> None:
        super().__init__(view)
        self._column, self._view, self._row, self._edge = column, view, row, edge
        self.beside = True
        self._put_in()
        view.installEventFilter(self)

    @property
    def open(self) -> bool:
        """Whether it lies over the form."""
        return not self.beside and not self._column.isHidden()

    def _put_in(self) -> None:
        self._row.insertWidget(0 if self._edge == Qt.AlignmentFlag.AlignLeft else -1, self._column)

    def stand(self, beside: bool) -> None:  # noqa: FBT001 - a switch
        """Stand beside the form, or out of sight."""
        if beside == self.beside:
            return
        self.beside = beside
        if beside:
            self._put_in()
            self._column.show()
        else:
            self._row.removeWidget(self._column)
            self._column.hide()

    def show(self, wanted: bool) -> None:  # noqa: FBT001 - a switch
        """Lie over the form, or go away again; nothing happens to a column that stands beside it."""
        if not self.beside and wanted == self._column.isHidden():
            self._column.setVisible(wanted)
            self._place()
            self._column.raise_()

    def _place(self) -> None:
        left = self._edge == Qt.AlignmentFlag.AlignLeft
        wide = self._column.width()
        self._column.setGeometry(0 if left else self._view.width() - wide, 0, wide, self._view.height())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.beside:
            self._place()
        return False


class KnownStrip(Ground):
    """The most needed of the right side in one line: what warns, else the day and the fees; its key opens the rest."""

    def __init__(self) -> None:
        super().__init__("paper", "t")
        self.setObjectName("known")
        self._icon = IconLabel("calendar", "ink2", 20)
        self._words = RunsLabel(height=40)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), 0, theme.px(20), 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(
            RunsLabel([Run(_("All that is known") + "  ", "ink2", "caption"), Run("Alt+R", key=True)], height=40)
        )

    def render(self, state: RegisterState, asked: str) -> None:  # type: ignore[override]
        """Show what matters most; `asked` is the number of a receipt of which nobody knows whether it came out."""
        icon, role, words = _first(state, asked)
        self._icon.show_icon(icon, role)
        self._words.show_runs(words)


def _first(state: RegisterState, asked: str) -> tuple[str, str, list[Run]]:
    if asked:
        keys = [Run("Alt+Y", key=True), Run("  "), Run("Alt+N", key=True)]
        return "question-mark", "warn", [Run(_("Did the receipt come out?") + "  ", bold=True, size="small"), *keys]
    if state.service is not None and state.service.stop_bn:
        return "ban", "bad", [Run(_("Not at this counter"), bold=True, size="small")]
    if state.duplicate is not None:
        since = state.duplicate.received_on
        day = f" · {i18n.short_day(date.fromisoformat(since))}" if since else ""
        words = [Run(_("The same application is running"), bold=True, size="small"), Run(day + "  ", size="small")]
        return "alert-triangle", "warn", [*words, Run("Alt+O", key=True)]
    if state.service is None or state.promised is None:
        count = i18n.digits(state.day.applications_count if state.day else 0)
        return "chart-bar", "ink2", [Run(_("Mine today") + "  ", "ink2", "small"), Run(count, bold=True, size="small")]
    day = i18n.day(state.promised.on) if state.promised.on is not None else _("Not set")
    return "calendar", "ink2", [Run(f"{state.promised.title}  ", "ink2", "small"), Run(day, bold=True, size="small")]
