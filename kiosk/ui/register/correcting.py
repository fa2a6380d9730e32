"""After the number: correcting an application, voiding it, registering its data under another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.errors import KioskError, Refused
from kiosk.i18n import _
from kiosk.ui.messages import sentence_of
from kiosk.ui.register import deeds, judging, knowledge
from kiosk.ui.register.board import Board
from kiosk.ui.register.drafting import draft_of
from kiosk.ui.register.form import is_field
from kiosk.ui.register.parking import Parking
from kiosk.ui.register.reasoning import Reasoning
from kiosk.ui.register.saving import Saving
from kiosk.ui.register.state import Asking, Correcting
from kiosk.ui.tasks import Lane

if TYPE_CHECKING:
    from kiosk.desk.correct import Corrected
    from kiosk.desk.register import Registered
    from kiosk.domain.application import Application
    from kiosk.domain.scans import Scan

VOID_WITHIN = timedelta(minutes=2)


class Corrections(QObject):
    """Signals: `settled(str)` an application was corrected or voided."""

    settled = Signal(str)

    def __init__(self, board: Board, parking: Parking, reasoning: Reasoning, saving: Saving) -> None:
        super().__init__(board)
        self._board, self._parking, self._reasoning, self._saving = board, parking, reasoning, saving
        self._last: tuple[str, datetime] | None = None
        board.restored.connect(self._on_restored)
        reasoning.given.connect(self._on_reason)
        saving.registered.connect(self._on_registered)

    def forget(self) -> None:
        """Know no last number any more: another person sits here."""
        self._last = None

    def _on_registered(self, done: "Registered") -> None:
        self._last = (done.application.receive_number, self._board.desk.clock())

    def _on_reason(self, asking: Asking, code: str) -> None:
        if asking.what == "void":
            self._void(asking.number, code)
        elif asking.what in {"correct", "reissue"}:
            self._correct(asking, code)

    # ------------------------------------------------------------------ voiding

    @Slot()
    def on_void(self) -> None:
        """Void the last number, within two minutes; older ones are found first."""
        now = self._board.desk.clock()
        if self._last is None or now - self._last[1] > VOID_WITHIN:
            self._board.say(_("Nothing was saved just now."), _("Find it with F3 to void it."), "act", "search")
            return
        self._reasoning.ask("void", self._last[0])

    @Slot(str)
    def void(self, number: str) -> None:
        """Ask why an application is voided, which was found; the form stays as it is."""
        self._reasoning.ask("void", number)

    def _void(self, number: str, reason: str) -> None:
        work = partial(deeds.void, self._board.desk, number, self._board.operator, reason=reason)
        self._board.tasks.run(Lane.STORE, work, done=partial(self._voided, number), failed=self._refused)
        self._board.focus_wanted.emit("back")

    def _voided(self, number: str, _done: object) -> None:
        self._last = None
        saved = self._board.state.saved
        self._board.show(saved=None if saved and saved.receive_number == number else saved)
        rest = _("The number stays in the record. Take the receipt back.")
        self._board.say(_("The application is void."), rest, "warn", "ban")
        self.settled.emit(number)

    def _refused(self, error: KioskError) -> None:
        self._board.say(_("It was not done."), sentence_of(error), "bad", "alert-circle")

    # ------------------------------------------------------------------ correcting

    @Slot(str)
    def correct(self, number: str) -> None:
        """Fill the form with an application that has its number, to correct it; what is written is parked."""
        self._parking.clear_for_another()
        self._fetch(number, self._begin)

    @Slot(str, str, str)
    def repair(self, number: str, field: str, code: str) -> None:
        """Fill the form with an application that the centre did not take, at the field that it names."""
        self._parking.clear_for_another()
        self._fetch(number, partial(self._begin_repair, field, code))

    def _begin_repair(self, field: str, code: str, application: "Application") -> None:
        self._begin(application)
        problems = judging.by_form_field(Refused.because(code, field))
        known = {name: sentence for name, sentence in problems.items() if is_field(name)}
        if known:
            self._board.show(problems=known)
            self._board.focus_wanted.emit("first_problem")

    def _fetch(self, number: str, done: "Callable[[Application], None]") -> None:
        work = partial(deeds.application_of, self._board.desk, number)
        self._board.tasks.run(Lane.STORE, work, done=done, failed=self._refused)

    def _as_it_stands(self, application: "Application") -> Correcting:
        number = application.receive_number
        form = replace(knowledge.typed_again(self._board.desk, application.draft), corrects=number)
        return Correcting(number, form)

    def _begin(self, application: "Application") -> None:
        correcting = self._as_it_stands(application)
        self._board.show(correcting=correcting)
        self._board.restore(correcting.original)
        self._board.focus_wanted.emit("subject")

    def _on_restored(self) -> None:
        """Know again how an application stood, of which a correction was brought back."""
        board = self._board
        if board.form.corrects and board.state.correcting is None:
            self._fetch(board.form.corrects, self._go_on)

    def _go_on(self, application: "Application") -> None:
        if self._board.form.corrects == application.receive_number:
            self._board.show(correcting=self._as_it_stands(application))
            self._board.show(before=self._board.before(self._board.form))

    def _correct(self, asking: Asking, reason: str) -> None:
        board = self._board
        draft = draft_of(board.form, board.state.service)
        facts: dict[str, Any] = {"reason": reason, "print_receipt": asking.print_receipt}
        deed: Callable[..., Corrected | Registered] = deeds.reissue if asking.what == "reissue" else deeds.correct
        work = partial(deed, board.desk, asking.number, draft, board.operator, **facts)
        board.show(saving=True)
        board.tasks.run(Lane.STORE, work, done=partial(self._corrected, draft.scans), failed=self._not_corrected)

    def _corrected(self, scans: "tuple[Scan, ...]", done: "Corrected | Registered") -> None:
        form = self._board.form
        if late := tuple(scan for scan in form.scans if scan not in scans):
            self._parking.keep_late(late, form.title)
        self._board.empty(quietly=True)
        self._board.keeper.soon()
        self._saving.show_saved(done)
        self._board.focus_wanted.emit("service")
        self.settled.emit(done.application.receive_number)

    def _not_corrected(self, error: KioskError) -> None:
        problems = judging.by_form_field(error)
        known = {name: sentence for name, sentence in problems.items() if is_field(name)}
        self._board.show(saving=False, problems=known)
        self._board.focus_wanted.emit("first_problem" if known else "back")
        if not known:
            self._refused(error)
