"""The helpdesk strip: lies over any screen, which stays as it was."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import _, ascii_digits
from kiosk.ui import theme
from kiosk.ui.frame import Frame
from kiosk.ui.helpdesk.guide import Guide
from kiosk.ui.helpdesk.presenter import ANSWERS, HelpdeskState, answer_name
from kiosk.ui.widgets import BANGLA, Button, Chip, Field, IconLabel, KeyCap, Label, Paragraph
from kiosk.ui.widgets import paint as painting

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
ABOVE, BELOW = 48, 40
"""The bars of the window, which the strip leaves free."""


class HelpdeskStrip(QWidget):
    """Signals: `who_typed(str)`, `who_left()`, `topic_typed(str)`, `chosen(int)`, `moved(int)`,
    `answered(str)`, `logged()` Enter, `began()` Ctrl+Enter, `left()` Esc, `phoned()` Alt+P, `callback_typed(str)`.

    It lies between the bars of its parent window, over everything there; what is below is veiled.
    """  # noqa: D205 - the signals are the first line

    who_typed = Signal(str)
    who_left = Signal()
    topic_typed = Signal(str)
    chosen = Signal(int)
    moved = Signal(int)
    answered = Signal(str)
    logged = Signal()
    began = Signal()
    left = Signal()
    phoned = Signal()
    callback_typed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("helpdesk")
        self._fresh, self._window, self._above = 0, window, 0
        self.who = Field("who", _("Who"), badge="", hint=_("Mobile or name"))
        self.what = Field("what", _("Asks for"), badge=BANGLA)
        self.answers = _Answers()
        self.guide = Guide()
        self._summary = Paragraph("", "small")
        self.phone = Chip(_("By telephone"), key="Alt+P")
        self.phone.setObjectName("visit.phone")
        self.callback = Field("callback", _("Call on"), badge=BANGLA, hint=_("tomorrow, next Sunday, 25-11"))
        self._begin = Button(_("Begin an application"), key="Ctrl+Enter")
        self._log = Button(_("Write it down"), key="Enter", kind="primary")
        self._sheet = QWidget()
        self._lay_out()
        self._area = Frame(self._sheet)
        self._area.setParent(self)
        self._connect()
        window.installEventFilter(self)
        self._sheet.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(16))
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addSpacing(theme.px(8))
        column.addLayout(self._fields())
        column.addSpacing(theme.px(14))
        column.addWidget(self.guide)
        column.addSpacing(theme.px(14))
        column.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(IconLabel("headset", "ink", 24))
        row.addWidget(Label(_("Helpdesk visit"), "title", strong=True))
        row.addWidget(self.phone)
        row.addStretch(1)
        row.addWidget(Label(_("The application below stays as it was"), "caption", "ink2"))
        row.addWidget(KeyCap("Esc"))
        return row

    def _fields(self) -> QHBoxLayout:
        top = Qt.AlignmentFlag.AlignTop
        self.who.setFixedWidth(theme.px(190))
        self.what.setMinimumWidth(theme.px(170))  # so that English answers stay beside it at 1366
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        for field, share in ((self.who, 0), (self.what, 1)):
            row.addWidget(field.label, 0, top)
            row.addWidget(field, share, top)
        self.who.box.setToolTip("Alt+W")
        answer = Label(_("Answer"), "small", "ink2")
        answer.setFixedHeight(theme.px(44))
        answer.hide()  # the chips say so themselves, and there is no room to spare
        row.addWidget(self.answers, 0, top)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(self._summary, 1)
        self.callback.setFixedWidth(theme.px(170))
        row.addWidget(self.callback.label)
        row.addWidget(self.callback)
        row.addWidget(self._begin)
        row.addWidget(self._log)
        return row

    def _connect(self) -> None:
        self.who.edited.connect(self.who_typed)
        self.who.left.connect(self.who_left)
        self.what.edited.connect(self.topic_typed)
        self.who.advanced.connect(self.what.entry.setFocus)
        self.what.advanced.connect(self.logged)
        self.callback.edited.connect(self.callback_typed)
        self.callback.advanced.connect(self.logged)
        self.callback.retreated.connect(self.answers.focus_chosen)
        self.phone.clicked.connect(self.phoned)
        self.what.retreated.connect(self.who.entry.setFocus)
        for entry in (self.who.entry, self.what.entry, self.callback.entry):
            entry.key_first = self._key
        self.answers.key_first = self._key
        self.answers.answered.connect(self._answer)
        self.answers.advanced.connect(self.logged)
        self.answers.retreated.connect(self.what.entry.setFocus)
        self.guide.chosen.connect(self.chosen)
        self._begin.clicked.connect(self.began)
        self._log.clicked.connect(self.logged)

    def render(self, state: HelpdeskState) -> None:  # type: ignore[override]
        """Show a state; a new visit begins with what is asked: who asks, few are asked."""
        self.who.show_text(state.who)
        self.what.show_text(state.topic)
        self.who.show_problem(state.problem if state.problem_field == "who" else "")
        self.what.show_problem(state.problem if state.problem_field == "service" else "")
        self.answers.show_answer(state.answer)
        self.phone.setChecked(state.phone)
        self._show_callback(state)
        self.guide.show_state(state)
        self._summary.set_text(self._summary_words(state))
        for button in (self._begin, self._log):
            button.setEnabled(not state.busy)
        self._log.setText(_words_of(state.answer))
        self._log.updateGeometry()
        self._put_focus(state)
        if state.fresh != self._fresh:
            self._fresh = state.fresh
            self.what.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._place()

    def _show_callback(self, state: HelpdeskState) -> None:
        asked = state.answer == "callback"
        for part in (self.callback, self.callback.label):
            part.setVisible(asked)
        self.callback.show_text(state.callback)
        self.callback.show_problem(state.problem if state.problem_field == "callback" else "")

    def _put_focus(self, state: HelpdeskState) -> None:
        """A problem takes the hands to its field; an answer that is asked no more lets go of them."""
        fields = {"who": self.who, "service": self.what, "callback": self.callback}
        field = fields.get(state.problem_field)
        leaving = state.problem_field == "who" and state.answer != "callback"  # only said, on leaving the field
        if field is not None and field.isVisible() and not leaving and not self.who.entry.hasFocus():
            field.entry.setFocus()

    def _answer(self, answer: str) -> None:
        """Take an answer; the day of a callback may be changed at once."""
        self.answered.emit(answer)
        if answer == "callback":
            self.callback.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.callback.entry.selectAll()

    def _summary_words(self, state: HelpdeskState) -> str:
        if state.problem and not state.problem_field:
            return f"*{state.problem}*"
        if state.busy:
            return _("Writing…")
        return _("Will be written") + f": *{state.summary}*" if state.summary else ""

    def leave_above(self, tall: int) -> None:
        """Leave so much more free under the top bar, in device-independent pixels."""
        self._above = tall

    def open(self) -> None:
        """Lie down over the window."""
        self._place()
        self.show()
        self.raise_()
        self.what.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _place(self) -> None:
        above, below = theme.px(ABOVE) + self._above, theme.px(BELOW)
        self.setGeometry(QRect(0, above, self._window.width(), self._window.height() - above - below))
        tall = min(self._sheet.sizeHint().height(), self.height())
        self._area.setGeometry(0, 0, self.width(), tall)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        told = QEvent.Type.LayoutRequest if watched is self._sheet else QEvent.Type.Resize
        if event.type() == told and self.isVisible():
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Enter, Esc and the digits before the window's own shortcuts do."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _ours(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Keep Tab inside the strip: the form below is not to be typed into unseen."""
        stops: list[QWidget] = [self.who.entry, self.what.entry, self.answers.stop, self._begin, self._log]
        if self.callback.isVisible():
            stops.insert(3, self.callback.entry)
        here = next((n for n, stop in enumerate(stops) if stop.hasFocus()), -1)
        stops[(here + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        """Hear the keys of the whole strip; True when it was one of them."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if act := self._held(event):
            act()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in ENTER and control:
            self.began.emit()
        elif (
            event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            return False
        return True

    def _held(self, event: QKeyEvent) -> Callable[[], object] | None:
        """Return what a key with Alt does: a digit answers, P is the telephone, W asks who."""
        if not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return None
        if event.key() == Qt.Key.Key_P:
            return self.phoned.emit
        if event.key() == Qt.Key.Key_W:
            return self.who.entry.setFocus
        place = event.key() - Qt.Key.Key_1
        return partial(self._answer, ANSWERS[place]) if 0 <= place < len(ANSWERS) else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = theme.colour("paper")
        veil.setAlphaF(0.66)
        painter.fillRect(self.rect(), veil)
        sheet = self._area.geometry()
        painting.shadow(painter, sheet.adjusted(0, theme.px(20), 0, 0), radius=0)
        painter.fillRect(sheet, theme.colour("sheet"))
        painter.fillRect(QRect(0, sheet.bottom() - theme.px(3), sheet.width(), theme.px(4)), theme.colour("accent"))


def _ours(event: QKeyEvent) -> bool:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if event.modifiers() & Qt.KeyboardModifier.AltModifier:
        return event.key() in {Qt.Key.Key_P, Qt.Key.Key_W} or 0 <= event.key() - Qt.Key.Key_1 < len(ANSWERS)
    return event.key() == Qt.Key.Key_Escape or (event.key() in ENTER and control)


def _words_of(answer: str) -> str:
    """Return what Enter does."""
    words = {"slip": _("Print the slip, done"), "begun": _("Write it, begin"), "callback": _("Note it, done")}
    return words.get(answer, _("Write it down"))


class _Answers(QWidget):
    """The answers as chips; the chosen one takes the focus, ← → and digits choose, Enter goes on."""

    answered = Signal(str)
    advanced = Signal()
    retreated = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.key_first: Callable[[QKeyEvent], bool] = lambda _event: False
        self._chosen = 0
        self.chips = [
            Chip(answer_name(answer), key=str(number), focusable=True) for number, answer in enumerate(ANSWERS, 1)
        ]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(2), 0, theme.px(2))
        row.setSpacing(theme.px(6))
        row.addWidget(KeyCap("Alt"))
        for number, chip in enumerate(self.chips):
            chip.setObjectName(f"answer.{ANSWERS[number]}")
            chip.installEventFilter(self)
            chip.clicked.connect(lambda _checked=False, place=number: self.answered.emit(ANSWERS[place]))
            row.addWidget(chip)

    @property
    def stop(self) -> Chip:
        """The chip that Tab reaches."""
        return self.chips[self._chosen]

    def focus_chosen(self) -> None:
        self.stop.setFocus(Qt.FocusReason.TabFocusReason)

    def show_answer(self, answer: str) -> None:
        had_focus = any(chip.hasFocus() for chip in self.chips)
        self._chosen = ANSWERS.index(answer)
        for number, chip in enumerate(self.chips):
            chip.setChecked(number == self._chosen)
        if had_focus:
            self.focus_chosen()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.key_first(event) or self._hear(event)
        return False

    def _hear(self, event: QKeyEvent) -> bool:
        number = ascii_digits(event.text())
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if event.key() in ENTER:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.retreated if back else self.advanced).emit()
        elif step:
            self.answered.emit(ANSWERS[(self._chosen + step) % len(ANSWERS)])
        elif number.isascii() and number.isdigit() and 0 < int(number) <= len(ANSWERS):
            self.answered.emit(ANSWERS[int(number) - 1])
        else:
            return False
        return True
