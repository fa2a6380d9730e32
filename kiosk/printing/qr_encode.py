"""QR codes of versions 1 to 20, levels L and M, one fixed mask: what slips need, many times faster than trying all masks.

Long runs of digits travel as digits (3⅓ bits each), everything else as UTF-8.
Source: ISO/IEC 18004:2015.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from operator import itemgetter

MASK = 3
"""(row + column) mod 3: readers read the mask from the code."""

# Of each version: check codewords a block, blocks.
_CHECKS = {
    "l": (7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28),
    "m": (10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26),
}
_BLOCKS = {
    "l": (1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8),
    "m": (1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16),
}
_LEVEL_BITS = {"l": 1, "m": 0}
VERSIONS = range(1, 21)

_DIGITS = re.compile(rb"([0-9]{8,})")
_NUMERIC, _BYTE = "0001", "0100"


@dataclass(frozen=True, slots=True)
class Grid:
    """A code: `size` rows of `stride` bytes, 1 is black."""

    size: int
    stride: int
    rows: bytes


def encode(content: bytes, level: str) -> Grid | None:
    """Return the smallest code that holds the content; None where version 20 does not."""
    parts = [part for part in _DIGITS.split(content) if part]
    for version in VERSIONS:
        room = 8 * _data_codewords(version, level)
        if sum(_length(part, version) for part in parts) <= room:
            bits = "".join(_segment(part, version) for part in parts)
            return _drawn(_filled(bits, room), version, level)
    return None


# ------------------------------------------------------------------------------------ bits


def _is_digits(part: bytes) -> bool:
    return len(part) >= 8 and part.isdigit()


def _count_bits(part: bytes, version: int) -> int:
    if _is_digits(part):
        return 10 if version < 10 else 12
    return 8 if version < 10 else 16


def _length(part: bytes, version: int) -> int:
    size = len(part)
    data = size // 3 * 10 + (0, 4, 7)[size % 3] if _is_digits(part) else 8 * size
    return 4 + _count_bits(part, version) + data


def _segment(part: bytes, version: int) -> str:
    count = f"{len(part):0{_count_bits(part, version)}b}"
    if not _is_digits(part):
        return f"{_BYTE}{count}{int.from_bytes(part, 'big'):0{8 * len(part)}b}"
    threes = [part[at : at + 3] for at in range(0, len(part), 3)]
    return f"{_NUMERIC}{count}" + "".join(f"{int(three):0{3 * len(three) + 1}b}" for three in threes)


def _filled(bits: str, room: int) -> bytes:
    """Return codewords: an end, then the two that take turns."""
    bits += "0" * min(4, room - len(bits))
    bits += "0" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return data + (b"\xec\x11" * (room // 16 + 1))[: room // 8 - len(data)]


# ------------------------------------------------------------------------------------ check codewords


@cache
def _data_codewords(version: int, level: str) -> int:
    return _modules_for_data(version) // 8 - _CHECKS[level][version - 1] * _BLOCKS[level][version - 1]


def _modules_for_data(version: int) -> int:
    found = (16 * version + 128) * version + 64
    if version > 1:
        aligned = version // 7 + 2
        found -= (25 * aligned - 10) * aligned - 55
    return found - (36 if version > 6 else 0)


def _times(a: int, b: int) -> int:
    """Multiply in GF(2⁸), modulo x⁸+x⁴+x³+x²+1."""
    product_ = 0
    for place in range(7, -1, -1):
        product_ = (product_ << 1) ^ (product_ >> 7) * 0x11D
        product_ ^= (b >> place & 1) * a
    return product_


@cache
def _multiples(checks: int) -> tuple[int, ...]:
    """Return the generator polynomial times each byte, as integers of so many bytes."""
    generator, root = [0] * (checks - 1) + [1], 1
    for _ in range(checks):
        for place in range(checks):
            generator[place] = _times(generator[place], root)
            if place + 1 < checks:
                generator[place] ^= generator[place + 1]
        root = _times(root, 2)
    return tuple(int.from_bytes(bytes(_times(term, byte) for term in generator), "big") for byte in range(256))


def _check(block: bytes, checks: int) -> bytes:
    multiples, top, whole = _multiples(checks), 8 * checks - 8, (1 << 8 * checks) - 1
    rest = 0
    for byte in block:
        rest = (rest << 8 & whole) ^ multiples[byte ^ rest >> top]
    return rest.to_bytes(checks, "big")


def _interleaved(data: bytes, version: int, level: str) -> bytes:
    """Return data and check codewords, a column of all blocks at a time."""
    checks, count = _CHECKS[level][version - 1], _BLOCKS[level][version - 1]
    short = len(data) // count
    longer = len(data) % count
    blocks, at = [], 0
    for number in range(count):
        size = short + (number >= count - longer)
        blocks.append(data[at : at + size])
        at += size
    out = bytearray()
    for place in range(short + 1):
        out += bytes(block[place] for block in blocks if place < len(block))
    ends = [_check(block, checks) for block in blocks]
    return bytes(out) + bytes(end[place] for place in range(checks) for end in ends)


# ------------------------------------------------------------------------------------ modules


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Of one version and level: which bit stands in each place, and what is turned over."""

    size: int
    stride: int
    pick: Callable[[str], tuple[str, ...]]
    over: int


def _drawn(data: bytes, version: int, level: str) -> Grid:
    pattern = _pattern(version, level)
    codewords = _interleaved(data, version, level)
    bits = f"0{int.from_bytes(codewords, 'big'):0{8 * len(codewords)}b}"  # the first is white, for all that is fixed
    dots = int("".join(pattern.pick(bits)), 2) ^ pattern.over
    return Grid(pattern.size, pattern.stride, dots.to_bytes(pattern.size * pattern.stride, "big"))


@cache
def _pattern(version: int, level: str) -> _Pattern:
    size = 17 + 4 * version
    fixed = _fixed(version, level)
    stride = -(-size // 8)
    source = [0] * (size * stride * 8)
    over = bytearray(size * stride * 8)
    for (row, column), black in fixed.items():
        over[row * stride * 8 + column] = black
    last = _modules_for_data(version) // 8 * 8
    for bit, (row, column) in enumerate(_walk(size, fixed), 1):
        place = row * stride * 8 + column
        source[place] = bit if bit <= last else 0
        over[place] = (row + column) % 3 == 0
    turned = int("".join("01"[black] for black in over), 2)
    return _Pattern(size, stride, itemgetter(*source), turned)


def _walk(size: int, fixed: dict[tuple[int, int], bool]) -> Iterator[tuple[int, int]]:
    """Yield the places of the data, up and down in pairs of columns from the right."""
    upwards = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in range(size - 1, -1, -1) if upwards else range(size):
            yield from ((row, column) for column in (right, right - 1) if (row, column) not in fixed)
        upwards = not upwards


def _fixed(version: int, level: str) -> dict[tuple[int, int], bool]:
    """Return the modules that are the same in every code of a version and level."""
    size = 17 + 4 * version
    found: dict[tuple[int, int], bool] = {}
    for place in range(size):
        found[6, place] = found[place, 6] = place % 2 == 0
    for row, column in ((3, 3), (3, size - 4), (size - 4, 3)):
        _finder(found, row, column, size)
    ends = {(6, 6), (6, size - 7), (size - 7, 6)}
    for row, column in product(_aligned(version), repeat=2):
        if (row, column) not in ends:
            _alignment(found, row, column)
    _format(found, size, _LEVEL_BITS[level] << 3 | MASK)
    if version > 6:
        _version(found, size, version)
    return found


def _finder(found: dict[tuple[int, int], bool], row: int, column: int, size: int) -> None:
    for down, right in product(range(-4, 5), repeat=2):
        here = (row + down, column + right)
        if 0 <= here[0] < size and 0 <= here[1] < size:
            found[here] = max(abs(down), abs(right)) not in (2, 4)


def _alignment(found: dict[tuple[int, int], bool], row: int, column: int) -> None:
    for down, right in product(range(-2, 3), repeat=2):
        found[row + down, column + right] = max(abs(down), abs(right)) != 1


def _aligned(version: int) -> list[int]:
    if version == 1:
        return []
    count = version // 7 + 2
    step = (version * 4 + count * 2 + 1) // (count * 2 - 2) * 2
    return [6, *reversed([10 + 4 * version - number * step for number in range(count - 1)])]


def _with_check(value: int, length: int, generator: int) -> int:
    rest = value
    for _ in range(length):
        rest = (rest << 1) ^ (rest >> (length - 1)) * generator
    return value << length | rest


def _format(found: dict[tuple[int, int], bool], size: int, value: int) -> None:
    bits = _with_check(value, 10, 0x537) ^ 0x5412
    bit = partial(_bit, bits)
    down = [0, 1, 2, 3, 4, 5, 7, 8]
    left = [7, 5, 4, 3, 2, 1, 0]
    for number, row in enumerate(down):
        found[row, 8] = bit(number)
        found[8, size - 1 - number] = bit(number)
    for number, column in enumerate(left, 8):
        found[8, column] = bit(number)
        found[size - 15 + number, 8] = bit(number)
    found[size - 8, 8] = True


def _version(found: dict[tuple[int, int], bool], size: int, version: int) -> None:
    bits = _with_check(version, 12, 0x1F25)
    for number in range(18):
        far, near = size - 11 + number % 3, number // 3
        found[near, far] = found[far, near] = _bit(bits, number)


def _bit(bits: int, number: int) -> bool:
    return bool(bits >> number & 1)
