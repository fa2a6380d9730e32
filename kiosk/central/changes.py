"""Corrections and cancellations of applications: judged against what stands here, in the journal's order."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select, update

from kiosk.central.counters import Caller
from kiosk.central.judge import ACCEPTED, Change, Judged
from kiosk.central.news import KNOWN, Item
from kiosk.central.steps import step_news, write_step
from kiosk.central.store.tables import ApplicationRow
from kiosk.domain.application import Application
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.events import ApplicationCorrected
from kiosk.domain.workflow import CORRECTED, PENDING, RECEIVED, VOID, Step

FIXED = ("receive_number", "secret", "received_at", "received_on")
_application = msgspec.json.Decoder(Application)


class _Raw(msgspec.Struct):
    """The body of an event about an application, its application as the counter wrote it."""

    application: msgspec.Raw


_raw = msgspec.json.Decoder(_Raw)


def raw_application(item: Judged) -> bytes:
    """Return the application of an event, byte for byte."""
    return bytes(_raw.decode(item.link.event.body).application)


@dataclass(slots=True)
class _Standing:
    """An application as it stands while a batch is judged."""

    application: Application
    state: str


def refuse_stale(connection: Connection, office: int, judged: Sequence[Judged]) -> list[Judged]:
    """Return the batch with changes refused that do not fit what stands here.

    `number.unknown`, `state.closed`, `correction.base` (somebody changed it before),
    `correction.fixed` (what never changes would).
    """
    numbers = {number_of(item.change) for item in judged if item.change and item.answer == ACCEPTED}
    if not numbers:
        return list(judged)
    known = _standing(connection, office, numbers)
    return [_judged_in_order(item, known) for item in judged]


def number_of(change: Change) -> str:
    """Return the number that a change is about."""
    return change.application.receive_number if isinstance(change, ApplicationCorrected) else change.receive_number


def _standing(connection: Connection, office: int, numbers: set[str]) -> dict[str, _Standing]:
    statement = (
        select(ApplicationRow.receive_number, ApplicationRow.state, ApplicationRow.body)
        .where(ApplicationRow.office == office, ApplicationRow.receive_number.in_(numbers))
        .with_for_update()
    )
    rows = connection.execute(statement)
    return {row.receive_number: _Standing(_application.decode(bytes(row.body)), row.state) for row in rows}


def _judged_in_order(item: Judged, known: dict[str, _Standing]) -> Judged:
    if item.answer != ACCEPTED:
        return item
    if item.application:
        known.setdefault(item.application.receive_number, _Standing(item.application, RECEIVED))
    if not item.change:
        return item
    standing = known.get(number_of(item.change))
    if standing is None:
        return item.refused("number.unknown", "receive_number")
    if standing.state not in PENDING:
        return item.refused("state.closed", "receive_number")
    if item.change.base != standing.application.version:
        return item.refused("correction.base", "base")
    return _take(item, item.change, standing)


def _take(item: Judged, change: Change, standing: _Standing) -> Judged:
    if not isinstance(change, ApplicationCorrected):
        standing.state = VOID
        return item
    if any(getattr(change.application, name) != getattr(standing.application, name) for name in FIXED):
        return item.refused("correction.fixed", "application")
    standing.application = change.application
    return item


# ------------------------------------------------------------------------------ writing


def write_changes(
    connection: Connection, caller: Caller, accepted: Sequence[Judged], catalogue: Catalogue
) -> list[Item]:
    """Write what changed, in order, and return the news of it."""
    news: list[Item] = []
    for item in accepted:
        if item.change is None:
            continue
        number, at = number_of(item.change), item.link.event.made_at
        step = Step(VOID, at, counter=number[4:6])
        if isinstance(item.change, ApplicationCorrected):
            step = Step(CORRECTED, at, counter=number[4:6])
            _write_correction(connection, caller.office, item, item.change.application, catalogue)
            news.append(Item(KNOWN, number))
        write_step(connection, caller.office, number, step)
        news.append(step_news(number, step))
    return news


def _write_correction(
    connection: Connection, office: int, item: Judged, application: Application, catalogue: Catalogue
) -> None:
    draft, number = application.draft, application.receive_number
    service = catalogue.services.get(draft.service)
    values: dict[str, object] = {
        "service": draft.service,
        "kind": application.kind.value,
        "channel": draft.channel.value,
        "name": application.first_applicant.shown_name,
        "promised_on": application.promised_on,
        "body": raw_application(item),
    }
    mine = (ApplicationRow.office == office) & (ApplicationRow.receive_number == number)
    if service and connection.scalar(select(ApplicationRow.state).where(mine)) == RECEIVED:
        values["branch"] = service.branch  # what was sent on stays where it is
    _of_it(connection, office, number, values)


def _of_it(connection: Connection, office: int, number: str, values: dict[str, object]) -> None:
    mine = (ApplicationRow.office == office) & (ApplicationRow.receive_number == number)
    connection.execute(update(ApplicationRow).where(mine).values(**values))
