"""Finding an application by anything its applicant remembers, and telling its state."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import structs

from kiosk.desk.context import Desk
from kiosk.desk.find_words import Asked, asked_of, is_meant
from kiosk.domain.application import Application
from kiosk.domain.clock import dhaka_day
from kiosk.domain.numbering import parse_receive_number
from kiosk.domain.workflow import RECEIVED, Step
from kiosk.errors import Refused, Unavailable
from kiosk.store import found_rows
from kiosk.store.search import APPLICATIONS, IndexDamagedError
from kiosk.store.session import Unit
from kiosk.store.standing import steps_of
from kiosk.store.terms import read_seen

BATCH = 100_000
"""Rows taken into the index at once where nobody waits: many at once cost half."""
AT_ONCE = 500
"""Rows taken in before a search while somebody types."""

_APPLICATION = msgspec.json.Decoder(Application)


@dataclass(frozen=True, slots=True)
class Hit:
    """One application found; `service` is its code, `received_on` a Dhaka day."""

    receive_number: str
    name: str
    service: str
    state: str
    received_on: str


@dataclass(frozen=True, slots=True)
class Status:
    """Where an application stands and how it came there, oldest step first."""

    receive_number: str
    state: str
    history: tuple[Step, ...]
    application: Application


def find(desk: Desk, text: str, limit: int = 20) -> tuple[Hit, ...]:
    """Return applications of the office that fit, the latest first.

    A receive number, mobile or document number, its beginning or its end; words (or their
    beginnings) of name, guardian, place, subject, service and fields, in any spelling; days as
    people say them.  What was registered a moment ago is found, too.
    """
    index_pending(desk)
    asked = ask(desk, text)
    with desk.store.read() as unit:
        rows = rows_found(desk, unit, asked, limit)
    return tuple(Hit(*row[1:6]) for row in rows)


def ask(desk: Desk, text: str) -> Asked:
    """Return what is typed as a question to the index."""
    longer = asked_again(desk, desk.store.index.longer_words)
    return asked_of(text, dhaka_day(desk.clock()), desk.catalogue, longer)


def rows_found(desk: Desk, unit: Unit, asked: Asked, limit: int) -> list[Sequence[Any]]:
    """Return rows (`kiosk.store.found_rows.COLUMNS`) of the applications that fit, the latest first."""
    sure = set(found_rows.numbered(unit, asked.number, limit)) if asked.number else set()
    if asked.serial:
        series = asked_again(desk, desk.store.index.series)()
        sure.update(found_rows.with_serial(unit, series, asked.serial, limit))
    if asked.doubtful:
        return _without_doubt(desk, unit, asked, sure, limit)
    if asked.expression:
        sure.update(asked_again(desk, desk.store.index.matches)(APPLICATIONS, asked.expression, limit))
    return found_rows.applications(unit, sorted(sure, reverse=True)[:limit])


def _without_doubt(desk: Desk, unit: Unit, asked: Asked, sure: set[int], limit: int) -> list[Sequence[Any]]:
    """Return the rows that are sure and those of which a look at them tells that they fit."""
    found = {row[0]: row for row in found_rows.applications(unit, sorted(sure, reverse=True)[:limit])}
    matches, before = asked_again(desk, desk.store.index.matches), None
    fitting = 0
    while fitting < limit:
        ids = matches(APPLICATIONS, asked.expression, limit, *([before] if before else []))
        rows = [row for row in found_rows.applications(unit, ids) if is_meant(asked, read_seen(row[6]))]
        found.update((row[0], row) for row in rows)
        fitting += len(rows)
        if len(ids) < limit:
            break
        before = ids[-1]
    return [found[rowid] for rowid in sorted(found, reverse=True)[:limit]]


def asked_again(desk: Desk, ask_index: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """Return the same question, asked again of a new index where the old one cannot be read."""

    def asking(*values: Any) -> list[Any]:
        try:
            return ask_index(*values)
        except IndexDamagedError:
            desk.store.index.forget()
            index_pending(desk)
            return ask_index(*values)

    return asking


def index_pending(desk: Desk) -> int:
    """Bring the search index up to date, outside any registration; return how many were added."""
    total = 0
    while count := _add(desk, BATCH):
        total += count
    if total > BATCH:
        with suppress(IndexDamagedError):  # the next search makes it anew
            desk.store.index.settle()
    return total


def _add(desk: Desk, most: int) -> int:
    try:
        return desk.store.index.add_pending(desk.store, most)
    except IndexDamagedError as error:
        raise Unavailable("search.damaged", str(error)) from error


def index_some(desk: Desk, most: int = AT_ONCE) -> int:
    """Take the next rows into the index; return how many are left, about."""
    return desk.store.index.pending(desk.store) if _add(desk, most) >= most else 0


def application_status(desk: Desk, number: str) -> Status:
    """Return the state of an application, its history, and the day promised now.  Raises Refused `number.form|check|unknown`."""
    receive_number = str(parse_receive_number(number))
    with desk.store.read() as unit:
        row = unit.one("SELECT state, body, promised_on FROM application WHERE receive_number = ?", receive_number)
        if row is None:
            raise Refused.because("number.unknown", "receive_number")
        steps = steps_of(unit, receive_number)
    application = structs.replace(_APPLICATION.decode(row[1]), promised_on=row[2] or None)
    received = Step(RECEIVED, application.received_at, counter=receive_number[4:6])
    history = steps if any(step.kind == RECEIVED for step in steps) else [received, *steps]
    return Status(receive_number, row[0], tuple(history), application)
