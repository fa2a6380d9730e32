"""A document from its layout and its rows, into a binary stream."""

from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO, NamedTuple

from kiosk.printing.documents.layouts import Layout
from kiosk.printing.documents.letter import Facts, Labels, Letter
from kiosk.printing.documents.pdf import About, Pdf
from kiosk.printing.documents.sheet import Furniture, Sheet
from kiosk.printing.documents.table import Table


class Written(NamedTuple):
    """What came of it."""

    pages: int
    rows: int


class Frame(NamedTuple):
    """What every document needs beside its rows."""

    layout: Layout
    furniture: Furniture
    about: About


def write_register(
    out: BinaryIO,
    frame: Frame,
    rows: Iterable[Sequence[str]],
    facts: Facts,
    sums: Callable[[], Iterable[Sequence[str]]] = tuple,
) -> Written:
    """Write a table, page by page, as its rows come; `sums` is asked for the last rows when all are through.

    What `rows` raises passes through, and leaves an unfinished stream.
    """
    layout = frame.layout
    sheet = Sheet(Pdf(out, frame.about), frame.furniture, landscape=layout.page == "landscape")
    if not layout.before:
        sheet.head()
        sheet.title()
    Letter(sheet).draw(layout.before, facts)
    table = Table(sheet, layout)
    table.begin()
    count = 0
    for row in rows:
        table.row(row)
        count += 1
    for last in sums():
        table.row(last, bold=True)
    table.end()
    if not count:
        sheet.nothing()
    Letter(sheet).draw(layout.after, facts)
    sheet.finish()
    return Written(sheet.close(), count)


def write_letters(out: BinaryIO, frame: Frame, letters: Iterable[Facts]) -> Written:
    """Write one letter, form or label for each; without any, one page that says so."""
    layout = frame.layout
    sheet = Sheet(Pdf(out, frame.about), frame.furniture, landscape=layout.page == "landscape")
    labels = Labels(sheet, layout.grid) if layout.grid else None
    count = 0
    for facts in letters:
        if labels:
            labels.draw(layout.blocks, facts)
        else:
            Letter(sheet, counted=False).draw(layout.blocks, facts)
            sheet.finish(counted=False)
        count += 1
    if labels:
        labels.end()
    if not count:
        sheet.head()
        sheet.title()
        sheet.nothing()
        sheet.finish()
    return Written(sheet.close(), count)
