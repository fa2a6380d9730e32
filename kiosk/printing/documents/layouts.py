"""What a document looks like, as data: columns of a register, blocks of a letter, in both languages.

The files are TOML, one a document: `resources/documents/`.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from kiosk.errors import Refused

Align = Literal["left", "right", "center"]
_HOLE = re.compile(r"\{(\w+)\}")


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The same words in both languages; without English, Bangla stands for both."""

    bn: str
    en: str = ""

    def in_(self, language: str) -> str:
        """Return the words in a language."""
        return (self.en or self.bn) if language == "en" else self.bn


class Column(Words, frozen=True, forbid_unknown_fields=True):
    """A column: what stands in it (`blank` is written by hand), and its share of the width.

    `fit` says what becomes of a long cell: it wraps, or shrinks to one line.
    """

    value: str = "blank"
    width: Annotated[float, Meta(gt=0)] = 1.0
    align: Align = "left"
    fit: Literal["wrap", "shrink"] = "wrap"


class Field(Words, frozen=True, forbid_unknown_fields=True):
    """A name with its value beside it; an empty value leaves a line to write on."""

    value: str = "blank"


class Record(Words, frozen=True, forbid_unknown_fields=True):
    """A kind of record whose copy is asked for: the services that do, and their fields in order."""

    services: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


class Block(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a letter, from top to bottom.

    `office` its head · `memo` number and date · `title` · `text` a paragraph, `lines` one each,
    both with `{holes}`, left out where all are empty · `section` a heading · `fields` · `record` the fields of the copy that is asked for ·
    `signatures` · `gap` of `size` points · `qr` of the receive number.
    """

    kind: Literal["office", "memo", "title", "section", "text", "lines", "fields", "record", "signatures", "gap", "qr"]
    bn: str = ""
    en: str = ""
    size: float = 11.0
    bold: bool = False
    align: Align = "left"
    fields: tuple[Field, ...] = ()
    words: tuple[Words, ...] = ()


class Grid(Struct, frozen=True, forbid_unknown_fields=True):
    """Labels on a sheet: how many across and down, and the margins around and inside, in points."""

    across: Annotated[int, Meta(ge=1, le=10)] = 2
    down: Annotated[int, Meta(ge=1, le=30)] = 5
    margin_x: float = 14.0
    margin_y: float = 34.0
    padding: float = 14.0


class Layout(Words, frozen=True, forbid_unknown_fields=True):
    """A document: a register with `columns`, or `blocks` once for each application.

    `source` says of what its rows are made; `row_height` leaves room for handwriting; `sum` names
    the columns whose amounts are added up, `sum_by` one whose equal cells are also added up by themselves; `records` are the kinds of record of a copy.
    """

    source: Literal["received", "forwardable", "copies", "fees", "visits", "posted"] = "received"
    page: Literal["landscape", "portrait"] = "landscape"
    size: float = 9.0
    row_height: float = 0.0
    sum: str | tuple[str, ...] = ()
    sum_by: str = ""
    columns: tuple[Column, ...] = ()
    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()
    blocks: tuple[Block, ...] = ()
    grid: Grid | None = None
    records: dict[str, Record] = {}

    @property
    def summed(self) -> tuple[str, ...]:
        """The columns whose amounts are added up."""
        return tuple(filter(None, (self.sum,))) if isinstance(self.sum, str) else self.sum


def parse_layout(text: str, file: str) -> Layout:
    """Return the layout that TOML tells.  Raises Refused `document.form` with the file's name."""
    try:
        layout = msgspec.toml.decode(text, type=Layout)
    except (msgspec.DecodeError, ValueError) as error:
        raise Refused.because("document.form", file, file=file, detail=str(error)) from error
    if bool(layout.columns) == bool(layout.blocks):
        raise Refused.because("document.form", file, file=file, detail="columns or blocks")
    columns = {column.value for column in layout.columns}
    for name in (*layout.summed, *filter(None, (layout.sum_by,))):
        if name not in columns:
            raise Refused.because("document.form", file, file=file, detail=f"sum: there is no column {name!r}")
    return layout


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands above the office's name."""

    above: tuple[Words, ...] = ()


def parse_head(text: str, file: str) -> Head:
    """Return the head that TOML tells.  Raises Refused `document.form`."""
    try:
        return msgspec.toml.decode(text, type=Head)
    except (msgspec.DecodeError, ValueError) as error:
        raise Refused.because("document.form", file, file=file, detail=str(error)) from error


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return text with its `{holes}` filled; nothing at all where it has some and all are empty."""
    holes = _HOLE.findall(text)
    if holes and not any(values.get(hole) for hole in holes):
        return ""
    return _HOLE.sub(lambda hole: values.get(hole[1], ""), text)
