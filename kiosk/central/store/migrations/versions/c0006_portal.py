"""Applications from the web, until a counter took or returned them."""

import sqlalchemy as sa
from alembic import op

revision = "c0006"
down_revision = "c0005"
branch_labels = None
depends_on = None

_TEXTS = ("state", "owner", "login", "service", "name", "language", "secret", "contact", "code_salt")
_LAST = ("receive_number", "reason", "note")
_BYTES = ("typed", "draft", "scans")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "portal_application",
        sa.Column("office", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("portal_id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*_TEXTS, *_LAST)),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in _BYTES),
        sa.Column("code_seen", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(24), nullable=False) for name in ("began_at", "updated_at")),
        *(sa.Column(name, sa.String(24), nullable=True) for name in ("code_at", "filed_at")),
        sa.PrimaryKeyConstraint("office", "portal_id", name="pk_portal_application"),
    )
    op.create_index("ix_portal_application_owner", "portal_application", ["owner"])
    op.create_index("ix_portal_application_login", "portal_application", ["office", "login", "updated_at"])
    op.create_index("ix_portal_application_state", "portal_application", ["state", "updated_at"])
