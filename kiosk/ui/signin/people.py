"""Who may sit here, as cards: ↑ ↓ and digits choose, Enter goes on."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import ascii_digits
from kiosk.ui import theme
from kiosk.ui.signin.presenter import OperatorCard
from kiosk.ui.widgets import paint as painting

ROOMY = 4
"""So many people have tall cards; more of them get flat ones, so that all are seen at once."""


class PersonCard(QAbstractButton):
    """One person: first letter, name, role, key."""

    halo_radius = 8

    def __init__(self, card: OperatorCard, number: int, *, tall: bool) -> None:
        super().__init__()
        self.card, self._number, self._tall = card, number, tall
        self.setAccessibleName(f"{card.name}, {card.role}")
        self.setCheckable(True)
        self.setObjectName(f"person.{card.login}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(76 if tall else 50))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the list hears the keys

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.isChecked()
        painting.box(
            painter,
            self.rect(),
            fill="soft" if on else "sheet",
            edge="accent" if on or self.underMouse() else "line",
            width=2 if on else 0,
            radius=8,
        )
        middle = self.height() // 2
        self._paint_letter(painter, middle, on=on)
        self._paint_words(painter, on=on)
        if self._number <= 9:
            cap = painting.keycap_width(str(self._number))
            painting.keycap(painter, self.width() - theme.px(13) - cap, middle, str(self._number))

    def _paint_letter(self, painter: QPainter, middle: int, *, on: bool) -> None:
        size = theme.px(44 if self._tall else 34)
        circle = QRect(theme.px(12), middle - size // 2, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent" if on else "sunken"))
        painter.drawEllipse(circle)
        style = theme.font("title" if self._tall else "small", bold=True)
        role = "on-accent" if on else "ink2"
        centre = Qt.AlignmentFlag.AlignCenter
        painting.text(painter, circle, self.card.initial, role=role, style=style, align=centre)

    def _paint_words(self, painter: QPainter, *, on: bool) -> None:
        left = theme.px(70 if self._tall else 58)
        room = self.rect().adjusted(left, theme.px(6), -theme.px(50), -theme.px(8))
        bold = theme.font(bold=on)
        if self._tall:
            half = QRect(room.topLeft(), QSize(room.width(), theme.px(32)))
            painting.text(painter, half, self.card.name, style=bold, elide=True)
            below = QRect(room.left(), half.bottom(), room.width(), theme.px(28))
            painting.text(painter, below, self.card.role, role="ink2", style=theme.font("caption"), elide=True)
            return
        painting.text(painter, room, self.card.name, style=bold, elide=True)
        at = QPoint(room.left() + painting.width_of(self.card.name, bold) + theme.px(12), room.top())
        rest = QRect(at, QSize(room.right() - at.x(), room.height()))
        if rest.width() > theme.px(60):
            painting.text(painter, rest, self.card.role, role="ink2", style=theme.font("caption"), elide=True)


class PeopleList(QWidget):
    """The cards.  Signals: `chosen(int)`, `advanced()`.  One of them at most takes the focus by Tab."""

    chosen = Signal(int)
    advanced = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[PersonCard] = []
        self._shown: tuple[OperatorCard, ...] = ()
        self._row = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))

    def show_people(self, people: Sequence[OperatorCard], row: int) -> None:
        """Show these people, `row` chosen."""
        if tuple(people) != self._shown:
            self._shown = tuple(people)
            self._rebuild()
        if self._cards:
            self._mark(row)

    def focus_chosen(self) -> None:
        """Put the focus on the chosen card."""
        if self._cards:
            self._cards[self._row].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _rebuild(self) -> None:
        for card in self._cards:
            self._column.removeWidget(card)
            card.deleteLater()
        tall = len(self._shown) <= ROOMY
        self._column.setSpacing(theme.px(8 if tall else 5))
        self._cards = [PersonCard(card, number, tall=tall) for number, card in enumerate(self._shown, 1)]
        for number, card in enumerate(self._cards):
            card.clicked.connect(lambda _checked=False, row=number: self._clicked(row))
            self._column.addWidget(card)
            card.show()  # now, so that it can take the focus at once

    def _clicked(self, row: int) -> None:
        self._mark(self._row)
        self.chosen.emit(row)
        self.advanced.emit()

    def _mark(self, row: int) -> None:
        had_focus = any(card.hasFocus() for card in self._cards)
        self._row = row
        for number, card in enumerate(self._cards):
            card.setChecked(number == row)
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number == row else Qt.FocusPolicy.ClickFocus)
        if had_focus:
            self._cards[row].setFocus()

    def step(self, event: QKeyEvent) -> bool:
        """Hear ↑ and ↓ of another widget too; True when it was one of them."""
        if event.key() not in {Qt.Key.Key_Up, Qt.Key.Key_Down} or not self._cards:
            return False
        row = self._row + (1 if event.key() == Qt.Key.Key_Down else -1)
        self.chosen.emit(max(0, min(row, len(self._cards) - 1)))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = ascii_digits(event.text())
        if self.step(event):
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.advanced.emit()
        elif number.isascii() and number.isdigit() and 0 < int(number) <= len(self._cards):
            self.chosen.emit(int(number) - 1)
            self.advanced.emit()
        else:
            super().keyPressEvent(event)
