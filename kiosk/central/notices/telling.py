"""The counters hear whom a message did not reach, so that the person is told when they come."""

import msgspec
from sqlalchemy import Connection

from kiosk.central.news import Item, tell

NOTICE = "notice.failed"


class NoticeNews(msgspec.Struct, frozen=True):
    """The body of `notice.failed`: `channel` is `sms|mail`, `why` a code, empty once somebody was reached."""

    receive_number: str
    channel: str
    why: str
    at: str


def tell_failure(connection: Connection, office: int, number: str, channel: str, why: str, at: str) -> None:
    """Tell every counter of an office; `why` empty takes it back."""
    body = msgspec.json.encode(NoticeNews(number, channel, why, at))
    tell(connection, office, [Item(NOTICE, number, body)])
