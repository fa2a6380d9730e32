"""A register as a file for other programs: XLSX or CSV, every cell text, nothing a formula.

Values are those of the screen, in full.  In a CSV a cell that a spreadsheet would take for a formula
has an apostrophe before it, which `read_csv` takes away again; the file is UTF-8 with a mark, so
that spreadsheets show Bangla.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from kiosk.desk.context import Desk
from kiosk.desk.documents import GoOn, Written, keep_file
from kiosk.desk.registers import Chosen, columns_of, register_titles, rows_of
from kiosk.errors import Refused

FORMATS = ("xlsx", "csv")
CHUNK = 250
MOST_ROWS = 1_048_575
"""Rows of an XLSX sheet below its heading; more go onto further sheets."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


class _StoppedError(Exception):
    """Somebody said stop."""


def export_register(
    desk: Desk, chosen: Chosen, language: str, path: Path, go_on: GoOn = lambda _done, _total: True
) -> Written | None:
    """Write rows to a file that is complete or not there, the oldest first; None when `go_on` said stop.

    The format is the file's ending.  Raises Refused `export.format`, Unavailable `file.write`.
    """
    write = {"xlsx": _xlsx, "csv": _csv}.get(path.suffix.lower().lstrip("."))
    if write is None:
        raise Refused.because("export.format", "file")
    rows = _rows(desk, chosen, language, go_on)
    return keep_file(path, partial(_kept, partial(write, _heading(desk, chosen, language), rows)))


def _kept(write: Callable[[BinaryIO], int], file: BinaryIO) -> Written | None:
    try:
        return Written(0, write(file))
    except _StoppedError:
        return None


def _heading(desk: Desk, chosen: Chosen, language: str) -> tuple[str, list[tuple[str, float]]]:
    columns = columns_of(desk, chosen.register)
    title = register_titles(language)[chosen.register]
    return title, [(column.in_(language), column.width) for column in columns]


def _rows(desk: Desk, chosen: Chosen, language: str, go_on: GoOn) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each row; a line break within a cell becomes a comma."""
    total = len(chosen.ids)
    for end in range(total, 0, -CHUNK):
        if not go_on(total - end, total):
            raise _StoppedError
        start = max(end - CHUNK, 0)
        found = rows_of(desk, chosen.register, chosen.ids[start:end], language, total, start)
        yield from (tuple(", ".join(cell.splitlines()) for cell in cells) for _key, cells in reversed(found))
    go_on(total, total)


# ------------------------------------------------------------------------------ the two formats


def _xlsx(heading: tuple[str, list[tuple[str, float]]], rows: Iterator[Sequence[str]], file: BinaryIO) -> int:
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


def _csv(heading: tuple[str, list[tuple[str, float]]], rows: Iterator[Sequence[str]], file: BinaryIO) -> int:
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
