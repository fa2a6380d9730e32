"""The directory: the list with its search, beside it the entry that is looked at."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.guidance.presenter import FIELDS, OF_FLOORS, OF_QUESTIONS, GuidanceRow, GuidanceState
from kiosk.ui.widgets import BANGLA, Button, Field, Ground, Label, Paragraph
from kiosk.ui.widgets.scrolled import scrolled
from kiosk.ui.widgets.sheet_table import Cell, SheetTable

SIDE, LABEL = 560, 132
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class GuidanceView(QWidget):
    """Signals: `typed(str)`, `chosen(int)`, `edited(str, str)` a field, `kept()`, `restored()`, `asked_new()`, `left_new()`,
    `shown()`, `left()`.
    """  # noqa: D205 - the signals are the first line

    typed = Signal(str)
    chosen = Signal(int)
    edited = Signal(str, str)
    kept = Signal()
    restored = Signal()
    asked_new = Signal()
    left_new = Signal()
    shown = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guidance")
        self.search = Field("guidance.search", _("Search"), badge=BANGLA, hint=_("Any word"))
        self.table = SheetTable((_("What is asked"), _("Where"), _("Changed")), wide=0)
        self.fields = {name: Field(f"guidance.{name}", words, badge="") for name, words in _names().items()}
        self._rows: dict[str, QWidget] = {}
        self._new = False
        self.new = Button(_("New question"), key="Ctrl+N", icon="message", small=True)
        self._title = Label("", "title", strong=True, wrap=True)
        self._said = Paragraph("", "small")
        self._history = Paragraph("", "caption", "ink2")
        self.keep = Button(_("Keep"), key="Ctrl+Enter", kind="primary", small=True)
        self.restore = Button(_("As it was before"), key="Ctrl+Backspace", icon="history", small=True)
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
        column.setSpacing(theme.px(10))
        head = QHBoxLayout()
        head.addWidget(Label(_("Guidance directory"), "page", strong=True), 1)
        head.addWidget(self.new)
        back = Button(_("Back"), key="Esc", small=True)
        back.clicked.connect(self.left)
        head.addWidget(back)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        return sheet

    def _side(self) -> Ground:
        side = Ground("paper", "l")
        side.setFixedWidth(theme.px(SIDE))
        outer = QVBoxLayout(side)
        outer.setContentsMargins(theme.px(16), theme.px(12), theme.px(8), theme.px(12))
        outer.setSpacing(theme.px(8))
        outer.addWidget(self._title)
        outer.addWidget(scrolled(self._form()), 1)
        outer.addWidget(self._said)
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(self.keep)
        row.addWidget(self.restore)
        row.addStretch(1)
        outer.addLayout(row)
        return side

    def _form(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(theme.px(4), theme.px(4), theme.px(10), theme.px(4))
        column.setSpacing(theme.px(7))
        for name, field in self.fields.items():
            self._rows[name] = row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            field.label.setFixedWidth(theme.px(LABEL))
            line.addWidget(field.label, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(field, 1)
            column.addWidget(row)
        column.addSpacing(theme.px(6))
        column.addWidget(Label(_("Changes"), "small", strong=True))
        column.addWidget(self._history)
        column.addStretch(1)
        return holder

    def _connect(self) -> None:
        self.search.edited.connect(self.typed)
        self.search.advanced.connect(self.table.setFocus)
        self.table.chosen.connect(self.chosen)
        self.new.clicked.connect(self.asked_new)
        self.keep.clicked.connect(self.kept)
        self.restore.clicked.connect(self.restored)
        entries = list(self.fields.values())
        for field, following in zip(entries, [*entries[1:], entries[0]], strict=True):
            name = field.entry.objectName().rpartition(".")[2]
            field.edited.connect(lambda text, name=name: self.edited.emit(name, text))
            field.advanced.connect(following.entry.setFocus)
            field.entry.key_first = self._key
        self.search.entry.key_first = self._key

    def render(self, state: GuidanceState) -> None:  # type: ignore[override]
        """Show a state."""
        self.search.show_text(state.typed)
        self.table.show_rows([_cells(row) for row in state.rows], state.chosen)
        self._title.setText(state.title or _("Nothing has these words"))
        self.new.setEnabled(state.allowed and not state.busy)
        for name in OF_QUESTIONS:
            self._rows[name].setVisible(state.asks)
        if state.new and not self._new:
            self.fields["name"].entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self._new = state.new
        for name, field in self.fields.items():
            field.show_text(state.form.get(name, ""))
            nobody = "" if name in (*OF_QUESTIONS, *OF_FLOORS) else _("ask here")
            field.entry.setPlaceholderText(state.hints.get(name, "") or nobody)
            field.entry.setReadOnly(not state.allowed)
            field.show_problem(state.problems.get(name, ""))
        rest = " ".join(words for name, words in state.problems.items() if name not in FIELDS)
        self._said.set_text(rest or (f"*{state.said}*" if state.said else _may_words(allowed=state.allowed)))
        self._history.set_text("\n".join(state.history))
        self.keep.setEnabled(state.allowed and not state.busy)
        self.restore.setEnabled(state.allowed and not state.busy and len(state.history) > 1)

    def _key(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in ENTER:
            self.kept.emit()
        elif control and event.key() == Qt.Key.Key_Backspace:
            self.restored.emit()
        elif control and event.key() == Qt.Key.Key_N:
            self.asked_new.emit()
        elif self._new and event.key() == Qt.Key.Key_Escape:
            self.left_new.emit()
            self.search.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._key(event):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()
        self.search.entry.setFocus(Qt.FocusReason.OtherFocusReason)


def _names() -> dict[str, str]:
    words = (
        _("Question"), _("Branch"), _("Room"), _("Floor"), _("Rooms above"), _("Rooms below"), _("Stairs after"), _("Officer"), _("Hours"), _("In short"),
        _("Papers"), _("Fee besides"), _("How paid"),
        _("If refused"), _("Complaint"), _("Not here: go to"), _("Words"),
    )  # fmt: skip
    return dict(zip(FIELDS, words, strict=True))


def _may_words(*, allowed: bool) -> str:
    return "" if allowed else _("A supervisor changes this.")


def _cells(row: GuidanceRow) -> tuple[Cell, ...]:
    changed = i18n.digits(row.version) if row.version else ""
    return Cell(row.name), Cell(row.place, role="ink2"), Cell(changed, role="ink2")
