"""Registering, durable: our transaction beside the same rows in bare sqlcipher3, and beside an ORM.

Everybody writes the same rows into the same schema (WAL, synchronous=FULL) and as many bytes into a
ledger, and takes turns in small blocks, so that a slow moment hits all alike.  *Store only* is
event, rows and ledger of an application that is ready; *whole use case* is everything between the
operator's Enter and the number: checking the draft, duplicates, number, anchor, receipt.
`KIOSK_BENCH_DIR` names a folder on the disk to measure.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from kiosk.desk.context import Desk
from kiosk.desk.register import register_application
from kiosk.domain.events import ApplicationReceived, read_body, read_record
from kiosk.store import journal, tables
from kiosk.store.connection import DATABASE, connect, read_key
from kiosk.store.projection import LocalPart
from kiosk.store.session import Unit, open_engine
from tests.bench.data import OPERATOR, desk_at, draft
from tests.bench.rows import BenchRow, Beside, percentile

BLOCK, BLOCKS, WARM = 25, 16, 25
COUNT = WARM + BLOCK * BLOCKS

_BARE, _ORM = "bare sqlcipher3 + append + fdatasync", "SQLAlchemy ORM + append + fdatasync"
_TABLES = {"event": "seq", "application": "seq", "applicant": "application_id", "print_job": "id"}
Route = Callable[[int], object]


@dataclass(frozen=True)
class Written:
    """What one registration wrote: rows by table, the person, the last number, bytes of ledger."""

    rows: dict[str, list[dict[str, Any]]]
    person: dict[str, Any]
    serial: tuple[int, int]
    ledger: bytes


def rows(*, peers: bool) -> Iterator[BenchRow]:
    """Yield what a registration takes, p50 and p95."""
    del peers  # the ORM is installed with us
    with tempfile.TemporaryDirectory(dir=os.environ.get("KIOSK_BENCH_DIR")) as folder:
        os.environ["KIOSK_ANCHOR_DIR"] = f"{folder}/anchors"
        taken = _measured(Path(folder))
    p50 = {name: statistics.median(ms) for name, ms in taken.items()}
    p95 = {name: percentile(ms, 95) for name, ms in taken.items()}
    orm_p50, note = Beside(f"{_ORM} p50", p50["ORM"], 0.75), f"n={len(taken['bare'])}"
    bare_p50, bare_p95 = Beside(f"{_BARE} p50", p50["bare"], 1.3), Beside(f"{_BARE} p95", p95["bare"], 2.0)
    yield BenchRow("commit, store only, p50", p50["store only"], "ms", (bare_p50, orm_p50), note)
    yield BenchRow("commit, store only, p95", p95["store only"], "ms", (bare_p95,), note)
    note = f"{p50['whole use case'] / p50['bare']:.2f} x {_BARE}"
    yield BenchRow("commit, whole use case, p50", p50["whole use case"], "ms", (orm_p50,), note)
    yield BenchRow("commit, whole use case, p95", p95["whole use case"], "ms", (bare_p95,))


def _measured(folder: Path) -> dict[str, list[float]]:
    with desk_at(folder / "model") as model, desk_at(folder / "store") as store, desk_at(folder / "whole") as whole:
        written = [_written(model, number) for number in range(COUNT)]
        routes = {
            "bare": bare(folder / "bare.db", model, written),
            "store only": _store_only(store, written),
            "whole use case": _whole(whole),
            "ORM": orm(folder / "orm.db", model, written),
        }
        for number, route in ((n, r) for n in range(WARM) for r in routes.values()):
            route(number)
        return take_turns(routes, range(WARM, COUNT), BLOCK)


def take_turns(routes: dict[str, Route], numbers: range, block: int) -> dict[str, list[float]]:
    """Return the milliseconds of every call; the routes take turns, a block of numbers each."""
    taken: dict[str, list[float]] = {name: [] for name in routes}
    for start in range(numbers.start, numbers.stop, block):
        for name, route in routes.items():
            for number in range(start, min(start + block, numbers.stop)):
                begun = time.perf_counter()
                route(number)
                taken[name].append((time.perf_counter() - begun) * 1e3)
    return taken


# ------------------------------------------------------------------------------ our routes


def _whole(desk: Desk) -> Route:
    drafts = [draft(number, desk.catalogue.services) for number in range(COUNT)]
    return lambda number: register_application(desk, drafts[number], operator=OPERATOR, via="window")


def _store_only(desk: Desk, written: Sequence[Written]) -> Route:
    ready = [_ready(one) for one in written]

    def go(number: int) -> None:
        body, local = ready[number]
        with desk.store.write() as unit:
            journal.append(unit, body, at=desk.clock(), operator=OPERATOR, via="window", rng=desk.rng, local=local)

    return go


def _ready(one: Written) -> tuple[ApplicationReceived, LocalPart]:
    event = one.rows["event"][0]
    return read_body(read_record(event["record"])), LocalPart.decode(event["local"])


# ------------------------------------------------------------------------------ the same rows


def _written(desk: Desk, number: int) -> Written:
    """Register a draft in the model's home and read back what that wrote."""
    done = register_application(desk, draft(number, desk.catalogue.services), operator=OPERATOR, via="window")
    with desk.store.read() as unit:
        (application_id,) = _one(unit, "SELECT id FROM application WHERE seq = ?", done.seq)
        keys = {"event": done.seq, "application": done.seq, "applicant": application_id, "print_job": done.job_id}
        found = {table: _rows(unit, f"SELECT * FROM {table} WHERE {_TABLES[table]} = ?", keys[table]) for table in keys}
        person = _rows(unit, "SELECT * FROM person WHERE key GLOB ?", f"{done.application.first_applicant.mobile}/*")[0]
        serial = _one(unit, "SELECT last_year, last_serial FROM counter")
    event = found["event"][0]
    return Written(found, person, serial, os.urandom(len(event["record"]) + len(event["local"]) + 53))


def _one(unit: Unit, sql: str, *values: Any) -> Any:
    row = unit.one(sql, *values)
    assert row is not None, sql
    return row


def _rows(unit: Unit, sql: str, *values: Any) -> list[dict[str, Any]]:
    cursor = unit.driver.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _database(path: Path, model: Desk) -> bytes:
    """Make a database with the model's tables, indexes and counter, without its triggers; return its key."""
    key = read_key(model.home)
    source, target = connect(model.home / DATABASE, key), connect(path, key, create=True)
    made = source.execute(
        "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
        " AND tbl_name NOT GLOB 'search_*' AND tbl_name NOT GLOB 'sqlite_*'"
    )
    for (sql,) in made:
        target.execute(sql)
    counter = source.execute("SELECT * FROM counter").fetchone()
    target.execute(f"INSERT INTO counter VALUES ({','.join(repeat('?', len(counter)))})", counter)
    source.close()
    target.close()
    return key


def bare(path: Path, model: Desk, written: Sequence[Written]) -> Route:
    """Return the floor: nothing but the statements, then one append and one sync."""
    connection = connect(path, _database(path, model))
    ready = [list(chain(_statements(one), [_upsert(one)])) for one in written]
    append = appender(path.with_suffix(".ledger"))

    def go(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE counter SET last_year = ?, last_serial = ?", written[number].serial)
        for sql, values in ready[number]:
            connection.execute(sql, values)
        connection.execute("COMMIT")
        append(written[number].ledger)

    return go


def _statements(one: Written) -> Iterator[tuple[str, list[Any]]]:
    for table, found in one.rows.items():
        for row in found:
            marks = ",".join(repeat("?", len(row)))
            yield f"INSERT INTO {table} ({','.join(row)}) VALUES ({marks})", list(row.values())


def _upsert(one: Written) -> tuple[str, list[Any]]:
    row = {key: value for key, value in one.person.items() if key != "id"}
    sql = f"INSERT INTO person ({','.join(row)}) VALUES ({','.join(repeat('?', len(row)))})"
    return f"{sql} ON CONFLICT (key) DO UPDATE SET last_on = excluded.last_on, body = excluded.body", list(row.values())


def appender(path: Path) -> Callable[[bytes], None]:
    """Return what writes bytes behind the others and syncs."""
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    sync = getattr(os, "fdatasync", os.fsync)

    def go(content: bytes) -> None:
        os.write(handle, content)
        sync(handle)

    return go


def orm(path: Path, model: Desk, written: Sequence[Written]) -> Route:
    """Return what most programs do: mapped objects in a session, then the same ledger."""
    from sqlalchemy.orm import Session

    engine = open_engine(path, _database(path, model)).execution_options(kiosk_begin="BEGIN IMMEDIATE")
    append = appender(path.with_suffix(".ledger"))

    def go(number: int) -> None:
        with Session(engine) as session, session.begin():
            _add(session, written[number])
        append(written[number].ledger)

    return go


def _add(session: Any, one: Written) -> None:
    from sqlalchemy import select

    counter = session.get(tables.Counter, 1)
    counter.last_year, counter.last_serial = one.serial
    session.add(tables.Event(**one.rows["event"][0]))
    session.add(tables.Application(**one.rows["application"][0]))
    session.add_all(tables.Applicant(**row) for row in one.rows["applicant"])
    session.add(tables.PrintJob(**one.rows["print_job"][0]))
    known = session.scalar(select(tables.Person).where(tables.Person.key == one.person["key"]))
    if known is None:
        session.add(tables.Person(**{key: value for key, value in one.person.items() if key != "id"}))
    else:
        known.last_on, known.body = one.person["last_on"], one.person["body"]
