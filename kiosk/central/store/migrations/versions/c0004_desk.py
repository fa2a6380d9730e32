"""The officers' desk: people's posts and branches, deputies, sessions, holders, note sheets, search."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "c0004"
down_revision = "c0003"
branch_labels = None
depends_on = None


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, primary_key=key)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, primary_key=key, autoincrement=False)


def _instant(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(24), nullable=False)


def _table(name: str, *parts: sa.Column[Any]) -> None:
    keys = [part.name for part in parts if part.primary_key]
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"))


def upgrade() -> None:
    """Add tables, columns and indices; what was forwarded is held by its branch."""
    _people()
    _sheets()
    for name in ("post_bn", "post_en", "totp"):
        op.add_column("user_account", sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("user_account", sa.Column("totp_step", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("office", sa.Column("searched", sa.BigInteger(), server_default="0", nullable=False))
    op.create_index("ix_application_state", "application", ["office", "state", "promised_on"])
    op.execute(
        "INSERT INTO holder (office, receive_number, login, branch, since, due_on, version, level) "
        "SELECT office, receive_number, '', branch, received_at, '', 1, 0 FROM application WHERE state = 'forwarded'"
    )


def _people() -> None:
    office = _number("office", key=True)
    _table("user_branch", office, _text("login", key=True), _text("branch", key=True))
    keys = (_text(name, key=True) for name in ("login", "deputy", "from_on"))
    _table("deputy", _number("office", key=True), *keys, _text("until_on"))
    instants = (_instant(name) for name in ("opened_at", "seen_at"))
    _table("web_session", _text("hash", key=True), _number("office"), _text("login"), *instants, _number("proven"))
    op.create_index("ix_web_session_login", "web_session", ["office", "login"])


def _sheets() -> None:
    _table(
        "holder",
        _number("office", key=True),
        _text("receive_number", key=True),
        _text("login"),
        _text("branch"),
        _instant("since"),
        _text("due_on"),
        _number("version"),
        _number("level"),
    )
    op.create_index("ix_holder_login", "holder", ["office", "login"])
    op.create_index("ix_holder_branch", "holder", ["office", "branch"])
    texts = ("at", "login", "post_bn", "post_en", "kind", "text", "to_login", "to_branch", "due_on")
    key = (_number("office", key=True), _text("receive_number", key=True), _number("ordinal", key=True))
    _table("note", *key, *(_text(name) for name in texts))
    words = (_text(name, key=True) for name in ("word", "receive_number"))
    _table("application_word", _number("office", key=True), *words)
