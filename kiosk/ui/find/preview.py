"""Beside the list: who it is, where it is now, what is missing, and what may be done."""

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.find.cards import Card, Moment
from kiosk.ui.widgets import Button, Ground, Label, Paragraph, Run, SideCard, paint
from kiosk.ui.widgets.scrolled import scrolled

WIDE = 426
_LINE = 27


class TimeLine(QWidget):
    """What happened, one under the other, joined by a line; the last is a ring, what is to come is quiet."""

    def __init__(self) -> None:
        super().__init__()
        self._moments: tuple[Moment, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_moments(self, moments: tuple[Moment, ...]) -> None:
        """Show other moments."""
        self._moments = moments
        said = (" · ".join(part for part in (one.title, one.rest, one.below) if part) for one in moments)
        self.setAccessibleName("; ".join(said))
        self.updateGeometry()
        self.update()

    def _tall(self, moment: Moment) -> int:
        return theme.px(_LINE * (2 if moment.below else 1) + 7)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), sum(map(self._tall, self._moments)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 0
        for place, moment in enumerate(self._moments):
            tall = self._tall(moment)
            if place + 1 < len(self._moments):
                middle = theme.px(13)
                painter.fillRect(middle - 1, y + theme.px(14), theme.px(2), tall, theme.colour("edge"))
            self._dot(painter, y, moment)
            self._words(painter, y, moment)
            y += tall

    def _dot(self, painter: QPainter, y: int, moment: Moment) -> None:
        role = "edge" if moment.ahead else "accent"
        hollow = moment.now or moment.ahead
        radius = theme.px(7 if hollow else 5.5)
        painter.setPen(QPen(theme.colour(role), theme.px(3 if moment.now else 2)))
        painter.setBrush(theme.colour("sheet" if hollow else role))
        painter.drawEllipse(QPoint(theme.px(13), y + theme.px(14)), radius, radius)

    def _words(self, painter: QPainter, y: int, moment: Moment) -> None:
        line = self.rect().adjusted(theme.px(30), y, 0, 0)
        line.setHeight(theme.px(_LINE))
        role = "mute" if moment.ahead else "ink"
        rest = f" · {moment.rest}" if moment.rest else ""
        runs = [Run(moment.title, role, "small", bold=not moment.ahead), Run(rest, role, "small")]
        paint.runs(painter, line, runs)
        if moment.below:
            line.translate(0, theme.px(_LINE))
            paint.runs(painter, line, [Run(moment.below, "ink2", "caption")])


class Cards(QWidget):
    """The cards of one row; `buttons` below them."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Card | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(12))
        self.who, self.where = SideCard(), SideCard(_("Where it is now"))
        self.missing = SideCard(" ", "hourglass", "warn")
        self._head = Label("", "caption", "ink2")
        self._number = Label("", "page", strong=True)
        self._name = Paragraph("", "body")
        self._below = Paragraph("", "caption", "ink2")
        for part in (self._head, self._number, self._name, self._below):
            self.who.column.addWidget(part)
        self.line = TimeLine()
        self.where.column.addSpacing(theme.px(4))
        self.where.column.addWidget(self.line)
        self.missing.title.set_tone("ink")
        self._missing_words = Paragraph("")
        self.missing.column.addWidget(self._missing_words)
        for card in (self.who, self.where, self.missing):
            self.column.addWidget(card)

    def show_card(self, card: Card | None) -> None:
        """Show what is known of the chosen row; none shows nothing."""
        if card == self._shown:
            return
        self._shown = card
        self.who.setVisible(card is not None)
        self.where.setVisible(card is not None and bool(card.moments))
        self.missing.setVisible(card is not None and bool(card.missing))
        if card is None:
            return
        self._head.setText(card.head)
        self._number.setText(i18n.receive_number(card.number) if card.number else "")
        self._number.setVisible(bool(card.number))
        self._name.set_text(f"*{card.name}*")
        self._below.set_text("\n".join([card.below, *card.lines] if card.below else card.lines))
        self.line.show_moments(card.moments)
        self._show_missing(card)

    def _show_missing(self, card: Card) -> None:
        names = ", ".join(name for name, _until in card.missing)
        self.missing.title.setText(_("Missing paper: {papers}").format(papers=names))
        self.missing.title.setWordWrap(True)
        said = " ".join(dict.fromkeys(until for _name, until in card.missing))
        self._missing_words.set_text(said + " " + _("Scan it as soon as it is brought."))


class Side(Ground):
    """The cards with their buttons.  Signals: `open_asked()`, `print_asked()`."""

    open_asked = Signal()
    print_asked = Signal()

    def __init__(self) -> None:
        super().__init__("paper", "l")
        self.setFixedWidth(theme.px(WIDE))
        self.cards = Cards()
        self.open_ = Button(_("Open"), key="Enter", kind="primary")
        self.copy = Button(_("Copy of the receipt"), key="F8")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(18), theme.px(16), theme.px(18), theme.px(16))
        column.addWidget(scrolling(self.cards, self._buttons()))
        self.show_card(None)

    def _buttons(self) -> QLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        self.open_.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for button, signal in ((self.open_, self.open_asked), (self.copy, self.print_asked)):
            button.setFocusPolicy(button.focusPolicy().NoFocus)
            button.clicked.connect(signal)
            row.addWidget(button)
        return row

    def show_card(self, card: Card | None) -> None:
        """Show the chosen row's cards and what may be done with it."""
        self.cards.show_card(card)
        self.open_.setVisible(card is not None and card.opens)
        self.copy.setVisible(card is not None and card.prints)


def scrolling(*parts: QWidget | QLayout) -> QScrollArea:
    """Return cards in an area that gives way: beside a long history every button of the page stays in sight."""
    inside = Ground("paper")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, theme.px(4), 0)
    column.setSpacing(theme.px(12))
    for part in parts:
        if isinstance(part, QLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    column.addStretch(1)
    area = scrolled(inside)
    area.setMinimumHeight(theme.px(200))
    return area
