"""Word to applicants: the queue, its texts, who wants none, which server sends."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.central.store.tables.base import Base

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
