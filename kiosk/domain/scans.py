"""Scans: what a file must be to become pages, and what a page is once it is one.

A page is a picture, shrunk to what an officer can read, named by the SHA-256 of its bytes.
"""

import re
import zlib
from collections.abc import Iterator

from msgspec import Struct

from kiosk.errors import Refused

PIECE = 256 * 1024
"""Bytes that travel at once: what a cut line can make us send again."""
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_PAGES = 50
MAX_UNPACKED = 200 * 1024 * 1024

WIDTH, HEIGHT = 1240, 1754
"""An A4 page at 150 dots an inch: as large as a page is kept (the long side goes with the long side)."""
DPI = 150
PAGE_TYPE = "image/webp"
PAGE_QUALITY = 50

_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAME_LIMIT = 100


class Scan(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One kept file of an application: SHA-256 of its bytes (hex), the name it is shown by, its size."""

    digest: str
    name: str = ""
    pages: int = 1
    bytes: int = 0
    type: str = PAGE_TYPE


def check_scan(scan: Scan) -> Scan:
    """Return a scan whose values can be true.  Raises Refused `file.digest|file.size|file.pages|file.type`."""
    if not _DIGEST.fullmatch(scan.digest):
        raise Refused.because("file.digest")
    if not 0 < scan.bytes <= MAX_BYTES:
        raise Refused.because("file.size", megabytes=MAX_BYTES >> 20)
    if not 0 < scan.pages <= MAX_PAGES:
        raise Refused.because("file.pages", pages=MAX_PAGES)
    if scan.type != PAGE_TYPE:
        raise Refused.because("file.type")
    return Scan(scan.digest, cleaned_name(scan.name), scan.pages, scan.bytes, scan.type)


def cleaned_name(name: str) -> str:
    """Return what may be shown of a file's name: one line, no folders, nothing that steers a screen."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*')
    return kept.strip(" .")[:_NAME_LIMIT]


# ------------------------------------------------------------------------------ what a file is

_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)


def format_of(content: bytes) -> str:
    """Return `PNG|JPEG|TIFF|WEBP|PDF` from the content alone.

    Raises Refused `file.empty|file.size|file.type`.
    """
    if not content:
        raise Refused.because("file.empty")
    if len(content) > MAX_BYTES:
        raise Refused.because("file.size", megabytes=MAX_BYTES >> 20)
    for beginning, name in _BEGINNINGS:
        if content.startswith(beginning):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if b"%PDF-" in content[:1024]:
        return "PDF"
    raise Refused.because("file.type")


# ------------------------------------------------------------------------------ PDF that acts

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|Filespec|RichMedia|XFA|SubmitForm|ImportData|Movie|Sound|Rendition)"
    rb"(?![A-Za-z0-9])"
)
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_DICTIONARY = 600
"""Bytes before a stream in which its dictionary is looked for."""


def acts(pdf: bytes) -> bool:
    """Tell whether a PDF holds scripts, programs to start, files, forms that send, or media.

    Looks into object streams, too; never into pictures.  Raises Refused `file.unpacked`.
    """
    return any(_ACTIVE.search(_HEX.sub(_letter, part)) for part in _objects(pdf))


def _letter(found: re.Match[bytes]) -> bytes:
    return bytes.fromhex(found[1].decode())


def _objects(pdf: bytes) -> Iterator[bytes]:
    """Yield what stands between streams, then what object streams hold."""
    yield _STREAM.sub(b" ", pdf)
    left = MAX_UNPACKED
    for found in _STREAM.finditer(pdf):
        head = _HEX.sub(_letter, pdf[max(0, found.start() - _DICTIONARY) : found.start()])
        if b"/ObjStm" in head[head.rfind(b" obj") + 1 :]:
            plain = _inflated(found[1], left)
            left -= len(plain)
            yield plain


def _inflated(packed: bytes, limit: int) -> bytes:
    reader = zlib.decompressobj()
    try:
        plain = reader.decompress(packed, limit + 1)
    except zlib.error:
        return packed
    if len(plain) > limit:
        raise Refused.because("file.unpacked", megabytes=MAX_UNPACKED >> 20)
    return plain
