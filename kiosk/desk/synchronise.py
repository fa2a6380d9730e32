"""The line to the centre: one round, rounds at a pace, and the proof that both sides agree."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.desk.context import Desk
from kiosk.desk.office_calendar import refresh_calendar
from kiosk.domain.clock import Rng, system_rng
from kiosk.domain.numbering import PRACTICE_COUNTER
from kiosk.errors import Broken, Refused, Unavailable
from kiosk.store import journal
from kiosk.sync.client import Client
from kiosk.sync.protocol import MAX_BATCH_EVENTS
from kiosk.sync.retry import Next, decide
from kiosk.sync.rounds import WHOLE, Budget, SyncReport, run_round

if TYPE_CHECKING:
    from kiosk.sync.files import FilesReport

__all__ = ["Proof", "SyncReport", "Synchroniser", "client_for", "send_scans", "synchronise", "verify_with_server"]

NO_SERVER = "net.no_server"


def client_for(desk: Desk, *, fresh: bool = False) -> Client:
    """Return a client that speaks for this counter; nothing leaves yet.

    Raises Unavailable `net.no_server` when none is set, Refused `server.url`, and `practice.line`: what is
    practised never leaves.  A `fresh` home has no counter code yet: it is about to be enrolled.
    """
    if desk.identity.code == PRACTICE_COUNTER and not fresh:
        raise Refused.because("practice.line", "server")
    if not desk.settings.server_url:
        raise Unavailable(NO_SERVER)
    with desk.store.read() as unit:
        row = unit.one("SELECT counter_id, device_key FROM counter")
    if row is None:
        raise Broken("a home without a counter")
    return Client(desk.settings.server_url, row[0], row[1], rng=desk.rng)


def synchronise(desk: Desk, client: Client | None = None, *, budget: Budget = WHOLE) -> SyncReport:
    """Return what a round did; a line that is down is told in the report, nothing is lost by it.

    Without a `client` one is made for this round alone.  Raises Refused when a person must
    look (`journal.fork`, `auth.unknown`), Unavailable `net.no_server|sync.busy|disk.*|store.*`.
    """
    if client is not None:
        return _round(desk, client, budget)
    own = client_for(desk)
    try:
        return _round(desk, own, budget)
    finally:
        own.close()


def _round(desk: Desk, client: Client, budget: Budget) -> SyncReport:
    """Do a round; what the centre said of days, fees and names holds at once."""
    report = run_round(desk.store, client, clock=desk.clock, budget=budget)
    if report.news:
        refresh_calendar(desk)
    return report


class Synchroniser:
    """Rounds on one kept connection, for a window: it knows when the next one makes sense.

    After each `round`, `wait_s` are the seconds to let pass (0: none; somebody who knows that
    the line is back may go at once) and `stopped` tells that a person must look first.
    """

    def __init__(self, desk: Desk, *, rng: Rng = system_rng) -> None:
        self._desk, self._rng = desk, rng
        self._client: Client | None = None
        self._failures = 0
        self._batch_events = MAX_BATCH_EVENTS
        self.wait_s = 0.0
        self.stopped = False

    def round(self) -> SyncReport:
        """Return what a round did; raises as `synchronise`."""
        if self._client is None:
            self._client = client_for(self._desk)
        try:
            report = synchronise(self._desk, self._client, budget=Budget(self._batch_events))
        except (Refused, Unavailable) as error:
            self._pace(error)
            raise
        self._pace(None if report.reached else Unavailable(report.reason, sent=report.sent))
        return report

    def _pace(self, error: Exception | None) -> None:
        self._failures = self._failures + 1 if error else 0
        decision = decide(error, self._failures, self._batch_events, self._rng)
        self.wait_s, self._batch_events = decision.wait_s, decision.batch_events
        self.stopped = decision.next is Next.STOP

    def abort(self) -> None:
        """Let the round under way end soon, as if the line had broken; for a program that quits.

        May be called by another thread; `round` is of no use afterwards.
        """
        if self._client is not None:
            self._client.abort()

    def close(self) -> None:
        """Hang up."""
        if self._client is not None:
            self._client.close()


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether journal, ledger and centre agree: `events` in the journal, hash of the last one."""

    agree: bool
    events: int
    head: str


def verify_with_server(desk: Desk) -> Proof:
    """Walk the journal, compare it with the ledger, and ask the centre for its head of it.

    Without a server it proves what is here.  Raises Unavailable when the centre could not
    be asked, Refused `journal.fork` when it knows another journal.
    """
    with desk.store.read() as unit:
        found = journal.verify(unit)
        head = journal.head(unit)
    agree = not found.problem and found.head == head and _ledger_agrees(desk)
    if agree and desk.settings.server_url:
        report = synchronise(desk)
        if not report.reached:
            raise Unavailable(report.reason)
        agree = report.waiting == 0
    return Proof(agree, found.head.seq, found.head.hash)


def _ledger_agrees(desk: Desk) -> bool:
    with desk.ledger.exclusive(), desk.store.read() as unit:
        return desk.ledger.head == journal.head(unit)


def send_scans(desk: Desk, client: Client | None = None) -> "FilesReport":
    """Return what became of the pages that wait for the line; records never wait for them.

    Without a `client` one is made for this round alone.  Raises as `synchronise`.
    """
    from kiosk.desk.scans import files_of
    from kiosk.sync.files import send_files

    own = client or client_for(desk)
    try:
        return send_files(desk.store, files_of(desk), own)
    finally:
        if client is None:
            own.close()
