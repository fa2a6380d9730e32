"""Whether a counter is for practice; nothing else, so that a window asks without loading anything."""

from kiosk.desk.context import Desk
from kiosk.domain.numbering import PRACTICE_COUNTER


def is_practice(desk: Desk) -> bool:
    """Tell whether this is a practice counter."""
    return desk.identity.code == PRACTICE_COUNTER
