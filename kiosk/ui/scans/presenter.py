"""Takes pages in, turns and cuts them, keeps their order; the form has the result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from kiosk.domain.scans import Scan
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.ui.messages import sentence_of
from kiosk.ui.said import Said
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.decoding import Box

SHOWN_DOTS = 1100


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it stands: `scan` is made of `source` by turns and a cut; `image` when it was read."""

    scan: Scan
    source: Scan
    turns: int = 0
    box: "Box | None" = None
    image: QImage | None = None


@dataclass(frozen=True, slots=True)
class ScansState:
    """Everything strip and sheet show; `problem` is a sentence, `busy` that pages are being read."""

    pages: tuple[Page, ...] = ()
    chosen: int = 0
    busy: bool = False
    problem: str = ""

    @property
    def page(self) -> Page | None:
        """The chosen page."""
        return self.pages[self.chosen] if self.chosen < len(self.pages) else None


class ScansPresenter(QObject):
    """Signals: `changed(ScansState)`; `pages_changed(tuple)` of `Scan`, for the form; `said(Said)`;
    `reading(bool, bool)` whether pages are still being read, and whether those of this form could be;
    `late(tuple, str)` pages that came when their form, of that title, lay here no longer.
    """  # noqa: D205 - the signals are the first line

    changed = Signal(object)
    pages_changed = Signal(object)
    said = Signal(object)
    reading = Signal(bool, bool)
    late = Signal(object, str)

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._form = 0
        self._titles: dict[int, str] = {}
        self._open = 0
        self._removed: list[tuple[int, Page]] = []
        self.state = ScansState()

    def use_desk(self, desk: "Desk") -> None:
        """Work with other settings of the same desk."""
        self._desk = desk

    @Slot(str)
    def turn_over(self, title: str = "") -> None:
        """Know that another form lies here from now on: what is still being read is for the old one, of this title."""
        if self._open:
            self._titles[self._form] = title
        self._form += 1
        self._removed.clear()

    @Slot(object)
    def use_pages(self, scans: Sequence[Scan]) -> None:
        """Show the pages of a form that was brought back, or emptied."""
        if tuple(scans) == self._scans():
            return
        known = {page.scan.digest: page for page in self.state.pages}
        self.turn_over()
        pages = tuple(known.get(scan.digest, Page(scan, scan)) for scan in scans)
        self._show(pages=pages, chosen=0, problem="")
        for page in pages:
            self._read(page)

    # ------------------------------------------------------------------ taking in

    @Slot(object)
    def take_paths(self, paths: Sequence[Path]) -> None:
        """Take the pages of files, one file after the other."""
        for path in paths:
            self._take(partial(self._take_path, path))

    @Slot(bytes)
    def take_picture(self, content: bytes) -> None:
        """Take what was pasted or dropped without a file."""
        self._take(partial(self._take_bytes, content))

    @Slot(int)
    def take_mail(self, parked_id: int) -> None:
        """Take the pictures and PDFs that came with an e-mail of the tray."""
        self._take(partial(self._take_mail, parked_id))

    @Slot()
    def scan(self) -> None:
        """Take the page on the scanner's glass."""
        self._take(self._scan)

    def _take(self, work: Callable[[], tuple[Scan, ...]]) -> None:
        self._count_up()
        done = partial(self._taken, self._form)
        self._tasks.run(Lane.FILES, work, done=done, failed=partial(self._not_taken, self._form))

    def _take_path(self, path: Path) -> tuple[Scan, ...]:
        from kiosk.desk.scans import take_file

        return take_file(self._desk, path, already=len(self.state.pages))

    def _take_bytes(self, content: bytes) -> tuple[Scan, ...]:
        from kiosk.desk.scans import take_bytes

        return take_bytes(self._desk, content, "", already=len(self.state.pages))

    def _take_mail(self, parked_id: int) -> tuple[Scan, ...]:
        from kiosk.desk.mail_pages import pages_of_mail

        return pages_of_mail(self._desk, parked_id, already=len(self.state.pages)).scans

    def _scan(self) -> tuple[Scan, ...]:
        from kiosk.desk.scanner import scan_page

        return scan_page(self._desk, already=len(self.state.pages))

    def _taken(self, form: int, scans: tuple[Scan, ...]) -> None:
        if form == self._form:
            self._add(scans)
        elif scans:
            self.late.emit(scans, self._titles.get(form, ""))
        self._count_down()

    def _add(self, scans: tuple[Scan, ...]) -> None:
        here = set(self._scans())
        fresh = tuple(Page(scan, scan) for scan in dict.fromkeys(scans) if scan not in here)
        pages = (*self.state.pages, *fresh)
        self._show(pages=pages, chosen=max(0, len(pages) - max(1, len(fresh))))
        self.pages_changed.emit(self._scans())
        for page in fresh:
            self._read(page)

    def _not_taken(self, form: int, error: KioskError) -> None:
        if form == self._form:
            self._show(problem=sentence_of(error))
        self._count_down()
        self.said.emit(Said(_("This page was not taken."), sentence_of(error), "warn", "scan"))

    def _count_up(self) -> None:
        self._open += 1
        self._show(busy=True, problem="")
        self.reading.emit(True, True)

    def _count_down(self) -> None:
        self._open -= 1
        self._show(busy=self._open > 0)
        self.reading.emit(self._open > 0, not self.state.problem)

    # ------------------------------------------------------------------ looking

    def _read(self, page: Page) -> None:
        if page.image is None:
            work = partial(self._image, page.scan.digest)
            done = partial(self._seen, page.scan.digest)
            self._tasks.run(Lane.FILES, work, done=done, failed=self._not_seen)

    def _image(self, digest: str) -> QImage:
        from kiosk.desk.scans import page_image

        seen = page_image(self._desk, digest, longest=SHOWN_DOTS)
        flat = QImage(seen.grey, seen.width, seen.height, seen.width, QImage.Format.Format_Grayscale8)
        return flat.copy()  # the bytes are Python's

    def _seen(self, digest: str, image: QImage) -> None:
        self._show(
            pages=tuple(replace(page, image=image) if page.scan.digest == digest else page for page in self.state.pages)
        )

    def _not_seen(self, error: KioskError) -> None:
        self._show(problem=sentence_of(error))

    # ------------------------------------------------------------------ editing

    @Slot(int)
    def choose(self, number: int) -> None:
        """Choose a page, counted from 0."""
        if self.state.pages:
            self._show(chosen=min(max(number, 0), len(self.state.pages) - 1), problem="")

    @Slot(int)
    def step(self, by: int) -> None:
        """Choose the next page, or the one before."""
        self.choose(self.state.chosen + by)

    @Slot(int)
    def turn(self, quarters: int) -> None:
        """Turn the chosen page to the right; what was cut from it comes back."""
        page = self.state.page
        if page is not None:
            self._edit(page, (page.turns + quarters) % 4, None)

    @Slot(object)
    def cut(self, box: "Box | None") -> None:
        """Keep only this part of the chosen page as it is turned; None: all of it again."""
        page = self.state.page
        if page is not None:
            self._edit(page, page.turns, box)

    def _edit(self, page: Page, turns: int, box: "Box | None") -> None:
        self._count_up()
        wanted = replace(page, turns=turns, box=box, image=None)
        work = partial(self._edited, page.source, turns, box)
        failed = partial(self._not_taken, self._form)
        self._tasks.run(Lane.FILES, work, done=partial(self._put, self._form, page, wanted), failed=failed)

    def _edited(self, source: Scan, turns: int, box: "Box | None") -> Scan:
        from kiosk.desk.scans import edit_page

        return edit_page(self._desk, source, turns=turns, box=box)

    def _put(self, form: int, before: Page, wanted: Page, scan: Scan) -> None:
        if form == self._form:
            after = replace(wanted, scan=scan)
            same = before.scan.digest
            self._change(tuple(after if page.scan.digest == same else page for page in self.state.pages))
            self._read(after)
        self._count_down()

    @Slot(int)
    def move(self, by: int) -> None:
        """Move the chosen page in the order."""
        pages, here = list(self.state.pages), self.state.chosen
        there = min(max(here + by, 0), len(pages) - 1)
        if pages and there != here:
            pages.insert(there, pages.pop(here))
            self._change(tuple(pages), there)

    @Slot()
    def delete(self) -> None:
        """Take the chosen page away; `undo` brings it back."""
        page, here = self.state.page, self.state.chosen
        if page is not None:
            self._removed.append((here, page))
            pages = self.state.pages[:here] + self.state.pages[here + 1 :]
            self._change(pages, min(here, max(len(pages) - 1, 0)))

    @Slot()
    def undo(self) -> None:
        """Bring back the page that was taken away last."""
        if self._removed:
            here, page = self._removed.pop()
            pages = list(self.state.pages)
            pages.insert(here, page)
            self._change(tuple(pages), here)

    def _change(self, pages: tuple[Page, ...], chosen: int | None = None) -> None:
        self._show(pages=pages, chosen=self.state.chosen if chosen is None else chosen, problem="")
        self.pages_changed.emit(self._scans())

    def _scans(self) -> tuple[Scan, ...]:
        return tuple(page.scan for page in self.state.pages)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)
