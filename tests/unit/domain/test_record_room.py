"""Four names, each another person's, in their order."""

import pytest

from kiosk.domain.record_room import ACTS, COPY_READY, SIGNATURES, names_on, next_name, why_not
from kiosk.domain.workflow import ACTS as STEPS
from kiosk.domain.workflow import DELIVERED, PREPARING, RECEIVED

FOUR = list(zip(SIGNATURES, ("asha", "bina", "chitra", "dola"), strict=True))


def test_every_act_is_a_step_that_histories_know() -> None:
    assert set(ACTS) <= set(STEPS)


def test_four_people_sign_in_order() -> None:
    done: list[tuple[str, str]] = []
    for act, login in FOUR:
        names = names_on(done)
        assert next_name(names) == act
        assert why_not(act, PREPARING, names, login) == ""
        assert why_not(COPY_READY, PREPARING, names, login) == "room.names"
        done.append((act, login))
    assert why_not(COPY_READY, PREPARING, names_on(done), "asha") == ""


@pytest.mark.parametrize("who", ["asha", "bina"])
def test_nobody_signs_twice(who: str) -> None:
    assert why_not("copy_compared", PREPARING, names_on(FOUR[:2]), who) == "room.same_person"


def test_an_act_out_of_its_order_or_state() -> None:
    assert why_not("copy_approved", PREPARING, names_on(FOUR[:1]), "dola") == "room.order"
    assert why_not("copy_prepared", RECEIVED, {}, "asha") == "room.state"
    assert why_not("record_found", DELIVERED, {}, "asha") == "state.closed"


def test_written_anew_everybody_signs_anew() -> None:
    names = names_on([*FOUR, ("copy_prepared", "bina")])
    assert names == {"copy_prepared": "bina"}
    assert why_not("copy_checked", PREPARING, names, "asha") == ""
