"""The counters' public keys go to the whole office: any counter then knows a genuine slip, without asking."""

from sqlalchemy import Connection, select

from kiosk.central.store.tables import Counter
from kiosk.domain.clock import stamp
from kiosk.sync.protocol import CounterKey, keys_mark


def keys_unless_known(connection: Connection, office: int, mark: str) -> list[CounterKey]:
    """Return the office's keys, or nothing where a counter's mark says that it has them; no mark: it does not ask."""
    if not mark:
        return []
    columns = (Counter.code, Counter.public_key, Counter.provisional, Counter.enrolled_at)
    rows = connection.execute(select(*columns).where(Counter.office == office, Counter.revoked_at.is_(None)))
    keys = [CounterKey(code, key, before if before != code else 0, stamp(at)) for code, key, before, at in rows]
    return [] if keys_mark(key.public_key for key in keys) == mark else keys
