"""The sheet of an act: its lines one under the other, what they come to, Ctrl+Enter."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.follow.answers import serials_in
from kiosk.ui.follow.many import ManyField
from kiosk.ui.follow.presenter import FollowState
from kiosk.ui.follow.sheets import Line, Sheet
from kiosk.ui.register.as_typed import group_date
from kiosk.ui.widgets import BANGLA, DIGITS, Button, ChipsField, Field, Ground, Label, Paragraph
from kiosk.ui.widgets.keys import bind_keys

LABEL, ROOM = 150, 640
_BADGES = {"number": DIGITS, "money": DIGITS, "day": DIGITS}
Part = Field | ChipsField | ManyField


class ActSheet(QWidget):
    """Signals: `edited(str, str)` a line and its text; `saved()` Ctrl+Enter; `left()` Esc."""

    edited = Signal(str, str)
    saved = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("follow.sheet")
        self.fields: dict[str, Part] = {}
        self._act = ""
        self._title = Label("", "title", strong=True)
        self._lead = Paragraph("", "small", "ink2")
        self._told = Paragraph("", "body")
        self._told.setObjectName("follow.told")
        self._said = Paragraph("", "small", "bad")
        self._said.setObjectName("follow.said")
        self._asked = Paragraph(_("This closes the application. Press Ctrl+Enter once more."), "small", "warn")
        self._asked.setObjectName("follow.asked")
        self.save = Button("", key="Ctrl+Enter", kind="primary")
        self.back = Button(_("Back"), key="Esc", icon="arrow-back-up")
        self._build()
        bind_keys(self, {"Ctrl+Enter": self.saved}, repeats=False)
        self.save.clicked.connect(self.saved)
        self.back.clicked.connect(self.left)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(18), theme.px(10))
        column.setSpacing(theme.px(6))
        column.addWidget(self._title)
        column.addWidget(self._lead)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.area, 1)
        for words in (self._told, self._said, self._asked):
            words.hide()
            column.addWidget(words)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(10))
        foot.addWidget(self.save)
        foot.addWidget(self.back)
        foot.addStretch(1)
        column.addLayout(foot)

    # ------------------------------------------------------------------ showing

    def render(self, state: FollowState) -> None:  # type: ignore[override]
        """Show the sheet that is open."""
        if state.sheet is None:
            self._act = ""
            return
        begun = state.sheet.act != self._act
        self._show_lines(state.sheet, begun=begun)
        for name, part in self.fields.items():
            part.show_text(state.values.get(name, ""))
            part.show_problem(state.problems.get(name, ""))
        general = " ".join(said for name, said in state.problems.items() if name not in self.fields)
        asked = self._asked if state.asked else None
        for words, said in ((self._told, state.told), (self._said, general)):
            words.set_text(said)
            words.setVisible(bool(said))
        self._asked.setVisible(asked is not None)
        self.save.setEnabled(not state.busy)
        if begun:
            self.take_focus()
        elif state.problems and not state.busy:
            self._to_problem(state)

    def _show_lines(self, sheet: Sheet, *, begun: bool) -> None:
        lines = list(sheet.lines)
        if begun:
            self._title.setText(sheet.title)
            self.setAccessibleName(sheet.title)
            self.save.setText(sheet.save)
            self.save.setAccessibleName(sheet.save)
            self.save.updateGeometry()
        self._lead.set_text(sheet.lead)
        self._lead.setVisible(bool(sheet.lead))
        if begun:
            self._clear()
        self._lay_out(lines)
        for line in lines:
            part = self.fields[line.name]
            if isinstance(part, Field):
                part.entry.setPlaceholderText(line.hint)
        self._act = sheet.act

    def _clear(self) -> None:
        ground = Ground("sheet")
        self._column = QVBoxLayout(ground)
        self._column.setContentsMargins(theme.px(4), theme.px(4), theme.px(8), theme.px(4))
        self._column.setSpacing(theme.px(9))
        self._column.addStretch(1)
        self._rows: dict[str, QHBoxLayout] = {}
        self.fields = {}
        if (before := self.area.takeWidget()) is not None:
            before.deleteLater()
        self.area.setWidget(ground)

    def _lay_out(self, lines: list[Line]) -> None:
        """Lay out the lines that are new; those that are there stay as they are, also where no row is needed any more."""
        keys = list(dict.fromkeys(line.row or line.name for line in lines))
        known = list(self.fields)
        for line in lines:
            if line.name in self.fields:
                continue
            key = line.row or line.name
            if key not in self._rows:
                self._rows[key] = self._row(line, keys.index(key))
            part = self.fields[line.name] = self._part(line)
            row = self._rows[key]
            row.insertWidget(row.count() - 1, part, line.wide)
        if list(self.fields) != known:
            order = [line.name for line in lines]
            left_over = [name for name in self.fields if name not in order]
            self.fields = {name: self.fields[name] for name in (*order, *left_over)}

    def _row(self, line: Line, place: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        label = Label(line.label, "small", "ink2")
        label.setFixedSize(theme.px(LABEL), theme.px(44))
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addSpacing(theme.px(4))
        row.addStretch(0)
        self._column.insertLayout(place, row)
        return row

    def _part(self, line: Line) -> Part:
        label = line.label or line.hint
        if line.kind == "chips":
            part: Part = ChipsField(line.name, label, line.options, room=theme.px(ROOM))
        elif line.kind == "many":
            part = ManyField(line.name, label, line.options)
        else:
            part = Field(line.name, label, badge=_BADGES.get(line.kind, BANGLA), hint=line.hint)
            self._wire_entry(line, part)
        part.edited.connect(lambda text, line=line, part=part: self._on_edited(line, part, text))
        part.advanced.connect(lambda name=line.name: self._on(name, 1))
        part.retreated.connect(lambda name=line.name: self._on(name, -1))
        return part

    def _wire_entry(self, line: Line, part: Field) -> None:
        part.entry.setMaxLength(1000)
        part.entry.holds_escape = lambda: True
        part.entry.key_first = lambda event: self._escape(event) or (bool(line.serials) and self._serial(line, event))

    # ------------------------------------------------------------------ keys

    def _on_edited(self, line: Line, part: Part, text: str) -> None:
        if line.kind == "day" and isinstance(part, Field):
            part.show_text(text := i18n.digits(group_date(text)))
        self.edited.emit(line.name, text)

    def _escape(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape:
            return False
        self.left.emit()
        return True

    def _serial(self, line: Line, event: QKeyEvent) -> bool:
        """Enter after a serial number, also the scanner's, makes room for the next one while stamps are left."""
        part = self.fields[line.name]
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or event.modifiers():
            return False
        if not isinstance(part, Field) or not part.text.strip() or part.text.endswith(" "):
            return False
        count = i18n.ascii_digits(self.fields[line.serials].text.strip()) if line.serials in self.fields else ""  # type: ignore[union-attr]
        if count.isdigit() and len(serials_in(part.text)) >= int(count):
            return False
        part.show_text(part.text + ", ")
        self.edited.emit(line.name, part.text)
        return True

    def _on(self, name: str, step: int) -> None:
        """Go to the next line, at the end to the button."""
        names = list(self.fields)
        place = names.index(name) + step
        if place >= len(names):
            self.save.setFocus(Qt.FocusReason.TabFocusReason)
        elif place >= 0:
            self._focus(names[place])

    def _focus(self, name: str) -> None:
        part = self.fields[name]
        target = part.entry if isinstance(part, Field) else part.target
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(part)

    def _to_problem(self, state: FollowState) -> None:
        """Put the cursor where something is wrong, unless it is at such a line already."""
        wrong = [name for name in self.fields if state.problems.get(name)]
        if wrong and not any(
            self.fields[name].isAncestorOf(self.focusWidget()) for name in wrong if self.focusWidget()
        ):
            self._focus(wrong[0])

    def take_focus(self) -> None:
        """Put the cursor into the first line."""
        if self.fields and self.isVisible():
            self._focus(next(iter(self.fields)))

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the sheet closes first
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
