"""An office, its branches and its counters, and this database itself."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.central.store.tables.base import Base


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
    under the same identity was seen, `program` which version of the program spoke last.
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
    program: Mapped[str] = mapped_column(server_default=text("''"))


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
