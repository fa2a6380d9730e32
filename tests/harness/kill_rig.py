"""Kills a real process at random moments of headless registration, again and again on one home.

A small parent (`python -m tests.harness.kill_rig`) loads the program once and forks a child
for each life; the child opens the home, registers one application after the other and says
each number once it is issued, until SIGKILL ends it at a moment that chance chose.  The test's
process writes the history from what the child managed to say.
"""

import gc
import json
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tests.harness.history import History

REPOSITORY = Path(__file__).parents[2]


def _say(value: dict[str, Any]) -> None:
    """Write one line at once: short writes to a pipe are whole or not at all."""
    os.write(1, json.dumps(value).encode() + b"\n")


def register_on_and_on(home: Path, tag: str) -> None:
    """The real thing: a number is said after `register_application` returned it."""
    from kiosk.desk.context import open_desk
    from kiosk.desk.register import register_application
    from kiosk.errors import Refused
    from tests.harness.world import OPERATOR, draft

    desk = open_desk(home)
    n = 0
    while True:
        mark, n = f"{tag}.{n}", n + 1
        _say({"invoked": mark})
        try:
            done = register_application(desk, draft(mark), operator=OPERATOR, via="cli")
        except Refused:
            _say({"failed": mark})
            continue
        _say({"shown": done.application.receive_number, "mark": mark})


def say_before_commit(home: Path, tag: str) -> None:
    """The negative control, deliberately wrong: says the number that it is about to take."""
    from kiosk.desk.context import open_desk
    from kiosk.desk.register import register_application
    from kiosk.domain.numbering import next_receive_number, parse_receive_number
    from tests.harness.world import OPERATOR, draft

    desk = open_desk(home)
    first = register_application(desk, draft(f"{tag}.first"), operator=OPERATOR, via="cli")
    number, n = parse_receive_number(first.application.receive_number), 0
    _say({"invoked": f"{tag}.first"})
    while True:
        mark, n = f"{tag}.{n}", n + 1
        number = next_receive_number(number, number.year)
        _say({"invoked": mark})
        _say({"shown": str(number), "mark": mark})
        register_application(desk, draft(mark), operator=OPERATOR, via="cli")


DRIVERS: dict[str, Callable[[Path, str], None]] = {
    driver.__name__: driver for driver in (register_on_and_on, say_before_commit)
}


def parent() -> None:
    """Load what a life needs, then fork a child for each order on standard input."""
    _rehearse()
    gc.freeze()
    _say({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _live(order)
        _, status = os.waitpid(pid, 0)
        _say({"died": os.waitstatus_to_exitcode(status)})


def _rehearse() -> None:
    """Register once in a home that is thrown away, so that children find code and catalogue loaded."""
    from kiosk.desk.register import register_application
    from tests.harness.world import OPERATOR, draft, make_home, opened

    with tempfile.TemporaryDirectory() as folder, opened(make_home(Path(folder) / "home")) as desk:
        register_application(desk, draft("rehearsal"), operator=OPERATOR, via="cli")


def _live(order: dict[str, str]) -> None:
    try:
        _say({"pid": os.getpid()})
        DRIVERS[order["driver"]](Path(order["home"]), order["tag"])
    except BaseException:  # noqa: BLE001 - whatever it was, the rig has to see it
        import traceback

        traceback.print_exc()
    finally:
        os._exit(70)


class KillRig:
    """`with KillRig(home, history, seed) as rig: rig.lives(200)`."""

    def __init__(self, home: Path, history: History, seed: int, *, driver: str = "register_on_and_on") -> None:
        self._home, self._history, self._driver = home, history, driver
        self._chance = random.Random(seed)
        self.deaths: dict[str, int] = {}

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.harness.kill_rig"]
        self._parent = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY, bufsize=0
        )
        self._left = b""
        assert self._line(60) == {"ready": True}
        return self

    def __exit__(self, *_: object) -> None:
        assert self._parent.stdin
        assert self._parent.stdout
        self._parent.stdin.close()
        self._parent.wait(30)
        self._parent.stdout.close()

    def lives(self, count: int) -> None:
        for n in range(count):
            self.live(f"{n:04d}")

    def live(self, tag: str) -> None:
        """Let a child live until it said so many things and a little longer, or a moment passed."""
        order = {"driver": self._driver, "home": str(self._home), "tag": tag}
        assert self._parent.stdin
        self._parent.stdin.write(json.dumps(order).encode() + b"\n")
        pid = self._line(30)["pid"]
        self._hear_some()
        os.kill(pid, signal.SIGKILL)
        while "died" not in (said := self._line(30)):
            self._note(said)
        assert said["died"] == -signal.SIGKILL, f"life {tag} ended by itself: {said}"

    def _hear_some(self) -> None:
        early = self._chance.random() < 0.25
        patience_s = self._chance.uniform(0, 0.15) if early else 30.0
        for _ in range(1 if early else self._chance.randrange(1, 14)):
            said = self._line(patience_s)
            if said is None:
                self._count("while opening")
                return
            assert "died" not in said, "a life ended by itself"
            self._note(said)
        self._count("after invoking" if "invoked" in said else "after showing")
        select.select([], [], [], self._chance.uniform(0, 0.008))

    def _count(self, where: str) -> None:
        self.deaths[where] = self.deaths.get(where, 0) + 1

    def _note(self, said: dict[str, Any]) -> None:
        if "invoked" in said:
            self._history.invoke(said["invoked"])
        elif "shown" in said:
            self._history.ok(said["mark"], said["shown"])
        elif "failed" in said:
            self._history.fail(said["failed"])

    def _line(self, patience_s: float) -> Any:
        """Return the next thing said, or None when nothing was said in time."""
        assert self._parent.stdout
        while b"\n" not in self._left:
            if not select.select([self._parent.stdout], [], [], patience_s)[0]:
                return None
            piece = os.read(self._parent.stdout.fileno(), 1 << 16)
            assert piece, "the parent is gone"
            self._left += piece
        line, _, self._left = self._left.partition(b"\n")
        return json.loads(line)


if __name__ == "__main__":
    parent()
