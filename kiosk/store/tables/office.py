"""What the centre and other counters told of the office."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables.base import Base


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
