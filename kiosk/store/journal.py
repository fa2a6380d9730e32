"""The journal: append, what waits for the centre, acknowledge, verify."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from kiosk.domain.clock import Rng, stamp, uuid7
from kiosk.domain.events import GENESIS, Event, encode_body, kind_of, read_body, read_record, record_hash, write_record
from kiosk.errors import Broken
from kiosk.store import projection
from kiosk.store.inspect import Findings, walk
from kiosk.store.ledger import NOTHING, Entry, Head, LedgerDamagedError
from kiosk.store.projection import NO_LOCAL_PART, Fact, LocalPart
from kiosk.store.session import Unit
from kiosk.store.tables import Event as EventRow

_VERSION = 1


def append(
    unit: Unit,
    body: Struct,
    *,
    at: datetime,
    operator: str,
    via: str,
    rng: Rng,
    local: LocalPart | None = None,
) -> Event:
    """Write one event and the rows that it means; return it.

    `at` is the one instant of the whole act, `local` what only this machine may know of it.
    Raises LedgerDamagedError (which `Store.write` turns into Unavailable) when database and
    ledger contradict each other: nothing is issued on top of damage.
    """
    last = _agreed_head(unit)
    counter_id, clock_error_ms = _who(unit)
    event = Event(
        event_id=uuid7(at, rng),
        counter_id=counter_id,
        seq=last.seq + 1,
        kind=kind_of(body),
        version=_VERSION,
        made_at=stamp(at),
        clock_error_ms=clock_error_ms,
        operator=operator,
        via=via,
        prev_hash=last.hash,
        body=encode_body(body),
    )
    local = local or NO_LOCAL_PART
    _store(unit, event, write_record(event), local.encode())
    projection.apply(unit, Fact(event, body, local))
    return event


def _who(unit: Unit) -> tuple[str, int | None]:
    row = unit.one("SELECT c.counter_id, s.clock_error_ms FROM counter c, sync_state s")
    if row is None:
        raise Broken("an event before the counter was opened")
    return row[0], row[1]


def _store(unit: Unit, event: Event, record: bytes, local: bytes) -> None:
    unit.insert(
        EventRow,
        seq=event.seq,
        event_id=event.event_id,
        kind=event.kind,
        record=record,
        hash=record_hash(record),
        local=local or None,
    )
    unit.entries.append(Entry(event.seq, record, local))


def _agreed_head(unit: Unit) -> Head:
    """Return the head on which database and ledger agree; what the ledger missed is taken along.

    It missed something when another process died between its commit and its ledger.
    """
    found = head(unit)
    if unit.entries:
        return found
    if found != unit.ledger.head:
        unit.entries.extend(missing_in_ledger(unit, unit.ledger.head))
    return found


def missing_in_ledger(unit: Unit, ledger_head: Head) -> Iterator[Entry]:
    """Yield the database's entries after the ledger's head.  Raises LedgerDamagedError when they do not follow it."""
    if hash_at(unit, ledger_head.seq) != ledger_head.hash:
        raise LedgerDamagedError("database and ledger contradict each other")
    for seq, record, local in unit.driver.execute(
        "SELECT seq, record, local FROM event WHERE seq > ? ORDER BY seq", (ledger_head.seq,)
    ):
        yield Entry(seq, record, local or b"")


def adopt(unit: Unit, entries: Iterable[Entry]) -> int:
    """Take in events of our own journal that this database lost; return how many.

    From the ledger (with their local part) or from the centre (without).  Raises
    LedgerDamagedError when they do not follow our head.
    """
    count = 0
    last = head(unit)
    for entry in entries:
        event = read_record(entry.record)
        if (event.seq, event.prev_hash) != (last.seq + 1, last.hash):
            raise LedgerDamagedError(f"event {event.seq} does not follow event {last.seq}")
        _store(unit, event, entry.record, entry.local)
        projection.apply(unit, Fact(event, read_body(event), LocalPart.decode(entry.local), healing=True))
        last = Head(event.seq, record_hash(entry.record))
        count += 1
    return count


# -------------------------------------------------------------------- reading


def head(unit: Unit) -> Head:
    """Return the last event's place; seq 0 and GENESIS when there is none."""
    row = unit.one("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    return Head(row[0], row[1]) if row else NOTHING


def hash_at(unit: Unit, seq: int) -> str | None:
    """Return the hash of one event; None when there is no such event."""
    if seq == 0:
        return GENESIS
    row = unit.one("SELECT hash FROM event WHERE seq = ?", seq)
    return row[0] if row else None


def batch_after(unit: Unit, seq: int, max_events: int, max_bytes: int) -> list[tuple[int, bytes]]:
    """Return records after a seq, oldest first, as seq and bytes.

    At most `max_events` and `max_bytes`, but one at least if there is one.
    """
    batch: list[tuple[int, bytes]] = []
    size = 0
    for number, record in unit.driver.execute(
        "SELECT seq, record FROM event WHERE seq > ? ORDER BY seq LIMIT ?", (seq, max_events)
    ):
        size += len(record) + 1
        if batch and size > max_bytes:
            break
        batch.append((number, record))
    return batch


def verify(unit: Unit) -> Findings:
    """Walk the whole journal and tell how far it holds."""
    return walk(unit.driver)


# -------------------------------------------------------------------- the line to the centre


@dataclass(frozen=True, slots=True)
class SyncPlace:
    """Where the line stands; see `tables.SyncState`."""

    acknowledged: Head
    sending_to: int
    sending_since: str
    server_epoch: str
    news_cursor: int
    last_success_at: str
    last_error: str
    clock_error_ms: int | None


def sync_place(unit: Unit) -> SyncPlace:
    """Return where the line to the centre stands."""
    row = unit.one(
        "SELECT acknowledged_seq, acknowledged_hash, sending_to, sending_since, server_epoch,"
        " news_cursor, last_success_at, last_error, clock_error_ms FROM sync_state"
    )
    if row is None:
        raise Broken("no sync state")
    return SyncPlace(Head(row[0], row[1]), *row[2:])


def note_sending(unit: Unit, to: int, at: datetime) -> None:
    """Note that events up to `to` are being sent."""
    unit.run("UPDATE sync_state SET sending_to = max(sending_to, ?), sending_since = ?", to, stamp(at))


def note_no_answer(unit: Unit, reason: str, *, sent: bool = True) -> None:
    """Note that a round failed, by a code such as `net.timeout`; `sent`: the centre may have got the batch."""
    unit.run("UPDATE sync_state SET sending_since = '', last_error = ?", reason)
    if not sent:
        unit.run("UPDATE sync_state SET sending_to = acknowledged_seq")


def acknowledge(
    unit: Unit,
    acknowledged: Head,
    *,
    at: datetime,
    epoch: str,
    refused: Iterable[tuple[int, str, str]] = (),
    accepted: Iterable[int] = (),
    clock_error_ms: int | None = None,
) -> None:
    """Note what the centre has, and which events (seq, code, field) it did not accept.

    Under another epoch the head may go back: then it is sent again from there.
    """
    unit.run(
        "UPDATE sync_state SET acknowledged_seq = ?, acknowledged_hash = ?, sending_to = ?, sending_since = '',"
        " server_epoch = ?, last_success_at = ?, last_error = '', clock_error_ms = coalesce(?, clock_error_ms)",
        acknowledged.seq,
        acknowledged.hash,
        acknowledged.seq,
        epoch,
        stamp(at),
        clock_error_ms,
    )
    unit.driver.executemany("DELETE FROM refusal WHERE seq = ?", [(seq,) for seq in accepted])
    unit.driver.executemany(
        "INSERT INTO refusal (seq, code, field, at, settled_at) VALUES (?, ?, ?, ?, '')"
        " ON CONFLICT (seq) DO UPDATE SET code = excluded.code, field = excluded.field",
        [(seq, code, field, stamp(at)) for seq, code, field in refused],
    )


def note_news(unit: Unit, cursor: int) -> None:
    """Note how far the centre's news were read; 0 reads them all again."""
    unit.run("UPDATE sync_state SET news_cursor = ?", cursor)
