"""A picture of black dots: what is drawn, sent, printed, read back.  No Qt here."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Raster:
    """Black dots on paper: `height` rows of `width_dots / 8` bytes, the leftmost dot highest, 1 is black."""

    width_dots: int
    height: int
    rows: bytes


def join(parts: Iterable[Raster], width_dots: int) -> Raster:
    """Return pictures of one width below each other as one."""
    found = list(parts)
    return Raster(width_dots, sum(part.height for part in found), b"".join(part.rows for part in found))
