"""A paper of an application: not asked yet, given, original seen, or missing."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.widgets import paint
from kiosk.ui.widgets.field import Entry

STATES = ("given", "seen", "missing")
_ROLES = {
    "": ("sheet", "line", "ink2", ""),
    "given": ("ok-bg", "ok", "ok", "check"),
    "seen": ("soft", "accent", "accent", "eye"),
    "missing": ("warn-bg", "warn-edge", "warn", "hourglass"),
}
_KEYS = {
    Qt.Key.Key_1: "given",
    Qt.Key.Key_2: "seen",
    Qt.Key.Key_3: "missing",
    Qt.Key.Key_0: "",
    Qt.Key.Key_Backspace: "",
}
_BANGLA_KEYS = {"১": "given", "২": "seen", "৩": "missing", "০": ""}


def state_words(state: str) -> str:
    """Return the word for a paper's state."""
    return {"given": _("given"), "seen": _("original seen"), "missing": _("still due")}.get(state, "")


class PaperRow(QAbstractButton):
    """A row 42 high: 1 given, 2 original seen, 3 missing, 0 not asked; Space goes round.

    3 once more opens the last date of a missing paper.  Signals: `chosen(code, state)`;
    `day_typed(str)`; `arrived()`, `advanced()`, `retreated()`.
    """

    halo_radius = 6
    chosen = Signal(str, str)
    day_typed = Signal(str)
    arrived = Signal()
    advanced = Signal()
    retreated = Signal()

    def __init__(self, code: str, name: str) -> None:
        super().__init__()
        self._code, self._name = code, name
        self._state, self._due, self._hover = "", "", False
        self._problem = ""
        self._day: Entry | None = None
        self.setObjectName(f"paper.{code}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(theme.px(42))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(name)
        self._say()

    @property
    def state(self) -> str:
        """The state shown: `given|seen|missing`, or empty."""
        return self._state

    def show_state(self, state: str, due: str = "") -> None:
        """Show a state, and the last date of a missing paper."""
        if (state, due) != (self._state, self._due):
            self._state, self._due = state, due
            self._say()
            self.update()

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong; nothing when all is well."""
        if sentence != self._problem:
            self._problem = sentence
            self.setToolTip(sentence or self._name)
            self.setAccessibleDescription(sentence)
            self.update()

    def _say(self) -> None:
        due = f", {self._due}" if self._state == "missing" and self._due else ""
        self.setAccessibleName(f"{self._name}: {state_words(self._state) or _('not asked yet')}{due}")

    # ------------------------------------------------------------------ the last date

    def open_day(self) -> None:
        """Let the last date be typed, inside the row."""
        if self._day is None:
            self._day = Entry(f"{self.objectName()}.day", _("Last date: {paper}").format(paper=self._name))
            self._day.setParent(self)
            self._day.advanced.connect(self._take_day)
            self._day.left.connect(self._close_day)
            self._day.key_first = self._day_key
            self._day.holds_escape = self._day.isVisible
        self._day.setText("")
        self._day.setPlaceholderText(_("day-month"))
        wide = theme.px(130)
        self._day.setGeometry(self.width() - wide - theme.px(8), theme.px(3), wide, self.height() - theme.px(6))
        self._day.show()
        self._day.setFocus()
        self.update()

    def _day_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.setFocus()
            return True
        return False

    def _take_day(self) -> None:
        text = self._day.text() if self._day is not None else ""
        self.setFocus()
        if text.strip():
            self.day_typed.emit(text)
        self.advanced.emit()

    def _close_day(self) -> None:
        if self._day is not None:
            self._day.hide()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        wanted = _KEYS.get(key) if plain else None
        if wanted is None and plain:
            wanted = _BANGLA_KEYS.get(event.text())
        if wanted == self._state == "missing":
            self.open_day()
        elif wanted is not None:
            self.chosen.emit(self._code, wanted)
            if wanted:
                self.advanced.emit()
        elif key == Qt.Key.Key_Space and plain:
            self._go_round()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.retreated if back else self.advanced).emit()
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left}:
            (self.advanced if key in {Qt.Key.Key_Down, Qt.Key.Key_Right} else self.retreated).emit()
        else:
            super().keyPressEvent(event)

    def _go_round(self) -> None:
        places = ("", *STATES)
        self.chosen.emit(self._code, places[(places.index(self._state) + 1) % len(places)])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._go_round()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        self.arrived.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(42))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, edge, ink, icon = _ROLES[self._state]
        missing, focus = self._state == "missing", self.hasFocus()
        shown_edge = "accent" if (focus or self._hover) and not missing else edge
        width = 2 if focus or missing else 0
        paint.box(painter, self.rect(), fill=fill, edge=shown_edge, width=width, dashed=missing)
        x = theme.px(10)
        if self._state:
            x += paint.keycap(painter, x, self.height() / 2, str(STATES.index(self._state) + 1)) + theme.px(9)
        if self._problem:
            paint.box(painter, self.rect(), edge="bad", width=2)
        end = self._paint_state(painter, ink, icon) if self._state else self._paint_keys(painter)
        paint.text(painter, self.rect().adjusted(x, 0, end - self.width() - theme.px(9), 0), self._name, elide=True)

    def _paint_state(self, painter: QPainter, ink: str, icon: str) -> int:
        due = self._due if self._state == "missing" else ""
        if self._day is not None and self._day.isVisible():
            return self.width() - theme.px(146)
        style = theme.font("caption", bold=True)
        words = state_words(self._state) + (f" · {due}" if due else "")
        if due and self._crowded(words, style):
            words = due  # icon, dashes and colour say that it is missing
        x = self.width() - theme.px(10) - paint.width_of(words, style)
        paint.text(painter, self.rect().adjusted(x, 0, 0, 0), words, role=ink, style=style)
        x -= theme.px(22)
        icons.draw(painter, icon, ink, x, (self.height() - theme.px(17)) / 2, 17)
        return x

    def _crowded(self, words: str, style: QFont) -> bool:
        """Tell whether these words leave the name too little room."""
        name = paint.width_of(self._name, theme.font())
        return name + paint.width_of(words, style) + theme.px(90) > self.width()

    def _paint_keys(self, painter: QPainter) -> int:
        x = self.width() - theme.px(10)
        if self._problem:
            words, style = _("needed here"), theme.font("caption", bold=True)
            x -= paint.width_of(words, style)
            paint.text(painter, self.rect().adjusted(x, 0, 0, 0), words, role="bad", style=style)
            x -= theme.px(10)
        for key in "321":
            x -= paint.keycap_width(key)
            paint.keycap(painter, x, self.height() / 2, key, ink="ink" if self.hasFocus() else "mute")
            x -= theme.px(4)
        return x
