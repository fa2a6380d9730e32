"""Real files of every kind that a counter meets, good and bad, made on the spot."""

import io
import struct
import zlib

from PIL import Image, ImageDraw


def paper(words: str = "খতিয়ান 417", size: tuple[int, int] = (620, 877)) -> Image.Image:
    """Return a picture of a paper with something on it, the upper left corner black."""
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0] // 4, size[1] // 8), fill="black")
    draw.text((size[0] // 3, size[1] // 2), words.encode("ascii", "replace").decode(), fill="blue")
    return picture


def saved(kind: str, *pages: Image.Image, **options: object) -> bytes:
    """Return a file of a kind that Pillow writes."""
    first, *rest = pages or (paper(),)
    out = io.BytesIO()
    more = {"save_all": True, "append_images": rest} if rest else {}
    first.save(out, kind, **more, **options)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """Return a small PNG that says it is huge."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def pdf(pages: int = 1, *, catalog: bytes = b"", objects: tuple[bytes, ...] = (), trailer: bytes = b"") -> bytes:
    """Return a PDF written by hand; `catalog` and `trailer` are words for their dictionaries, `objects` follow."""
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(pages))
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        *(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>" for _ in range(pages)),
        *objects,
    ]
    out, places = bytearray(b"%PDF-1.6\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, trailer, start)
    return bytes(out)


def locked_pdf(user: str = "secret") -> bytes:
    """Return a PDF that asks for a password; empty: it opens, and is encrypted all the same."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, ownerPassword="owner"))
    canvas.drawString(100, 100, "locked")
    canvas.save()
    return out.getvalue()


SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"


def object_stream(body: bytes) -> bytes:
    """Return an object that hides another one, packed."""
    packed = zlib.compress(b"9 0 " + body)
    head = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(packed)
    return head + b"stream\n" + packed + b"\nendstream"
