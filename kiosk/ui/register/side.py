"""The right side: what the program knows. Promise, warning, receipt; after saving what to hand over and say."""

import operator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.register.after_cards import HandOverCards, NotKnownCard, TodayCard
from kiosk.ui.register.day_sum import SumCard
from kiosk.ui.register.preview import ReceiptPreview
from kiosk.ui.register.promise_card import PromiseCard
from kiosk.ui.register.state import RegisterState
from kiosk.ui.register.words_cards import CorrectingCard, DuplicateCard, MailCard, StopCard, WebCard
from kiosk.ui.widgets import Ground, Label


class Side(Ground):
    """The column; `render(state)`.  Signals: `look()` at the earlier application; `sum_asked()`."""

    look = Signal()
    sum_asked = Signal()

    def __init__(self) -> None:
        super().__init__("paper", "l")
        self.setFixedWidth(theme.px(336))
        self._told: tuple[object, ...] | None = None
        self.not_known = NotKnownCard()
        self._promise, self._stop, self._duplicate = PromiseCard(), StopCard(), DuplicateCard()
        self._hand_over, self._today = HandOverCards(), TodayCard()
        self.sum, self._mail, self._correcting = SumCard(), MailCard(), CorrectingCard()
        self._web = WebCard()
        self._promise.sum.clicked.connect(self.sum_asked)
        self._duplicate.look.clicked.connect(self.look)
        self.preview = ReceiptPreview()
        self._preview_head = self._heading()
        column = self._column = QVBoxLayout(self)
        self.set_roomy(False)
        cards = (self._correcting, self._stop, self._promise, self._duplicate, self._mail, self._web, self._hand_over)
        for part in (*cards, self.not_known, self._today):
            column.addWidget(part)
        column.addWidget(self.sum, 1)
        column.addWidget(self._preview_head)
        column.addWidget(self.preview, 1)
        column.addStretch(0)

    def set_roomy(self, roomy: bool) -> None:  # noqa: FBT001 - a switch
        """Take more air in a wide window."""
        side, top = (22, 18) if roomy else (16, 14)
        self._column.setContentsMargins(theme.px(side), theme.px(top), theme.px(side), 0)
        self._column.setSpacing(theme.px(16 if roomy else 12))

    def _heading(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(_("The receipt as it will be"), "caption", "ink2"), 1)
        self._width = Label("", "caption", "ink2")
        row.addWidget(self._width)
        return holder

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show what is known now; a key that changes nothing of it leaves the cards alone."""
        told = (
            state.service, state.promised, state.duplicate, state.form.mail, state.form.portal_id, state.form.channel, state.form.corrects,
            state.before, state.sum, state.saved, state.day, state.receipt,
        )  # fmt: skip
        if self._told is not None and all(map(operator.is_, told, self._told)):
            return
        self._told = told
        writing = state.service is not None
        for card in (self._promise, self._stop, self._mail, self._web, self._correcting, self._today):
            card.render(state)
        self._duplicate.render(state.duplicate)
        self.sum.render(state.sum)
        self._hand_over.render(None if writing else state.saved)
        self._today.setVisible(not writing)
        shown = writing and not state.sum
        self._preview_head.setVisible(shown and state.receipt is not None)
        self.preview.setVisible(not state.sum)
        self.preview.show_image(state.receipt if shown else None)
