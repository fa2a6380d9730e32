"""Text on the window: labels, paragraphs, hairlines."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.ui import icons, theme
from kiosk.ui.widgets import paint


class Label(QLabel):
    """One line of plain text in a type size and a tone, with room for the tallest conjunct."""

    def __init__(
        self, text: str = "", size: str = "body", tone: str = "ink", *, strong: bool = False, wrap: bool = False
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", size)  # `size` is Qt's own
        self.setProperty("tone", tone)
        self.setProperty("strong", "true" if strong else "false")
        self.setWordWrap(wrap)
        self.setMinimumHeight(theme.line_height(size))

    def set_tone(self, tone: str, *, strong: bool | None = None) -> None:
        """Change the tone, and the weight if said."""
        bold = self.property("strong") if strong is None else ("true" if strong else "false")
        if (self.property("tone"), self.property("strong")) == (tone, bold):
            return
        self.setProperty("tone", tone)
        self.setProperty("strong", bold)
        if self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # before that the sheet comes by itself
            # As `style().polish(self)`, without asking for the style: that class takes long to load.
            self.event(QEvent(QEvent.Type.Polish))


class Paragraph(QLabel):
    """Running text with the line height of the look; words between `*` are bold."""

    def __init__(self, text: str = "", size: str = "small", tone: str = "ink", *, wrap: bool = True) -> None:
        super().__init__()
        self._line = theme.line_height(size)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setProperty("type", size)  # `size` is Qt's own
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        across = QSizePolicy.Policy.Ignored if wrap else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Minimum)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show text; a pair of `*` makes bold, a line feed begins a new line."""
        from html import escape  # its table of names is long

        pieces = escape(text).replace("\n", "<br>").split("*")
        inner = "".join(f"<b>{piece}</b>" if place % 2 else piece for place, piece in enumerate(pieces))
        self.setText(f'<p style="margin:0;line-height:{self._line}px;-qt-line-height-type:fixed">{inner}</p>')
        self.setAccessibleName(text.replace("*", ""))


class KeyCap(QWidget):
    """A key, drawn as on the keyboard."""

    def __init__(self, key: str, parent: QWidget | None = None, *, on: str = "") -> None:
        super().__init__(parent)
        self._key, self._on = key, on
        self.setAccessibleName(key)
        self.setFixedSize(paint.keycap_width(key), paint.keycap_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.keycap(painter, 0, self.height() / 2, self._key, on=self._on)


class IconLabel(QWidget):
    """An icon in the colour of a role."""

    def __init__(self, name: str, role: str = "ink", size: int = 20) -> None:
        super().__init__()
        self._name, self._role, self._size = name, role, size
        self.setFixedSize(theme.px(size), theme.px(size))

    def show_icon(self, name: str, role: str) -> None:
        """Show another icon."""
        if (name, role) == (self._name, self._role):
            return
        self._name, self._role = name, role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        icons.draw(QPainter(self), self._name, self._role, 0, 0, self._size)


class Rule(QWidget):
    """A hairline across."""

    def __init__(self, role: str = "line") -> None:
        super().__init__()
        self._role = role
        self.setFixedHeight(theme.border())

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour(self._role))


class RunsLabel(QWidget):
    """One line of runs: words, bold words and keycaps mixed."""

    def __init__(self, line: list[paint.Run] | None = None, height: int = 28) -> None:
        super().__init__()
        self._line = line or []
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_runs(self._line)

    def show_runs(self, line: list[paint.Run]) -> None:
        """Show another line."""
        self._line = line
        self.setAccessibleName("".join(run.text for run in line))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(paint.runs_width(self._line) + 2, theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(20), theme.px(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint.runs(QPainter(self), self.rect(), self._line)
