"""The search index finds its events without walking through all the others."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add an index of a few events; the table itself is not touched."""
    op.create_index(
        "ix_event_found",
        "event",
        ["seq"],
        sqlite_where=sa.text("kind IN ('visit.logged', 'application.corrected')"),
    )
