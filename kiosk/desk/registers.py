"""The registers on the screen: which rows there are, as numbers alone, and the rows that are looked at.

Of a million applications the narrow index is read, never their bodies: eight bytes a row stay in
memory, the newest first.
"""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from kiosk import i18n, resources
from kiosk.desk.cases import calls, cases
from kiosk.desk.context import Desk
from kiosk.desk.document_values import OF_APPLICATIONS, OF_VISITS
from kiosk.desk.documents import read_layout
from kiosk.domain.application import Kind
from kiosk.errors import Refused
from kiosk.printing.documents.layouts import Column, Layout, parse_layout

REGISTERS = ("receive_register", "helpdesk_register", "copy_register", "court_fee_ledger", "despatch_register")
FIRST_LOOK = 60
"""Rows that are shown before all of them are counted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: Dhaka days `YYYY-MM-DD`, both included; codes; an empty one leaves all in.

    `state` may also be `pending` for all that is not closed.
    """

    first: str = ""
    last: str = ""
    service: str = ""
    kind: str = ""
    channel: str = ""
    state: str = ""
    branch: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows of a register by their ids, the newest first; `counted` when it is all of them."""

    register: str
    ids: Sequence[int]
    counted: bool = True


def register_titles(language: str) -> dict[str, str]:
    """Return the name of every register, in the order in which they are offered."""
    return {name: _usual(name).in_(language) for name in REGISTERS}


@lru_cache(maxsize=len(REGISTERS))
def _usual(name: str) -> Layout:
    return parse_layout(resources.read_text(f"documents/{name}.toml"), name)


def columns_of(desk: Desk, register: str) -> tuple[Column, ...]:
    """Return the columns that the program fills; the blank ones are for the pen.

    Raises Refused `document.unknown|document.form`.
    """
    return tuple(column for column in read_layout(desk, register).columns if column.value != "blank")


def first_look(desk: Desk, register: str, wanted: Wanted = Wanted()) -> Chosen:
    """Return the newest rows, at once, however many there are.  Raises Refused `date.range`."""
    asked = _question(desk, register, wanted)
    newest = f"{asked.row} FROM {asked.rows} ORDER BY {asked.day} DESC, {asked.row} DESC LIMIT {FIRST_LOOK + 1}"
    with desk.store.read() as unit:
        rows = unit.all(f"SELECT {newest}", *asked.values)
    return Chosen(register, array("q", (row[0] for row in rows[:FIRST_LOOK])), counted=len(rows) <= FIRST_LOOK)


def choose(desk: Desk, register: str, wanted: Wanted = Wanted(), go_on: Callable[[], bool] = lambda: True) -> Chosen:
    """Return all rows; those so far when `go_on` says stop.  Raises Refused `date.range`.

    The index gives whole days, each as one text, and each is put in order by itself: a million rows one by
    one, or one large sort, would hold up the window.
    """
    asked, ids = _question(desk, register, wanted), array("q")
    by_day = f"group_concat({asked.row}) FROM {asked.rows} GROUP BY {asked.day} ORDER BY {asked.day} DESC"
    with desk.store.read() as unit:
        for (of_day,) in unit.driver.execute(f"SELECT {by_day}", asked.values):
            if not go_on():
                break
            ids.extend(sorted(map(int, of_day.split(",")), reverse=True))
    return Chosen(register, ids)


def rows_of(
    desk: Desk, register: str, ids: Sequence[int], language: str, total: int = 0, at: int = 0
) -> list[tuple[str, tuple[str, ...]]]:
    """Return a key and the cells of each row: the receive number, or the visit's id.

    `at` is the place of the first of `ids` among `total`, so that the oldest row has number 1.
    """
    columns = columns_of(desk, register)
    places = [i18n.digits(total - at - n, language) for n in range(len(ids))]
    if register == "helpdesk_register":
        of_visits = [OF_VISITS[column.value] for column in columns]
        made = [(call.visit.visit_id, [value(call) for value in of_visits]) for call in calls(desk, ids, language)]
    else:
        of_cases = [OF_APPLICATIONS[column.value] for column in columns]
        made = [
            (case.application.receive_number, [value(case) for value in of_cases])
            for case in cases(desk, ids, language)
        ]
    serials = [n for n, column in enumerate(columns) if column.value == "serial"]
    for place, (_key, cells) in zip(places, made, strict=False):
        for n in serials:
            cells[n] = place
    return [(key, tuple(cells)) for key, cells in made]


# ------------------------------------------------------------------------------ the question


class _Question(NamedTuple):
    """The columns of day and id, from which rows, with which values."""

    day: str
    row: str
    rows: str
    values: tuple[Any, ...]


def _question(desk: Desk, register: str, wanted: Wanted) -> _Question:
    if wanted.first and wanted.last and wanted.last < wanted.first:
        raise Refused.because("date.range", "last")
    span = (wanted.first or "0000-01-01", wanted.last or "9999-12-31")
    if register == "helpdesk_register":
        where, values = _of_visits(wanted)
        return _Question("day", "rowid", f"visit WHERE day BETWEEN ? AND ?{where}", (*span, *values))
    where, values = _of_applications(desk, register, wanted)
    rows = f"application WHERE received_on BETWEEN ? AND ?{where}"
    return _Question("received_on", "id", rows, (*span, *values))


def _of_visits(wanted: Wanted) -> tuple[str, tuple[Any, ...]]:
    return (" AND operator = ?", (wanted.operator,)) if wanted.operator else ("", ())


def _of_applications(desk: Desk, register: str, wanted: Wanted) -> tuple[str, tuple[Any, ...]]:
    from kiosk.domain.workflow import PENDING

    where, values = "", []
    services = _services(desk, register, wanted)
    if services is not None:
        where, values = " AND service IN (SELECT value FROM json_each(?))", [msgspec.json.encode(services).decode()]
    for column in ("channel", "branch", "operator"):
        if asked := getattr(wanted, column):
            where, values = f"{where} AND {column} = ?", [*values, asked]
    if wanted.state:
        states = PENDING if wanted.state == "pending" else (wanted.state,)
        where, values = f"{where} AND state IN ({', '.join('?' * len(states))})", [*values, *states]
    return where, tuple(values)


def _services(desk: Desk, register: str, wanted: Wanted) -> list[str] | None:
    """Return the services that a register is of, as far as somebody asked; None for all, also unknown ones."""
    known = desk.catalogue.services
    kind = Kind.COPY if register == "copy_register" else wanted.kind
    found = [code for code, service in known.items() if not kind or service.kind == kind]
    if register == "court_fee_ledger":
        found = [code for code in found if known[code].fees.court_fee_poisha]
    if wanted.service:
        found = [code for code in found if code == wanted.service]
    return None if len(found) == len(known) else found
