"""What every table of the counter begins with."""

from sqlalchemy.orm import DeclarativeBase

from kiosk.store.base import new_metadata


class Base(DeclarativeBase):
    """Everything in `counter.db`."""

    metadata = new_metadata()
