"""Two or three answers side by side: a digit, a first letter, the arrows or the mouse choose one."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui import theme
from kiosk.ui.widgets.buttons import Chip
from kiosk.ui.widgets.labels import Label, Paragraph

_NUMBERS = {digit: place % 9 + 1 for place, digit in enumerate("123456789১২৩৪৫৬৭৮৯")}
_ON = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class _Choice(Chip):
    """A chip that tells its group of keys and focus."""

    def __init__(self, group: "ChipsField", words: str, key: str) -> None:
        super().__init__(words, key=key, focusable=True)
        self._group = group
        self.setAutoExclusive(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._group.key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._group.arrived.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._group.on_left(event)


class ChipsField(QWidget):
    """Holds the code of one option, or none.  Has the signals of a field."""

    edited = Signal(str)
    left = Signal()
    arrived = Signal()
    advanced = Signal()
    retreated = Signal()
    undo_asked = Signal()

    def __init__(self, name: str, label: str, options: Sequence[tuple[str, str]], *, room: int = 0) -> None:
        """Put the chips side by side; with `room` in as many lines as they need in that width."""
        super().__init__()
        self._room = room
        self.setObjectName(f"field.{name}")
        self.setAccessibleName(label)
        self.label = Label(label, "small", "ink2")
        self._chips: dict[str, _Choice] = {}
        self._code, self._sentence = "", ""
        self._below = Paragraph("", "caption", "bad")
        self._below.hide()
        self._build(label, options)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _build(self, label: str, options: Sequence[tuple[str, str]]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(2), 0, theme.px(2))
        column.setSpacing(0)
        row, taken = self._line(column), 0
        for place, (code, words) in enumerate(options, 1):
            chip = _Choice(self, words, str(place))
            chip.setAccessibleName(f"{label}: {words}")
            chip.setObjectName(f"{self.objectName()}.{code}")
            chip.clicked.connect(lambda _on=True, code=code: self._on_clicked(code))
            self._chips[code] = chip
            wide = chip.sizeHint().width() + theme.px(8 + 25)  # the chosen one has a tick
            if self._room and taken and taken + wide > self._room:
                row, taken = self._line(column), 0
            taken += wide
            row.insertWidget(row.count() - int(bool(self._room)), chip)
        column.addWidget(self._below)
        self._one_stop()

    def _line(self, column: QVBoxLayout) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        if self._room:
            row.addStretch(1)
        column.addLayout(row)
        column.setSpacing(theme.px(6) if self._room else 0)
        return row

    @property
    def target(self) -> QWidget:
        """The chip that takes the focus: the chosen one, else the first."""
        return self._chips.get(self._code) or next(iter(self._chips.values()))

    @property
    def chips(self) -> list[QWidget]:
        """All chips, left to right."""
        return list(self._chips.values())

    @property
    def text(self) -> str:
        """The code of what is chosen."""
        return self._code

    @property
    def sentence(self) -> str:
        """What is said under the chips."""
        return self._sentence

    def show_text(self, text: str) -> None:
        """Show the option of this code as chosen; another text chooses none."""
        code = text if text in self._chips else ""
        self._code = code
        for one, chip in self._chips.items():
            chip.setAutoExclusive(False)
            chip.setChecked(one == code)
            chip.setAutoExclusive(True)
        self._one_stop()

    def show_problem(self, sentence: str, *, filled: bool = False) -> None:  # noqa: ARG002 - as a field has it
        """Say under the chips what is wrong."""
        self._sentence = sentence
        self._below.set_text(sentence)
        self._below.setVisible(bool(sentence))

    def _one_stop(self) -> None:
        """Let Tab stop here once, at the chip that is chosen."""
        stop = self.target
        for chip in self._chips.values():
            policy = Qt.FocusPolicy.StrongFocus if chip is stop else Qt.FocusPolicy.ClickFocus
            chip.setFocusPolicy(policy)

    def _on_clicked(self, code: str) -> None:
        """The only chip there is goes off again; one of several stays."""
        self._choose("" if code == self._code and len(self._chips) == 1 else code)

    def _choose(self, code: str) -> None:
        focused = any(chip.hasFocus() for chip in self._chips.values())
        self.show_text(code)
        if focused:
            self.target.setFocus()
        self.edited.emit(code)

    def key(self, event: QKeyEvent) -> bool:
        """Hear a key of the chip that has the focus."""
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        key = Qt.Key(event.key())
        if key in _ON:
            (self.retreated if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self.advanced).emit()
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif event.text() in {"0", "০"} or key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self._choose("")
        else:
            return self._letter(event.text())
        return True

    def _step(self, step: int) -> None:
        codes = list(self._chips)
        place = codes.index(self._code) + step if self._code in self._chips else 0
        self._choose(codes[place % len(codes)])

    def _letter(self, text: str) -> bool:
        """A digit takes its chip and goes on; a letter takes the chip that begins with it."""
        place = _NUMBERS.get(text, 0)
        codes = list(self._chips)
        if place:
            if place <= len(codes):
                self._choose(codes[place - 1])
                self.advanced.emit()
            return True
        begun = [code for code in codes if text.strip() and self._chips[code].text().startswith(text)]
        if begun:
            self._choose(begun[0])
        return bool(begun)

    def on_left(self, event: QFocusEvent) -> None:
        """Tell that the focus went out of the group."""
        inside = any(chip.hasFocus() for chip in self._chips.values())
        if not inside and event.reason() not in {
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        }:
            self.left.emit()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
