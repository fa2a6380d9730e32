"""Applications, the people of them, what happened to each, and the paper that is owed."""

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables.base import Base


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


class Step(Base):
    """Something that happened to an application; `body` is the domain's `Step` as JSON."""

    __tablename__ = "step"
    __table_args__ = (Index("uq_step_once", "receive_number", "at", "kind", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    receive_number: Mapped[str]
    kind: Mapped[str]
    at: Mapped[str]
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
