from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.workflow import DISPOSED, FORWARDED, PENDING, RECEIVED, VOID, Step, state_of

STEPS = st.lists(st.builds(Step, st.sampled_from([RECEIVED, FORWARDED, DISPOSED, VOID]), st.just("")))


def state(*kinds: str) -> str:
    return state_of(Step(kind, "") for kind in kinds)


def test_the_last_step_speaks():
    assert state() == RECEIVED
    assert state(RECEIVED) == RECEIVED
    assert state(RECEIVED, FORWARDED) == FORWARDED
    assert state(RECEIVED, FORWARDED, DISPOSED) == DISPOSED


def test_void_is_final():
    assert state(RECEIVED, VOID, FORWARDED, DISPOSED) == VOID


def test_pending_is_what_is_not_yet_disposed():
    assert RECEIVED in PENDING
    assert FORWARDED in PENDING
    assert not {DISPOSED, VOID} & set(PENDING)


@given(STEPS)
def test_state_is_void_exactly_when_somebody_voided(steps):
    assert (state_of(steps) == VOID) == any(step.kind == VOID for step in steps)


@given(STEPS, STEPS)
def test_repeating_the_history_changes_nothing(steps, more):
    once = state_of(steps)
    assert state_of(steps + steps) == once
