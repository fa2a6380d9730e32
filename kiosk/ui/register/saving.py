"""Saving: one transaction, then the number; what was refused stands as it was typed."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.ui.messages import sentence_of
from kiosk.ui.register import deeds, judging, knowledge
from kiosk.ui.register.board import Board
from kiosk.ui.register.choosing import Choosing
from kiosk.ui.register.drafting import draft_of
from kiosk.ui.register.form import POST, Form, is_field
from kiosk.ui.register.knowing import Knowing
from kiosk.ui.register.reasoning import Reasoning
from kiosk.ui.register.state import Asking
from kiosk.ui.tasks import Lane

if TYPE_CHECKING:
    from kiosk.desk.correct import Corrected
    from kiosk.desk.print_receipt import PrintReport
    from kiosk.desk.register import Registered
    from kiosk.domain.application import ApplicationDraft

SAVED_MS = 10_000


class Saving(QObject):
    """Signals: `registered(Registered)`."""

    registered = Signal(object)

    def __init__(self, board: Board, choosing: Choosing, knowing: Knowing, reasoning: Reasoning) -> None:
        super().__init__(board)
        self._board, self._choosing, self._knowing, self._reasoning = board, choosing, knowing, reasoning
        reasoning.given.connect(self._save_over)
        board.turned.connect(self.leave_waiting)
        self._print_then = True
        self._showing = QTimer(self, singleShot=True, interval=SAVED_MS)
        self._showing.timeout.connect(lambda: board.show(saved=None))

    def stop(self) -> None:
        """Leave nothing running."""
        self._showing.stop()

    @Slot(bool)
    def on_submit(self, print_receipt: bool = True) -> None:  # noqa: FBT001, FBT002 - a slot
        """Save: one transaction, then the number.  Twice is once: the form is empty after the first."""
        board = self._board
        if board.state.saving or (board.form.blank and board.state.saved is not None):
            return
        if board.state.asking is not None:
            board.show(asking=None)
        waited = board.state.awaiting
        self.leave_waiting()
        self._choosing.settle()
        draft = draft_of(board.form, board.state.service)
        if problems := judging.judge_all(board, draft):
            board.show(problems=problems)
            board.focus_wanted.emit("first_problem")
        elif board.state.reading and not waited:
            self._wait(print_receipt=print_receipt)
        elif board.form.corrects:
            self._reasoning.ask("correct", board.form.corrects, print_receipt=print_receipt)
        elif board.state.duplicate is not None and not board.form.duplicate_reason:
            self._reasoning.ask("duplicate", board.state.duplicate.receive_number, print_receipt=print_receipt)
        else:
            self._save(draft, print_receipt=print_receipt)

    # ------------------------------------------------------------------ pages that are still being read

    def _wait(self, *, print_receipt: bool) -> None:
        """Save as soon as all pages are here; asked once more, at once and without them."""
        self._print_then = print_receipt
        self._board.show(awaiting=True)
        rest = _("It is saved as soon as they are here. Ctrl+Enter saves at once: they are put aside. Esc goes back.")
        self._board.say(_("Pages are still being read."), rest, "act", "scan")

    @Slot(bool, bool)
    def on_reading(self, reading: bool, well: bool) -> None:  # noqa: FBT001 - a slot
        """Know whether pages are still to come; save what waited for them, unless one could not be read."""
        waited = self._board.state.awaiting
        if reading == self._board.state.reading:
            return
        self._board.show(reading=reading, awaiting=waited and reading)
        if waited and well and not reading:
            self.on_submit(self._print_then)

    @Slot()
    def leave_waiting(self) -> None:
        """Do not save by itself any more."""
        if self._board.state.awaiting:
            self._board.show(awaiting=False)

    # ------------------------------------------------------------------ one transaction

    def _save_over(self, asking: Asking, reason: str) -> None:
        """Save although the same was registered before, and why."""
        if asking.what == "duplicate":
            form = replace(self._board.form, duplicate_reason=reason)
            self._board.set_form(form)
            self._save(draft_of(form, self._board.state.service), print_receipt=asking.print_receipt)

    def _save(self, draft: "ApplicationDraft", *, print_receipt: bool) -> None:
        board, form = self._board, self._board.form
        board.keeper.hold()
        board.empty(saving=True)
        board.focus_wanted.emit(POST + "registered_no" if board.form.batch else "service")
        work = partial(deeds.register, board.desk, draft, board.operator, print_receipt=print_receipt)
        board.tasks.run(Lane.STORE, work, done=self._show_number, failed=partial(self._not_saved, form, print_receipt))

    def _show_number(self, done: "Registered") -> None:
        self.show_saved(done)
        if not self._board.form.blank:
            self._board.keeper.soon()
        if done.application.draft.portal_id or done.application.draft.mail:
            self._board.keeper.look()  # it waits no more, and the rail must not offer it again
        self.registered.emit(done)

    def show_saved(self, done: "Registered | Corrected") -> None:
        """Show a number for ten seconds."""
        self._board.show(saving=False, saved=knowledge.saved(done), kept=False)
        self._showing.start()

    def _not_saved(self, form: Form, print_receipt: bool, error: KioskError) -> None:  # noqa: FBT001 - bound
        """Put everything back as it was typed, and say what is wrong with it."""
        board, begun = self._board, self._board.form
        board.restore(form)
        board.may_undo(None if begun.blank else begun)
        problems = judging.by_form_field(error)
        board.show(saving=False, problems=problems)
        if "duplicate_reason" in problems:
            board.show(problems={})
            self._knowing.look_for_duplicate()
            self._reasoning.ask("duplicate", "", print_receipt=print_receipt)
        elif problems and all(map(is_field, problems)):
            board.focus_wanted.emit("first_problem")
        else:
            board.say(_("It was not saved."), sentence_of(error), "bad", "alert-circle")

    def show_print(self, report: "PrintReport") -> None:
        """Tell what became of the paper of the number that is shown."""
        saved = self._board.state.saved
        if saved is not None and saved.receive_number == report.receive_number:
            self._board.show(saved=replace(saved, paper=report.outcome))
