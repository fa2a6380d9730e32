"""Papers that failed wait with patience."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Count how often a paper failed, and tell when it may be tried again."""
    op.add_column("print_job", sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
    op.add_column("print_job", sa.Column("not_before", sa.String(), server_default=sa.text("''"), nullable=False))
