"""My day: what this operator did today, each with where it stands."""

from dataclasses import dataclass

from kiosk.desk.context import Desk
from kiosk.domain.clock import dhaka_day

ROWS = 200


@dataclass(frozen=True, slots=True)
class DayRow:
    """One application of today.  `at` is UTC text; `mark` tells what still has to happen.

    `printing|owed|repair|not_known|sending|waiting|acknowledged`, paper before line.
    """

    receive_number: str
    name: str
    at: str
    mark: str


@dataclass(frozen=True, slots=True)
class MyDay:
    """The latest applications first, and how many there were."""

    applications: tuple[DayRow, ...]
    applications_count: int
    visits_count: int


# The latest paper of a number says whether one is owed; the line's mark comes from its event's seq.
_ROWS = """
SELECT a.receive_number, a.name, a.received_at,
  CASE
    WHEN j.state IN ('failed', 'not_known') OR (j.state = 'queued' AND j.reason <> '') THEN 'owed'
    WHEN j.state IN ('queued', 'sending') THEN 'printing'
    WHEN EXISTS (SELECT 1 FROM refusal r WHERE r.seq IN (a.seq, a.last_seq) AND r.settled_at = '') THEN 'repair'
    WHEN a.seq IS NULL OR coalesce(a.last_seq, a.seq) <= s.acknowledged_seq THEN 'acknowledged'
    WHEN coalesce(a.last_seq, a.seq) <= s.sending_to AND s.sending_since <> '' THEN 'sending'
    WHEN coalesce(a.last_seq, a.seq) <= s.sending_to THEN 'not_known'
    ELSE 'waiting'
  END
FROM application a, sync_state s
LEFT JOIN print_job j ON j.receive_number = a.receive_number
  AND j.ordinal = (SELECT max(ordinal) FROM print_job WHERE receive_number = a.receive_number)
WHERE a.received_on = ? AND a.operator = ?
ORDER BY a.id DESC LIMIT ?
"""
_COUNTS = """
SELECT (SELECT count(*) FROM application WHERE received_on = ?1 AND operator = ?2),
  (SELECT count(*) FROM visit WHERE day = ?1 AND operator = ?2)
"""


def my_day(desk: Desk, operator: str) -> MyDay:
    """Return what an operator did on this Dhaka day."""
    day = dhaka_day(desk.clock()).isoformat()
    with desk.store.read() as unit:
        rows = unit.all(_ROWS, day, operator, ROWS)
        applications, visits = unit.one(_COUNTS, day, operator) or (0, 0)
    return MyDay(tuple(DayRow(*row) for row in rows), applications, visits)
