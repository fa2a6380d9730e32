"""Connects strip, sheet and presenter, and both to the form."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from kiosk.ui.scans.paste import PasteWatch

if TYPE_CHECKING:
    from kiosk.ui.scans.presenter import ScansPresenter
    from kiosk.ui.scans.sheet import ScanSheet
    from kiosk.ui.scans.strip import ScanStrip

KINDS = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".pdf")
"""Names under which a dropped file may be a page; what it is, its content tells."""


def connect_scans(
    strip: "ScanStrip", screen: QWidget, presenter: "ScansPresenter", link: Callable[..., None]
) -> Callable[[], None]:
    """Wire the strip; return what opens the sheet of pages over a screen, made when it is first wanted.

    `link` connects what can be undone.
    """
    made: list[ScanSheet] = []

    def show(place: int = 0) -> None:
        if not made:
            made.append(_sheet(screen, presenter, link))
        presenter.choose(place)
        made[0].open()

    link(presenter.changed, strip.render)
    strip.opened.connect(show)
    PasteWatch(screen, presenter)
    strip.render(presenter.state)
    return show


def _sheet(screen: QWidget, presenter: "ScansPresenter", link: Callable[..., None]) -> "ScanSheet":
    from kiosk.ui.scans.sheet import ScanSheet

    sheet = ScanSheet(screen)
    link(presenter.changed, sheet.render)
    sheet.scanned.connect(presenter.scan)
    sheet.paths_chosen.connect(presenter.take_paths)
    sheet.pasted.connect(presenter.take_picture)
    sheet.turned.connect(presenter.turn)
    sheet.cut.connect(presenter.cut)
    sheet.stepped.connect(presenter.step)
    sheet.moved.connect(presenter.move)
    sheet.deleted.connect(presenter.delete)
    sheet.undone.connect(presenter.undo)
    sheet.render(presenter.state)
    return sheet


def can_take(mime: QMimeData) -> bool:
    """Tell whether something that is dropped or pasted may become pages."""
    return mime.hasImage() or any(path.suffix.lower() in KINDS for path in _paths(mime))


def take(mime: QMimeData, presenter: "ScansPresenter") -> bool:
    """Hand over what was dropped or pasted; tell whether it was something for us."""
    paths = [path for path in _paths(mime) if path.suffix.lower() in KINDS]
    if paths:
        presenter.take_paths(paths)
        return True
    from kiosk.ui.scans.sheet import png_of

    image: Any = mime.imageData()
    content = png_of(image) if image is not None else b""
    if content:
        presenter.take_picture(content)
    return bool(content)


def _paths(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
