"""What was asked and what was told, written by the parent process, and the checker that judges it.

Each operation is invoked once and then ok, failed, or, when its process died, unknown.
The checker proves *issued ⊆ centre, once each*: a number that was shown is at the centre
once and stands for what its operation asked; nothing refused took effect; what is unknown
took effect at most once.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Kept:
    """An application at the centre, or in a journal: its number and the mark of who asked for it."""

    number: str
    mark: str


class History:
    """Operations by mark, kept in a file of JSON lines so that a killed parent leaves it readable."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self.invoked: list[str] = []
        self.shown: list[Kept] = []
        self.failed: set[str] = set()
        self.acknowledged: set[str] = set()

    def close(self) -> None:
        self._file.close()

    def invoke(self, mark: str) -> None:
        self.invoked.append(mark)
        self._write("invoked", mark)

    def ok(self, mark: str, number: str) -> None:
        self.shown.append(Kept(number, mark))
        self._write("ok", mark, number)

    def fail(self, mark: str) -> None:
        self.failed.add(mark)
        self._write("failed", mark)

    def acknowledge(self, number: str) -> None:
        """The counter told somebody that the centre has this number."""
        self.acknowledged.add(number)
        self._write("acknowledged", "", number)

    @property
    def unknown(self) -> list[str]:
        told = self.failed | {kept.mark for kept in self.shown}
        return [mark for mark in self.invoked if mark not in told]

    def _write(self, what: str, mark: str, number: str = "") -> None:
        self._file.write(json.dumps({"what": what, "mark": mark, "number": number}) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def complaints(history: History, kept: Iterable[Kept]) -> list[str]:
    """Return every broken promise in plain words; none when all was kept."""
    kept = list(kept)
    return [*_shown_twice(history), *_lost(history, kept), *_doubled(kept), *_refused_yet_kept(history, kept)]


def _shown_twice(history: History) -> list[str]:
    times = Counter(shown.number for shown in history.shown)
    marks = Counter(shown.mark for shown in history.shown)
    return [f"number {n} was shown {k} times" for n, k in times.items() if k > 1] + [
        f"operation {m} was shown {k} numbers" for m, k in marks.items() if k > 1
    ]


def _lost(history: History, kept: list[Kept]) -> list[str]:
    marks: dict[str, str] = {}
    for one in kept:
        marks.setdefault(one.number, one.mark)
    lost = [f"number {s.number} was shown and is not kept" for s in history.shown if s.number not in marks]
    other = [
        f"number {s.number} was shown for {s.mark} and stands for {marks[s.number]}"
        for s in history.shown
        if marks.get(s.number, s.mark) != s.mark
    ]
    claimed = [f"number {n} was called acknowledged and is not kept" for n in history.acknowledged if n not in marks]
    return lost + other + claimed


def _doubled(kept: list[Kept]) -> list[str]:
    numbers, marks = Counter(k.number for k in kept), Counter(k.mark for k in kept)
    return [f"number {n} is kept {k} times" for n, k in numbers.items() if k > 1] + [
        f"operation {m} is kept {k} times" for m, k in marks.items() if k > 1
    ]


def _refused_yet_kept(history: History, kept: list[Kept]) -> list[str]:
    return [f"operation {k.mark} failed and is kept as {k.number}" for k in kept if k.mark in history.failed] + [
        f"operation {k.mark} was never asked for" for k in kept if k.mark not in set(history.invoked)
    ]
