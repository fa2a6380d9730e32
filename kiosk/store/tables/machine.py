"""Who this counter is, who works at it, and its line to the centre."""

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables.base import Base


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
