"""Whom a message of the centre did not reach."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create the table."""
    texts = (sa.Column(name, sa.String(), nullable=False) for name in ("receive_number", "channel", "why", "at"))
    op.create_table(
        "notice_failed", *texts, sa.PrimaryKeyConstraint("receive_number", "channel", name="pk_notice_failed")
    )
