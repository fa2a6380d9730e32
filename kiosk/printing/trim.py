"""Rows → the least bytes for a printer that takes positions in dots: feeds for white rows, nothing for white margins."""

from functools import lru_cache
from itertools import groupby

_HEADER, _SKIP, _FEED = 8, 4, 3
_MOST_FED = 255
_PATIENCE = 20
"""How many bands' cost a band may waste before no longer one is tried."""
_KEPT = 256

Run = tuple[int, int, int]
"""Rows that are alike: how many, first inked byte, byte after the last inked one (0: white)."""


@lru_cache(maxsize=_KEPT)
def trimmed(rows: bytes, stride: int, slice_rows: int) -> bytes:
    """Return rows as `GS v 0` bands with `ESC $` before them and `ESC J` between; white at the end is fed."""
    out: list[bytes] = []
    top = 0
    for height, left, right in split(_runs(rows, stride, slice_rows), slice_rows):
        if right:
            skip = b"\x1b$" + (left * 8).to_bytes(2, "little") if left else b""
            out.append(skip + b"\x1dv0\x00" + (right - left).to_bytes(2, "little") + height.to_bytes(2, "little"))
            first, end = top * stride, (top + height) * stride
            out += [rows[at + left : at + right] for at in range(first, end, stride)]
        else:
            out += [b"\x1bJ" + bytes((min(height - fed, _MOST_FED),)) for fed in range(0, height, _MOST_FED)]
        top += height
    return b"".join(out)


def _runs(rows: bytes, stride: int, slice_rows: int) -> list[Run]:
    needs = (_need(rows[at : at + stride]) for at in range(0, len(rows), stride))
    found: list[Run] = []
    for (left, right), group in groupby(needs):
        height = len(list(group))
        while right and height > slice_rows:
            found.append((slice_rows, left, right))
            height -= slice_rows
        found.append((height, left, right))
    return found


def _need(row: bytes) -> tuple[int, int]:
    right = len(row.rstrip(b"\0"))
    return (right - len(row[:right].lstrip(b"\0")), right) if right else (0, 0)


def split(runs: list[Run], slice_rows: int) -> list[Run]:
    """Return bands and feeds of the least bytes in all, a band at most `slice_rows` high.

    Every end is tried from every start, but a start is left once its band wastes more than many
    bands would cost.
    """
    count = len(runs)
    best = [0, *[1 << 60] * count]
    came: list[tuple[int, Run]] = [(0, (0, 0, 0))] * (count + 1)
    for start in range(count):
        for end, band, cost in _from(runs, start, slice_rows):
            if best[start] + cost < best[end]:
                best[end], came[end] = best[start] + cost, (start, band)
    bands = []
    end = count
    while end:
        end, band = came[end]
        bands.append(band)
    return bands[::-1]


def _from(runs: list[Run], start: int, slice_rows: int) -> "list[tuple[int, Run, int]]":
    """Return what may begin at a run: its end, the band or feed, its bytes."""
    found: list[tuple[int, Run, int]] = []
    height = ink = right = 0
    left = 1 << 30
    for end in range(start, len(runs)):
        rows, run_left, run_right = runs[end]
        if end == start and not run_right:
            return [(start + 1, (rows, 0, 0), _FEED * -(-rows // _MOST_FED))]
        height += rows
        if run_right:
            left, right = min(left, run_left), max(right, run_right)
            ink += rows * (run_right - run_left)
        area = height * (right - left)
        if height > slice_rows or area - ink > _PATIENCE * (_HEADER + _SKIP):
            break
        found.append((end + 1, (height, left, right), _HEADER + (_SKIP if left else 0) + area))
    return found
