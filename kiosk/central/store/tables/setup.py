"""What an office set up, and what happens by itself."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from kiosk.central.store.tables.base import Base


class HookTry(Base):
    """What became of the last try to tell a hook of an event: `answer` as HTTP has it, or what went wrong."""

    __tablename__ = "hook_try"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hook: Mapped[str] = mapped_column(primary_key=True)
    cursor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    receive_number: Mapped[str]
    tries: Mapped[int]
    answer: Mapped[str]
    at: Mapped[str]


class GuidanceRow(Base):
    """A change of the guidance directory; `body` is the domain's `Entry` as JSON.  The latest of a code holds.

    `counter` is the code of the counter where `operator` made it (0: here), `at` when.
    """

    __tablename__ = "guidance"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(primary_key=True)
    counter: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    operator: Mapped[str]
    body: Mapped[bytes]


class OfficeDay(Base):
    """A day that an office declared: `kind` is `holiday|working|usual`; the latest declaration holds."""

    __tablename__ = "office_day"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name_bn: Mapped[str]
    name_en: Mapped[str]
    at: Mapped[str]


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


class Turn(Base):
    """When something that happens by itself is due again; whoever moves `next_at` does it."""

    __tablename__ = "turn"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime]


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
