"""After saving: what to hand over, what to say, whether the paper came out, how many today."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _, ngettext
from kiosk.ui import theme
from kiosk.ui.register.state import RegisterState, Saved
from kiosk.ui.widgets import Button, Facts, Paragraph, SideCard


class HandOverCards(QWidget):
    """After saving: what to hand over, what to say."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        self._give, self._give_words = SideCard(_("Hand over"), "receipt"), Paragraph("", "body")
        self._give.column.addWidget(self._give_words)
        self._tell, self._tell_words = SideCard(_("Tell them"), "hourglass", "warn"), Paragraph("", "body")
        self._tell.column.addWidget(self._tell_words)
        column.addWidget(self._give)
        column.addWidget(self._tell)

    def render(self, saved: Saved | None) -> None:  # type: ignore[override]
        """Show what belongs to a number that is shown."""
        self.setVisible(saved is not None)
        if saved is None:
            return
        self._give_words.set_text("\n".join(_to_give(saved)))
        tell = _to_tell(saved)
        self._tell_words.set_text("\n".join(tell))
        self._tell.setVisible(bool(tell))


def _to_give(saved: Saved) -> list[str]:
    receipt = {
        "printing": _("*Receipt* – ticked when the printer is done"),
        "printed": _("*Receipt* – printed ✓"),
        "failed": _("*Receipt* – not printed; F8 when the paper is in"),
        "not_known": _("*Receipt* – look whether the paper came out"),
        "none": _("*Number* – write it down for them"),
    }.get(saved.paper, "")
    return [receipt, *(_("*{paper}* – give it back").format(paper=paper) for paper in saved.seen)]


def _to_tell(saved: Saved) -> list[str]:
    told = [_("*{paper}* is still to be brought.").format(paper=paper) for paper in saved.missing]
    if saved.duplicate:
        number = i18n.receive_number(saved.duplicate)
        told.append(_("The same application is running: *{number}*").format(number=number))
    return told


class TodayCard(SideCard):
    """How many today."""

    def __init__(self) -> None:
        super().__init__(_("Mine today"), "chart-bar")
        self._facts = Facts()
        self.column.addWidget(self._facts)

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show the counts of the day."""
        day = state.day
        applications, visits = (day.applications_count, day.visits_count) if day else (0, 0)
        count = _("{n} today").format(n=i18n.digits(applications))
        people = ngettext("{n} visitor", "{n} visitors", visits).format(n=i18n.digits(visits))
        self._facts.show_facts([(_("Applications"), count, True), (_("Helpdesk"), people, True)])


class NotKnownCard(SideCard):
    """A receipt of which nobody knows whether it came out: look at the paper, then say.

    Signals: `answered(bool)`; `shown()` another question, or none.
    """

    answered = Signal(bool)
    shown = Signal()

    def __init__(self) -> None:
        super().__init__(_("Did the receipt come out?"), "question-mark", "warn")
        self._words = Paragraph("", "small")
        self.column.addWidget(self._words)
        self.yes = Button(_("It did"), key="Alt+Y", small=True)
        self.no = Button(_("It did not"), key="Alt+N", small=True)
        self.yes.setObjectName("button.came_out")
        self.no.setObjectName("button.did_not")
        self.yes.clicked.connect(lambda: self.answered.emit(True))
        self.no.clicked.connect(lambda: self.answered.emit(False))
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.px(8), 0, 0)
        row.setSpacing(theme.px(8))
        for button in (self.yes, self.no):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.number = ""
        self.hide()

    def render(self, number: str) -> None:  # type: ignore[override]
        """Ask about this number; an empty one hides the card."""
        self.number = number
        self.setVisible(bool(number))
        words = _("The number stands. Look at the paper, then choose.")
        self._words.set_text(f"*{i18n.receive_number(number)}*\n{words}" if number else "")
        self.shown.emit()
