"""Figures, errands, hooks: when applications closed, what was done today, who hears the news."""

import sqlalchemy as sa
from alembic import op

revision = "c0007"
down_revision = "c0006"
branch_labels = None
depends_on = None


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, primary_key=key)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, primary_key=key, autoincrement=False)


def _instant(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(24), nullable=False)


def upgrade() -> None:
    """Add tables and indices; what closed before is counted, too."""
    office = _number("office", key=True)
    op.create_table(
        "closing",
        office,
        _text("receive_number", key=True),
        _text("closed_on"),
        _text("branch"),
        _number("in_time"),
        sa.PrimaryKeyConstraint("office", "receive_number", name="pk_closing"),
    )
    op.create_index("ix_closing_closed_on", "closing", ["office", "closed_on", "branch", "in_time"])
    op.create_table(
        "errand",
        _number("office", key=True),
        *(_text(name, key=True) for name in ("name", "day")),
        _text("state"),
        _number("tries"),
        _instant("until"),
        sa.PrimaryKeyConstraint("office", "name", "day", name="pk_errand"),
    )
    op.create_table(
        "hook",
        _number("office", key=True),
        _text("hook", key=True),
        *(_text(name) for name in ("url", "secret", "last")),
        *(_number(name) for name in ("cursor", "failures")),
        *(_instant(name) for name in ("next_at", "made_at")),
        sa.PrimaryKeyConstraint("office", "hook", name="pk_hook"),
    )
    ageing = ["office", "state", "branch", "received_on", "promised_on"]
    op.create_index("ix_application_ageing", "application", ageing)
    op.create_index("ix_application_received", "application", ["office", "received_on", "state", "branch"])
    op.create_index("ix_audit_subject", "audit", ["office", "subject"])
    _count_what_closed()


def _count_what_closed() -> None:
    """The last step of a closed application closed it; Dhaka is six hours ahead of the step's text."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    day = "((max(step.at)::timestamptz AT TIME ZONE 'UTC') + interval '6 hours')::date::text"
    day = day if is_postgresql else "date(max(step.at), '+6 hours')"
    silent = "'status_told','slip_lost','delay_complained'"
    closed = "'delivered','posted','granted','refused','replied','filed','disposed','withdrawn'"
    op.execute(
        f"""
        INSERT INTO closing (office, receive_number, closed_on, branch, in_time)
        SELECT office, receive_number, closed_on, branch,
            CASE WHEN coalesce(promised_on, '') = '' OR closed_on <= promised_on THEN 1 ELSE 0 END
        FROM (
            SELECT application.office, application.receive_number, {day} AS closed_on,
                application.branch, application.promised_on
            FROM application JOIN step
                ON step.office = application.office AND step.receive_number = application.receive_number
            WHERE application.state IN ({closed}) AND step.kind NOT IN ({silent})
            GROUP BY application.office, application.receive_number, application.branch, application.promised_on
        ) AS was
        """  # noqa: S608 - words of ours
    )
