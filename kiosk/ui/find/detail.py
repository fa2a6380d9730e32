"""One application in full, to read: what it says, what happened, its papers.  What may be done with it stands at its foot."""

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.i18n import _, ascii_digits
from kiosk.ui import theme
from kiosk.ui.find.facts import Facts
from kiosk.ui.find.presenter import Opened
from kiosk.ui.find.preview import WIDE, Cards, scrolling
from kiosk.ui.follow.panel import ActsPanel
from kiosk.ui.follow.presenter import FollowState
from kiosk.ui.follow.sheet import ActSheet
from kiosk.ui.frame import scroll_around, scroll_within
from kiosk.ui.widgets import BigNumber, Button, FlowRow, Ground, Label, Paragraph, Rule, SideCard, StateTag
from kiosk.ui.widgets.cards import Facts as FactsGrid
from kiosk.ui.widgets.keys import bind_keys
from kiosk.ui.widgets.scrolled import scrolled

_LEAST = 170
"""What is seen of facts and acts at least, in pixels of the look; number and buttons stand around it."""


class Detail(QWidget):
    """Signals: `left()` Esc, `print_asked()`, `correct_asked()`, `void_asked()`, `answer_asked()`; `act_chosen(int)` by its digit, 0 the usual one.

    Who may not correct or void it reads why, beside the grey buttons.
    """

    left = Signal()
    print_asked = Signal()
    correct_asked = Signal()
    void_asked = Signal()
    answer_asked = Signal()
    act_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("find.detail")
        self.setAccessibleName(_("Application in full"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shown: Opened | None = None
        self.number = BigNumber("figure")
        self.tag = StateTag()
        self.cards = Cards()
        self.cards.who.hide()
        self._receipts = SideCard(_("Receipts on paper"), "receipt")
        self._receipt_words = Paragraph("")
        self._receipts.column.addWidget(self._receipt_words)
        self.cards.column.addWidget(self._receipts)
        self.acts = {
            "correct": self._act(_("Correct"), "Ctrl+E", "edit", self.correct_asked),
            "void": self._act(_("Void"), "Ctrl+Shift+B", "ban", self.void_asked),
        }
        self.answer = self._act(_("Answer and envelope"), "Ctrl+L", "mail", self.answer_asked)
        self._why = Paragraph("", "caption", "ink2")
        self._why.setObjectName("find.why")
        self.panel, self.sheet = ActsPanel(), ActSheet()
        self.panel.chosen.connect(self.act_chosen)
        self._middle = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sheet(), 1)
        row.addWidget(self._side())

    def _act(self, words: str, key: str, icon: str, asked: SignalInstance) -> Button:
        button = Button(words, key=key, icon=icon, small=True)
        button.setObjectName(f"find.{icon}")
        button.clicked.connect(asked)
        bind_keys(self, {key: button.click})
        return button

    def _sheet(self) -> Ground:
        sheet = Ground("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(theme.px(26), theme.px(14), theme.px(8), 0)
        column.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.addWidget(self.number, 1)
        head.addWidget(self.tag)
        head.addSpacing(theme.px(18))
        column.addLayout(head)
        self.area = scrolled(sideways=True)
        self.area.setObjectName("find.facts")
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self.area, 1)
        row.addWidget(self.panel)
        self._middle.setMinimumHeight(theme.px(_LEAST))
        self._middle.addWidget(both)
        self._middle.addWidget(self.sheet)
        column.addWidget(self._middle, 1)
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.px(8))
        below.addWidget(Rule())
        below.addWidget(self._foot())
        column.addWidget(self._below)
        return sheet

    def _foot(self) -> QWidget:
        back = Button(_("Back to the list"), key="Esc", icon="arrow-back-up", small=True)
        copy = Button(_("Copy of the receipt"), key="F8", icon="printer", small=True)
        back.clicked.connect(self.left)
        copy.clicked.connect(self.print_asked)
        row = FlowRow(10)
        for button in (back, copy, self.answer, *self.acts.values()):
            row.add(button)
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, theme.px(2), theme.px(18), theme.px(10))
        column.setSpacing(theme.px(4))
        column.addWidget(row)
        column.addWidget(self._why)
        return foot

    def _side(self) -> Ground:
        side = Ground("paper", "l")
        side.setFixedWidth(theme.px(WIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(theme.px(18), theme.px(16), theme.px(18), theme.px(16))
        self._told = scrolling(self.cards)
        column.addWidget(self._told, 1)
        return side

    def show_opened(self, opened: Opened) -> None:
        """Show an application."""
        if opened == self._shown:
            return
        self._shown = opened
        self.number.show_number(opened.number)
        self.tag.show_state(opened.tag.words, opened.tag.icon, opened.tag.tone)
        self.cards.show_card(opened.card)
        self.cards.who.hide()
        self._receipt_words.set_text("\n".join(opened.receipts))
        self._receipts.setVisible(bool(opened.receipts))
        self._show_acts(opened)
        self.area.setWidget(_facts(opened.facts))
        self.area.verticalScrollBar().setValue(0)

    def show_follow(self, state: FollowState) -> None:
        """Show what may be done with it, or the sheet of an act."""
        self.panel.render(state)
        self.sheet.render(state)
        page = int(state.sheet is not None)
        if page != self._middle.currentIndex():
            self._middle.setCurrentIndex(page)
            self._below.setVisible(not page)
            self.take_focus()

    @property
    def in_sheet(self) -> bool:
        """Whether the sheet of an act is being filled in."""
        return self._middle.currentIndex() == 1

    def take_focus(self) -> None:
        """Let the keys go to the application, or to the sheet that is open over it."""
        if self._middle.currentIndex():
            self.sheet.take_focus()
        elif self.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_acts(self, opened: Opened) -> None:
        for act, button in self.acts.items():
            why = opened.objections.get(act)
            button.setVisible(why is not None)
            button.setEnabled(not why)
            button.setAccessibleDescription(why or "")
        self.answer.setVisible(opened.by_post)
        self.answer.setEnabled(opened.by_post)
        why = " ".join(dict.fromkeys(why for why in opened.objections.values() if why))
        self._why.set_text(why)
        self._why.setVisible(bool(why))

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # back to the list, before Esc leaves the screen
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, page = theme.line_height("body"), self.area.viewport().height()
        steps = {Qt.Key.Key_Down: line, Qt.Key.Key_Up: -line, Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}
        if (step := steps.get(Qt.Key(event.key()))) is not None:
            self._scroll(step)
            return
        digit = ascii_digits(event.text())
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.act_chosen.emit(0)
        elif digit.isascii() and digit.isdigit() and digit != "0" and not event.isAutoRepeat():
            self.act_chosen.emit(int(digit))
        else:
            self._pass_on(event)

    def _scroll(self, pixels: int) -> None:
        """Move facts, acts and history; where all stand at their end, the page."""
        moved = [scroll_within(area, pixels) for area in (self.area, self.panel, self._told)]
        if not any(moved):
            scroll_around(self, pixels)

    def _pass_on(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)


def _facts(parts: tuple[Facts, ...]) -> QWidget:
    sheet = Ground("sheet")
    column = QVBoxLayout(sheet)
    column.setContentsMargins(0, 0, theme.px(18), theme.px(12))
    column.setSpacing(theme.px(4))
    for title, pairs in parts:
        column.addWidget(Label(title, strong=True))
        grid = FactsGrid()
        grid.show_facts([(name, value, False) for name, value in pairs])
        column.addWidget(grid)
        column.addSpacing(theme.px(8))
    column.addStretch(1)
    return sheet
