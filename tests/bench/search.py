"""Search as people type over many applications: every keystroke, the index's making and its size.

`KIOSK_BENCH_HOME` names a filled home (`tests.bench.fill`), else one of `KIOSK_BENCH_ROWS` is made and
kept beside the system's temporary files: the next run takes it again.
The peer is what a program without an index does: LIKE over the same normalised words in a plain
SQLite table.  Each kind of query types words and numbers of the records themselves, letter by letter;
the whole way is measured: what was typed made into a question, asked, the newest 20 rows fetched.
"""

import os
import random
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from kiosk.desk.context import Desk
from kiosk.desk.find import ask, index_pending, index_some, rows_found
from kiosk.desk.find_screen import look_up
from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.desk.people import match_people
from kiosk.desk.register import register_application
from kiosk.store import found_rows, search, terms
from kiosk.store.search import APPLICATIONS
from tests.bench.data import OPERATOR, SERVICES, desk_at, draft
from tests.bench.fill import anchors_of, kept_home, rows_wanted
from tests.bench.rows import BenchRow, Beside, percentile

LATIN = ("rofiqul islam", "mohammad", "siddiqur rahman", "bhattacharya", "lokkhi das", "kaukhali", "jahangir")
TIMES, LIMIT, SAMPLE, MOST_VISITS = 200, 20, 400, 2_000
MIB = 1 << 20


def rows(*, peers: bool) -> Iterator[BenchRow]:
    """Yield what a keystroke takes by its worst kind, and what the index costs."""
    del peers  # the peer is SQLite itself
    with _filled() as (desk, count), tempfile.TemporaryDirectory(dir=os.environ.get("KIOSK_BENCH_DIR")) as folder:
        yield from _index_rows(desk, count)
        sample = _sample(desk, count)
        plain = _plain_table(desk, Path(folder) / "plain.db")
        scan = _scan(plain)
        exact = _exact(desk, sample)
        yield from _keystroke_rows(desk, sample, scan, exact, count)
        yield _same_hits(desk, plain, sample)
        yield from _visit_rows(desk, sample)
        yield from _people_rows(desk, sample)
        yield from _window_rows(desk, sample)
        yield from _commit_rows(desk)


@contextmanager
def _filled() -> Iterator[tuple[Desk, int]]:
    home = kept_home(rows_wanted())
    os.environ["KIOSK_ANCHOR_DIR"] = str(anchors_of(home))
    with desk_at(home) as desk:
        with desk.store.read() as unit:
            (count,) = unit.one("SELECT count(*) FROM application") or (0,)
            (visits,) = unit.one("SELECT count(*) FROM visit") or (0,)
        for number in range(visits, min(count // 100, MOST_VISITS)):
            _log(desk, number)
        index_pending(desk)
        yield desk, count


def _log(desk: Desk, number: int) -> None:
    person = draft(number, desk.catalogue.services).applicants[0]
    visit = VisitDraft(answer="told", service=SERVICES[number % len(SERVICES)], name=person.name, mobile=person.mobile)
    log_visit(desk, visit, operator=OPERATOR, via="window")


# ------------------------------------------------------------------------------ the index itself


def _index_rows(desk: Desk, count: int) -> Iterator[BenchRow]:
    desk.store.index.forget()
    begun, worked = time.perf_counter(), time.process_time()
    index_pending(desk)
    took, work = time.perf_counter() - begun, time.process_time() - worked
    size = (desk.home / search.DATABASE).stat().st_size
    table = _table_size(desk)
    million = 1e6 / count
    note = f"{count:,} rows; {work * million:.1f} s of work"
    yield BenchRow("search index, made, for a million rows", took * million, "s", (Beside("goal", 12, 1.0),), note)
    yield BenchRow(
        "search index, size", size / MIB, "MiB", (Beside("the table", table / MIB, 1.2),), f"{size / count:.0f} B a row"
    )


def _table_size(desk: Desk) -> float:
    """Return the bytes of the applications' rows, without what SQLite adds to them."""
    with desk.store.read() as unit:
        (size,) = unit.one(
            "SELECT sum(length(body) + length(receive_number) + length(CAST(name AS BLOB)) + length(service)"
            " + length(state) + length(received_at) + length(received_on) + length(operator) + 16) FROM application"
        ) or (0,)
    return float(size)


# ------------------------------------------------------------------------------ beside it


def _plain_table(desk: Desk, path: Path) -> sqlite3.Connection:
    """Make the table that LIKE is to scan: the same words, normalised alike."""
    plain = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = OFF", "cache_size = -65536", "mmap_size = 0"):
        plain.execute(f"PRAGMA {pragma}")
    plain.execute("CREATE TABLE application (id INTEGER PRIMARY KEY, receive_number TEXT, name TEXT, words TEXT)")
    plain.execute("BEGIN")
    with desk.store.read() as unit:
        found = unit.driver.execute("SELECT id, receive_number, name, body FROM application")
        made = ((row[0], row[1], row[2], f" {terms.terms_of(terms.read_seen(row[3]))} ") for row in found)
        plain.executemany("INSERT INTO application VALUES (?, ?, ?, ?)", made)
    plain.execute("COMMIT")
    return plain


_LIKE = "SELECT id, receive_number, name FROM application WHERE words LIKE ? ORDER BY id DESC LIMIT 20"


def _scan(plain: sqlite3.Connection) -> float:
    """Return the milliseconds of a LIKE that finds nothing: it reads every row."""
    return statistics.median(_timed(lambda n: plain.execute(_LIKE, (f"%ngng{n}qq%",)).fetchall(), range(7)))


def _exact(desk: Desk, sample: "Sample") -> float:
    with desk.store.read() as unit:
        sql = f"SELECT {found_rows.COLUMNS} FROM application WHERE receive_number = ?"
        return statistics.median(_timed(lambda number: unit.all(sql, number), sample.numbers))


def _timed(do: Callable[..., object], what: Sequence[object] | range) -> list[float]:
    taken = []
    for one in what:
        begun = time.perf_counter()
        do(one)
        taken.append((time.perf_counter() - begun) * 1e3)
    return taken


# ------------------------------------------------------------------------------ what is typed


@dataclass(frozen=True)
class Sample:
    """Records drawn by chance: their numbers, mobiles, documents and words, as people type them."""

    numbers: list[str]
    mobiles: list[str]
    documents: list[str]
    names: list[str]
    words: list[str]


def _sample(desk: Desk, count: int) -> Sample:
    rng = random.Random(7)
    with desk.store.read() as unit:
        ids = rng.sample(range(1, count + 1), min(SAMPLE, count))
        rows = found_rows.applications(unit, ids)
    seen = [terms.read_seen(row[6]) for row in rows]
    rng.shuffle(seen)
    people = [one.draft.applicants[0] for one in seen]
    words = [word for one in seen for word in f"{one.draft.applicants[0].address} {one.draft.subject}".split()]
    return Sample(
        [one.receive_number for one in seen],
        ["0" + person.mobile.removeprefix("+880") for person in people],
        [person.id.number for person in people if person.id],
        [person.name for person in people],
        [word for word in words if len(word) > 2],
    )


def _kinds(desk: Desk, sample: Sample) -> dict[str, list[str]]:
    rng = random.Random(11)
    names = [word for name in sample.names for word in name.split() if len(word) > 2]
    everything = names + sample.words
    services = [word for one in desk.catalogue.services.values() for word in f"{one.name_bn} {one.name_en}".split()]
    pairs = [" ".join(rng.sample(everything, 2)) for _ in range(TIMES)]
    kinds = {
        **{f"name or word, {n} letters": [word[:n] for word in everything if len(word) >= n] for n in (1, 2, 3, 4, 6)},
        "whole word": everything,
        "long word": [word for word in everything if len(terms.word_key(word)) > terms.PREFIXES],
        "whole name": sample.names,
        "name in Latin letters, letter by letter": [name[:n] for name in LATIN for n in range(1, len(name) + 1)],
        "name of two beginnings": [" ".join(word[:3] for word in name.split()) for name in sample.names],
        "two words of two people": pairs,
        **{f"number, its first {n}": [one[:n] for one in sample.numbers] for n in (1, 2, 4, 7, 10)},
        "number, whole": sample.numbers,
        **{f"number, its last {n}": [one[-n:] for one in sample.numbers] for n in (3, 4, 7)},
        **{f"mobile, its first {n}": [one[:n] for one in sample.mobiles] for n in (1, 3, 5, 8, 11)},
        **{f"mobile, its last {n}": [one[-n:] for one in sample.mobiles] for n in (3, 4)},
        "document, its first 6": [one[:6] for one in sample.documents],
        "document, whole": sample.documents,
        "document, its last 4": [one[-4:] for one in sample.documents],
        "service, 2 letters": [word[:2] for word in services],
        "service, whole word": services,
        "a day": ["আজ", "গতকাল", "২৩ নভেম্বর", "গত সপ্তাহ", "মার্চ", "5 july"],
        "name and day": [f"{name.split()[-1]} {day}" for name in sample.names for day in ("মার্চ", "জুলাই")],
        "a month": ["গত মাস", "এই মাস", "গত বছর", "ডিসেম্বর ২০২৪", "last month"],
        "nothing": [f"ঙঙ{n}" for n in range(TIMES)],
    }
    return {name: (typed * TIMES)[:TIMES] for name, typed in kinds.items() if typed}


def _keystroke_rows(desk: Desk, sample: Sample, scan: float, exact: float, count: int) -> Iterator[BenchRow]:
    like = Beside("LIKE scan without hit", scan, 0.02)
    taken: dict[str, list[float]] = {}
    for kind, typed in _kinds(desk, sample).items():
        _timed(lambda text: _found(desk, text), typed[:5])
        taken[kind] = _timed(lambda text: _found(desk, text), typed)
    worst = max(taken, key=lambda kind: percentile(taken[kind], 95))
    for kind, ms in taken.items():
        yield BenchRow(f"search, {kind}, p95", percentile(ms, 95), "ms", (), f"p50 {statistics.median(ms):.3f}")
    note = f"{worst}; {count:,} rows; {percentile(taken[worst], 95) / exact:.0f} x exact key ({exact:.3f} ms)"
    yield BenchRow("search, every keystroke, p95 of the worst kind", percentile(taken[worst], 95), "ms", (like,), note)
    screen = _timed(lambda text: look_up(desk, text), [name[:n] for name in sample.names[:40] for n in range(1, 6)])
    note = f"p50 {statistics.median(screen):.2f}: people, applications, visits, services"
    yield BenchRow("search, the whole screen, a name letter by letter, p95", percentile(screen, 95), "ms", (), note)


def _found(desk: Desk, text: str) -> list[int]:
    asked = ask(desk, text)
    with desk.store.read() as unit:
        return [row[0] for row in rows_found(desk, unit, asked, LIMIT)]


def _same_hits(desk: Desk, plain: sqlite3.Connection, sample: Sample) -> BenchRow:
    """Ask LIKE the same and compare every hit."""
    words = [word[:n] for word in sample.words[:60] for n in (1, 2, 3, 5, 9)]
    keys = [key for word in words if len((key := terms.word_key(word)).split()) == 1]
    asked = [key for key in dict.fromkeys(keys) if not any(letter.isdigit() for letter in key)]
    index, wrong = desk.store.index, 0
    for key in asked:
        expression = f'"{key}"*'
        like = [row[0] for row in plain.execute(_LIKE, (f"% {key}%",))]
        wrong += index.matches(APPLICATIONS, expression, LIMIT) != like
    return BenchRow("search, questions answered otherwise than LIKE", wrong, "", (), f"of {len(asked)}")


def _visit_rows(desk: Desk, sample: Sample) -> Iterator[BenchRow]:
    """Yield what a keystroke takes among the visits alone."""
    texts = [text[:n] for text in [*sample.names[:60], *LATIN, *sample.mobiles[:40]] for n in range(1, 8)]
    asked = [ask(desk, text).expression for text in texts]
    taken = _timed(lambda one: one and desk.store.index.matches(search.VISITS, one, LIMIT), asked)
    yield BenchRow(
        "search, helpdesk visits, every keystroke, p95", percentile(taken, 95), "ms", (), f"{len(texts)} keys"
    )


# ------------------------------------------------------------------------------ people, commits


def _people_rows(desk: Desk, sample: Sample) -> Iterator[BenchRow]:
    """Yield what a keystroke in the form's fields takes, by each trait of a person, from the fourth letter on."""
    with desk.store.read() as unit:
        (people,) = unit.one("SELECT count(*) FROM person") or (0,)
    traits = {
        "mobile": [one[:n] for one in sample.mobiles for n in (4, 6, 8, 11)],
        "document": [one[:n] for one in sample.documents for n in (4, 6, 10, 17)],
        "name": [name[:n] for name in sample.names for n in (4, 6, 9)],
        "name in Latin letters": [name[:n] for name in LATIN for n in range(4, len(name) + 1)],
    }
    for trait, typed in traits.items():
        taken = _timed(lambda text: match_people(desk, text), typed[: 4 * TIMES])
        note = f"{people:,} people; p50 {statistics.median(taken):.2f}"
        yield BenchRow(f"person match by {trait}, p95", percentile(taken, 95), "ms", (Beside("goal", 50, 1.0),), note)


# ------------------------------------------------------------------------------ the window


def _window_rows(desk: Desk, sample: Sample) -> Iterator[BenchRow]:
    """Yield how long the find screen's own thread stands still while somebody types 15 keys a second."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from kiosk.printing.app import ensure_gui
    from kiosk.ui import theme
    from kiosk.ui.find.presenter import FindPresenter
    from kiosk.ui.find.wiring import find_screen
    from kiosk.ui.tasks import Tasks

    application = QApplication.instance() or QApplication([])
    ensure_gui()
    theme.apply(application)
    qInstallMessageHandler(lambda *_words: None)  # the platform without a screen has much to say
    tasks = Tasks()
    presenter = FindPresenter(desk, tasks)
    view = find_screen(presenter, lambda signal, slot: signal.connect(slot), lambda: None)
    view.resize(1366, 700)
    view.show()
    typed = [*LATIN, *sample.mobiles[:6], *sample.numbers[:6], "khatian", "gotokal"]
    try:
        work, gaps = _typed_at_speed(view, presenter, typed)
    finally:
        view.close()
        tasks.stop()
    note = f"p50 {statistics.median(work):.1f}, worst {max(work):.1f}; {len(work)} keys at {KEYS_A_SECOND} a second"
    yield BenchRow("find, the window's work for a key, p95", percentile(work, 95), "ms", (_FRAME,), note)
    note = f"p95 {percentile(gaps, 95):.1f}, worst {max(gaps):.1f}; between ticks of 5 ms, answers shown meanwhile"
    yield BenchRow("find, the window stands still, p99", percentile(gaps, 99), "ms", (), note)
    yield BenchRow("memory while searching (USS)", _own_memory() / MIB, "MiB", (), "window, index, people")


KEYS_A_SECOND = 15
_FRAME = Beside("a frame", 16.7, 1.0)


def _typed_at_speed(view: Any, presenter: Any, typed: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return what each key took by itself, and the gaps of a 5 ms timer, in milliseconds."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer
    from PySide6.QtTest import QTest

    work: list[float] = []
    ticks: list[float] = []
    timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(5)
    loop = QEventLoop()
    click: Any = QTest.keyClick
    for text in typed:
        view.box.entry.clear()
        presenter.look_up("")
        for key in text:
            begun = time.perf_counter()
            click(view.box.entry, key)
            work.append((time.perf_counter() - begun) * 1e3)
            QTimer.singleShot(1000 // KEYS_A_SECOND, loop.quit)
            loop.exec()
    timer.stop()
    return work, [(after - before) * 1e3 for before, after in pairwise(ticks)]


def _own_memory() -> float:
    """Return the bytes that only this process has; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(float(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


def _commit_rows(desk: Desk) -> Iterator[BenchRow]:
    """Yield what a registration takes while the index is being filled beside it."""
    quiet = _registrations(desk, 0)
    stop = threading.Event()
    beside = threading.Thread(target=_keep_indexing, args=(desk, stop))
    beside.start()
    busy = _registrations(desk, 200)
    stop.set()
    beside.join()
    index_pending(desk)
    without = Beside("without", percentile(quiet, 95), 2.0)
    yield BenchRow("registration, p95, the index filled beside it", percentile(busy, 95), "ms", (without,))


def _registrations(desk: Desk, start: int) -> list[float]:
    drafts = [draft(number, desk.catalogue.services) for number in range(start, start + 200)]
    return _timed(lambda one: register_application(desk, one, operator=OPERATOR, via="window"), drafts)


def _keep_indexing(desk: Desk, stop: threading.Event) -> None:
    while not stop.wait(0.05):
        index_some(desk)
