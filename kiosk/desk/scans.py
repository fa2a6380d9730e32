"""Papers become pages: taken from files and from the clipboard, edited, shown, kept with the draft."""

import io
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from kiosk.desk.context import Desk
from kiosk.desk.decoding import Box, Child, decode
from kiosk.domain.scans import MAX_BYTES, MAX_PAGES, Scan, cleaned_name
from kiosk.errors import Refused
from kiosk.store.connection import read_key
from kiosk.store.files import Files

_UNUSED = timedelta(days=1)
"""How long a page that no draft and no application names is kept: an undo may bring it back."""
_DIGESTS = re.compile(rb"[0-9a-f]{64}")


def files_of(desk: Desk) -> Files:
    """Return the files of this counter."""
    return Files(desk.home, read_key(desk.home))


# ------------------------------------------------------------------------------ taking


def take_file(desk: Desk, path: Path, *, already: int = 0, child: Child | None = None) -> tuple[Scan, ...]:
    """Return the pages of a file, kept durable; `already` counts the pages that the application has.

    Raises Refused `file.*` (all or nothing; other pages stay as they are), Unavailable `disk.*`.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused.because("file.unread", "file", file=cleaned_name(path.name)) from error
    return take_bytes(desk, content, path.name, already=already, child=child)


def take_bytes(
    desk: Desk, content: bytes, name: str, *, already: int = 0, child: Child | None = None
) -> tuple[Scan, ...]:
    """Return the pages of a file's content; raises as `take_file`."""
    pages = decode(content, child=child)
    if already + len(pages) > MAX_PAGES:
        raise Refused.because("file.pages", "file", pages=MAX_PAGES)
    files, shown = files_of(desk), cleaned_name(name)
    return tuple(_kept(files, page, shown) for page in pages)


def _kept(files: Files, page: bytes, name: str) -> Scan:
    return Scan(files.put(page), name, 1, len(page))


def edit_page(desk: Desk, source: Scan, *, turns: int = 0, box: Box | None = None, child: Child | None = None) -> Scan:
    """Return a page turned by quarters to the right and cut; `source` stays, so nothing is lost by editing twice.

    Raises Refused `file.crop` when nothing would be left, Unavailable `file.lost|disk.*`.
    """
    if turns % 4 == 0 and box is None:
        return source
    if box is not None and not _is_box(box):
        raise Refused.because("file.crop")
    files = files_of(desk)
    (page,) = decode(files.get(source.digest), turns=turns, box=box, child=child)
    return _kept(files, page, source.name)


def _is_box(box: Box) -> bool:
    left, top, right, bottom = box
    return 0 <= left < right <= 1 and 0 <= top < bottom <= 1 and right - left >= 0.05 and bottom - top >= 0.05


# ------------------------------------------------------------------------------ looking


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page to be looked at: one byte of grey a dot, rows without gaps."""

    width: int
    height: int
    grey: bytes


def page_image(desk: Desk, digest: str, *, longest: int = 0) -> PageImage:
    """Return a kept page, at most `longest` dots long (0: as it is).  Raises Unavailable `file.lost`.

    Only our own bytes are read here: sealed by this home and named by their content.
    """
    return picture_of(files_of(desk).get(digest), longest=longest)


def picture_of(page: bytes, *, longest: int = 0) -> PageImage:
    """Return a page that our own child made, to be looked at."""
    from PIL import Image

    with Image.open(io.BytesIO(page), formats=["WEBP"]) as file:
        grey = file.convert("L")
    if longest:
        grey.thumbnail((longest, longest))
    return PageImage(grey.width, grey.height, grey.tobytes())


# ------------------------------------------------------------------------------ keeping


def check_kept(desk: Desk, scans: tuple[Scan, ...]) -> None:
    """Refuse pages that are not here: they could never be sent.  Raises Refused `file.lost`."""
    if not scans:
        return
    files = files_of(desk)
    for number, scan in enumerate(scans):
        if not files.has(scan.digest):
            raise Refused.because("file.lost", f"scans[{number}]")


def clean_up(desk: Desk) -> int:
    """Remove pages that nothing names any more, a day after they were taken; return how many."""
    files = files_of(desk)
    old = set(files.older_than((desk.clock() - _UNUSED).timestamp()))
    unused = old - _named(desk) if old else set()
    for digest in unused:
        files.remove(digest)
    return len(unused)


def _named(desk: Desk) -> set[str]:
    """Return every digest that an application, a draft or parked work names."""
    with desk.store.read() as unit:
        tables = {name for (name,) in unit.all("SELECT name FROM sqlite_master WHERE type = 'table'")}
        bodies = [body for table in ("draft", "parked") if table in tables for (body,) in unit.all(_BODIES[table])]
        sent = [digest for (digest,) in unit.all("SELECT digest FROM scan")]
    return {found.decode() for body in bodies for found in _DIGESTS.findall(bytes(body))} | set(sent)


_BODIES = {"draft": "SELECT body FROM draft", "parked": "SELECT body FROM parked"}
