"""The centre's tables, every one keyed by office, alike on SQLite and PostgreSQL.

Instants are stored as the text of `kiosk.domain.clock.stamp`: it sorts as time does, on
both databases.  An event row is never changed: `triggers` forbids it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Index, LargeBinary, MetaData, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from kiosk.domain.clock import stamp, unstamp

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as UTC text; naive times are refused."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - theirs
        """Return the text of an instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return stamp(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - theirs
        """Return the instant of a text."""
        return None if value is None else unstamp(value)


class Base(DeclarativeBase):
    """Names of constraints by convention; text without limit, integers of 64 bits."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: Text(), int: BigInteger(), bytes: LargeBinary(), datetime: Instant()}  # noqa: RUF012


class Server(Base):
    """One row: who this database is.  `starts` is compared with a file to notice an old copy."""

    __tablename__ = "server"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[str]
    secret: Mapped[bytes]
    starts: Mapped[int]


class Office(Base):
    """An office by its district code; `news_head` is the highest cursor given out, `searched` the last one indexed."""

    __tablename__ = "office"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name_bn: Mapped[str]
    name_en: Mapped[str]
    phone: Mapped[str]
    hours_bn: Mapped[str]
    hours_en: Mapped[str]
    news_head: Mapped[int]
    searched: Mapped[int] = mapped_column(server_default="0")


class Branch(Base):
    """A branch of an office, first taken from the catalogue."""

    __tablename__ = "branch"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(primary_key=True)
    name_bn: Mapped[str]
    name_en: Mapped[str]


class Counter(Base):
    """A machine that may speak for a counter, and how far we know its journal.

    `provisional` is the code it came with (0: none); `forked_at` says when another journal
    under the same identity was seen.
    """

    __tablename__ = "counter"
    __table_args__ = (
        UniqueConstraint("office", "code", name="uq_counter_code"),
        UniqueConstraint("counter_id", name="uq_counter_counter_id"),
    )

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counter_id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[int]
    public_key: Mapped[str]
    provisional: Mapped[int]
    head_seq: Mapped[int]
    head_hash: Mapped[str]
    enrolled_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    forked_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class EnrolmentCode(Base):
    """A one-time code, known by its hash."""

    __tablename__ = "enrolment_code"

    hash: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[int]
    counter: Mapped[int]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[str]


class SessionToken(Base):
    """A bearer token of a counter, known by its hash."""

    __tablename__ = "session_token"
    __table_args__ = (Index("ix_session_token_expires_at", "expires_at"),)

    hash: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[int]
    counter_id: Mapped[str]
    expires_at: Mapped[datetime]


class UsedNonce(Base):
    """A nonce that was signed once; kept until it would have expired anyway."""

    __tablename__ = "used_nonce"

    hash: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[int]
    expires_at: Mapped[datetime]


class EventRow(Base):
    """An event as it came, byte for byte, with the answer that it got; never changed."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("office", "counter_id", "event_id", name="uq_event_event_id"),)

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counter_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[str]
    kind: Mapped[str]
    record: Mapped[bytes]
    hash: Mapped[str]
    answer: Mapped[str]
    code: Mapped[str]
    field: Mapped[str]
    received_at: Mapped[datetime]


class ApplicationRow(Base):
    """An application as it stands; `body` is the JSON of `kiosk.domain.application.Application`."""

    __tablename__ = "application"
    __table_args__ = (
        Index("ix_application_state", "office", "state", "promised_on"),
        Index("ix_application_ageing", "office", "state", "branch", "received_on", "promised_on"),
        Index("ix_application_received", "office", "received_on", "state", "branch"),
    )

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    receive_number: Mapped[str] = mapped_column(primary_key=True)
    counter_id: Mapped[str]
    seq: Mapped[int]
    service: Mapped[str]
    kind: Mapped[str]
    channel: Mapped[str]
    state: Mapped[str]
    branch: Mapped[str]
    name: Mapped[str]
    received_at: Mapped[str]
    received_on: Mapped[str]
    promised_on: Mapped[str | None]
    body: Mapped[bytes]


class VisitRow(Base):
    """A helpdesk visit."""

    __tablename__ = "visit"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counter_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    visit_id: Mapped[str]
    visited_at: Mapped[str]
    visited_on: Mapped[str]
    answer: Mapped[str]
    service: Mapped[str]
    topic: Mapped[str]
    name: Mapped[str]
    mobile: Mapped[str]
    note: Mapped[str]


class StepRow(Base):
    """What happened to an application after it was received (the application's row says that).

    The columns are those of `kiosk.domain.workflow.Step`; `ordinal` is the order in which we heard of it,
    `papers` are codes with spaces between.
    """

    __tablename__ = "step"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    receive_number: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    at: Mapped[str]
    branch: Mapped[str]
    note: Mapped[str]
    counter: Mapped[str] = mapped_column(server_default=text("''"))
    until: Mapped[str] = mapped_column(server_default=text("''"))
    poisha: Mapped[int] = mapped_column(server_default="0")
    count: Mapped[int] = mapped_column(server_default="0")
    post: Mapped[str] = mapped_column(server_default=text("''"))
    papers: Mapped[str] = mapped_column(server_default=text("''"))


class NewsRow(Base):
    """Something that changed; `body` empty: the application of that number is the news.

    `source` is the counter that knows it already, empty when the centre itself spoke.
    """

    __tablename__ = "news"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cursor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    receive_number: Mapped[str]
    source: Mapped[str]
    body: Mapped[bytes | None]


class Guess(Base):
    """How often somebody guessed wrong; `key` is a hash of what they guessed at or from where."""

    __tablename__ = "guess"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime]


class User(Base):
    """A person at the centre; the password as its argon2 verifier, the post as letters and notes name it.

    `totp` is the secret of the second factor in base32, empty before it is set up; `totp_step`
    the last step whose code was used.
    """

    __tablename__ = "user_account"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    login: Mapped[str] = mapped_column(primary_key=True)
    name_bn: Mapped[str]
    role: Mapped[str]
    verifier: Mapped[str]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    post_bn: Mapped[str] = mapped_column(server_default=text("''"))
    post_en: Mapped[str] = mapped_column(server_default=text("''"))
    totp: Mapped[str] = mapped_column(server_default=text("''"))
    totp_step: Mapped[int] = mapped_column(server_default="0")


class UserBranch(Base):
    """A branch that a person works for; an ADC has a group of them."""

    __tablename__ = "user_branch"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    login: Mapped[str] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(primary_key=True)


class Deputy(Base):
    """Who acts for an absent person, from one Dhaka day until another, both included."""

    __tablename__ = "deputy"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    login: Mapped[str] = mapped_column(primary_key=True)
    deputy: Mapped[str] = mapped_column(primary_key=True)
    from_on: Mapped[str] = mapped_column(primary_key=True)
    until_on: Mapped[str]


class WebSession(Base):
    """Somebody who signed in at a browser, known by the hash of a cookie.

    `proven` is 1 once the second factor was shown, or none is needed.
    """

    __tablename__ = "web_session"
    __table_args__ = (Index("ix_web_session_login", "office", "login"),)

    hash: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[int]
    login: Mapped[str]
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proven: Mapped[int]


class Holder(Base):
    """Who has an application before them: a person, or with `login` empty a whole branch.

    Without a row it lies in the DC's inbox.  `due_on` is the last day that was set in marking;
    `version` counts acts, so that two who act at once notice; `level` is how far up it rose
    overdue: 1 to the ADC, 2 to the DC.
    """

    __tablename__ = "holder"
    __table_args__ = (Index("ix_holder_login", "office", "login"), Index("ix_holder_branch", "office", "branch"))

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    receive_number: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str]
    branch: Mapped[str]
    since: Mapped[datetime]
    due_on: Mapped[str]
    version: Mapped[int]
    level: Mapped[int]


class NoteRow(Base):
    """A line of an application's note sheet, which the applicant never sees.

    `kind` is `note|order|letter` or the kind of the step that it went with; `to_login`,
    `to_branch` and `due_on` say to whom it was marked, and until when.
    """

    __tablename__ = "note"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    receive_number: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    login: Mapped[str]
    post_bn: Mapped[str]
    post_en: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    to_login: Mapped[str]
    to_branch: Mapped[str]
    due_on: Mapped[str]


class WordRow(Base):
    """A word by which an application is found, as `kiosk.domain.bangla.search_key` folds it."""

    __tablename__ = "application_word"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(primary_key=True)
    receive_number: Mapped[str] = mapped_column(primary_key=True)


class AuditRow(Base):
    """What was done, chained per office: `hash` covers the row and `prev_hash`; never changed."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "office", "subject"),)

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    actor: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]
    prev_hash: Mapped[str]
    hash: Mapped[str]


class ScanRow(Base):
    """A page that a record names: `received` of `bytes` are here; without `complete_at` it is still coming."""

    __tablename__ = "scan"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    receive_number: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    counter_id: Mapped[str]
    position: Mapped[int]
    name: Mapped[str]
    type: Mapped[str]
    pages: Mapped[int]
    bytes: Mapped[int]
    received: Mapped[int]
    complete_at: Mapped[datetime | None]


class PortalRow(Base):
    """An application from the web under its own reference: `state` is `draft|waiting|accepted|returned`.

    `typed` is the form as it was typed, JSON; `draft` the `ApplicationDraft` that passed the rules;
    `scans` its pages, JSON.  `owner` is the hash of the browser that writes it, `login` the Union
    Digital Centre that files it, empty for a citizen.
    """

    __tablename__ = "portal_application"
    __table_args__ = (
        Index("ix_portal_application_owner", "owner"),
        Index("ix_portal_application_login", "office", "login", "updated_at"),
        Index("ix_portal_application_state", "state", "updated_at"),
    )

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    portal_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    owner: Mapped[str]
    login: Mapped[str]
    service: Mapped[str]
    name: Mapped[str]
    language: Mapped[str]
    secret: Mapped[str]
    typed: Mapped[bytes]
    draft: Mapped[bytes]
    scans: Mapped[bytes]
    contact: Mapped[str]
    code_salt: Mapped[str]
    code_at: Mapped[datetime | None]
    code_seen: Mapped[int]
    began_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    filed_at: Mapped[datetime | None]
    receive_number: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str]


_NAMED = text("gateway_id <> ''")


class NoticeRow(Base):
    """A message owed to one contact about one event: never a second one, for the key says which it is.

    `event` is `received`, a step as `kind@at`, or `asked@…`; `about` the step's JSON.  `state` is
    `queued|sending|sent|delivered|failed|not_known|test|left_out`, `why` its code, `detail` what a machine
    said.  It is due at `next_at` (empty: at once); while `sending`, that is when it is not known any more.
    `told` is 1 while the counters know that it failed.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index(
            "ix_notice_open",
            "next_at",
            sqlite_where=text("state IN ('queued', 'sending')"),
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
        Index("ix_notice_gateway_id", "gateway_id", sqlite_where=_NAMED, postgresql_where=_NAMED),
        Index("ix_notice_changed_at", "office", "changed_at"),
    )

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    receive_number: Mapped[str] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(primary_key=True)
    contact: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    state: Mapped[str]
    made_at: Mapped[str]
    next_at: Mapped[str]
    about: Mapped[str]
    tries: Mapped[int]
    why: Mapped[str]
    detail: Mapped[str]
    gateway_id: Mapped[str]
    text: Mapped[str]
    changed_at: Mapped[str]
    told: Mapped[int]


class NoticeText(Base):
    """What an office tells at a step, in a language; the highest version holds."""

    __tablename__ = "notice_text"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]
    at: Mapped[datetime]
    login: Mapped[str]


class NoticeStop(Base):
    """A contact that wants no messages."""

    __tablename__ = "notice_stop"

    contact: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class NoticeLease(Base):
    """One row: which server sends just now, and until when it may."""

    __tablename__ = "notice_lease"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder: Mapped[str]
    until: Mapped[str]


class Closing(Base):
    """An application of which nothing is left to do: the Dhaka day, the branch that had it, and 1 where it was in time."""

    __tablename__ = "closing"
    __table_args__ = (Index("ix_closing_closed_on", "office", "closed_on", "branch", "in_time"),)

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    receive_number: Mapped[str] = mapped_column(primary_key=True)
    closed_on: Mapped[str]
    branch: Mapped[str]
    in_time: Mapped[int]


class Errand(Base):
    """Something that is done once a day for an office, whichever process does it.

    `state` is `doing|done|failed`; who finds `doing` after `until` knows that somebody died over it,
    and leaves it alone: whether it was done is not known.
    """

    __tablename__ = "errand"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    tries: Mapped[int]
    until: Mapped[datetime]


class Hook(Base):
    """An address that hears an office's news, and how far it has: news after `cursor` waits for `next_at`."""

    __tablename__ = "hook"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hook: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    secret: Mapped[str]
    cursor: Mapped[int]
    failures: Mapped[int]
    next_at: Mapped[datetime]
    last: Mapped[str]
    made_at: Mapped[datetime]


class OfficeDay(Base):
    """A day that an office declared: `kind` is `holiday|working|usual`; the latest declaration holds."""

    __tablename__ = "office_day"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name_bn: Mapped[str]
    name_en: Mapped[str]
    at: Mapped[str]


class Turn(Base):
    """When something that happens by itself is due again; whoever moves `next_at` does it."""

    __tablename__ = "turn"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime]


class SetupVersion(Base):
    """A version of something that was set up on screen, whole; the highest number whose day has come holds.

    `area` is what it is about, `undoes` the version that this one took back (0: none).
    """

    __tablename__ = "setup_version"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    area: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    login: Mapped[str]
    valid_from: Mapped[str]
    what: Mapped[str]
    undoes: Mapped[int]
    body: Mapped[bytes]
