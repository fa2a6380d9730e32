"""The foot while a reason is asked for: a question and chips 1–9, never a box in the way."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.register.state import Asking
from kiosk.ui.widgets import Chip, IconLabel, Label, RunsLabel
from kiosk.ui.widgets.paint import Run

if TYPE_CHECKING:
    from kiosk.domain.catalogue import Reason

_DIGITS = {digit: place % 9 for place, digit in enumerate("123456789১২৩৪৫৬৭৮৯")}
_ICONS = {"duplicate": "alert-triangle", "void": "ban", "correct": "edit", "reissue": "ban", "portal": "arrow-back-up"}
_PADDING, _GAP = 20, 8


def question(asking: Asking) -> str:
    """Return what is asked."""
    number = i18n.receive_number(asking.number) if asking.number else ""
    return {
        "duplicate": _("The same application is running. Why is it taken all the same?"),
        "void": _("Why is {number} void?"),
        "correct": _("Why is {number} corrected?"),
        "reissue": _("Why is {number} void? The data get a new number."),
        "portal": _("Why does this web application go back? The applicant reads it."),
    }[asking.what].format(number=number)


class ReasonBar(QWidget):
    """Signals: `chosen(str)` a reason's code; `left()`; `reissued()` a new number instead of a correction."""

    chosen = Signal(str)
    left = Signal()
    reissued = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reasons")
        self._asking: Asking | None = None
        self.chips: list[Chip] = []
        self._icon = IconLabel("alert-triangle", "warn")
        self._question = Label("", strong=True, wrap=True)
        self._question.setObjectName("reasons.question")
        self._other = Chip(_("New number"), key="Alt+V", quiet=True)
        self._other.setObjectName("reasons.reissue")
        self._other.clicked.connect(self.reissued)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(_GAP))
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(_PADDING), theme.px(12), theme.px(_PADDING), theme.px(14))
        column.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.setSpacing(theme.px(_GAP))
        head.addWidget(self._icon)
        head.addWidget(self._question, 1)
        head.addWidget(self._other)
        head.addWidget(RunsLabel([Run(_("Back") + "  ", "ink2", "caption"), Run("Esc", key=True)]))
        column.addLayout(head)
        column.addLayout(self._lines)

    def render(self, asking: Asking | None, width: int) -> None:  # type: ignore[override]
        """Ask; nothing keeps what was asked last, unseen."""
        if asking is None or asking == self._asking:
            self._asking = asking
            return
        self._asking = asking
        self._question.setText(question(asking))
        self._icon.show_icon(_ICONS[asking.what], "warn")
        self._other.setVisible(asking.what in {"correct", "reissue"})
        self._show_chips(width - theme.px(2 * _PADDING))

    def _show_chips(self, room: int) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.layout()) is not None:
                old.deleteLater()
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        assert self._asking is not None  # noqa: S101 - asked only then
        self.chips = [self._chip(place, reason) for place, reason in enumerate(self._asking.reasons[:9], 1)]
        line, taken = self._line(), 0
        for chip in self.chips:
            wide = chip.sizeHint().width() + theme.px(_GAP)
            if taken and taken + wide > room:
                line, taken = self._line(), 0
            line.insertWidget(line.count() - 1, chip)
            chip.show()
            taken += wide

    def _line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.px(_GAP))
        line.addStretch(1)
        self._lines.addLayout(line)
        return line

    def _chip(self, place: int, reason: "Reason") -> Chip:
        words = (reason.name_en if i18n.language() == "en" else "") or reason.name_bn
        chip = Chip(words, key=str(place), focusable=True)
        chip.setCheckable(False)
        chip.setParent(self)
        chip.setObjectName(f"reason.{reason.code}")
        chip.clicked.connect(partial(self.chosen.emit, reason.code))
        return chip

    def take_focus(self) -> None:
        """Put the cursor on the first reason; nothing is chosen by that."""
        if self.chips:
            self.chips[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hear the keys that no chip took."""
        key, place = event.key(), _DIGITS.get(event.text(), -1)
        if 0 <= place < len(self.chips):
            self.chips[place].click()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in {Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up}:
            step = 1 if key in {Qt.Key.Key_Right, Qt.Key.Key_Down} else -1
            at = next((n for n, chip in enumerate(self.chips) if chip.hasFocus()), 0)
            self.chips[(at + step) % len(self.chips)].setFocus()
        else:
            event.accept()  # nothing else is typed while a reason is asked for

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("warn-bg"))
        painter.fillRect(0, 0, self.width(), theme.px(4), theme.colour("warn-edge"))
