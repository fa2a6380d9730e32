"""Gates: every try counts at once, waits grow to a limit, nobody is locked out for good."""

from datetime import timedelta

from kiosk.central.centre import Centre
from kiosk.central.slowdown import FORGOTTEN_AFTER, FREE_TRIES, Gate, forgive, try_gate
from tests.integration.central.machine import NOON


def attempt(centre: Centre, gate: Gate, at) -> int:
    with centre.database.write() as connection:
        return try_gate(connection, gate, at)


def test_waits_double_up_to_the_gates_limit(centre: Centre) -> None:
    gate, at, waits = Gate("test", "a", longest_s=10), NOON, []
    for _ in range(FREE_TRIES + 11):
        if wait := attempt(centre, gate, at):
            waits.append(wait)
            at += timedelta(seconds=wait)
    assert waits == [2, 4, 8, 10, 10]


def test_gates_do_not_know_each_other(centre: Centre) -> None:
    gate, other = Gate("test", "a"), Gate("test", "b")
    while not attempt(centre, gate, NOON):
        pass
    assert attempt(centre, other, NOON) == 0
    assert attempt(centre, Gate("tset", "a"), NOON) == 0


def test_it_is_forgotten_after_an_hour(centre: Centre) -> None:
    gate = Gate("test", "a")
    while not attempt(centre, gate, NOON):
        pass
    later = NOON + FORGOTTEN_AFTER + timedelta(minutes=1)
    assert [attempt(centre, gate, later) for _ in range(FREE_TRIES)] == [0] * FREE_TRIES


def test_what_was_right_is_taken_back(centre: Centre) -> None:
    gate = Gate("test", "a")
    for _ in range(FREE_TRIES * 3):
        assert attempt(centre, gate, NOON) == 0
        with centre.database.write() as connection:
            forgive(connection, gate, NOON)
