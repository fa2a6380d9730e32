"""How things stand: state tags, cells of the status bar, the receive number, the empty state."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import receive_number
from kiosk.ui import icons, theme
from kiosk.ui.widgets import paint
from kiosk.ui.widgets.labels import IconLabel, Label, RunsLabel


class StateTag(QWidget):
    """A state: icon, word, colour.  What is not known is dashed."""

    def __init__(self, words: str = "", icon: str = "check", tone: str = "plain") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(words, icon, tone)

    def show_state(self, words: str, icon: str, tone: str) -> None:
        """Show another state."""
        self._words, self._icon, self._tone = words, icon, tone
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = paint.width_of(self._words, theme.font("caption", bold=True))
        return QSize(words + theme.px(10 + 17 + 7 + 10), theme.px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink, ground, edge = theme.tone(self._tone)
        paint.box(painter, self.rect(), fill=ground, edge=edge, radius=6, dashed=self._tone == "unk")
        icons.draw(painter, self._icon, ink, theme.px(10), (self.height() - theme.px(17)) / 2, 17)
        room = self.rect().adjusted(theme.px(34), 0, 0, 0)
        paint.text(painter, room, self._words, role=ink, style=theme.font("caption", bold=True))


class StatusCell(QWidget):
    """A cell of the status bar, 40 high; trouble fills it and stays until settled."""

    def __init__(self, name: str, icon: str = "", *, last: bool = False, key: str = "") -> None:
        super().__init__()
        self.setObjectName(f"status.{name}")
        self._icon, self._last, self._key = icon, last, key
        self._words, self._tone = "", ""
        self._short = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def quiet(self) -> bool:
        """Whether nothing is wrong: it may give way to others."""
        return not self._tone

    def set_short(self, short: bool) -> None:  # noqa: FBT001 - a switch
        """Show but the icon or the key, where there is no room; a cell without either hides."""
        if short != self._short:
            self._short = short
            self._appear()

    def _appear(self) -> None:
        self.setVisible(bool(self._words) and not (self._short and not self._icon and not self._key))
        self.setToolTip(self._words if self._short else "")
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        """What the cell says."""
        return self._words

    def show_state(self, words: str, *, icon: str = "", tone: str = "") -> None:
        """Show words; a cell without words hides."""
        self._words, self._tone = words, tone
        self._icon = icon or self._icon
        self.setAccessibleName(words)
        self._appear()

    def sizeHint(self) -> QSize:
        return QSize(self.width_when(short=self._short), theme.px(40))

    def width_when(self, *, short: bool) -> int:
        """Return the pixels that it takes with or without its words."""
        words = "" if short else self._words
        width = paint.width_of(words, theme.font("caption", bold=bool(self._tone))) + theme.px(26)
        width += theme.px(25 if words else 17) if self._icon else 0
        width += paint.keycap_width(self._key) + theme.px(8 if words else 0) if self._key else 0
        return width + 1

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self._tone or "ink"
        if self._tone:
            painter.fillRect(self.rect().adjusted(0, theme.border(), 0, 0), theme.colour(f"{self._tone}-bg"))
        x = theme.px(13)
        if self._icon:
            icons.draw(painter, self._icon, ink, x, (self.height() - theme.px(17)) / 2, 17)
            x += theme.px(25)
        if self._key:
            x += paint.keycap(painter, x, self.height() / 2, self._key) + theme.px(8)
        style = theme.font("caption", bold=bool(self._tone))
        words = "" if self._short else self._words
        paint.text(painter, self.rect().adjusted(x, 0, 0, 0), words, role=ink, style=style)
        if not self._last:
            painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.colour("line"))


_SPACED = 1.03
"""How much wider the spacing makes a number."""


class BigNumber(QWidget):
    """A receive number, huge: district, year and counter regular, serial and check digit bold."""

    def __init__(self, size: str = "number") -> None:
        super().__init__()
        self._size = size
        self._number = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.line_height(size))

    @property
    def number(self) -> str:
        """The thirteen ASCII digits that are shown."""
        return self._number

    def show_number(self, number: str) -> None:
        """Show thirteen ASCII digits, grouped, in the window's digits."""
        self._number = number
        self.setAccessibleName(receive_number(number))
        self.update()

    def _parts(self) -> tuple[str, str]:
        whole = receive_number(self._number)
        return whole[:9], whole[9:]

    def sizeHint(self) -> QSize:
        first, second = self._parts()
        light, heavy = theme.font(self._size), theme.font(self._size, bold=True)
        return QSize(paint.width_of(first, light) + paint.width_of(second, heavy), theme.line_height(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._number:
            return
        painter = QPainter(self)
        x = -theme.px(3)
        less = min(1.0, self.width() / max(self.sizeHint().width() * _SPACED, 1))
        for words, role, bold in zip(self._parts(), ("ink2", "ink"), (False, True), strict=True):
            style = theme.font(self._size, bold=bold)
            style.setPixelSize(int(style.pixelSize() * less))
            style.setLetterSpacing(style.SpacingType.PercentageSpacing, 102)
            width = paint.width_of(words, style)
            paint.text(painter, QRect(x, 0, width, self.height()), words, role=role, style=style)
            x += width


class EmptyState(QWidget):
    """Nothing here: an icon, one bold line, one hint that may hold a key."""

    def __init__(self, icon: str, line: str, hint: list[paint.Run] | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(2))
        column.addStretch(1)
        column.addWidget(IconLabel(icon, "mute", 32), 0, Qt.AlignmentFlag.AlignHCenter)
        bold = Label(line, strong=True, wrap=True)
        bold.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(bold)
        if hint:
            column.addWidget(RunsLabel(hint), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
