"""Registers and pictures count by a narrow index, never by reading bodies."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

COLUMNS = (
    "received_on",
    "operator",
    "service",
    "channel",
    "state",
    "branch",
    "closed_on",
    "promised_on",
    "received_at",
)


def upgrade() -> None:
    """Add what is counted by, filled from what is kept."""
    for name in ("channel", "branch", "closed_on", "promised_on"):
        op.add_column("application", sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False))
    op.execute(
        "UPDATE application SET"
        " channel = coalesce(json_extract(CAST(body AS TEXT), '$.draft.channel'), 'walk_in'),"
        " promised_on = coalesce(json_extract(CAST(body AS TEXT), '$.promised_on'), ''),"
        " branch = coalesce((SELECT json_extract(CAST(s.body AS TEXT), '$.branch') FROM step s"
        "  WHERE s.receive_number = application.receive_number AND s.kind = 'forwarded' ORDER BY s.at DESC), ''),"
        " closed_on = CASE WHEN state IN ('disposed', 'void') THEN coalesce((SELECT date(max(s.at), '+6 hours')"
        "  FROM step s WHERE s.receive_number = application.receive_number), received_on) ELSE '' END"
    )
    op.drop_index("ix_application_received_on_operator")
    op.create_index("ix_application_counted", "application", list(COLUMNS))
    op.create_index(
        "ix_application_open",
        "application",
        ["service", "branch", "received_on", "promised_on"],
        sqlite_where=sa.text("closed_on = ''"),
    )
    op.create_index(
        "ix_application_closed",
        "application",
        ["closed_on", "promised_on", "state"],
        sqlite_where=sa.text("closed_on <> ''"),
    )
