"""The registers' screen: which one on the left, days and filters above, the rows, what can be done below."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.domain.workflow import state_name
from kiosk.i18n import _, ascii_digits, ngettext
from kiosk.ui import theme
from kiosk.ui.registers.model import RegisterModel
from kiosk.ui.registers.presenter import RegistersState
from kiosk.ui.registers.table import RegisterTable
from kiosk.ui.settings.presenter import Said
from kiosk.ui.settings.view import SaidLine
from kiosk.ui.widgets import Button, DaysHead, EmptyState, Ground, KindList, Label, RowButton, Run, RunsLabel
from kiosk.ui.widgets.keys import bind_keys

LIST = 320
FILTERS = {"kind": "Alt+K", "channel": "Alt+M", "state": "Alt+A"}


class RegistersView(QWidget):
    """Signals: `register_chosen(str)`, `days_typed(str, str)`, `filter_turned(str)`, `row_opened(int)`,
    `document_asked()`, `save_asked(str)` a path, `stop_asked()`, `shown()`, `left()`.
    """  # noqa: D205 - the signals are the first line

    register_chosen = Signal(str)
    days_typed = Signal(str, str)
    filter_turned = Signal(str)
    row_opened = Signal(int)
    document_asked = Signal()
    save_asked = Signal(str)
    stop_asked = Signal()
    shown = Signal()
    left = Signal()

    def __init__(self, model: RegisterModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("registers")
        self._state = RegistersState()
        self.suggest: Callable[[], str] = lambda: "register"
        self.list = KindList(_("Registers"), "register", wide=LIST)
        self.head = DaysHead("registers")
        self.first, self.last = self.head.first, self.head.last
        self.filters = {name: Button("", key=key, small=True) for name, key in FILTERS.items()}
        self.sheet = Button("XLSX", key="Alt+X", icon="file-text", small=True)
        self.plain = Button("CSV", key="Alt+V", icon="file-text", small=True)
        self.document = Button("PDF", key="Alt+P", icon="printer", small=True)
        self.stop = Button(_("Stop"), key="Esc", icon="x", small=True)
        self.table = RegisterTable(model)
        self.table.setAccessibleName(_("Rows of the register"))
        self._count = Label("", "small", "ink2", wrap=True)
        self._said = SaidLine()
        self._middle = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side())
        row.addWidget(self._desk(), 1)
        self._connect()

    @property
    def kinds(self) -> dict[str, RowButton]:
        """The registers' rows."""
        return self.list.kinds

    def _side(self) -> KindList:
        self.list.column.addWidget(self._count)
        self._said.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        self.list.column.addWidget(self._said)
        return self.list

    def _desk(self) -> Ground:
        ground = Ground("sheet")
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, theme.px(12), 0, 0)
        column.setSpacing(theme.px(10))
        column.addLayout(self._head())
        self._middle.addWidget(self.table)
        self._middle.addWidget(EmptyState("report", _("There is nothing of these days."), _hints()))
        column.addWidget(self._middle, 1)
        column.addWidget(self._foot())
        return ground

    def _head(self) -> QHBoxLayout:
        for button in self.filters.values():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.head.add(button, end=True)
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        row.addWidget(self.head)
        return row

    def _foot(self) -> Ground:
        foot = Ground("paper", "t")
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(16), theme.px(7), theme.px(16), theme.px(7))
        row.setSpacing(theme.px(8))
        keys = [Run("↑", key=True), Run(" "), Run("↓", key=True), Run("  "), Run("Enter", key=True)]
        row.addWidget(RunsLabel([*keys, Run("  " + _("open"), "ink2", "caption")]), 1)
        for button in (self.stop, self.sheet, self.plain, self.document):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        return foot

    def _connect(self) -> None:
        self.head.typed.connect(self.days_typed)
        self.list.chosen.connect(self.register_chosen)
        self.table.pressed_enter.connect(lambda: self.row_opened.emit(self.table.currentIndex().row()))
        self.table.doubleClicked.connect(lambda index: self.row_opened.emit(index.row()))
        self.stop.clicked.connect(self.stop_asked)
        self.document.clicked.connect(self.document_asked)
        self.sheet.clicked.connect(lambda: self.choose_file("xlsx"))
        self.plain.clicked.connect(lambda: self.choose_file("csv"))
        keyed = {"Alt+X": self.sheet, "Alt+V": self.plain, "Alt+P": self.document}
        for name, button in self.filters.items():
            button.clicked.connect(lambda _checked=False, name=name: self.filter_turned.emit(name))
            keyed[FILTERS[name]] = button
        bind_keys(self, {key: button.click for key, button in keyed.items()})

    def render(self, state: RegistersState) -> None:  # type: ignore[override]
        """Show a state; a day that is being typed is left alone."""
        self._state = state
        self.list.show_kinds(state.titles, state.register)
        self.head.show_days(state.first, state.last, dict(state.problems))
        for name, words in _filter_words(state).items():
            self.filters[name].setText(words)
            self.filters[name].setAccessibleName(words)
            self.filters[name].updateGeometry()
            self.filters[name].setVisible(state.register != "helpdesk_register")
        self._count.setText(_counted(state))
        ready = state.counted and not state.making
        for button in (self.sheet, self.plain):
            button.setEnabled(ready)
        self.stop.setVisible(state.making)
        self._said.say(Said(state.said, state.tone))
        self._middle.setCurrentIndex(1 if state.counted and not state.rows else 0)

    def choose_file(self, ending: str) -> None:
        """Ask where the rows should be kept."""
        name = f"{self.suggest()}.{ending}"
        path, _kind = QFileDialog.getSaveFileName(self, _("Save as a file"), name, f"{ending.upper()} (*.{ending})")
        if path:
            self.save_asked.emit(path if path.endswith(f".{ending}") else f"{path}.{ending}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = ascii_digits(event.text())
        if event.key() == Qt.Key.Key_Escape:
            (self.stop_asked if self._state.making else self.left).emit()
        elif not self.list.choose(number):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()


def _hints() -> list[Run]:
    return [Run(_("Choose other days above, or another register with 1–5"), "ink2")]


def _filter_words(state: RegistersState) -> dict[str, str]:
    kinds = {"": _("all"), "citizen": _("Citizen"), "official": _("Official"), "copy": _("Copy")}
    channels = {
        "": _("all"),
        "walk_in": _("Walk-in"),
        "post": _("Post"),
        "email": _("E-mail"),
        "portal": _("Portal"),
        "phone": _("Phone"),
    }
    states = {"": _("all"), "pending": _("Pending")}
    return {
        "kind": _("Kind: {which}").format(which=kinds[state.kind]),
        "channel": _("Channel: {which}").format(which=channels[state.channel]),
        "state": _("State: {which}").format(which=states.get(state.state) or _(state_name(state.state))),
    }


def _counted(state: RegistersState) -> str:
    if state.making:
        return _("Being made… {percent}%").format(percent=i18n.digits(state.progress))
    if not state.counted:
        return _("Being counted…")
    return ngettext("{n} row", "{n} rows", state.rows).format(n=i18n.digits(state.rows))
