"""Dots → bytes that any ESC/POS printer understands: `ESC @`, `GS v 0`, feed and cut, nothing else.

White costs next to nothing: a picture goes out in bands, each as wide as its widest row needs and
never indented (positions count in units that differ between printers; the left edge does not).
Where the profile states that the unit may be set to a dot, white rows are fed and white at the left
is skipped; where it states QR codes, the printer draws them.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from kiosk.printing.commands import Command, Cut, Feed, Image, Initialise, Set, pages
from kiosk.printing.commands import Symbol as Drawn
from kiosk.printing.dots import Raster, join
from kiosk.printing.profiles import WIDE, Profile
from kiosk.printing.qr import Symbol
from kiosk.printing.trim import trimmed

INITIALISE = b"\x1b@"

_HEADER = 8
_WINDOW_ROWS = 240
_KEPT = 256


def encode(raster: Raster, profile: Profile) -> Iterator[bytes]:
    """Yield a picture as bytes for the printer, a window of rows at a time."""
    return encode_strips(_windows(raster), profile)


def encode_strips(parts: Iterable[Raster | Symbol], profile: Profile) -> Iterator[bytes]:
    """Yield pictures that stand below each other as one slip."""
    before = INITIALISE + _in_dots(profile)
    for part in parts:
        yield before + _part(part, profile)
        before = b""
    yield before + profile.finish


def _part(part: Raster | Symbol, profile: Profile) -> bytes:
    if isinstance(part, Symbol):
        return _symbol(part)
    bands = trimmed if profile.dpi else _bands
    return bands(part.rows, part.width_dots // 8, profile.slice_rows)


def _in_dots(profile: Profile) -> bytes:
    """Return GS P: one unit is one dot from here on."""
    return bytes((0x1D, 0x50, profile.dpi, profile.dpi)) if profile.dpi else b""


def _symbol(code: Symbol) -> bytes:
    """Return GS ( k: model 2, size, level, content, print; centred."""
    content = code.content.encode()
    store = len(content) + 3
    return (
        b"\x1ba\x01\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C" + bytes((code.dots,))
        + b"\x1d(k\x03\x001E" + bytes((0x30 + "lmqh".index(code.level),))
        + b"\x1d(k" + store.to_bytes(2, "little") + b"1P0" + content
        + b"\x1d(k\x03\x001Q0\x1ba\x00"
    )  # fmt: skip


def decode(data: bytes, width_dots: int = WIDE.width_dots) -> Raster:
    """Return the picture that `encode` was given, dot for dot; the feed at the end is not part of it.

    Raises `commands.NotPrinterData` where the bytes hold anything but our own commands.
    """
    return join(pages(data, width_dots, _ours), width_dots)


def _ours(command: Command) -> bool:
    return isinstance(command, Initialise | Image | Drawn | Set | Feed | Cut)


def _windows(raster: Raster) -> Iterator[Raster]:
    stride = raster.width_dots // 8
    for top in range(0, raster.height, _WINDOW_ROWS):
        height = min(_WINDOW_ROWS, raster.height - top)
        yield Raster(raster.width_dots, height, raster.rows[top * stride : (top + height) * stride])


@lru_cache(maxsize=_KEPT)
def _bands(rows: bytes, stride: int, slice_rows: int) -> bytes:
    out: list[bytes] = []
    top = 0
    for height, width in _split(_needs(rows, stride), slice_rows):
        out.append(b"\x1dv0\x00" + width.to_bytes(2, "little") + height.to_bytes(2, "little"))
        end = (top + height) * stride
        out += [rows[at : at + width] for at in range(top * stride, end, stride)]
        top += height
    return b"".join(out)


def _needs(rows: bytes, stride: int) -> list[int]:
    """Return the bytes that each row needs, at least one."""
    return [len(rows[at : at + stride].rstrip(b"\0")) or 1 for at in range(0, len(rows), stride)]


def _split(needs: list[int], slice_rows: int) -> list[tuple[int, int]]:
    """Return bands (height, width) of the least bytes in all, each at most `slice_rows` high.

    Every end is tried from every start, but a start is left as soon as no band over this place can
    be the best: cutting before a rise, or around a valley, would save more than the headers cost.
    """
    runs = [run for width, group in groupby(needs) for run in _runs(width, len(list(group)), slice_rows)]
    count = len(runs)
    best = [0, *[1 << 60] * count]
    came: list[tuple[int, int, int]] = [(0, 0, 0)] * (count + 1)
    for start in range(count):
        height = width = valley = floor = 0
        for end in range(start, count):
            rows, need = runs[end]
            height += rows
            if need >= width:
                if (need - width) * (height - rows) > _HEADER or height > slice_rows:
                    break
                width, valley, floor = need, 0, 0
            else:
                valley, floor = valley + rows, max(floor, need)
                if (width - floor) * valley > 2 * _HEADER or height > slice_rows:
                    break
            cost = best[start] + _HEADER + height * width
            if cost < best[end + 1]:
                best[end + 1], came[end + 1] = cost, (start, height, width)
    return _walk_back(came, count)


def _runs(width: int, rows: int, slice_rows: int) -> Iterator[tuple[int, int]]:
    while rows > slice_rows:
        yield slice_rows, width
        rows -= slice_rows
    yield rows, width


def _walk_back(came: list[tuple[int, int, int]], end: int) -> list[tuple[int, int]]:
    bands = []
    while end:
        end, height, width = came[end]
        bands.append((height, width))
    return bands[::-1]
