"""The counter's day: what was done, what remains, and its closing with a slip to sign and file.

A day ends at zero, or with every single thing that remains given to somebody by name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.desk.callbacks import callbacks_in
from kiosk.desk.context import Desk
from kiosk.desk.court_fee import FeeLedger, court_fee_ledger
from kiosk.desk.day_slip import day_slip
from kiosk.desk.outages import Outage, outages_in
from kiosk.desk.print_receipt import owed
from kiosk.desk.register import printing_of
from kiosk.desk.rights import role_of
from kiosk.desk.slips import owe_slip, owed_slips, slip_head
from kiosk.domain.bangla import clean_note
from kiosk.domain.clock import dhaka_day
from kiosk.domain.daily import DayClosed, DayCount, Left, ShiftHandedOver, ShiftOpened
from kiosk.domain.events import read_body, read_record
from kiosk.errors import Refused
from kiosk.store import journal
from kiosk.store.ledger import Head
from kiosk.store.session import Unit

CHANNELS = ("walk_in", "post", "email", "portal", "phone")


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """What came in one way: applications, and their scanned pages."""

    channel: str
    applications: int
    scans: int


@dataclass(frozen=True, slots=True)
class DayBalance:
    """A counter's day as it stands: what was done and, named one by one, what remains.

    `counts` are `kiosk.domain.slips.DAY_COUNTS` by name; `voided` are numbers.  `agrees`: the centre
    acknowledged the journal as it stands (None: it works alone, or something is on its way).
    `closed_by` is a login, empty while the day is open; `closings` how often it was closed, `since_closed`
    how many applications, visits and follow-ups came after the last time: they opened it again.
    """

    day: date
    channels: tuple[ChannelCount, ...]
    counts: dict[str, int]
    first_number: str
    last_number: str
    voided: tuple[str, ...]
    fees: FeeLedger
    outages: tuple[Outage, ...]
    left: tuple[Left, ...]
    head: Head
    agrees: bool | None
    last_success_at: str
    closed_by: str = ""
    closings: int = 0
    since_closed: int = 0

    def left_of(self, of: str) -> tuple[Left, ...]:
        """Return what remains of one sort: `kiosk.domain.daily.LEFT_OF`."""
        return tuple(one for one in self.left if one.of == of)

    @property
    def remaining(self) -> int:
        """How many things remain."""
        return sum(one.count for one in self.left)


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day that was closed; `slip_job` None: no printer."""

    balance: DayBalance
    handed_to: str
    slip_job: int | None


def day_balance(desk: Desk, day: date | None = None) -> DayBalance:
    """Return how a Dhaka day (today) of this counter stands."""
    wanted = day or dhaka_day(desk.clock())
    fees = court_fee_ledger(desk, wanted, wanted)
    papers = tuple(_papers(desk))
    with desk.store.read() as unit:
        channels = tuple(_channels(unit, wanted))
        head, place = journal.head(unit), journal.sync_place(unit)
        settled = place.acknowledged.seq >= head.seq
        first, last = unit.one(_NUMBERS, wanted.isoformat()) or ("", "")
        left = (*papers, *_left(desk, unit, wanted, fees))
        closed, since = closed_in(unit, wanted)
        return DayBalance(
            wanted,
            channels,
            _counts(unit, wanted, channels, left),
            first or "",
            last or "",
            tuple(number for (number,) in unit.all(_VOIDED, wanted.isoformat())),
            fees,
            outages_in(unit, wanted),
            left,
            head,
            place.acknowledged.hash == head.hash if desk.settings.server_url and settled else None,
            place.last_success_at,
            closed,
            _closings(unit, wanted),
            since,
        )


def closed_in(unit: Unit, day: date) -> tuple[str, int]:
    """Return who closed a day, empty while it is open, and how many things were done in it since."""
    row = unit.one("SELECT operator, seq FROM closed_day WHERE day = ?", day.isoformat())
    if row is None:
        return "", 0
    found = unit.one(_SINCE, day.isoformat(), row[1])
    return str(row[0]), int(found[0]) if found else 0


_SINCE = """
SELECT (SELECT count(*) FROM application WHERE received_on = ?1 AND seq > ?2)
  + (SELECT count(*) FROM visit WHERE day = ?1 AND seq > ?2)
  + (SELECT count(*) FROM follow_up WHERE day = ?1 AND seq > ?2)
"""

_NUMBERS = "SELECT min(receive_number), max(receive_number) FROM application WHERE received_on = ? AND seq IS NOT NULL"
_VOIDED = (
    "SELECT receive_number FROM application WHERE received_on = ? AND seq IS NOT NULL AND state = 'void'"
    " ORDER BY receive_number"
)
_CHANNELS = """
SELECT a.channel, count(*), sum((SELECT count(*) FROM scan s WHERE s.receive_number = a.receive_number
  AND s.state <> 'dropped')) FROM application a WHERE a.received_on = ? AND a.seq IS NOT NULL GROUP BY a.channel
"""


def _channels(unit: Unit, day: date) -> Iterator[ChannelCount]:
    found = {channel: (count, scans) for channel, count, scans in unit.all(_CHANNELS, day.isoformat())}
    for channel in (*CHANNELS, *sorted(set(found) - set(CHANNELS))):
        if channel in found or channel != "phone":
            yield ChannelCount(channel, *found.get(channel, (0, 0)))


_COUNTS = """
SELECT (SELECT count(*) FROM visit WHERE day = ?1),
  (SELECT count(*) FROM follow_up WHERE day = ?1 AND kind = 'copy.handed_over'),
  (SELECT count(*) FROM print_job WHERE ordinal > 0 AND state = 'printed' AND date(at, '+6 hours') = ?1),
  (SELECT count(*) FROM step WHERE kind = 'corrected' AND date(at, '+6 hours') = ?1),
  (SELECT count(*) FROM step WHERE kind = 'void' AND date(at, '+6 hours') = ?1)
"""


def _counts(unit: Unit, day: date, channels: tuple[ChannelCount, ...], left: tuple[Left, ...]) -> dict[str, int]:
    row = unit.one(_COUNTS, day.isoformat()) or (0,) * 5
    by_channel = {one.channel: one.applications for one in channels if one.channel != "phone"}
    done = dict(zip(("visits", "handed_over", "copies_printed", "corrected", "voided"), row, strict=True))
    sorts = {"callbacks": "callback", "owed": "receipt", "repair": "repair", "waiting": "unsent", "parked": "parked"}
    open_ones = {name: sum(one.count for one in left if one.of == of) for name, of in sorts.items()}
    totals = {
        "registered": sum(one.applications for one in channels),
        "scans": sum(one.scans for one in channels),
    }
    return {**by_channel, **totals, **done, **open_ones}


def _closings(unit: Unit, day: date) -> int:
    rows = unit.all("SELECT record FROM event WHERE kind = 'day.closed'")
    return sum(read_body(read_record(record)).day == day.isoformat() for (record,) in rows)


# -------------------------------------------------------------------- what remains


def _papers(desk: Desk) -> Iterator[Left]:
    for receipt in owed(desk):
        yield Left("receipt", receipt.receive_number, receipt.name, receipt.reason)
    for slip in owed_slips(desk):
        if slip.kind != "day_close":
            yield Left("slip", slip.receive_number, slip.name, slip.reason or slip.kind)


def _left(desk: Desk, unit: Unit, day: date, fees: FeeLedger) -> Iterator[Left]:
    for seq, record, code in unit.all(
        "SELECT r.seq, e.record, r.code FROM refusal r JOIN event e ON e.seq = r.seq WHERE r.settled_at = '' ORDER BY r.seq"
    ):
        yield Left("repair", _number_in(record) or str(seq), reason=code)
    waiting = journal.head(unit).seq - journal.sync_place(unit).acknowledged.seq
    if desk.settings.server_url and waiting > 0:
        yield Left("unsent", count=waiting)
    for parked_id, title, at in unit.all("SELECT id, title, at FROM parked WHERE format <> 'done' ORDER BY id"):
        yield Left("parked", str(parked_id), title, at)
    for call in callbacks_in(unit, day):
        yield Left("callback", call.visit_id, call.visit.name or call.visit.mobile, call.due_on)
    for one in fees.mismatches:
        yield Left(
            "fee", one.receive_number, one.name, "fee.less" if one.received_poisha < one.demanded_poisha else "fee.more"
        )


def _number_in(record: bytes) -> str:
    body = read_body(read_record(record))
    whole = getattr(body, "application", body)
    return str(getattr(whole, "receive_number", ""))


# -------------------------------------------------------------------- shifts and closing


def open_shift(desk: Desk, *, operator: str, via: str, note: str = "") -> None:
    """Note who sits down at the counter; a shift that nobody ended ends.  Raises Refused `login.unknown`, `text.*`."""
    body = ShiftOpened(clean_note(note, "note"))
    with desk.store.write() as unit:
        role_of(unit, operator)
        journal.append(unit, body, at=desk.clock(), operator=operator, via=via, rng=desk.rng)


def hand_over_shift(desk: Desk, to: str, *, operator: str, via: str, note: str = "") -> tuple[Left, ...]:
    """Give the counter to a colleague, with all that remains; return that.

    Raises Refused `login.unknown`, `shift.same`, `text.*`.
    """
    if to == operator:
        raise Refused.because("shift.same", "to")
    left = day_balance(desk).left
    body = ShiftHandedOver(to, left, clean_note(note, "note"))
    with desk.store.write() as unit:
        role_of(unit, to)
        journal.append(unit, body, at=desk.clock(), operator=operator, via=via, rng=desk.rng)
    return left


def shift_of(desk: Desk) -> str:
    """Return the login of who has the counter now; empty when nobody opened it."""
    with desk.store.read() as unit:
        row = unit.one("SELECT operator FROM shift WHERE ended_at = '' ORDER BY seq DESC LIMIT 1")
    return str(row[0]) if row else ""


def close_day(
    desk: Desk, *, operator: str, via: str, hand_over_to: str = "", day: date | None = None, note: str = ""
) -> ClosedDay:
    """Close a day (today): nothing remains, or `hand_over_to` (a login) takes over everything that does.

    Raises Refused `day.left` (params: count), `day.future`, `login.unknown`, `text.*`.
    """
    at, text = desk.clock(), clean_note(note, "note")
    if day is not None and day > dhaka_day(at):
        raise Refused.because("day.future", "day")
    balance = day_balance(desk, day)
    if balance.left and not hand_over_to:
        raise Refused.because("day.left", "hand_over_to", count=balance.remaining)
    to = hand_over_to if balance.left else ""
    counts = tuple(DayCount(what, count) for what, count in balance.counts.items())
    body = DayClosed(balance.day.isoformat(), counts, balance.left, to, balance.head.seq, balance.head.hash, text)
    head = slip_head(desk, operator)
    with desk.store.write() as unit:
        if to:
            role_of(unit, to)
        event = journal.append(unit, body, at=at, operator=operator, via=via, rng=desk.rng)
        job = None
        if printing_of(desk, wanted=True) == "queued":
            job = owe_slip(unit, day_slip(unit, balance, to, head), operator=operator, seq=event.seq)
    return ClosedDay(balance, to, job)
