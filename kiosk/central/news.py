"""What changed in an office, in one order that every counter reads."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from kiosk.central.counters import Caller
from kiosk.central.store.setwise import insert_news
from kiosk.central.store.tables import ApplicationRow, NewsRow, Office
from kiosk.domain.events import DayDeclared, Event
from kiosk.sync.protocol import MAX_NEWS, News

KNOWN, STEP, DAY = "application.known", "application.step", "calendar.declared"
GUIDANCE = "guidance.changed"
WAITING, TAKEN = "portal.application", "portal.taken"
MAX_NEWS_BYTES = 1 << 20


class Item(NamedTuple):
    """News to be told: `body` None lets the application of that number speak for itself."""

    kind: str
    receive_number: str
    body: bytes | None = None


class Told(NamedTuple):
    """News for a counter, how far it has been told, and whether more waits."""

    news: list[News]
    cursor: int
    more: bool


class DayNews(msgspec.Struct, frozen=True):
    """The body of `calendar.declared`: the day and when it was declared."""

    declared: DayDeclared
    at: str


def day_news(declared: DayDeclared, at: str) -> bytes:
    """Return the news of a day that was declared."""
    return msgspec.json.encode(DayNews(declared, at))


class GuidanceNews(msgspec.Struct, frozen=True):
    """The body of `guidance.changed`: the change, when it was made, by whom, at which counter."""

    changed: msgspec.Raw
    at: str
    operator: str
    counter: int


def guidance_news(event: Event, counter: int) -> bytes:
    """Return the news of a changed entry."""
    return msgspec.json.encode(GuidanceNews(event.body, event.made_at, event.operator, counter))


_GIVE_OUT = (
    update(Office)
    .where(Office.office == bindparam("of"))
    .values(news_head=Office.news_head + bindparam("count"))
    .returning(Office.news_head)
)


def tell(connection: Connection, office: int, items: Sequence[Item], source: str = "") -> None:
    """Append news; the office's row is locked until the end, so cursors appear in order."""
    if not items:
        return
    head = int(connection.execute(_GIVE_OUT, {"of": office, "count": len(items)}).scalar_one())
    first = head - len(items) + 1
    rows = [(office, first + index, kind, number, source, body) for index, (kind, number, body) in enumerate(items)]
    insert_news(connection, rows)


_AFTER = (
    select(
        Office.news_head,
        NewsRow.cursor,
        NewsRow.kind,
        NewsRow.body,
        ApplicationRow.body.label("application"),
    )
    .select_from(Office)
    .join(
        NewsRow,
        (NewsRow.office == Office.office)
        & (NewsRow.cursor > bindparam("after"))
        & (NewsRow.source != bindparam("source")),
        isouter=True,
    )
    .join(
        ApplicationRow,
        (ApplicationRow.office == NewsRow.office) & (ApplicationRow.receive_number == NewsRow.receive_number),
        isouter=True,
    )
    .where(Office.office == bindparam("of"))
    .order_by(NewsRow.cursor)
    .limit(MAX_NEWS + 1)
)
"""The head and the news of one moment: what is told lies under the head, whoever writes meanwhile."""


def news_after(connection: Connection, caller: Caller, after: int) -> Told:
    """Return what others did after a cursor; what the counter itself told us it knows."""
    about = {"of": caller.office, "after": after, "source": caller.counter_id}
    rows = connection.execute(_AFTER, about).all()
    head = int(rows[0][0])
    found = [_news(*row[1:]) for row in rows if row[1] is not None]
    news = _within(found[:MAX_NEWS])
    more = len(news) < len(found)
    return Told(news, news[-1].cursor if more else head, more)


def _news(cursor: int, kind: str, body: bytes | None, application: bytes | None) -> News:
    content = bytes(body) if body is not None else b'{"application":' + bytes(application or b"null") + b"}"
    return News(cursor, kind, msgspec.Raw(content))


def _within(news: list[News]) -> list[News]:
    """Leave out what would make the answer too long; at least one stays."""
    size = 0
    for index, item in enumerate(news):
        size += len(bytes(item.body))
        if size > MAX_NEWS_BYTES and index:
            return news[:index]
    return news
