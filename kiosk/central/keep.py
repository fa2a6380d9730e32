"""Judged events become rows: the whole batch at once, or one by one where a batch failed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from kiosk.central.changes import raw_application, refuse_stale, write_changes
from kiosk.central.counters import Caller
from kiosk.central.days import keep_days
from kiosk.central.files import expect_scans
from kiosk.central.judge import ACCEPTED, Judged
from kiosk.central.news import DAY, GUIDANCE, KNOWN, Item, day_news, guidance_news, tell
from kiosk.central.notices.queue import owe_received
from kiosk.central.portal.linking import link_filings, refuse_quicker
from kiosk.central.setup.guidance import keep_entries
from kiosk.central.store.setwise import (
    Clash,
    Row,
    insert_applications,
    insert_events,
    insert_visits,
    taken_numbers,
)
from kiosk.domain.application import Application
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.clock import stamp
from kiosk.domain.workflow import RECEIVED

NOT_TAKEN = (DatabaseError, Clash)
"""What a batch may fail with because of one event in it."""


def keep(
    connection: Connection, caller: Caller, judged: Sequence[Judged], catalogue: Catalogue, now: datetime
) -> list[Judged]:
    """Write what was judged, in order, and return it with its final answers.

    The caller holds the lock on the counter's row and has left out what is known.  Raises one of
    `NOT_TAKEN`: the transaction is lost, and another one has to `keep_singly`.
    """
    if not judged:
        return []
    final = _refuse_late(connection, caller.office, judged)
    _write(connection, caller, final, catalogue, now)
    return final


def keep_singly(
    connection: Connection, caller: Caller, judged: Sequence[Judged], catalogue: Catalogue, now: datetime
) -> list[Judged]:
    """Write event by event, so that one which the database does not take is refused alone; as `keep`."""
    return [_keep_one(connection, caller, item, catalogue, now) for item in judged]


def _refuse_late(connection: Connection, office: int, judged: Sequence[Judged]) -> list[Judged]:
    free = refuse_quicker(connection, office, _refuse_taken(connection, office, judged))
    return refuse_stale(connection, office, free)


def _refuse_taken(connection: Connection, office: int, judged: Sequence[Judged]) -> list[Judged]:
    numbers = [item.application.receive_number for item in judged if item.application]
    taken = taken_numbers(connection, office, numbers) if numbers else set()
    if not taken and len(set(numbers)) == len(numbers):
        return list(judged)
    final = []
    for item in judged:
        number = item.application.receive_number if item.application else None
        final.append(item.refused("number.taken", "receive_number") if number in taken else item)
        if number is not None:
            taken.add(number)
    return final


def _keep_one(connection: Connection, caller: Caller, item: Judged, catalogue: Catalogue, now: datetime) -> Judged:
    """Write one event; one that the database does not take is kept as refused."""
    (final,) = _refuse_late(connection, caller.office, [item])
    try:
        with connection.begin_nested():
            _write(connection, caller, [final], catalogue, now)
    except NOT_TAKEN:
        final = item.refused("event.kept")
        with connection.begin_nested():
            _write(connection, caller, [final], catalogue, now)
    return final


def _write(
    connection: Connection, caller: Caller, judged: Sequence[Judged], catalogue: Catalogue, now: datetime
) -> None:
    insert_events(connection, [_event_row(caller, item, stamp(now)) for item in judged])
    accepted = [item for item in judged if item.answer == ACCEPTED]
    applications = [
        _application_row(caller, item, item.application, catalogue) for item in accepted if item.application
    ]
    insert_applications(connection, applications)
    owe_received(connection, caller.office, (item.application for item in accepted if item.application))
    insert_visits(connection, [_visit_row(caller, item) for item in accepted if item.visit])
    expect_scans(connection, caller, accepted)
    news = [Item(KNOWN, item.application.receive_number) for item in accepted if item.application]
    news += write_changes(connection, caller, accepted, catalogue)
    days = [(item.declared, item.link.event.made_at) for item in accepted if item.declared]
    keep_days(connection, caller.office, days)
    news += [Item(DAY, "", day_news(*day)) for day in days]
    changed = [item.link.event for item in accepted if item.link.event.kind == GUIDANCE]
    keep_entries(connection, caller.office, caller.code, changed)
    news += [Item(GUIDANCE, "", guidance_news(event, caller.code)) for event in changed]
    news += link_filings(connection, caller, accepted, catalogue, now)
    tell(connection, caller.office, news, caller.counter_id)


def _event_row(caller: Caller, item: Judged, at: str) -> Row:
    event, record, hash_ = item.link
    key = (caller.office, caller.counter_id, event.seq)
    return (*key, event.event_id, event.kind, record, hash_, item.answer, item.code, item.field, at)


def _application_row(caller: Caller, item: Judged, application: Application, catalogue: Catalogue) -> Row:
    draft = application.draft
    service = catalogue.services.get(draft.service)
    return (
        caller.office,
        application.receive_number,
        caller.counter_id,
        item.link.event.seq,
        draft.service,
        application.kind.value,
        draft.channel.value,
        RECEIVED,
        service.branch if service else "",
        application.first_applicant.shown_name,
        application.received_at,
        application.received_on,
        application.promised_on,
        raw_application(item),
    )


def _visit_row(caller: Caller, item: Judged) -> Row:
    visit = item.visit
    assert visit is not None  # noqa: S101 - the caller chose those that have one
    key = (caller.office, caller.counter_id, item.link.event.seq)
    what = (visit.answer, visit.service, visit.topic, visit.name, visit.mobile, visit.note)
    return (*key, visit.visit_id, visit.at, visit.on, *what)
