"""Slips that are not receipts: owed in the transaction that made them, printed when paper is there.

They wait behind receipts in a queue of their own.  What a printer may have is never printed a second
time unasked; asked for again it is a copy with its number.  A slip that only helps the person who
stands here is dropped when nobody can be waiting for it any more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.desk.context import Desk
from kiosk.desk.print_receipt import (
    ASKED,
    INTERRUPTED,
    LEASE,
    PATIENCE_S,
    UNDRAWN,
    Paper,
    address,
    patience,
)
from kiosk.desk.receipts import operator_name
from kiosk.domain.clock import stamp
from kiosk.domain.numbering import PRACTICE_COUNTER
from kiosk.domain.slips import Slip, SlipHead, WhereToGo, decode_slip, encode_slip, number_of, slip_kind
from kiosk.errors import Refused
from kiosk.store.session import Unit
from kiosk.store.tables import SlipJob

if TYPE_CHECKING:
    from kiosk.printing.blocks import Page
    from kiosk.printing.device import PrintResult

STALE_S = {"where_to_go": 15 * 60}
"""How long somebody waits for a slip of this kind; others are owed until they are printed."""


@dataclass(frozen=True, slots=True)
class SlipReport:
    """What became of one slip: `outcome` is `printed|failed|not_known|none|queued` (another one is being printed)."""

    kind: str
    outcome: str
    reason: str = ""
    job_id: int = 0
    receive_number: str = ""


@dataclass(frozen=True, slots=True)
class OwedSlip:
    """A slip that nobody has yet: `state` is `queued|sending|not_known`; `name` is whose it is."""

    job_id: int
    kind: str
    receive_number: str
    name: str
    state: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class _Job:
    id: int
    kind: str
    receive_number: str
    body: bytes
    ordinal: int
    tries: int


# -------------------------------------------------------------------- making


def slip_head(desk: Desk, operator: str) -> SlipHead:
    """Return what stands on every slip made now by this person (a login)."""
    with desk.store.read() as unit:
        name = operator_name(unit, operator)
    return SlipHead(
        office_bn=desk.settings.office_name_bn,
        office_en=desk.settings.office_name_en,
        office_line_bn=desk.settings.office_line_bn,
        at=stamp(desk.clock()),
        counter=desk.identity.code,
        operator=name,
        practice=desk.identity.code == PRACTICE_COUNTER,
    )


def owe_slip(unit: Unit, slip: Slip, *, operator: str, seq: int | None = None) -> int:
    """Put a slip into the queue, in the caller's transaction; return its job.  `seq` is the event it belongs to."""
    return unit.insert(
        SlipJob,
        kind=slip_kind(slip),
        receive_number=number_of(slip),
        body=encode_slip(slip),
        ordinal=0,
        state="queued",
        reason="",
        operator=operator,
        at=slip.head.at,
        tries=0,
        not_before="",
        seq=seq,
    )


def slip_page(desk: Desk, slip: Slip, ordinal: int = 0) -> "Page":
    """Return a slip as it will be printed here, to be drawn by `kiosk.printing.raster.draw_page`.

    Raises Refused `receipt.form`.
    """
    from kiosk.desk.receipt_form import receipt_form
    from kiosk.printing.profiles import profile
    from kiosk.printing.slips import lay_out_slip

    return lay_out_slip(slip, profile(desk.settings.printer_profile), receipt_form(desk.home), ordinal)


# -------------------------------------------------------------------- printing


def print_slip(desk: Desk, slip: Slip, *, operator: str, to: str | None = None) -> SlipReport:
    """Owe a slip and print it now; it stays owed where that fails.

    Raises Refused `printer.url`, Unavailable `disk.*|store.*`.
    """
    with desk.store.write() as unit:
        job_id = owe_slip(unit, slip, operator=operator)
    return print_slip_job(desk, job_id, to=to)


def print_slip_job(desk: Desk, job_id: int, *, to: str | None = None) -> SlipReport:
    """Print one slip that waits.  Raises as `print_slip`, Refused `slip.settled` when it does not wait."""
    with _leased(desk) as ours:
        with desk.store.write() as unit:
            row = unit.one(f"{_WAITING} AND id = ?", job_id)
            if row is None:
                raise Refused.because("slip.settled", "job_id")
            job = _Job(*row)
            if ours:
                _claim(unit, job)
        if not ours:
            return SlipReport(job.kind, "queued", "", job.id, job.receive_number)
        return _print(desk, job, to)


_WAITING = "SELECT id, kind, receive_number, body, ordinal, tries FROM slip_job WHERE state = 'queued'"
_NEXT = f"{_WAITING} AND (not_before <= ? OR not_before > ?) ORDER BY reason <> '', id LIMIT 1"
_SENDING = "SELECT id FROM slip_job WHERE state = 'sending' LIMIT 1"


def print_next_slip(desk: Desk, printer_url: str | None = None, *, patient: bool = False) -> SlipReport | None:
    """Print the oldest slip that waits, those that failed before last; None when there is none.

    `patient` leaves those that failed alone until their time has come.  Raises as `print_slip`.
    """
    times = patience(desk) if patient else ASKED
    with desk.store.read() as unit:
        if unit.one(_NEXT, *times) is None and unit.one(_SENDING) is None:
            return None
    with _leased(desk) as ours:
        if not ours:
            return None
        with desk.store.write() as unit:
            _drop_stale(desk, unit)
            row = unit.one(_NEXT, *times)
            job = _Job(*row) if row else None
            if job:
                _claim(unit, job)
        return _print(desk, job, printer_url) if job else None


def _claim(unit: Unit, job: _Job) -> None:
    unit.run("UPDATE slip_job SET state = 'sending', reason = '' WHERE id = ?", job.id)


def _drop_stale(desk: Desk, unit: Unit) -> None:
    for kind, after_s in STALE_S.items():
        before = stamp(desk.clock() - timedelta(seconds=after_s))
        unit.run("UPDATE slip_job SET state = 'dropped' WHERE state = 'queued' AND kind = ? AND at < ?", kind, before)


def _print(desk: Desk, job: _Job, to: str | None) -> SlipReport:
    paper = Paper()
    try:
        result = _send(desk, job, to, paper)
    except Exception:
        # An interrupt is not caught: the job stays *sending*, later not known.
        with desk.store.write() as unit:
            _settle(unit, job, "not_known" if paper.begun else "queued", UNDRAWN)
        raise
    with desk.store.write() as unit:
        _conclude(desk, unit, job, result)
    return SlipReport(job.kind, result.outcome, result.reason, job.id, job.receive_number)


def _send(desk: Desk, job: _Job, to: str | None, paper: Paper) -> "PrintResult":
    from kiosk.printing.app import ensure_gui
    from kiosk.printing.device import open_printer
    from kiosk.printing.slip import page_bytes

    ours = desk.settings.printer_url
    device = open_printer(address(to or ours), fresh=to not in {None, ours})
    ensure_gui()
    return device.send(paper.watch(page_bytes(slip_page(desk, decode_slip(job.body), job.ordinal))))


def _conclude(desk: Desk, unit: Unit, job: _Job, result: "PrintResult") -> None:
    """Record an outcome; a slip of which nothing was taken waits with patience."""
    if result.outcome != "failed":
        _settle(unit, job, result.outcome, result.reason)
        return
    wait_s = PATIENCE_S[min(job.tries, len(PATIENCE_S) - 1)]
    unit.run(
        "UPDATE slip_job SET state = ?, reason = ?, tries = tries + 1, not_before = ? WHERE id = ?",
        "not_known" if result.first_byte_sent else "queued",
        result.reason,
        stamp(desk.clock() + timedelta(seconds=wait_s)),
        job.id,
    )


def _settle(unit: Unit, job: _Job, state: str, reason: str) -> None:
    unit.run("UPDATE slip_job SET state = ?, reason = ? WHERE id = ?", state, reason, job.id)


@contextmanager
def _leased(desk: Desk) -> Iterator[bool]:
    """Have the printer for this process; a slip that a dead one was sending is not known."""
    with desk.store.lease(LEASE) as ours:
        if ours:
            with desk.store.read() as unit:
                interrupted = unit.one(_SENDING)
            if interrupted:
                with desk.store.write() as unit:
                    unit.run("UPDATE slip_job SET state = 'not_known', reason = ? WHERE state = 'sending'", INTERRUPTED)
        yield ours


# -------------------------------------------------------------------- settling


def owed_slips(desk: Desk) -> tuple[OwedSlip, ...]:
    """Return the slips that are not in anybody's hand yet, oldest first; what nobody waits for is left out."""
    with desk.store.read() as unit:
        rows = unit.all(
            "SELECT id, kind, receive_number, body, state, reason, at FROM slip_job"
            " WHERE state IN ('queued', 'sending', 'not_known') ORDER BY id"
        )
    now = desk.clock()
    found = []
    for job_id, kind, number, body, state, reason, at in rows:
        if kind in STALE_S and state != "sending" and at < stamp(now - timedelta(seconds=STALE_S[kind])):
            continue
        found.append(OwedSlip(job_id, kind, number, _whose(decode_slip(body)), state, reason, at))
    return tuple(found)


def _whose(slip: Slip) -> str:
    return slip.work.bn or slip.work.en if isinstance(slip, WhereToGo) else getattr(slip, "name", "")


def confirm_slip(desk: Desk, job_id: int, printed: bool) -> None:  # noqa: FBT001
    """Settle a slip that is not known, by what the operator sees; one that is missing is printed again.

    Raises Refused `slip.settled` when it is not open.
    """
    state = "printed" if printed else "queued"
    with desk.store.write() as unit:
        # Nobody saw the first one, but it may lie somewhere: the next says that it is a copy.
        touched = unit.run(
            "UPDATE slip_job SET state = ?, reason = '', not_before = '', ordinal = ordinal + ?"
            " WHERE id = ? AND state = 'not_known'",
            state,
            0 if printed else 1,
            job_id,
        )
    if not touched:
        raise Refused.because("slip.settled", "job_id")


def drop_slip(desk: Desk, job_id: int) -> None:
    """Take back a slip that nobody wants any more.  Raises Refused `slip.settled` when it is not open."""
    with desk.store.write() as unit:
        touched = unit.run(
            "UPDATE slip_job SET state = 'dropped' WHERE id = ? AND state IN ('queued', 'not_known')", job_id
        )
    if not touched:
        raise Refused.because("slip.settled", "job_id")


def reprint_slip(desk: Desk, job_id: int) -> None:
    """Owe a copy of a slip that came out.  Raises Refused `slip.settled` when it did not."""
    with desk.store.write() as unit:
        touched = unit.run(
            "UPDATE slip_job SET state = 'queued', reason = '', not_before = '', ordinal = ordinal + 1"
            " WHERE id = ? AND state = 'printed'",
            job_id,
        )
    if not touched:
        raise Refused.because("slip.settled", "job_id")
