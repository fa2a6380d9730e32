"""The day: visits, follow-ups, stamps, calls, shifts, outages."""

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables.base import Base


class Visit(Base):
    """A helpdesk visit; `body` is the domain's `Visit` as JSON."""

    __tablename__ = "visit"
    __table_args__ = (Index(None, "day", "operator"),)

    visit_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int | None]
    day: Mapped[str]
    operator: Mapped[str]
    body: Mapped[bytes]


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
