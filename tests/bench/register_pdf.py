"""A register as PDF, 1,000 rows of eight columns: ours beside reportlab's shaped table and a bare QPainter.

Every route runs in a process of its own; what counts is the work after its imports.  The floor
shapes every cell once and writes nothing.
"""

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from kiosk import resources
from kiosk.i18n import digits
from tests.bench.data import name
from tests.bench.rows import BenchRow, Beside

ROWS, RUNS, LONG = 1_000, 3, 100_000
_HEAD = ("ক্রম", "গ্রহণ নম্বর", "তারিখ", "আবেদনকারী", "মোবাইল", "সেবা", "কর্মকর্তা", "অবস্থা")
_POINTS = (34, 92, 66, 140, 82, 170, 118, 70)
_STATES = ("গৃহীত", "প্রক্রিয়াধীন", "নিষ্পত্তি", "অর্পিত", "স্থগিত")
_SERVICES = (
    "খতিয়ানের নকল (সাধারণ)", "ক্ষতিপূরণের আবেদন", "হাট-বাজার চান্দিনা ভিটি লিজ", "মৌজা ম্যাপ (মুদ্রিত)",
    "আগ্নেয়াস্ত্র লাইসেন্স নবায়ন", "তথ্য প্রাপ্তির আবেদন", "অর্পিত সম্পত্তির একসনা লিজ", "ত্রাণ ও পুনর্বাসন",
)  # fmt: skip
_FONT = "fonts/NotoSansBengali-Regular.ttf"
_ROWS_A_PAGE = 34


def cells(count: int = ROWS) -> Iterator[list[str]]:
    """Yield invented rows, the same every time."""
    rng = random.Random(3)
    for number in range(1, count + 1):
        yield [
            digits(number, "bn"), digits(f"79-26-01-{number:06d}-{number % 10}", "bn"), digits("23-11-2026", "bn"),
            name(rng), digits(f"017{rng.randrange(10**8):08d}", "bn"), rng.choice(_SERVICES), name(rng),
            rng.choice(_STATES),
        ]  # fmt: skip


def rows(*, peers: bool) -> Iterator[BenchRow]:
    """Yield milliseconds of a register and its memory."""
    del peers  # reportlab and Qt are installed with us
    with tempfile.TemporaryDirectory() as folder:
        taken: dict[str, list[tuple[float, float]]] = {}
        for _run in range(RUNS):
            for route in ROUTES:
                taken.setdefault(route, []).append(_child(route, ROWS, folder))
        ms = {route: statistics.median(run[0] for run in runs) for route, runs in taken.items()}
        size = (Path(folder) / "ours.pdf").stat().st_size
        beside = (
            Beside("reportlab, shaped table", ms["reportlab"], 0.15),
            Beside("bare QPainter", ms["qpainter"], 1.5),
        )
        yield BenchRow(
            f"register PDF, {ROWS:,} rows", ms["ours"], "ms", beside,
            f"{ms['ours'] / ms['shaping']:.1f} x shaping alone ({ms['shaping']:.0f} ms); {size / 1024:.0f} KiB",
        )  # fmt: skip
        short = statistics.median(run[1] for run in taken["ours"])
        took, long = _child("ours", LONG, folder)
        note = f"{took / 1e3:.1f} s, {LONG / took * 1e3:,.0f} rows/s"
        yield BenchRow(f"register PDF, {LONG:,} rows, peak", long, "MiB", (Beside(f"{ROWS:,} rows", short, 1.5),), note)


def _child(route: str, count: int, folder: str) -> tuple[float, float]:
    """Return milliseconds of work, and MiB at the peak, of a fresh process."""
    command = [sys.executable, "-m", "tests.bench.register_pdf", route, str(count), f"{folder}/{route}.pdf"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    ms, peak = json.loads(out)
    return ms, peak


def ours(out: str, count: int) -> float:
    """Write with the route that the office's registers take."""
    from kiosk.printing.documents.layouts import Column, Layout
    from kiosk.printing.documents.letter import Facts
    from kiosk.printing.documents.pdf import About
    from kiosk.printing.documents.sheet import Furniture
    from kiosk.printing.documents.write import Frame, write_register

    begun = time.perf_counter()
    columns = tuple(Column(head, width=points) for head, points in zip(_HEAD, _POINTS, strict=True))
    layout = Layout("আবেদন গ্রহণ রেজিস্টার", columns=columns, size=8.0)
    furniture = Furniture(("জেলা প্রশাসকের কার্যালয়",), "জেলা ই-সেবা কেন্দ্র", layout.bn, "", "", "পৃষ্ঠা {n}", "bn")
    with Path(out).open("wb") as file:
        about = About(layout.bn, "", "bn", datetime(2026, 11, 23, tzinfo=UTC))
        write_register(file, Frame(layout, furniture, about), cells(count), Facts({}))
    return time.perf_counter() - begun


def reportlab(out: str, count: int) -> float:
    """Write with reportlab's own shaped paragraphs in its table."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    begun = time.perf_counter()
    pdfmetrics.registerFont(TTFont("B", str(resources.path(_FONT)), shapable=True))
    style = ParagraphStyle("s", fontName="B", fontSize=8, leading=11, shaping=1)
    data = [[Paragraph(cell, style) for cell in row] for row in [_HEAD, *cells(count)]]
    looks = [("GRID", (0, 0), (-1, -1), 0.4, "#555555"), ("TOPPADDING", (0, 0), (-1, -1), 1),
             ("BOTTOMPADDING", (0, 0), (-1, -1), 1), ("LEFTPADDING", (0, 0), (-1, -1), 3)]  # fmt: skip
    pages = SimpleDocTemplate(out, pagesize=landscape(A4), leftMargin=28, rightMargin=28, topMargin=28, bottomMargin=28)
    pages.build([Table(data, colWidths=_POINTS, repeatRows=1, style=looks)])
    return time.perf_counter() - begun


def qpainter(out: str, count: int) -> float:
    """Draw the table by hand with QPainter on QPdfWriter: shaped, not to be searched."""
    from PySide6 import QtCore, QtGui

    from kiosk.printing.app import ensure_gui

    app = ensure_gui()
    begun = time.perf_counter()
    writer = QtGui.QPdfWriter(out)
    writer.setResolution(300)
    writer.setPageSize(QtGui.QPageSize(QtGui.QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QtGui.QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QtCore.QMarginsF(10, 10, 10, 10))
    painter, font = QtGui.QPainter(writer), QtGui.QFont("Noto Sans Bengali")
    font.setPointSizeF(8)
    painter.setFont(font)
    dots, flags = 300 / 72, int(QtCore.Qt.AlignmentFlag.AlignVCenter | QtCore.Qt.TextFlag.TextSingleLine)
    data = list(cells(count))
    for at in range(0, len(data), _ROWS_A_PAGE):
        if at:
            writer.newPage()
        y = 0.0
        for row in [_HEAD, *data[at : at + _ROWS_A_PAGE]]:
            x = 0.0
            for points, text in zip(_POINTS, row, strict=True):
                painter.drawText(QtCore.QRectF(x + 3 * dots, y, points * dots, 15 * dots), flags, text)
                x += points * dots
            y += 15 * dots
            painter.drawLine(0, int(y), int(sum(_POINTS) * dots), int(y))
    painter.end()
    del painter, writer, app
    return time.perf_counter() - begun


def shaping(_out: str, count: int) -> float:
    """Shape every cell once, write nothing: what no route can beat."""
    import uharfbuzz as hb

    begun = time.perf_counter()
    font = hb.Font(hb.Face(resources.read_bytes(_FONT)))
    for row in cells(count):
        for text in row:
            buffer = hb.Buffer()
            buffer.add_str(text)
            buffer.guess_segment_properties()
            hb.shape(font, buffer)
    return time.perf_counter() - begun


ROUTES: dict[str, Callable[[str, int], float]] = {
    "ours": ours, "reportlab": reportlab, "qpainter": qpainter, "shaping": shaping,
}  # fmt: skip


def _one(route: str, count: int, out: str) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    taken = ROUTES[route](out, count) * 1e3
    print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]), flush=True)
    os._exit(0)


if __name__ == "__main__":
    _one(sys.argv[1], int(sys.argv[2]), sys.argv[3])
