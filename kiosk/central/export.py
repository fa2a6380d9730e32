"""Everything that the centre holds, in files that need no program of ours: JSON lines, a manifest, the pages.

Left out is what only lets somebody in: passwords, second factors, sessions, secrets of machines.
"""

import base64
import json
import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, LargeBinary, Table, select

from kiosk import __version__
from kiosk.central.centre import Centre
from kiosk.central.files import files_of
from kiosk.central.notices.queue import CODE
from kiosk.central.store.tables import Base, PortalRow, ScanRow
from kiosk.domain.clock import stamp
from kiosk.domain.scans import Scan
from kiosk.errors import Refused, Unavailable

FORMAT = 1
MANIFEST = "manifest.json"
LEFT_OUT = frozenset({"server", "session_token", "web_session", "used_nonce", "guess", "enrolment_code"})
SECRET = frozenset({"verifier", "totp", "totp_step", "secret", "code_salt", "owner"})
"""Columns that let somebody in; an application's own `secret` stands in its body, which is the record itself."""
AT_ONCE = 1000
_UNFINISHED = ".unfinished"
_scans = msgspec.json.Decoder(tuple[Scan, ...])


def export_all(centre: Centre, to: Path, told: Callable[[str, int], object] = lambda _name, _count: None) -> Path:
    """Write everything into a new folder, one moment of the database, and return its manifest's path.

    The folder appears whole or not at all.  Raises Refused `export.there`, Unavailable `file.write|disk.*|files.*`.
    """
    if to.exists():
        raise Refused.because("export.there", "to", file=to.name)
    work = to.with_name(to.name + _UNFINISHED)
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        _write(centre, work, told)
        work.replace(to)
    except OSError as error:
        raise Unavailable("file.write", str(error), file=to.name) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return to / MANIFEST


def _write(centre: Centre, work: Path, told: Callable[[str, int], object]) -> None:
    parts = []
    with centre.database.engine.connect() as plain:
        level = {"isolation_level": "REPEATABLE READ"} if centre.database.is_postgresql else {}
        connection = plain.execution_options(kiosk_reading=True, **level)
        for table in Base.metadata.sorted_tables:
            if table.name not in LEFT_OUT:
                parts += _table(connection, table, work)
                told(table.name, sum(part["count"] for part in parts if part["table"] == table.name))
        pages = _pages(centre, connection, work)
    about = {"format": FORMAT, "version": __version__, "at": stamp(centre.clock()), "epoch": centre.epoch}
    left_out = {"tables": sorted(LEFT_OUT), "columns": sorted(SECRET)}
    tables = sorted({table.name for table in Base.metadata.sorted_tables} - LEFT_OUT)
    manifest = {**about, "tables": tables, "left_out": left_out, "parts": parts, "pages": pages}
    _durable(work / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n")


def _table(connection: Connection, table: Table, work: Path) -> list[dict[str, Any]]:
    """Write a file for each office, and say what is in it."""
    columns = [column for column in table.columns if column.name not in SECRET]
    keys = list(table.primary_key.columns)
    offices: list[Any] = [None]
    if "office" in table.columns:
        offices = list(connection.scalars(select(table.c.office).distinct().order_by(table.c.office)))
    parts = []
    for office in offices:
        statement = select(*columns).order_by(*keys).execution_options(yield_per=AT_ONCE)
        mine = statement if office is None else statement.where(table.c.office == office)
        name = f"{table.name}.jsonl" if office is None else f"{office:02d}/{table.name}.jsonl"
        names = [column.name for column in columns]
        binary = [isinstance(column.type, LargeBinary) for column in columns]
        rows = connection.execute(mine)
        lines = (_line(names, binary, _without_code(row) if table.name == "notice" else row) for row in rows)
        count, digest = _lines(work / name, lines)
        parts.append({"file": name, "table": table.name, "office": office, "count": count, "sha256": digest})
    return parts


def _line(names: list[str], binary: list[bool], row: Any) -> bytes:
    values = (_plain(value, is_binary=is_binary) for value, is_binary in zip(row, binary, strict=True))
    return json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _without_code(row: Any) -> Any:
    """Return a message's row; of one that tells a code, that it was told is all."""
    said = row._mapping  # noqa: SLF001 - SQLAlchemy's public name
    return tuple(({**said, "text": ""} if said["event"].startswith(CODE) else said).values())


def _plain(value: Any, *, is_binary: bool) -> Any:
    """Return a value as JSON has it: JSON of ours as its exact text, other bytes as base64."""
    if value is None or isinstance(value, str | int):
        return value
    if not is_binary:
        return stamp(value)
    data = bytes(value)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def _lines(path: Path, lines: Iterator[bytes]) -> tuple[int, str]:
    path.parent.mkdir(exist_ok=True)
    count, digest = 0, sha256()
    with path.open("wb") as file:
        for line in lines:
            file.write(line)
            digest.update(line)
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return count, digest.hexdigest()


def _pages(centre: Centre, connection: Connection, work: Path) -> dict[str, int]:
    """Write the scanned pages under their digests, opened; say how many are there and how many are not."""
    files, count, missing = files_of(centre), 0, 0
    whole = select(ScanRow.digest).where(ScanRow.complete_at.is_not(None)).distinct()
    digests = set(connection.scalars(whole.execution_options(yield_per=AT_ONCE)))
    waiting = select(PortalRow.scans).where(PortalRow.scans != b"[]").execution_options(yield_per=AT_ONCE)
    digests |= {page.digest for scans in connection.scalars(waiting) for page in _scans.decode(bytes(scans))}
    for digest in sorted(digests):
        try:
            content = files.get(digest)
        except Unavailable as error:
            if error.reason != "file.lost":
                raise
            missing += 1
            continue
        path = work / "pages" / digest[:2] / digest
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        count += 1
    return {"count": count, "missing": missing}


def _durable(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
