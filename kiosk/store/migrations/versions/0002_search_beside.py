"""The search index lives in a file of its own beside the database: nothing of it here any more."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Drop the old index; `kiosk.store.search` makes the new one out of the rows."""
    op.execute("DROP TABLE search_application")
    op.execute("DROP TABLE search_state")
