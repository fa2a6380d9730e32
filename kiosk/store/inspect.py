"""Looking at everything: every page, every row, every link of the journal."""

from dataclasses import dataclass
from typing import Any

import msgspec

from kiosk.domain.events import read_record, record_hash
from kiosk.store.ledger import NOTHING, Head


@dataclass(frozen=True, slots=True)
class Findings:
    """How far the journal holds; `problem` is empty when nothing is wrong."""

    head: Head
    problem: str = ""


def inspect(connection: Any) -> Findings:
    """Look at a whole database.  Raises the driver's DatabaseError where pages cannot be read.

    The log is taken into the file first: integrity is judged of what recovery leaves.
    """
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for pragma in ("cipher_integrity_check", "integrity_check"):
        found = [row[0] for row in connection.execute(f"PRAGMA {pragma}")]
        if found not in ([], ["ok"]):
            return Findings(NOTHING, f"{pragma}: {found[0]}")
    return walk(connection)


def walk(connection: Any) -> Findings:
    """Walk the journal: each hash is of the stored bytes, each event names the one before."""
    last = NOTHING
    for seq, record, kept in connection.execute("SELECT seq, CAST(record AS BLOB), hash FROM event ORDER BY seq"):
        if record_hash(record) != kept or not _follows(seq, record, last):
            return Findings(last, f"event {seq} does not follow")
        last = Head(seq, kept)
    return Findings(last)


def _follows(seq: int, record: bytes, last: Head) -> bool:
    try:
        event = read_record(record)
    except msgspec.DecodeError:
        return False
    return (seq, event.seq, event.prev_hash) == (last.seq + 1, last.seq + 1, last.hash)
