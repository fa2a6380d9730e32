"""The verdict on a scanned slip, across the screen."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.find.slip import SlipSaid
from kiosk.ui.widgets import Label, Paragraph


class SlipBand(QWidget):
    """The verdict across the screen, in its colour; hidden while no slip was scanned."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("find.slip")
        self.said: SlipSaid | None = None
        self._verdict = Label("", "title", strong=True, wrap=True)
        self._compare = Label("", "caption", "ink2")
        self._facts = QHBoxLayout()
        self._facts.setSpacing(theme.px(28))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(76), theme.px(12), theme.px(26), theme.px(12))
        column.setSpacing(theme.px(2))
        column.addWidget(self._verdict)
        column.addWidget(self._compare)
        column.addLayout(self._facts)
        self.hide()

    def show_slip(self, said: SlipSaid | None) -> None:
        """Show a verdict; None takes the band away."""
        if said == self.said:
            return
        self.said = said
        self.setVisible(said is not None)
        if said is None:
            return
        self.setAccessibleName(said.verdict)
        self._verdict.setText(said.verdict)
        genuine = said.tone == "ok"
        compare = _("Compare these with the paper and the person:") if genuine else _("What the slip says of itself:")
        self._compare.setText(compare)
        self._compare.setVisible(bool(said.facts))
        while (item := self._facts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for name, value in said.facts:
            self._facts.addWidget(_fact(name, value))
        self._facts.addStretch(1)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.said is None:
            return
        painter = QPainter(self)
        ink, ground, edge = theme.tone(self.said.tone)
        painter.fillRect(self.rect(), theme.colour(ground))
        painter.fillRect(0, 0, theme.px(8), self.height(), theme.colour(edge))
        painter.fillRect(0, self.height() - theme.border(), self.width(), theme.border(), theme.colour(edge))
        icons.draw(painter, self.said.icon, ink, theme.px(26), (self.height() - theme.px(36)) / 2, 36)


def _fact(name: str, value: str) -> QWidget:
    fact = QWidget()
    column = QVBoxLayout(fact)
    column.setContentsMargins(0, theme.px(2), 0, 0)
    column.setSpacing(0)
    column.addWidget(Label(name, "caption", "ink2"))
    column.addWidget(Paragraph(f"*{value}*", "body", wrap=False))
    return fact
