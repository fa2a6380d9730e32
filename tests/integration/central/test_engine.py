"""The doors of the database: a connection that was lost while it rested, and looking without a transaction."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text, update

from kiosk.central.centre import Centre
from kiosk.central.store.engine import Database, open_database
from kiosk.central.store.tables import Server
from kiosk.domain.clock import system_rng
from kiosk.errors import Broken, Unavailable


def backend(database: Database) -> int:
    with database.read() as connection:
        return int(connection.scalar(text("SELECT pg_backend_pid()")) or 0)


def end(postgresql: str, pid: int) -> None:
    """End a connection as a server that goes away does, and wait until it is gone."""
    with psycopg.connect(postgresql, autocommit=True) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 30000)", (pid,)).fetchone() == (True,)


def test_a_connection_that_was_lost_at_rest_is_replaced(postgresql: str, tmp_path: Path) -> None:
    database = open_database(tmp_path, postgresql, system_rng, asked_after_s=0.0)
    try:
        before = backend(database)
        assert backend(database) == before, "the same one is used again"
        end(postgresql, before)
        assert backend(database) != before
    finally:
        database.engine.dispose()


def test_one_that_was_used_just_now_is_not_asked_and_its_loss_is_told(postgresql: str, tmp_path: Path) -> None:
    database = open_database(tmp_path, postgresql, system_rng, asked_after_s=3600.0)
    try:
        before = backend(database)
        end(postgresql, before)
        with pytest.raises(Unavailable) as lost:
            backend(database)
        assert lost.value.reason == "database.lost"
        assert backend(database) != before, "the next one is new"
    finally:
        database.engine.dispose()


def count_wrongly(centre: Centre) -> None:
    with centre.database.write() as connection:
        connection.execute(update(Server).values(starts=Server.starts + 1))
        raise Broken("after the statement, before the end")


def test_a_glance_sees_what_was_written_meanwhile_and_the_next_writer_still_rolls_back(centre: Centre) -> None:
    with centre.database.glance() as connection:
        before = connection.scalar(select(Server.starts))
    with pytest.raises(Broken):
        count_wrongly(centre)
    with centre.database.glance() as connection:
        assert connection.scalar(select(Server.starts)) == before
