"""The office's A4 documents: rows from the store in steady memory, a PDF out, progress told, stopped when asked.

A layout is data; an office's own copy in the folder `documents` of the home goes before ours.
"""

import os
import tempfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from kiosk import i18n, resources
from kiosk.desk.cases import calls, cases
from kiosk.desk.context import Desk
from kiosk.desk.document_values import OF_APPLICATIONS, OF_VISITS, SUMMED, Call, Case, Sums, _, pairs, record, say
from kiosk.desk.receipts import operator_name
from kiosk.domain.application import Channel, Kind
from kiosk.domain.clock import DHAKA, dhaka_day
from kiosk.domain.numbering import parse_receive_number
from kiosk.domain.workflow import VOID
from kiosk.errors import Refused, Unavailable
from kiosk.printing.documents.layouts import Layout, parse_head, parse_layout
from kiosk.printing.documents.letter import Facts
from kiosk.printing.documents.pdf import About
from kiosk.printing.documents.sheet import Furniture
from kiosk.printing.documents.write import Frame, Written, write_letters, write_register

__all__ = [
    "ANSWER",
    "DOCUMENTS",
    "HEAP",
    "GoOn",
    "Order",
    "Written",
    "keep_file",
    "save_document",
    "titles",
    "write_document",
]

DOCUMENTS = (
    "receive_register",
    "helpdesk_register",
    "copy_register",
    "court_fee_ledger",
    "despatch_register",
    "forwarding_sheet",
    "copy_application",
    "acknowledgement",
    "envelope_label",
)
HEAP, ANSWER = "post_heap", "post_answer"
BUNDLES = {
    HEAP: ("post_register", "acknowledgement", "envelope_label"),
    ANSWER: ("acknowledgement", "envelope_label"),
}
"""Documents that are printed as one, in this order."""
_KNOWN = frozenset((*DOCUMENTS, *BUNDLES[HEAP]))
FOLDER = "documents"
CHUNK = 250
"""Rows that are in memory at a time."""


GoOn = Callable[[int, int], bool]
"""Is told how many rows of how many were looked at; false stops the work."""

_WANTED: dict[str, Callable[[Case], bool]] = {
    "received": lambda _case: True,
    "forwardable": lambda case: case.application.kind != Kind.COPY and case.state != VOID,
    "copies": lambda case: case.application.kind == Kind.COPY,
    "fees": lambda case: bool(case.service and case.service.fees.court_fee_poisha),
    "posted": lambda case: case.application.draft.channel == Channel.POST and case.state != VOID,
}


@dataclass(frozen=True, slots=True)
class Order:
    """Which document, of which Dhaka days (both included), in which language.

    `number` asks for one application instead of days; `operator` is the login of who asks.
    """

    kind: str
    first: date
    last: date
    language: str = "bn"
    number: str = ""
    operator: str = ""


class _StoppedError(Exception):
    """Somebody said stop."""


def read_layout(desk: Desk, kind: str) -> Layout:
    """Return a document's layout.  Raises Refused `document.unknown|document.form`."""
    if kind not in _KNOWN:
        raise Refused.because("document.unknown", "kind", kind=kind)
    file = f"{kind}.toml"
    layout = parse_layout(_read(desk, file), file)
    known = OF_VISITS if layout.source == "visits" else OF_APPLICATIONS
    strange = next((column.value for column in layout.columns if column.value not in known), None)
    if strange is not None:
        raise Refused.because("document.form", file, file=file, detail=f"there is no value {strange!r}")
    if no_sum := set(layout.summed) - set(SUMMED):
        raise Refused.because("document.form", file, file=file, detail=f"no amounts in {', '.join(sorted(no_sum))!r}")
    return layout


def _read(desk: Desk, file: str) -> str:
    own = desk.home / FOLDER / file
    try:
        return own.read_text("utf-8") if own.is_file() else resources.read_text(f"{FOLDER}/{file}")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused.because("document.form", file, file=file, detail=str(error)) from error


def titles(language: str) -> dict[str, str]:
    """Return the name of every document, in the order in which they are offered."""
    texts = {kind: resources.read_text(f"{FOLDER}/{kind}.toml") for kind in DOCUMENTS}
    names = {kind: parse_layout(text, kind).in_(language) for kind, text in texts.items()}
    bundles = {HEAP: _("Post: register, answers, labels"), ANSWER: _("Post: answer and envelope")}
    return names | {kind: say(language, words) for kind, words in bundles.items()}


def write_document(desk: Desk, order: Order, out: BinaryIO, go_on: GoOn = lambda _done, _total: True) -> Written | None:
    """Write a document; None when `go_on` said stop, and what is written is to be thrown away.

    Raises Refused `document.*|date.range|number.*`, Unavailable `disk.*`.
    """
    if order.last < order.first:
        raise Refused.because("date.range", "to")
    if order.kind in BUNDLES:
        return _write_bundle(desk, order, out, go_on)
    layout = read_layout(desk, order.kind)
    work = _Work(desk, order, layout, go_on)
    try:
        if layout.blocks:
            return write_letters(out, work.frame, work.letters())
        return write_register(out, work.frame, work.rows(), Facts(work.common), work.sums)
    except _StoppedError:
        return None


def _write_bundle(desk: Desk, order: Order, out: BinaryIO, go_on: GoOn) -> Written | None:
    """Write several documents of the same days as one: so many rows as the first of them has."""
    import pypdfium2  # only who prints several at once needs it

    whole = pypdfium2.PdfDocument.new()
    rows = []
    for kind in BUNDLES[order.kind]:
        part = BytesIO()
        written = write_document(desk, replace(order, kind=kind), part, go_on)
        if written is None:
            return None
        rows.append(written.rows)
        source = pypdfium2.PdfDocument(part.getvalue())
        whole.import_pages(source)
        source.close()
    whole.save(out)
    pages = len(whole)
    whole.close()
    return Written(pages, rows[0])


def save_document(desk: Desk, order: Order, path: Path, go_on: GoOn = lambda _done, _total: True) -> Written | None:
    """Write a document to a file that is complete or not there.

    Raises as `write_document`, and Unavailable `file.write` where the place cannot be written.
    """
    return keep_file(path, partial(write_document, desk, order, go_on=go_on))


def keep_file(path: Path, write: Callable[[BinaryIO], Written | None]) -> Written | None:
    """Let `write` fill a file that appears at its place in one step; nothing is left behind otherwise."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    except OSError as error:
        raise Unavailable("file.write", str(error), file=path.name) from error
    kept = False
    try:
        with os.fdopen(handle, "wb") as file:
            written = write(file)
        if written is not None:
            Path(name).replace(path)
            kept = True
        return written
    except OSError as error:
        raise Unavailable("file.write", str(error), file=path.name) from error
    finally:
        if not kept:
            Path(name).unlink(missing_ok=True)


class _Work:
    """One document being made."""

    def __init__(self, desk: Desk, order: Order, layout: Layout, go_on: GoOn) -> None:
        self._desk, self._order, self._layout, self._go_on = desk, order, layout, go_on
        self._language = order.language
        self._whole = Sums()
        self._parts: dict[str, Sums] = {}
        self.common = self._common()
        self.frame = self._frame()

    # ------------------------------------------------------------------ what is the same on every page

    @property
    def _office(self) -> str:
        settings = self._desk.settings
        name = settings.office_name_en if self._language == "en" else ""
        return name or settings.office_name_bn

    def _common(self) -> dict[str, str]:
        today = i18n.day(dhaka_day(self._desk.clock()), self._language, year=True)
        return {"today": today, "span": self._span(), "office": self._office, "public": self._desk.settings.public_base}

    def _span(self) -> str:
        first, last = (i18n.day(one, self._language, year=True) for one in (self._order.first, self._order.last))
        return "" if self._order.number else first if first == last else f"{first} – {last}"

    def _frame(self) -> Frame:
        language, settings = self._language, self._desk.settings
        head = parse_head(_read(self._desk, "office.toml"), "office.toml")
        above = tuple(filter(None, (*(words.in_(language) for words in head.above), settings.office_line_bn)))
        title = self._layout.in_(language)
        furniture = Furniture(
            above=above,
            office=self._office,
            title=title,
            span=self._span(),
            foot=self._foot(),
            page=say(language, _("Page {n}")),
            language=language,
            nothing=say(language, _("There is nothing of these days.")),
        )
        about = About(title, self._office, language, self._desk.clock())
        return Frame(self._layout, furniture, about)

    def _foot(self) -> str:
        """Return when, by whom and where it was made."""
        now, language = self._desk.clock().astimezone(DHAKA), self._language
        with self._desk.store.read() as unit:
            name = operator_name(unit, self._order.operator) if self._order.operator else ""
        moment = f"{i18n.numeric_day(now.date(), language)} {i18n.clock_time(now, language)}"
        counter = say(language, _("Counter {code}")).format(
            code=i18n.digits(f"{self._desk.identity.code:02d}", language)
        )
        return " · ".join(filter(None, (say(language, _("Made {moment}")).format(moment=moment), name, counter)))

    # ------------------------------------------------------------------ rows

    def rows(self) -> Iterator[Sequence[str]]:
        """Yield the cells of each row."""
        if self._layout.source == "visits":
            of_visits = [OF_VISITS[column.value] for column in self._layout.columns]
            yield from ([value(call) for value in of_visits] for call in self._calls())
            return
        values = [OF_APPLICATIONS[column.value] for column in self._layout.columns]
        for case in self._cases():
            if self._layout.summed:
                self._add(case)
            yield [value(case) for value in values]

    def _add(self, case: Case) -> None:
        self._whole.add(case)
        if by := self._layout.sum_by:
            self._parts.setdefault(OF_APPLICATIONS[by](case), Sums()).add(case)

    def sums(self) -> Iterator[Sequence[str]]:
        """Yield the last rows: what the amounts come to of each part, where there are several, and of all."""
        if not self._layout.summed:
            return
        if len(self._parts) > 1:
            yield from (self._sum_row(part, sums) for part, sums in self._parts.items())
        yield self._sum_row(say(self._language, _("Total")), self._whole)

    def _sum_row(self, words: str, sums: Sums) -> list[str]:
        columns, summed = self._layout.columns, self._layout.summed
        cells = [sums.shown(column.value, self._language) if column.value in summed else "" for column in columns]
        by, names = self._layout.sum_by, [column.value for column in columns]
        free = [place for place, name in enumerate(names) if name not in summed]
        cells[names.index(by) if by else max(free, key=lambda place: columns[place].width)] = words
        return cells

    def letters(self) -> Iterator[Facts]:
        """Yield what fills each letter."""
        for case in self._cases():
            application = case.application
            values = self.common | dict(pairs(case)) | {"reference": application.receive_number}
            wanted = next(
                (one.fields for one in self._layout.records.values() if application.draft.service in one.services), ()
            )
            yield Facts(values, record(case, wanted))

    def _cases(self) -> Iterator[Case]:
        wanted, serial = _WANTED[self._layout.source], 0
        for chunk in self._chunks(*self._asked()):
            for case in cases(self._desk, chunk, self._language):
                if wanted(case):
                    serial += 1
                    yield replace(case, serial=serial)

    def _asked(self) -> tuple[str, tuple[Any, ...]]:
        if self._order.number:
            number = str(parse_receive_number(self._order.number))
            return "SELECT id FROM application WHERE receive_number = ?", (number,)
        days = (self._order.first.isoformat(), self._order.last.isoformat())
        return "SELECT id FROM application WHERE received_on BETWEEN ? AND ? ORDER BY received_on, id", days

    def _calls(self) -> Iterator[Call]:
        days = (self._order.first.isoformat(), self._order.last.isoformat())
        serial = 0
        for chunk in self._chunks("SELECT rowid FROM visit WHERE day BETWEEN ? AND ? ORDER BY day, rowid", days):
            for call in calls(self._desk, chunk, self._language):
                serial += 1
                yield replace(call, serial=serial)

    def _chunks(self, sql: str, values: tuple[Any, ...]) -> "Iterator[array[int]]":
        """Yield the rows asked for, by id, a few at a time: eight bytes a row are kept, no transaction stays open."""
        with self._desk.store.read() as unit:
            ids = array("q", (row[0] for row in unit.driver.execute(sql, values)))
        if self._order.number and not ids:
            raise Refused.because("number.unknown", "number")
        for at in range(0, len(ids), CHUNK):
            if not self._go_on(at, len(ids)):
                raise _StoppedError
            yield ids[at : at + CHUNK]
        self._go_on(len(ids), len(ids))
