"""A receipt, text to the printer's bytes: ours beside python-escpos with Pillow, and beside QTextDocument.

All draw the words of the same slips, each slip another person's.  The peers try all eight masks of
the QR code, as QR libraries do; what QTextDocument takes with our one mask is in the note.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from msgspec import structs

from kiosk.domain.receipt import Receipt
from kiosk.domain.seal import SIGNATURE_BYTES, Facts, initials_of, seal
from kiosk.printing.dots import Raster
from kiosk.printing.escpos import decode, encode, encode_strips
from kiosk.printing.profiles import WIDE, profile
from kiosk.printing.qr import drawn_by_printer, modules
from kiosk.printing.slip import receipt_bytes, warm
from kiosk.printing.typeset import set_text, type_of
from tests.bench import usual
from tests.bench.commit import take_turns
from tests.bench.counter import sample
from tests.bench.data import desk_at
from tests.bench.rows import BenchRow, Beside, percentile

COUNT, WARM, COLD, ROUNDS = 200, 10, 3, 4
_SLIPS = 60
_BAUDS = (9600, 38400, 115200)
_BITS = 10
"""A byte on a serial line, with its start and stop bit."""
_CODE_DOTS = 6
_KNOWN = "TM-T20II"
Drawn = Callable[[Receipt], bytes]


def rows(*, peers: bool) -> Iterator[BenchRow]:
    """Yield milliseconds and bytes of a receipt."""
    del peers  # python-escpos and Pillow are installed with us
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    receipts = _receipts()
    taken = _measured(receipts)
    p50 = {name: statistics.median(ms) for name, ms in taken.items()}
    yield BenchRow(
        "receipt, text to bytes, warm p50",
        p50["ours"],
        "ms",
        (Beside("python-escpos + Pillow", p50["usual"], 0.10), Beside("QTextDocument", p50["document"], 0.7)),
        f"{p50['ours'] / p50['shaping']:.1f} x shaping alone ({p50['shaping']:.2f} ms); "
        f"{p50['ours'] / p50['document, our QR']:.2f} x QTextDocument with our QR",
    )
    yield _slow(receipts, taken)
    yield _first()
    yield from _bytes(receipts)


def _slow(receipts: Sequence[Receipt], taken: dict[str, list[float]]) -> BenchRow:
    """Tell how much more the dearest receipts cost than the usual one: each by its best of some rounds.

    What the machine does meanwhile is not the receipt's; the note has the plain figures, ours and a peer's.
    """
    again = [take_turns({"ours": lambda n: ours(receipts[n])}, range(WARM + COUNT), 10)["ours"] for _ in range(ROUNDS)]
    best = [min(ms) for ms in zip(taken["ours"], *(ms[WARM:] for ms in again), strict=True)]
    plain = {name: percentile(taken[name], 95) / statistics.median(taken[name]) for name in ("ours", "usual")}
    beside = (Beside("its p50", statistics.median(best), 1.3),)
    note = f"each by its best of {ROUNDS + 1}; plain {plain['ours']:.2f} x, python-escpos {plain['usual']:.2f} x"
    return BenchRow("receipt, text to bytes, warm p95", percentile(best, 95), "ms", beside, note)


def _receipts() -> list[Receipt]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KIOSK_ANCHOR_DIR"] = f"{folder}/anchors"
        with desk_at(Path(folder) / "home") as desk:
            return [sample(desk, number) for number in range(WARM + COUNT)]


def _measured(receipts: Sequence[Receipt]) -> dict[str, list[float]]:
    warm(WIDE)
    draw: dict[str, Drawn] = {
        "ours": ours,
        "usual": usual.receipts(),
        "document": partial(document, code=_all_masks),
        "document, our QR": partial(document, code=_our_mask),
        "shaping": shaping,
    }
    routes = {name: lambda number, go=go: go(receipts[number]) for name, go in draw.items()}
    taken = take_turns(routes, range(WARM + COUNT), 10)
    return {name: ms[WARM:] for name, ms in taken.items()}


def ours(receipt: Receipt) -> bytes:
    """Return our bytes."""
    return b"".join(receipt_bytes(receipt, WIDE))


def shaping(receipt: Receipt) -> bytes:
    """Shape every line, draw nothing: what no route can beat."""
    for text, bold, _px, _height in usual.words(receipt):
        set_text(text, type_of(WIDE.body, bold=bold))
    return b""


# ------------------------------------------------------------------------------------ QTextDocument


def document(receipt: Receipt, code: Callable[[str], Any]) -> bytes:
    """Return a full-width raster of the words as a rich-text document."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QFont, QTextDocument

    image = code(receipt.qr)
    side = image.width() * _CODE_DOTS
    page = QTextDocument()
    font = QFont()
    font.setFamilies(["Noto Sans Bengali", "Noto Sans"])
    font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    page.setDefaultFont(font)
    page.setDocumentMargin(0)
    page.addResource(QTextDocument.ResourceType.ImageResource, QUrl("q"), image)
    lines = "".join(_line(*line) for line in usual.words(receipt))
    page.setHtml(f'{lines}<p align="center"><img src="q" width="{side}" height="{side}"/></p>')
    page.setTextWidth(WIDE.width_dots)
    return _printed(page)


def _line(text: str, bold: bool, px: int, _height: int) -> str:
    weight = "bold" if bold else "normal"
    return f'<p style="margin:0;font-size:{px}px;font-weight:{weight}">{escape(text)}</p>'


def _printed(page: Any) -> bytes:
    from PySide6.QtGui import QImage, QPainter

    height = int(page.size().height()) + 1
    image = QImage(WIDE.width_dots, height, QImage.Format.Format_Mono)
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    image.fill(0)
    painter = QPainter(image)
    page.drawContents(painter)
    painter.end()
    head = b"\x1b@\x1dv0\x00" + bytes((72, 0, height & 255, height >> 8))
    return head + bytes(image.constBits()) + b"\x1bd\x04\x1dVB\x00"


def _all_masks(content: str) -> Any:
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(content)
    code.make(fit=True)
    cells = code.get_matrix()
    stride = -(-len(cells) // 8)
    packed = (int("".join("01"[cell] for cell in row).ljust(stride * 8, "0"), 2) for row in cells)
    return _image(len(cells), stride, b"".join(row.to_bytes(stride, "big") for row in packed))


def _our_mask(content: str) -> Any:
    found = modules(content, WIDE.width_dots)
    assert found
    return _image(found.size, found.stride, found.rows)


def _image(size: int, stride: int, rows_: bytes) -> Any:
    from PySide6.QtGui import QImage

    shared = QImage(rows_, size, size, stride, QImage.Format.Format_Mono)
    shared.setColorTable([0xFFFFFFFF, 0xFF000000])
    return shared.copy()


# ------------------------------------------------------------------------------------ cold, and bytes


def _first() -> BenchRow:
    """Compare the first receipt of a program that warmed up when idle with the first of one that did not."""
    mine, theirs = ([_child(name) for _run in range(COLD)] for name in ("warmed", "cold"))
    value, other = statistics.median(mine), statistics.median(theirs)
    return BenchRow("receipt, the first after start-up", value, "ms", (Beside("python-escpos cold", other, 0.10),))


def _child(name: str) -> float:
    command = [sys.executable, "-m", "tests.bench.receipt", name]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _one(name: str) -> float:
    """Return the milliseconds of a fresh process's first receipt."""
    receipt = _receipts()[-1]
    if name == "warmed":
        warm(WIDE)
    begun = time.perf_counter()
    (ours if name == "warmed" else usual.receipts())(receipt)
    return (time.perf_counter() - begun) * 1e3


def _bytes(receipts: Sequence[Receipt]) -> Iterator[BenchRow]:
    """Count what the same picture takes, and what our own slip takes beside a full-width raster."""
    theirs, picture = usual.receipts()(receipts[0]), raster_of(receipts[0])
    packed = b"".join(encode(picture, WIDE))
    assert decode(packed) == picture
    yield BenchRow(
        "receipt bytes, GS v 0 only, the same picture",
        len(packed),
        "B",
        (Beside("python-escpos", len(theirs), 0.45),),
    )
    yield from _bytes_where_known(receipts[0], picture, len(theirs))
    for name, goal in ((WIDE.name, 0.45), (_KNOWN, 0.30)):
        yield _our_slips(receipts, name, goal)
        yield from _on_the_wire(signed(receipts[0]), name, goal)


def _bytes_where_known(receipt: Receipt, picture: Raster, theirs: int) -> Iterator[BenchRow]:
    """Count what the same words take where positions are dots and the printer draws the QR code itself."""
    known = profile(_KNOWN)
    code = drawn_by_printer(receipt.qr, known.inner, known.width_dots)
    assert code
    side = modules(receipt.qr, known.width_dots)
    assert side
    words = Raster(
        picture.width_dots, height := picture.height - side.size * _CODE_DOTS - 48, picture.rows[: height * 72]
    )
    packed = b"".join(encode_strips([*windows(words), code], known))
    whole = words.rows + code.raster().rows
    assert decode(packed).rows == whole
    least = least_bytes(words) + len(b"".join(encode_strips([code], known)))
    yield BenchRow(
        f"receipt bytes, {_KNOWN}, the same words, QR by the printer",
        len(packed),
        "B",
        (Beside("python-escpos", theirs, 0.30), Beside("the least text + QR", least, 1.10)),
    )


def signed(receipt: Receipt) -> Receipt:
    """Return a receipt with a code as large as a counter's signature makes it."""
    facts = Facts(receipt.receive_number, date(2026, 11, 24), receipt.service, initials_of(receipt.name))
    digits = seal(facts, bytes(range(SIGNATURE_BYTES)), bytes(32))
    return structs.replace(receipt, qr=f"{receipt.qr}.{digits}")


def _our_slips(receipts: Sequence[Receipt], name: str, goal: float) -> BenchRow:
    """Return the usual bytes of our own signed slips beside those of their whole rasters."""
    slips = [b"".join(receipt_bytes(signed(one), profile(name))) for one in receipts[:_SLIPS]]
    whole = [len(decode(slip).rows) for slip in slips]
    most = max(len(slip) / full for slip, full in zip(slips, whole, strict=True))
    beside = (Beside("python-escpos, the same pictures", statistics.median(whole), goal),)
    note = f"{_SLIPS} signed slips, the fullest {most:.2f} x"
    return BenchRow(f"receipt bytes, our signed slip, {name}", statistics.median(map(len, slips)), "B", beside, note)


def _on_the_wire(receipt: Receipt, name: str, goal: float) -> Iterator[BenchRow]:
    """Tell how long our own slip, with bars and signature, is on a serial line, beside the whole raster of it."""
    slip = b"".join(receipt_bytes(receipt, profile(name)))
    whole = decode(slip)
    raster, least = len(whole.rows), least_bytes(whole)
    for baud in _BAUDS:
        yield BenchRow(
            f"our slip on a serial line, {name}, {baud} baud",
            len(slip) * _BITS / baud,
            "s",
            (Beside("python-escpos, the same picture", raster * _BITS / baud, goal),),
            f"{len(slip)} B; {len(slip) / least:.2f} x the least that any bands can take",
        )


def windows(picture: Raster, rows_: int = 240) -> Iterator[Raster]:
    """Yield a picture in parts, as it is drawn."""
    stride = picture.width_dots // 8
    for top in range(0, picture.height, rows_):
        part = picture.rows[top * stride : (top + rows_) * stride]
        yield Raster(picture.width_dots, len(part) // stride, part)


def least_bytes(picture: Raster) -> int:
    """Return the fewest bytes that any split into bands, feeds and skips can give: a floor, not a method."""
    stride = picture.width_dots // 8
    found = [picture.rows[at : at + stride] for at in range(0, len(picture.rows), stride)]
    low = [stride - len(row.lstrip(b"\0")) for row in found]
    high = [len(row.rstrip(b"\0")) for row in found]
    best = [0] * (len(found) + 1)
    for start in range(len(found) - 1, -1, -1):
        end = start
        while end < len(found) and not high[end]:
            end += 1
        costs = [best[end] + (3 * -(-(end - start) // 255) if end < len(found) else 0)] if end > start else []
        left, right = stride, 0
        for end in range(start, min(len(found), start + 300)):
            if high[end]:
                left, right = min(left, low[end]), max(right, high[end])
            if right:
                costs.append(8 + (4 if left else 0) + (end + 1 - start) * (right - left) + best[end + 1])
        best[start] = min(costs)
    return best[0]


def raster_of(receipt: Receipt) -> Raster:
    """Return the usual stack's picture as dots."""
    picture = usual._picture(receipt)
    light = picture.convert("1", dither=0)
    return Raster(picture.width, picture.height, bytes(byte ^ 255 for byte in light.tobytes()))


if __name__ == "__main__":
    print(_one(sys.argv[1]))
