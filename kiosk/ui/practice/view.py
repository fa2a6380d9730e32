"""The strip under the top bar of a practice counter; it never covers the work."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.practice.presenter import PracticeState
from kiosk.ui.widgets import Button, Ground, IconLabel, Label, Paragraph

TALL = 84
NEXT = "Ctrl+Shift+N"


class PracticeStrip(Ground):
    """Signals: `next_asked()`."""

    next_asked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__("warn-bg", "b")
        self.setObjectName("practice")
        self.setFixedHeight(theme.px(TALL))
        self._count = Label("", "caption", "warn")
        self._says = Paragraph("", "body")
        self._checks = Paragraph("", "small")
        self._next = Button(_("Next visitor"), key=NEXT, small=True)
        self._next.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._next.clicked.connect(self.next_asked)
        key = QShortcut(QKeySequence(NEXT), window)
        key.activated.connect(self.next_asked)
        self.destroyed.connect(key.deleteLater)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(6), theme.px(20), theme.px(6))
        row.setSpacing(theme.px(16))
        row.addWidget(IconLabel("users", "warn", 24))
        name = QVBoxLayout()
        name.setSpacing(0)
        name.addStretch(1)
        name.addWidget(Label(_("PRACTICE"), "body", "warn", strong=True))
        name.addWidget(self._count)
        name.addStretch(1)
        row.addLayout(name)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._says)
        words.addWidget(self._checks)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(self._next)

    def render(self, state: PracticeState) -> None:  # type: ignore[override]
        """Show who stands here; once something was done, how well."""
        count = _("visitor {n} of {total}").format(n=i18n.digits(state.number), total=i18n.digits(state.total))
        self._count.setText(count)
        self._says.setVisible(not state.checks)
        self._says.set_text(f"“{state.says}”")
        self._checks.setVisible(bool(state.checks))
        self._checks.set_text(_results(state))


def _results(state: PracticeState) -> str:
    head = _("All done well.") if state.well else _("Look again:")
    marks = (f"{'✓' if done else '○'} {words}" for words, done in state.checks)
    return f"*{head}*  " + " · ".join(marks)
