"""A counter's journal comes in: judged in memory, kept in one transaction, answered event by event.

Every event is kept, the refused ones too, with the answer that it got; a repeat gets that
answer again.  Whatever a counter asks, it learns our head of its journal.
"""

from datetime import datetime
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, select, update

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
from kiosk.central.keep import keep
from kiosk.central.keys import keys_unless_known
from kiosk.central.news import Told, news_after
from kiosk.central.setup.versions import catalogue_on, every_catalogue
from kiosk.central.store.tables import Counter, EventRow
from kiosk.desk.catalogue import older_catalogues
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.errors import Refused
from kiosk.sync.protocol import (
    MAX_BATCH_BYTES,
    MAX_BATCH_EVENTS,
    Answer,
    CounterKey,
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
    answers: dict[int, tuple[str, Answer]]


def receive_journal(centre: Centre, push: Push, token: str) -> PushAnswer:
    """Keep what a counter sent and return what became of it, and the news.

    Raises Refused `auth.token`, `wire.form`, `journal.chain`, `journal.fork`.
    """
    now = centre.clock()
    _check_range(push.head.seq, "head.seq")
    _check_range(push.news_after, "news_after")
    with centre.database.read() as connection:
        caller = caller_of(connection, token, now)
    try:
        chain = read_chain(push.events, caller.counter_id)
        if chain:
            return _keep_journal(centre, push, caller, chain, now)
        return _tell_news(centre, push, caller, now)
    except Refused as refused:
        if any(problem.code in {"journal.fork", "journal.chain"} for problem in refused.problems):
            _note_fork(centre, caller, now)
        raise


def _check_range(value: int, field: str) -> None:
    if not 0 <= value <= LAST_SEQ:
        raise Refused.because("wire.form", field, detail="out of range")


def _keep_journal(centre: Centre, push: Push, caller: Caller, chain: list[Link], now: datetime) -> PushAnswer:
    rules = _rules(centre, caller, now)
    judged = [judge(link, rules) for link in chain]
    with centre.database.write() as connection:
        known = _known(connection, caller, chain[0].event.seq, push.head, lock=True)
        hashes = {seq: hash_ for seq, (hash_, _) in known.answers.items()}
        check_extends(chain, known.head, hashes, push.head)
        head, answers = known.head, []
        if chain[0].event.seq <= known.head.seq + 1:
            fresh = [item for item in judged if item.link.event.seq > known.head.seq]
            answers = [_again(known, link) for link in chain if link.event.seq <= known.head.seq]
            answers += [_answer(item) for item in keep(connection, caller, fresh, centre.catalogue, now)]
            head = Head(chain[-1].event.seq, chain[-1].hash) if fresh else known.head
        _set_head(connection, caller, head, now)
        told = news_after(connection, caller, _cursor(centre, push))
        keys = keys_unless_known(connection, caller.office, push.counters)
    return _push_answer(centre, push, now, head, answers, told, keys)


def _rules(centre: Centre, caller: Caller, now: datetime) -> Rules:
    """Return what a counter is judged by: the catalogue that its office works by today, and all before."""
    with centre.database.read() as connection:
        ours = catalogue_on(connection, centre.catalogue, caller.office, dhaka_day(now).isoformat())
        versions = every_catalogue(connection, centre.catalogue, caller.office)
    older = {**older_catalogues(), centre.catalogue.version: centre.catalogue, **versions}
    return Rules(caller.office, caller.code, ours, older)


def _tell_news(centre: Centre, push: Push, caller: Caller, now: datetime) -> PushAnswer:
    """Answer a counter that has nothing to send, without writing more than now and then."""
    with centre.database.read() as connection:
        known = _known(connection, caller, push.head.seq + 1, push.head)
        check_extends([], known.head, {seq: hash_ for seq, (hash_, _) in known.answers.items()}, push.head)
        told = news_after(connection, caller, _cursor(centre, push))
        keys = keys_unless_known(connection, caller.office, push.counters)
        seen_at = connection.scalar(select(Counter.last_seen_at).where(Counter.counter_id == caller.counter_id))
    if seen_at is None or (now - seen_at).total_seconds() > SEEN_AGAIN_AFTER_S:
        with centre.database.write() as connection:
            mine = Counter.counter_id == caller.counter_id
            connection.execute(update(Counter).where(mine).values(last_seen_at=now))
    return _push_answer(centre, push, now, known.head, [], told, keys)


def _push_answer(
    centre: Centre,
    push: Push,
    now: datetime,
    head: Head,
    answers: list[Answer],
    told: Told,
    keys: list[CounterKey],
) -> PushAnswer:
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


def _known(connection: Connection, caller: Caller, first: int, claimed: Head, *, lock: bool = False) -> _Known:
    mine = (Counter.office == caller.office) & (Counter.counter_id == caller.counter_id)
    statement = select(Counter.head_seq, Counter.head_hash).where(mine)
    head = Head(*connection.execute(statement.with_for_update() if lock else statement).one())
    if first > head.seq and claimed.seq > head.seq:
        return _Known(head, {})
    columns = (EventRow.seq, EventRow.hash, EventRow.answer, EventRow.code, EventRow.field)
    rows = connection.execute(
        select(*columns).where(
            EventRow.office == caller.office,
            EventRow.counter_id == caller.counter_id,
            (EventRow.seq.between(first, first + MAX_BATCH_EVENTS)) | (EventRow.seq == claimed.seq),
        )
    )
    return _Known(head, {row[0]: (row[1], Answer(row[0], *row[2:])) for row in rows})


def _again(known: _Known, link: Link) -> Answer:
    """Return the first answer: what was accepted is now seen, what was refused still is."""
    _, answer = known.answers[link.event.seq]
    return answer if answer.answer == REFUSED else Answer(answer.seq, SEEN)


def _answer(item: Judged) -> Answer:
    seq = item.link.event.seq
    return Answer(seq, ACCEPTED) if item.answer == ACCEPTED else Answer(seq, item.answer, item.code, item.field)


def _set_head(connection: Connection, caller: Caller, head: Head, now: datetime) -> None:
    mine = (Counter.office == caller.office) & (Counter.counter_id == caller.counter_id)
    values = {"head_seq": head.seq, "head_hash": head.hash, "last_seen_at": now}
    connection.execute(update(Counter).where(mine).values(**values))


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
