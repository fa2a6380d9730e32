"""Strikes a real process at the nth call by which it writes to its home, for each n, until none is struck.

A small parent (`python -m tests.harness.crash_points`) loads the program once and forks a child for
each order; the child does one of `crash_operations` under the parent's eyes (`traced`).  The test's
process writes the history from what the child managed to say.
"""

import errno
import gc
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Self

from tests.harness import crash_operations
from tests.harness.traced import KILL, Call, Watched

REPOSITORY = Path(__file__).parents[2]
FAULTS = ("kill", "eio", "enospc", "torn", "short", "full", "dead")
"""A kill; one refused call; one without space; half a write and a kill; half a write that is told;
no space, or nothing at all, from this call on."""
_TAKES_SPACE = {"write", "pwrite", "open", "mkdir", "rename", "link", "allocate"}
_WRITES = {"write", "pwrite"}


@dataclass(slots=True)
class Strike:
    """The fault that is due: counts the calls it may fall on once `armed`; `where` says what it fell on."""

    fault: str
    nth: int
    armed: bool = False
    seen: int = 0
    where: str = ""
    was_sync: bool = False
    log: list[Call] = field(default_factory=list)

    def __call__(self, call: Call) -> int | None:
        """Return what becomes of a call."""
        self.log.append(call)
        lasting = bool(self.where) and self.fault in {"full", "dead"}
        if not (self.armed or lasting) or not self._falls_on(call):
            return None
        self.seen += 1
        if self.seen != self.nth and not lasting:
            return None
        if not self.where:
            self.where, self.was_sync = f"{call.name} {Path(call.path).name}", call.is_sync
        return self._verdict(call)

    def _falls_on(self, call: Call) -> bool:
        if call.path.endswith("-shm"):  # nothing in it outlives the process
            return call.name == "truncate"
        if self.fault in {"torn", "short"}:
            return call.name in _WRITES and len(call.content) > 1
        return self.fault not in {"enospc", "full"} or call.name in _TAKES_SPACE

    def _verdict(self, call: Call) -> int | None:
        if self.fault in {"torn", "short"}:
            half = _half(len(call.content))
            with Path(call.path).open("rb+") as file:
                file.seek(call.at)
                file.write(call.content[:half])
            return KILL if self.fault == "torn" else -half
        return {"kill": KILL, "enospc": errno.ENOSPC, "full": errno.ENOSPC}.get(self.fault, errno.EIO)


def _half(size: int) -> int:
    """Return about half of a size; of more than a sector whole sectors."""
    return size // 2 if size <= 512 else max(512, size // 2 // 512 * 512)


def parent() -> None:
    """Load what a life needs, then live once for each order on standard input."""
    _rehearse()
    gc.freeze()
    _answer({"ready": True})
    for line in sys.stdin:
        _answer(_obey(json.loads(line)))


def _answer(value: dict[str, Any]) -> None:
    os.write(1, json.dumps(value).encode() + b"\n")


def _rehearse() -> None:
    """Do everything once in a world that is thrown away, so that children find code and catalogue loaded."""
    with tempfile.TemporaryDirectory() as folder:
        crash_operations.rehearse(Path(folder))


def _obey(order: dict[str, Any]) -> dict[str, Any]:
    world, strike = Path(order["world"]), Strike(order["fault"], order["nth"])
    said: list[dict[str, Any]] = []

    def hear(text: bytes) -> None:
        told = json.loads(text)
        strike.armed = (strike.armed or "begin" in told) and "end" not in told
        strike.log.append(Call("said", "", content=text))
        said.append(told)

    os.environ["KIOSK_ANCHOR_DIR"] = str(world / "anchors")
    live = crash_operations.OPERATIONS[order["operation"]]
    ended = Watched(world, strike, hear).run(lambda: live(world, order["tag"]))
    if order["log"]:
        Path(order["log"]).write_bytes(pickle.dumps(strike.log))
    return {"said": said, "ended": ended, "where": strike.where, "was_sync": strike.was_sync}


# ------------------------------------------------------------------------------ in the test's process


@dataclass(frozen=True, slots=True)
class Struck:
    """What a child said before it ended (`ended`: code, negative a signal), and which call was struck; empty: none."""

    operation: str
    fault: str
    nth: int
    said: tuple[dict[str, Any], ...]
    ended: int
    where: str
    was_sync: bool

    def __str__(self) -> str:
        return f"{self.operation}, {self.fault} at {self.nth}: {self.where}"

    @property
    def since_begin(self) -> tuple[dict[str, Any], ...]:
        """What it said once strikes could fall."""
        begun = [n for n, told in enumerate(self.said) if "begin" in told]
        return self.said[begun[0] :] if begun else ()

    def all(self, what: str) -> Iterator[Any]:
        return (told[what] for told in self.said if what in told)


class CrashPoints:
    """`with CrashPoints() as points: points.at(world, "register", "kill", 3)`."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.harness.crash_points"]
        self._parent = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY, text=True
        )
        assert self._line() == {"ready": True}
        return self

    def __exit__(self, *_: object) -> None:
        self._parent.communicate(timeout=30)

    def at(self, world: Path, operation: str, fault: str, nth: int, *, log: str = "") -> Struck:
        """Let a child do an operation in a world, and strike it; it is to end by itself or by that."""
        tag = f"{operation}-{fault}-{nth:03d}."
        order = {"world": str(world), "operation": operation, "fault": fault, "nth": nth, "tag": tag, "log": log}
        assert self._parent.stdin
        self._parent.stdin.write(json.dumps(order) + "\n")
        self._parent.stdin.flush()
        told = self._line()
        struck = Struck(operation, fault, nth, tuple(told["said"]), told["ended"], told["where"], told["was_sync"])
        wanted = -9 if fault in {"kill", "torn"} and struck.where else 0
        assert struck.ended == wanted, f"{struck}: it ended with {struck.ended}"
        return struck

    def record(self, world: Path, operation: str) -> list[Call]:
        """Let a child do an operation unharmed; return every call, and between them what it said."""
        log = world.with_name(f"{world.name}.log")
        self.at(world, operation, "kill", 0, log=str(log))
        calls: list[Call] = pickle.loads(log.read_bytes())
        return calls

    def sweep(self, operation: str, fault: str, world: Callable[[], Path], judge: Callable[[Struck], None]) -> int:
        """Strike an operation everywhere; return at how many points.  `world` gives the place of the next one."""
        for nth in count(1):
            struck = self.at(world(), operation, fault, nth)
            judge(struck)
            if not struck.where:
                return nth - 1
        raise AssertionError

    def _line(self) -> Any:
        assert self._parent.stdout
        line = self._parent.stdout.readline()
        assert line, "the parent is gone"
        return json.loads(line)


if __name__ == "__main__":
    parent()
