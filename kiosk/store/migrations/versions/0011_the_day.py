"""The counter's day: lines of registers, stamps, callbacks, shifts, outages, closed days."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, autoincrement=False)


def _table(name: str, keys: tuple[str, ...], *columns: sa.Column[Any], **options: Any) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"), **options)


def upgrade() -> None:
    """Create the tables; callbacks that were promised before are owed."""
    texts = [_text(name) for name in ("kind", "receive_number", "day", "at", "operator")]
    body = sa.Column("body", sa.LargeBinary(), nullable=False)
    _table("follow_up", ("seq",), _number("seq"), *texts, _number("poisha"), body)
    op.create_index("ix_follow_up_day_kind", "follow_up", ["day", "kind"])
    op.create_index("ix_follow_up_receive_number", "follow_up", ["receive_number"])
    stamp = (_text("serial"), _text("kind"), _number("seq"), _number("poisha"), _text("receive_number"))
    _table("stamp", ("serial", "kind", "seq"), *stamp, sqlite_with_rowid=False)
    callback = (_text("visit_id"), _text("due_on"), _number("tries"), _text("result"), _text("settled_at"))
    _table("callback", ("visit_id",), *callback, _text("became"))
    op.create_index("ix_callback_open", "callback", ["due_on"], sqlite_where=sa.text("settled_at = ''"))
    shift = [_text(name) for name in ("operator", "opened_at", "ended_at", "handed_to")]
    _table("shift", ("seq",), _number("seq"), *shift)
    outage = [_text(name) for name in ("what", "since", "until", "note")]
    by_hand: sa.Column[bool] = sa.Column("by_hand", sa.Boolean(), nullable=False)
    _table("outage", ("what", "since"), *outage, by_hand, _text("operator"))
    closed = (_text("day"), _number("seq"), _text("at"), _text("operator"), _text("handed_to"), _number("remaining"))
    _table("closed_day", ("day",), *closed)
    op.execute(
        "INSERT INTO callback SELECT visit_id, day, 0, '', '', '' FROM visit"
        " WHERE json_extract(CAST(body AS TEXT), '$.answer') = 'callback'"
    )
