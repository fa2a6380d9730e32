"""One application in full, to read: what it says, what happened, its papers.  Acts hang on `acts`."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.find.facts import Facts
from kiosk.ui.find.presenter import Opened
from kiosk.ui.find.preview import WIDE, Cards
from kiosk.ui.widgets import BigNumber, Button, Ground, Label, Paragraph, Rule, SideCard, StateTag
from kiosk.ui.widgets.cards import Facts as FactsGrid


class Detail(QWidget):
    """Signals: `left()` Esc, `print_asked()`.

    `acts` is the row at the sheet's foot where whoever corrects or cancels puts a button.
    """

    left = Signal()
    print_asked = Signal()

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
        self.acts = QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sheet(), 1)
        row.addWidget(self._side())

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
        self.area = QScrollArea()
        self.area.setObjectName("find.facts")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.area, 1)
        column.addWidget(Rule())
        column.addLayout(self._foot())
        return sheet

    def _foot(self) -> QHBoxLayout:
        back = Button(_("Back to the list"), key="Esc", icon="arrow-back-up", small=True)
        copy = Button(_("Copy of the receipt"), key="F8", icon="printer", small=True)
        back.clicked.connect(self.left)
        copy.clicked.connect(self.print_asked)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, theme.px(2), theme.px(18), theme.px(10))
        foot.setSpacing(theme.px(10))
        foot.addWidget(back)
        foot.addWidget(copy)
        foot.addLayout(self.acts)
        foot.addStretch(1)
        return foot

    def _side(self) -> Ground:
        side = Ground("paper", "l")
        side.setFixedWidth(theme.px(WIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(theme.px(18), theme.px(16), theme.px(18), theme.px(16))
        column.addWidget(self.cards)
        column.addStretch(1)
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
        self.area.setWidget(_facts(opened.facts))
        self.area.verticalScrollBar().setValue(0)

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # back to the list, before Esc leaves the screen
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.area.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        if (step := steps.get(Qt.Key(event.key()))) is not None:
            bar.setValue(bar.value() + step)
            return
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
