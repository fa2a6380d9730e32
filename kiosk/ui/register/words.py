"""Words written before, under the field in which they may be meant: passive, as every list of the form."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kiosk.i18n import _
from kiosk.ui.register.form import EXTRA, POST
from kiosk.ui.widgets import Choice, TypeAhead, TypedField, marked

_KINDS = {
    "name": "name", "guardian": "name", "name_latin": "name_latin", "subject": "subject",
    "sender_office": "sender_office", "relation": "relation", f"{POST}sender_place": "sender_place",
}  # fmt: skip
_SINGLE = frozenset({"name", "name_latin"})
Ask = Callable[[str, str], Sequence[str]]


def kind_of(name: str) -> str:
    """Return what kind of words a field takes; empty: none are offered."""
    if name.startswith(EXTRA):
        return name
    return _KINDS.get(name) or _KINDS.get(name.rpartition(".")[2], "")


class OwnWords(QObject):
    """One list for all fields; `ask(kind, typed)` gives what was written before."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.ask: Ask = lambda _kind, _typed: ()
        self.list = TypeAhead(view, "words")
        self.list.taken.connect(self._take)
        self._field: TypedField | None = None
        self._single = False

    def serve(self, name: str, field: TypedField, other: TypeAhead | None = None) -> None:
        """Help in a field; another list of its own goes before this one."""
        kind = kind_of(name)
        if not kind:
            return
        entry, first = field.entry, field.entry.key_first
        entry.key_first = partial(self._key, first)
        entry.holds_escape = lambda: self.list.isVisible() or (other is not None and other.isVisible())
        entry.edited.connect(partial(self._on_edited, kind, field, other))
        entry.left.connect(self.close)

    def close(self) -> None:
        """Offer nothing more until the next letter."""
        self.list.close_list()

    def _key(self, first: Callable[[QKeyEvent], bool] | None, event: QKeyEvent) -> bool:
        return bool(first and first(event)) or self.list.key(event)

    def _on_edited(self, kind: str, field: TypedField, other: TypeAhead | None, _text: str) -> None:
        if self._field is not field:
            self.list.stand_under(field.box)
            self._field = field
        self._single = kind in _SINGLE
        typed = field.entry.word()[1] if self._single else field.entry.text()
        busy = other is not None and other.isVisible()
        found = () if busy else self.ask(kind, typed)
        self.list.offer([Choice(text, tuple(marked(text, typed))) for text in found], _("Written before"))

    def _take(self, text: str) -> None:
        if self._field is None:
            return
        entry = self._field.entry
        if self._single:
            entry.replace_word(f"{text} ")
        else:
            entry.replace_all(text)
