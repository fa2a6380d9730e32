"""A document of some days: made in memory, page by page, shown, then printed or saved."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from kiosk import i18n
from kiosk.domain.checks import check_date
from kiosk.domain.clock import dhaka_day
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _
from kiosk.ui.messages import sentence_of
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.documents import Written
    from kiosk.printing.documents.pictures import Pages

DOTS = 1_600
"""Width of a page's picture: sharp on a large screen, drawn in a blink."""


@dataclass(frozen=True, slots=True)
class DocumentsState:
    """Everything the screen shows.

    `titles` go by kind, in order; `first` and `last` are as typed, `problems` by their names;
    `number` asks for one application instead of days; `page` counts from 0; `picture` is that page's; `said` with its `tone` is the last sentence;
    `making` while the document is written, `progress` of a hundred.
    """

    titles: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    first: str = ""
    last: str = ""
    number: str = ""
    language: str = "bn"
    problems: tuple[tuple[str, str], ...] = ()
    pages: int = 0
    rows: int = 0
    page: int = 0
    picture: QImage | None = None
    making: bool = False
    progress: int = 0
    stopped: bool = False
    busy: bool = False
    said: str = ""
    tone: str = "plain"

    @property
    def ready(self) -> bool:
        """Whether there is a document to print or save."""
        return self.pages > 0 and not self.making


class DocumentsPresenter(QObject):
    """Signals: `changed(DocumentsState)`."""

    changed = Signal(object)
    _progressed = Signal(int, int, int)

    def __init__(self, desk: "Desk", tasks: Tasks, *, operator: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._operator = desk, tasks, operator
        self._turn = 0
        self._pdf = b""
        self._shown: Pages | None = None  # only the DOCUMENT lane touches it
        self.state = DocumentsState()
        self._progressed.connect(self._on_progress, Qt.ConnectionType.QueuedConnection)

    def use_operator(self, login: str) -> None:
        """Make documents in this person's name; what somebody else looked at is gone."""
        if login != self._operator:
            self._operator = login
            self.forget()

    def use_desk(self, desk: "Desk") -> None:
        """Take a desk with other settings."""
        self._desk = desk

    @Slot()
    def open(self) -> None:
        """Offer the documents; the first time make today's receive register."""
        from kiosk.desk.documents import titles

        language = i18n.language()
        self._show(titles=tuple(titles(language).items()))
        if not self.state.kind:
            today = i18n.numeric_day(dhaka_day(self._desk.clock()))
            self._show(kind=self.state.titles[0][0], first=today, last=today, language=language)
            self._make()

    def prepare(self, kind: str, first: str, last: str) -> None:
        """Make this document of these days, as typed, when the screen opens."""
        today = i18n.numeric_day(dhaka_day(self._desk.clock()))
        self._show(kind=kind, first=first or today, last=last or today, number="", language=i18n.language())
        self._make()

    def prepare_number(self, kind: str, number: str) -> None:
        """Make this document of one application, in the office's language, when the screen opens."""
        today = i18n.numeric_day(dhaka_day(self._desk.clock()))
        self._show(kind=kind, first=today, last=today, number=number, language="bn")
        self._make()

    def forget(self) -> None:
        """Keep no document: the desk closes, or somebody else sits down."""
        self._turn += 1
        self._pdf = b""
        self.state = DocumentsState()
        self._tasks.run(Lane.DOCUMENT, self._let_go)
        self.changed.emit(self.state)

    # ------------------------------------------------------------------ what is wanted

    @Slot(str)
    def choose(self, kind: str) -> None:
        """Make another document of the same days."""
        if kind != self.state.kind or self.state.stopped:
            self._show(kind=kind, number="")
            self._make()

    @Slot(str)
    def speak(self, language: str) -> None:
        """Make the document in another language."""
        if language != self.state.language:
            self._show(language=language)
            self._make()

    @Slot(str, str)
    def set_days(self, first: str, last: str) -> None:
        """Make the document of other days, as typed."""
        if (first, last) != (self.state.first, self.state.last) or self.state.stopped:
            self._show(first=first, last=last, number="")
            self._make()

    @Slot(int)
    def turn(self, step: int) -> None:
        """Show another page: so many forward or back."""
        page = min(max(self.state.page + step, 0), self.state.pages - 1)
        if self.state.ready and page != self.state.page:
            self._show(page=page)
            self._draw()

    @Slot()
    def stop(self) -> None:
        """Stop making; what was made is thrown away."""
        if self.state.making:
            self._turn += 1
            self._show(making=False, stopped=True, said=_("Stopped. Nothing was kept."), tone="plain")

    # ------------------------------------------------------------------ making

    def _days(self) -> tuple[date, date] | None:
        """Return the days as dates; None, with sentences beside the fields, where they are none."""
        found: list[date] = []
        problems = []
        for name in ("first", "last"):
            try:
                found.append(date.fromisoformat(check_date(getattr(self.state, name))))
            except Refused as refused:
                problems.append((name, sentence_of(refused)))
        if not problems and found[1] < found[0]:
            problems = [("last", _("The last day is before the first."))]
        self._show(problems=tuple(problems))
        return None if problems else (found[0], found[1])

    def _make(self) -> None:
        self._turn += 1
        days = self._days()
        if days is None:
            self._show(making=False)
            return
        self._show(making=True, stopped=False, progress=0, said="")
        work = partial(self._write, self._turn, days, self.state.kind, self.state.language, self.state.number)
        self._tasks.run(Lane.DOCUMENT, work, done=self._made, failed=partial(self._failed, self._turn))

    def _write(
        self, turn: int, days: tuple[date, date], kind: str, language: str, number: str
    ) -> "tuple[int, bytes, Written, QImage] | None":
        from kiosk.desk.documents import Order, write_document
        from kiosk.printing.documents.pictures import Pages

        def go_on(done: int, total: int) -> bool:
            self._progressed.emit(turn, done, total)
            return turn == self._turn

        if turn != self._turn:
            return None
        out = BytesIO()
        order = Order(kind, *days, language=language, number=number, operator=self._operator)
        written = write_document(self._desk, order, out, go_on)
        if written is None:
            return None
        self._let_go()
        data = out.getvalue()
        self._shown = Pages(data)
        return turn, data, written, self._shown.picture(0, DOTS)

    def _let_go(self) -> None:
        if self._shown is not None:
            self._shown.close()
            self._shown = None

    @Slot(int, int, int)
    def _on_progress(self, turn: int, done: int, total: int) -> None:
        if turn == self._turn and self.state.making:
            self._show(progress=100 * done // max(total, 1))

    def _made(self, made: "tuple[int, bytes, Written, QImage] | None") -> None:
        if made is None or made[0] != self._turn:
            return
        _turn, self._pdf, written, picture = made
        self._show(making=False, pages=written.pages, rows=written.rows, page=0, picture=picture)

    def _failed(self, turn: int, error: KioskError) -> None:
        if turn == self._turn:
            self._show(making=False, busy=False, said=sentence_of(error), tone="bad")

    def _draw(self) -> None:
        work = partial(self._picture, self._turn, self.state.page)
        self._tasks.run(Lane.DOCUMENT, work, done=self._drawn)

    def _picture(self, turn: int, page: int) -> tuple[int, int, QImage] | None:
        if turn != self._turn or page != self.state.page or self._shown is None:
            return None  # somebody turned on meanwhile
        return turn, page, self._shown.picture(page, DOTS)

    def _drawn(self, drawn: tuple[int, int, QImage] | None) -> None:
        if drawn is not None and drawn[:2] == (self._turn, self.state.page):
            self._show(picture=drawn[2])

    # ------------------------------------------------------------------ out of the window

    @property
    def file_name(self) -> str:
        """What a file is called: the document and its days, nobody's name."""
        days = self._days()
        if days is None:
            return f"{self.state.kind}.pdf"
        span = "_".join(dict.fromkeys(day.isoformat() for day in days))
        return f"{self.state.kind}_{span}.pdf"

    @Slot(str)
    def save(self, path: str) -> None:
        """Keep the document as a file."""
        if self.state.ready and path:
            work = partial(_keep, Path(path), self._pdf)
            self._send(work, _("Saved: {file}").format(file=Path(path).name))

    @Slot()
    def print_out(self) -> None:
        """Give the document to the system's printer."""
        if self.state.ready:
            title = dict(self.state.titles)[self.state.kind]
            self._send(partial(_print, self._pdf, title, self._desk.home), _("Sent to the printer."))

    def _send(self, work: Any, words: str) -> None:
        self._show(busy=True, said="")
        sent = partial(self._sent, words)
        self._tasks.run(Lane.DOCUMENT, work, done=sent, failed=partial(self._failed, self._turn))

    def _sent(self, words: str, _nothing: object) -> None:
        self._show(busy=False, said=words, tone="ok")

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)


def _keep(path: Path, data: bytes) -> None:
    from kiosk.desk.documents import Written, keep_file

    def write(file: BinaryIO) -> Written:
        file.write(data)
        return Written(0, 0)

    keep_file(path, write)


def _print(data: bytes, title: str, home: Path) -> None:
    from kiosk.printing.documents.spool import print_pdf

    print_pdf(data, title, home)
