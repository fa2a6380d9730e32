"""The first tables of the centre, and the triggers that guard events and audit."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "c0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, *, null: bool = False, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null, primary_key=key)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, primary_key=key, autoincrement=False)


def _instant(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(24), nullable=null)


def _bytes(name: str, *, null: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=null)


def _table(name: str, *parts: sa.Column[Any] | sa.Constraint) -> None:
    keys = [part.name for part in parts if isinstance(part, sa.Column) and part.primary_key]
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"))


def upgrade() -> None:
    _identity()
    _sessions()
    _journal()
    _people()
    _guard()


def _identity() -> None:
    _table("server", _number("id", key=True), _text("epoch"), _bytes("secret"), _number("starts"))
    names = (_text(name) for name in ("name_bn", "name_en", "phone", "hours_bn", "hours_en"))
    _table("office", _number("office", key=True), *names, _number("news_head"))
    _table("branch", _number("office", key=True), _text("code", key=True), _text("name_bn"), _text("name_en"))
    _table(
        "counter",
        _number("office", key=True),
        _text("counter_id", key=True),
        _number("code"),
        _text("public_key"),
        _number("provisional"),
        _number("head_seq"),
        _text("head_hash"),
        _instant("enrolled_at"),
        _instant("last_seen_at", null=True),
        _instant("forked_at", null=True),
        _instant("revoked_at", null=True),
        sa.UniqueConstraint("office", "code", name="uq_counter_code"),
        sa.UniqueConstraint("counter_id", name="uq_counter_counter_id"),
    )


def _sessions() -> None:
    _table(
        "enrolment_code",
        _text("hash", key=True),
        _number("office"),
        _number("counter"),
        _instant("expires_at"),
        _instant("used_at", null=True),
        _text("used_by"),
    )
    _table("session_token", _text("hash", key=True), _number("office"), _text("counter_id"), _instant("expires_at"))
    op.create_index("ix_session_token_expires_at", "session_token", ["expires_at"])
    _table("used_nonce", _text("hash", key=True), _number("office"), _instant("expires_at"))
    _table("guess", _text("key", key=True), _number("failures"), _instant("blocked_until"))


def _journal() -> None:
    journal_key = (("office", _number), ("counter_id", _text), ("seq", _number))
    _table(
        "event",
        *(column(name, key=True) for name, column in journal_key),
        _text("event_id"),
        _text("kind"),
        _bytes("record"),
        *(_text(name) for name in ("hash", "answer", "code", "field")),
        _instant("received_at"),
        sa.UniqueConstraint("office", "counter_id", "event_id", name="uq_event_event_id"),
    )
    _table(
        "application",
        _number("office", key=True),
        _text("receive_number", key=True),
        _text("counter_id"),
        _number("seq"),
        *(_text(name) for name in ("service", "kind", "channel", "state", "branch", "name")),
        _text("received_at"),
        _text("received_on"),
        _text("promised_on", null=True),
        _bytes("body"),
    )
    texts = ("visit_id", "visited_at", "visited_on", "answer", "service", "topic", "name", "mobile", "note")
    _table("visit", *(column(name, key=True) for name, column in journal_key), *(_text(name) for name in texts))
    _table(
        "step",
        _number("office", key=True),
        _text("receive_number", key=True),
        _number("ordinal", key=True),
        *(_text(name) for name in ("kind", "at", "branch", "note")),
    )
    _table(
        "news",
        _number("office", key=True),
        _number("cursor", key=True),
        *(_text(name) for name in ("kind", "receive_number", "source")),
        _bytes("body", null=True),
    )


def _people() -> None:
    _table(
        "user_account",
        _number("office", key=True),
        _text("login", key=True),
        *(_text(name) for name in ("name_bn", "role", "verifier")),
        _instant("created_at"),
        _instant("closed_at", null=True),
    )
    texts = ("at", "actor", "act", "subject", "detail", "prev_hash", "hash")
    _table("audit", _number("office", key=True), _number("seq", key=True), *(_text(name) for name in texts))


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION kiosk_kept() RETURNS trigger LANGUAGE plpgsql AS\n"
            "$$ BEGIN RAISE EXCEPTION '% is kept as it is', TG_TABLE_NAME "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table in ("event", "audit"):
        _guard_on_postgresql(table) if op.get_bind().dialect.name == "postgresql" else _guard_on_sqlite(table)


def _guard_on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION kiosk_kept()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION kiosk_kept()"
    )


def _guard_on_sqlite(table: str) -> None:
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is kept as it is'); END"
        )
