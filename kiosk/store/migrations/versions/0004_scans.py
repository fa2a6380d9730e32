"""Pages of applications, on their way to the centre."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add a table; older applications have no pages."""
    op.create_table(
        "scan",
        sa.Column("receive_number", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("upload", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("receive_number", "digest", name=op.f("pk_scan")),
    )
    op.create_index(op.f("ix_scan_digest"), "scan", ["digest"])
    op.create_index("ix_scan_waiting", "scan", ["state"], sqlite_where=sa.text("state = 'waiting'"))
