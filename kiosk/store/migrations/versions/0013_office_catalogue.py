"""What the office changed in the catalogue, version by version."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "office_catalogue",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("valid_from", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_office_catalogue")),
    )
