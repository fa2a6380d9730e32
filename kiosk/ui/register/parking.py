"""Forms put aside and brought back: by F7, after a crash, from an e-mail."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from kiosk.i18n import _
from kiosk.ui.register import knowledge
from kiosk.ui.register.board import Board
from kiosk.ui.register.form import Form, read_kept

if TYPE_CHECKING:
    from kiosk.desk.drafts import ParkedDraft
    from kiosk.desk.synchronise import SyncReport
    from kiosk.domain.scans import Scan


class Parking(QObject):
    """Parks the form and puts others up; `back` is called when one is."""

    def __init__(self, board: Board, back: Callable[[], None]) -> None:
        super().__init__(board)
        self._board, self._back = board, back
        keeper = board.keeper
        keeper.found.connect(self._bring_back)
        keeper.parked.connect(lambda parked: board.show(parked=parked))
        keeper.fetched.connect(self._on_fetched)

    @Slot()
    def on_park(self) -> None:
        """Put the form aside; with an empty form bring back what was parked last."""
        parked = self._board.state.parked
        if not self._board.form.blank:
            self.park()
        elif len(parked) > 1:
            self._board.focus_wanted.emit("parked")
        elif parked:
            self._board.keeper.fetch(parked[0].id)

    def park(self) -> None:
        """Put the form aside; the next one is empty."""
        board, form = self._board, self._board.form
        board.keeper.park(form, form.title or _("without a name"))
        board.empty(quietly=True)
        board.keeper.hold()
        board.focus_wanted.emit("service")
        happened, rest = _("The application is put aside."), _("All of it is kept. F7 brings it back.")
        board.say(happened, rest, "act", "player-pause")

    @Slot(int)
    def on_fetch(self, parked_id: int) -> None:
        """Bring a parked form back; what is being written is parked in its place."""
        self.clear_for_another()
        self._board.keeper.fetch(parked_id)

    @Slot(object)
    def on_synced(self, report: "SyncReport") -> None:
        """Show what came from the web, and let go of what another counter took."""
        if report.news:
            self._board.keeper.look()

    @Slot(bytes)
    def on_mail(self, eml: bytes) -> None:
        """Let an e-mail that was dropped here become a draft."""
        self.clear_for_another()
        self._board.keeper.take_mail(eml)

    def keep_late(self, scans: "tuple[Scan, ...]", title: str) -> None:
        """Put pages aside that came when their form lay here no longer: nothing handed in gets lost."""
        words = _("Pages: {title}").format(title=title) if title else _("Pages that came late")
        self._board.keeper.park(Form(scans=scans), words)
        rest = _("Nothing is lost: they are put aside. F7 brings them back.")
        self._board.say(_("Pages came after their form."), rest, "warn", "scan")

    def clear_for_another(self) -> None:
        """Park what is being written, if anything is."""
        if not self._board.form.blank:
            self.park()

    def _keep_both(self, found: Form) -> None:
        """Put aside what was left unfinished: the hands were quicker, and have begun another form."""
        self._board.keeper.park(found, found.title or _("without a name"))
        self._board.keeper.soon()  # the place of the kept form is empty after that
        self._board.say(
            _("Your unfinished application is here."), _("All of it is kept. F7 brings it back."), "act", "player-pause"
        )

    def _on_fetched(self, parked: "ParkedDraft") -> None:
        self.clear_for_another()  # what was begun while it was fetched
        if parked.format == "draft":
            from kiosk.desk.drafts import read_draft

            self._board.restore(knowledge.typed_again(self._board.desk, read_draft(parked)))
        elif (kept := read_kept(parked.body)) is not None:
            self._board.restore(kept.form)
        self._back()
        self._board.focus_wanted.emit("first_blank")

    def _bring_back(self, form: Form, closed: bool) -> None:  # noqa: FBT001 - a slot
        if not self._board.form.blank:
            self._keep_both(form)
            return
        self._board.restore(form)
        self._back()
        if closed:
            happened, rest = _("Your unfinished application is here."), _("Look at it and go on.")
            self._board.say(happened, rest, "act", "history")
        else:
            happened, rest = _("The power was cut."), _("Everything is back, to the last field. Look at it and go on.")
            self._board.say(happened, rest, "warn", "bolt")
