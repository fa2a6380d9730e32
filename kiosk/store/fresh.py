"""What the database has that the search index has not yet: applications, visits, corrections."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from kiosk.domain.application import Visit
from kiosk.store.terms import SERIES, read_seen, terms_of, visit_terms

if TYPE_CHECKING:
    from kiosk.store.session import Unit

Reached = tuple[int, str, int, str]
"""The last application that is in, by id and number; the last event, by seq and hash."""
Rows = list[tuple[int, str]]
"""Ids and the terms under which they are found."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """What comes next into the index, and how far that goes; None where nothing is new.

    `count` applications came; those that were not handed on are still in `applications`.
    """

    applications: Rows = field(default_factory=list)
    count: int = 0
    last: tuple[int, str] | None = None
    visits: Rows = field(default_factory=list)
    head: tuple[int, str] | None = None
    series: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


class _VisitBody(Struct):
    visit: Visit


class _VisitEvent(Struct):
    body: _VisitBody


class _CorrectedNumber(Struct):
    receive_number: str


class _CorrectedBody(Struct):
    application: _CorrectedNumber


class _CorrectedEvent(Struct):
    body: _CorrectedBody


read_visit = msgspec.json.Decoder(_VisitEvent).decode
_read_corrected = msgspec.json.Decoder(_CorrectedEvent).decode


def is_ours(unit: "Unit", reached: Reached) -> bool:
    """Tell whether an index is of this database: ids of another one mean other people."""
    rowid, number, seq, kept = reached
    row = unit.one("SELECT receive_number FROM application WHERE id = ?", rowid)
    event = unit.one("SELECT hash FROM event WHERE seq = ?", seq)
    return (not rowid or (row is not None and row[0] == number)) and (
        not seq or (event is not None and event[0] == kept)
    )


def read_fresh(unit: "Unit", reached: Reached, most: int, chunk: int, hand_on: Callable[[Rows], object]) -> Fresh:
    """Return what is next, at most so much; of more than a `chunk` of applications `hand_on` gets one after the other."""
    fresh = _applications(unit, reached, most, chunk, hand_on)
    return replace(fresh, head=_events(unit, reached, most, fresh))


def _applications(unit: "Unit", reached: Reached, most: int, chunk: int, hand_on: Callable[[Rows], object]) -> Fresh:
    series: set[str] = set()
    words: set[str] = set()
    rows: Rows = []
    count = last = 0
    number = ""
    # Row by row: a hundred thousand bodies at once would be a hundred megabytes.
    for rowid, body in unit.driver.execute(
        "SELECT id, body FROM application WHERE id > ? ORDER BY id LIMIT ?", (reached[0], most)
    ):
        if len(rows) == chunk:
            hand_on(rows)
            rows = []
        seen = read_seen(body)
        number, last = seen.receive_number, rowid
        series.add(number[:SERIES])
        rows.append((rowid, terms_of(seen, words)))
        count += 1
    return Fresh(rows, count, (last, number) if count else None, series=series, words=words)


def _events(unit: "Unit", reached: Reached, most: int, fresh: Fresh) -> tuple[int, str] | None:
    """Take in visits, and again applications that were corrected; `seq` has no gaps."""
    newest = unit.one("SELECT max(seq) FROM event")
    end = min((newest and newest[0]) or 0, reached[2] + most)
    if end <= reached[2]:
        return None
    rows = unit.all(
        "SELECT seq, kind, record FROM event WHERE kind IN ('visit.logged', 'application.corrected')"
        " AND seq > ? AND seq <= ?",
        reached[2],
        end,
    )
    corrected = set()
    for seq, kind, record in rows:
        if kind == "visit.logged":
            fresh.visits.append((seq, visit_terms(read_visit(record).body.visit, fresh.words)))
        else:
            corrected.add(_read_corrected(record).body.application.receive_number)
    for number in sorted(corrected):
        _again(unit, number, reached[0], fresh)
    kept = unit.one("SELECT hash FROM event WHERE seq = ?", end)
    return end, kept[0] if kept else ""


def _again(unit: "Unit", number: str, reached: int, fresh: Fresh) -> None:
    """Take in an application that says something else now; what it said before still finds it."""
    row = unit.one("SELECT id, body FROM application WHERE receive_number = ?", number)
    if row is not None and row[0] <= reached:
        fresh.applications.append((row[0], terms_of(read_seen(row[1]), fresh.words)))
