"""Retry decisions: short, capped, jittered waits; smaller batches after a failure, growing back."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Broken, Refused, Unavailable
from kiosk.sync.protocol import MAX_BATCH_EVENTS
from kiosk.sync.retry import LONGEST_WAIT_S, SMALLEST_BATCH_EVENTS, Next, decide, wait_s

attempts = st.integers(1, 10_000)
sizes = st.integers(SMALLEST_BATCH_EVENTS, MAX_BATCH_EVENTS)
chance = st.binary(min_size=2, max_size=2)


def rng_of(noise):
    return lambda size: (noise * size)[:size]


@given(attempts, sizes, chance, st.booleans())
def test_every_wait_is_short_and_every_batch_in_bounds(attempts, size, noise, sent):
    decision = decide(Unavailable("net.lost", sent=sent), attempts, size, rng_of(noise))
    assert decision.next is Next.WAIT
    assert 0.5 <= decision.wait_s <= LONGEST_WAIT_S
    assert SMALLEST_BATCH_EVENTS <= decision.batch_events <= size


@given(attempts, chance, chance)
def test_waits_never_shrink_but_for_chance(attempts, noise, other):
    assert wait_s(attempts + 1, rng_of(b"\0")) >= wait_s(attempts, rng_of(b"\0"))
    assert wait_s(attempts, rng_of(noise)) * 2 >= wait_s(attempts, rng_of(other))


def test_waits_double_up_to_a_minute():
    assert [wait_s(n, rng_of(b"\0")) for n in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert [wait_s(n, rng_of(b"\xff")) for n in (1, 8)] == [0.5, 30]


@given(sizes, chance)
def test_a_batch_lost_on_the_way_shrinks_and_grows_back(size, noise):
    lost = decide(Unavailable("net.lost", sent=True), 1, size, rng_of(noise)).batch_events
    assert lost < size or size == SMALLEST_BATCH_EVENTS
    for _ in range(10):
        lost = decide(None, 0, lost, rng_of(noise)).batch_events
    assert lost == MAX_BATCH_EVENTS


@given(sizes, attempts)
def test_a_line_that_is_down_says_nothing_about_the_size(size, attempts):
    assert decide(Unavailable("net.refused", sent=False), attempts, size, rng_of(b"\0")).batch_events == size


@given(sizes)
def test_a_good_round_goes_on_at_once(size):
    decision = decide(None, 0, size, rng_of(b"\0"))
    assert (decision.next, decision.wait_s) == (Next.GO_ON, 0.0)


def test_a_fork_stops_and_is_shown():
    assert decide(Refused.because("journal.fork"), 1, 500, rng_of(b"\0")).next is Next.STOP


def test_a_counter_not_believed_proves_itself_once_then_waits():
    refused = Refused.because("auth.expired")
    assert decide(refused, 1, 500, rng_of(b"\0")).next is Next.PROVE
    again = decide(refused, 2, 500, rng_of(b"\0"))
    assert (again.next, again.wait_s) == (Next.WAIT, 2.0)


def test_other_refusals_and_our_own_faults_wait():
    assert decide(Refused.because("wire.form"), 1, 500, rng_of(b"\0")).next is Next.WAIT
    assert decide(Broken("bug"), 3, 500, rng_of(b"\0")).wait_s == 4.0
