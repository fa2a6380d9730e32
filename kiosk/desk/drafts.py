"""What an operator is typing, kept so that a crash takes the last field at most."""

from kiosk.desk.context import Desk
from kiosk.domain.clock import stamp


def save_draft(desk: Desk, operator: str, draft_json: bytes) -> None:
    """Keep an operator's form as it stands.  Raises Unavailable `disk.*`."""
    with desk.store.write() as unit:
        unit.run(
            "INSERT INTO draft (operator, body, at) VALUES (?, ?, ?)"
            " ON CONFLICT (operator) DO UPDATE SET body = excluded.body, at = excluded.at",
            operator,
            draft_json,
            stamp(desk.clock()),
        )


def load_draft(desk: Desk, operator: str) -> bytes | None:
    """Return the kept form, None when there is none."""
    with desk.store.read() as unit:
        row = unit.one("SELECT body FROM draft WHERE operator = ?", operator)
    return bytes(row[0]) if row else None


def drop_draft(desk: Desk, operator: str) -> None:
    """Forget the kept form."""
    with desk.store.write() as unit:
        unit.run("DELETE FROM draft WHERE operator = ?", operator)
