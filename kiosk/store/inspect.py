"""Looking at everything: every page, every row, every link of the journal."""

from dataclasses import dataclass
from typing import Any

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
    for seq, record, kept in connection.execute("SELECT seq, record, hash FROM event ORDER BY seq"):
        made = record_hash(record)
        event = read_record(record)
        if made != kept or seq != event.seq or (event.seq, event.prev_hash) != (last.seq + 1, last.hash):
            return Findings(last, f"event {seq} does not follow")
        last = Head(seq, made)
    return Findings(last)
