"""Print job → paper, outcome recorded.

A job is claimed in one transaction, drawn and sent outside any, its outcome recorded in another.
Only evidence that no byte was taken lets the next paper be the original; otherwise every further
paper is a copy with its number.  One that failed waits longer each time, and is written into the
journal again only when it fails for another reason.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from kiosk.desk.context import Desk
from kiosk.desk.receipts import as_copy, as_promised_now, operator_name, receipt_of
from kiosk.domain.application import Application
from kiosk.domain.clock import stamp
from kiosk.domain.events import ReceiptOutcome
from kiosk.domain.numbering import parse_receive_number
from kiosk.domain.receipt import Receipt
from kiosk.domain.workflow import standing_of
from kiosk.errors import Refused
from kiosk.store import journal
from kiosk.store.projection import LocalPart
from kiosk.store.session import Unit
from kiosk.store.standing import steps_of

if TYPE_CHECKING:
    from kiosk.printing.device import PrintResult

LEASE = "print"
INTERRUPTED, UNDRAWN = "print.interrupted", "print.undrawn"
NOT_PRINTED = "operator.not_printed"
PATIENCE_S = (0, 10, 30, 60, 120, 300)
"""How long a paper waits after it failed once, twice, … before it is tried again unasked."""

_APPLICATION = msgspec.json.Decoder(Application)


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What became of one paper: `outcome` is `printed|failed|not_known|none`, `ordinal` 0 the original."""

    receive_number: str
    outcome: str
    reason: str = ""
    ordinal: int = 0
    job_id: int = 0


@dataclass(frozen=True, slots=True)
class OwedReceipt:
    """A paper that somebody still has to get: `state` is `queued|sending|failed|not_known`.

    After it failed it is tried again unasked at `next_at`, empty: at once.
    """

    job_id: int
    receive_number: str
    name: str
    ordinal: int
    state: str
    reason: str
    at: str
    next_at: str = ""


@dataclass(frozen=True, slots=True)
class _Job:
    id: int
    receive_number: str
    ordinal: int
    operator: str
    reason: str = ""
    tries: int = 0


# -------------------------------------------------------------------- printing


def print_next(
    desk: Desk, printer_url: str | None = None, *, via: str = "window", patient: bool = False
) -> PrintReport | None:
    """Print the oldest paper that waits, those that failed before last; None when there is none, or another process is printing.

    `patient` leaves those that failed alone until their time has come.  Raises Refused
    `printer.url`, Unavailable `disk.*|store.*`.
    """
    times = patience(desk) if patient else ASKED
    with desk.store.read() as unit:
        if unit.one(_NEXT, *times) is None and unit.one(_SENDING) is None:
            return None
    with _leased(desk) as ours:
        if not ours:
            return None
        with desk.store.write() as unit:
            job = _claim(unit, unit.one(_NEXT, *times))
        return _print(desk, job, printer_url, job.operator, via) if job else None


ASKED = ("~", "")
"""Whenever it was to be."""

_NEXT = (
    "SELECT id, receive_number, ordinal, operator, reason, tries FROM print_job WHERE state = 'queued'"
    " AND (not_before <= ? OR not_before > ?) ORDER BY reason <> '', id LIMIT 1"
)
_SENDING = "SELECT id FROM print_job WHERE state = 'sending' LIMIT 1"


def patience(desk: Desk) -> tuple[str, str]:
    """Return between which times a paper still waits; one that waits longer than any was given by another clock."""
    now = desk.clock()
    return stamp(now), stamp(now + timedelta(seconds=PATIENCE_S[-1]))


def print_number(
    desk: Desk, number: str, *, to: str | None = None, reprint: bool = False, by: str = "", via: str = "cli"
) -> PrintReport:
    """Print one receipt now: the original once, then copies only with `reprint`.

    Raises Refused `number.*`, `receipt.printed` (an original exists, or may), `receipt.sending`.
    """
    receive_number = str(parse_receive_number(number))
    with _leased(desk) as ours:
        if not ours:
            raise Refused.because("receipt.sending", "receive_number")
        with desk.store.write() as unit:
            job = _claim(unit, _paper_for(desk, unit, receive_number, by, reprint=reprint))
        if job is None:
            raise Refused.because("number.unknown", "receive_number")
        return _print(desk, job, to, by or job.operator, via)


def _paper_for(desk: Desk, unit: Unit, number: str, by: str, *, reprint: bool) -> "tuple[object, ...] | None":
    """Return the row of the next paper of a number, made where there is none."""
    found = unit.one("SELECT operator FROM application WHERE receive_number = ?", number)
    if found is None:
        raise Refused.because("number.unknown", "receive_number")
    last = unit.one(
        "SELECT id, receive_number, ordinal, operator, reason, tries, state FROM print_job WHERE receive_number = ?"
        " ORDER BY ordinal DESC LIMIT 1",
        number,
    )
    if last is not None and last[-1] in {"queued", "none"}:
        return tuple(last[:-1])
    if last is not None and not reprint:
        raise Refused.because("receipt.printed", "receive_number")
    ordinal = last[2] + 1 if last else 0
    operator = by or found[0]
    unit.run(
        "INSERT INTO print_job (receive_number, ordinal, state, reason, operator, at) VALUES (?, ?, 'queued', '', ?, ?)",
        number,
        ordinal,
        operator,
        stamp(desk.clock()),
    )
    return (unit.driver.execute("SELECT last_insert_rowid()").fetchone()[0], number, ordinal, operator)


def _claim(unit: Unit, row: "object") -> _Job | None:
    if row is None:
        return None
    job = _Job(*row)  # type: ignore[misc]
    unit.run("UPDATE print_job SET state = 'sending', reason = '' WHERE id = ?", job.id)
    return job


def _print(desk: Desk, job: _Job, to: str | None, by: str, via: str) -> PrintReport:
    paper = Paper()
    try:
        result = _send(desk, job, to, by, paper)
    except Exception as error:
        # An interrupt is not caught: the job stays *sending*, later not known.
        _put_back(desk, job, by, via, error=error, begun=paper.begun)
        raise
    with desk.store.write() as unit:
        if result.outcome == "none":
            unit.run("UPDATE print_job SET state = 'none', reason = '' WHERE id = ?", job.id)
        else:
            _conclude(desk, unit, job, result, by, via)
    return PrintReport(job.receive_number, result.outcome, result.reason, job.ordinal, job.id)


def _conclude(desk: Desk, unit: Unit, job: _Job, result: "PrintResult", by: str, via: str) -> None:
    """Record an outcome; the same failure as before is only counted."""
    untouched = result.outcome == "failed" and not result.first_byte_sent
    if not (untouched and job.reason == result.reason):
        body = ReceiptOutcome(job.receive_number, job.ordinal, result.outcome, result.reason)
        _record(desk, unit, body, by, via, taken=not untouched)
    if untouched:
        _wait(desk, unit, job, result.reason)


def _wait(desk: Desk, unit: Unit, job: _Job, reason: str) -> None:
    """Let a job wait again, longer each time, for this reason."""
    wait_s = PATIENCE_S[min(job.tries, len(PATIENCE_S) - 1)]
    unit.run(
        "UPDATE print_job SET state = 'queued', reason = ?, tries = tries + 1, not_before = ? WHERE id = ?",
        reason,
        stamp(desk.clock() + timedelta(seconds=wait_s)),
        job.id,
    )


@dataclass(slots=True)
class Paper:
    """Whether any part of a slip was handed to the device."""

    begun: bool = False

    def watch(self, parts: Iterable[bytes]) -> Iterator[bytes]:
        """Pass the parts on, and remember that one was taken."""
        for part in parts:
            self.begun = True
            yield part


def _put_back(desk: Desk, job: _Job, by: str, via: str, *, error: Exception, begun: bool) -> None:
    """Let a job whose slip could not be drawn wait behind the others; of one half sent nobody knows."""
    with desk.store.write() as unit:
        if begun:
            body = ReceiptOutcome(job.receive_number, job.ordinal, "not_known", UNDRAWN)
            _record(desk, unit, body, by, via, taken=True)
        else:
            first = error.problems[0] if isinstance(error, Refused) else None
            _wait(desk, unit, job, first.code if first and not first.params else UNDRAWN)


def _record(desk: Desk, unit: Unit, body: ReceiptOutcome, by: str, via: str, *, taken: bool) -> None:
    local = LocalPart(taken=taken)
    journal.append(unit, body, at=desk.clock(), operator=by, via=via, rng=desk.rng, local=local)


def _send(desk: Desk, job: _Job, to: str | None, by: str, slip: Paper) -> "PrintResult":
    from kiosk.desk.receipt_form import in_form, receipt_form
    from kiosk.printing.app import ensure_gui
    from kiosk.printing.device import open_printer
    from kiosk.printing.profiles import profile
    from kiosk.printing.slip import receipt_bytes

    # A file that a person names holds this receipt alone; the counter's own is a roll.
    ours = desk.settings.printer_url
    device = open_printer(address(to or ours), fresh=to not in {None, ours})
    form = receipt_form(desk.home)
    receipt = in_form(paper_of(desk, job.receive_number, job.ordinal, by), form)
    ensure_gui()
    return device.send(slip.watch(receipt_bytes(receipt, profile(desk.settings.printer_profile), form)))


def address(to: str) -> str:
    """Return a printer's address; anything without a scheme is a file."""
    return to if to.startswith(("tcp:", "usb:", "serial:", "cups:", "windows:", "file:", "none:")) else f"file:{to}"


def paper_of(desk: Desk, receive_number: str, ordinal: int = 0, by: str = "") -> Receipt:
    """Return what the nth paper of a number says, signed by this counter.

    It is what was to be printed when the application came in; made again where nobody knows it.
    A promise that has moved since then is told as it is now.
    Raises Refused `number.unknown`.
    """
    from kiosk.desk.sealing import sealed

    with desk.store.read() as unit:
        row = unit.one(
            "SELECT e.local, a.body FROM application a LEFT JOIN event e ON e.seq = coalesce(a.last_seq, a.seq)"
            " WHERE a.receive_number = ?",
            receive_number,
        )
        taken_by = unit.one("SELECT operator FROM application WHERE receive_number = ?", receive_number)
        name = operator_name(unit, by)
        moved_to = standing_of(steps_of(unit, receive_number)).promised_on
    if row is None:
        raise Refused.because("number.unknown", "receive_number")
    application = _APPLICATION.decode(row[1])
    kept = LocalPart.decode(row[0]).receipt
    original = kept or receipt_of(desk, application, 0, (taken_by or ("",))[0] or by)
    # What was promised first stands on our own paper alone: another counter's is told as it is now.
    anew = kept is None or moved_to != original.promised_on
    now = as_promised_now(sealed(desk, original, application), moved_to if anew else "")
    return as_copy(now, ordinal, at=stamp(desk.clock()), by=name)


# -------------------------------------------------------------------- what nobody knows


@contextmanager
def _leased(desk: Desk) -> Iterator[bool]:
    """Have the printer for this process; a job that a dead one was sending is not known."""
    with desk.store.lease(LEASE) as ours:
        if ours:
            _give_up_interrupted(desk)
        yield ours


def forget_interrupted(desk: Desk) -> None:
    """Mark jobs that were being sent when the program died as not known; a live process's stay."""
    with _leased(desk):
        pass


def _give_up_interrupted(desk: Desk) -> None:
    with desk.store.read() as unit:
        rows = unit.all("SELECT receive_number, ordinal, operator FROM print_job WHERE state = 'sending'")
    for number, ordinal, operator in rows:
        with desk.store.write() as unit:
            body = ReceiptOutcome(number, ordinal, "not_known", INTERRUPTED)
            _record(desk, unit, body, operator, "window", taken=True)


def confirm(desk: Desk, job_id: int, printed: bool, by: str, *, via: str = "window") -> None:  # noqa: FBT001
    """Settle a paper that is not known, by what the operator sees; if it is missing, a copy is owed.

    Raises Refused `receipt.settled` when it is not open.
    """
    with desk.store.write() as unit:
        row = unit.one("SELECT receive_number, ordinal FROM print_job WHERE id = ? AND state = 'not_known'", job_id)
        if row is None:
            raise Refused.because("receipt.settled", "job_id")
        body = ReceiptOutcome(row[0], row[1], "printed" if printed else "failed", "" if printed else NOT_PRINTED)
        _record(desk, unit, body, by, via, taken=True)


def owed(desk: Desk) -> tuple[OwedReceipt, ...]:
    """Return the papers that are not in anybody's hand yet, oldest first, one a number."""
    with desk.store.read() as unit:
        rows = unit.all(
            "SELECT j.id, j.receive_number, a.name, j.ordinal, j.state, j.reason, j.at, j.not_before FROM print_job j"
            " JOIN application a ON a.receive_number = j.receive_number"
            " WHERE j.state IN ('queued', 'sending', 'failed', 'not_known') AND j.ordinal ="
            " (SELECT max(ordinal) FROM print_job WHERE receive_number = j.receive_number) ORDER BY j.id"
        )
    return tuple(OwedReceipt(*row) for row in rows)
