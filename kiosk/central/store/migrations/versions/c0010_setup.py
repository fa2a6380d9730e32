"""What was set up on screen, version by version."""

import sqlalchemy as sa
from alembic import op

revision = "c0010"
down_revision = "c0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    texts = [sa.Column(name, sa.Text(), nullable=False) for name in ("at", "login", "valid_from", "what")]
    op.create_table(
        "setup_version",
        sa.Column("office", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        *texts,
        sa.Column("undoes", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office", "area", "number", name="pk_setup_version"),
    )
