"""Copies of the files beside the database: what the copy does not have yet, opened before it counts."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from kiosk.errors import Unavailable
from kiosk.store.connection import reason_of_os, sync_folder
from kiosk.store.files import Files

KEEP = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Copied:
    """How many files were copied, and the digests of those that could not be read where they lie."""

    count: int
    lost: tuple[str, ...] = ()


def copy_new(source: Files, target: Files, digests: Iterable[str] | None = None, *, link: bool = False) -> Copied:
    """Copy the files that `target` does not have: all, or those named; durable, opened with the home's key.

    On one disk a `link` will do: a file is never written twice, so only the disk itself can hurt it.
    A file that cannot be opened is left out and named.  Raises Unavailable `disk.*`.
    """
    wanted = source.names() if digests is None else digests
    missing = [digest for digest in wanted if not target.has(digest)]
    lost = [digest for digest in missing if not _copied(source, target, digest, link=link)]
    return Copied(len(missing) - len(lost), tuple(lost))


def _copied(source: Files, target: Files, digest: str, *, link: bool) -> bool:
    try:
        source.get(digest)
        _place_beside(source.place(digest), target.place(digest), link=link)
        target.get(digest)
    except OSError as error:
        raise Unavailable(reason_of_os(error), str(error)) from error
    except Unavailable as error:
        if error.reason != "file.lost":
            raise
        target.remove(digest)
        return False
    return True


def _place_beside(source: Path, place: Path, *, link: bool) -> None:
    """Let a file appear at its place whole and durable, or not at all.  Raises OSError."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if link:
        with contextlib.suppress(OSError):  # no links on this disk: copy
            os.link(source, place)
            sync_folder(place.parent)
            return
    handle, fresh = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file, source.open("rb") as given:
            shutil.copyfileobj(given, file)
            file.flush()
            os.fsync(file.fileno())
        Path(fresh).replace(place)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise
    sync_folder(place.parent)


def thin(source: Files, target: Files, now: float) -> int:
    """Remove copies of files that are gone at the source, 30 days after they were written; return how many.

    `now` is in seconds since 1970.  A backup of the database so old that it names them is gone by then.
    """
    gone = [digest for digest in target.older_than(now - KEEP.total_seconds()) if not source.has(digest)]
    for digest in gone:
        target.remove(digest)
    return len(gone)
