"""The page of the receipt's form: choices, parts and rows in their order, lines of one's own; the receipt beside them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.settings.presenter import Said
from kiosk.ui.settings.printer_view import SIDE, PaperPicture
from kiosk.ui.settings.receipt_form import CHOICES, LINES, Listed, ReceiptFormState, part_name
from kiosk.ui.settings.view import ChipRow, SaidLine
from kiosk.ui.widgets import BANGLA, Button, Field, Ground, KeyCap, Label, Pressable, SideCard
from kiosk.ui.widgets import paint as painting
from kiosk.ui.widgets.keys import bind_keys
from kiosk.ui.widgets.scrolled import scrolled

LABEL = 142


class ReceiptFormView(QWidget):
    """Signals: `changed(str, object)` a choice or line, `switched(str, str)` a part on or off,
    `shifted(str, str, int)` a part moved, `undone()`, `reset()`, `written()`, `left()` Esc, `shown()`.
    """  # noqa: D205 - the signals are the first line

    changed = Signal(str, object)
    switched = Signal(str, str)
    shifted = Signal(str, str, int)
    undone = Signal()
    reset = Signal()
    written = Signal()
    left = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("receipt_form")
        self.choices: dict[str, ChipRow] = {}
        self.fields: dict[str, Field] = {}
        self.lists = {"order": OrderList("order"), "rows": OrderList("rows")}
        self.undo = Button(_("Undo"), key="Ctrl+Z", icon="arrow-back-up", small=True)
        self.usual = Button(_("As usual"), key="Alt+U", small=True)
        self.write = Button(_("Use from now on"), key="Ctrl+Enter", kind="primary", small=True)
        self._said = SaidLine(0)
        self._state = Label("", "caption", "ink2")
        self.paper = PaperPicture()
        self._roll = scrolled(self.paper, sideways=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._work(), 1)
        row.addWidget(self._side())
        self._connect()

    def _work(self) -> QWidget:
        sheet = Ground("paper")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self._area = scrolled(self._cards(), sideways=True)
        column.addWidget(self._area, 1)
        column.addLayout(self._foot())
        return sheet

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(28), theme.px(14), theme.px(20), theme.px(8))
        row.addWidget(Label(_("The receipt's form"), "page", strong=True), 1)
        close = Button(_("Back"), key="Esc", small=True)
        close.clicked.connect(self.left)
        row.addWidget(close)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(28), theme.px(8), theme.px(20), theme.px(14))
        row.setSpacing(theme.px(8))
        row.addWidget(self._said, 1)
        row.addStretch()
        row.addWidget(self.undo)
        row.addWidget(self.usual)
        row.addWidget(self.write)
        return row

    def _cards(self) -> QWidget:
        ground = Ground("paper")
        grid = QGridLayout(ground)
        grid.setContentsMargins(theme.px(28), theme.px(4), theme.px(20), theme.px(8))
        grid.setSpacing(theme.px(12))
        grid.addWidget(self._look_card(), 0, 0, 1, 2)
        grid.addWidget(self._list_card("order", _("Parts, from top to bottom")), 1, 0)
        grid.addWidget(self._list_card("rows", _("Rows of ‘who and what’")), 1, 1)
        grid.addWidget(self._lines_card(), 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(3, 1)
        return ground

    def _look_card(self) -> SideCard:
        card = SideCard()
        words = {
            "language": (_("Language"), ("বাংলা", "English", _("Both"))),
            "size": (_("Size"), (_("Normal"), _("Large"))),
            "barcode": (_("Bars"), (_("With bars"), _("Without"))),
        }
        for name, (label, options) in words.items():
            row = ChipRow(name, label, options)
            row.chosen.connect(lambda place, name=name: self.changed.emit(name, CHOICES[name][place]))
            self.choices[name] = row
            card.column.addWidget(row)
            card.column.addSpacing(theme.px(7))
        return card

    def _list_card(self, which: str, title: str) -> SideCard:
        card = SideCard(title)
        card.column.addSpacing(theme.px(4))
        card.column.addWidget(self.lists[which])
        keys = QHBoxLayout()
        keys.setSpacing(theme.px(6))
        for cap, words in (("Space", _("print or not")), ("Alt+↑↓", _("move"))):
            keys.addWidget(KeyCap(cap))
            keys.addWidget(Label(words, "caption", "ink2"))
            keys.addSpacing(theme.px(8))
        keys.addStretch(1)
        card.column.addSpacing(theme.px(6))
        card.column.addLayout(keys)
        card.column.addStretch(1)
        return card

    def _lines_card(self) -> SideCard:
        card = SideCard(_("Lines of your own"))
        card.column.addSpacing(theme.px(6))
        words = {"head": _("Under the office"), "ask": _("Where to ask"), "foot": _("At the end")}
        for name, count in LINES.items():
            for place in range(count):
                label = words[name] if not place else ""
                card.column.addLayout(self._line(f"{name}.{place}", label, f"{words[name]} {i18n.digits(place + 1)}"))
                card.column.addSpacing(theme.px(4))
        return card

    def _line(self, name: str, label: str, spoken: str) -> QHBoxLayout:
        field = Field(name, label, badge=BANGLA)
        field.entry.setAccessibleName(spoken)
        field.edited.connect(lambda text, name=name: self.changed.emit(name, text))
        field.advanced.connect(lambda: self.focusNextPrevChild(True))
        field.undo_asked.connect(self.undone)
        field.arrived.connect(partial(self._look_at, field, end=not name.startswith("head")))
        self.fields[name] = field
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        field.label.setFixedWidth(theme.px(LABEL))
        row.addWidget(field.label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        return row

    def _side(self) -> QWidget:
        side = Ground("sunken")
        side.setFixedWidth(theme.px(SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(14))
        column.setSpacing(theme.px(8))
        column.addWidget(self._state)
        column.addWidget(self._roll, 1)
        return side

    def _look_at(self, field: Field, *, end: bool) -> None:
        """Show a whole line, and the end of the receipt or its beginning."""
        self._area.ensureWidgetVisible(field, 0, theme.px(24))
        bar = self._roll.verticalScrollBar()
        bar.setValue(bar.maximum() if end else bar.minimum())

    def _connect(self) -> None:
        for button, signal in ((self.undo, self.undone), (self.usual, self.reset), (self.write, self.written)):
            button.clicked.connect(signal)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for which, rows in self.lists.items():
            rows.switched.connect(lambda name, which=which: self.switched.emit(which, name))
            rows.shifted.connect(lambda name, by, which=which: self.shifted.emit(which, name, by))
        bind_keys(self, {"Ctrl+Z": self.undo.click, "Alt+U": self.usual.click, "Ctrl+Enter": self.write.click})

    def render(self, state: ReceiptFormState) -> None:  # type: ignore[override]
        """Show a state."""
        for name, row in self.choices.items():
            row.show_chosen(CHOICES[name].index(getattr(state.form, name)))
        for name, field in self.fields.items():
            field.show_text(state.lines.get(name, ""))
            field.show_problem(state.problems.get(name, ""))
        for which, rows in self.lists.items():
            rows.show_rows(state.listed(which))
        self.undo.setEnabled(state.may_undo)
        self.usual.setEnabled(not state.usual)
        self.write.setEnabled(state.dirty and not state.busy)
        self._said.say(Said(state.said, state.tone))
        self._state.setText(_("So it would be printed; not in force yet") if state.dirty else _("So it is printed now"))
        self._state.set_tone("warn" if state.dirty else "ink2", strong=state.dirty)
        self.paper.show_picture(state.picture)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.choices["language"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()


class OrderList(QWidget):
    """Things in an order, each on or off; one stop for Tab.  ↑ ↓ choose, Space switches, Alt+↑ ↓ move.

    Signals: `switched(str)`, `shifted(str, int)`.
    """

    switched = Signal(str)
    shifted = Signal(str, int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.rows: list[OrderRow] = []
        self._current = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))

    def show_rows(self, rows: Sequence[Listed]) -> None:
        """Show things in their order; the hands stay on the one that they are on."""
        if len(self.rows) != len(rows):
            self._make(len(rows))
        held = any(row.hasFocus() for row in self.rows)
        names = [one.name for one in rows]
        if self._current not in names:
            self._current = names[0]
        for row, one in zip(self.rows, rows, strict=True):
            row.show_thing(one)
            stop = one.name == self._current
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)
        if held:
            self._at(self._current).setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, count: int) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = [OrderRow() for _row in range(count)]
        for row in self.rows:
            row.installEventFilter(self)
            row.clicked.connect(lambda _checked=False, row=row: self.switched.emit(row.name))
            self._column.addWidget(row)

    def _at(self, name: str) -> "OrderRow":
        return next(row for row in self.rows if row.name == name)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.rows:
            self._at(self._current).setFocus(event.reason())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, OrderRow):
            self._current = watched.name
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not step:
            return False
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.shifted.emit(self._current, step)
            return True
        place = self.rows.index(self._at(self._current)) + step
        if not 0 <= place < len(self.rows):
            return False  # out of the list, to what stands before or after it
        self._current = self.rows[place].name
        for row in self.rows:
            stop = row.name == self._current
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)
        self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True


class OrderRow(Pressable):
    """One thing of an order: a square, ticked when it is printed, and its name; a lock where it always is."""

    halo_radius = 6

    def __init__(self) -> None:
        super().__init__("")
        self.name = ""
        self._thing = Listed("", on=False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_thing(self, thing: Listed) -> None:
        """Show a part or row."""
        if thing == self._thing:
            return
        self.name, self._thing = thing.name, thing
        state = _("printed") if thing.on else _("left out")
        self.setAccessibleName(f"{part_name(thing.name)}, {state}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hasFocus() or self._hover:
            edge = "accent" if self.hasFocus() else "soft"
            painting.box(painter, self.rect(), fill="soft", edge=edge, radius=6)
        side, x = theme.px(18), theme.px(8)
        square = QRect(x, (self.height() - side) // 2, side, side)
        on = self._thing.on
        painting.box(painter, square, fill="accent" if on else "sheet", edge="accent" if on else "edge", radius=4)
        if on:
            icons.draw(painter, "check", "on-accent", square.x() + theme.px(1), square.y() + theme.px(1), 16)
        words = QRect(x + side + theme.px(10), 0, self.width() - x - side - theme.px(46), self.height())
        if self.name:
            role = "ink" if on else "mute"
            painting.text(painter, words, part_name(self.name), role=role, style=theme.font("small", bold=on))
        if self._thing.fixed:
            icons.draw(painter, "lock", "ink2", self.width() - theme.px(26), (self.height() - theme.px(17)) / 2, 17)
