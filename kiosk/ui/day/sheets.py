"""What lies over the list: who takes over, the colleague's password, an outage, the slip of the closed day."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _, ascii_digits
from kiosk.ui import theme
from kiosk.ui.day.presenter import SHIFT, DayState
from kiosk.ui.day.words import outage_name
from kiosk.ui.settings.printer_view import PaperPicture
from kiosk.ui.widgets import DIGITS, LATIN, Button, Chip, ChipsField, Field, Label, Paragraph
from kiosk.ui.widgets.scrolled import scrolled

_LABEL = 150


class PeoplePage(QWidget):
    """Signals: `picked(int)` a colleague by their digit; `confirmed(str)` their password; `left()` Esc."""

    picked = Signal(int)
    confirmed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("day.people")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._people: tuple[tuple[str, str], ...] | None = None
        self._title = Label("", "title", strong=True)
        self._words = Paragraph("", "small", "ink2")
        self.chips: list[Chip] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(8))
        self.password = Field("day.password", _("Password"), badge=LATIN)
        self.password.entry.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaximumWidth(theme.px(420))
        self.password.advanced.connect(lambda: self.confirmed.emit(self.password.text))
        self.password.entry.holds_escape = lambda: True
        self.password.entry.key_first = self._key
        self._said = Paragraph("", "small", "bad")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.setSpacing(theme.px(10))
        for part in (self._title, self._words):
            column.addWidget(part)
        column.addLayout(self._list)
        column.addWidget(self.password.label)
        column.addWidget(self.password)
        column.addWidget(self._said)
        column.addStretch(1)

    def render(self, state: DayState) -> None:  # type: ignore[override]
        """Show the colleagues; of a shift, the chosen one's password."""
        shift = state.page == SHIFT
        self._title.setText(_("Who gets the counter?") if shift else _("Who takes over what is left?"))
        self.setAccessibleName(self._title.text())
        words = _("Choose the colleague, then they write their password. What is left goes with the counter.")
        taking = _("The day is closed at once, and the slip says who has each thing now.")
        nobody = _("There is no colleague here yet. The administrator adds people with Ctrl+Shift+O.")
        self._words.set_text((words if shift else taking) if state.people else nobody)
        if state.people != self._people:
            self._fill(state.people)
        for chip, (login, _name) in zip(self.chips, state.people, strict=False):
            chip.setChecked(login == state.taker)
        asks = shift and bool(state.taker)
        came = asks and self.password.isHidden()
        self.password.setVisible(asks)
        self.password.label.setVisible(asks)
        problem = " ".join(state.problems.values())
        self.password.show_problem(problem if asks else "")
        self._said.set_text("" if asks else problem)
        if came:
            self.password.show_text("")
            self.password.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, people: tuple[tuple[str, str], ...]) -> None:
        self._people = people
        for old in self.chips:
            old.hide()
            old.deleteLater()
        self.chips = [Chip(name, key=str(place)) for place, (_login, name) in enumerate(people, 1)]
        for place, chip in enumerate(self.chips, 1):
            chip.clicked.connect(lambda _on=False, place=place: self.picked.emit(place))
            self._list.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)

    def take_focus(self) -> None:
        """Let digits be heard."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = ascii_digits(event.text())
        if digit.isascii() and digit.isdigit() and digit != "0" and not event.isAutoRepeat():
            self.picked.emit(int(digit))
        else:
            super().keyPressEvent(event)


class OutagePage(QWidget):
    """Signals: `edited(str, str)`, `saved()`, `left()`."""

    edited = Signal(str, str)
    saved = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("day.outage")
        self.setAccessibleName(_("An outage"))
        kinds = tuple((what, outage_name(what)) for what in ("line", "power", "printer"))
        self.what = ChipsField("day.what", _("What was gone"), kinds)
        self.since = Field("day.since", _("Gone from"), badge=DIGITS, hint=i18n.digits("14:05"))
        self.until = Field("day.until", _("Until"), badge=DIGITS, hint=_("empty while it lasts"))
        self.note = Field("day.note", _("Note"))
        self.save = Button(_("Write down"), key="Ctrl+Enter", kind="primary")
        self.save.clicked.connect(self.saved)
        self._said = Paragraph("", "small", "bad")
        self.parts: dict[str, ChipsField | Field] = {
            "what": self.what, "since": self.since, "until": self.until, "note": self.note,
        }  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(Label(_("An outage"), "title", strong=True))
        order = list(self.parts)
        for place, (name, part) in enumerate(self.parts.items()):
            row = QHBoxLayout()
            part.label.setFixedWidth(theme.px(_LABEL))
            row.addWidget(part.label, 0, Qt.AlignmentFlag.AlignTop)
            if isinstance(part, ChipsField):
                row.addWidget(part, 1, Qt.AlignmentFlag.AlignLeft)
            else:
                row.addWidget(part, 1)
            column.addLayout(row)
            part.edited.connect(lambda text, name=name: self.edited.emit(name, text))
            part.advanced.connect(lambda place=place: self._on(order, place + 1))
            part.retreated.connect(lambda place=place: self._on(order, place - 1))
            if isinstance(part, Field):
                part.entry.holds_escape = lambda: True
                part.entry.key_first = self._key
        column.addWidget(self._said)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def render(self, state: DayState) -> None:  # type: ignore[override]
        """Show what was typed."""
        for name, part in self.parts.items():
            part.show_text(state.values.get(name, ""))
            part.show_problem(state.problems.get(name, ""))
        self._said.set_text(" ".join(said for name, said in state.problems.items() if name not in self.parts))

    def take_focus(self) -> None:
        """Begin with what was gone."""
        self.what.target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on(self, order: list[str], place: int) -> None:
        if place >= len(order):
            self.save.setFocus(Qt.FocusReason.TabFocusReason)
        elif place >= 0:
            part = self.parts[order[place]]
            (part.entry if isinstance(part, Field) else part.target).setFocus(Qt.FocusReason.TabFocusReason)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False


class SlipPage(QWidget):
    """The slip of the closed day, as it is printed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("day.slip")
        self.setAccessibleName(_("Slip of the day"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.paper = PaperPicture()
        self.area = scrolled(self.paper, sideways=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.setSpacing(theme.px(8))
        words = _("Print it with F8 if it did not come out, sign it, and file it.")
        column.addWidget(Paragraph(words, "small", "ink2"))
        column.addWidget(self.area, 1)

    def render(self, state: DayState) -> None:  # type: ignore[override]
        """Show the slip."""
        self.paper.show_picture(state.slip)

    def take_focus(self) -> None:
        """Let the arrows turn it."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.area.verticalScrollBar()
        step = {
            Qt.Key.Key_Down: bar.singleStep() * 3,
            Qt.Key.Key_Up: -bar.singleStep() * 3,
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)
