"""Models, triggers and migrations say the same, on both databases."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from kiosk.central.centre import open_centre
from kiosk.central.settings import CentralSettings
from kiosk.central.store.engine import Database, open_database
from kiosk.central.store.migrate import found_triggers, migrate_database
from kiosk.central.store.tables import Base
from kiosk.central.store.triggers import declared
from kiosk.domain.clock import system_rng
from kiosk.errors import Refused


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, brought up to date by the migrations alone."""
    url = ""
    if request.param == "postgres":
        uri = request.getfixturevalue("postgresql")
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS empty WITH (FORCE)")
            connection.execute("CREATE DATABASE empty TEMPLATE template0 LOCALE 'C.UTF-8' ENCODING 'UTF8'")
        url = uri.replace("/postgres?", "/empty?")
    opened = open_database(tmp_path, url, system_rng)
    migrate_database(opened)
    yield opened
    opened.engine.dispose()


def test_migrations_make_what_the_models_say(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_make_the_declared_triggers(database: Database) -> None:
    def plain(trigger: str) -> list[str]:
        return sorted(re.findall(r"\w+", trigger.replace("public.", "").upper()))

    with database.read() as connection:
        found = found_triggers(connection)
    wanted = declared(database.engine.dialect.name)
    assert {name: plain(trigger) for name, trigger in found.items()} == {
        name: plain(text_) for name, text_ in wanted.items()
    }


def test_migrating_again_changes_nothing(database: Database) -> None:
    migrate_database(database)
    with database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1


def test_a_newer_database_is_left_alone(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of_tomorrow'"))
    with pytest.raises(Refused, match=r"home\.newer"):
        migrate_database(database)


def test_a_lost_trigger_is_noticed(database: Database) -> None:
    from kiosk.errors import Broken

    name = "event_no_change" if database.is_postgresql else "event_no_update"
    with database.write() as connection:
        connection.execute(text(f"DROP TRIGGER {name}" + (" ON event" if database.is_postgresql else "")))
    with pytest.raises(Broken, match=name):
        migrate_database(database)


def test_the_embedded_database_is_unreadable_without_its_key(tmp_path: Path) -> None:
    open_centre(tmp_path, CentralSettings()).database.engine.dispose()
    assert not (tmp_path / "central.db").read_bytes().startswith(b"SQLite format 3")
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    (tmp_path / "key").unlink()
    with pytest.raises(Refused, match=r"home\.key"):
        open_centre(tmp_path, CentralSettings())


@pytest.mark.parametrize("url", ["mysql://a/b", "nonsense", "sqlite:///x.db"])
def test_only_postgresql_is_taken_by_url(tmp_path: Path, url: str) -> None:
    with pytest.raises(Refused, match=r"database\.url"):
        open_database(tmp_path, url, system_rng)
