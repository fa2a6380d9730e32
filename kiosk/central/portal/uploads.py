"""Papers of an application from the web: whole in a form, or in resumable pieces; read in a child, kept as pages.

Pieces lie sealed beside the files until the last one came.  The address of an upload follows from what
the browser says of the file, so choosing the same file again goes on where it broke off.
"""

import contextlib
import re
import shutil
import threading
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from kiosk.central.centre import Centre
from kiosk.central.files import INCOMING, files_of
from kiosk.central.portal.filings import Owner, own_draft, set_scans
from kiosk.desk.decoding import decode
from kiosk.domain.scans import MAX_BYTES, MAX_PAGES, Scan, cleaned_name
from kiosk.errors import Refused, Unavailable
from kiosk.store.files import OVERHEAD

AT_ONCE = 2
"""Children that read papers at the same time: each may take much memory."""
MOST_BEGUN = 12
_PATIENCE_S = 30
_children = threading.BoundedSemaphore(AT_ONCE)
_BOUNDARY = re.compile(r'boundary="?([0-9A-Za-z\'()+_,./:=? -]{1,70}?)"?(?:;|$)')
_NAME = re.compile(rb'[; ]name="([^"]*)"')
_FILENAME = re.compile(rb'filename="([^"]*)"')
_ID = re.compile(r"[0-9a-f]{32}")


# ------------------------------------------------------------------------------ a form with files


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form; `filename` is None for a plain field."""

    name: str
    filename: str | None
    content: bytes


def parts_of(content_type: str, body: bytes) -> list[Part]:
    """Return the parts of a multipart form, in memory alone: papers never lie in a temporary file.

    Raises Refused `file.broken`.
    """
    found = _BOUNDARY.search(content_type)
    if not content_type.startswith("multipart/form-data") or not found:
        raise Refused.because("file.broken", "file")
    chunks = (b"\r\n" + body).split(b"\r\n--" + found[1].encode())
    return [part for chunk in chunks[1:-1] if (part := _part(chunk))]


def _part(chunk: bytes) -> Part | None:
    head, _, content = chunk.partition(b"\r\n\r\n")
    name, filename = _NAME.search(head), _FILENAME.search(head)
    if not name:
        return None
    shown = filename[1].decode("utf-8", "replace") if filename else None
    return Part(name[1].decode("utf-8", "replace"), shown, content)


# ------------------------------------------------------------------------------ a whole file


def add_file(centre: Centre, owner: Owner, portal_id: str, content: bytes, name: str) -> tuple[Scan, ...]:
    """Return all pages after a file's were added; all of it or nothing.

    Raises Refused `portal.unknown|portal.filed`, `file.*`; Unavailable `disk.*|file.busy`.
    """
    with centre.database.write() as connection:
        own_draft(connection, owner, portal_id)
    files, shown = files_of(centre), cleaned_name(name)
    pages = tuple(Scan(files.put(page), shown, 1, len(page)) for page in _decoded(content))
    with centre.database.write() as connection:
        found = own_draft(connection, owner, portal_id)
        known = {scan.digest for scan in found.scans}
        after = (*found.scans, *(page for page in pages if page.digest not in known))
        if len(after) > MAX_PAGES:
            raise Refused.because("file.pages", "file", pages=MAX_PAGES)
        set_scans(connection, found, after)
    return after


def _decoded(content: bytes) -> tuple[bytes, ...]:
    if not _children.acquire(timeout=_PATIENCE_S):
        raise Unavailable("file.busy")
    try:
        return decode(content)
    finally:
        _children.release()


def remove_file(centre: Centre, owner: Owner, portal_id: str, digest: str) -> None:
    """Take a page away again.  Raises Refused `portal.unknown|portal.filed`."""
    with centre.database.write() as connection:
        found = own_draft(connection, owner, portal_id)
        set_scans(connection, found, (scan for scan in found.scans if scan.digest != digest))


# ------------------------------------------------------------------------------ in pieces


class _About(msgspec.Struct):
    """What an upload is to become."""

    name: str
    length: int


@dataclass(frozen=True, slots=True)
class Coming:
    """How far a file has come: `offset` of `length` bytes are here; complete when they are equal."""

    id: str
    offset: int
    length: int


def begin_pieces(centre: Centre, owner: Owner, portal_id: str, name: str, mark: str, length: int) -> Coming:
    """Return how far a file has come; `mark` is what its browser knows it by.

    Raises Refused `portal.unknown|portal.filed`, `file.size|file.empty|file.pages`.
    """
    _check_own(centre, owner, portal_id)
    if length > MAX_BYTES:
        raise Refused.because("file.size", "Upload-Length", megabytes=MAX_BYTES >> 20)
    if length < 1:
        raise Refused.because("file.empty", "Upload-Length")
    upload = sha256(f"{portal_id}|{cleaned_name(name)}|{mark[:200]}|{length}".encode()).hexdigest()[:32]
    folder = _folder(centre, portal_id, upload)
    if not folder.exists() and len(list(folder.parent.glob(f"web-{portal_id}-*"))) >= MOST_BEGUN:
        raise Refused.because("file.pages", "Upload-Length", pages=MAX_PAGES)
    files = files_of(centre)
    about = msgspec.json.encode(_About(cleaned_name(name), length))
    files.write(folder / "about", files.seal(about, folder.name))
    return Coming(upload, _contiguous(folder), length)


def look_at_pieces(centre: Centre, owner: Owner, portal_id: str, upload: str) -> Coming:
    """Return how far a file has come.  Raises Refused `portal.unknown|portal.filed`, `file.unknown`."""
    _check_own(centre, owner, portal_id)
    folder = _folder(centre, portal_id, upload)
    return Coming(upload, _contiguous(folder), _about(centre, folder).length)


def take_web_piece(centre: Centre, owner: Owner, portal_id: str, upload: str, offset: int, piece: bytes) -> Coming:
    """Keep the next piece; with the last one the file is read and its pages are added.

    Raises Refused as `look_at_pieces` and `add_file`, `file.offset`, `file.length`.
    """
    before = look_at_pieces(centre, owner, portal_id, upload)
    if offset != before.offset:
        raise Refused.because("file.offset", "Upload-Offset")
    if offset + len(piece) > before.length:
        raise Refused.because("file.length", "Upload-Length")
    files, folder = files_of(centre), _folder(centre, portal_id, upload)
    if piece:
        files.write(folder / str(offset), files.seal(piece, f"{folder.name}@{offset}"))
    after = Coming(upload, offset + len(piece), before.length)
    if after.offset == after.length:
        _read_whole(centre, owner, portal_id, folder)
    return after


def _read_whole(centre: Centre, owner: Owner, portal_id: str, folder: Path) -> None:
    """Make pages of a file that came; the pieces stay where only we were busy, so that nothing is sent again."""
    try:
        add_file(centre, owner, portal_id, _whole(centre, folder), _about(centre, folder).name)
    except Refused:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def forget_pieces(centre: Centre, portal_id: str) -> None:
    """Drop whatever was begun and never came whole."""
    for folder in (files_of(centre).folder / INCOMING).glob(f"web-{portal_id}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def _check_own(centre: Centre, owner: Owner, portal_id: str) -> None:
    with centre.database.write() as connection:
        own_draft(connection, owner, portal_id)


def _folder(centre: Centre, portal_id: str, upload: str) -> Path:
    if not _ID.fullmatch(upload):
        raise Refused.because("file.unknown")
    return files_of(centre).folder / INCOMING / f"web-{portal_id}-{upload}"


def _about(centre: Centre, folder: Path) -> _About:
    try:
        sealed = (folder / "about").read_bytes()
    except FileNotFoundError as error:
        raise Refused.because("file.unknown") from error
    return msgspec.json.decode(files_of(centre).unseal(sealed, folder.name), type=_About)


def _contiguous(folder: Path) -> int:
    here = 0
    with contextlib.suppress(FileNotFoundError):
        while True:
            here += (folder / str(here)).stat().st_size - OVERHEAD
    return here


def _whole(centre: Centre, folder: Path) -> bytes:
    files, whole = files_of(centre), bytearray()
    with contextlib.suppress(FileNotFoundError):
        while True:
            sealed = (folder / str(len(whole))).read_bytes()
            whole += files.unseal(sealed, f"{folder.name}@{len(whole)}")
    return bytes(whole)
