"""From the start of the process to a form ready for typing, beside an empty window; and memory after it.

Off-screen: until the line for the password has the focus and is painted; the empty window until its
first paint.  Under a private Xvfb (if there is one): until the first window is mapped, for both, and
for the peers that are installed.  The home holds `KIOSK_BENCH_ROWS` applications (default 10,000), or
is the one that `KIOSK_BENCH_HOME` names (see `tests.bench.fill`).  `KIOSK_BENCH_STARTS` starts each
(default 7), in turns; medians.
"""

import os
import select
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.data import PASSWORD, need
from tests.bench.fill import anchors_of, fill, rows_wanted
from tests.bench.rows import BenchRow, Beside

LIMIT_S, SETTLE_S = 60.0, 5.0
PEERS = ("retext", "gnucash", "anki")
GOALS = {"anki": (0.4, 0.3)}
"""Greatest ratios for start and memory; a peer that is not here has none of its own."""

EMPTY = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    done = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.done:
            self.done = True
            print("painted", time.monotonic(), flush=True)
application = QApplication([]); window = Window(); window.resize(1366, 768); window.show(); application.exec()
"""


@dataclass
class Program:
    """Something to start: `ready` is the word that its off-screen start ends with."""

    name: str
    command: list[str]
    ready: str = ""
    environment: dict[str, str] = field(default_factory=dict)


def rows(*, peers: bool) -> Iterator[BenchRow]:
    """Yield start-up off-screen and under X, then memory."""
    need("psutil")
    with tempfile.TemporaryDirectory() as folder, _home(Path(folder)) as (home, count):
        empty = Program("empty QMainWindow", [sys.executable, "-c", EMPTY], "painted")
        anchors = {"KIOSK_ANCHOR_DIR": str(anchors_of(home))}
        ours = Program("ours", [sys.executable, "-m", "tests.bench.window", str(home), PASSWORD], "form", anchors)
        yield from _off_screen(empty, ours, f"{count:,} applications")
        with _display() as display:
            if display is None:
                yield BenchRow("start, X: not measured", float("nan"), "ms", note="no Xvfb here")
                return
            real = Program("ours", [sys.executable, "-m", "kiosk", "run", "--home", str(home)], "", anchors)
            yield from _under_x(display, [empty, real, *_peers(peers, folder)])


@contextmanager
def _home(folder: Path) -> Iterator[tuple[Path, int]]:
    if named := os.environ.get("KIOSK_BENCH_HOME"):
        home = Path(named)
    else:
        home = folder / "home"
        fill(home, rows_wanted())
    yield home, _count(home)


def _count(home: Path) -> int:
    from kiosk.store.connection import reading

    with reading(home) as connection:
        return int(connection.execute("SELECT max(id) FROM application").fetchone()[0])


def _starts() -> range:
    return range(int(os.environ.get("KIOSK_BENCH_STARTS", "7")))


def _peers(wanted: bool, folder: str) -> list[Program]:
    fresh = {"HOME": folder, "XDG_RUNTIME_DIR": folder, "QTWEBENGINE_DISABLE_SANDBOX": "1", "LANG": "C.UTF-8"}
    return [Program(name, [name], "", fresh) for name in PEERS if wanted and shutil.which(name)]


# ------------------------------------------------------------------------------ off-screen


def _off_screen(empty: Program, ours: Program, note: str) -> Iterator[BenchRow]:
    runs: dict[str, list[dict[str, float]]] = {"empty QMainWindow": [], "ours": []}
    for turn in (-1, *_starts()):  # the first fills caches
        for program in (empty, ours):
            marks = _marks(program)
            if turn >= 0:
                runs[program.name].append(marks)
    base = _median(runs["empty QMainWindow"], "painted")
    beside = Beside("empty QMainWindow, first paint", base, 2.0)
    yield BenchRow("start to sign-in ready, off-screen", _median(runs["ours"], "password"), "ms", (beside,), note)
    yield BenchRow("start to desk open", _median(runs["ours"], "open"), "ms", note="behind the sign-in, on a lane")
    signing = statistics.median((run["form"] - run["signed"]) * 1e3 for run in runs["ours"])
    yield BenchRow("Enter at sign-in to form ready, off-screen", signing, "ms", note="with the password's argon2")


def _median(runs: list[dict[str, float]], mark: str) -> float:
    return statistics.median((run[mark] - run["start"]) * 1e3 for run in runs)


def _marks(program: Program) -> dict[str, float]:
    """Start a program off-screen; return its marks in seconds, `start` being the moment before."""
    env = {**os.environ, **program.environment, "QT_QPA_PLATFORM": "offscreen"}
    env.pop("DISPLAY", None)
    marks = {"start": time.monotonic()}
    with _started(program.command, env, subprocess.PIPE) as process:
        lines = _Lines(process.stdout)
        while program.ready not in marks:
            name, _, at = lines.next(LIMIT_S).partition(" ")
            marks[name] = float(at)
    return marks


class _Lines:
    """Lines of a pipe, none waited for longer than asked."""

    def __init__(self, pipe: Any) -> None:
        self._handle, self._rest = pipe.fileno(), b""

    def next(self, timeout_s: float) -> str:
        until = time.monotonic() + timeout_s
        while b"\n" not in self._rest:
            readable, _, _ = select.select([self._handle], [], [], max(0, until - time.monotonic()))
            piece = os.read(self._handle, 4096) if readable else b""
            if not piece:
                sys.exit(f"the window never said that it is ready; it said {self._rest!r}")
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode()


@contextmanager
def _started(command: list[str], env: dict[str, str], output: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Give a process in a group of its own; the group is gone afterwards.

    Byte code is kept, as where the program is installed: the first turn writes it.
    """
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(command, env=env, stdout=output, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, sign)
                process.wait(3)
            except (ProcessLookupError, PermissionError, subprocess.TimeoutExpired):
                continue
        process.wait()
        if process.stdout:
            process.stdout.close()


# ------------------------------------------------------------------------------ under X


@contextmanager
def _display() -> Iterator[str | None]:
    if shutil.which("Xvfb") is None:
        yield None
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        yield ":" + os.read(read, 16).decode().strip()
    finally:
        os.close(read)
        server.terminate()
        server.wait()


def _under_x(display: str, programs: list[Program]) -> Iterator[BenchRow]:
    from Xlib.display import Display

    watcher = Display(display)
    try:
        start, memory = _measured(watcher, display, programs)
    finally:
        watcher.close()
    yield from _rows_of("start to first window, X", start, "ms", 2.0, 0)
    yield from _rows_of("USS 5 s after start", memory, "MiB", 2.0, 1, _company())


def _rows_of(
    metric: str, found: dict[str, list[float]], unit: str, goal: float, which: int, note: str = ""
) -> Iterator[BenchRow]:
    value = {name: statistics.median(values) for name, values in found.items() if values}
    beside = [Beside("empty QMainWindow", value["empty QMainWindow"], goal)]
    beside += [Beside(name, value[name], GOALS.get(name, (1.0, 1.0))[which]) for name in PEERS if name in value]
    missing = ", ".join(name for name in PEERS if name not in value)
    notes = (f"peer not run: {missing}" if missing else "", note)
    yield BenchRow(metric, value["ours"], unit, tuple(beside), "; ".join(filter(None, notes)))


def _company() -> str:
    """Say whether other programs use Qt now: its pages, shared with them, then count for nobody."""
    import psutil

    others = 0
    for process in psutil.process_iter():
        try:
            others += any("libQt6Core" in part.path for part in process.memory_maps())
        except (psutil.Error, OSError):
            continue
    return f"{others} other programs use Qt now, which takes from both" if others else ""


def _measured(watcher: Any, display: str, programs: list[Program]) -> tuple[dict[str, list[float]], ...]:
    start: dict[str, list[float]] = {program.name: [] for program in programs}
    memory: dict[str, list[float]] = {program.name: [] for program in programs}
    for turn in (-1, *_starts()):
        for program in programs:
            env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", **program.environment}
            mapped, uss = _first_window(watcher, program.command, env, settle_s=SETTLE_S if 0 <= turn < 3 else 0.0)
            if turn >= 0 and mapped:
                start[program.name].append(mapped)
            if uss:
                memory[program.name].append(uss)
    return start, memory


def _first_window(watcher: Any, command: list[str], env: dict[str, str], settle_s: float) -> tuple[float, float]:
    """Return milliseconds until a window (300 × 150 or more) is mapped, and MiB of the process tree."""
    from Xlib import X

    watcher.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
    watcher.sync()
    while watcher.pending_events():
        watcher.next_event()
    begun = time.monotonic()
    with _started(command, env, subprocess.DEVNULL) as process:
        at = _await_window(watcher, begun + LIMIT_S)
        if not at:
            return 0.0, 0.0
        if settle_s:
            time.sleep(max(0.0, begun + settle_s - time.monotonic()))
        return (at - begun) * 1e3, _uss(process.pid) if settle_s else 0.0


def _await_window(watcher: Any, until: float) -> float:
    while (left := until - time.monotonic()) > 0:
        if not watcher.pending_events():
            select.select([watcher.fileno()], [], [], min(left, 0.05))
        now = time.monotonic()
        while watcher.pending_events():
            if _is_window(watcher.next_event()):
                return now
    return 0.0


def _is_window(event: Any) -> bool:
    from Xlib import X, error

    if event.type != X.MapNotify:
        return False
    try:
        size = event.window.get_geometry()
    except error.XError:
        return False
    return bool(size.width >= 300 and size.height >= 150)


def _uss(pid: int) -> float:
    import psutil

    try:
        process = psutil.Process(pid)
        tree = [process, *process.children(recursive=True)]
        return float(sum(one.memory_full_info().uss for one in tree)) / 2**20
    except psutil.Error:
        return 0.0
