"""A PNG of dots, without Qt: what the virtual printer leaves."""

import struct
import zlib

from kiosk.printing.dots import Raster

_INVERTED = bytes(255 - byte for byte in range(256))


def png(raster: Raster) -> bytes:
    """Return the raster as a PNG of one bit a dot.  Source: PNG specification, third edition."""
    stride = raster.width_dots // 8
    light = raster.rows.translate(_INVERTED)  # PNG's 1 is white
    lines = b"".join(b"\0" + light[at : at + stride] for at in range(0, len(light), stride))
    head = struct.pack(">IIBBBBB", raster.width_dots, max(raster.height, 1), 1, 0, 0, 0, 0)
    data = lines or b"\0" + b"\xff" * stride
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(data)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
