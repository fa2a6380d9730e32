"""The database follows the program: alembic, configured in code; one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from kiosk.central.store.engine import Database
from kiosk.central.store.triggers import declared
from kiosk.errors import Broken, Refused

_LOCK = 0x6B696F736B  # any number, the same in every process: "kiosk"


def migrate_database(database: Database) -> None:
    """Bring the database up to date, wholly or not at all.

    Raises Refused `home.newer` when a newer program wrote it; it is then left untouched.
    """
    with database.write() as connection:
        if database.is_postgresql:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = _config(connection)
        _refuse_newer(connection, config)
        command.upgrade(config, "head")
        _compare_triggers(connection)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _refuse_newer(connection: Connection, config: Config) -> None:
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise Refused.because("home.newer", "home")


def _compare_triggers(connection: Connection) -> None:
    missing = set(declared(connection.dialect.name)) - found_triggers(connection).keys()
    if missing:
        raise Broken(f"triggers are missing: {sorted(missing)}")


def found_triggers(connection: Connection) -> dict[str, str]:
    """Return the triggers that the database holds, by name; SQLite also tells their text."""
    statement = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    if connection.dialect.name == "postgresql":
        statement = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    return {row[0]: row[1] for row in connection.execute(text(statement))}
