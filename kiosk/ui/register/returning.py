"""A web application goes back to its applicant, with a reason from the list."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.ui.messages import sentence_of
from kiosk.ui.register.board import Board
from kiosk.ui.register.reasoning import Reasoning
from kiosk.ui.register.state import Asking
from kiosk.ui.tasks import Lane

WHAT = "portal"


class Returning(QObject):
    """Signals: `returned(str)` the reference of what went back."""

    returned = Signal(str)

    def __init__(self, board: Board, reasoning: Reasoning) -> None:
        super().__init__(board)
        self._board, self._reasoning = board, reasoning
        reasoning.given.connect(self._on_reason)

    @Slot()
    def on_return(self) -> None:
        """Ask why the web application in the form goes back."""
        if self._board.form.portal_id:
            self._reasoning.ask(WHAT, "")
            return
        self._board.say(_("This did not come from the web."), _("F7 brings one from the tray."), "act", "world")

    def _on_reason(self, asking: Asking, code: str) -> None:
        portal_id = self._board.form.portal_id
        if asking.what != WHAT or not portal_id:
            return
        work = partial(self._give_back, portal_id, code)
        done = partial(self._given_back, portal_id)
        self._board.tasks.run(Lane.STORE, work, done=done, failed=self._failed)

    def _give_back(self, portal_id: str, reason: str) -> None:
        from kiosk.desk.web_applications import return_to_web

        board = self._board
        return_to_web(board.desk, portal_id, reason=reason, operator=board.operator, via="window")

    def _given_back(self, portal_id: str, _nothing: object) -> None:
        self._board.empty()
        self._board.keeper.look()  # it waits here no more
        happened, rest = _("The web application went back."), _("The applicant reads the reason.")
        self._board.say(happened, rest, "ok", "arrow-back-up")
        self.returned.emit(portal_id)
        self._board.focus_wanted.emit("service")

    def _failed(self, error: KioskError) -> None:
        self._board.say(_("It did not go back."), sentence_of(error), "warn", "world")
