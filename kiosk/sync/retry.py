"""Whether and when to try again, as a pure function of what went wrong."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.clock import Rng
from kiosk.errors import Refused, Unavailable
from kiosk.sync.protocol import MAX_BATCH_EVENTS

LONGEST_WAIT_S = 60.0
FIRST_WAIT_S = 1.0
SMALLEST_BATCH_EVENTS = 10


class Next(StrEnum):
    """What a round may do next: go on at once, wait, prove itself again, or stop and show."""

    GO_ON = "go_on"
    WAIT = "wait"
    PROVE = "prove"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class RetryDecision:
    """Seconds to wait before the next round, how many events its POSTs hold, and what to do."""

    next: Next
    wait_s: float
    batch_events: int


def decide(error: Exception | None, attempts: int, batch_events: int, rng: Rng) -> RetryDecision:
    """Return what follows a round that ended with `error` (None: it went well).

    `attempts` counts failed rounds in a row, this one included; `batch_events` is the size
    that was used.  A batch that failed on the way is quartered, one that arrived is doubled;
    a wait doubles up to a minute and is jittered down by up to half, so that the counters of
    an office do not knock together when the line returns.
    """
    if error is None:
        return RetryDecision(Next.GO_ON, 0.0, grown(batch_events))
    if isinstance(error, Refused):
        return _refused(error, attempts, batch_events, rng)
    return RetryDecision(Next.WAIT, wait_s(attempts, rng), _after(error, batch_events))


def _refused(error: Refused, attempts: int, batch_events: int, rng: Rng) -> RetryDecision:
    code = error.problems[0].code if error.problems else ""
    if code == "journal.fork":
        return RetryDecision(Next.STOP, LONGEST_WAIT_S, batch_events)
    if code.startswith("auth.") and attempts <= 1:
        return RetryDecision(Next.PROVE, 0.0, batch_events)
    return RetryDecision(Next.WAIT, wait_s(attempts, rng), batch_events)


def _after(error: Exception, batch_events: int) -> int:
    """Shrink only for a batch that left: a line that is down says nothing about its size."""
    left = isinstance(error, Unavailable) and error.params.get("sent", True)
    return max(SMALLEST_BATCH_EVENTS, batch_events // 4) if left else batch_events


def grown(batch_events: int) -> int:
    """Return the size of the batch after one that arrived."""
    return min(MAX_BATCH_EVENTS, max(SMALLEST_BATCH_EVENTS, batch_events * 2))


def wait_s(attempts: int, rng: Rng) -> float:
    """Return seconds to wait after so many failures in a row: 1, 2, 4 … 60, less some chance."""
    longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(max(attempts, 1) - 1, 10))
    return longest * (1.0 - int.from_bytes(rng(2), "big") / 0xFFFF / 2)
