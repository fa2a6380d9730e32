"""Where people type: a line with its box, badge, hint and the sentence under it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.typing import scripts
from kiosk.ui.typing.layouts import SYSTEM
from kiosk.ui.typing.line import ComposingLine
from kiosk.ui.typing.scripts import BANGLA, DIGITS, LATIN
from kiosk.ui.widgets import paint
from kiosk.ui.widgets.labels import Label, Paragraph

__all__ = ["BANGLA", "DIGITS", "LATIN", "Entry", "Field", "FieldBox", "badge_words", "script_of"]


def badge_words(kind: str) -> str:
    """Return what a badge says of the script that is written."""
    return {BANGLA: "বাংলা", LATIN: "ABC", DIGITS: _("123")}.get(kind, "")


def script_of(text: str) -> str:
    """Return the script of the last letter typed, empty when there is none."""
    for letter in reversed(text):
        if "\u0980" <= letter <= "\u09ff" and not letter.isdigit():
            return BANGLA
        if letter.isascii() and letter.isalpha():
            return LATIN
    return ""


class Entry(ComposingLine):
    """A line that goes on with Enter and back with Shift+Enter; Bangla is composed in it.

    Signals: `advanced()`, `retreated()`; `left()` the focus went elsewhere in the window;
    `undo_asked()` Ctrl+Z with nothing to undo in this line; `focus_changed()` it came or went.
    """

    advanced = Signal()
    retreated = Signal()
    arrived = Signal()
    left = Signal()
    undo_asked = Signal()
    focus_changed = Signal()

    def __init__(self, name: str, label: str, script: str = BANGLA) -> None:
        super().__init__(name, script)
        self.setProperty("bare", "true")
        self.setFrame(False)
        self.setAccessibleName(label)
        self.setFont(theme.font())
        self.setTextMargins(-2, 2, 0, 0)
        self.setMinimumHeight(theme.px(36))
        self.ground = ""
        self._away = True
        self.key_first: Callable[[QKeyEvent], bool] | None = None
        self.holds_escape: Callable[[], bool] = lambda: False

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride and self.holds_escape():
            event.accept()  # the list closes first, before anything else that Esc does
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (self.key_first is not None and self.key_first(event)) or self.take_key(event):
            event.accept()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.retreated if back else self.advanced).emit()
        elif event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            self.undo_asked.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._away and event.reason() != Qt.FocusReason.MouseFocusReason and not self.hasSelectedText():
            self.end(False)  # one goes on where the text ends
        self._away = False
        self.focus_changed.emit()
        self.arrived.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()
        if event.reason() not in {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}:
            if not self.hasSelectedText():
                self.setCursorPosition(0)  # a long text shows its beginning
                self._away = True
            self.left.emit()

    def stand_on(self, ground: str) -> None:
        """Fill the line with the colour of its box: a key then paints the line and nothing behind it."""
        if ground != self.ground:
            self.ground = ground
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.ground:
            QPainter(self).fillRect(self.rect(), theme.colour(self.ground))
            self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # each style sheet takes it away
        super().paintEvent(event)


_AIR = 38
"""What stands in a box besides text and badge."""
_RIM = 2
"""What the widest border takes, above the line and below."""


class FieldBox(QWidget):
    """The box around a line, 44 high: border, ground, badge, marks.  Signals: `badge_changed(str)`."""

    halo_radius = 6
    badge_changed = Signal(str)

    def __init__(self, entry: Entry, badge: str) -> None:
        super().__init__()
        self.entry = entry
        self.state = ""
        self._badge, self._hover = badge, False
        self._room = self._badge_wide = -1
        self.setFixedHeight(theme.px(44))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._row = QHBoxLayout(self)
        self._row.addWidget(entry)
        self._change()
        entry.focus_changed.connect(self.update)
        entry.textChanged.connect(lambda _text: self._fit())

    @property
    def badge(self) -> str:
        """The script that is written here: `bangla|latin|digits`, or empty."""
        return self._badge

    def show_badge(self, badge: str) -> None:
        """Show another badge."""
        if badge != self._badge:
            self._badge = badge
            self._change()
            self.badge_changed.emit(badge)

    def show_state(self, state: str) -> None:
        """Show `""`, `filled` (by the program), `wrong`, `fixed` (read only) or `off`."""
        if state != self.state:
            self.state = state
            self.entry.setReadOnly(state == "fixed")
            self.entry.setEnabled(state != "off")
            self._change()

    def hold(self, widget: QWidget, *, left: bool = False) -> None:
        """Keep a small widget inside: before the line, or after it."""
        self._row.insertWidget(0 if left else self._row.count(), widget)

    def _change(self) -> None:
        self.entry.stand_on(self._ground())
        self._fit()
        self.update()

    def _fit(self) -> None:
        """Give the line the room that badge and mark leave; each key comes by here."""
        self._badge_wide = self._badge_width()
        right = 12 + (8 if self._badge or self._mark() else 0)
        room = theme.px(right) + self._badge_wide + (theme.px(25) if self._mark() else 0)
        if room != self._room:
            self._room = room
            self._row.setContentsMargins(theme.px(12), _RIM, room, _RIM)
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _badge_style(self) -> QFont:
        return theme.font("caption", bold=True, latin=self._badge == LATIN)

    def _badge_width(self) -> int:
        """Return the badge's width; 0 where the text needs its room: the status bar says the script, too."""
        words = badge_words(self._badge)
        width = paint.width_of(words, self._badge_style()) + theme.px(16) if words else 0
        written = paint.width_of(self.entry.text(), theme.font()) + theme.px(_AIR) if self.entry.text() else 0
        return 0 if written + width > self.width() else width

    def _mark(self) -> str:
        return {"wrong": "alert-circle", "fixed": "lock"}.get(self.state, "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go into the line.  No focus proxy does this: Tab would stop at it, wherever it lies in the chain."""
        super().mousePressEvent(event)
        self.entry.setFocus(Qt.FocusReason.MouseFocusReason)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        self.update()
        super().leaveEvent(event)

    def _ground(self) -> str:
        return {"filled": "soft", "fixed": "sunken", "off": "sunken"}.get(self.state, "sheet")

    def _roles(self) -> tuple[str, str, float]:
        """Return ground, border and its width (0: the ordinary one)."""
        ground = self._ground()
        if self.state == "wrong":
            return ground, "bad", 2
        if self.entry.hasFocus():
            return ground, "accent", 2
        if self.state == "off":
            return ground, "line", 0
        return ground, "accent" if self._hover else "edge", 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground, edge, width = self._roles()
        paint.box(painter, self.rect(), fill=ground, edge=edge, width=width, dashed=self.state == "fixed")
        x = self.width() - theme.px(12) - self._badge_wide
        if self._badge_wide:
            self._paint_badge(painter, x)
            x -= theme.px(8)
        if self._mark():
            role = "bad" if self.state == "wrong" else "ink2"
            icons.draw(painter, self._mark(), role, x - theme.px(17), (self.height() - theme.px(17)) / 2, 17)

    def _paint_badge(self, painter: QPainter, x: int) -> None:
        tall = theme.px(27)
        rect = QRect(x, (self.height() - tall) // 2, self._badge_wide, tall)
        focus = self.entry.hasFocus()
        fill, edge, ink = ("accent", "accent", "on-accent") if focus else ("sunken", "line", "ink2")
        paint.box(painter, rect, fill=fill, edge=edge, radius=4)
        centre = Qt.AlignmentFlag.AlignCenter
        paint.text(painter, rect, badge_words(self._badge), role=ink, style=self._badge_style(), align=centre)


class Field(QWidget):
    """A box and the sentence under it; its label is made here and laid out by the form.

    Signals: `edited(str)` as typed by a person; `left()`; `advanced()`, `retreated()`, `undo_asked()`.
    The line inside carries the object name, e.g. `field.mobile`.
    """

    edited = Signal(str)
    left = Signal()
    arrived = Signal()
    advanced = Signal()
    retreated = Signal()
    undo_asked = Signal()

    def __init__(self, name: str, label: str, *, badge: str = BANGLA, hint: str = "") -> None:
        super().__init__()
        self._wanted_badge = badge
        self.label = Label(label, "small", "ink2")
        self.label.setFixedHeight(theme.px(44))
        self.entry = Entry(f"field.{name}", label, badge)
        self.entry.setPlaceholderText(hint)
        self.box = FieldBox(self.entry, badge)
        self.label.setBuddy(self.entry)
        self._below = Paragraph("", "caption", "bad")
        self._below.setObjectName(f"problem.{name}")
        self._below.hide()
        self._note = Paragraph("", "caption", "ink2")
        self._note.setObjectName(f"note.{name}")
        self._note.hide()
        self._sentence = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.box, self._below, self._note):
            column.addWidget(part)
        self._connect()
        self._follow_script()

    def _connect(self) -> None:
        entry = self.entry
        entry.edited.connect(self._on_edited)
        entry.script_changed.connect(self._follow_script)
        entry.converted.connect(self._on_converted)
        entry.left.connect(self.left)
        entry.advanced.connect(self.advanced)
        entry.retreated.connect(self.retreated)
        entry.undo_asked.connect(self.undo_asked)
        entry.arrived.connect(self._on_arrived)
        entry.left.connect(lambda: self.label.set_tone("ink2", strong=False))

    def _on_arrived(self) -> None:
        self.label.set_tone("ink", strong=True)
        self._follow_script()
        self.arrived.emit()

    def _on_edited(self, text: str) -> None:
        self._note.hide()
        self._follow_script()
        self.edited.emit(text)

    def _on_converted(self) -> None:
        self._note.set_text(_("Bijoy text was changed to Unicode · Ctrl+Z"))
        self._note.show()

    def _follow_script(self) -> None:
        """Show what keys write here: what was chosen, or with the system's own keyboard, what was last typed."""
        if self.entry.is_secret:
            return
        if scripts.layout_name() != SYSTEM:
            self.box.show_badge(self.entry.script)
        elif self._wanted_badge in {DIGITS, ""}:
            self.box.show_badge(self._wanted_badge)
        else:
            self.box.show_badge(script_of(self.entry.text()) or self._wanted_badge)

    @property
    def text(self) -> str:
        """What is written in the line."""
        return self.entry.text()

    @property
    def sentence(self) -> str:
        """What is said under the field; empty when all is well."""
        return self._sentence

    def show_text(self, text: str) -> None:
        """Write into the line; what is there already stays untouched, with its cursor."""
        if self.entry.text() != text:
            self._note.hide()
            self.entry.setText(text)
            if not self.entry.hasFocus():
                self.entry.setCursorPosition(0)  # a long text shows its beginning
            self._follow_script()

    def show_problem(self, sentence: str, *, filled: bool = False) -> None:
        """Say under the field what is wrong with it; nothing when all is well."""
        self.box.show_state("wrong" if sentence else "filled" if filled else "")
        if sentence == self._sentence:
            return
        self._sentence = sentence
        self._below.set_text(sentence)
        self._below.setVisible(bool(sentence))
        self.entry.setAccessibleDescription(sentence)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(90), super().minimumSizeHint().height())
