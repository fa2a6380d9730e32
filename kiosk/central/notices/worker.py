"""One server at a time takes what is due from the queue; a message leaves after it was written that it does.

Between the mark `sending`, which is committed, and the answer nothing is certain: whoever dies
there leaves a message of which nobody knows, and which only a person sends again.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.central.centre import Centre
from kiosk.central.notices import marks
from kiosk.central.notices.mail import Mail, send_mail
from kiosk.central.notices.outcome import TECHNICAL, Outcome, in_doubt, not_taken
from kiosk.central.notices.queue import MAIL, QUEUED, SENDING, SMS, WORD
from kiosk.central.notices.settings import TEST, NoticeSettings
from kiosk.central.notices.sms import Sms, send_sms
from kiosk.central.notices.stopping import is_stopped, stop_address
from kiosk.central.notices.words import Words, words_of
from kiosk.central.store.tables import AuditRow, NoticeLease, NoticeRow
from kiosk.domain.clock import stamp, unstamp
from kiosk.errors import KioskError

_log = logging.getLogger("kiosk.central.notices")
IDLE_S, TROUBLE_S = 2.0, 30.0
LEASE = timedelta(seconds=60)
_AT_ONCE = ("asked@", f"{WORD}:")
"""What somebody waits for goes out at any hour."""


@dataclass(frozen=True, slots=True)
class Task:
    """A message that is marked as being sent, ready to leave before `until`."""

    row: "Row[Any]"
    words: Words
    tries: int
    until: datetime

    @property
    def id(self) -> str:
        """What it is called outside; a message that a person sends again has another name."""
        return f"{marks.key_of(self.row).name}-{self.tries}"


def _nothing(_place: str) -> None:
    """Nobody watches."""


@dataclass
class Worker:
    """Sends for one centre.  `at(place)` is called before each step that could be the last one."""

    centre: Centre
    settings: NoticeSettings
    at: Callable[[str], None] = _nothing
    holder: str = ""

    def __post_init__(self) -> None:
        self.holder = self.holder or self.centre.rng(8).hex()

    def step(self) -> bool:
        """Do one message; false when nothing is to be done now.  Raises Unavailable `database.lost`."""
        now = self.centre.clock()
        with self.centre.database.read() as connection:
            if not self._has_work(connection, now):
                return False
        self.at("claiming")
        task = self._claim(now)
        if task is not None:
            self._carry_out(task)
        return True

    def _carry_out(self, task: Task) -> None:
        self.at("claimed")
        outcome = self._send(task)
        self.at("answered")
        with self.centre.database.write() as connection:
            now = self.centre.clock()
            marks.settle(connection, task.row, outcome, task.tries, self.settings.tries, now)
        self.at("settled")
        _log.info("notice %s: %s %s %s", task.id, outcome.state, outcome.why, outcome.detail)

    def _has_work(self, connection: Connection, now: datetime) -> bool:
        lost = (NoticeRow.state == SENDING) & (NoticeRow.next_at <= stamp(now))
        statement = select(NoticeRow.office).where(or_(lost, self._due(now))).limit(1)
        if connection.scalar(statement) is None:
            return False
        lease = connection.execute(select(NoticeLease.holder, NoticeLease.until)).one_or_none()
        return lease is None or lease.holder == self.holder or lease.until <= stamp(now)

    def _due(self, now: datetime) -> ColumnElement[bool]:
        due = (NoticeRow.state == QUEUED) & (NoticeRow.next_at <= stamp(now))
        if self.settings.mode == TEST or not self.settings.is_quiet(now):
            return due
        waited_for = or_(*(NoticeRow.event.startswith(start, autoescape=True) for start in _AT_ONCE))
        return due & ((NoticeRow.channel == MAIL) | waited_for)

    def _claim(self, now: datetime) -> Task | None:
        """Take the next message, and commit that it is being sent; None when there was only something to put right."""
        with self.centre.database.write() as connection:
            if not self._lease(connection, now):
                return None
            marks.forget_sending(connection, now)
            order = (NoticeRow.next_at, NoticeRow.made_at, NoticeRow.receive_number)
            statement = select(NoticeRow.__table__).where(self._due(now)).order_by(*order).limit(1)
            row = connection.execute(statement.with_for_update(skip_locked=True)).one_or_none()
            return self._begin(connection, row, now) if row is not None else None

    def _begin(self, connection: Connection, row: "Row[Any]", now: datetime) -> Task | None:
        why = self._reason_against(connection, row, now)
        words = Words(why=why) if why else words_of(connection, self.centre, self.settings, row)
        if words.why:
            marks.leave_out(connection, row, words.why, now)
            return None
        if self.settings.mode == TEST:
            marks.keep_test(connection, row, words.text, now)
            return None
        until = now + timedelta(seconds=self.settings.sending_s)
        if not marks.begin_sending(connection, row, words.text, now, until):
            return None
        return Task(row, words, row.tries + 1, until)

    def _reason_against(self, connection: Connection, row: "Row[Any]", now: datetime) -> str:
        """Return why a message is not sent: its person wants none, it is no news, it may have been told before."""
        if is_stopped(connection, row.contact) and not row.event.startswith(_AT_ONCE):
            return "notice.stopped"
        if row.why == "again":
            return ""
        if now - unstamp(row.made_at) > timedelta(hours=self.settings.late_after_hours):
            return "notice.late"
        at = _restored_at(connection, row.office)
        # A copy that was put back forgot what it had told; the counters say it all again.
        return "notice.restored" if at and row.made_at < at else ""

    def _lease(self, connection: Connection, now: datetime) -> bool:
        """Take or keep the right to send: the rate is one for all servers."""
        until = stamp(now + LEASE)
        mine = (NoticeLease.holder == self.holder) | (NoticeLease.until <= stamp(now))
        values = {"holder": self.holder, "until": until}
        if connection.execute(update(NoticeLease).where(mine).values(**values)).rowcount:
            return True
        if connection.scalar(select(NoticeLease.id)) is not None:
            return False
        try:
            with connection.begin_nested():
                connection.execute(insert(NoticeLease).values(id=1, **values))
        except IntegrityError:
            return False
        return True

    def _send(self, task: Task) -> Outcome:
        """Let a message leave, unless so much time went by that it is not known any more."""
        most = self.settings.mail.timeout_s if task.row.channel == MAIL else self.settings.sms.timeout_s
        if self.centre.clock() + timedelta(seconds=2 * most) > task.until:
            return in_doubt("too late to send")
        if task.row.channel == SMS:
            return self._send_sms(task)
        return self._send_mail(task)

    def _send_sms(self, task: Task) -> Outcome:
        if not self.settings.sms.url:
            return not_taken(TECHNICAL, "no gateway")
        return send_sms(self.settings.sms, Sms(task.row.contact, task.words.text, task.id))

    def _send_mail(self, task: Task) -> Outcome:
        if not self.settings.mail.host:
            return not_taken(TECHNICAL, "no mail server")
        words, row = task.words, task.row
        stop = stop_address(self.centre, row.contact)
        at = self.centre.clock()
        mail = Mail(row.contact, words.subject, words.text, task.id, words.sender, at, stop)
        return send_mail(self.settings.mail, mail)

    def run(self, ended: threading.Event) -> None:
        """Send what comes due, no faster than the rate, until it is told to end."""
        pause = 60 / self.settings.per_minute
        while not ended.is_set():
            began = time.monotonic()
            try:
                wait = pause if self.step() else IDLE_S
            except KioskError as error:
                _log.warning("notices wait: %s", error)
                wait = TROUBLE_S
            except Exception:  # noqa: BLE001 - logged; the queue goes on
                _log.exception("notices stopped at a fault")
                wait = TROUBLE_S
            ended.wait(max(0.0, wait - (time.monotonic() - began)))


def _restored_at(connection: Connection, office: int) -> str | None:
    """Return when an older copy of this database was put back last."""
    restored = (AuditRow.office == office) & (AuditRow.act == "server.restored")
    return connection.scalar(select(func.max(AuditRow.at)).where(restored))


@contextmanager
def sending(centre: Centre, settings: NoticeSettings) -> Iterator[None]:
    """Send while something else is done."""
    ended = threading.Event()
    thread = threading.Thread(target=Worker(centre, settings).run, args=(ended,), name="notices")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
