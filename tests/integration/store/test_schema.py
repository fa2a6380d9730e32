import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from kiosk.errors import Broken
from kiosk.store.connection import DatabaseError
from kiosk.store.migrations import check_triggers, config, upgrade
from kiosk.store.schema import TRIGGERS, VERSION
from kiosk.store.tables import Base
from tests.harness.counter import register


@pytest.fixture
def connection():
    with create_engine("sqlite://").connect() as made, made.begin():
        upgrade(made)
        yield made


def test_models_and_migrations_agree(connection):
    opts = {"compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=opts)
    assert compare_metadata(context, Base.metadata) == []


def test_indexes_with_a_condition_agree(connection):
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    made = dict(tuple(row) for row in rows)
    for table in Base.metadata.tables.values():
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            assert (
                (f"WHERE {where.text}" in made[index.name]) if where is not None else ("WHERE" not in made[index.name])
            )


def test_triggers_are_the_declared_ones(connection):
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    assert dict(tuple(row) for row in rows) == TRIGGERS


def test_the_version_is_written(connection):
    assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == VERSION


def test_the_version_is_that_of_the_last_migration(connection):
    """Else a home of the program before would be opened as it is, without its newest tables."""
    assert int(ScriptDirectory.from_config(config(connection)).get_current_head() or 0) == VERSION


def test_a_lost_trigger_is_noticed(connection):
    connection.exec_driver_sql("DROP TRIGGER event_is_never_deleted")
    with pytest.raises(Broken, match="event_is_never_deleted"):
        check_triggers(connection)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET kind = 'other'",
        "DELETE FROM event",
        "INSERT INTO event (seq, event_id, kind, record, hash) VALUES (99, 'x', 'x', 'x', 'x')",
        "INSERT OR REPLACE INTO event (seq, event_id, kind, record, hash) VALUES (1, 'x', 'x', 'x', 'x')",
        "UPDATE application SET receive_number = '7926010000025'",
        "DELETE FROM application",
        "UPDATE counter SET last_serial = 0",
        "UPDATE counter SET last_year = 25, last_serial = 900",
    ],
)
def test_the_schema_forbids(desk, statement):
    register(desk)
    with pytest.raises(DatabaseError) as raised, desk.store.write() as unit:
        unit.run(statement)
    assert "nstraint" in type(raised.value).__name__ or "Integrity" in type(raised.value).__name__


def test_a_year_may_begin_again_with_one(desk):
    register(desk)
    with desk.store.write() as unit:
        unit.run("UPDATE counter SET last_year = 27, last_serial = 1")
