import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.followups import FOLLOW_UPS, STEP_KINDS, FeeDemanded, FeeReceived, Stamp, step_of
from kiosk.domain.workflow import (
    ACTS,
    BACK,
    DISPOSED,
    FORWARDED,
    IN_PROGRESS,
    PENDING,
    PREPARING,
    RECEIVED,
    STATES,
    VOID,
    WAITING_FEE,
    WAITING_PAPERS,
    Standing,
    Step,
    standing_of,
    state_of,
)

STEPS = st.lists(st.builds(Step, st.sampled_from([RECEIVED, FORWARDED, DISPOSED, VOID]), st.just("")))
ALL_STEPS = st.lists(st.builds(Step, st.sampled_from([*ACTS, "not known here"]), st.just("")))


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


def test_a_wait_ends_where_it_began():
    assert state(FORWARDED, "taken_up", "paper_asked") == WAITING_PAPERS
    assert state(FORWARDED, "taken_up", "paper_asked", "paper_received") == IN_PROGRESS
    assert state("copy_requested", "record_found", "fee_demanded", "fee_received") == PREPARING


def test_one_wait_after_another_goes_back_to_before_both():
    assert state("taken_up", "paper_asked", "fee_demanded") == WAITING_FEE
    assert state("taken_up", "paper_asked", "fee_demanded", "fee_received") == IN_PROGRESS


@pytest.mark.parametrize("kind", [kind for kind, act in ACTS.items() if act.state == BACK])
def test_what_nobody_waited_for_changes_nothing(kind):
    assert state(FORWARDED, kind) == FORWARDED


def test_what_is_not_known_here_changes_nothing():
    assert state(FORWARDED, "from.a.newer.centre") == FORWARDED


def test_every_act_leads_to_a_state_that_has_a_name():
    assert {act.state for act in ACTS.values()} - {None, BACK} <= set(STATES)


@given(ALL_STEPS)
def test_every_history_ends_in_a_state(steps):
    assert state_of(steps) in STATES


@given(STEPS)
def test_state_is_void_exactly_when_somebody_voided(steps):
    assert (state_of(steps) == VOID) == any(step.kind == VOID for step in steps)


@given(STEPS, STEPS)
def test_repeating_the_history_changes_nothing(steps, more):
    once = state_of(steps)
    assert state_of(steps + steps) == once


def test_every_follow_up_is_a_known_act():
    assert {STEP_KINDS[body] for body in FOLLOW_UPS.values()} <= set(ACTS)


def test_a_follow_up_s_step_says_what_it_says():
    demanded = FeeDemanded(
        "7926010000017", poisha=3200, folios=6, base_poisha=2000, per_folio_poisha=200, until="2026-12-07"
    )
    assert step_of(demanded, "2026-11-23T04:00:00.000Z", "01") == Step(
        "fee_demanded", "2026-11-23T04:00:00.000Z", "01", until="2026-12-07", poisha=3200, count=6
    )
    received = FeeReceived("7926010000017", stamps=(Stamp(1000, 3), Stamp(200)))
    assert step_of(received, "2026-11-23T05:00:00.000Z", "01").poisha == 3200


def test_standing_says_who_has_it_and_since_when_it_is_closed():
    steps = [
        Step(FORWARDED, "2026-11-23T04:00:00.000Z", branch="record_room"),
        Step("date_moved", "2026-11-24T04:00:00.000Z", until="2026-12-20"),
        Step("copy_handed_over", "2026-11-25T19:00:00.000Z", counter="01"),
        Step("status_told", "2026-11-27T04:00:00.000Z", counter="01"),
    ]
    assert standing_of(steps[:2]) == Standing(FORWARDED, "record_room", "", "2026-12-20")
    assert standing_of(steps) == Standing("delivered", "record_room", "2026-11-26", "2026-12-20")
    assert standing_of([]) == Standing(RECEIVED)


@given(ALL_STEPS)
def test_what_is_closed_has_a_day_and_what_is_pending_has_none(steps):
    dated = [Step(step.kind, f"2026-11-{day % 28 + 1:02d}T04:00:00.000Z") for day, step in enumerate(steps)]
    standing = standing_of(dated)
    assert bool(standing.closed_on) != STATES[standing.state].pending
