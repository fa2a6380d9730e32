"""The counter's tables.

`event` is the truth; every other row about an application, a visit, a person or an operator is
made from events by `kiosk.store.projection` and could be made again.  Instants are UTC text of
`kiosk.domain.clock.stamp`, days are Dhaka days `YYYY-MM-DD`.  What the schema itself forbids is in
`kiosk.store.schema`.
"""

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kiosk.store.base import new_metadata


class Base(DeclarativeBase):
    """Everything in `counter.db`."""

    metadata = new_metadata()


class Counter(Base):
    """Who this counter is, and the last number it gave.  One row.

    `device_key` is its raw Ed25519 private key; `enrolled_at` is empty while it works alone.
    """

    __tablename__ = "counter"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    counter_id: Mapped[str]
    district: Mapped[int]
    code: Mapped[int]
    provisional: Mapped[bool]
    device_key: Mapped[bytes]
    last_year: Mapped[int]
    last_serial: Mapped[int]
    enrolled_at: Mapped[str]


class Event(Base):
    """One fact, as the bytes that are hashed and sent.  Never changed, never deleted.

    `local` is what only this machine may know of it (JSON `LocalPart`), for healing.
    """

    __tablename__ = "event"
    # What the search index takes from events, without reading all the others.
    __table_args__ = (
        Index("ix_event_found", "seq", sqlite_where=text("kind IN ('visit.logged', 'application.corrected')")),
    )

    seq: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    record: Mapped[bytes]
    hash: Mapped[str]
    local: Mapped[bytes | None]


class SyncState(Base):
    """Where the line to the centre stands.  One row.

    Events up to `acknowledged_seq` are there; up to `sending_to` they were sent, in flight since
    `sending_since` (empty: the answer was lost).  `news_cursor` and `server_epoch` are the
    centre's words; `clock_error_ms` is our clock minus its.
    """

    __tablename__ = "sync_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    acknowledged_seq: Mapped[int]
    acknowledged_hash: Mapped[str]
    sending_to: Mapped[int]
    sending_since: Mapped[str]
    server_epoch: Mapped[str]
    news_cursor: Mapped[int]
    last_success_at: Mapped[str]
    last_error: Mapped[str]
    clock_error_ms: Mapped[int | None]


class Refusal(Base):
    """The centre has this event and did not accept it; a person settles it."""

    __tablename__ = "refusal"

    seq: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    field: Mapped[str]
    at: Mapped[str]
    settled_at: Mapped[str]


class Application(Base):
    """An application, of this counter (`seq` of its event) or of another one of the office.

    `body` is the domain's `Application` as JSON, `last_seq` the event that corrected or voided it
    last, None where there was none.  `branch` has it now (empty: the catalogue's), `closed_on` is the
    Dhaka day on which nothing was left to do.  Registers and pictures of a million read the index alone.
    """

    __tablename__ = "application"
    __table_args__ = (
        Index(
            "ix_application_counted",
            *("received_on", "operator", "service", "channel", "state", "branch"),
            *("closed_on", "promised_on", "received_at"),
        ),
        Index(
            "ix_application_open",
            *("service", "branch", "received_on", "promised_on"),
            sqlite_where=text("closed_on = ''"),
        ),
        Index("ix_application_closed", "closed_on", "promised_on", "state", sqlite_where=text("closed_on <> ''")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    receive_number: Mapped[str] = mapped_column(unique=True)
    seq: Mapped[int | None]
    service: Mapped[str]
    state: Mapped[str]
    received_at: Mapped[str]
    received_on: Mapped[str]
    operator: Mapped[str]
    name: Mapped[str]
    body: Mapped[bytes]
    last_seq: Mapped[int | None]
    channel: Mapped[str] = mapped_column(server_default=text("''"))
    branch: Mapped[str] = mapped_column(server_default=text("''"))
    closed_on: Mapped[str] = mapped_column(server_default=text("''"))
    promised_on: Mapped[str] = mapped_column(server_default=text("''"))


class Applicant(Base):
    """A trait by which the same person is known again: `phone:`, `id:` or `name:` and its value."""

    __tablename__ = "applicant"
    __table_args__ = ({"sqlite_with_rowid": False},)

    trait: Mapped[str] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    received_on: Mapped[str] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Person(Base):
    """Somebody who came before, to fill the form with.

    `key` is `mobile/name_key` (without a mobile `/name_key/guardian_key`), so its beginning
    finds a mobile; `name_key` is the folded name.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name_key: Mapped[str] = mapped_column(index=True)
    applications: Mapped[int]
    last_on: Mapped[str]
    body: Mapped[bytes]


class PrintJob(Base):
    """One paper that is owed or was made.

    `ordinal` 0 is the original, n the nth copy.  `state` is
    `queued|sending|printed|failed|not_known|none`.  `tries` failed so far without a byte taken; unasked
    it is not tried again before `not_before`.
    """

    __tablename__ = "print_job"
    __table_args__ = (
        Index("uq_print_job_paper", "receive_number", "ordinal", unique=True),
        Index("ix_print_job_open", "state", sqlite_where=text("state IN ('queued','sending','failed','not_known')")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    receive_number: Mapped[str]
    ordinal: Mapped[int]
    state: Mapped[str]
    reason: Mapped[str]
    operator: Mapped[str]
    at: Mapped[str]
    tries: Mapped[int] = mapped_column(server_default="0")
    not_before: Mapped[str] = mapped_column(server_default=text("''"))


class SlipJob(Base):
    """A slip that is no receipt, owed or made; `body` is the domain's `Slip` as JSON, `kind` its tag.

    `ordinal` 0 is the first paper, n the nth copy.  `state` is
    `queued|sending|printed|not_known|none|dropped`; `tries` and `not_before` as of a `PrintJob`; `seq` is the event
    that made it, None where none did.
    """

    __tablename__ = "slip_job"
    __table_args__ = (
        Index("ix_slip_job_open", "state", sqlite_where=text("state IN ('queued','sending','not_known')")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    receive_number: Mapped[str] = mapped_column(index=True)
    body: Mapped[bytes]
    ordinal: Mapped[int]
    state: Mapped[str]
    reason: Mapped[str]
    operator: Mapped[str]
    at: Mapped[str]
    tries: Mapped[int]
    not_before: Mapped[str]
    seq: Mapped[int | None]


class Visit(Base):
    """A helpdesk visit; `body` is the domain's `Visit` as JSON."""

    __tablename__ = "visit"
    __table_args__ = (Index(None, "day", "operator"),)

    visit_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int | None]
    day: Mapped[str]
    operator: Mapped[str]
    body: Mapped[bytes]


class Step(Base):
    """Something that happened to an application; `body` is the domain's `Step` as JSON."""

    __tablename__ = "step"
    __table_args__ = (Index("uq_step_once", "receive_number", "at", "kind", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    receive_number: Mapped[str]
    kind: Mapped[str]
    at: Mapped[str]
    body: Mapped[bytes]


class Operator(Base):
    """Who may work here.  `verifier` is an argon2 hash, empty when it must be set anew.

    `failures` wrong passwords in a row; none is tried before `wait_until`.
    """

    __tablename__ = "operator"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name_bn: Mapped[str]
    role: Mapped[str]
    active: Mapped[bool]
    verifier: Mapped[str]
    failures: Mapped[int]
    wait_until: Mapped[str]


class Parked(Base):
    """Work laid aside, and mails that wait for a person (`operator` empty: for anybody).

    `format` tells what `body` is: `form` as a window keeps it, `draft` the domain's
    `ApplicationDraft` as JSON.  `source` is the file it came from, `reference` tells a second copy.
    """

    __tablename__ = "parked"

    id: Mapped[int] = mapped_column(primary_key=True)
    operator: Mapped[str] = mapped_column(index=True)
    channel: Mapped[str]
    title: Mapped[str]
    format: Mapped[str]
    body: Mapped[bytes]
    source: Mapped[bytes | None]
    reference: Mapped[str] = mapped_column(index=True)
    at: Mapped[str]


class OfficeDay(Base):
    """A day declared late: `kind` is `holiday|working`, `usual` when that was taken back.

    `at` is the instant of the declaration; the latest one holds.
    """

    __tablename__ = "office_day"

    day: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name_bn: Mapped[str]
    name_en: Mapped[str]
    at: Mapped[str]


class Guidance(Base):
    """A change of the guidance directory; `body` is the domain's `Entry` as JSON.  The latest of a code holds.

    `counter` is the code of the counter where `operator` made it, `at` when.
    """

    __tablename__ = "guidance"
    __table_args__ = (Index("uq_guidance_once", "code", "at", "counter", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    at: Mapped[str]
    counter: Mapped[int]
    operator: Mapped[str]
    body: Mapped[bytes]


class CounterKey(Base):
    """A public key of one of the office's counters, base64; an old one still vouches for its slips.

    `provisional` is the code that the counter had before it was enrolled (0: none); `current` tells
    whether the centre named it the last time.
    """

    __tablename__ = "counter_key"

    public_key: Mapped[str] = mapped_column(primary_key=True)
    counter: Mapped[int]
    provisional: Mapped[int]
    at: Mapped[str]
    current: Mapped[bool]


class Draft(Base):
    """What an operator is typing; gone with a crash is only the last field."""

    __tablename__ = "draft"

    operator: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[bytes]
    at: Mapped[str]


class Scan(Base):
    """A page of one of this counter's applications, on its way to the centre; `seq` is the event that named it.

    `state` is `waiting|complete|refused|dropped` (a correction took it away); `sent` bytes the centre
    said it has, `upload` is where it takes the rest, `reason` why it refused.
    """

    __tablename__ = "scan"
    __table_args__ = (Index("ix_scan_waiting", "state", sqlite_where=text("state = 'waiting'")),)

    receive_number: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True, index=True)
    seq: Mapped[int]
    position: Mapped[int]
    bytes: Mapped[int]
    sent: Mapped[int]
    state: Mapped[str]
    upload: Mapped[str]
    reason: Mapped[str]


class FollowUp(Base):
    """A line of a register: something that was done with an application at this counter.

    `kind` is the event's, `day` the Dhaka day, `poisha` what was asked for or handed in, `body` the
    domain's follow-up as JSON.  Acts of other counters are known by their steps alone.
    """

    __tablename__ = "follow_up"
    __table_args__ = (Index(None, "day", "kind"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    receive_number: Mapped[str] = mapped_column(index=True)
    day: Mapped[str]
    at: Mapped[str]
    operator: Mapped[str]
    poisha: Mapped[int]
    body: Mapped[bytes]


class Stamp(Base):
    """A court-fee stamp, or a challan (`kind` is `stamp|challan`), by the number on it: noted twice, it is looked at."""

    __tablename__ = "stamp"
    __table_args__ = ({"sqlite_with_rowid": False},)

    serial: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    poisha: Mapped[int]
    receive_number: Mapped[str]


class Callback(Base):
    """A visitor who was promised a call: due on a Dhaka day until `settled_at`; `tries` found nobody."""

    __tablename__ = "callback"
    __table_args__ = (Index("ix_callback_open", "due_on", sqlite_where=text("settled_at = ''")),)

    visit_id: Mapped[str] = mapped_column(primary_key=True)
    due_on: Mapped[str]
    tries: Mapped[int]
    result: Mapped[str]
    settled_at: Mapped[str]
    became: Mapped[str]


class Shift(Base):
    """Somebody's time at the counter; `ended_at` empty while it lasts, `handed_to` a login."""

    __tablename__ = "shift"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    operator: Mapped[str]
    opened_at: Mapped[str]
    ended_at: Mapped[str]
    handed_to: Mapped[str]


class Outage(Base):
    """Something that did not work: `what` is `line|power|printer`, `until` empty while it lasts."""

    __tablename__ = "outage"

    what: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[str]
    note: Mapped[str]
    by_hand: Mapped[bool]
    operator: Mapped[str]


class ClosedDay(Base):
    """A Dhaka day that was closed, by the event `seq`; the last closing of a day holds."""

    __tablename__ = "closed_day"

    day: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    at: Mapped[str]
    operator: Mapped[str]
    handed_to: Mapped[str]
    remaining: Mapped[int]


class NoticeFailed(Base):
    """A message of the centre that did not reach its person: `channel` is `sms|mail`, `why` a code."""

    __tablename__ = "notice_failed"

    receive_number: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    why: Mapped[str]
    at: Mapped[str]


class OfficeCatalogueRow(Base):
    """A version of what the office changed in the catalogue; `body` is the domain's `OfficeCatalogue` as JSON."""

    __tablename__ = "office_catalogue"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    valid_from: Mapped[str]
    body: Mapped[bytes]


class OfficeCard(Base):
    """What the office said of itself, one card after another; `body` is the domain's `Card` as JSON.  The last one holds."""

    __tablename__ = "office_card"

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[bytes]
