"""Taking fields from the last application, clearing the form, and taking that back."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from kiosk.i18n import _
from kiosk.ui.register import deeds, knowledge
from kiosk.ui.register.board import Board
from kiosk.ui.register.choosing import Choosing
from kiosk.ui.register.form import Form
from kiosk.ui.tasks import Lane

if TYPE_CHECKING:
    from kiosk.domain.application import ApplicationDraft


class Repeating(QObject):
    """Fills many fields at once or none; Ctrl+Z takes it back.  `filled` is called then."""

    def __init__(self, board: Board, choosing: Choosing, filled: Callable[[], None]) -> None:
        super().__init__(board)
        self._board, self._choosing, self._filled = board, choosing, filled

    @Slot()
    def on_clear(self) -> None:
        """Empty the form; Ctrl+Z brings it back."""
        board, before = self._board, self._board.form
        if before.blank:
            return
        board.empty()
        board.may_undo(before)
        board.focus_wanted.emit("service")
        board.say(_("The form is empty."), _("Ctrl+Z brings everything back."), "act", "arrow-back-up")

    @Slot()
    def on_undo(self) -> None:
        """Bring back the form that was cleared or filled at once."""
        self._board.undo()

    @Slot(str)
    def on_repeat(self, name: str) -> None:
        """Take a field, or with an empty name all fields, from the last application."""
        work = partial(deeds.last_draft, self._board.desk, self._board.operator)
        self._board.tasks.run(Lane.STORE, work, done=partial(self._repeat, name, self._board.sheet))

    def _repeat(self, name: str, sheet: int, draft: "ApplicationDraft | None") -> None:
        board = self._board
        if board.sheet != sheet:
            return  # it was asked for on another form
        if draft is None:
            board.say(_("There is no application before this one."), "", "act", "history")
            return
        last = knowledge.typed_again(board.desk, draft)
        if name == "service":
            if service := board.desk.catalogue.services.get(last.service):
                self._choosing.on_service(service)
        elif name:
            board.undoable(board.form.with_filled({name: last.text(name)}))
        else:
            self._repeat_all(last)

    def _repeat_all(self, last: Form) -> None:
        """Fill what is empty; what is typed stays."""
        board, form = self._board, self._board.form
        service = board.desk.catalogue.services.get(form.service or last.service)
        texts = {name: text for name, text in last.texts.items() if not form.text(name)}
        named = knowledge.name_of(service) if service else form.service_typed
        filled = replace(form, service=service.code if service else "", service_typed=named, places=last.places)
        filled = replace(filled, people=max(form.people, last.people)).with_filled(texts)
        board.undoable(filled)
        board.show(**board.facts_of(filled, service))
        self._filled()
