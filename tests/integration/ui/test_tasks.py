import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject

from kiosk.errors import Broken, Refused
from kiosk.ui.background import Round
from kiosk.ui.tasks import Lane, Tasks


class Heard(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.values: list[object] = []
        self.threads: list[threading.Thread] = []

    def hear(self, value: object) -> None:
        self.values.append(value)
        self.threads.append(threading.current_thread())


@pytest.fixture
def heard():
    return Heard()


def test_outcome_comes_back_to_the_window_thread(tasks, heard, qtbot):
    where: list[threading.Thread] = []

    def work() -> str:
        where.append(threading.current_thread())
        return "done"

    tasks.run(Lane.STORE, work, done=heard.hear)
    qtbot.waitUntil(lambda: bool(heard.values))
    assert heard.values == ["done"]
    assert heard.threads == [threading.main_thread()]
    assert where[0] is not threading.main_thread()


def test_a_lane_keeps_order(tasks, heard, qtbot):
    for number in range(50):
        tasks.run(Lane.STORE, partial(int, number), done=heard.hear)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert heard.values == list(range(50))


def test_lanes_do_not_wait_for_each_other(tasks, heard, qtbot):
    gate = threading.Event()
    tasks.run(Lane.SYNC, lambda: gate.wait(20), done=heard.hear)
    tasks.run(Lane.STORE, lambda: "store", done=heard.hear)
    qtbot.waitUntil(lambda: heard.values == ["store"])
    gate.set()
    qtbot.waitUntil(lambda: heard.values == ["store", True])


def test_our_own_errors_go_to_failed(tasks, heard, qtbot):
    def work() -> None:
        raise Refused.because("phone.form", "mobile")

    tasks.run(Lane.STORE, work, failed=heard.hear)
    qtbot.waitUntil(lambda: bool(heard.values))
    assert isinstance(heard.values[0], Refused)


def test_other_errors_are_our_fault_with_a_reference_that_the_log_has(tasks, heard, qtbot, caplog):
    tasks.run(Lane.STORE, lambda: 1 // 0, failed=heard.hear)
    qtbot.waitUntil(lambda: bool(heard.values))
    broken = heard.values[0]
    assert isinstance(broken, Broken)
    assert isinstance(broken.__cause__, ZeroDivisionError)
    assert str(broken.params["reference"]) in caplog.text


def test_failure_that_nobody_asked_for_is_told(tasks, heard, qtbot):
    tasks.troubled.connect(heard.hear)
    tasks.run(Lane.STORE, lambda: 1 // 0)
    qtbot.waitUntil(lambda: bool(heard.values))
    assert isinstance(heard.values[0], Broken)


def test_stop_finishes_and_hands_over(qapp, heard):
    tasks = Tasks()
    for number in range(10):
        tasks.run(Lane.PRINT, partial(int, number), done=heard.hear)
    tasks.stop()
    assert heard.values == list(range(10))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lane-")]


def test_nobody_is_called_who_is_gone(tasks, qtbot):
    gone = Heard()
    gate = threading.Event()
    tasks.run(Lane.STORE, lambda: gate.wait(20), done=gone.hear)
    gone.deleteLater()
    qtbot.waitUntil(lambda: not _alive(gone))
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert gone.values == []


def _alive(thing: QObject) -> bool:
    import shiboken6

    return bool(shiboken6.isValid(thing))


def test_a_round_in_flight_makes_one_of_many_nudges(tasks, qtbot):
    gate, began = threading.Event(), []

    def work() -> None:
        began.append(1)
        gate.wait(20)

    owner = QObject()
    work_round = Round(tasks, Lane.SYNC, work, owner)
    for _nudge in range(5):
        work_round.nudge()
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert len(began) == 2
