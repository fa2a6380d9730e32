"""Reads the QR codes on a printed page, dot for dot as a scanner sees them: no camera, so no code is crooked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.printing import qr_encode
from kiosk.printing.dots import Raster

_BLACK = re.compile("1{14,70}")


def codes_on(page: Raster) -> list[str]:
    """Return what the codes of a page say, from above."""
    return [text for grid in _grids(_Dots(page)) if (text := _read(grid))]


class _Dots:
    """A page as lines of ones and zeros."""

    def __init__(self, page: Raster) -> None:
        stride = page.width_dots // 8
        cut = (page.rows[at : at + stride] for at in range(0, len(page.rows), stride))
        self.lines = [f"{int.from_bytes(row, 'big'):0{page.width_dots}b}" for row in cut]

    def black(self, row: int, column: int) -> bool:
        return row < len(self.lines) and self.lines[row][column : column + 1] == "1"


@dataclass(frozen=True)
class _Grid:
    """A code's modules, `size` by `size`."""

    size: int
    black: frozenset[tuple[int, int]]


def _grids(dots: _Dots) -> Iterator[_Grid]:
    """Find each upper left corner: seven modules black, and as many downwards; then the other corner, for the size."""
    below: list[tuple[range, range]] = []
    for row, line in enumerate(dots.lines):
        for found in _BLACK.finditer(line):
            left, wide = found.start(), len(found[0])
            if wide % 7 or any(row in tall and left in across for tall, across in below):
                continue
            dot = wide // 7
            if grid := _grid_at(dots, row, left, dot):
                below.append((range(row, row + grid.size * dot), range(left, left + grid.size * dot)))
                yield grid


def _grid_at(dots: _Dots, top: int, left: int, dot: int) -> _Grid | None:
    def module(row: int, column: int) -> bool:
        return dots.black(top + row * dot + dot // 2, left + column * dot + dot // 2)

    if not _is_finder(module, 0, 0):
        return None
    for version in qr_encode.VERSIONS:
        size = 17 + 4 * version
        if _is_finder(module, 0, size - 7) and _is_finder(module, size - 7, 0):
            places = ((row, column) for row in range(size) for column in range(size))
            return _Grid(size, frozenset(place for place in places if module(*place)))
    return None


def _is_finder(module, row: int, column: int) -> bool:
    """Tell whether a corner's square within a square stands here."""
    return all(
        module(row + down, column + right) == (max(abs(down - 3), abs(right - 3)) != 2)
        for down in range(7)
        for right in range(7)
    )


def _read(grid: _Grid) -> str:
    """Return what a code says; nothing is put right, for nothing is lost on the way."""
    version = (grid.size - 17) // 4
    level = next((one for one in "lm" if _fits(grid, qr_encode._fixed(version, one))), "")
    if not level:
        return ""
    fixed = qr_encode._fixed(version, level)
    bits = "".join(
        "01"[((row, column) in grid.black) != ((row + column) % 3 == 0)]
        for row, column in qr_encode._walk(grid.size, fixed)
    )
    words = [int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8)]
    return _said(_in_order(words, version, level), version)


def _fits(grid: _Grid, fixed: dict[tuple[int, int], bool]) -> bool:
    return all((place in grid.black) == black for place, black in fixed.items())


def _in_order(words: list[int], version: int, level: str) -> str:
    """Return the bits of the data, block after block."""
    room, count = qr_encode._data_codewords(version, level), qr_encode._BLOCKS[level][version - 1]
    short, longer = divmod(room, count)
    sizes = [short + (number >= count - longer) for number in range(count)]
    blocks: list[list[int]] = [[] for _ in sizes]
    rest = iter(words)
    for place in range(short + 1):
        for number, size in enumerate(sizes):
            if place < size:
                blocks[number].append(next(rest))
    return "".join(f"{word:08b}" for block in blocks for word in block)


def _said(bits: str, version: int) -> str:
    said, at = "", 0
    while bits[at : at + 4] in ("0001", "0100"):
        digits = bits[at : at + 4] == "0001"
        wide = (10 if version < 10 else 12) if digits else (8 if version < 10 else 16)
        length, at = int(bits[at + 4 : at + 4 + wide], 2), at + 4 + wide
        if digits:
            for left in range(length, 0, -3):
                few = min(left, 3)
                said += f"{int(bits[at : at + 3 * few + 1], 2):0{few}d}"
                at += 3 * few + 1
        else:
            said += bytes(int(bits[at + 8 * n : at + 8 * n + 8], 2) for n in range(length)).decode()
            at += 8 * length
    return said
