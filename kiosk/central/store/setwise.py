"""A whole batch in a handful of statements: unnest on PostgreSQL, executemany on SQLite.

Callers hold the lock on the counter's row and have left out what is known, so that every row
goes in; a row that does not is `Clash`, and the caller replays event by event.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection

from kiosk.central.store.tables import ApplicationRow, Base, EventRow, NewsRow, VisitRow

Row = tuple[Any, ...]
_POSTGRESQL_TYPES = {"Text": "text", "BigInteger": "bigint", "LargeBinary": "bytea", "Instant": "text"}


class Clash(Exception):
    """A row was there already."""


def insert_events(connection: Connection, rows: Sequence[Row]) -> None:
    """Insert rows of `event`, in the order of its columns.  Raises Clash."""
    _insert(connection, EventRow, rows)


def insert_applications(connection: Connection, rows: Sequence[Row]) -> None:
    """Insert rows of `application`, in the order of its columns.  Raises Clash."""
    _insert(connection, ApplicationRow, rows)


def insert_visits(connection: Connection, rows: Sequence[Row]) -> None:
    """Insert rows of `visit`, in the order of its columns.  Raises Clash."""
    _insert(connection, VisitRow, rows)


def insert_news(connection: Connection, rows: Sequence[Row]) -> None:
    """Insert rows of `news`, in the order of its columns.  Raises Clash."""
    _insert(connection, NewsRow, rows)


def taken_numbers(connection: Connection, office: int, numbers: Sequence[str]) -> set[str]:
    """Return those receive numbers that an application of the office has already."""
    if connection.dialect.name == "postgresql":
        statement = "SELECT receive_number FROM application WHERE office = %s AND receive_number = ANY(%s)"
        return {row[0] for row in connection.exec_driver_sql(statement, (office, list(numbers)))}
    marks = ",".join("?" * len(numbers))
    statement = f"SELECT receive_number FROM application WHERE office = ? AND receive_number IN ({marks})"  # noqa: S608
    return {row[0] for row in connection.exec_driver_sql(statement, (office, *numbers))}


def _insert(connection: Connection, table: type[Base], rows: Sequence[Row]) -> None:
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        columns = [list(column) for column in zip(*rows, strict=True)]
        found = connection.exec_driver_sql(_unnest(table), tuple(columns)).rowcount
    else:
        found = connection.exec_driver_sql(_values(table), list(rows)).rowcount
    if found != len(rows):
        raise Clash(table.__tablename__)


@cache
def _unnest(table: type[Base]) -> str:
    columns = table.__table__.columns
    arrays = ", ".join(f"%s::{_POSTGRESQL_TYPES[type(column.type).__name__]}[]" for column in columns)
    names = ", ".join(f'"{column.name}"' for column in columns)
    return f"INSERT INTO {table.__tablename__} ({names}) SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING"  # noqa: S608


@cache
def _values(table: type[Base]) -> str:
    columns = table.__table__.columns
    names = ", ".join(f'"{column.name}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table.__tablename__} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608
