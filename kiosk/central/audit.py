"""What was done at the centre, chained per office so that nothing can be taken out unseen."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from kiosk.central.store.tables import AuditRow, Office
from kiosk.domain.clock import stamp
from kiosk.domain.events import GENESIS


def record_act(
    connection: Connection, office: int, at: datetime, *, actor: str, act: str, subject: str, detail: str = ""
) -> None:
    """Append an act; `subject` is a receive number, a counter's id or a login, never a name."""
    # Whoever writes this office's chain waits here for the one before.
    connection.execute(select(Office.office).where(Office.office == office).with_for_update())
    last = connection.execute(
        select(AuditRow.seq, AuditRow.hash).where(AuditRow.office == office).order_by(AuditRow.seq.desc()).limit(1)
    ).one_or_none()
    seq, prev_hash = (last.seq + 1, last.hash) if last else (1, GENESIS)
    row = {"seq": seq, "at": stamp(at), "actor": actor, "act": act, "subject": subject, "detail": detail}
    connection.execute(
        insert(AuditRow).values(office=office, prev_hash=prev_hash, hash=_hash(office, row, prev_hash), **row)
    )


def verify_audit(connection: Connection, office: int) -> int:
    """Return how many acts the office's chain holds; -1 when it does not hang together."""
    prev_hash, count = GENESIS, 0
    columns = (AuditRow.seq, AuditRow.at, AuditRow.actor, AuditRow.act, AuditRow.subject, AuditRow.detail)
    statement = select(*columns, AuditRow.prev_hash, AuditRow.hash).where(AuditRow.office == office)
    for *values, prev, found in connection.execute(statement.order_by(AuditRow.seq)):
        row = dict(zip(("seq", "at", "actor", "act", "subject", "detail"), values, strict=True))
        count += 1
        if (row["seq"], prev, found) != (count, prev_hash, _hash(office, row, prev_hash)):
            return -1
        prev_hash = found
    return count


def _hash(office: int, row: Mapping[str, object], prev_hash: str) -> str:
    text = json.dumps([prev_hash, office, *row.values()], ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
