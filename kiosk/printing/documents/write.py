"""A document from its layout and its rows, into a binary stream."""

from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO, NamedTuple

from kiosk.printing.documents.layouts import Layout
from kiosk.printing.documents.letter import Facts, Labels, Letter
from kiosk.printing.documents.pdf import About, Pdf
from kiosk.printing.documents.sheet import Furniture, Sheet
from kiosk.printing.documents.table import Table

GoOn = Callable[[int], bool]
"""Is told how many rows are done, and says whether to go on."""

STRIDE = 50
"""Rows between two questions whether to go on."""


class Written(NamedTuple):
    """What came of it."""

    pages: int
    rows: int


def write_register(
    out: BinaryIO, layout: Layout, furniture: Furniture, about: About, rows: Iterable[Sequence[str]], *,
    facts: Facts, last: Callable[[], Sequence[str] | None], go_on: GoOn,
) -> Written | None:  # fmt: skip
    """Write a table, page by page; None when it was told to stop, and what was written is to be thrown away.

    `last` is asked for the row of sums once all rows are through.
    """
    pdf = Pdf(out, about)
    sheet = Sheet(pdf, furniture, landscape=layout.page == "landscape")
    if not layout.before:
        sheet.head()
        sheet.title()
    Letter(sheet).draw(layout.before, facts)
    table = Table(sheet, layout)
    table.begin()
    count = 0
    for count, row in enumerate(rows, 1):
        table.row(row)
        if count % STRIDE == 0 and not go_on(count):
            return None
    if (sums := last()) is not None:
        table.row(sums, bold=True)
    table.end()
    Letter(sheet).draw(layout.after, facts)
    sheet.finish()
    go_on(count)
    return Written(sheet.close(), count)


def write_letters(
    out: BinaryIO, layout: Layout, furniture: Furniture, about: About, letters: Iterable[Facts], *, go_on: GoOn
) -> Written | None:
    """Write one letter, form or label for each; None when it was told to stop.

    Without any there is one empty page, so that the file can be opened.
    """
    pdf = Pdf(out, about)
    sheet = Sheet(pdf, furniture, landscape=layout.page == "landscape")
    labels = Labels(sheet, layout.grid) if layout.grid else None
    count = 0
    for count, facts in enumerate(letters, 1):
        if labels:
            labels.draw(layout.blocks, facts)
        else:
            Letter(sheet).draw(layout.blocks, facts)
            sheet.finish()
        if count % STRIDE == 0 and not go_on(count):
            return None
    if labels:
        labels.end()
    if not pdf.pages:
        sheet.head()
        sheet.title()
        sheet.finish()
    go_on(count)
    return Written(sheet.close(), count)
