"""Kills a real process at a named step of printing.

A small parent (`python -m tests.harness.print_kills`) loads the program once and forks a child for
each order; the child opens the home and prints what waits, until it comes to the nth call or return
of a function of ours: there it kills itself, as a power cut would.  Nothing of the program is replaced.
"""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple, Self

REPOSITORY = Path(__file__).parents[2]


class Step(NamedTuple):
    """The nth time that a function of ours is called or returns."""

    function: str
    event: str
    nth: int = 1


NOWHERE = Step("", "", 0)


def _say(value: dict[str, Any]) -> None:
    os.write(1, json.dumps(value).encode() + b"\n")


def _live(home: Path, at: Step) -> None:
    from kiosk.desk.context import open_desk
    from kiosk.desk.print_receipt import print_next

    desk = open_desk(home)
    seen: Counter[str] = Counter()

    def watch(frame: FrameType, event: str, _argument: object) -> None:
        if "kiosk" not in frame.f_code.co_filename:
            return
        here = f"{frame.f_code.co_qualname} {event}"
        seen[here] += 1
        if here == f"{at.function} {at.event}" and seen[here] == at.nth:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)
    report = print_next(desk)
    sys.setprofile(None)
    _say({"outcome": report.outcome if report else "", "counts": seen})


def parent() -> None:
    """Load what a life needs, then fork a child for each order on standard input."""
    from kiosk.desk import context, print_receipt, receipt_form, sealing
    from kiosk.printing import device, raster, slip

    assert all((context, print_receipt, receipt_form, sealing, device, raster, slip))
    _say({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            try:
                _live(Path(order["home"]), Step(*order["at"]))
            finally:
                os._exit(0)
        _, status = os.waitpid(pid, 0)
        _say({"died": os.waitstatus_to_exitcode(status)})


class PrintKills:
    """`with PrintKills(home) as kills: kills.at(Step(...))`."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.harness.print_kills"]
        self._parent = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY, text=True
        )
        assert self._line() == {"ready": True}
        return self

    def __exit__(self, *_: object) -> None:
        self._parent.communicate(timeout=30)

    def counts(self) -> Counter[str]:
        """Print to the end; return how often each function was called and returned."""
        told = self._order(NOWHERE)
        assert told["outcome"] == "printed", told
        assert self._line() == {"died": 0}
        return Counter(told["counts"])

    def at(self, step: Step) -> None:
        """Let a child print, and die at this step."""
        told = self._order(step)
        assert told == {"died": -signal.SIGKILL}, f"{step} never came: {told}"

    def _order(self, step: Step) -> dict[str, Any]:
        assert self._parent.stdin
        self._parent.stdin.write(json.dumps({"home": str(self._home), "at": step}) + "\n")
        self._parent.stdin.flush()
        return self._line()

    def _line(self) -> dict[str, Any]:
        assert self._parent.stdout
        return json.loads(self._parent.stdout.readline())


if __name__ == "__main__":
    parent()
