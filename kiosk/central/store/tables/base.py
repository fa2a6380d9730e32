"""What all tables share: names of constraints, instants as text."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase
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
