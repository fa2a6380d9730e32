"""What is open has an index of its own, and a holder says whether it is: lists read that, whatever was closed before."""

import sqlalchemy as sa
from alembic import op

revision = "c0013"
down_revision = "c0012"
branch_labels = None
depends_on = None

_OPEN = (
    "state IN ('received', 'forwarded', 'in_progress', 'inquiry', 'waiting_papers', 'waiting_fee', 'record_room',"
    " 'preparing', 'ready')"
)
_CLOSED_OF = f"""UPDATE holder SET is_open = false WHERE NOT EXISTS (
  SELECT 1 FROM application a WHERE a.office = holder.office AND a.receive_number = holder.receive_number AND a.{_OPEN})
"""  # noqa: S608 - our own words


def upgrade() -> None:
    """Add the column and both indices; the one that held all states goes."""
    op.add_column("holder", sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(_CLOSED_OF)
    open_ = sa.text(_OPEN)
    columns = ["office", "promised_on", "received_at", "receive_number", "kind", "branch", "state", "received_on"]
    op.create_index("ix_application_open", "application", columns, postgresql_where=open_, sqlite_where=open_)
    columns = ["office", "receive_number", "login", "branch", "due_on", "level"]
    held = sa.text("is_open")
    op.create_index("ix_holder_open", "holder", columns, postgresql_where=held, sqlite_where=sa.text("is_open = 1"))
    op.drop_index("ix_application_state", "application")
