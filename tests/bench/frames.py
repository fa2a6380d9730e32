"""How long the window stands still while it registers and draws: gaps between ticks of a 5 ms timer.

60 registrations, one each 100 ms: committed on the STORE lane, drawn on the PRINT lane, in a window
of ours.  Idle is this machine's floor.  A process for each row, the rows in turns; of three runs the
median.  A frame is lost when a gap is longer than the tick and a frame of 60 Hz (21.7 ms).
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.bench.rows import BenchRow, Beside, percentile

COUNT, EVERY_MS, TICK_MS, FRAME_MS = 60, 100, 5, 16.7
RUNS = 3
Route = Callable[[int], Any]


def rows(*, peers: bool) -> Iterator[BenchRow]:
    """Yield the p99 gap and the frames lost."""
    names = ["idle", "ours", *(["usual"] if peers else [])]
    runs: dict[str, list[list[float]]] = {name: [] for name in names}
    for _ in range(RUNS):
        for name in names:
            runs[name].append(_run(name))
    beside = [Beside("idle p99", _p99(runs["idle"]), 2.0)]
    if peers:
        beside.append(Beside("the usual stack in a worker, p99", _p99(runs["usual"]), 1.0))
    lost = ", ".join(f"{name} {[_lost(gaps) for gaps in found]}" for name, found in runs.items())
    note = f"frames lost in {COUNT} (goal 0): {lost}" + ("" if peers else "; peer not run")
    yield BenchRow("gap p99 while registering", _p99(runs["ours"]), "ms", tuple(beside), note)


def _p99(runs: list[list[float]]) -> float:
    return statistics.median(percentile(gaps, 99) for gaps in runs)


def _lost(gaps: list[float]) -> int:
    return sum(gap > TICK_MS + FRAME_MS for gap in gaps)


def _run(name: str) -> list[float]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.bench.frames", name]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120)
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


# ------------------------------------------------------------------------------ one process


def one(name: str) -> list[float]:
    """Return the gaps of one run."""
    from PySide6.QtWidgets import QApplication

    from kiosk.printing.app import ensure_gui
    from tests.bench.data import desk_at

    application = QApplication([])
    ensure_gui()
    with tempfile.TemporaryDirectory(dir=os.environ.get("KIOSK_BENCH_DIR")) as folder:
        os.environ["KIOSK_ANCHOR_DIR"] = f"{folder}/anchors"
        with desk_at(Path(folder) / "home") as desk:
            from kiosk.ui.tasks import Tasks

            tasks = Tasks()
            try:
                return _watched(application, _job(name, desk, tasks, Path(folder)))
            finally:
                tasks.stop()


def _job(name: str, desk: Any, tasks: Any, folder: Path) -> Route:
    """Return what to do at each 100 ms; it is warm."""
    if name == "idle":
        return lambda _number: None
    route = _ours(desk, tasks) if name == "ours" else _usual(desk, tasks, folder)
    route(COUNT)
    _settle(tasks)
    return route


def _settle(tasks: Any) -> None:
    from PySide6.QtCore import QEventLoop

    loop = QEventLoop()
    tasks.idle.connect(loop.quit)
    if tasks.busy:
        loop.exec()


def _ours(desk: Any, tasks: Any) -> Route:
    from kiosk.desk.receipts import receipt_of
    from kiosk.desk.register import register_application
    from kiosk.printing.profiles import WIDE
    from kiosk.printing.slip import receipt_bytes, warm
    from kiosk.ui.tasks import Lane
    from tests.bench.data import OPERATOR, draft

    drafts = [draft(number, desk.catalogue.services) for number in range(COUNT + 1)]
    tasks.run(Lane.PRINT, partial(warm, WIDE))

    def draw(done: Any) -> None:
        b"".join(receipt_bytes(receipt_of(desk, done.application, 0, OPERATOR), WIDE))

    def registered(done: Any) -> None:
        tasks.run(Lane.PRINT, partial(draw, done))

    def go(number: int) -> None:
        work = partial(register_application, desk, drafts[number], operator=OPERATOR, via="window")
        tasks.run(Lane.STORE, work, done=registered)

    return go


def _usual(desk: Any, tasks: Any, folder: Path) -> Route:
    from kiosk.ui.tasks import Lane
    from tests.bench import usual
    from tests.bench.counter import sample

    commit, draw = usual.orm(folder / "usual.db"), usual.receipts()
    found = [sample(desk, number) for number in range(COUNT + 1)]

    def both(number: int) -> None:
        commit(number)
        draw(found[number])

    return lambda number: tasks.run(Lane.STORE, partial(both, number))


def _watched(application: Any, job: Route) -> list[float]:
    """Return the gaps in milliseconds while the jobs are given out."""
    import time

    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QMainWindow

    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    instants: list[float] = []
    numbers = iter(range(COUNT))

    def give() -> None:
        number = next(numbers, None)
        if number is None:
            application.quit()
        else:
            job(number)

    timers = []
    for every_ms, call in ((TICK_MS, lambda: instants.append(time.perf_counter())), (EVERY_MS, give)):
        timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(call)
        timer.start(every_ms)
        timers.append(timer)
    application.exec()
    window.close()
    return [(after - before) * 1e3 for before, after in pairwise(instants)]


if __name__ == "__main__":
    print(json.dumps(one(sys.argv[1])))
