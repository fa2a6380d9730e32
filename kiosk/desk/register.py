"""Draft → application, number, receipt, print job, event: one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from msgspec import structs

from kiosk.desk.context import Desk
from kiosk.desk.promise import promise_for
from kiosk.desk.receipts import operator_name, original_of
from kiosk.domain.application import SECRET_DIGITS, Applicant, Application, ApplicationDraft
from kiosk.domain.catalogue import Service
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.events import ApplicationReceived
from kiosk.domain.intake import accept, check_identity, check_mobile
from kiosk.domain.numbering import ReceiveNumber, next_receive_number
from kiosk.errors import Broken, Problem, Refused, Unavailable
from kiosk.store import journal
from kiosk.store.connection import reason_of_os
from kiosk.store.projection import LocalPart, traits
from kiosk.store.session import Unit

_CENTURY = 2000

DUPLICATE_DAYS = 30
"""How long the same person's same service counts as perhaps the same application."""


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
) -> Registered:
    """Register a draft; when this returns, the number is issued.

    `strict` refuses duplicates.  Raises Refused (everything that is wrong with the draft;
    `duplicate`; `number.spent`), Unavailable `disk.*|store.*`: then nothing was issued.
    """
    at = desk.clock()
    accepted = accept(draft, desk.catalogue, dhaka_day(at))
    service = desk.catalogue.service(accepted.service)
    printing = "queued" if print_receipt and not desk.settings.printer_url.startswith("none:") else "none"
    with desk.store.write() as unit:
        warnings = tuple(
            Warning_("duplicate", {"number": same.receive_number, "received_on": same.received_on})
            for same in _duplicates(unit, accepted, dhaka_day(at))
        )
        if strict and warnings:
            raise Refused(*(Problem("", warning.code, warning.params) for warning in warnings))
        number = _next_number(desk, unit, at)
        application = _application(desk, accepted, str(number), at)
        receipt = original_of(desk, application, operator_name(unit, operator), number.counter)
        event = journal.append(
            unit,
            ApplicationReceived(application),
            at=at,
            operator=operator,
            via=via,
            rng=desk.rng,
            local=LocalPart(receipt=receipt, printing=printing),
        )
        if via == "window":  # with the number, so that a crash never brings a registered form back
            unit.run("DELETE FROM draft WHERE operator = ?", operator)
        job = unit.one("SELECT id FROM print_job WHERE receive_number = ? AND ordinal = 0", str(number))
        unit.issued.append(lambda: desk.anchor.note(event.seq, number.year, number.serial))
    job_id = job[0] if job and printing == "queued" else None
    return Registered(application, service, warnings, job_id, event.seq)


def _application(desk: Desk, accepted: ApplicationDraft, number: str, at: datetime) -> Application:
    service, today = desk.catalogue.service(accepted.service), dhaka_day(at)
    promised = promise_for(desk, service, today).on
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


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An application that may be the same one."""

    receive_number: str
    received_on: str


def _duplicates(unit: Unit, draft: ApplicationDraft, today: date) -> tuple[Duplicate, ...]:
    """Return the same person's applications for the same service, 30 days back, the latest first."""
    since = (today - timedelta(days=DUPLICATE_DAYS)).isoformat()
    found: dict[str, str] = {
        number: day
        for applicant in draft.applicants
        for trait in traits(applicant)
        for number, day in unit.all(_SAME, trait, draft.service, since)
    }
    latest_first = sorted(found.items(), key=itemgetter(1), reverse=True)
    return tuple(Duplicate(number, day) for number, day in latest_first)


_SAME = (
    "SELECT a.receive_number, a.received_on FROM applicant t JOIN application a ON a.id = t.application_id"
    " WHERE t.trait = ? AND t.service = ? AND t.received_on >= ? AND a.state <> 'void'"
    " ORDER BY t.received_on DESC LIMIT 5"
)


def find_duplicate(desk: Desk, draft: ApplicationDraft) -> Duplicate | None:
    """Return the latest application that this draft may repeat; the draft may be unfinished."""
    typed = structs.replace(draft, applicants=tuple(_recognisable(applicant) for applicant in draft.applicants))
    with desk.store.read() as unit:
        return next(iter(_duplicates(unit, typed, dhaka_day(desk.clock()))), None)


def _recognisable(applicant: Applicant) -> Applicant:
    """Return a person as typed with mobile and document in stored form, empty where they are not right yet."""
    try:
        mobile = check_mobile(applicant.mobile) if applicant.mobile else ""
    except Refused:
        mobile = ""
    try:
        identity = check_identity(applicant.id.type, applicant.id.number) if applicant.id else None
    except Refused:
        identity = None
    return structs.replace(applicant, mobile=mobile, id=identity)
