"""Floors as people write them: the rooms on both sides of the corridor, from left to right, and where the stairs are."""

from collections.abc import Iterable

from kiosk.domain.bangla import fold_digits
from kiosk.domain.slips import FloorPlan

MOST_ROOMS = 12
"""Rooms of one side, so many as the narrowest paper can show."""
_NO_NUMBER = "-"
_DASHES = "-\u2013\u2014"


def rooms_in(line: str) -> tuple[str, ...]:
    """Return the rooms of a line such as `201, 202, -, 205`; a dash is a room without a number."""
    parts = (part.strip() for part in line.split(","))
    return tuple("" if part in _DASHES else part for part in parts if part)


def line_of(rooms: Iterable[str]) -> str:
    """Return rooms as one line, to be read by `rooms_in`."""
    return ", ".join(room or _NO_NUMBER for room in rooms)


def plan_with(room: str, above: tuple[str, ...], below: tuple[str, ...], stairs: int) -> FloorPlan | None:
    """Return the plan of a floor that has this room, named there as it is here; None for another floor."""
    if not room or _key(room) not in map(_key, (*above, *below)):
        return None
    named = [tuple(room if _key(one) == _key(room) else one for one in side) for side in (above, below)]
    return FloorPlan(named[0], named[1], stairs)


def _key(room: str) -> str:
    return fold_digits(room).casefold()
