"""Bringing a counter's database up to this program's schema, from any older one.

Tables that triggers guard only ever get ADD COLUMN: recreating one would lose its triggers.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from kiosk.errors import Broken
from kiosk.store.schema import TRIGGERS, VERSION

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(connection: Connection) -> None:
    """Bring the schema up to date, inside the caller's transaction."""
    from alembic import command

    command.upgrade(config(connection), "head")
    check_triggers(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def config(connection: Connection) -> "Config":
    """Return Alembic's configuration for one connection, made in code."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def check_triggers(connection: Connection) -> None:
    """Make sure that the triggers in the database are the declared ones, to the letter."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    found = {name: sql for name, sql in connection.exec_driver_sql(query)}  # noqa: C416 - rows, not pairs
    if found != TRIGGERS:
        wrong = sorted(name for name in found.keys() | TRIGGERS.keys() if found.get(name) != TRIGGERS.get(name))
        raise Broken(f"triggers differ from the declared ones: {', '.join(wrong)}")
