"""The settings: two columns of cards, each line written as soon as it is left."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.frame import Frame
from kiosk.ui.settings.presenter import CHOICES, Said, SettingsState
from kiosk.ui.widgets import LATIN, Button, Chip, Field, Ground, IconLabel, Label, Paragraph, SideCard
from kiosk.ui.widgets.keys import bind_keys

LABEL = 126
_ICONS = {"ok": "check", "warn": "alert-triangle", "bad": "alert-circle", "plain": "info-circle"}


class SettingsView(QWidget):
    """Signals: `changed(str, object)` a setting, `printer_asked()`, `enrol_asked(str)`,
    `sync_asked()`, `backup_asked()`, `people_asked()`, `lock_asked()`, `finder_asked()` printers,
    `receipt_asked()` its form, `left()` Esc.
    """  # noqa: D205 - the signals are the first line

    changed = Signal(str, object)
    printer_asked = Signal()
    enrol_asked = Signal(str)
    sync_asked = Signal()
    backup_asked = Signal()
    people_asked = Signal()
    lock_asked = Signal()
    finder_asked = Signal()
    receipt_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.fields: dict[str, Field] = {}
        self.choices: dict[str, ChipRow] = {}
        self._said: dict[str, SaidLine] = {}
        self._keepers_only: list[QWidget] = []
        self._line = SaidLine()
        self._forbidden = Label(_("A supervisor or administrator changes this."), "caption", "ink2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scrolled())

    def _scrolled(self) -> QScrollArea:
        ground = Ground("paper")
        column = QVBoxLayout(ground)
        column.setContentsMargins(theme.px(28), theme.px(14), theme.px(28), theme.px(20))
        column.setSpacing(theme.px(12))
        column.addLayout(self._head())
        grid = QGridLayout()
        grid.setSpacing(theme.px(16))
        grid.addWidget(self._printer_card(), 0, 0)
        grid.addWidget(self._server_card(), 0, 1)
        grid.addWidget(self._look_card(), 1, 0)
        grid.addWidget(self._backup_card(), 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addStretch(1)
        return Frame(ground)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(Label(_("Settings"), "page", strong=True))
        row.addSpacing(theme.px(8))
        row.addWidget(Label(_("Each line is written as you leave it"), "caption", "ink2"), 1)
        for words, icon, signal in (
            (_("People"), "users", self.people_asked),
            (_("Lock"), "lock", self.lock_asked),
        ):
            button = Button(words, key={"users": "Ctrl+Shift+O", "lock": "F12"}[icon], icon=icon, small=True)
            button.clicked.connect(signal)
            row.addWidget(button)
        close = Button(_("Back"), key="Esc", small=True)
        close.clicked.connect(self.left)
        row.addWidget(close)
        return row

    def _printer_card(self) -> SideCard:
        card = SideCard(_("Printer"), "printer")
        card.column.addSpacing(theme.px(6))
        card.column.addLayout(self._text_row("printer_url", _("Address"), "tcp://192.0.2.10:9100"))
        ask = self._button(_("Ask the printer"), self.printer_asked)
        find = self._button(_("Find and test"), self.finder_asked, key="Alt+P")
        form = self._button(_("The receipt's form"), self.receipt_asked, key="Alt+R", keepers=True)
        return _finished(card, [ask, find, form], self._line_for("printer_url"))

    def _server_card(self) -> SideCard:
        card = SideCard(_("Central server"), "cloud-up")
        card.column.addSpacing(theme.px(6))
        card.column.addLayout(self._text_row("server_url", _("Address"), "https://", keepers=True))
        card.column.addWidget(self._line_for("server_url"))
        card.column.addSpacing(theme.px(8))
        code = self._field("code", _("One-time code"), _("from the administrator"))
        code.advanced.connect(lambda: self.enrol_asked.emit(code.text))
        self._keepers_only.append(code)
        card.column.addLayout(_labelled(code))
        enrol = self._button(_("Enrol"), lambda: self.enrol_asked.emit(code.text), keepers=True)
        sync = self._button(_("Send now"), self.sync_asked)
        made = _finished(card, [enrol, sync], self._line_for("code"))
        card.column.insertWidget(card.column.count() - 1, self._line)
        return made

    def _look_card(self) -> SideCard:
        card = SideCard(_("Screen"), "device-desktop")
        card.column.addSpacing(theme.px(6))
        words: dict[str, tuple[str, Sequence[str]]] = {
            "language": (_("Language"), ("বাংলা", "English")),
            "theme": (_("Colours"), (_("Light"), _("Dark"), _("High contrast"))),
            "scale": (_("Size"), (_("By the screen"), _("Normal"), _("Large"), _("Very large"))),
            "typing": (_("Bangla typing"), (_("Phonetic"), _("Probhat"), _("Of the computer"))),
            "idle_lock_minutes": (
                _("Lock after"),
                tuple(_("{n} min").format(n=i18n.digits(n)) for n in CHOICES["idle_lock_minutes"]),
            ),
        }
        for name, (label, options) in words.items():
            row = ChipRow(name, label, options)
            row.chosen.connect(lambda place, name=name: self.changed.emit(name, CHOICES[name][place]))
            self.choices[name] = row
            card.column.addWidget(row)
            card.column.addSpacing(theme.px(7))
        card.column.addStretch(1)
        return card

    def _backup_card(self) -> SideCard:
        card = SideCard(_("Second place for backups"), "database")
        card.column.addSpacing(theme.px(6))
        card.column.addLayout(self._text_row("backup_dir", _("Folder"), "", keepers=True))
        choose = self._button(_("Choose a folder"), self._choose_folder, keepers=True)
        now = self._button(_("Back up now"), self.backup_asked)
        made = _finished(card, [choose, now], self._line_for("backup_dir"))
        self._forbidden.setContentsMargins(theme.px(LABEL + 12), 0, 0, 0)
        card.column.insertWidget(card.column.count() - 1, self._forbidden)
        note = Label(_("A backup is made by itself every 15 minutes of work."), "caption", "ink2", wrap=True)
        note.setContentsMargins(theme.px(LABEL + 12), 0, 0, 0)
        card.column.insertWidget(card.column.count() - 1, note)
        return made

    def _text_row(self, name: str, label: str, hint: str, *, keepers: bool = False) -> QHBoxLayout:
        field = self._field(name, label, hint)
        field.left.connect(lambda: self.changed.emit(name, field.text))
        field.advanced.connect(lambda: self.changed.emit(name, field.text))
        if keepers:
            self._keepers_only.append(field)
        return _labelled(field)

    def _field(self, name: str, label: str, hint: str) -> Field:
        field = Field(name, label, badge=LATIN, hint=hint)
        self.fields[name] = field
        return field

    def _button(
        self, words: str, act: Callable[[], object] | SignalInstance, *, key: str = "", keepers: bool = False
    ) -> Button:
        button = Button(words, key=key, small=True)
        button.clicked.connect(act)
        if key:
            bind_keys(self, {key: button.click})
        if keepers:
            self._keepers_only.append(button)
        return button

    def _line_for(self, name: str) -> "SaidLine":
        self._said[name] = SaidLine()
        return self._said[name]

    def render(self, state: SettingsState) -> None:  # type: ignore[override]
        """Show a state; a line that is being typed is left alone."""
        for name in ("printer_url", "server_url", "backup_dir"):
            field = self.fields[name]
            if not field.entry.hasFocus() and state.said.get(name, Said()).tone != "bad":
                field.show_text(getattr(state.settings, name))
        for name, field in self.fields.items():
            said = state.said.get(name, Said())
            field.show_problem(said.text if said.tone == "bad" else "")
        for name, line in self._said.items():
            said = state.said.get(name, Said())
            busy = Said(_("One moment…")) if name in state.busy else Said()
            line.say(busy if name in state.busy else Said() if said.tone == "bad" else said)
        for name, row in self.choices.items():
            row.show_chosen(
                CHOICES[name].index(value) if (value := getattr(state.settings, name)) in CHOICES[name] else -1
            )
        self._line.say(state.line)
        for widget in self._keepers_only:
            widget.setEnabled(state.keeper)
        self._forbidden.setVisible(not state.keeper)

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, _("Second place for backups"))
        if path:
            self.changed.emit("backup_dir", path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.focusWidget() or self.fields["printer_url"].entry).setFocus(Qt.FocusReason.OtherFocusReason)


def _labelled(field: Field) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(12))
    field.label.setFixedWidth(theme.px(LABEL))
    row.addWidget(field.label, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return row


def _finished(card: SideCard, buttons: list[Button], said: "SaidLine") -> SideCard:
    row = QHBoxLayout()
    row.setContentsMargins(theme.px(LABEL + 12), theme.px(8), 0, theme.px(4))
    row.setSpacing(theme.px(8))
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    card.column.addLayout(row)
    card.column.addWidget(said)
    card.column.addStretch(1)
    return card


class SaidLine(QWidget):
    """A sentence with its sign; hidden while there is nothing to say."""

    def __init__(self, indent: int = LABEL + 12) -> None:
        super().__init__()
        self._icon, self._words = IconLabel("check", "ok", 17), Paragraph("", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(indent), theme.px(4), 0, 0)
        row.setSpacing(theme.px(8))
        holder = QVBoxLayout()
        holder.setContentsMargins(0, theme.px(7), 0, 0)
        holder.addWidget(self._icon)
        holder.addStretch(1)
        row.addLayout(holder)
        row.addWidget(self._words, 1)
        self.hide()

    def say(self, said: Said) -> None:
        """Show a sentence."""
        self.setVisible(bool(said.text))
        if said.text:
            role = "ink2" if said.tone == "plain" else said.tone
            self._icon.show_icon(_ICONS[said.tone], role)
            self._words.set_text(said.text)

    @property
    def words(self) -> str:
        """What is said."""
        return self._words.accessibleName() if not self.isHidden() else ""


class ChipRow(QWidget):
    """A few to choose from; one stop for Tab, ← → choose.  Signals: `chosen(int)`."""

    chosen = Signal(int)

    def __init__(self, name: str, label: str, options: Sequence[str]) -> None:
        super().__init__()
        self._place = 0
        self.label = Label(label, "small", "ink2")
        self.label.setFixedWidth(theme.px(LABEL))
        self.chips = [Chip(words, focusable=True) for words in options]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(7))
        row.addWidget(self.label)
        row.addSpacing(theme.px(5))
        for place, chip in enumerate(self.chips):
            chip.setObjectName(f"{name}.{place}")
            chip.installEventFilter(self)
            chip.clicked.connect(lambda _checked=False, place=place: self._choose(place))
            row.addWidget(chip)
        row.addStretch(1)

    def show_chosen(self, place: int) -> None:
        """Show which is in force; -1 none of them."""
        self._place = place
        for number, chip in enumerate(self.chips):
            chip.setChecked(number == place)
            stop = number == max(place, 0)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)

    def _choose(self, place: int) -> None:
        self.show_chosen(place)
        self.chosen.emit(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.chips[max(self._place, 0)].setFocus(event.reason())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
            if step:
                place = (max(self._place, 0) + step) % len(self.chips)
                self.chips[place].setFocus(Qt.FocusReason.TabFocusReason)
                self._choose(place)
                return True
        return False
