"""The guidance directory as offices changed it, what became of each try of a hook, the program of a counter."""

import json

import sqlalchemy as sa
from alembic import op

revision = "c0011"
down_revision = "c0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tables and column; what counters changed of the directory before is in the news."""
    guidance = op.create_table(
        "guidance",
        sa.Column("office", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office", "code", "at", "counter", name="pk_guidance"),
    )
    op.create_table(
        "hook_try",
        sa.Column("office", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("hook", sa.Text(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "receive_number")),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("answer", "at")),
        sa.PrimaryKeyConstraint("office", "hook", "cursor", name="pk_hook_try"),
    )
    op.add_column("counter", sa.Column("program", sa.Text(), nullable=False, server_default=sa.text("''")))
    told = sa.text("SELECT office, body FROM news WHERE kind = 'guidance.changed' ORDER BY office, cursor")
    found: dict[tuple[object, ...], dict[str, object]] = {}
    for office, body in op.get_bind().execute(told):
        news = json.loads(bytes(body))
        entry = news["changed"]["entry"]
        key = {"office": office, "code": entry["code"], "at": news["at"], "counter": news["counter"]}
        said = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
        found[tuple(key.values())] = {**key, "operator": news["operator"], "body": said}
    if found:
        op.bulk_insert(guidance, list(found.values()))
