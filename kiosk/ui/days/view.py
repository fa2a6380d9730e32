"""The days' screen: left what is declared and what was, right the receipts whose day moved."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.days.presenter import HOLIDAY, WORKING, DaysState, MovedRow
from kiosk.ui.register.as_typed import group_date
from kiosk.ui.widgets import DIGITS, Button, Chip, EmptyState, Field, Ground, Label, Paragraph
from kiosk.ui.widgets.keys import bind_keys
from kiosk.ui.widgets.sheet_table import Cell, SheetTable

LIST = 480


class DaysView(QWidget):
    """Signals: `edited(str, str)` day, name or kind; `chosen(int)` a declared day; `declare_asked()`;
    `withdraw_asked()`; `shown()`; `left()` Esc.
    """  # noqa: D205 - the signals are the first line

    edited = Signal(str, str)
    chosen = Signal(int)
    declare_asked = Signal()
    withdraw_asked = Signal()
    shown = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("days")
        self.day = Field("days.day", _("Day"), badge=DIGITS, hint=i18n.digits("23-12-2026"))
        self.name = Field("days.name", _("Why"), hint=_("by order of the government"))
        self.kinds = {
            HOLIDAY: Chip(_("Holiday"), key="Alt+1", focusable=True),
            WORKING: Chip(_("Working day"), key="Alt+2", focusable=True),
        }
        self.declare = Button(_("Declare"), key="Ctrl+Enter", kind="primary")
        self.withdraw = Button(_("Take back"), key="Del", icon="arrow-back-up", small=True)
        self.days = SheetTable((_("Day"), _("What"), _("Why")), wide=2)
        self.days.setAccessibleName(_("Declared days"))
        self.moved = SheetTable((_("Number"), _("Who"), _("Mobile"), _("On the receipt"), _("Now")), wide=1)
        self.moved.setAccessibleName(_("Receipts with another day"))
        self._told = Paragraph("", "body", "ink")
        self._said = Paragraph("", "caption", "bad")
        self._why_not = Paragraph("", "caption", "ink2")
        self._right = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._form())
        row.addWidget(self._receipts(), 1)
        self._connect()

    def _form(self) -> Ground:
        ground = Ground("paper", "r")
        ground.setFixedWidth(theme.px(LIST))
        column = QVBoxLayout(ground)
        column.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(14))
        column.setSpacing(theme.px(8))
        column.addWidget(Label(_("Office days"), "page", strong=True))
        chips = QHBoxLayout()
        for chip in self.kinds.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        column.addLayout(chips)
        for field in (self.day, self.name):
            line = QHBoxLayout()
            field.label.setFixedWidth(theme.px(64))
            line.addWidget(field.label, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(field, 1)
            column.addLayout(line)
        column.addWidget(self.declare, 0, Qt.AlignmentFlag.AlignRight)
        for words in (self._said, self._why_not):
            column.addWidget(words)
        column.addSpacing(theme.px(6))
        head = QHBoxLayout()
        head.addWidget(Label(_("Declared days"), strong=True), 1)
        head.addWidget(self.withdraw)
        column.addLayout(head)
        column.addWidget(self.days, 1)
        return ground

    def _receipts(self) -> Ground:
        sheet = Ground("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(theme.px(26), theme.px(14), theme.px(26), theme.px(14))
        column.setSpacing(theme.px(10))
        column.addWidget(self._told)
        self._right.addWidget(EmptyState("calendar", _("A declared day moves promises. Whose, stands here."), []))
        self._right.addWidget(self.moved)
        column.addWidget(self._right, 1)
        return sheet

    def _connect(self) -> None:
        for name, field in (("day", self.day), ("name", self.name)):
            field.edited.connect(lambda text, name=name: self.edited.emit(name, text))
        self.day.edited.connect(lambda text: self.day.show_text(group_date(text)))
        self.day.advanced.connect(self.name.entry.setFocus)
        self.name.retreated.connect(self.day.entry.setFocus)
        self.name.advanced.connect(self.declare_asked)
        for place, (kind, chip) in enumerate(self.kinds.items(), 1):
            chip.clicked.connect(lambda _on=False, kind=kind: self.edited.emit("kind", kind))
            bind_keys(self, {f"Alt+{place}": chip.click})
        self.declare.clicked.connect(self.declare_asked)
        self.withdraw.clicked.connect(self.withdraw_asked)
        self.days.chosen.connect(self.chosen)
        bind_keys(self, {"Ctrl+Enter": self.declare.click})

    def render(self, state: DaysState) -> None:  # type: ignore[override]
        """Show a state."""
        self.day.show_text(i18n.digits(group_date(state.day)))
        self.name.show_text(state.name)
        for name, field in (("day", self.day), ("name", self.name)):
            field.show_problem(state.problems.get(name, ""))
            field.entry.setEnabled(not state.forbidden)
        for kind, chip in self.kinds.items():
            chip.setChecked(kind == state.kind)
            chip.setEnabled(not state.forbidden)
        self.declare.setEnabled(not (state.forbidden or state.busy))
        self.withdraw.setEnabled(bool(state.days) and not state.forbidden)
        for words, said in ((self._said, state.problems.get("", "")), (self._why_not, state.forbidden)):
            words.set_text(said)
            words.setVisible(bool(said))
        self.days.show_rows([_day_row(one.day, one.kind, one.name_bn) for one in state.days], state.chosen)
        self._told.set_text(state.told)
        self._told.setVisible(bool(state.told))
        self.moved.show_rows([_moved_row(one) for one in state.moved], 0)
        self._right.setCurrentIndex(1 if state.moved else 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()
        first = self.day.entry if self.day.entry.isEnabled() else self.days
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Delete and self.days.hasFocus():
            self.withdraw.click()
        else:
            super().keyPressEvent(event)


def _day_row(day: date, kind: str, name: str) -> tuple[Cell, ...]:
    words = (_("Holiday"), "calendar-event", "warn") if kind == HOLIDAY else (_("Working day"), "check", "ok")
    return Cell(i18n.day(day, year=True), bold=True), Cell(words[0], icon=words[1], tone=words[2]), Cell(name)


def _moved_row(one: MovedRow) -> tuple[Cell, ...]:
    number = Cell(i18n.receive_number(one.number), bold=True)
    who = Cell(f"{one.name} · {one.service}")
    return number, who, Cell(one.mobile), Cell(i18n.day(one.old), role="ink2"), Cell(i18n.day(one.new), bold=True)
