"""Registers and the day in pictures over many applications: first rows, all counted, memory, files.

The floor is SQLite reading day and id of every row by the same index; the peer is a table that is read page by page with
LIMIT and OFFSET, as database grids do.
"""

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psutil

from kiosk.desk.context import Desk
from kiosk.desk.dashboard import picture_of
from kiosk.desk.exports import export_register
from kiosk.desk.registers import Chosen, Wanted, choose, first_look, rows_of
from tests.bench.data import desk_at
from tests.bench.fill import anchors_of, rows_wanted
from tests.bench.known import known_home
from tests.bench.rows import BenchRow, Beside

REGISTER, PAGE, EXPORTED = "receive_register", 64, 10_000
MIB = 1 << 20


def rows(*, peers: bool) -> Iterator[BenchRow]:
    """Yield what a register and a picture of the day take."""
    del peers  # the peer is SQLite itself
    with _filled() as (desk, count):
        reading = _median(lambda: _sql(desk, "SELECT received_on, id FROM application"), 3)
        first = _median(lambda: _page(desk, first_look(desk, REGISTER)))
        note = f"{count:,} applications"
        yield BenchRow("register, first rows", first, beside=(Beside("a frame", 16.7, 1.0),), note=note)
        before = _uss()
        whole = choose(desk, REGISTER)
        yield BenchRow("register, memory of all rows", (_uss() - before) / MIB, "MiB", note=f"{len(whole.ids):,} rows")
        yield from _counted(desk, reading)
        far, offset = Chosen(REGISTER, whole.ids[-PAGE:]), max(count - PAGE, 0)
        grid = Beside("LIMIT and OFFSET", _median(lambda: _sql(desk, _GRID, offset), 3), 1.0)
        yield BenchRow("register, a page at the far end", _median(lambda: _page(desk, far)), beside=(grid,))
        yield from _files(desk, whole)


_GRID = "SELECT * FROM application ORDER BY received_on DESC, id DESC LIMIT 64 OFFSET ?"


@contextmanager
def _filled() -> Iterator[tuple[Desk, int]]:
    home = known_home(rows_wanted())
    os.environ["KIOSK_ANCHOR_DIR"] = str(anchors_of(home))
    with desk_at(home) as desk:
        with desk.store.read() as unit:
            (count,) = unit.one("SELECT count(*) FROM application") or (0,)
        yield desk, count


def _counted(desk: Desk, reading: float) -> Iterator[BenchRow]:
    floor = Beside("reading day and id of all", reading, 4)
    yield BenchRow("register, all rows counted", _median(lambda: choose(desk, REGISTER), 3), beside=(floor,))
    pause = _longest_pause(lambda: choose(desk, REGISTER))
    yield BenchRow("register, longest pause of the window meanwhile", pause, beside=(Beside("a pause", 100.0, 1.0),))
    wanted = Wanted(state="pending", channel="post")
    yield BenchRow("register, filtered", _median(lambda: choose(desk, REGISTER, wanted), 3), beside=(floor,))
    with desk.store.read() as unit:
        (day,) = unit.one("SELECT max(received_on) FROM application") or ("",)
    pictured = _median(lambda: picture_of(desk, date.fromisoformat(day)), 5)
    yield BenchRow("day in pictures", pictured, beside=(floor,))


def _longest_pause(do: Callable[[], object]) -> float:
    """Return the milliseconds for which a thread that wakes every 2 ms was held up at the most."""
    work = threading.Thread(target=do)
    work.start()
    worst, last = 0.0, time.perf_counter()
    while work.is_alive():
        time.sleep(0.002)
        worst, last = max(worst, time.perf_counter() - last), time.perf_counter()
    return worst * 1e3


def _page(desk: Desk, chosen: Chosen) -> object:
    return rows_of(desk, REGISTER, chosen.ids[:PAGE], "bn", len(chosen.ids))


def _sql(desk: Desk, sql: str, *values: object) -> object:
    with desk.store.read() as unit:
        return unit.all(sql, *values)


def _files(desk: Desk, whole: Chosen) -> Iterator[BenchRow]:
    part = Chosen(REGISTER, whole.ids[:EXPORTED])
    with tempfile.TemporaryDirectory(dir=os.environ.get("KIOSK_BENCH_DIR")) as folder:
        for ending in ("csv", "xlsx"):
            path = Path(folder) / f"register.{ending}"
            begun = time.perf_counter()
            export_register(desk, part, "bn", path)
            rate = len(part.ids) / (time.perf_counter() - begun)
            note = f"{path.stat().st_size / max(len(part.ids), 1):,.0f} B a row"
            yield BenchRow(f"register to {ending}", rate, "rows/s", note=note, more_is_better=True)


def _uss() -> int:
    return int(psutil.Process().memory_full_info().uss)


def _median(do: Callable[[], object], times: int = 7) -> float:
    """Return milliseconds."""
    taken = []
    for _time in range(times):
        begun = time.perf_counter()
        do()
        taken.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(taken)
