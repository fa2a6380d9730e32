"""The counters' public keys are told to the whole office: any counter then knows a genuine slip, without asking."""

import msgspec
from sqlalchemy import Connection

from kiosk.central.news import Item, tell
from kiosk.sync.protocol import CounterKey

KEY = "counter.known"


def tell_key(connection: Connection, office: int, key: CounterKey, counter_id: str) -> None:
    """Append the news of a counter that was enrolled, or has another key."""
    tell(connection, office, [Item(KEY, "", msgspec.json.encode(key))], source=counter_id)
