"""A register as a file for other programs: XLSX or CSV, every cell text, nothing a formula.

Values are those of the screen, in full.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kiosk.desk.context import Desk
from kiosk.desk.documents import GoOn, Written, keep_file
from kiosk.desk.registers import Chosen, columns_of, register_titles, rows_of
from kiosk.printing.documents.spreadsheet import Heading, writer_of

CHUNK = 250


class _StoppedError(Exception):
    """Somebody said stop."""


def export_register(
    desk: Desk, chosen: Chosen, language: str, path: Path, go_on: GoOn = lambda _done, _total: True
) -> Written | None:
    """Write rows to a file that is complete or not there, the oldest first; None when `go_on` said stop.

    The format is the file's ending.  Raises Refused `export.format`, Unavailable `file.write`.
    """
    write = writer_of(path.suffix.lower().lstrip("."))
    rows = _rows(desk, chosen, language, go_on)
    return keep_file(path, partial(_kept, partial(write, _heading(desk, chosen, language), rows)))


def _kept(write: Callable[[BinaryIO], int], file: BinaryIO) -> Written | None:
    try:
        return Written(0, write(file))
    except _StoppedError:
        return None


def _heading(desk: Desk, chosen: Chosen, language: str) -> Heading:
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
