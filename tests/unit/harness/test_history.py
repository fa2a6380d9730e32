"""The checker catches every broken promise that it exists for, and nothing else."""

import pytest

from tests.harness.history import History, Kept, complaints


@pytest.fixture
def history(tmp_path):
    history = History(tmp_path / "history")
    for mark in ("a", "b", "c", "d"):
        history.invoke(mark)
    history.ok("a", "1")
    history.ok("b", "2")
    history.fail("c")
    yield history
    history.close()


GOOD = [Kept("1", "a"), Kept("2", "b")]


@pytest.mark.parametrize("kept", [GOOD, [*GOOD, Kept("3", "d")]])
def test_all_kept_and_the_unknown_at_most_once_is_fine(history, kept):
    assert complaints(history, kept) == []
    assert history.unknown == ["d"]


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ([Kept("1", "a")], "number 2 was shown and is not kept"),
        ([Kept("1", "a"), Kept("2", "d")], "number 2 was shown for b and stands for d"),
        ([*GOOD, Kept("2", "b")], "number 2 is kept 2 times"),
        ([*GOOD, Kept("3", "d"), Kept("4", "d")], "operation d is kept 2 times"),
        ([*GOOD, Kept("3", "c")], "operation c failed and is kept as 3"),
        ([*GOOD, Kept("3", "x")], "operation x was never asked for"),
    ],
)
def test_a_broken_promise_is_named(history, kept, says):
    assert says in complaints(history, kept)


def test_a_number_shown_to_two_people_is_named(history):
    history.ok("d", "2")
    assert "number 2 was shown 2 times" in complaints(history, GOOD)


def test_an_acknowledgement_without_the_record_is_named(history):
    history.acknowledge("1")
    history.acknowledge("9")
    assert complaints(history, GOOD) == ["number 9 was called acknowledged and is not kept"]
