"""A line in which Bangla is composed.

What is being composed lies in the line as an input method's text does (underlined, not yet part of
it), so that one Ctrl+Z takes a word back.  Who asks for the text gets both.
"""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit

from kiosk.ui import theme
from kiosk.ui.typing import layouts, scripts
from kiosk.ui.typing.composer import Composer, Written
from kiosk.ui.typing.scripts import BANGLA, DIGITS, LATIN

_Mod = Qt.KeyboardModifier
_COMMANDS = _Mod.ControlModifier | _Mod.AltModifier | _Mod.MetaModifier
_SILENT = frozenset({
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock, Qt.Key.Key_unknown,
})  # fmt: skip
_LEAST_PASTED = 3


class ComposingLine(QLineEdit):
    """Signals: `edited(str)` a person changed the text, what is being composed included;
    `script_changed(str)`; `converted()` a paste in Bijoy's letters was turned into Bangla.
    """  # noqa: D205 - the signals are the first line

    edited = Signal(str)
    script_changed = Signal(str)
    converted = Signal()

    def __init__(self, name: str, script: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._own_script = scripts.own_script(name, script)
        self._script = scripts.script_for(name, self._own_script)
        self._composer: Composer | None = None
        self._layout_name = ""
        self._ours = self._direct = False
        self._settled = self._told = ""
        self._undone = ("", "")
        self.textEdited.connect(self._on_text_edited)

    # ------------------------------------------------------------------ what is written

    def text(self) -> str:
        """Return what is written, with what is being composed."""
        settled, open_ = super().text(), self.composing
        if not open_:
            return settled
        place = self.cursorPosition()
        return settled[:place] + open_ + settled[place:]

    def setText(self, text: str | None) -> None:
        """Write another text; what was being composed is dropped."""
        self._drop()
        super().setText(text)
        self._settled = self._told = text or ""

    @property
    def composing(self) -> str:
        """What is being composed at the cursor; empty when nothing is."""
        return self._composer.open if self._composer is not None else ""

    @property
    def keys(self) -> str:
        """The Latin keys of what is being composed."""
        return self._composer.keys if self._composer is not None else ""

    def word(self) -> tuple[int, str]:
        """Return the place and the letters of the word that ends at the cursor."""
        end = self.cursorPosition() + len(self.composing)
        before = self.text()[:end]
        word = before.split(" ")[-1]
        return end - len(word), word

    def replace_word(self, words: str) -> None:
        """Put words in the place of the one that ends at the cursor; one Ctrl+Z takes it back."""
        self.finish()
        place, word = self.word()
        self.setSelection(place, len(word))
        self._write(Written(words, ""))
        self._end_of_word()

    def replace_all(self, words: str) -> None:
        """Put words in the place of all that is written; one Ctrl+Z takes it back."""
        self.finish()
        self.selectAll()
        self._write(Written(words, ""))
        self._end_of_word()

    # ------------------------------------------------------------------ scripts

    @property
    def script(self) -> str:
        """The script that keys write here: `bangla|latin|digits`."""
        return BANGLA if self._direct and self._script == LATIN else self._script

    def toggle_script(self) -> None:
        """Go to the field's other script; it is remembered by the field's name."""
        self.finish()
        self._direct = False
        self._script = scripts.other_script(self.objectName(), self._own_script)
        self.script_changed.emit(self.script)

    def _note_direct(self, *, direct: bool) -> None:
        if direct != self._direct:
            self._direct = direct
            self.script_changed.emit(self.script)

    # ------------------------------------------------------------------ keys

    def take_key(self, event: QKeyEvent) -> bool:
        """Hear a key before the line does; True when typing it was all there was to do."""
        key, text = event.key(), event.text()
        if _is_toggle(event) and not self.is_secret:
            self.toggle_script()
            return True
        if key in _SILENT and not text:
            return False
        letters = bool(text) and text.isprintable() and not event.modifiers() & _COMMANDS
        if letters and any(map(str.isalpha, text)):
            self._note_direct(direct=not text.isascii())
        composer = self._composing_with()
        if composer is None:
            return False
        if letters and not self._direct:
            self._write(composer.press(text))
            if text == " ":
                self._end_of_word()
            return True
        return self._take_command(composer, event)

    def _take_command(self, composer: Composer, event: QKeyEvent) -> bool:
        """Hear a key that moves or acts, or a letter of the system's own layout."""
        if event.key() == Qt.Key.Key_Backspace and composer.keys and not event.modifiers() & _COMMANDS:
            self._write(composer.backspace())
            return True
        if event.key() != Qt.Key.Key_Escape:
            self.finish()
        return False

    def _composing_with(self) -> Composer | None:
        """Return the composer that keys go to now, if any."""
        if self._script != BANGLA or self.isReadOnly() or self.is_secret:
            return None
        name = scripts.layout_name()
        if name != self._layout_name:
            self.finish()
            layout = layouts.layout(name)
            sentences = scripts.takes_sentences(self.objectName())
            self._composer = Composer(layout, sentences=sentences) if layout is not None else None
            self._layout_name = name
        return self._composer

    # ------------------------------------------------------------------ composing

    def finish(self) -> None:
        """Settle what is being composed."""
        if self._composer is not None and self._composer.keys:
            self._write(self._composer.finish())
            self._end_of_word()

    def _write(self, written: Written) -> None:
        event = QInputMethodEvent(written.open, _underlined(written.open))
        event.setCommitString(written.settled)
        self._ours = True
        super().inputMethodEvent(event)
        self._ours = False
        self._settled = super().text()
        if (now := self.text()) != self._told:
            self._tell(now)

    def _tell(self, text: str) -> None:
        self._told = text
        self.edited.emit(text)

    def _end_of_word(self) -> None:
        """Let Ctrl+Z stop here: a moved cursor is where Qt's undo makes a pause."""
        place = self.cursorPosition()
        with QSignalBlocker(self):
            self.setCursorPosition(place - 1 if place else 1)
            self.setCursorPosition(place)

    def _drop(self) -> None:
        if self._composer is not None and self._composer.keys:
            self._composer.drop()
            self._ours = True
            super().inputMethodEvent(QInputMethodEvent())
            self._ours = False

    # ------------------------------------------------------------------ others who write

    def _on_text_edited(self, text: str) -> None:
        if self._ours:
            return
        before, self._settled = self._settled, text
        if not (self._takes_bangla() and self._turn_bijoy(before, text)):
            self._tell(self.text())

    @property
    def is_secret(self) -> bool:
        """Whether a password is typed here, which nobody composes."""
        return self.echoMode() != QLineEdit.EchoMode.Normal

    def _takes_bangla(self) -> bool:
        return self._own_script not in {LATIN, DIGITS} and not self.is_secret

    def _turn_bijoy(self, before: str, text: str) -> bool:
        """Turn what was just pasted into Bangla if it is Bijoy's; undone once, it stays as it was pasted."""
        place, pasted = _inserted(before, text)
        if len(pasted) < _LEAST_PASTED or (before, text) == self._undone:
            return False
        from kiosk.domain.bangla import looks_like_bijoy

        if not looks_like_bijoy(pasted):
            return False
        from kiosk.ui.typing.bijoy import to_bangla

        self.setSelection(place, len(pasted))
        self._write(Written(to_bangla(pasted), ""))
        self._undone = (super().text(), text)
        self.converted.emit()
        return True

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Let the system's own input method write; what we were composing is settled first."""
        if self.keys:
            if not (event.preeditString() or event.commitString() or event.replacementLength()):
                return  # a system that resets itself knows nothing of ours
            self.finish()
        if event.commitString() and not event.commitString().isascii():
            self._note_direct(direct=True)
        super().inputMethodEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.finish()
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        script = scripts.script_for(self.objectName(), self._own_script)
        if script != self._script:
            self._script = script
            self.script_changed.emit(self.script)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.finish()
        super().focusOutEvent(event)


def _is_toggle(event: QKeyEvent) -> bool:
    if event.key() == Qt.Key.Key_F11:
        return event.modifiers() == _Mod.NoModifier
    return event.key() == Qt.Key.Key_Space and event.modifiers() == _Mod.ControlModifier


def _underlined(text: str) -> list[QInputMethodEvent.Attribute]:
    if not text:
        return []
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    look.setUnderlineColor(theme.colour("accent"))
    kinds = QInputMethodEvent.AttributeType
    return [
        QInputMethodEvent.Attribute(kinds.TextFormat, 0, len(text), look),
        QInputMethodEvent.Attribute(kinds.Cursor, len(text), 1, None),
    ]


def _inserted(before: str, after: str) -> tuple[int, str]:
    """Return where and what was put in between two texts."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    most = min(len(before), len(after)) - start
    while end < most and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, after[start : len(after) - end]
