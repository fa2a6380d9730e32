"""Day close (Ctrl+F9): what must reach zero, and beside it the day's figures."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _, ascii_digits
from kiosk.ui import theme
from kiosk.ui.day.cards import DayCards, remaining_words
from kiosk.ui.day.presenter import LIST, OUTAGE, SHIFT, SLIP, TAKE, DayState
from kiosk.ui.day.rows import DayRow
from kiosk.ui.day.sheets import OutagePage, PeoplePage, SlipPage
from kiosk.ui.day.words import LeftRow
from kiosk.ui.frame import scroll_around, scroll_within
from kiosk.ui.widgets import Button, Ground, Label, Paragraph
from kiosk.ui.widgets.keys import Act, bind_keys
from kiosk.ui.widgets.scrolled import scrolled


class DayView(QWidget):
    """Signals: `chosen(int)`, `went(int)` a row; `close_asked()`, `take_asked()`, `shift_asked()`, `outage_asked()`;
    `back_asked()` from what lies over the list; `left()` Esc; `shown()`, `hidden()`.
    """  # noqa: D205 - the signals are the first line

    chosen = Signal(int)
    went = Signal(int)
    close_asked = Signal()
    take_asked = Signal()
    shift_asked = Signal()
    outage_asked = Signal()
    back_asked = Signal()
    left = Signal()
    shown = Signal()
    hidden = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("day")
        self.setAccessibleName(_("End of the day"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._state = DayState()
        self._rows: tuple[LeftRow, ...] = ()
        self.rows: list[DayRow] = []
        self._title = Label(_("End of the day"), "page", strong=True)
        self._day = Label("", "body", "ink2")
        self._remaining = Label("", "body", "warn", strong=True)
        self._remaining.setObjectName("day.remaining")
        self._closed = Paragraph("", "small", "ok")
        self._closed.setObjectName("day.closed")
        self._said = Paragraph("", "small", "bad")
        self.people, self.outage, self.slip = PeoplePage(), OutagePage(), SlipPage()
        self._middle = QStackedWidget()
        self.cards = DayCards()
        self.take = Button(_("Hand over with what is left"), key="Ctrl+H")
        self.close_ = Button("", key="Ctrl+Enter", kind="primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sheet(), 1)
        row.addWidget(self.cards)
        self._connect()

    def _sheet(self) -> Ground:
        sheet = Ground("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, theme.px(14), 0, 0)
        column.setSpacing(theme.px(4))
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.px(24), 0, theme.px(24), 0)
        inner.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(self._title)
        head.addWidget(self._day, 1)
        head.addWidget(self._remaining)
        inner.addLayout(head)
        for words in (self._closed, self._said):
            words.hide()
            inner.addWidget(words)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(theme.px(4), theme.px(4), theme.px(4), theme.px(4))
        self._list.setSpacing(theme.px(8))
        holder = Ground("sheet")
        self._list.addStretch(1)
        holder.setLayout(self._list)
        self.area = scrolled(holder, sideways=True)
        for page in (self.area, self.people, self.outage, self.slip):
            self._middle.addWidget(page)
        inner.addWidget(self._middle, 1)
        column.addLayout(inner, 1)
        column.addWidget(self._foot())
        return sheet

    def _foot(self) -> Ground:
        foot = Ground("paper", "t")
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(24), theme.px(12), theme.px(24), theme.px(12))
        row.setSpacing(theme.px(12))
        words = _("The day may be closed with things left; then it is written who has each of them.")
        row.addWidget(Paragraph(words, "caption", "ink2"), 1)
        for button in (self.take, self.close_):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        return foot

    def _connect(self) -> None:
        self.take.clicked.connect(self.take_asked)
        self.close_.clicked.connect(self._on_close)
        self.cards.outage.clicked.connect(self.outage_asked)
        self.cards.shift.clicked.connect(self.shift_asked)
        for page in (self.people, self.outage):
            page.left.connect(self.back_asked)
        acts: dict[str, Act] = {"Ctrl+H": self.take.click, "Alt+U": self.outage_asked, "Ctrl+Enter": self._on_enter}
        bind_keys(self, acts, repeats=False)

    def _on_enter(self) -> None:
        if self._state.page == OUTAGE:
            self.outage.saved.emit()
        else:
            self._on_close()

    def _on_close(self) -> None:
        if self._state.page == LIST and not self._state.busy:
            self.close_asked.emit()

    # ------------------------------------------------------------------ showing

    def render(self, state: DayState) -> None:  # type: ignore[override]
        """Show a state."""
        before, self._state = self._state, state
        self._day.setText(state.day)
        self._remaining.setText(remaining_words(state) if state.day else "")
        self._remaining.set_tone("warn" if state.remaining else "ok")
        said = state.problems.get("", "") if state.page == LIST else ""
        self._said.set_text(said or " ".join(state.problems.values()) if state.page == LIST else "")
        self._said.setVisible(state.page == LIST and bool(state.problems))
        self._closed.set_text(state.closed)
        self._closed.setVisible(bool(state.closed))
        self._show_rows(state)
        self.cards.render(state)
        for page in (self.people, self.outage, self.slip):
            page.render(state)
        self._show_foot(state)
        place = {LIST: 0, TAKE: 1, SHIFT: 1, OUTAGE: 2, SLIP: 3}[state.page]
        if place != self._middle.currentIndex() or before.page != state.page:
            self._middle.setCurrentIndex(place)
            self.take_focus()

    def _show_foot(self, state: DayState) -> None:
        first = _("Close the day · first settle {n}").format(n=i18n.digits(state.remaining))
        words = first if state.remaining else _("Close the day")
        self.close_.setText(words)
        self.close_.setAccessibleName(words)
        self.close_.updateGeometry()
        self.close_.setEnabled(state.page == LIST and not state.busy and bool(state.day) and not state.remaining)
        self.take.setVisible(bool(state.remaining))
        self.take.setEnabled(state.page == LIST and not state.busy)

    def _show_rows(self, state: DayState) -> None:
        if state.rows != self._rows:
            self._rows = state.rows
            for old in self.rows:
                self._list.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.rows = [DayRow(row, str(place)) for place, row in enumerate(state.rows, 1)]
            for place, made in enumerate(self.rows):
                made.clicked.connect(lambda _on=False, place=place: self.went.emit(place))
                self._list.insertWidget(place, made)
        for place, made in enumerate(self.rows):
            made.show_current(place == state.chosen)

    def take_focus(self) -> None:
        """Let the keys go to what is on top."""
        if not self.isVisible():
            return
        page = self._middle.currentWidget()
        if isinstance(page, (PeoplePage, OutagePage, SlipPage)):
            page.take_focus()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride and self._state.page != LIST:
            event.accept()  # back to the list, before Esc leaves the screen
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, digit = event.key(), ascii_digits(event.text())
        if key == Qt.Key.Key_Escape:
            (self.left if self._state.page == LIST else self.back_asked).emit()
        elif self._state.page != LIST:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.chosen.emit(self._state.chosen + (1 if key == Qt.Key.Key_Down else -1))
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            pixels = self.cards.area.height() * (1 if key == Qt.Key.Key_PageDown else -1)
            if not scroll_within(self.cards.area, pixels):
                scroll_around(self, pixels)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.went.emit(self._state.chosen)
        elif digit.isascii() and digit.isdigit() and digit != "0":
            self.went.emit(int(digit) - 1)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()
        self.take_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hidden.emit()
