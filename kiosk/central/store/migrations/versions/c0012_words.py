"""The words of an application are found by its number, too: to weigh a few of many, and to write them anew."""

from alembic import op

revision = "c0012"
down_revision = "c0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_application_word_receive_number", "application_word", ["office", "receive_number", "word"])
