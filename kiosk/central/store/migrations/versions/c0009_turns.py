"""Days that offices declared, as deadlines count by them; turns at what happens by itself."""

import json

import sqlalchemy as sa
from alembic import op

revision = "c0009"
down_revision = "c0008"
branch_labels = None
depends_on = None

_TEXTS = ("kind", "name_bn", "name_en", "at")


def upgrade() -> None:
    """Add the tables; days that were declared before are in the news."""
    days = op.create_table(
        "office_day",
        sa.Column("office", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("day", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        sa.PrimaryKeyConstraint("office", "day", name="pk_office_day"),
    )
    op.create_table(
        "turn",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next_at", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_turn"),
    )
    told = sa.text("SELECT office, body FROM news WHERE kind = 'calendar.declared' ORDER BY office, cursor")
    found: dict[tuple[int, str], dict[str, object]] = {}
    for office, body in op.get_bind().execute(told):
        news = json.loads(bytes(body))
        said = {"kind": "", "name_bn": "", "name_en": "", **news["declared"], "at": news["at"]}
        before = found.get((office, said["day"]))
        if before is None or str(before["at"]) <= said["at"]:
            found[office, said["day"]] = {"office": office, **said}
    if found:
        op.bulk_insert(days, list(found.values()))
