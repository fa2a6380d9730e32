"""A picture of black dots: what is drawn, sent, printed, read back.  No Qt here."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Raster:
    """Black dots on paper: `height` rows of `width_dots / 8` bytes, the leftmost dot highest, 1 is black."""

    width_dots: int
    height: int
    rows: bytes


def placed(rows: bytes, stride: int, left: int, width_dots: int) -> bytes:
    """Return rows of `stride` bytes as rows of a whole paper, moved `left` dots; what does not fit is cut off."""
    width = width_dots // 8
    if left % 8 == 0:
        at = min(left // 8, width)
        room = min(stride, width - at)
        end = bytes(width - at - room)
        before = bytes(at)
        return b"".join(before + rows[row : row + room] + end for row in range(0, len(rows), stride))
    shift = width_dots - left - 8 * stride
    values = (int.from_bytes(rows[row : row + stride], "big") for row in range(0, len(rows), stride))
    moved = (value << shift if shift >= 0 else value >> -shift for value in values)
    return b"".join(value.to_bytes(width, "big") for value in moved)


def join(parts: Iterable[Raster], width_dots: int) -> Raster:
    """Return pictures of one width below each other as one."""
    found = list(parts)
    return Raster(width_dots, sum(part.height for part in found), b"".join(part.rows for part in found))
