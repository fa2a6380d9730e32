"""Corrections, cancellations and follow-ups: judged against what stands here, in the journal's order."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select, update

from kiosk.central.counters import Caller
from kiosk.central.judge import ACCEPTED, Change, Judged
from kiosk.central.news import KNOWN, Item
from kiosk.central.steps import histories, step_news, steps_of, write_steps
from kiosk.central.store.tables import ApplicationRow
from kiosk.domain.application import Application
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.events import ApplicationCorrected, happened_at
from kiosk.domain.followups import FollowUp, step_of
from kiosk.domain.workflow import PENDING, RECEIVED, VOID, Step, in_order, standing_of, state_of

FIXED = ("receive_number", "secret", "received_at", "received_on")
_application = msgspec.json.Decoder(Application)
_encoder = msgspec.json.Encoder()


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
    steps: list[Step]

    @property
    def state(self) -> str:
        return state_of(in_order(self.steps))


def refuse_stale(connection: Connection, office: int, judged: Sequence[Judged]) -> list[Judged]:
    """Return the batch with changes refused that do not fit what stands here; a follow-up only of what is unknown.

    `number.unknown`, `state.closed`, `correction.base` (somebody changed it before),
    `correction.fixed` (what never changes would).
    """
    about = [item.change or item.follow_up for item in judged if item.answer == ACCEPTED]
    numbers = {number_of(body) for body in about if body}
    if not numbers:
        return list(judged)
    known = _standing(connection, office, numbers)
    return [_judged_in_order(item, known) for item in judged]


def number_of(change: Change | FollowUp) -> str:
    """Return the number that a change or a follow-up is about."""
    return change.application.receive_number if isinstance(change, ApplicationCorrected) else change.receive_number


def _standing(connection: Connection, office: int, numbers: set[str]) -> dict[str, _Standing]:
    statement = (
        select(ApplicationRow.receive_number, ApplicationRow.body)
        .where(ApplicationRow.office == office, ApplicationRow.receive_number.in_(numbers))
        .order_by(ApplicationRow.receive_number)  # two counters lock the same ones in the same order
        .with_for_update()
    )
    rows = connection.execute(statement).all()
    steps = histories(connection, office, numbers)
    return {row[0]: _Standing(_application.decode(bytes(row[1])), steps[row[0]]) for row in rows}


def _judged_in_order(item: Judged, known: dict[str, _Standing]) -> Judged:
    if item.answer == ACCEPTED and item.application:
        known.setdefault(item.application.receive_number, _Standing(item.application, []))
    body = item.change or item.follow_up
    if item.answer != ACCEPTED or body is None:
        return item
    standing = known.get(number_of(body))
    if standing is None:
        return item.refused("number.unknown", "receive_number")
    if not item.change:
        standing.steps += _steps(body, happened_at(item.link.event), "")
        return item
    return _judged_change(item, item.change, standing)


def _judged_change(item: Judged, change: Change, standing: _Standing) -> Judged:
    if standing.state not in PENDING:
        return item.refused("state.closed", "receive_number")
    if change.base != standing.application.version:
        return item.refused("correction.base", "base")
    return _take(item, change, standing)


def _take(item: Judged, change: Change, standing: _Standing) -> Judged:
    if not isinstance(change, ApplicationCorrected):
        standing.steps.append(Step(VOID, happened_at(item.link.event)))
        return item
    if any(getattr(change.application, name) != getattr(standing.application, name) for name in FIXED):
        return item.refused("correction.fixed", "application")
    standing.application = change.application
    return item


# ------------------------------------------------------------------------------ writing


def write_changes(
    connection: Connection, caller: Caller, accepted: Sequence[Judged], catalogue: Catalogue
) -> list[Item]:
    """Write what changed and what was done, in order, and return the news of it."""
    news: list[Item] = []
    taken: list[tuple[str, Step]] = []
    for item in accepted:
        body = item.change or item.follow_up
        if body is None:
            continue
        number = number_of(body)
        if isinstance(body, ApplicationCorrected):
            write_steps(connection, caller.office, taken)  # a correction goes by the state that it finds
            taken = []
            _write_correction(connection, caller.office, item, body.application, catalogue)
            news.append(Item(KNOWN, number))
        made = [(number, step) for step in _steps(body, happened_at(item.link.event), f"{caller.code:02d}")]
        taken += made
        news += [step_news(*one) for one in made]
    write_steps(connection, caller.office, taken)
    return news


def _steps(body: Change | FollowUp, at: str, counter: str) -> tuple[Step, ...]:
    if isinstance(body, FollowUp):
        return (step_of(body, at, counter),)
    if isinstance(body, ApplicationCorrected):
        return body.steps(at)
    return (Step(VOID, at, counter=number_of(body)[4:6]),)


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
    row = connection.execute(select(ApplicationRow.state, ApplicationRow.body).where(mine)).one()
    before = _application.decode(bytes(row.body)).draft
    if service and row.state == RECEIVED:
        values["branch"] = service.branch  # what was sent on stays where it is
    _of_it(connection, office, number, values)
    moved = standing_of(steps_of(connection, office, number)).promised_on
    if moved and (before.service, before.arrived_on) == (draft.service, draft.arrived_on):
        # Another sum makes another day; the same one was moved, whether the counter knew it or not.
        promise_anew(connection, office, application, moved)


def promise_anew(connection: Connection, office: int, application: Application, day: str) -> None:
    """Write a newly promised day wherever an application tells of it."""
    told = msgspec.structs.replace(application, promised_on=day)
    values: dict[str, object] = {"promised_on": day, "body": _encoder.encode(told)}
    _of_it(connection, office, application.receive_number, values)


def _of_it(connection: Connection, office: int, number: str, values: dict[str, object]) -> None:
    mine = (ApplicationRow.office == office) & (ApplicationRow.receive_number == number)
    connection.execute(update(ApplicationRow).where(mine).values(**values))
