"""Rows from events: the same function for registering, healing, restoring and replaying.

So an event, with its local part, holds everything that its rows need.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct, structs

from kiosk.domain.events import (
    ApplicationCorrected,
    ApplicationReceived,
    ApplicationVoided,
    CounterOpened,
    DayDeclared,
    Event,
    GuidanceChanged,
    OperatorChanged,
    ReceiptOutcome,
    VisitLogged,
    happened_at,
)
from kiosk.domain.followups import FOLLOW_UPS, FollowUp, SlipLost, step_of
from kiosk.domain.numbering import parse_receive_number
from kiosk.domain.portal import PortalReturned
from kiosk.domain.receipt import Receipt
from kiosk.domain.workflow import VOID, Step
from kiosk.store import daybook, tables, web_tray
from kiosk.store.applications import add_application, add_scans, replace_application
from kiosk.store.session import Unit
from kiosk.store.standing import apply_step
from kiosk.store.told import apply_day, apply_guidance

_encoder = msgspec.json.Encoder()


class LocalPart(Struct, frozen=True, omit_defaults=True):
    """What only this machine may know of an event, kept so that its rows can be made again.

    `receipt` as it was to be printed and `printing` (`queued|none`); of a paper: `taken`, whether
    the device may have taken a byte; of an operator: the `verifier`; of the counter: its raw
    `device_key`.
    """

    receipt: Receipt | None = None
    printing: str = "queued"
    taken: bool = True
    verifier: str = ""
    device_key: bytes = b""

    def encode(self) -> bytes:
        """Return the bytes that are kept beside the event; none when there is nothing to say."""
        return b"" if self == NO_LOCAL_PART else _encoder.encode(self)

    @staticmethod
    def decode(raw: bytes | None) -> "LocalPart":
        """Return what `encode` wrote."""
        return _LOCAL.decode(raw) if raw else NO_LOCAL_PART


NO_LOCAL_PART = LocalPart()
_LOCAL = msgspec.json.Decoder(LocalPart)
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Fact(Generic[B]):
    """An event with its body read.

    `healing`: it was issued some time ago, so a paper may be out that nobody remembers.
    """

    event: Event
    body: B
    local: LocalPart
    healing: bool = False


def apply(unit: Unit, fact: Fact[Any]) -> None:
    """Write the rows that an event means; a kind that is not known here has none, and is kept."""
    write = _WRITERS.get(type(fact.body))
    if write is not None:
        write(unit, fact)


def _application_received(unit: Unit, fact: Fact[ApplicationReceived]) -> None:
    application, event = fact.body.application, fact.event
    add_application(unit, application, seq=event.seq, operator=event.operator)
    add_scans(unit, application, seq=event.seq)
    if application.draft.portal_id:
        web_tray.take_out(unit, application.draft.portal_id)
    number = parse_receive_number(application.receive_number)
    unit.run(
        "UPDATE counter SET last_year = ?1, last_serial = ?2 WHERE (last_year, last_serial) < (?1, ?2) AND code = ?3",
        number.year,
        number.serial,
        number.counter,
    )
    unknown = fact.healing and fact.local.printing == "queued"
    unit.insert(
        tables.PrintJob,
        receive_number=application.receive_number,
        ordinal=0,
        state="not_known" if unknown else fact.local.printing,
        reason="home.healed" if unknown else "",
        operator=event.operator,
        at=event.made_at,
    )


def _application_corrected(unit: Unit, fact: Fact[ApplicationCorrected]) -> None:
    """The application as it stands now; a further paper is owed when one was asked for."""
    application, event = fact.body.application, fact.event
    number = application.receive_number
    replace_application(unit, application, last_seq=event.seq)
    add_scans(unit, application, seq=event.seq)
    for step in fact.body.steps(happened_at(event)):
        apply_step(unit, number, step)
    if fact.local.receipt is not None and fact.local.printing == "queued":
        _owe_paper(unit, event, number, "not_known" if fact.healing else "queued")


def _owe_paper(unit: Unit, event: Event, number: str, state: str) -> None:
    """Owe the next paper; one that was not begun yet will say the new thing all by itself."""
    last = unit.one(
        "SELECT ordinal, state FROM print_job WHERE receive_number = ? ORDER BY ordinal DESC LIMIT 1", number
    )
    if last is not None and last[1] == "queued":
        return
    ordinal = 0 if last is None else last[0] if last[1] == "none" else last[0] + 1
    _set_paper(unit, event, ReceiptOutcome(number, ordinal, state), state)


def _application_voided(unit: Unit, fact: Fact[ApplicationVoided]) -> None:
    """The number stays and says so; no paper is owed for it any more."""
    event, number = fact.event, fact.body.receive_number
    unit.run("UPDATE application SET last_seq = ? WHERE receive_number = ?", event.seq, number)
    apply_step(unit, number, Step(VOID, happened_at(event), counter=number[4:6]))
    unit.run("UPDATE print_job SET state = 'none' WHERE receive_number = ? AND state = 'queued'", number)


def _follow_up(unit: Unit, fact: Fact[FollowUp]) -> None:
    """A line in its register and a step of the application; of a lost slip a copy is owed."""
    event, body = fact.event, fact.body
    (code,) = unit.one("SELECT code FROM counter") or (0,)
    daybook.note_follow_up(unit, event, body)
    apply_step(unit, body.receive_number, step_of(body, happened_at(event), f"{code:02d}"))
    if isinstance(body, SlipLost) and fact.local.printing == "queued":
        _owe_copy(unit, event, body.receive_number, "not_known" if fact.healing else "queued")


def _owe_copy(unit: Unit, event: Event, number: str, state: str) -> None:
    """Owe the next copy; where another counter printed the original, there was one all the same."""
    last = unit.one("SELECT max(ordinal) FROM print_job WHERE receive_number = ?", number)
    _set_paper(unit, event, ReceiptOutcome(number, (last[0] or 0) + 1 if last else 1, state), state)


def _day_declared(unit: Unit, fact: Fact[DayDeclared]) -> None:
    apply_day(unit, fact.body, fact.event.made_at)


def _guidance_changed(unit: Unit, fact: Fact[GuidanceChanged]) -> None:
    (counter,) = unit.one("SELECT code FROM counter") or (0,)
    apply_guidance(unit, fact.body, fact.event.made_at, operator=fact.event.operator, counter=counter)


def _receipt_outcome(unit: Unit, fact: Fact[ReceiptOutcome]) -> None:
    """A paper that was not begun is owed as it was; of any other that failed, only a copy may follow."""
    paper = fact.body
    state = "queued" if paper.outcome == "failed" and not fact.local.taken else paper.outcome
    _set_paper(unit, fact.event, paper, state)
    if state == "failed":
        _set_paper(unit, fact.event, structs.replace(paper, ordinal=paper.ordinal + 1), "queued")


def _set_paper(unit: Unit, event: Event, paper: ReceiptOutcome, state: str) -> None:
    unit.run(
        "INSERT INTO print_job (receive_number, ordinal, state, reason, operator, at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (receive_number, ordinal) DO UPDATE SET state = excluded.state, reason = excluded.reason",
        paper.receive_number,
        paper.ordinal,
        state,
        paper.reason,
        event.operator,
        event.made_at,
    )


def _portal_returned(unit: Unit, fact: Fact[PortalReturned]) -> None:
    web_tray.take_out(unit, fact.body.portal_id)


def _visit_logged(unit: Unit, fact: Fact[VisitLogged]) -> None:
    visit = fact.body.visit
    unit.insert(
        tables.Visit,
        visit_id=visit.visit_id,
        seq=fact.event.seq,
        day=visit.on,
        operator=fact.event.operator,
        body=_encoder.encode(visit),
    )
    daybook.note_callback(unit, visit)


def _operator_changed(unit: Unit, fact: Fact[OperatorChanged]) -> None:
    body, verifier = fact.body, fact.local.verifier
    if body.change == "added":
        unit.insert(
            tables.Operator,
            login=body.login,
            name_bn=body.name_bn,
            role=body.role,
            active=True,
            verifier=verifier,
            failures=0,
            wait_until="",
        )
    elif body.change == "renamed":
        unit.run("UPDATE operator SET name_bn = ? WHERE login = ?", body.name_bn, body.login)
    elif body.change == "password":
        unit.run(
            "UPDATE operator SET verifier = ?, failures = 0, wait_until = '' WHERE login = ?", verifier, body.login
        )
    elif body.change == "closed":
        unit.run("UPDATE operator SET active = 0 WHERE login = ?", body.login)


def _counter_opened(unit: Unit, fact: Fact[CounterOpened]) -> None:
    """The first one makes the counter; later ones give it another code for the next number on."""
    body, event = fact.body, fact.event
    if unit.one("SELECT 1 FROM counter") is None:
        open_counter(unit, event.counter_id, fact.local.device_key)
    unit.run(
        "UPDATE counter SET district = ?, code = ?, provisional = ?, enrolled_at = ?",
        body.district,
        body.counter,
        body.provisional,
        "" if body.provisional else event.made_at,
    )


def open_counter(unit: Unit, counter_id: str, device_key: bytes) -> None:
    """Write the rows that every event relies on."""
    unit.insert(
        tables.Counter,
        id=1,
        counter_id=counter_id,
        district=0,
        code=0,
        provisional=True,
        device_key=device_key,
        last_year=0,
        last_serial=0,
        enrolled_at="",
    )
    unit.run(
        "INSERT INTO sync_state (id, acknowledged_seq, acknowledged_hash, sending_to, sending_since, server_epoch,"
        " news_cursor, last_success_at, last_error) VALUES (1, 0, ?, 0, '', '', 0, '', '')",
        "0" * 64,
    )


def _daily(write: "Callable[[Unit, Event, Any], None]") -> "Callable[[Unit, Fact[Any]], None]":
    return lambda unit, fact: write(unit, fact.event, fact.body)


_WRITERS: dict[type, Callable[[Unit, Fact[Any]], None]] = {
    ApplicationReceived: _application_received,
    ApplicationCorrected: _application_corrected,
    ApplicationVoided: _application_voided,
    DayDeclared: _day_declared,
    GuidanceChanged: _guidance_changed,
    ReceiptOutcome: _receipt_outcome,
    VisitLogged: _visit_logged,
    OperatorChanged: _operator_changed,
    PortalReturned: _portal_returned,
    CounterOpened: _counter_opened,
    **dict.fromkeys(FOLLOW_UPS.values(), _follow_up),
    **{kind: _daily(write) for kind, write in daybook.WRITERS.items()},
}
