"""Pages of what waits from the web, fetched one at a time from the centre; nothing of them is kept here."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.ui.messages import sentence_of
from kiosk.ui.tasks import Lane, Tasks
from kiosk.ui.tray.state import Pages

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.web_applications import WebPage


class WebPages(QObject):
    """Which page lies open; `show` is told of each change, None when none does any more."""

    def __init__(self, tasks: Tasks, show: Callable[[Pages | None], None], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._show = tasks, show
        self._portal_id = ""
        self._open: Pages | None = None

    def open(self, desk: "Desk", portal_id: str, title: str) -> None:
        """Look at the first page of an application."""
        self._portal_id = portal_id
        self._fetch(desk, Pages(title))

    def step(self, desk: "Desk", by: int) -> None:
        """Look at the page before or after."""
        now = self._open
        if now is not None and 1 <= now.page + by <= now.pages:
            self._fetch(desk, replace(now, page=now.page + by, image=None))

    def close(self) -> None:
        """Look at none."""
        if self._open is not None:
            self._tell(None)

    def _fetch(self, desk: "Desk", wanted: Pages) -> None:
        self._tell(replace(wanted, said=_("fetching the page …")))
        mark = (self._portal_id, wanted.page)
        done, failed = partial(self._came, mark), partial(self._missed, mark)
        self._tasks.run(Lane.FILES, partial(_read, desk, *mark), done=done, failed=failed)

    def _came(self, mark: tuple[str, int], came: "tuple[WebPage, QImage | None]") -> None:
        now, (page, image) = self._open, came
        if now is not None and mark == (self._portal_id, now.page):
            said = "" if image is not None else _("No page came with it.")
            self._tell(replace(now, pages=page.pages, image=image, said=said))

    def _missed(self, mark: tuple[str, int], error: KioskError) -> None:
        if self._open is not None and mark == (self._portal_id, self._open.page):
            self._tell(replace(self._open, said=sentence_of(error)))

    def _tell(self, pages: Pages | None) -> None:
        self._open = pages
        self._show(pages)


def _read(desk: "Desk", portal_id: str, page: int) -> "tuple[WebPage, QImage | None]":
    from kiosk.desk.web_applications import web_page

    found = web_page(desk, portal_id, page)
    if found.image is None:
        return found, None
    seen = found.image
    flat = QImage(seen.grey, seen.width, seen.height, seen.width, QImage.Format.Format_Grayscale8)
    return found, flat.copy()  # the bytes are Python's
