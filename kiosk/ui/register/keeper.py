"""Keeps what is typed: each change on disk within 300 ms, whole forms parked and brought back."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.ui.messages import sentence_of
from kiosk.ui.register.form import Form, read_kept, write_kept
from kiosk.ui.said import Said
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.drafts import Parked, ParkedDraft

KEEP_WITHIN_MS = 250


class Keeper(QObject):
    """Signals: `kept(Form)` it is on disk; `keeping()` a change is about to be; `found(Form, bool)` what was
    left unfinished, and whether the program was left properly; `parked(tuple)` what is parked now;
    `fetched(ParkedDraft)` what is brought back; `letter(int)` it was an e-mail, of this row; `said(Said)`.
    """  # noqa: D205 - the signals are the first line

    kept = Signal(object)
    keeping = Signal()
    found = Signal(object, bool)
    parked = Signal(object)
    fetched = Signal(object)
    letter = Signal(int)
    said = Signal(object)

    def __init__(
        self, desk: "Callable[[], Desk]", tasks: Tasks, form: Callable[[], Form], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._form = desk, tasks, form
        self.operator = ""
        self._closed = False
        self._timer = QTimer(self, singleShot=True, interval=KEEP_WITHIN_MS)
        self._timer.timeout.connect(self._keep)

    # ------------------------------------------------------------------ what is being typed

    def soon(self) -> None:
        """Write what is typed in a moment."""
        if self._closed:
            self._keep(closed=True)
        elif not self._timer.isActive():
            self._timer.start()

    def now(self, *, closed: bool = False) -> None:
        """Write what is typed without waiting."""
        if self._timer.isActive() or (closed and not self._form().blank):
            self._timer.stop()
            self._keep(closed=closed)

    def hold(self) -> None:
        """Write nothing: what was typed is being registered."""
        self._timer.stop()

    def close(self) -> None:
        """The program is left: what still comes, a page that was being read, is written at once."""
        self._timer.stop()
        self._closed = True

    def load(self, operator: str) -> None:
        """Bring back what this person left unfinished."""
        self.operator = operator
        self._tasks.run(Lane.STORE, partial(self._load, operator), done=self._loaded, failed=self._ignore)

    @Slot()
    def _keep(self, *, closed: bool = False) -> None:
        form = self._form()
        written = None if form.blank else write_kept(form, closed=closed)
        work = partial(self._write, self.operator, written)
        self._tasks.run(Lane.STORE, work, done=partial(self._was_kept, form), failed=self._not_kept)
        self.keeping.emit()

    def _write(self, operator: str, written: bytes | None) -> None:
        from kiosk.desk.drafts import drop_draft, save_draft

        if written is None:
            drop_draft(self._desk(), operator)
        else:
            save_draft(self._desk(), operator, written)

    def _was_kept(self, form: Form, _nothing: object) -> None:
        self.kept.emit(form)

    def _not_kept(self, error: KioskError) -> None:
        self.said.emit(Said(_("What you type is not being kept."), sentence_of(error), "bad", "alert-circle"))

    def _load(self, operator: str) -> "tuple[bytes | None, tuple[Parked, ...]]":
        from kiosk.desk.drafts import load_draft

        return load_draft(self._desk(), operator), self._list()

    def _loaded(self, loaded: "tuple[bytes | None, tuple[Parked, ...]]") -> None:
        written, parked = loaded
        self.parked.emit(parked)
        kept = read_kept(written) if written else None
        if kept is not None and not kept.form.blank:
            self.found.emit(kept.form, kept.closed)

    def _ignore(self, _error: KioskError) -> None:
        """What was only a convenience is not worth a word; the log has it."""

    # ------------------------------------------------------------------ parked forms

    def _list(self) -> "tuple[Parked, ...]":
        from kiosk.desk.drafts import parked

        return tuple(reversed(parked(self._desk(), self.operator)))

    def look(self) -> None:
        """Look what is parked now."""
        self._tasks.run(Lane.STORE, self._list, done=self.parked.emit, failed=self._ignore)

    def park(self, form: Form, title: str) -> None:
        """Put a form aside under a title."""
        body = write_kept(form, closed=True)
        reference = form.mail.message_id if form.mail else ""
        work = partial(self._park, body, title, form.channel, reference)
        self._tasks.run(Lane.STORE, work, done=self.parked.emit)

    def _park(self, body: bytes, title: str, channel: str, reference: str) -> "tuple[Parked, ...]":
        from kiosk.desk.drafts import park

        park(self._desk(), self.operator, body, title=title, channel=channel, reference=reference)
        return self._list()

    def fetch(self, parked_id: int) -> None:
        """Bring a parked form back."""
        self._tasks.run(Lane.STORE, partial(self._fetch, parked_id), done=self._fetched, failed=self._gone)

    def _fetch(self, parked_id: int) -> "tuple[int, ParkedDraft, tuple[Parked, ...]]":
        from kiosk.desk.drafts import take_parked

        return parked_id, take_parked(self._desk(), parked_id, self.operator), self._list()

    def _fetched(self, fetched: "tuple[int, ParkedDraft, tuple[Parked, ...]]") -> None:
        parked_id, work, parked = fetched
        self.parked.emit(parked)
        self.fetched.emit(work)
        if work.format == "draft" and has_file(work):
            self.letter.emit(parked_id)

    def _gone(self, error: KioskError) -> None:
        self.said.emit(Said(_("It was not brought back."), sentence_of(error), "warn", "history"))
        self._tasks.run(Lane.STORE, self._list, done=self.parked.emit, failed=self._ignore)

    def take_mail(self, eml: bytes) -> None:
        """Let an e-mail's file become a draft, and bring it into the form."""
        self._tasks.run(Lane.STORE, partial(self._take_mail, eml), done=self._fetched, failed=self._no_mail)

    def _take_mail(self, eml: bytes) -> "tuple[int, ParkedDraft, tuple[Parked, ...]]":
        from kiosk.desk.mail import take_mail

        return self._fetch(take_mail(self._desk(), eml, operator=self.operator))

    def _no_mail(self, error: KioskError) -> None:
        self.said.emit(Said(_("The e-mail could not be read."), sentence_of(error), "bad", "mail"))


def has_file(work: "ParkedDraft") -> bool:
    """Tell whether a draft came as an e-mail, with its file in the tray."""
    from kiosk.desk.drafts import read_draft

    return read_draft(work).mail is not None
