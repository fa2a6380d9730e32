"""Pages of applications come in, in pieces; what is here is on disk, sealed with the centre's own key.

A page belongs to a record, and whoever may see the record may see it: its digest alone opens nothing,
not even for somebody who could name it in a record of their own; that one must be sent whole, too.
"""

import contextlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, insert, select, update

from kiosk.central.carried_files import CarriedFiles
from kiosk.central.centre import Centre
from kiosk.central.counters import Caller, caller_of
from kiosk.central.judge import ACCEPTED, Judged
from kiosk.central.store.tables import ScanRow
from kiosk.domain.application import Application
from kiosk.domain.events import ApplicationCorrected
from kiosk.domain.scans import Scan, check_scan
from kiosk.errors import Refused
from kiosk.store.files import OVERHEAD, Files

INCOMING = "incoming"
_CORRECTED = "application.corrected"


def files_of(centre: Centre) -> Files:
    """Return the files of the centre."""
    home, key = centre.home, centre.secret
    return CarriedFiles(home, key, centre.bucket) if centre.bucket else Files(home, key)


# ------------------------------------------------------------------------------ what is expected


def expect_scans(connection: Connection, caller: Caller, judged: Iterable[Judged]) -> None:
    """Note the pages that accepted records name, so that an officer sees what is still coming."""
    rows = {
        (application.receive_number, row["digest"]): row
        for item in judged
        if item.answer == ACCEPTED and (application := _application_of(item)) and _is_own(application, caller)
        for row in _rows(caller, application)
    }
    if not rows:
        return
    numbers = {number for number, _ in rows}
    known = select(ScanRow.receive_number, ScanRow.digest).where(
        ScanRow.office == caller.office, ScanRow.receive_number.in_(numbers)
    )
    for number, digest in connection.execute(known).all():
        rows.pop((number, digest), None)
    if rows:
        connection.execute(insert(ScanRow), list(rows.values()))


def _application_of(item: Judged) -> Application | None:
    if item.application is not None or item.link.event.kind != _CORRECTED:
        return item.application
    return msgspec.json.decode(item.link.event.body, type=ApplicationCorrected).application


def _is_own(application: Application, caller: Caller) -> bool:
    number = application.receive_number
    return number[:2] == f"{caller.office:02d}" and number[4:6] == f"{caller.code:02d}"


def _rows(caller: Caller, application: Application) -> list[dict[str, Any]]:
    return [
        {
            "office": caller.office,
            "receive_number": application.receive_number,
            "digest": scan.digest,
            "counter_id": caller.counter_id,
            "position": position,
            "name": scan.name,
            "type": scan.type,
            "pages": scan.pages,
            "bytes": scan.bytes,
            "received": 0,
            "complete_at": None,
        }
        for position, scan in enumerate(application.draft.scans)
        if _can_be(scan)
    ]


def _can_be(scan: Scan) -> bool:
    """A digest becomes a file's name: one that is none is never expected."""
    with contextlib.suppress(Refused):
        return bool(check_scan(scan))
    return False


@dataclass(frozen=True, slots=True)
class ScanState:
    """A page of a record: `received` of `bytes` are here; `complete`, or still coming."""

    digest: str
    name: str
    pages: int
    bytes: int
    received: int
    complete: bool


def scans_of(centre: Centre, office: int, receive_number: str) -> tuple[ScanState, ...]:
    """Return the pages that a record of this office names, in their order."""
    statement = _row_of(office, receive_number).order_by(ScanRow.position, ScanRow.digest)
    with centre.database.read() as connection:
        rows = connection.execute(statement).all()
    return tuple(
        ScanState(row.digest, row.name, row.pages, row.bytes, row.received, row.complete_at is not None) for row in rows
    )


def read_scan(centre: Centre, office: int, receive_number: str, digest: str) -> bytes:
    """Return a page to somebody of an office who may see the record.

    Raises Refused `file.unknown` for a page that this record does not name, and for one that is
    still coming; Unavailable `file.lost`.
    """
    with centre.database.read() as connection:
        row = connection.execute(_row_of(office, receive_number, digest)).one_or_none()
    if row is None or row.complete_at is None:
        raise Refused.because("file.unknown")
    return files_of(centre).get(digest)


def _row_of(office: int, receive_number: str, digest: str = "") -> Select[Any]:
    found = select(ScanRow.__table__).where(ScanRow.office == office, ScanRow.receive_number == receive_number)
    return found.where(ScanRow.digest == digest) if digest else found


# ------------------------------------------------------------------------------ how it comes in


@dataclass(frozen=True, slots=True)
class Upload:
    """How far a page has come: `offset` of `length` bytes are here, durable."""

    receive_number: str
    digest: str
    offset: int
    length: int


def begin_upload(centre: Centre, token: str, receive_number: str, digest: str, length: int) -> Upload:
    """Return how far a page has come that a record of this very counter names; a repeat does no harm.

    Raises Refused `auth.token`, `file.unknown`, `file.length`.
    """
    upload = look_at_upload(centre, token, receive_number, digest)
    if length != upload.length:
        raise Refused.because("file.length", "Upload-Length")
    return upload


def look_at_upload(centre: Centre, token: str, receive_number: str, digest: str) -> Upload:
    """Return how far a page has come.  Raises Refused `auth.token`, `file.unknown`."""
    with centre.database.read() as connection:
        row = _own_row(connection, centre, token, receive_number, digest)
    return _upload(centre, row)


def take_piece(centre: Centre, token: str, receive_number: str, digest: str, offset: int, piece: bytes) -> Upload:
    """Keep the next piece, durable; with the last one the whole is compared with its digest.

    Raises Refused `auth.token`, `file.unknown`, `file.offset` (ask how far it is), `file.length`,
    `file.digest` (what came is dropped: begin again), Unavailable `disk.*`.
    """
    with centre.database.write() as connection:
        row = _own_row(connection, centre, token, receive_number, digest, lock=True)
        before = _upload(centre, row)
        if offset != before.offset:
            raise Refused.because("file.offset", "Upload-Offset")
        if offset + len(piece) > before.length:
            raise Refused.because("file.length", "Upload-Length")
        if not piece:
            return before
        after = Upload(receive_number, digest, offset + len(piece), before.length)
        folder = _incoming(centre, row)
        _write_piece(centre, folder, offset, piece)
        complete = after.offset == after.length
        if complete:
            _put_together(centre, folder, digest)
        values = {"received": after.offset, "complete_at": centre.clock() if complete else None}
        connection.execute(update(ScanRow).where(*_key(row)).values(**values))
    if complete:
        shutil.rmtree(folder, ignore_errors=True)
    return after


def _own_row(
    connection: Connection, centre: Centre, token: str, receive_number: str, digest: str, *, lock: bool = False
) -> Row[Any]:
    caller = caller_of(connection, token, centre.clock())
    statement = _row_of(caller.office, receive_number, digest).where(ScanRow.counter_id == caller.counter_id)
    row = connection.execute(statement.with_for_update() if lock else statement).one_or_none() if digest else None
    if row is None:
        raise Refused.because("file.unknown")
    return row


def _key(row: Row[Any]) -> Sequence[Any]:
    return (
        ScanRow.office == row.office,
        ScanRow.receive_number == row.receive_number,
        ScanRow.digest == row.digest,
    )


def _upload(centre: Centre, row: Row[Any]) -> Upload:
    """Return how far a page is; the disk says so, whatever copy of the database was put back."""
    if row.complete_at is not None and files_of(centre).has(row.digest):
        return Upload(row.receive_number, row.digest, row.bytes, row.bytes)
    return Upload(row.receive_number, row.digest, _contiguous(_incoming(centre, row)), row.bytes)


def _incoming(centre: Centre, row: Row[Any]) -> Path:
    return files_of(centre).folder / INCOMING / f"{row.receive_number}-{row.digest}"


def _contiguous(folder: Path) -> int:
    """Return how many bytes there are from the beginning, without a gap."""
    here = 0
    with contextlib.suppress(FileNotFoundError):
        while True:
            here += (folder / str(here)).stat().st_size - OVERHEAD
    return here


def _write_piece(centre: Centre, folder: Path, offset: int, piece: bytes) -> None:
    files = files_of(centre)
    files.write(folder / str(offset), files.seal(piece, f"{folder.name}@{offset}"))


def _put_together(centre: Centre, folder: Path, digest: str) -> None:
    files, whole = files_of(centre), bytearray()
    with contextlib.suppress(FileNotFoundError):
        while True:
            sealed = (folder / str(len(whole))).read_bytes()
            whole += files.unseal(sealed, f"{folder.name}@{len(whole)}")
    if sha256(whole).hexdigest() != digest:
        shutil.rmtree(folder, ignore_errors=True)
        raise Refused.because("file.digest")
    files.put(bytes(whole))
