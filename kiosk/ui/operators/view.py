"""The people of the counter: the list, and beside it what is being done."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kiosk.domain.rights import ROLES
from kiosk.i18n import _, ascii_digits
from kiosk.ui import theme
from kiosk.ui.operators.presenter import Act, OperatorsState, PersonRow
from kiosk.ui.signin.presenter import role_name
from kiosk.ui.widgets import BANGLA, LATIN, Button, Chip, Field, Ground, Label, Paragraph, SideCard
from kiosk.ui.widgets.keys import bind_keys
from kiosk.ui.widgets.sheet_table import Cell, SheetTable

SIDE, LABEL = 440, 92


class OperatorsView(QWidget):
    """Signals: `chosen(int)` a row, `begun(str)` an act, `changed(str, str)` a field, `confirmed()`,
    `act_left()`, `left()` Esc, `shown()`.
    """  # noqa: D205 - the signals are the first line

    chosen = Signal(int)
    begun = Signal(str)
    changed = Signal(str, str)
    confirmed = Signal()
    act_left = Signal()
    left = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("operators")
        self._state = OperatorsState()
        self.table = SheetTable((_("Name"), _("Login"), _("Role"), _("State")), wide=0)
        self.table.setAccessibleName(_("People of this counter"))
        self.acts = _Acts()
        self.form = _PersonCard()
        self._said = Paragraph("", "small", "ok")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sheet(), 1)
        row.addWidget(self._side())
        self._connect()

    def _sheet(self) -> Ground:
        sheet = Ground("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(14))
        column.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.addWidget(Label(_("People"), "page", strong=True), 1)
        back = Button(_("Back"), key="Esc", small=True)
        back.clicked.connect(self.left)
        head.addWidget(back)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(Label(_("A closed person cannot sign in; their earlier work stays."), "caption", "ink2"))
        return sheet

    def _side(self) -> Ground:
        side = Ground("paper", "l")
        side.setFixedWidth(theme.px(SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(theme.px(16), theme.px(16), theme.px(16), theme.px(16))
        column.setSpacing(theme.px(12))
        column.addWidget(self.form)
        column.addWidget(self.acts)
        column.addWidget(self._said)
        column.addStretch(1)
        return side

    def _connect(self) -> None:
        self.table.chosen.connect(self.chosen)
        self.acts.begun.connect(self.begun)
        self.form.changed.connect(self.changed)
        self.form.confirmed.connect(self.confirmed)
        self.form.left.connect(self.act_left)
        keyed = {"Ctrl+N": Act.ADD, "Ctrl+E": Act.RENAME, "Ctrl+P": Act.RESET, "Ctrl+Del": Act.CLOSE}
        bind_keys(self, {key: partial(self.begun.emit, act.value) for key, act in keyed.items()})

    def render(self, state: OperatorsState) -> None:  # type: ignore[override]
        """Show a state; the hands go to the act's first field, and back to the list when it is over."""
        before, self._state = self._state, state
        self.table.show_rows([_cells(row) for row in state.rows], state.chosen)
        person = state.rows[state.chosen] if state.rows else None
        self.acts.setVisible(state.act is Act.NONE)
        self.acts.show_person(person, allowed=state.allowed)
        self.form.show_state(state, person)
        self._said.set_text(f"*{state.said}*" if state.said else "")
        if state.act is not before.act:
            self.form.begin() if state.act else self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            (self.act_left if self._state.act else self.left).emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _cells(row: PersonRow) -> tuple[Cell, ...]:
    name = row.name + " · " + _("you") if row.me else row.name
    role = "ink" if row.active else "mute"
    state = Cell(_("works"), icon="check", tone="ok") if row.active else Cell(_("closed"), icon="ban", tone="plain")
    return Cell(name, bold=row.me, role=role), Cell(row.login, role=role), Cell(row.role, role=role), state


class _Acts(SideCard):
    """What may be done with the chosen person.  Signals: `begun(str)`."""

    begun = Signal(str)

    def __init__(self) -> None:
        super().__init__("", "user")
        self._hint = Paragraph("", "small", "ink2")
        self.column.addWidget(self._hint)
        self.column.addSpacing(theme.px(8))
        self.buttons = {
            Act.RENAME: Button(_("Change the name"), key="Ctrl+E", icon="edit", small=True),
            Act.RESET: Button(_("New password"), key="Ctrl+P", icon="lock", small=True),
            Act.CLOSE: Button(_("Close"), key="Ctrl+Del", icon="ban", kind="danger", small=True),
            Act.ADD: Button(_("Add a person"), key="Ctrl+N", icon="user-check", kind="primary"),
        }
        for act, button in self.buttons.items():
            button.setObjectName(f"act.{act}")
            button.clicked.connect(lambda _checked=False, act=act: self.begun.emit(act.value))
            self.column.addWidget(button)
            self.column.addSpacing(theme.px(8))

    def show_person(self, person: PersonRow | None, *, allowed: bool) -> None:
        self.title.setText(person.name if person else _("Nobody yet"))
        active = person is not None and person.active
        if not allowed:
            self._hint.set_text(_("A supervisor or administrator changes people."))
        elif person:
            self._hint.set_text(f"{person.role} · {person.login}")
        for act, button in self.buttons.items():
            button.setVisible(allowed)
            button.setEnabled(act is Act.ADD or active)


class _PersonCard(SideCard):
    """What the act asks.  Signals: `changed(str, str)`, `confirmed()`, `left()`."""

    changed = Signal(str, str)
    confirmed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__("", "edit")
        self.title.setWordWrap(True)
        self._about = Paragraph("", "small", "ink2")
        self._whole = Paragraph("", "small", "bad")
        self.fields = {
            "name": Field("person.name", _("Name"), badge=BANGLA),
            "login": Field("person.login", _("Login"), badge=LATIN, hint=_("for example shahana")),
            "password": Field("person.password", _("Password"), badge="", hint=_("at least 12 letters or digits")),
            "again": Field("person.again", _("Once more"), badge=""),
        }
        self.roles = _Roles()
        self.yes = Button("", key="Ctrl+Enter", kind="primary", small=True)
        self.close_ = Button(_("Close"), key="Ctrl+Enter", kind="danger", small=True)
        self._no = Button(_("Back"), key="Esc", small=True)
        self._fill()
        self.hide()

    def _fill(self) -> None:
        self.column.addWidget(self._about)
        for name, field in self.fields.items():
            if name in {"password", "again"}:
                field.entry.setEchoMode(QLineEdit.EchoMode.Password)
            self.column.addLayout(_beside(field))
            self.column.addSpacing(theme.px(7))
            field.edited.connect(lambda text, name=name: self.changed.emit(name, text))
            field.advanced.connect(lambda name=name: self._advance(name))
            field.entry.key_first = self._key
            if name == "login":
                self.column.addWidget(self.roles)
                self.column.addSpacing(theme.px(9))
        self.column.addWidget(self._whole)
        self.column.addSpacing(theme.px(10))
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(self.yes)
        row.addWidget(self.close_)
        row.addWidget(self._no)
        row.addStretch(1)
        self.column.addLayout(row)
        self.roles.chosen.connect(lambda role: self.changed.emit("role", role))
        self.roles.advanced.connect(self.fields["password"].entry.setFocus)
        self.yes.clicked.connect(self.confirmed)
        self.close_.clicked.connect(self.confirmed)
        self._no.clicked.connect(self.left)

    def _advance(self, name: str) -> None:
        shown = [one for one, field in self.fields.items() if not field.isHidden()]
        place = shown.index(name)
        if name == "login":
            self.roles.focus_chosen()
        elif place + 1 < len(shown):
            self.fields[shown[place + 1]].entry.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.confirmed.emit()

    def _key(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and control:
            self.confirmed.emit()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def show_state(self, state: OperatorsState, person: PersonRow | None) -> None:
        self.setVisible(state.act is not Act.NONE)
        if state.act is Act.NONE:
            return
        title, about, yes = _words(state.act, person.name if person else "")
        self.title.setText(title)
        self._about.set_text(about)
        self.yes.setText(yes)
        self.yes.updateGeometry()
        self.yes.setEnabled(not state.busy)
        self.close_.setEnabled(not state.busy)
        self.yes.setVisible(state.act is not Act.CLOSE)
        self.close_.setVisible(state.act is Act.CLOSE)
        for name, field in self.fields.items():
            shown = name in _ASKED[state.act]
            field.setVisible(shown)
            field.label.setVisible(shown)
            field.show_text(getattr(state.form, name))
            field.show_problem(state.problems.get(name, ""))
        self.roles.setVisible(state.act is Act.ADD)
        self.roles.show_role(state.form.role)
        rest = [text for name, text in state.problems.items() if name not in _ASKED[state.act]]
        self._whole.set_text(" ".join(rest))
        self._whole.setVisible(bool(rest))

    def begin(self) -> None:
        """Let the hands begin."""
        shown = [field for field in self.fields.values() if not field.isHidden()]
        if shown:
            shown[0].entry.setFocus(Qt.FocusReason.OtherFocusReason)
            shown[0].entry.selectAll()
        else:
            self._no.setFocus(Qt.FocusReason.OtherFocusReason)


def _beside(field: Field) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    field.label.setFixedWidth(theme.px(LABEL))
    row.addWidget(field.label, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return row


_ASKED = {
    Act.ADD: {"name", "login", "password", "again"},
    Act.RENAME: {"name"},
    Act.RESET: {"password", "again"},
    Act.CLOSE: set[str](),
}


def _words(act: Act, name: str) -> tuple[str, str, str]:
    """Return the title, what it means, and the word on the button."""
    words = {
        Act.ADD: (_("Add a person"), _("They sign in with this password and may be given a new one."), _("Add")),
        Act.RENAME: (_("Change the name"), _("Receipts printed before keep the old name."), _("Change")),
        Act.RESET: (_("New password for {name}"), _("The old one stops at once."), _("Change")),
        Act.CLOSE: (_("Close {name}?"), _("They can no longer sign in. Their earlier work stays."), _("Close")),
    }
    title, about, yes = words[act]
    return title.format(name=name), about, yes


class _Roles(QWidget):
    """The roles as chips, two in a row; ← → and digits choose.  Signals: `chosen(str)`, `advanced()`."""

    chosen = Signal(str)
    advanced = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._role = ROLES[0]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.chips = {role: Chip(role_name(role), key=str(number)) for number, role in enumerate(ROLES, 1)}
        for pair in (ROLES[:2], ROLES[2:]):
            row = QHBoxLayout()
            row.setSpacing(theme.px(6))
            for role in pair:
                self.chips[role].clicked.connect(lambda _checked=False, role=role: self._choose(role))
                row.addWidget(self.chips[role])
            row.addStretch(1)
            column.addLayout(row)

    halo_radius = 8

    def show_role(self, role: str) -> None:
        self._role = role
        for one, chip in self.chips.items():
            chip.setChecked(one == role)

    def focus_chosen(self) -> None:
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, role: str) -> None:
        self.show_role(self._role)
        self.chosen.emit(role)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        number = ascii_digits(event.text())
        if step:
            self._choose(ROLES[(ROLES.index(self._role) + step) % len(ROLES)])
        elif number.isascii() and number.isdigit() and 0 < int(number) <= len(ROLES):
            self._choose(ROLES[int(number) - 1])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.advanced.emit()
        else:
            super().keyPressEvent(event)
