"""A step says more: the counter that took it, a last day, a fee, folios, an officer's post."""

import sqlalchemy as sa
from alembic import op

revision = "c0003"
down_revision = "c0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns."""
    for name in ("counter", "until", "post"):
        op.add_column("step", sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False))
    for name in ("poisha", "count"):
        op.add_column("step", sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))
