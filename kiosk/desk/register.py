"""Draft → application, number, receipt, print job, event: one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.desk.context import Desk
from kiosk.desk.drafts import settle_in
from kiosk.desk.duplicates import Duplicate, duplicates_in, find_duplicates
from kiosk.desk.office_calendar import refresh_in
from kiosk.desk.papers import with_last_days
from kiosk.desk.promise import counted_from, promise_for
from kiosk.desk.receipts import operator_name, original_of
from kiosk.desk.scans import check_kept
from kiosk.domain.application import SECRET_DIGITS, Application, ApplicationDraft
from kiosk.domain.catalogue import Service
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.events import ApplicationReceived
from kiosk.domain.intake import accept
from kiosk.domain.numbering import ReceiveNumber, next_receive_number
from kiosk.errors import Broken, Problem, Refused, Unavailable
from kiosk.store import journal
from kiosk.store.connection import reason_of_os
from kiosk.store.projection import LocalPart
from kiosk.store.session import Unit

__all__ = [
    "Duplicate",
    "Manner",
    "Registered",
    "Warning_",
    "find_duplicate",
    "register_application",
    "register_in",
]

_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Warning_:  # noqa: N801 - Warning is Python's
    """Something the operator should know; it did not stop anything."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of a registration; `job_id` is None when no paper was asked for."""

    application: Application
    service: Service
    warnings: tuple[Warning_, ...]
    job_id: int | None
    seq: int


def register_application(
    desk: Desk,
    draft: ApplicationDraft,
    *,
    operator: str,
    via: str,
    print_receipt: bool = True,
    strict: bool = False,
    ask_reason: bool = False,
) -> Registered:
    """Register a draft; when this returns, the number is issued.

    `strict` refuses duplicates, `ask_reason` those for which the draft gives no reason.  Raises
    Refused (everything that is wrong with the draft; `duplicate|duplicate.reason`;
    `number.spent`), Unavailable `disk.*|store.*`: then nothing was issued.
    """
    at = desk.clock()
    accepted = accept(draft, desk.catalogue, dhaka_day(at))
    if accepted.scans:
        check_kept(desk, accepted.scans)
    how = Manner(operator, via, print_receipt=print_receipt, strict=strict, ask_reason=ask_reason)
    with desk.store.write() as unit:
        return register_in(desk, unit, accepted, how, at)


@dataclass(frozen=True, slots=True)
class Manner:
    """Who registers, from where, and how strictly; see `register_application`."""

    operator: str
    via: str
    print_receipt: bool = True
    strict: bool = False
    ask_reason: bool = False
    instead_of: str = ""


def register_in(desk: Desk, unit: Unit, accepted: ApplicationDraft, how: Manner, at: datetime) -> Registered:
    """Register an accepted draft inside a unit that writes; `instead_of` is the number that it replaces."""
    refresh_in(desk, unit)
    warnings = _warnings(desk, unit, accepted, how, at)
    service = desk.catalogue.service(accepted.service)
    number = _next_number(desk, unit, at)
    application = _application(desk, with_last_days(desk, accepted, dhaka_day(at)), str(number), at)
    receipt = original_of(desk, application, operator_name(unit, how.operator), number.counter)
    event = journal.append(
        unit,
        ApplicationReceived(application),
        at=at,
        operator=how.operator,
        via=how.via,
        rng=desk.rng,
        local=LocalPart(receipt=receipt, printing=printing_of(desk, wanted=how.print_receipt)),
    )
    if how.via == "window":  # with the number, so that a crash never brings a registered form back
        unit.run("DELETE FROM draft WHERE operator = ?", how.operator)
    settle_in(unit, accepted)
    job = unit.one("SELECT id, state FROM print_job WHERE receive_number = ? AND ordinal = 0", str(number))
    unit.issued.append(lambda: desk.anchor.note(event.seq, number.year, number.serial))
    job_id = job[0] if job and job[1] == "queued" else None
    return Registered(application, service, warnings, job_id, event.seq)


def printing_of(desk: Desk, *, wanted: bool) -> str:
    """Return whether a paper is to be made: `queued|none`."""
    return "queued" if wanted and not desk.settings.printer_url.startswith("none:") else "none"


def _warnings(desk: Desk, unit: Unit, accepted: ApplicationDraft, how: Manner, at: datetime) -> tuple[Warning_, ...]:
    found = duplicates_in(unit, desk, accepted, dhaka_day(at), but=how.instead_of)
    warnings = tuple(
        Warning_("duplicate", {"number": same.receive_number, "received_on": same.received_on}) for same in found
    )
    if how.strict and warnings:
        raise Refused(*(Problem("", warning.code, warning.params) for warning in warnings))
    if how.ask_reason and warnings and not accepted.duplicate_reason:
        raise Refused.because("duplicate.reason", "duplicate_reason", **warnings[0].params)
    return warnings


def _application(desk: Desk, accepted: ApplicationDraft, number: str, at: datetime) -> Application:
    service, today = desk.catalogue.service(accepted.service), dhaka_day(at)
    promised = promise_for(desk, service, counted_from(accepted, today)).on
    return Application(
        receive_number=number,
        secret=_secret(desk),
        kind=service.kind,
        catalogue_version=desk.catalogue.version,
        received_at=stamp(at),
        received_on=today.isoformat(),
        draft=accepted,
        promised_on=promised.isoformat() if promised else None,
    )


def _secret(desk: Desk) -> str:
    """Return fresh digits, each as likely as the others."""
    return f"{int.from_bytes(desk.rng(16), 'big') % 10**SECRET_DIGITS:0{SECRET_DIGITS}d}"


def _next_number(desk: Desk, unit: Unit, at: datetime) -> ReceiveNumber:
    """Return the next number, reserved outside the home before it is used."""
    row = unit.one("SELECT district, code, last_year, last_serial FROM counter")
    if row is None:
        raise Broken("a home without a counter")
    district, code, *taken = row
    year, serial = max(tuple(taken), desk.anchor.floor)
    # Two digits would take a clock of 1999 for a year to come, and never come back from it.
    full_year = max(dhaka_day(at).year, _CENTURY + year)
    number = next_receive_number(ReceiveNumber(district, year, code, serial), full_year % 100)
    head = journal.head(unit)
    try:
        desk.anchor.cover(number.year, number.serial, head.seq, head.hash)
    except OSError as error:
        raise Unavailable(reason_of_os(error), str(error)) from error
    return number


def find_duplicate(desk: Desk, draft: ApplicationDraft) -> Duplicate | None:
    """Return the latest application that this draft may repeat; the draft may be unfinished."""
    return next(iter(find_duplicates(desk, draft)), None)
