"""A field of which the answers are known: a digit, a few letters or the list under it choose."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kiosk.ui.widgets.paint import marked
from kiosk.ui.widgets.type_ahead import Choice, TypeAhead
from kiosk.ui.widgets.typed import TypedField

_NUMBERS = {digit: place % 9 + 1 for place, digit in enumerate("123456789১২৩৪৫৬৭৮৯")}


class ChoiceField(TypedField):
    """Holds the code of an option; with `free`, any other text.

    Unless `free`, a digit takes its row and goes on.  `matching` returns the codes that a text may
    mean.  Signals: as a field; `edited` carries a code once one is meant.
    """

    def __init__(
        self,
        name: str,
        label: str,
        options: Sequence[tuple[str, str]],
        matching: Callable[[str], Sequence[str]],
        *,
        free: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(name, label, hint=hint, quiet=True)
        self._options, self._matching, self._free = dict(options), matching, free
        self._list: TypeAhead | None = None
        self._code = ""
        self.entry.key_first = self._key
        self.entry.left.connect(self._settle)

    def use_list(self, rows: TypeAhead) -> None:
        """Show what can be chosen in this list, while the focus is here."""
        self._list = rows
        rows.stand_under(self.box)
        self.entry.holds_escape = rows.isVisible
        self._offer(self.entry.text() if not self._code else "")

    @property
    def text(self) -> str:
        """The code of what is chosen, else what is typed."""
        return self._code or self.entry.text()

    def show_text(self, text: str) -> None:
        """Show an option by its code, or a text."""
        if self.text == text:
            return
        self._code = text if text in self._options else ""
        super().show_text(self._options.get(text, text))

    def take(self, code: str) -> None:
        """Choose an option and tell it."""
        self._code = code
        self.entry.setText(self._options[code])
        self._close()
        self.edited.emit(code)

    def _on_edited(self, text: str) -> None:
        self._code = ""
        super()._on_edited(text)
        self._offer(text)

    def _offer(self, typed: str) -> None:
        if self._list is None:
            return
        codes = self._matching(typed) if typed else list(self._options)
        rows = [Choice(code, tuple(marked(self._options[code], typed.strip()))) for code in codes]
        self._list.offer(rows, self.entry.accessibleName(), [])

    def _key(self, event: QKeyEvent) -> bool:
        place = _NUMBERS.get(event.text(), 0)
        if place and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self._digit(place):
            return True
        return self._list is not None and self._list.isVisible() and self._list.key(event)

    def _digit(self, place: int) -> bool:
        """Take the row of a digit; where free text may stand, a digit is a digit until the list is entered."""
        if self._free:
            return False
        codes = self._matching("" if self._code else self.entry.text()) or list(self._options)
        if place <= len(codes):
            self.take(codes[place - 1])
            self.advanced.emit()
        return True

    def _settle(self) -> None:
        """On leaving, take the only option that is meant."""
        self._close()
        typed = self.entry.text().strip()
        if self._code or not typed:
            return
        exact = [code for code, words in self._options.items() if words.casefold() == typed.casefold()]
        codes = exact or list(self._matching(typed))
        if len(codes) == 1 and not (self._free and not exact):
            self.take(codes[0])

    def _close(self) -> None:
        if self._list is not None:
            self._list.close_list()
