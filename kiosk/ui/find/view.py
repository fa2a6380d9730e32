"""Find (F3): the box, what it finds, and the chosen row beside it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.i18n import _, ascii_digits
from kiosk.ui import theme
from kiosk.ui.find.detail import Detail
from kiosk.ui.find.presenter import FindState
from kiosk.ui.find.preview import Side
from kiosk.ui.find.rows import FoundList
from kiosk.ui.find.slip_band import SlipBand
from kiosk.ui.find.words import SHOWN
from kiosk.ui.widgets import LATIN, EmptyState, Field, Ground, IconLabel, Label, Paragraph, Run, RunsLabel
from kiosk.ui.widgets.keys import bind_keys

_BOX, _LEAST = 60, 560


class FindView(QWidget):
    """Signals: `typed(str)`, `chosen(int)` a row, `opened(int)` a row, `print_asked()`,
    `back_asked()` from the application to the list, `correct_asked()`, `void_asked()`, `answer_asked()`, `left()` Esc, `shown()`.
    """  # noqa: D205 - the signals are the first line

    typed = Signal(str)
    chosen = Signal(int)
    opened = Signal(int)
    print_asked = Signal()
    back_asked = Signal()
    correct_asked = Signal()
    void_asked = Signal()
    answer_asked = Signal()
    left = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find")
        self._state = FindState()
        self._in_list = False
        self.box = Field("find", _("Find"), badge=LATIN)
        self.list = FoundList(_("Found"))
        self.side = Side()
        self.detail = Detail()
        self._told = Label("", "caption", "ink2")
        self._said = Paragraph("", "caption", "bad")
        self._middle = QStackedWidget()
        self._whole = QStackedWidget()
        self._whole.addWidget(self._searching())
        self._whole.addWidget(self.detail)
        self.slip = SlipBand()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.slip)
        column.addWidget(self._whole, 1)
        self._connect()

    # ------------------------------------------------------------------ building

    def _searching(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sheet(), 1)
        row.addWidget(self.side)
        return page

    def _sheet(self) -> Ground:
        sheet = Ground("sheet")
        sheet.setMinimumWidth(theme.px(_LEAST))
        self._middle.setMinimumHeight(theme.px(200))
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, theme.px(18), 0, 0)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.px(26), 0, theme.px(26), 0)
        inner.setSpacing(theme.px(4))
        self._dress_box()
        inner.addWidget(self.box)
        inner.addLayout(self._below())
        self._said.hide()
        inner.addWidget(self._said)
        self._middle.addWidget(self.list)
        self._middle.addWidget(EmptyState("search", _("Type anything you know of it"), _hints()))
        self._middle.addWidget(
            EmptyState("search-off", _("Nothing was found"), [*_new_hint()]),
        )
        inner.addWidget(self._middle, 1)
        column.addLayout(inner, 1)
        column.addWidget(self._foot())
        return sheet

    def _dress_box(self) -> None:
        entry = self.box.entry
        self.box.label.hide()
        self.box.box.setFixedHeight(theme.px(_BOX))
        entry.setFont(theme.font("page"))
        entry.setTextMargins(theme.px(38), 2, 0, 0)
        icon = IconLabel("search", "accent", 24)
        icon.setParent(self.box.box)
        icon.move(theme.px(18), theme.px((_BOX - 24) / 2))

    def _below(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.px(2), 0, 0)
        hint = _("Name, mobile, receive number, place, service, room or day – write it in Bangla or English")
        row.addWidget(Paragraph(hint, "caption", "ink2"), 1)
        row.addWidget(self._told)
        return row

    def _foot(self) -> Ground:
        foot = Ground("paper", "t")
        foot.setFixedHeight(theme.px(52))
        keys = [
            *(Run("↑", key=True), Run(" ", size="caption"), Run("↓", key=True), *_after(_("choose"))),
            *(Run("Enter", key=True), *_after(_("open"))),
            *(Run("F8", key=True), *_after(_("print a copy"))),
        ]
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(26), 0, theme.px(26), 0)
        row.addWidget(RunsLabel(keys), 1)
        row.addWidget(RunsLabel([*_after(_("Not among these?")), *_new_hint()]))
        return foot

    def _connect(self) -> None:
        entry = self.box.entry
        self.box.edited.connect(self._on_typed)
        entry.key_first = self._key
        entry.holds_escape = lambda: self._in_list or bool(entry.text())
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(self.opened)
        self.side.open_asked.connect(lambda: self.opened.emit(self._state.chosen))
        self.side.print_asked.connect(self.print_asked)
        self.detail.print_asked.connect(self.print_asked)
        self.detail.left.connect(self.back_asked)
        self.detail.correct_asked.connect(self.correct_asked)
        self.detail.void_asked.connect(self.void_asked)
        self.detail.answer_asked.connect(self.answer_asked)
        bind_keys(self, {f"Alt+{place + 1}": partial(self._open, place) for place in range(SHOWN)})

    # ------------------------------------------------------------------ showing

    def render(self, state: FindState) -> None:  # type: ignore[override]
        """Show a state."""
        self._state = state
        self.box.show_text(state.text)
        if state.slip is not None:
            self.box.entry.selectAll()  # it came from a scanner: nobody goes on typing in it
        self.slip.show_slip(state.slip)
        self._told.setText(state.told)
        self.list.show_rows(state.rows, state.chosen)
        self.side.show_card(state.card)
        said = state.problem or state.behind
        self._said.set_text(said)
        self._said.setVisible(bool(said))
        self._middle.setCurrentIndex(0 if state.rows else 2 if state.looked else 1)
        if state.opened is not None:
            self.detail.show_opened(state.opened)
        self._show_page(1 if state.opened is not None else 0)

    def _show_page(self, page: int) -> None:
        if self._whole.currentIndex() != page:
            self._whole.setCurrentIndex(page)
            self.take_focus()

    @property
    def answered(self) -> str:
        """The text that the rows answer; another one may have been typed since."""
        return self._state.text

    def take_focus(self) -> None:
        """Let the keys go to the box, or to the application that is open."""
        if not self.isVisible():
            return
        if self._whole.currentIndex():
            self.detail.take_focus()
        else:
            self.box.entry.setFocus(Qt.FocusReason.OtherFocusReason)
            self.box.entry.selectAll()  # the next one is looked for; an arrow goes into the old text

    def begin_anew(self) -> None:
        """Go to the box, away from an application that lies over the list; a sheet half filled in stays."""
        if self._state.opened is not None and not self.detail.in_sheet:
            self.back_asked.emit()
        self.take_focus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()
        self.take_focus()

    # ------------------------------------------------------------------ keys

    def _on_typed(self, text: str) -> None:
        self._in_list = False
        self.typed.emit(text)

    def _key(self, event: QKeyEvent) -> bool:
        """Hear a key of the box; True when it was the list's."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape:
            return self._escape()
        if held or not self._state.rows:
            return False
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._move(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self._state.chosen)
            return True
        return self._in_list and self._digit(event)

    def _move(self, step: int) -> None:
        """Go through the rows; from then on a digit opens its row, until something is typed."""
        self._in_list = True
        place = min(max(self._state.chosen + step, 0), len(self._state.rows) - 1)
        self.chosen.emit(place)
        self.list.scrollTo(self.list.model().index(place, 0))

    def _digit(self, event: QKeyEvent) -> bool:
        digit = ascii_digits(event.text())
        if digit.isascii() and digit.isdigit() and 0 < int(digit) <= min(SHOWN, len(self._state.rows)):
            self._open(int(digit) - 1)
            return True
        self._in_list = False
        return False

    def _open(self, place: int) -> None:
        if self._whole.currentIndex() == 0:
            self._in_list = False
            self.opened.emit(place)

    def _escape(self) -> bool:
        """Leave the list, then empty the box; only an empty box leaves the screen."""
        if self._in_list:
            self._in_list = False
            return True
        if self.box.text:
            self.box.entry.clear()
            self.typed.emit("")
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            (self.back_asked if self._whole.currentIndex() else self.left).emit()
            return
        super().keyPressEvent(event)


def _hints() -> list[Run]:
    examples = _("rohim soyna · 01712… · …000391-3 · khatian · yesterday")
    return [Run(examples, "ink2", "caption")]


def _new_hint() -> list[Run]:
    return [Run("F2", key=True), Run("  " + _("begin a new application"), size="caption", bold=True)]


def _after(words: str) -> list[Run]:
    """Return what a key does, with air before the next key."""
    return [Run(f"  {words}     ", "ink2", "caption")]
