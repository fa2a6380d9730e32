"""Asking a reason at the foot of the form, before what needs one is done."""

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.ui.register.board import Board
from kiosk.ui.register.state import Asking


class Reasoning(QObject):
    """Signals: `given(Asking, str)` the code of the reason for what was asked."""

    given = Signal(object, str)

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self._board = board

    def ask(self, what: str, number: str, *, print_receipt: bool = True) -> None:
        """Ask why `what` shall be done with a number: `duplicate`, `correct`, `reissue`, `void`."""
        reasons = self._board.desk.catalogue.reasons.get("void" if what == "reissue" else what, ())
        self._board.show(asking=Asking(what, number, reasons, print_receipt))
        self._board.focus_wanted.emit("reason")

    @Slot(str)
    def on_reason(self, code: str) -> None:
        """Take the reason that was asked for, and do what waited for it."""
        if (asking := self._board.state.asking) is not None:
            self._board.show(asking=None)
            self.given.emit(asking, code)

    @Slot()
    def on_reason_left(self) -> None:
        """Ask no reason any more; nothing is done."""
        self._board.show(asking=None)
        self._board.focus_wanted.emit("back")

    @Slot()
    def on_reissue(self) -> None:
        """Instead of a correction: void the number and register the same data under another."""
        asking = self._board.state.asking
        if asking is not None and asking.what in {"correct", "reissue"}:
            other = "reissue" if asking.what == "correct" else "correct"
            self.ask(other, asking.number, print_receipt=asking.print_receipt)
