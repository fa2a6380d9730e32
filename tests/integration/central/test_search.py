"""Words that many share: whoever looks finds all that is pending, and of the rest no more than a list counts."""

import pytest
from sqlalchemy import select, update

from kiosk.central.centre import Centre
from kiosk.central.efile.search import index_new, matching
from kiosk.central.store.tables import ApplicationRow
from tests.integration.central.machine import OFFICE, Machine, draft
from tests.integration.central.test_efile import service

CLOSED, PENDING, MOST = 8, 3, 4


@pytest.fixture
def numbers(machine: Machine, centre: Centre) -> list[str]:
    """All share a subject; the first ones are closed, the last one has a word of its own."""
    found = []
    for n in range(CLOSED + PENDING):
        subject = "খেয়াঘাট ইজারা" + (" নবায়ন" if n == CLOSED else "")
        wanted = draft(service=service(centre), subject=subject, fields={}, papers={})
        found.append(machine.receive(n + 1, draft=wanted, promised_on=f"2026-12-{10 + n}"))
    machine.round()
    index_new(centre, OFFICE)
    with centre.database.write() as connection:
        closed = ApplicationRow.receive_number.in_(found[:CLOSED])
        connection.execute(update(ApplicationRow).where(closed).values(state="granted"))
    return found


def found(centre: Centre, typed: str, most: int) -> set[str]:
    with centre.database.read() as connection:
        where = matching(connection, centre, OFFICE, typed, most=most)
        return set(connection.scalars(select(ApplicationRow.receive_number).where(where)))


@pytest.mark.parametrize("typed", ["খেয়াঘাট", "ইজারা খেয়াঘাট", "kheyaghat"])
def test_few_are_all_found(centre: Centre, numbers: list[str], typed: str) -> None:
    assert found(centre, typed, CLOSED + PENDING) == set(numbers)


@pytest.mark.parametrize("typed", ["খেয়াঘাট", "ইজারা খেয়াঘাট"])
def test_of_many_the_pending_ones_are_found(centre: Centre, numbers: list[str], typed: str) -> None:
    some = found(centre, typed, MOST)
    assert set(numbers[CLOSED:]) <= some < set(numbers)
    assert len(some) <= MOST + PENDING


def test_of_many_pending_ones_the_most_urgent(centre: Centre, numbers: list[str]) -> None:
    assert numbers[CLOSED] in found(centre, "খেয়াঘাট", 1)


def test_a_rare_word_finds_among_common_ones(centre: Centre, numbers: list[str]) -> None:
    assert found(centre, "খেয়াঘাট ইজারা নবায়ন", MOST) == {numbers[CLOSED]}
    assert found(centre, "খেয়াঘাট কোথাওনেই", MOST) == set()
