"""Rows as a file for other programs: XLSX or CSV, every cell text, nothing a formula.

In a CSV a cell that a spreadsheet would take for a formula has an apostrophe before it, which
`read_csv` takes away again; the file is UTF-8 with a mark, so that spreadsheets show Bangla.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

from kiosk.errors import Refused

FORMATS = ("xlsx", "csv")
MOST_ROWS = 1_048_575
"""Rows of an XLSX sheet below its heading; more go onto further sheets."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")

Heading = tuple[str, list[tuple[str, float]]]
"""A sheet's title, and each column's name and width."""


def writer_of(format_: str) -> Callable[[Heading, Iterator[Sequence[str]], BinaryIO], int]:
    """Return what writes a heading and rows in a format and tells how many rows.  Raises Refused `export.format`."""
    write = {"xlsx": _xlsx, "csv": _csv}.get(format_)
    if write is None:
        raise Refused.because("export.format", "file")
    return write


def _xlsx(heading: Heading, rows: Iterator[Sequence[str]], file: BinaryIO) -> int:
    from xlsxwriter import Workbook

    title, columns = heading
    book = Workbook(file, {"constant_memory": True})
    try:
        text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        bold = book.add_format({"num_format": "@", "bold": True, "bottom": 1, "text_wrap": True})
        sheet: Any = None
        count = 0
        for count, row in enumerate(rows, 1):
            at = (count - 1) % MOST_ROWS
            if at == 0:
                sheet = _sheet(book, title, columns, bold, count // MOST_ROWS + 1)
            for place, cell in enumerate(row):
                sheet.write_string(at + 1, place, cell, text)
        if sheet is None:
            _sheet(book, title, columns, bold, 1)
    finally:
        book.close()
    return count


def _sheet(book: Any, title: str, columns: list[tuple[str, float]], bold: Any, number: int) -> Any:
    name = title[:28] if number == 1 else f"{title[:24]} {number}"
    sheet = book.add_worksheet("".join(letter for letter in name if letter not in "[]:*?/\\"))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    for place, (words, width) in enumerate(columns):
        sheet.set_column(place, place, max(width / 5.5, 6))
        sheet.write_string(0, place, words, bold)
    return sheet


def _csv(heading: Heading, rows: Iterator[Sequence[str]], file: BinaryIO) -> int:
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow([words for words, _width in heading[1]])
        count = 0
        for row in rows:
            writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
            count += 1
    finally:
        text.detach()
    return count


def read_csv(data: bytes) -> list[list[str]]:
    """Return the cells of a CSV file of ours, heading first, as they were before they were written."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [[cell.removeprefix("'") for cell in row] for row in rows]
