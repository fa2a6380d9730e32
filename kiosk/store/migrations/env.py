"""Alembic's door: the connection is handed in, with its transaction open."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
