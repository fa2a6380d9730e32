"""Fields that know more than their line: what it means, a switch inside, what stood there before."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy

from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.typing.scripts import BANGLA, DIGITS
from kiosk.ui.widgets import paint
from kiosk.ui.widgets.field import Field
from kiosk.ui.widgets.labels import Paragraph

_ICON = 17


@dataclass(frozen=True, slots=True)
class Note:
    """A few words inside a field, after what is typed: an icon, words, the role of their colour."""

    words: str
    icon: str = ""
    role: str = "ink2"


class Notes(QLabel):
    """Notes in one line, read out with their words."""

    def __init__(self) -> None:
        super().__init__()
        self._notes: Sequence[Note] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def notes(self) -> Sequence[Note]:
        """What is noted."""
        return self._notes

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Note other things."""
        self._notes = notes
        self.setAccessibleName(" · ".join(note.words for note in notes))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(map(_width, self._notes)), theme.px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = 0
        for note in self._notes:
            end = x + _width(note)
            x += theme.px(8)
            if note.icon:
                icons.draw(painter, note.icon, note.role, x, (self.height() - theme.px(_ICON)) / 2, _ICON)
                x += theme.px(_ICON + 4)
            rect = QRect(x, 0, end - x, self.height())
            paint.text(painter, rect, note.words, role=note.role, style=theme.font("caption"))
            x = end


def _width(note: Note) -> int:
    icon = theme.px(_ICON + 4) if note.icon else 0
    return theme.px(8) + icon + paint.width_of(note.words, theme.font("caption")) + 1


class Switch(QAbstractButton):
    """A small chip inside a field that goes round a few words; hidden while its word is empty."""

    def __init__(self, words: str, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.say(words)

    def say(self, words: str) -> None:
        """Show another word."""
        self.setText(words)
        self.setAccessibleName(f"{self._name}: {words}")
        if self.parent() is not None or not words:  # alone it would be a window
            self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(paint.width_of(self.text(), theme.font("caption", bold=True)) + theme.px(32), theme.px(27))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.box(painter, self.rect(), fill="soft", edge="accent" if self.underMouse() else "line", radius=4)
        words = self.rect().adjusted(theme.px(8), 0, 0, 0)
        paint.text(painter, words, self.text(), role="accent", style=theme.font("caption", bold=True))
        x, middle = self.width() - theme.px(20), self.height() / 2
        icons.draw(painter, "chevron-down", "accent", x, middle - theme.px(8), 16)


class Before(Paragraph):
    """What stood in a field before, struck out."""

    def __init__(self) -> None:
        super().__init__("", "caption", "ink2")
        self._words = ""

    def show_words(self, words: str) -> None:
        """Show other words; none hides it."""
        if words == self._words:
            return
        self._words = words
        from html import escape

        said = _("before:")
        line = f'<p style="margin:0;line-height:{self._line}px;-qt-line-height-type:fixed">'
        self.setText(f"{line}{escape(said)} <s>{escape(words)}</s></p>")
        self.setAccessibleName(f"{said} {words}" if words else "")
        self.setVisible(bool(words))


class TypedField(Field):
    """A field with notes after its text, a switch, and what stood there before; `quiet` without its badge.

    Signals: `switched(str)` a person chose another of `switches`, by its code.
    """

    switched = Signal(str)

    def __init__(
        self,
        name: str,
        label: str,
        *,
        badge: str = BANGLA,
        hint: str = "",
        switches: Sequence[tuple[str, str]] = (),
        switch_left: bool = True,
        quiet: bool = False,
    ) -> None:
        self._quiet = quiet
        super().__init__(name, label, badge=badge, hint=hint)
        self._switches = list(switches)
        self._now = self._switches[0][0] if switches else ""
        self._before = Before()
        self._before.setObjectName(f"before.{name}")
        self._before.hide()
        self._notes = Notes()
        self._notes.setObjectName(f"notes.{name}")
        self.box.hold(self._notes)
        column = self.layout()
        assert column is not None  # noqa: S101 - the field laid it out
        column.addWidget(self._before)
        self.switch: Switch | None = None
        if switches:
            self.switch = Switch(self._switches[0][1], _("Change"))
            self.switch.setObjectName(f"switch.{name}")
            self.switch.clicked.connect(self.go_round)
            self.box.hold(self.switch, left=switch_left)
        self.entry.textChanged.connect(lambda _text: self._fit_notes())

    def _follow_script(self) -> None:
        """A narrow field has no room to say which script is written; the status bar does."""
        if self._quiet:
            self.box.show_badge("")
        else:
            super()._follow_script()

    def show_text(self, text: str) -> None:
        """Write into the line; a long text shows its beginning until a hand is there."""
        if self.entry.text() == text:
            return
        super().show_text(text)
        if not self.entry.hasFocus():
            self.entry.setCursorPosition(0)

    # ------------------------------------------------------------------ notes

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Show what the text was understood to mean; left out where there is no room beside the text."""
        if tuple(notes) != tuple(self._notes.notes):
            self._notes.show_notes(tuple(notes))
            self._fit_notes()

    @property
    def notes(self) -> list[str]:
        """The words that are noted."""
        return [note.words for note in self._notes.notes]

    def _fit_notes(self) -> None:
        if not self._notes.notes:
            self._notes.hide()
            return
        switch = self.switch.sizeHint().width() if self.switch and self.switch.text() else 0
        margins = self.box.layout().contentsMargins()  # type: ignore[union-attr]
        inner = self.box.width() - margins.left() - margins.right() - switch
        wanted = self._notes.sizeHint().width() + paint.width_of(self.entry.text(), theme.font()) + theme.px(14)
        self._notes.setVisible(bool(self._notes.notes) and wanted <= inner)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_notes()

    # ------------------------------------------------------------------ what stood there before

    def show_before(self, words: str) -> None:
        """Show under the field what it held before a correction; nothing hides it."""
        self._before.show_words(words)

    @property
    def before(self) -> str:
        """What is said of the text before."""
        return self._before.accessibleName() if not self._before.isHidden() else ""

    # ------------------------------------------------------------------ the switch

    @property
    def switch_code(self) -> str:
        """The code that the switch stands at."""
        return self._now

    def show_switch(self, code: str) -> None:
        """Put the switch to a code; an unknown one is shown as it is."""
        code = code or (self._switches[0][0] if self._switches else "")
        if self.switch is not None and code != self._now:
            self._now = code
            self.switch.say(dict(self._switches).get(code, code))
            self._fit_notes()

    def go_round(self) -> None:
        """Go on to the next of the switch."""
        codes = [code for code, _words in self._switches]
        place = codes.index(self._now) + 1 if self._now in codes else 0
        self.show_switch(codes[place % len(codes)])
        self.switched.emit(self._now)


class AreaField(TypedField):
    """Land: a number and its unit.  Up and down change the unit; the unit is part of the text.

    `switches` are (word kept, word shown) of the units, the usual one first.
    """

    def __init__(self, name: str, label: str, *, switches: Sequence[tuple[str, str]], hint: str = "") -> None:
        super().__init__(name, label, badge=DIGITS, hint=hint, switches=switches, switch_left=False, quiet=True)
        self.entry.key_first = self._key
        self.switched.connect(lambda _unit: self.edited.emit(self.text))

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not event.modifiers():
            self.go_round()
            return True
        return False

    @property
    def text(self) -> str:
        """What is written, with the unit where only a number stands."""
        typed = self.entry.text().strip()
        bare = typed and not any(letter.isalpha() for letter in typed)
        return f"{typed} {self.switch_code}" if bare else typed

    def show_text(self, text: str) -> None:
        """Write an area: its number into the line, its unit into the switch."""
        if self.text == text:
            return
        number, _gap, unit = text.partition(" ")
        if unit in dict(self._switches) and not any(letter.isalpha() for letter in number):
            self.show_switch(unit)
            text = number
        super().show_text(text)
