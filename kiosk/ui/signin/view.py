"""Sign in and lock: left the office and the time, right who sits here."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.signin.cover import BarRule, ClockFace, Cover
from kiosk.ui.signin.people import PeopleList
from kiosk.ui.signin.presenter import SignInState
from kiosk.ui.widgets import LATIN, Button, Field, Ground, IconLabel, Label, Rule, Run, RunsLabel
from kiosk.ui.widgets.keys import bind_keys

SHEET = 560


class SignInView(QWidget):
    """Signals: `chosen(int)` a row of the people, `submitted(str)` a password, `practice_asked()`."""

    chosen = Signal(int)
    submitted = Signal(str)
    practice_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("signin")
        self._state = SignInState()
        self._cover = Cover()
        self._clock = ClockFace()
        self._day = Label("", "page", "on-bar")
        self._bangla_day = Label("", "body", "on-bar2")
        self._why = Label("", "body", "on-bar2")
        self._kept = Label("", "body", "on-bar", strong=True, wrap=True)
        self.people = PeopleList()
        self.password = Field("password", _("Password"), badge=LATIN)
        self.button = Button(_("Open"), key="Enter", kind="primary")
        self._note = Label("", "caption", "ink2", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._cover, 1)
        row.addWidget(self._sheet())
        self._fill_cover()
        self._connect()

    def _fill_cover(self) -> None:
        self._cover.middle.setSpacing(theme.px(2))
        for part in (self._clock, self._day, self._bangla_day):
            self._cover.middle.addWidget(part)
        line = QHBoxLayout()
        line.setSpacing(theme.px(12))
        line.addWidget(IconLabel("lock", "on-bar2", 17))
        line.addWidget(self._why, 1)
        self._cover.foot.setSpacing(theme.px(4))
        self._cover.foot.addWidget(BarRule())
        self._cover.foot.addSpacing(theme.px(10))
        self._cover.foot.addLayout(line)
        self._cover.foot.addWidget(self._kept)

    def _sheet(self) -> QWidget:
        sheet = Ground("sheet")
        sheet.setFixedWidth(theme.px(SHEET))
        column = QVBoxLayout(sheet)
        column.setContentsMargins(theme.px(60), theme.px(48), theme.px(60), 0)
        column.setSpacing(0)
        column.addWidget(Label(_("Who sits here?"), "title", strong=True))
        column.addSpacing(theme.px(8))
        column.addWidget(_Cards(self.people))
        column.addSpacing(theme.px(14))
        column.addWidget(Label(_("Password"), "title", strong=True))
        column.addSpacing(theme.px(8))
        column.addLayout(self._password_row())
        column.addSpacing(theme.px(10))
        column.addWidget(self._note)
        column.addStretch(1)
        column.addWidget(Rule())
        column.addWidget(self._foot())
        return sheet

    def _password_row(self) -> QHBoxLayout:
        self.password.entry.setEchoMode(QLineEdit.EchoMode.Password)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.password, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(theme.px(60))
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        other = [Run(_("Someone else?") + " ", "ink2", "caption"), Run("Alt+N", key=True)]
        up_down = [Run("↑", key=True), Run(" "), Run("↓", key=True), Run(" " + _("to choose"), "ink2", "caption")]
        row.addWidget(RunsLabel(other))
        row.addStretch(1)
        practice = [Run(_("Practice") + " ", "ink2", "caption"), Run("Alt+P", key=True)]
        row.addWidget(RunsLabel(practice))
        row.addStretch(1)
        row.addWidget(RunsLabel(up_down))
        return foot

    def _connect(self) -> None:
        self.people.chosen.connect(self.chosen)
        self.people.advanced.connect(self.focus_password)
        self.password.entry.key_first = self.people.step
        self.password.advanced.connect(self._submit)
        self.button.clicked.connect(self._submit)
        bind_keys(self, {"Alt+N": self.people.focus_chosen, "Alt+P": self.practice_asked})

    def render(self, state: SignInState) -> None:  # type: ignore[override]
        """Show a state; a person who was refused begins the password again."""
        fresh = self._state
        self._state = state
        self._cover.office.setText(state.office)
        self._cover.second.setText(state.counter)
        self._clock.show_time(state.clock)
        self._day.setText(state.day)
        self._bangla_day.setText(state.bangla_day)
        self._why.setText(state.why)
        self._kept.setText(state.kept)
        self._kept.setVisible(bool(state.kept))
        self.people.show_people(state.operators, state.chosen)
        self._render_password(state)
        if (state.problem or state.wait_s) and fresh.busy and not state.busy:
            self.password.entry.clear()
            self.focus_password()
        if len(fresh.operators) != len(state.operators) or (state.locked and not fresh.locked):
            self._first_focus()

    def _render_password(self, state: SignInState) -> None:
        slow = i18n.sentence("password.slow", seconds=state.wait_s) if state.wait_s else ""
        self.password.show_problem(slow or state.problem)
        self.button.setEnabled(bool(state.operators) and not (state.busy or state.wait_s))
        self._note.setText(_("One moment…") if state.busy else _("Forgotten? A supervisor can set a new one."))

    def focus_password(self) -> None:
        """Let the hands write the password."""
        self.password.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.password.entry.selectAll()

    def _first_focus(self) -> None:
        """Many people and nobody known: choose first; else the password at once."""
        if self.isVisible():
            self.password.entry.clear()
            if len(self._state.operators) > 1 and not self._state.locked:
                self.people.focus_chosen()
            else:
                self.focus_password()

    def _submit(self) -> None:
        self.submitted.emit(self.password.text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._first_focus()

    def hideEvent(self, event: QEvent) -> None:
        self.password.entry.clear()
        super().hideEvent(event)  # type: ignore[arg-type]


class _Cards(QScrollArea):
    """As tall as the cards, scrolled where the window is too low; leaves room for the focus ring."""

    def __init__(self, people: PeopleList) -> None:
        super().__init__()
        self.setProperty("bare", "true")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._holder = QWidget()
        inner = QVBoxLayout(self._holder)
        ring = theme.px(4)
        inner.setContentsMargins(0, ring, 0, ring)
        inner.addWidget(people)
        self.setWidget(self._holder)
        self._holder.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return self._holder.sizeHint()
