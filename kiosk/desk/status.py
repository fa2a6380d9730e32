"""The truth about the line and the paper, for the status bar."""

from dataclasses import dataclass

from kiosk.desk.context import Desk
from kiosk.store import journal


@dataclass(frozen=True, slots=True)
class LineStatus:
    """How many events wait or are being sent, how many need repair, how many papers are owed.

    `last_success_at` is UTC text or empty, `last_error` a code such as `net.timeout` or empty,
    `clock_error_ms` our clock minus the centre's, None when never measured.
    """

    waiting: int
    sending: int
    repair: int
    owed: int
    last_success_at: str
    server_configured: bool
    last_error: str
    clock_error_ms: int | None = None


_OWED = """
SELECT count(*) FROM print_job j
WHERE j.state IN ('queued', 'sending', 'failed', 'not_known')
  AND (j.state IN ('failed', 'not_known') OR (j.state = 'queued' AND j.reason <> ''))
  AND j.ordinal = (SELECT max(ordinal) FROM print_job WHERE receive_number = j.receive_number)
"""


def line_status(desk: Desk) -> LineStatus:
    """Return how things stand now."""
    with desk.store.read() as unit:
        place = journal.sync_place(unit)
        last = journal.head(unit).seq
        (repair,) = unit.one("SELECT count(*) FROM refusal WHERE settled_at = ''") or (0,)
        (owed,) = unit.one(_OWED) or (0,)
    in_flight = max(0, place.sending_to - place.acknowledged.seq) if place.sending_since else 0
    return LineStatus(
        waiting=max(0, last - place.acknowledged.seq) - in_flight,
        sending=in_flight,
        repair=repair,
        owed=owed,
        last_success_at=place.last_success_at,
        server_configured=bool(desk.settings.server_url),
        last_error=place.last_error,
        clock_error_ms=place.clock_error_ms,
    )
