"""Beside what remains: the day's figures, whether journal and centre agree, what did not work."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.day.presenter import DayState
from kiosk.ui.widgets import Button, Facts, Ground, Label, Paragraph, Rule, SideCard
from kiosk.ui.widgets.scrolled import scrolled

SIDE = 400
_LEAST = 200
"""What is seen of the cards at least, in pixels of the look."""


class DayCards(Ground):
    """The cards; `outage` is the button that writes one down, `shift` the one that hands the counter over."""

    def __init__(self) -> None:
        super().__init__("paper", "l")
        self.setFixedWidth(theme.px(SIDE))
        self._shown: object = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(14))
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        sums = SideCard(_("Today’s figures"))
        sums.column.addSpacing(theme.px(4))
        sums.column.addLayout(self._grid)
        self._facts = Facts()
        numbers = SideCard()
        numbers.column.addWidget(self._facts)
        self._journal = SideCard(" ", "shield-check")
        self._journal_words = Paragraph("")
        self._journal.column.addWidget(self._journal_words)
        self._outages = SideCard(_("Outages"), "bolt")
        self._outage_words = Paragraph("")
        self.outage = Button(_("Write down an outage"), key="Alt+U", icon="bolt", small=True)
        self.shift = Button(_("Hand the counter over"), key="Ctrl+Shift+F12", icon="users", small=True)
        self._outages.column.addWidget(self._outage_words)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(10))
        column.setSpacing(theme.px(10))
        self.area = self._scrolled((sums, numbers, self._journal, self._outages))
        column.addWidget(self.area, 1)
        for button in (self.outage, self.shift):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            column.addWidget(button)

    def _scrolled(self, cards: tuple[SideCard, ...]) -> QScrollArea:
        """Return the cards in an area that gives way: what closes the day stays in sight."""
        inside = Ground("paper")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px(4), 0)
        column.setSpacing(theme.px(10))
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        area = scrolled(inside)
        area.setMinimumHeight(theme.px(_LEAST))
        return area

    def render(self, state: DayState) -> None:  # type: ignore[override]
        """Show the day."""
        shown = (state.channels, state.facts, state.journal, state.outages)
        if shown == self._shown:
            return
        self._shown = shown
        self._fill(state.channels)
        self._facts.show_facts([(name, value, True) for name, value in state.facts])
        title, words, tone = state.journal
        self._journal.title.setText(title)
        self._journal.title.set_tone(tone if tone in {"ok", "bad"} else "ink")
        self._journal_words.set_text(words)
        self._outages.setVisible(bool(state.outages))
        self._outage_words.set_text("\n".join(state.outages))

    def _fill(self, channels: tuple[tuple[str, str, str], ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._row(0, (_("How it came in"), _("Applications"), _("Scans")), "ink2", strong=False)
        for place, row in enumerate(channels, 1):
            last = place == len(channels)
            if last:
                self._grid.addWidget(Rule("edge"), place, 0, 1, 3)
            self._row(place + last, row, "ink", strong=True)

    def _row(self, at: int, words: tuple[str, str, str], tone: str, *, strong: bool) -> None:
        for column, text in enumerate(words):
            label: QWidget = Label(text, "small" if strong else "caption", tone, strong=strong and column > 0)
            label.setMaximumHeight(theme.px(28))
            label.setMinimumHeight(theme.px(26))
            align = theme.ALIGN_LEFT if not column else theme.ALIGN_RIGHT
            self._grid.addWidget(label, at, column, align)


def remaining_words(state: DayState) -> str:
    """Return how much is left to do."""
    if not state.remaining:
        return _("Nothing is left")
    return _("{n} things are left").format(n=i18n.digits(state.remaining))
