"""Applications of invented people in any number, made by PostgreSQL itself: ten million in minutes.

Tables are filled without their indices, which are built afterwards; they are not logged, for nobody needs
them after a crash.  Whoever they are of and when they came follows from their place alone.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from kiosk.central.centre import Centre
from kiosk.central.efile.search import words_of
from kiosk.central.offices import ensure_office
from kiosk.domain.application import Applicant, Application, ApplicationDraft, Kind
from kiosk.domain.bangla import search_key
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.numbering import ReceiveNumber, damm

OFFICE, CHUNK, LIVELY, SPREAD_DAYS, OPEN_DAYS = 79, 250_000, 20_000, 2000, 60
SECRET = "4071953826174"
_GIVEN = ("রফিকুল", "জাহাঙ্গীর", "সুস্মিতা", "লক্ষ্মী", "শ্রাবন্তী", "কৃষ্ণা", "আশরাফুল", "মিজানুর", "জান্নাতুল", "তাসলিমা")
_FAMILY = ("ইসলাম", "রহমান", "হোসেন", "চৌধুরী", "চক্রবর্তী", "মণ্ডল", "বিশ্বাস", "খাতুন", "আক্তার", "তালুকদার")
_TABLES = ("application", "application_word", "closing", "holder")
OFFICERS = 20
_NUMBERS_A_COUNTER = 900_000
# What it thinks of rows that it has yet to make sends it to an index once for each of them.
_HURRY = (
    "SET maintenance_work_mem = '1GB'",
    "SET work_mem = '256MB'",
    "SET enable_nestloop = off",
    "SET synchronous_commit = off",
)

_SCATTER = """CREATE FUNCTION scatter(place bigint, salt int, below int) RETURNS int LANGUAGE sql IMMUTABLE AS
$$ SELECT ((hashint8extended(place, salt) & 2147483647) % below)::int $$"""

_APPLICATIONS = """
WITH numbered AS MATERIALIZED (
  SELECT one.*, lpad(({office})::text, 2, '0') || to_char(day, 'YY')
    || lpad((1 + place / {a_counter} % 90)::text, 2, '0') || lpad((1 + place % {a_counter})::text, 6, '0') AS digits,
    day::text AS received_on, (day + 30)::text AS promised_on
  FROM (
    SELECT place, place >= {open_from} AS is_open,
      date '{today}' - CASE WHEN place >= {open_from} THEN scatter(place, 1, {open_days})
                       ELSE 30 + scatter(place, 1, {spread_days}) END AS day,
      scatter(place, 6, 40) AS taken_days,
      1 + scatter(place, 2, {services}) AS of,
      1 + scatter(place, 3, {given}) AS given, 1 + scatter(place, 4, {family}) AS family, place % 5000 AS nth,
      lpad(scatter(place, 5, 100000000)::text, 8, '0') AS mobile
    FROM generate_series({first}::bigint, {last}::bigint) place OFFSET 0
  ) one
), whole AS MATERIALIZED (
  SELECT n.*, digits || last.state AS number, given.word || ' ' || family.word || ' ' || nth AS name,
    given.key AS given_key, family.key AS family_key, received_on || 'T05:00:00.000Z' AS at, s.code, s.kind, s.branch
  FROM numbered n
  JOIN bench_service s ON s.id = n.of
  JOIN bench_word given ON given.id = n.given
  JOIN bench_word family ON family.id = 100 + n.family
  JOIN bench_damm head ON head.state_before = 0 AND head.part = left(digits, 4)
  JOIN bench_damm middle ON middle.state_before = head.state AND middle.part = substr(digits, 5, 4)
  JOIN bench_damm last ON last.state_before = middle.state AND last.part = substr(digits, 9, 4)
), worded AS (
  INSERT INTO application_word (office, word, receive_number)
  SELECT {office}, w.word, number
  FROM whole, LATERAL (VALUES (given_key), (family_key), (nth::text)) w (word)
), held AS (
  INSERT INTO holder (office, receive_number, login, branch, since, due_on, version, level, is_open)
  SELECT {office}, number, 'officer' || place % {officers}, branch, at, '', 1, 0, is_open
  FROM whole WHERE NOT is_open OR place % 2 = 0
), closed AS (
  INSERT INTO closing (office, receive_number, closed_on, branch, in_time)
  SELECT {office}, number, day_closed::text, branch, (day_closed::text <= promised_on)::int
  FROM (SELECT *, least(day + taken_days, date '{today}') AS day_closed FROM whole WHERE NOT is_open) shut
)
INSERT INTO application (office, receive_number, counter_id, seq, service, kind, channel, state, branch, name,
  received_at, received_on, promised_on, body)
SELECT {office}, number, 'bench', place + 1, code, kind, 'walk_in',
  CASE WHEN is_open THEN 'received' ELSE 'granted' END, branch, name, at, received_on, promised_on,
  convert_to(concat({body}), 'UTF8')
FROM whole"""


def generate(centre: Centre, count: int) -> list[str]:
    """Fill an empty database with so many applications, `LIVELY` of them pending at most; return some numbers."""
    today = dhaka_day(centre.clock())
    with centre.database.write() as connection:
        ensure_office(connection, OFFICE, centre.settings, centre.catalogue)
    with centre.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
        driver: Any = plain.connection.driver_connection
        run = driver.execute
        _lay_out(centre, run)
        about = _about(centre, count, today)
        with _careless(run), _without_indices(run):
            firsts = range(0, count, CHUNK)
            _at_once(centre, [_APPLICATIONS.format(**about, first=n, last=min(n + CHUNK, count) - 1) for n in firsts])
        run("VACUUM ANALYZE")
        some = "SELECT receive_number, body FROM application WHERE office = %s AND seq = ANY(%s)"
        chosen = [1 + place * count // 2000 for place in range(2000)]
        found = run(some, (OFFICE, chosen)).fetchall() if count < 10_000 else _sampled(run)
        _check(run, found[:20])
    return [number for number, _ in found]


def _at_once(centre: Centre, statements: list[str]) -> None:
    """Run statements on two connections: one of the database's processes uses one core."""

    def run_all(mine: list[str]) -> None:
        with centre.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as own:
            driver: Any = own.connection.driver_connection
            for setting in _HURRY:
                driver.execute(setting)
            for statement in mine:
                driver.execute(statement)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run_all, (statements[::2], statements[1::2])))


def _sampled(run: Any) -> list[tuple[str, bytes]]:
    return run("SELECT receive_number, body FROM application TABLESAMPLE SYSTEM (1) LIMIT 2000").fetchall()


def _about(centre: Centre, count: int, today: date) -> dict[str, object]:
    sizes = {"given": len(_GIVEN), "family": len(_FAMILY), "services": len(_services(centre))}
    days = {"today": today, "open_days": OPEN_DAYS, "spread_days": SPREAD_DAYS, "officers": OFFICERS}
    open_from = count - min(LIVELY, count // 4)
    return {**sizes, **days, "open_from": open_from, "office": OFFICE, "a_counter": _NUMBERS_A_COUNTER, "body": _body()}


def _services(centre: Centre) -> list[Any]:
    return [one for one in centre.catalogue.services.values() if one.kind is not Kind.COPY]


def _body() -> str:
    """Return an application's JSON in pieces, literals and the columns in which one differs from the next."""
    person = Applicant(name="@name@", mobile="+88017@mobile@", address="সয়না, কাউখালী")
    draft = ApplicationDraft(service="@code@", applicants=(person,), subject="")
    about = {"receive_number": "@number@", "secret": SECRET, "received_at": "@at@", "received_on": "@received_on@"}
    about |= {"catalogue_version": "bench", "promised_on": "@promised_on@"}
    whole = Application(**about, draft=draft, kind=Kind.CITIZEN)
    pieces = msgspec.json.encode(whole).decode().replace("'", "''").split("@")
    return ", ".join(piece if place % 2 else f"'{piece}'" for place, piece in enumerate(pieces))


def _lay_out(centre: Centre, run: Any) -> None:
    """Put what the statements join with into the database."""
    run(_SCATTER)
    for setting in _HURRY:
        run(setting)
    run("CREATE TABLE bench_service (id int PRIMARY KEY, code text, kind text, branch text)")
    for id_, one in enumerate(_services(centre), 1):
        run("INSERT INTO bench_service VALUES (%s, %s, %s, %s)", (id_, one.code, one.kind.value, one.branch))
    run("CREATE TABLE bench_word (id int PRIMARY KEY, word text, key text)")
    for start, words in ((1, _GIVEN), (101, _FAMILY)):
        for id_, word in enumerate(words, start):
            run("INSERT INTO bench_word VALUES (%s, %s, %s)", (id_, word, search_key(word)))
    run("CREATE TABLE bench_damm (state_before int, part text, state int, PRIMARY KEY (state_before, part))")
    with centre.database.write() as connection:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy("COPY bench_damm FROM STDIN") as copy:
            for row in _damm_steps():
                copy.write_row(row)
    run("ANALYZE")


def _damm_steps() -> Iterator[tuple[int, str, int]]:
    """Yield what four digits make of each state: a check digit is then three look-ups."""
    leading = {damm(f"{digit}"): f"{digit}" for digit in range(10)}  # what leads to a state from nothing
    for before, digits in leading.items():
        for part in range(10_000):
            yield before, f"{part:04d}", damm(f"{digits}{part:04d}")


@contextmanager
def _without_indices(run: Any) -> Iterator[None]:
    """Take indices and keys away, and build them again afterwards, as they were."""
    keys = (
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype IN ('p', 'u')"
    )
    indices = (
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    )
    again = []
    for table in _TABLES:
        run(f"ALTER TABLE {table} SET UNLOGGED")
        for name, definition in run(indices, (table,)).fetchall():
            run(f"DROP INDEX {name}")
            again.append(definition)
        for name, definition in run(keys, (table,)).fetchall():
            run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            again.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    yield
    for statement in again:
        run(statement)


@contextmanager
def _careless(run: Any) -> Iterator[None]:
    """Let a database that nobody needs again wait for no disk while it is filled; it waits again while it is measured."""
    for setting in ("fsync = off", "max_wal_size = '8GB'"):
        run(f"ALTER SYSTEM SET {setting}")
    run("SELECT pg_reload_conf()")
    yield
    run("ALTER SYSTEM RESET ALL")
    run("SELECT pg_reload_conf()")


def _check(run: Any, found: list[tuple[str, bytes]]) -> None:
    """See that what the database made is what the program would have made."""
    for number, body in found:
        one = msgspec.json.decode(bytes(body), type=Application)
        made = ReceiveNumber(int(number[:2]), int(number[2:4]), int(number[4:6]), int(number[6:12]))
        assert str(made) == number == one.receive_number, number
        assert one.received_at == stamp(datetime.fromisoformat(one.received_at)), one.received_at
        assert date.fromisoformat(one.promised_on or "") == date.fromisoformat(one.received_on) + timedelta(days=30)
        words = "SELECT word FROM application_word WHERE office = %s AND receive_number = %s"
        assert {row[0] for row in run(words, (OFFICE, number))} == words_of(one), number
