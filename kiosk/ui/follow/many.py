"""Several of a few: chips that a digit takes and gives back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import ascii_digits
from kiosk.ui import theme
from kiosk.ui.widgets import Chip, Label, Paragraph

_ON = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}


class _Choice(Chip):
    def __init__(self, group: "ManyField", words: str, key: str) -> None:
        super().__init__(words, key=key, focusable=True)
        self._group = group

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._group.key(event):
            super().keyPressEvent(event)


class ManyField(QWidget):
    """Holds codes, parted by blanks.  Signals: `edited(str)`, `advanced()` Enter, `retreated()` Shift+Enter."""

    edited = Signal(str)
    advanced = Signal()
    retreated = Signal()

    def __init__(self, name: str, label: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName(f"field.{name}")
        self.setAccessibleName(label)
        self.label = Label(label, "small", "ink2")
        self.chips: dict[str, Chip] = {}
        self._below = Paragraph("", "caption", "bad")
        self._below.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(2), 0, theme.px(2))
        column.setSpacing(theme.px(6))
        for place, (code, words) in enumerate(options, 1):
            chip = _Choice(self, words, str(place))
            chip.setAccessibleName(f"{label}: {words}")
            chip.setObjectName(f"field.{name}.{code}")
            chip.clicked.connect(self._on_clicked)
            self.chips[code] = chip
            column.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._below)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def target(self) -> QWidget:
        """The chip that takes the focus."""
        return next(iter(self.chips.values()))

    def show_text(self, text: str) -> None:
        """Show these codes as chosen."""
        chosen = text.split(" ")
        for code, chip in self.chips.items():
            chip.setChecked(code in chosen)

    def show_problem(self, sentence: str) -> None:
        """Say under the chips what is wrong."""
        self._below.set_text(sentence)
        self._below.setVisible(bool(sentence))

    def key(self, event: QKeyEvent) -> bool:
        """Hear a key of the chip that has the focus."""
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        key, digit, chips = Qt.Key(event.key()), ascii_digits(event.text()), list(self.chips.values())
        if key in _ON:
            (self.retreated if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self.advanced).emit()
        elif key in _STEPS:
            here = next((n for n, chip in enumerate(chips) if chip.hasFocus()), 0)
            chips[(here + _STEPS[key]) % len(chips)].setFocus()
        elif digit.isascii() and digit.isdigit() and 0 < int(digit) <= len(chips):
            chips[int(digit) - 1].click()
        else:
            return False
        return True

    def _on_clicked(self, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.edited.emit(" ".join(code for code, chip in self.chips.items() if chip.isChecked()))
