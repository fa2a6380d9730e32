"""Every call by which an operation writes to disk fails once, or is the last one before a kill: nothing is lost or doubled."""

import os
import tempfile
from pathlib import Path

import pytest

from kiosk.desk.maintain import verify
from kiosk.desk.synchronise import synchronise, verify_with_server
from kiosk.store.anchor import FOLDER_VARIABLE
from tests.harness.crash_operations import make_world, register
from tests.harness.crash_points import FAULTS, CrashPoints
from tests.harness.traced import why_not
from tests.harness.world import enrolled_home, opened

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can be done")

ONCE = ("kill", "eio", "enospc")
MUST_STOP = {f"{call} {file}" for call in ("fsync", "fdatasync") for file in ("counter.db", "counter.db-wal", "ledger")}


@pytest.fixture(scope="module")
def points():
    with CrashPoints() as points:
        yield points


@pytest.fixture
def memory(tmp_path):
    """A folder in memory where there is one: a kill leaves what the system holds, and no sync has to be waited for."""
    shared = Path("/dev/shm")
    if not os.access(shared, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=shared) as folder:
        yield Path(folder)


@pytest.fixture
def world(memory):
    return make_world(memory / "world")


class Judge:
    """Opens the world after each strike, and holds what is there against what was said."""

    def __init__(self, world):
        self.world, self.numbers, self.faults = world, {}, []

    def __call__(self, struck):
        with opened(self.world / "home") as desk:
            self._hold(desk, struck)
            mark = f"after {struck.operation}-{struck.fault}-{struck.nth}"
            self._fresh(struck, register(desk, mark), mark)
            self.also(desk, struck)
            if not verify(desk)["agree"]:
                self.faults.append(f"{struck}: journal and ledger differ")

    def also(self, desk, struck):
        """Look at what else an operation leaves."""

    def _hold(self, desk, struck):
        with desk.store.read() as unit:
            records = [bytes(record) for (record,) in unit.all("SELECT record FROM event")]
        times = {mark: sum(f'"{mark}"'.encode() in record for record in records) for mark in struck.all("invoked")}
        done, failed = list(struck.all("done")), list(struck.all("failed"))
        for mark, count in times.items():
            wanted = {1} if mark in done else {0} if mark in failed else {0, 1}
            if count not in wanted:
                self.faults.append(f"{struck}: {mark} is kept {count} times; {struck.said}")
        for mark, number in zip(done, struck.all("number"), strict=True):
            self._fresh(struck, number, mark)
        self.faults += [f"{struck}: {broken}" for broken in struck.all("broken")]
        went_on = [told for told in struck.since_begin if "done" in told or told.get("reached")]
        if struck.fault == "eio" and struck.where in MUST_STOP and went_on:
            self.faults.append(f"{struck}: it went on after a sync that failed; {struck.said}")

    def _fresh(self, struck, number, mark):
        if number and number in self.numbers:
            self.faults.append(f"{struck}: {number} was given to {self.numbers[number]} and to {mark}")
        if number:
            self.numbers[number] = mark


class LineJudge(Judge):
    """As `Judge`, and the centre knows everything once and the counter all news after an undisturbed round."""

    def __init__(self, world, other):
        super().__init__(world)
        self.other, self.foreign, self.rounds = other, "", []

    def next_world(self):
        """Let another counter of the office give the centre something new to tell."""
        self.foreign = register(self.other, f"from the other counter {len(self.numbers)}")
        assert synchronise(self.other).reached
        return self.world

    def also(self, desk, struck):
        report = synchronise(desk)
        if not report.reached or report.waiting:
            self.faults.append(f"{struck}: the next round ended with {report}")
        with desk.store.read() as unit:
            if not unit.one("SELECT 1 FROM application WHERE receive_number = ?", self.foreign):
                self.faults.append(f"{struck}: the news of {self.foreign} never came")


@pytest.mark.parametrize("fault", ONCE)
def test_a_round_struck_anywhere_is_made_good_by_the_next(points, memory, centre, fault, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(memory / "world" / "anchors"))
    world = memory / "world"
    enrolled_home(world / "home", centre, 1)
    with opened(enrolled_home(memory / "other", centre, 2)) as other:
        judge = LineJudge(world, other)
        assert points.sweep("synchronise", fault, judge.next_world, judge) > 10
    assert judge.faults == []
    with opened(world / "home") as desk:
        assert verify_with_server(desk).agree
        theirs = {kept.number: kept.mark for kept in centre.kept()}
    assert {number: theirs.get(number) for number in judge.numbers} == judge.numbers


def swept(points, world, operation, fault):
    """Return at how many points an operation was struck, and what was wrong."""
    judge = Judge(world)
    return points.sweep(operation, fault, lambda: world, judge), judge.faults


@pytest.mark.parametrize("operation", ["register", "fee"])
@pytest.mark.parametrize("fault", ONCE)
def test_nothing_is_lost_or_doubled(points, world, operation, fault):
    count, faults = swept(points, world, operation, fault)
    assert count > 10
    assert faults == []


def test_a_counter_that_tells_its_number_too_early_would_be_caught(points, world):
    """The negative control: the number is told while its transaction is still open."""
    _, faults = swept(points, world, "register_told_early", "kill")
    assert any("kept 0 times" in fault for fault in faults)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    "operation", ["register", "fee", "visit", "hand_over", "correct", "void", "shift", "close_day"]
)
def test_nothing_is_lost_or_doubled_by_anything(points, world, operation):
    done = set(ONCE) if operation in {"register", "fee"} else set()
    for fault in set(FAULTS) - done:
        count, faults = swept(points, world, operation, fault)
        print(f"{operation}, {fault}: {count} points")
        assert faults == []
