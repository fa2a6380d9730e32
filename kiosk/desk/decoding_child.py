"""The child that reads what strangers made: a file on standard input, shrunk pages on standard output.

It lives seconds, with little memory, and may write no file.  Each answer is a JSON line; a page's
line is followed by its bytes.  What it cannot read it refuses by code; if it is killed, the parent
says so for it.
"""

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from kiosk.domain.scans import (
    DPI,
    HEIGHT,
    MAX_PAGES,
    MAX_PIXELS,
    MAX_UNPACKED,
    PAGE_QUALITY,
    WIDTH,
    acts,
    format_of,
)
from kiosk.errors import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_S = 20
_BITS = {"1": 1, "L": 8, "P": 8, "LA": 16, "PA": 16, "I;16": 16, "RGB": 24, "RGBA": 32, "CMYK": 32, "I": 32, "F": 32}
_POINTS_AN_INCH = 72
_OVERSIZE = 2
_ENCRYPTED, _XFA = -1, (2, 3)


def main() -> int:
    """Decode once; 0 also for what was refused."""
    limit_resources()
    out = sys.stdout.buffer
    try:
        request = json.loads(sys.stdin.buffer.readline())
        content = sys.stdin.buffer.read()
        for page in pages_of(content, turns=request["turns"], box=request["box"]):
            _say(out, {"bytes": len(page)}, page)
    except Refused as refused:
        problem = refused.problems[0]
        _say(out, {"refused": problem.code, "params": dict(problem.params)})
        return 0
    except MemoryError:
        _say(out, {"refused": "file.heavy", "params": {}})
        return 0
    _say(out, {"done": True})
    return 0


def limit_resources() -> None:
    """Bind this process to so much memory and time; where the system cannot, the parent's clock remains."""
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in limits:
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def _say(out: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    out.write(json.dumps(head).encode() + b"\n" + body)
    out.flush()


# ------------------------------------------------------------------------------ file → pages


def pages_of(content: bytes, *, turns: int = 0, box: list[float] | None = None) -> Iterator[bytes]:
    """Yield shrunk pages: turned by quarters to the right, then cut to a box of fractions.

    Raises Refused `file.*`.
    """
    kind = format_of(content)
    for image in _pdf_pages(content) if kind == "PDF" else _frames(content, kind):
        yield shrunk(_edited(image, turns, box))


def _frames(content: bytes, kind: str) -> Iterator["Image"]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # we count ourselves, before anything is unpacked
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as file:
            count = _count(file, kind)
            _check_unpacked(file, count)
            for number in range(count):
                file.seek(number)
                _check_pixels(file.size)
                if kind == "JPEG":
                    file.draft("L", (_OVERSIZE * WIDTH, _OVERSIZE * WIDTH))
                file.load()
                yield ImageOps.exif_transpose(file)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError) as error:
        raise Refused.because("file.broken") from error


def _count(file: "Image", kind: str) -> int:
    """Return how many pages a picture has: only TIFF has several, what moves is not paper."""
    count = int(getattr(file, "n_frames", 1)) if kind == "TIFF" else 1
    _check_count(count)
    return count


def _check_count(count: int) -> None:
    if count > MAX_PAGES:
        raise Refused.because("file.pages", pages=MAX_PAGES)
    if count < 1:
        raise Refused.because("file.broken")


def _check_pixels(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise Refused.because("file.pixels", megapixels=MAX_PIXELS // 1_000_000)


def _check_unpacked(file: "Image", count: int) -> None:
    unpacked = 0
    for number in range(count):
        file.seek(number)
        _check_pixels(file.size)
        unpacked += file.size[0] * file.size[1] * _BITS.get(file.mode, 32) // 8
    file.seek(0)
    if unpacked > MAX_UNPACKED:
        raise Refused.because("file.unpacked", megabytes=MAX_UNPACKED >> 20)


def _pdf_pages(content: bytes) -> Iterator["Image"]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = raw.FPDF_GetLastError() in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise Refused.because("file.encrypted" if locked else "file.broken") from error
    with contextlib.closing(document):
        _check_pdf(document, content)
        for number in range(len(document)):
            try:
                yield _drawn(document[number])
            except pypdfium2.PdfiumError as error:
                raise Refused.because("file.broken") from error


def _check_pdf(document: Any, content: bytes) -> None:
    from pypdfium2 import raw

    if raw.FPDF_GetSecurityHandlerRevision(document.raw) != _ENCRYPTED:
        raise Refused.because("file.encrypted")
    scripts = raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0
    files = raw.FPDFDoc_GetAttachmentCount(document.raw) > 0
    if scripts or files or document.get_formtype() in _XFA or acts(content):
        raise Refused.because("file.active")
    _check_count(len(document))


def _drawn(page: Any) -> "Image":
    """Return a page drawn at `DPI`, smaller where the sheet is larger than the largest page that is kept."""
    wide, tall = page.get_size()
    if not (wide > 0 and tall > 0):
        raise Refused.because("file.broken")
    fits = min(max(WIDTH, HEIGHT) / max(wide, tall), min(WIDTH, HEIGHT) / min(wide, tall))
    drawn: Image = page.render(scale=min(DPI / _POINTS_AN_INCH, fits), grayscale=True).to_pil()
    return drawn


# ------------------------------------------------------------------------------ a page


def _edited(image: "Image", turns: int, box: list[float] | None) -> "Image":
    if turns % 4:
        from PIL.Image import Transpose

        quarter = (Transpose.ROTATE_270, Transpose.ROTATE_180, Transpose.ROTATE_90)
        image = image.transpose(quarter[turns % 4 - 1])
    if box is None:
        return image
    wide, tall = image.size
    left, top, right, bottom = box
    return image.crop((round(left * wide), round(top * tall), round(right * wide), round(bottom * tall)))


def shrunk(image: "Image") -> bytes:
    """Return a picture as a page is kept: grey, at most A4 at `DPI`, WebP."""
    from PIL.Image import Resampling

    grey = _grey(image)
    most = (HEIGHT, WIDTH) if grey.width > grey.height else (WIDTH, HEIGHT)
    grey.thumbnail(most, Resampling.LANCZOS)
    out = io.BytesIO()
    grey.save(out, "WEBP", quality=PAGE_QUALITY, method=4)
    return out.getvalue()


def _grey(image: "Image") -> "Image":
    """Return a picture in grey, what is see-through on white paper."""
    from PIL import Image

    if image.mode.startswith("I;16"):  # 16 bits of grey, as scanners make them
        image = image.convert("I").point(lambda value: value / 256)
    if image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        paper.alpha_composite(seen)
        image = paper
    return image.convert("L")


if __name__ == "__main__":
    sys.exit(main())
