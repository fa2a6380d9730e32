"""One round: push what waits, apply the answers, take the news, until nothing is left to say.

Every step may happen twice: events exist before they leave, the centre knows them by their
id, and what it answers is applied in one local transaction.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec import Struct

from kiosk.domain.application import Application
from kiosk.domain.clock import Clock, unstamp
from kiosk.domain.events import DayDeclared, GuidanceChanged, read_record
from kiosk.domain.office_card import Card
from kiosk.domain.office_catalogue import OfficeCatalogue
from kiosk.domain.portal import TakenNews, WaitingNews
from kiosk.domain.workflow import Step
from kiosk.errors import Refused, Unavailable
from kiosk.store import journal, standing, told, web_tray
from kiosk.store.ledger import Entry
from kiosk.store.ledger import Head as Place
from kiosk.store.session import Store, Unit
from kiosk.sync.client import Client
from kiosk.sync.protocol import MAX_BATCH_BYTES, MAX_BATCH_EVENTS, CounterKey, Head, News, PushAnswer, keys_mark

log = logging.getLogger(__name__)

LEASE = "sync"
NOTED_AGAIN_AFTER_S = 30
CLOCK_NOISE_MS = 1000


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a round did: events that were answered, that the centre accepted, that it refused; news taken.

    `reached` is false when the round ended early, `reason` then says why (`net.refused` …);
    `waiting` events are not acknowledged at its end, and `sent` says whether some of them may
    have arrived all the same.
    """

    pushed: int = 0
    acknowledged: int = 0
    refused: int = 0
    news: int = 0
    reached: bool = True
    reason: str = ""
    waiting: int = 0
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """How many events one POST holds, and how many POSTs a round may send before others have the line."""

    events: int = MAX_BATCH_EVENTS
    posts: int = 10_000


WHOLE = Budget()

Batch = list[tuple[int, bytes]]
T = TypeVar("T")


def run_round(store: Store, client: Client, *, clock: Clock, budget: Budget = WHOLE) -> SyncReport:
    """Return what a round did; a line that fails is told in the report, and nothing is lost by it.

    Raises Refused when a person must look: `journal.fork` (another machine uses this
    journal), `auth.unknown` and the like; Unavailable `sync.busy` when somebody else has the
    line, and the store's own reasons.
    """
    with store.lease(LEASE) as ours:
        if not ours:
            raise Unavailable("sync.busy")
        going = _Round(store, client, clock, budget)
        try:
            while going.exchange():
                pass
        except Unavailable as lost:
            if not lost.reason.startswith("net."):
                raise
            return going.told(reason=lost.reason, sent=bool(lost.params.get("sent", True)))
        return going.told()


class _Round:
    """What is known while a round lasts: where the line stands, and the batch that goes next."""

    def __init__(self, store: Store, client: Client, clock: Clock, budget: Budget) -> None:
        self._store, self._client, self._clock, self._budget = store, client, clock, budget
        self._posts_left, self._rewound, self._report = budget.posts, False, SyncReport()
        with store.read() as unit:
            self._look(unit)
        if self._batch:
            with store.write() as unit:
                self._take_next(unit)

    def told(self, reason: str = "", *, sent: bool = False) -> SyncReport:
        """Return the report as it stands; a reason means that the centre was not reached."""
        with self._store.read() as unit:
            waiting = journal.head(unit).seq - journal.sync_place(unit).acknowledged.seq
        return replace(self._report, reached=not reason, reason=reason, waiting=waiting, sent=sent)

    def exchange(self) -> bool:
        """Send one batch, settle the answer; tell whether there is more to say, and leave to say it."""
        self._posts_left -= 1
        before = self._clock()
        answer = self._heard(self._push)
        middle = before + (self._clock() - before) / 2
        if answer.head.seq > self._head.seq:
            return self._go_on_after(answer.head.seq)
        if not self._batch and self._is_old_news(answer, middle):
            return False
        with self._noting(), self._store.write() as unit:
            more = self._settle(unit, answer, _error_ms(middle, answer.now))
            self._take_next(unit)
        return (more or bool(self._batch)) and self._posts_left > 0

    def _is_old_news(self, answer: PushAnswer, at: datetime) -> bool:
        """Tell whether an answer says nothing that a disk should be kept busy with."""
        place, error_ms = self._place, _error_ms(at, answer.now)
        return (
            (answer.head.seq, answer.head.hash) == (place.acknowledged.seq, place.acknowledged.hash)
            and (answer.epoch, answer.news_cursor, answer.news) == (place.server_epoch, place.news_cursor, [])
            and not answer.counters
            and place.sending_to <= place.acknowledged.seq
            and not place.last_error
            and place.last_success_at != ""
            and abs((at - unstamp(place.last_success_at)).total_seconds()) < NOTED_AGAIN_AFTER_S
            and abs((error_ms or 0) - (place.clock_error_ms or 0)) < CLOCK_NOISE_MS
        )

    def _look(self, unit: Unit) -> None:
        self._place = journal.sync_place(unit)
        self._keys = keys_mark(key for (key,) in unit.all("SELECT public_key FROM counter_key WHERE current"))
        self._head = journal.head(unit)
        self._batch: Batch = journal.batch_after(
            unit, self._place.acknowledged.seq, self._budget.events, MAX_BATCH_BYTES
        )

    def _take_next(self, unit: Unit) -> None:
        """Mark the next batch as being sent in the transaction that settled the one before."""
        self._look(unit)
        if self._batch and self._posts_left > 0:
            journal.note_sending(unit, self._batch[-1][0], self._clock())

    def _push(self) -> PushAnswer:
        answer = self._client.push(
            Head(self._head.seq, self._head.hash),
            [record for _, record in self._batch],
            epoch=self._place.server_epoch,
            news_after=self._place.news_cursor,
            counters=self._keys,
        )
        answered, asked = [given.seq for given in answer.answers], [seq for seq, _ in self._batch]
        # A centre that lacks what came before this batch takes none of it, and names its head.
        if answered != asked and (answered or answer.head.seq + 1 >= asked[0]):
            raise Unavailable("net.not_ours", "an answer to another batch", sent=True)
        return answer

    # ------------------------------------------------------------ when it goes wrong

    def _heard(self, ask: Callable[[], T]) -> T:
        with self._noting():
            return ask()

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """Keep why the line failed; events that may have arrived are not known from now on."""
        try:
            yield
        except Unavailable as lost:
            if lost.reason.startswith("net."):
                self._note(lost.reason, sent=lost.params.get("sent", True))
            raise
        except Refused as refused:
            self._note(refused.problems[0].code, sent=False)
            raise

    def _note(self, reason: str, *, sent: bool) -> None:
        # What an earlier round left in doubt stays in doubt, though this one sent nothing.
        in_doubt = self._place.sending_to > self._place.acknowledged.seq
        with self._store.write() as unit:
            journal.note_no_answer(unit, reason, sent=sent or in_doubt)

    # ------------------------------------------------------------ when it is answered

    def _settle(self, unit: Unit, answer: PushAnswer, clock_error_ms: int | None) -> bool:
        """Apply an answer; tell whether the centre has more to say.  Raises Refused `journal.fork`."""
        if journal.hash_at(unit, answer.head.seq) != answer.head.hash:
            raise Refused.because("journal.fork")
        restored = self._place.server_epoch not in {"", answer.epoch}
        self._check_progress(answer.head.seq, restored=restored)
        last = self._batch[-1][0] if answer.answers else self._place.acknowledged.seq
        # What the centre did not name in this answer is not acknowledged, whatever its head.
        acknowledged = min(answer.head.seq, last)
        refused = [(given.seq, given.code, given.field) for given in answer.answers if given.answer == "refused"]
        journal.acknowledge(
            unit,
            Place(acknowledged, journal.hash_at(unit, acknowledged) or ""),
            at=self._clock(),
            epoch=answer.epoch,
            refused=refused,
            accepted=_settled_now(unit, answer),
            clock_error_ms=clock_error_ms,
        )
        if restored:  # it may lack pages that its former self had; it says which when it is asked
            unit.run("UPDATE scan SET state = 'waiting', upload = '' WHERE state = 'complete'")
        _take_news(unit, answer.news)
        _take_keys(unit, answer.counters)
        # A centre of another epoch told its news from the beginning: our cursor said nothing to it.
        before = 0 if restored else self._place.news_cursor
        cursor = answer.news_cursor or max((one.cursor for one in answer.news), default=before)
        journal.note_news(unit, cursor)
        self._count(len(answer.answers), len(refused), len(answer.news))
        return answer.more and cursor > before

    def _check_progress(self, centre_seq: int, *, restored: bool) -> None:
        """Refuse to run in circles with a centre that forgets under the same name, or takes nothing."""
        known = self._place.acknowledged.seq
        stuck = centre_seq <= known if self._batch else centre_seq < known
        if stuck and not restored:
            if self._rewound or centre_seq == known:
                raise Unavailable("net.stuck", "the centre does not go forward", sent=True)
            self._rewound = True

    def _count(self, answered: int, refused: int, news: int) -> None:
        was = self._report
        self._report = replace(
            was,
            pushed=was.pushed + answered,
            acknowledged=was.acknowledged + answered - refused,
            refused=was.refused + refused,
            news=was.news + news,
        )

    # ------------------------------------------------------------ when we are an old copy

    def _go_on_after(self, seq: int) -> bool:
        """Fetch the rest of our own journal, and go on after it.  Raises Refused `journal.fork`."""
        while self._head.seq < seq:
            replay = self._heard(lambda: self._client.replay(self._head.seq))
            with self._noting():
                entries = [_entry(bytes(record)) for record in replay.records]
                if not entries:
                    raise Unavailable("net.stuck", "the centre does not tell the rest", sent=True)
                with self._store.write() as unit:
                    self._adopt(unit, entries)
                    self._take_next(unit)
        return self._posts_left > 0

    def _adopt(self, unit: Unit, entries: list[Entry]) -> None:
        """Take records in; they are sent once more, so that the centre says again what it refused."""
        head = journal.head(unit)
        if read_record(entries[0].record).prev_hash != head.hash:
            raise Refused.because("journal.fork")
        if head != unit.ledger.head:
            unit.entries.extend(journal.missing_in_ledger(unit, unit.ledger.head))
        journal.adopt(unit, entries)


def _entry(record: bytes) -> Entry:
    try:
        return Entry(read_record(record).seq, record)
    except msgspec.MsgspecError as error:
        raise Unavailable("net.not_ours", "not a record", sent=True) from error


def _error_ms(ours: datetime, theirs: str) -> int | None:
    """Return our clock minus the centre's, in milliseconds."""
    try:
        return round((ours - unstamp(theirs)).total_seconds() * 1000)
    except (ValueError, TypeError):
        return None


def _settled_now(unit: Unit, answer: PushAnswer) -> list[int]:
    """Return which refusals of before the centre took back."""
    open_ = {seq for (seq,) in unit.all("SELECT seq FROM refusal")}
    return [given.seq for given in answer.answers if given.answer == "accepted" and given.seq in open_] if open_ else []


# -------------------------------------------------------------------- news


class _StepNews(Struct, frozen=True):
    receive_number: str
    step: Step


class _KnownNews(Struct, frozen=True):
    application: Application


class _DayNews(Struct, frozen=True):
    declared: DayDeclared
    at: str


class _NoticeNews(Struct, frozen=True):
    receive_number: str
    channel: str
    why: str
    at: str


class _GuidanceNews(Struct, frozen=True):
    changed: GuidanceChanged
    at: str
    operator: str = ""
    counter: int = 0


def _take_news(unit: Unit, news: list[News]) -> None:
    for one in news:
        try:
            _take(unit, one)
        except msgspec.MsgspecError:
            # One that we cannot read must not keep us from the others.
            log.warning("news %d of kind %s cannot be read", one.cursor, one.kind)


def _take_keys(unit: Unit, keys: list[CounterKey]) -> None:
    """Take in by which keys the office's slips are known now; old ones still vouch for their slips."""
    if keys:
        unit.run("UPDATE counter_key SET current = 0")
    for key in keys:
        told.apply_key(unit, key.public_key, counter=key.counter, provisional=key.provisional, at=key.at)


def _take(unit: Unit, one: News) -> None:
    if one.kind == "application.step":
        step = msgspec.json.decode(one.body, type=_StepNews)
        standing.apply_step(unit, step.receive_number, step.step)
    elif one.kind == "application.known":
        standing.apply_known(unit, msgspec.json.decode(one.body, type=_KnownNews).application)
    elif one.kind == "calendar.declared":
        day = msgspec.json.decode(one.body, type=_DayNews)
        told.apply_day(unit, day.declared, day.at)
    elif one.kind == "catalogue.version":
        told.apply_catalogue(unit, msgspec.json.decode(one.body, type=OfficeCatalogue))
    elif one.kind == "office.card":
        told.apply_card(unit, msgspec.json.decode(one.body, type=Card))
    elif one.kind == "guidance.changed":
        said = msgspec.json.decode(one.body, type=_GuidanceNews)
        told.apply_guidance(unit, said.changed, said.at, operator=said.operator, counter=said.counter)
    elif one.kind == "notice.failed":
        missed = msgspec.json.decode(one.body, type=_NoticeNews)
        told.apply_notice(unit, missed.receive_number, missed.channel, missed.why, missed.at)
    elif one.kind == "portal.application":
        web_tray.put(unit, msgspec.json.decode(one.body, type=WaitingNews))
    elif one.kind == "portal.taken":
        web_tray.take_out(unit, msgspec.json.decode(one.body, type=TakenNews).portal_id)
