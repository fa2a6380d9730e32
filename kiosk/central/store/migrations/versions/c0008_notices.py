"""Messages to applicants: the queue, the office's texts, who wants none, which server sends."""

import sqlalchemy as sa
from alembic import op

revision = "c0008"
down_revision = "c0007"
branch_labels = None
depends_on = None

_OPEN = "state IN ('queued', 'sending')"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False)


def _instant(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(24), nullable=False)


def upgrade() -> None:
    """Add the tables; nobody is told again of what happened before."""
    op.create_table(
        "notice",
        _number("office"),
        *map(_text, ("receive_number", "event", "contact", "channel", "state", "made_at", "next_at", "about")),
        _number("tries"),
        *map(_text, ("why", "detail", "gateway_id", "text", "changed_at")),
        _number("told"),
        sa.PrimaryKeyConstraint("office", "receive_number", "event", "contact", name="pk_notice"),
    )
    is_open = sa.text(_OPEN)
    op.create_index("ix_notice_open", "notice", ["next_at"], sqlite_where=is_open, postgresql_where=is_open)
    is_named = sa.text("gateway_id <> ''")
    op.create_index("ix_notice_gateway_id", "notice", ["gateway_id"], sqlite_where=is_named, postgresql_where=is_named)
    op.create_index("ix_notice_changed_at", "notice", ["office", "changed_at"])
    op.create_table(
        "notice_text",
        _number("office"),
        *map(_text, ("step", "language")),
        _number("version"),
        _text("text"),
        _instant("at"),
        _text("login"),
        sa.PrimaryKeyConstraint("office", "step", "language", "version", name="pk_notice_text"),
    )
    op.create_table(
        "notice_stop", _text("contact"), _instant("at"), sa.PrimaryKeyConstraint("contact", name="pk_notice_stop")
    )
    op.create_table(
        "notice_lease",
        _number("id"),
        *map(_text, ("holder", "until")),
        sa.PrimaryKeyConstraint("id", name="pk_notice_lease"),
    )
