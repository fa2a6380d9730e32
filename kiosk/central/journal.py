"""A counter's journal comes in: judged in memory, kept in one transaction, answered event by event.

Every event is kept, the refused ones too, with the answer that it got; a repeat gets that
answer again.  Whatever a counter asks, it learns our head of its journal.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.counters import Caller, caller_of
from kiosk.central.judge import (
    ACCEPTED,
    LAST_SEQ,
    REFUSED,
    SEEN,
    Judged,
    Link,
    Rules,
    check_extends,
    judge,
    read_chain,
)
from kiosk.central.keep import NOT_TAKEN, keep, keep_singly
from kiosk.central.keys import keys_unless_known
from kiosk.central.news import news_after
from kiosk.central.setup.versions import catalogues_of
from kiosk.central.store.tables import Counter, EventRow
from kiosk.desk.catalogue import older_catalogues
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.office_catalogue import in_force
from kiosk.errors import Refused
from kiosk.sync.protocol import (
    MAX_BATCH_BYTES,
    MAX_BATCH_EVENTS,
    Answer,
    Head,
    Push,
    PushAnswer,
    ReplayAnswer,
    ReplayRequest,
)

SEEN_AGAIN_AFTER_S = 60


class _Known(NamedTuple):
    """What we hold of a journal, over the range of a batch."""

    head: Head
    seen_at: datetime | None
    answers: dict[int, tuple[str, Answer]]


def receive_journal(centre: Centre, push: Push, token: str) -> PushAnswer:
    """Keep what a counter sent and return what became of it, and the news.

    Raises Refused `auth.token`, `wire.form`, `journal.chain`, `journal.fork`.
    """
    now = centre.clock()
    _check_range(push.head.seq, "head.seq")
    _check_range(push.news_after, "news_after")
    with centre.database.glance() as connection:
        caller = caller_of(connection, token, now)
        rules = _rules(connection, centre, caller, now)
    try:
        chain = read_chain(push.events, caller.counter_id)
        judged = [judge(link, rules) for link in chain]
        head, answers = _taken(centre, push, caller, judged, now) if judged else (_seen(centre, push, caller, now), [])
    except Refused as refused:
        if any(problem.code in {"journal.fork", "journal.chain"} for problem in refused.problems):
            _note_fork(centre, caller, now)
        raise
    return _told(centre, push, caller, now, head, answers)


def _check_range(value: int, field: str) -> None:
    if not 0 <= value <= LAST_SEQ:
        raise Refused.because("wire.form", field, detail="out of range")


def _rules(connection: Connection, centre: Centre, caller: Caller, now: datetime) -> Rules:
    """Return what a counter is judged by: the catalogue that its office works by today, and all before."""
    versions = catalogues_of(connection, caller.office) if caller.setup else ()
    found = in_force(versions, dhaka_day(now).isoformat())
    own = {one.version: one.upon(centre.catalogue) for one in versions}
    older = {**older_catalogues(), centre.catalogue.version: centre.catalogue, **own}
    return Rules(caller.office, caller.code, own[found.version] if found else centre.catalogue, older)


def _taken(
    centre: Centre, push: Push, caller: Caller, judged: list[Judged], now: datetime
) -> tuple[Head, list[Answer]]:
    """Keep a batch; one that the database does not take as a whole is kept event by event."""
    try:
        return _keep_journal(centre, push, caller, judged, now, keep)
    except NOT_TAKEN:
        return _keep_journal(centre, push, caller, judged, now, keep_singly)


def _keep_journal(
    centre: Centre, push: Push, caller: Caller, judged: list[Judged], now: datetime, keep_: Callable[..., list[Judged]]
) -> tuple[Head, list[Answer]]:
    chain = [item.link for item in judged]
    with centre.database.write() as connection:
        known = _known(connection, caller, chain[0].event.seq, push.head, lock=True)
        hashes = {seq: hash_ for seq, (hash_, _) in known.answers.items()}
        check_extends(chain, known.head, hashes, push.head)
        if chain[0].event.seq > known.head.seq + 1:
            return known.head, []
        fresh = [item for item in judged if item.link.event.seq > known.head.seq]
        answers = [_again(known, link) for link in chain if link.event.seq <= known.head.seq]
        answers += [_answer(item) for item in keep_(connection, caller, fresh, centre.catalogue, now)]
        head = Head(chain[-1].event.seq, chain[-1].hash) if fresh else known.head
        connection.execute(_SET_HEAD, {**_mine(caller), "to_seq": head.seq, "to_hash": head.hash, "now": now})
    return head, answers


def _seen(centre: Centre, push: Push, caller: Caller, now: datetime) -> Head:
    """Look at a counter that has nothing to send, without writing more than now and then; return our head of it."""
    with centre.database.glance() as connection:
        known = _known(connection, caller, push.head.seq + 1, push.head)
    check_extends([], known.head, {seq: hash_ for seq, (hash_, _) in known.answers.items()}, push.head)
    if known.seen_at is None or (now - known.seen_at).total_seconds() > SEEN_AGAIN_AFTER_S:
        with centre.database.write() as connection:
            mine = Counter.counter_id == caller.counter_id
            connection.execute(update(Counter).where(mine).values(last_seen_at=now))
    return known.head


def _told(centre: Centre, push: Push, caller: Caller, now: datetime, head: Head, answers: list[Answer]) -> PushAnswer:
    """Return the answer with the news, read when nobody waits for this counter's locks any more."""
    with centre.database.glance() as connection:
        told = news_after(connection, caller, _cursor(centre, push))
        keys = keys_unless_known(connection, caller.office, push.counters)
    return PushAnswer(
        request_id=push.request_id,
        epoch=centre.epoch,
        now=stamp(now),
        head=head,
        answers=answers,
        news=told.news,
        more=told.more,
        news_cursor=told.cursor,
        counters=keys,
    )


def _cursor(centre: Centre, push: Push) -> int:
    """A cursor of another epoch says nothing here."""
    return push.news_after if push.epoch == centre.epoch else 0


_MINE = (Counter.office == bindparam("of")) & (Counter.counter_id == bindparam("who"))
_HEAD = select(Counter.head_seq, Counter.head_hash, Counter.last_seen_at).where(_MINE)
_HEAD_LOCKED = _HEAD.with_for_update()
_ANSWERED = select(EventRow.seq, EventRow.hash, EventRow.answer, EventRow.code, EventRow.field).where(
    EventRow.office == bindparam("of"),
    EventRow.counter_id == bindparam("who"),
    EventRow.seq.between(bindparam("first"), bindparam("last")) | (EventRow.seq == bindparam("claimed")),
)
_SET_HEAD = (
    update(Counter)
    .where(_MINE)
    .values(head_seq=bindparam("to_seq"), head_hash=bindparam("to_hash"), last_seen_at=bindparam("now"))
)


def _mine(caller: Caller) -> dict[str, object]:
    return {"of": caller.office, "who": caller.counter_id}


def _known(connection: Connection, caller: Caller, first: int, claimed: Head, *, lock: bool = False) -> _Known:
    row = connection.execute(_HEAD_LOCKED if lock else _HEAD, _mine(caller)).one()
    head = Head(row[0], row[1])
    if first > head.seq and claimed.seq > head.seq:
        return _Known(head, row[2], {})
    about = {"first": first, "last": first + MAX_BATCH_EVENTS, "claimed": claimed.seq}
    rows = connection.execute(_ANSWERED, {**_mine(caller), **about})
    return _Known(head, row[2], {row[0]: (row[1], Answer(row[0], *row[2:])) for row in rows})


def _again(known: _Known, link: Link) -> Answer:
    """Return the first answer: what was accepted is now seen, what was refused still is."""
    _, answer = known.answers[link.event.seq]
    return answer if answer.answer == REFUSED else Answer(answer.seq, SEEN)


def _answer(item: Judged) -> Answer:
    seq = item.link.event.seq
    return Answer(seq, ACCEPTED) if item.answer == ACCEPTED else Answer(seq, item.answer, item.code, item.field)


def _note_fork(centre: Centre, caller: Caller, now: datetime) -> None:
    """Say it loudly, once: an administrator has to look."""
    with centre.database.write() as connection:
        statement = select(Counter.forked_at).where(Counter.counter_id == caller.counter_id).with_for_update()
        if connection.scalar(statement) is None:
            connection.execute(update(Counter).where(Counter.counter_id == caller.counter_id).values(forked_at=now))
            record_act(
                connection, caller.office, now, actor=caller.counter_id, act="journal.fork", subject=caller.counter_id
            )


def replay_journal(centre: Centre, request: ReplayRequest, token: str) -> ReplayAnswer:
    """Return the counter's own records after `after`, oldest first, no more than one batch.

    Raises Refused `auth.token`, `wire.form`.
    """
    _check_range(request.after, "after")
    with centre.database.read() as connection:
        caller = caller_of(connection, token, centre.clock())
        statement = (
            select(EventRow.record)
            .where(EventRow.office == caller.office, EventRow.counter_id == caller.counter_id)
            .where(EventRow.seq > request.after)
            .order_by(EventRow.seq)
            .limit(MAX_BATCH_EVENTS)
        )
        records = [bytes(record) for record in connection.scalars(statement)]
    return ReplayAnswer(request.request_id, centre.epoch, [msgspec.Raw(record) for record in _one_batch(records)])


def _one_batch(records: list[bytes]) -> list[bytes]:
    size = 0
    for index, record in enumerate(records):
        size += len(record)
        if size > MAX_BATCH_BYTES and index:
            return records[:index]
    return records
