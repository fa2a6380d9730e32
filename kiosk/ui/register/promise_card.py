"""When they may come, and the button that shows how that day comes about."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.register import knowledge
from kiosk.ui.register.state import Promised, RegisterState
from kiosk.ui.widgets import Facts, Label, Paragraph, Pressable, Rule, SideCard


class SumButton(Pressable):
    """Shows how the date comes about; F1 does, too, while it has the focus.  Signals: `clicked()`."""

    halo_radius = 4

    def __init__(self) -> None:
        super().__init__(_("see the sum"), key="Alt+T")
        self.setObjectName("button.sum")

    def _style(self) -> QFont:
        return theme.font("caption")

    def _padding(self) -> int:
        return theme.px(2)

    def _tall(self) -> int:
        return theme.px(26)

    def _gap(self) -> int:
        return theme.px(6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._paint_content(QPainter(self), "accent" if self._hover or self.hasFocus() else "ink2")

    def event(self, event: QEvent) -> bool:
        """Keep F1 for the date, before the sheet of keys has it."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F1:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.click()
                return True
        return super().event(event)


class PromiseCard(SideCard):
    """When they may come, large; how it was counted; fees; where it goes."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", "caption", "ink2")
        self._day = Paragraph("", "page")
        self._how = Paragraph("", "caption", "ink2")
        self._facts = Facts()
        self._day.setObjectName("promise.day")
        self.sum = SumButton()
        for part in (self._title, self._day):
            self.column.addWidget(part)
        counted = QHBoxLayout()
        counted.addWidget(self._how, 1)
        counted.addWidget(self.sum, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(counted)
        self.column.addSpacing(theme.px(6))
        self.column.addWidget(Rule())
        self.column.addSpacing(theme.px(6))
        self.column.addWidget(self._facts)

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show the promise of the chosen service."""
        service, promised = state.service, state.promised
        here = service is not None and not service.stop_bn  # what is not taken is not promised either
        self.setVisible(here and promised is not None)
        if service is None or promised is None:
            return
        self._title.setText(promised.title)
        self._day.set_text(f"*{_day_words(promised)}*")
        self._how.set_text(promised.reckoning)
        self.sum.setVisible(promised.on is not None)
        where = [(_("Goes to"), knowledge.branch_of(service), False)]
        self._facts.show_facts([*knowledge.fee_facts(service.fees), *where])


def _day_words(promised: Promised) -> str:
    if promised.on is None:
        return _("Not set")
    weekday = i18n.weekday(promised.on) if i18n.language() == "bn" else i18n.short_weekday(promised.on)
    return f"{i18n.day(promised.on)}, {weekday}"
