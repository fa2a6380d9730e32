"""What counters sent and what became of it: events, applications, steps, visits, pages, the news of all that."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, UniqueConstraint, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.central.store.tables.base import Base

OPEN_STATES = (
    "received",
    "forwarded",
    "in_progress",
    "inquiry",
    "waiting_papers",
    "waiting_fee",
    "record_room",
    "preparing",
    "ready",
)
"""The states of `kiosk.domain.workflow.PENDING`, as the index of what is open has them."""
_OPEN = text(f"state IN ({', '.join(repr(state) for state in OPEN_STATES)})")


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
        Index(
            "ix_application_open",
            *("office", "promised_on", "received_at", "receive_number", "kind", "branch", "state", "received_on"),
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
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


def is_open(row: Any = ApplicationRow) -> ColumnElement[bool]:
    """Return what tells that something is left to be done, in the very words of the index, so that it is always used."""
    found: ColumnElement[bool] = row.state.in_([literal_column(f"'{state}'") for state in OPEN_STATES])
    return found


class WordRow(Base):
    """A word by which an application is found, as `kiosk.domain.bangla.search_key` folds it."""

    __tablename__ = "application_word"
    __table_args__ = (Index("ix_application_word_receive_number", "office", "receive_number", "word"),)

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(primary_key=True)
    receive_number: Mapped[str] = mapped_column(primary_key=True)


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


class Closing(Base):
    """An application of which nothing is left to do: the Dhaka day, the branch that had it, and 1 where it was in time."""

    __tablename__ = "closing"
    __table_args__ = (Index("ix_closing_closed_on", "office", "closed_on", "branch", "in_time"),)

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    receive_number: Mapped[str] = mapped_column(primary_key=True)
    closed_on: Mapped[str]
    branch: Mapped[str]
    in_time: Mapped[int]


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
