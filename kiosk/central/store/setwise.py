"""A whole batch in a handful of statements: on PostgreSQL COPY, or one INSERT for a few rows; executemany on SQLite.

Callers hold the lock on the counter's row and have left out what is known, so that every row
goes in; a row that does not is `Clash`, and the caller replays event by event.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection

from kiosk.central.store.tables import ApplicationRow, Base, EventRow, NewsRow, NoticeRow, StepRow, VisitRow

Row = tuple[Any, ...]
FEW = 8
"""So many rows go in with one statement: a COPY takes two journeys to the database."""


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


def insert_steps(connection: Connection, rows: Sequence[Row]) -> None:
    """Insert rows of `step`, in the order of its columns.  Raises Clash."""
    _insert(connection, StepRow, rows)


def insert_notices(connection: Connection, rows: Sequence[Row]) -> None:
    """Insert rows of `notice`, in the order of its columns.  Raises Clash."""
    _insert(connection, NoticeRow, rows)


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
    if connection.dialect.name == "postgresql" and len(rows) <= FEW:
        connection.exec_driver_sql(_few(table, len(rows)), tuple(value for row in rows for value in row))
    elif connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    elif connection.exec_driver_sql(_values(table), list(rows)).rowcount != len(rows):
        raise Clash(table.__tablename__)


def _copy(connection: Connection, table: type[Base], rows: Sequence[Row]) -> None:
    """Stream rows in: arrays for `unnest` are made element by element in Python, these are not."""
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(_copied(table)) as copy:
            for row in rows:
                copy.write_row(row)
    except _refusal_of(connection) as error:
        raise Clash(table.__tablename__) from error


def _refusal_of(connection: Connection) -> type[Exception]:
    """Return what the driver raises for a row that it does not take."""
    dbapi: Any = connection.dialect.dbapi
    error: type[Exception] = dbapi.DatabaseError
    return error


@cache
def _copied(table: type[Base]) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.__table__.columns)
    return f"COPY {table.__tablename__} ({names}) FROM STDIN"


@cache
def _few(table: type[Base], count: int) -> str:
    columns = table.__table__.columns
    names = ", ".join(f'"{column.name}"' for column in columns)
    marks = f"({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {table.__tablename__} ({names}) VALUES {', '.join([marks] * count)}"  # noqa: S608


@cache
def _values(table: type[Base]) -> str:
    columns = table.__table__.columns
    names = ", ".join(f'"{column.name}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table.__tablename__} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608
