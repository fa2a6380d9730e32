"""What the centre told us lately, for the operator to hear."""

from dataclasses import dataclass

import msgspec

from kiosk.desk.context import Desk
from kiosk.domain.workflow import RECEIVED, Step

LATEST = 3
_STEP = msgspec.json.Decoder(Step)


@dataclass(frozen=True, slots=True)
class Heard:
    """A step that the centre took with an application of this counter.

    `kind` is `forwarded|disposed|void`, `branch` a branch's code or empty.
    """

    receive_number: str
    name: str
    kind: str
    branch: str


def newest_step(desk: Desk) -> int:
    """Return a mark for `heard_since`: everything until now is known."""
    with desk.store.read() as unit:
        (mark,) = unit.one("SELECT coalesce(max(id), 0) FROM step") or (0,)
    return int(mark)


def heard_since(desk: Desk, mark: int) -> tuple[Heard, ...]:
    """Return the centre's steps with this counter's applications after the mark, the latest first, a handful."""
    with desk.store.read() as unit:
        rows = unit.all(
            "SELECT s.receive_number, a.name, s.body FROM step s"
            " JOIN application a ON a.receive_number = s.receive_number AND a.seq IS NOT NULL"
            " WHERE s.id > ? AND s.kind <> ? ORDER BY s.id DESC LIMIT ?",
            mark,
            RECEIVED,
            5 * LATEST,
        )
    steps = [(number, name, _STEP.decode(body)) for number, name, body in rows]
    # A step with a counter was taken at a counter: nobody needs to hear of it.
    told = [Heard(number, name, step.kind, step.branch) for number, name, step in steps if not step.counter]
    return tuple(told[:LATEST])
