"""The glyphs that a document used, as a font of their own that keeps their numbers.

Outlines are copied as bytes, never parsed: fontTools reads and writes the tables around them.
"""

import struct
from io import BytesIO

from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

_KEPT = ("cvt ", "fpgm", "prep")
_MORE, _WORDS, _SCALE, _XY_SCALE, _TWO_BY_TWO = 0x20, 0x01, 0x08, 0x40, 0x80


def subset(data: bytes, gids: set[int]) -> bytes:
    """Return a TrueType font with the outlines of these glyphs (and of what they are composed of) at their numbers.

    Without a character map: a PDF names glyphs by number.
    """
    reader = SFNTReader(BytesIO(data))
    head, outlines = bytearray(reader["head"]), reader["glyf"]
    places = _places(reader["loca"], long=bool(head[51]))
    wanted = _closed({0, *gids}, outlines, places)
    last = max(wanted)
    glyf, loca = bytearray(), [0]
    for gid in range(last + 1):
        if gid in wanted:
            glyf += outlines[places[gid] : places[gid + 1]]
            glyf += bytes(-len(glyf) % 4)
        loca.append(len(glyf))
    head[50:52] = b"\0\1"  # long places
    tables = {tag: reader[tag] for tag in _KEPT if tag in reader}
    tables |= {"head": bytes(head), "glyf": bytes(glyf), "loca": struct.pack(f">{len(loca)}L", *loca)}
    tables |= _counted(reader, last + 1)
    return _written(tables)


def bounds(data: bytes) -> tuple[int, int, int, int]:
    """Return the box that holds every glyph, in units of the em."""
    found = struct.unpack(">4h", SFNTReader(BytesIO(data))["head"][36:44])
    return found[0], found[1], found[2], found[3]


def _places(loca: bytes, *, long: bool) -> list[int]:
    if long:
        return list(struct.unpack(f">{len(loca) // 4}L", loca))
    return [2 * place for place in struct.unpack(f">{len(loca) // 2}H", loca)]


def _closed(gids: set[int], outlines: bytes, places: list[int]) -> set[int]:
    """Return glyphs with everything that they are composed of."""
    done: set[int] = set()
    waiting = list(gids)
    while waiting:
        gid = waiting.pop()
        if gid not in done:
            done.add(gid)
            waiting += _parts(outlines[places[gid] : places[gid + 1]])
    return done


def _parts(outline: bytes) -> list[int]:
    """Return the glyphs that a composite names.  Source: OpenType, table glyf."""
    if not outline or outline[0] < 0x80:  # the number of contours is negative in composites
        return []
    found, at, flags = [], 10, _MORE
    while flags & _MORE:
        flags, gid = struct.unpack_from(">HH", outline, at)
        found.append(gid)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
    return found


def _counted(reader: SFNTReader, count: int) -> dict[str, bytes]:
    """Return the tables that say how many glyphs there are, and their advances."""
    maxp, hhea = bytearray(reader["maxp"]), bytearray(reader["hhea"])
    full = struct.unpack(">H", hhea[34:36])[0]
    kept = min(full, count)
    advances, rest = reader["hmtx"][: 4 * kept], reader["hmtx"][4 * full : 4 * full + 2 * (count - kept)]
    maxp[4:6] = struct.pack(">H", count)
    hhea[34:36] = struct.pack(">H", kept)
    return {"maxp": bytes(maxp), "hhea": bytes(hhea), "hmtx": advances + rest}


def _written(tables: dict[str, bytes]) -> bytes:
    out = BytesIO()
    writer = SFNTWriter(out, len(tables))
    for tag in sorted(tables):
        writer[tag] = tables[tag]
    writer.close()
    return out.getvalue()
