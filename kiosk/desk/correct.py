"""A saved application is corrected: a new event on a base version; the number stays."""

from dataclasses import dataclass
from datetime import date

from msgspec import structs

from kiosk.desk.changes import changeable, changed_fields, check_reason
from kiosk.desk.context import Desk
from kiosk.desk.office_calendar import refresh_in
from kiosk.desk.papers import with_last_days
from kiosk.desk.promise import counted_from, promise_for
from kiosk.desk.receipts import operator_name, original_of
from kiosk.desk.register import printing_of
from kiosk.desk.rights import check_change
from kiosk.desk.scans import check_kept
from kiosk.domain.application import Application, ApplicationDraft
from kiosk.domain.catalogue import Service
from kiosk.domain.clock import dhaka_day
from kiosk.domain.events import ApplicationCorrected
from kiosk.domain.intake import accept
from kiosk.domain.rights import Act
from kiosk.errors import Refused
from kiosk.store import journal
from kiosk.store.projection import LocalPart
from kiosk.store.session import Unit


@dataclass(frozen=True, slots=True)
class Corrected:
    """The application as it stands now; `changed` are field paths, `job_id` the paper that is owed."""

    application: Application
    service: Service
    changed: tuple[str, ...]
    job_id: int | None


def correct_application(
    desk: Desk,
    number: str,
    draft: ApplicationDraft,
    *,
    reason: str,
    note: str = "",
    operator: str,
    via: str,
    print_receipt: bool = True,
) -> Corrected:
    """Let an application say what the draft says; number, secret and time of receipt stay.

    A paper that is printed for it afterwards is marked as corrected.  Raises Refused: everything
    that is wrong with the draft, `number.*`, `state.closed`, `right.*`, `reason.*`, `correction.nothing`;
    Unavailable `disk.*|store.*`.
    """
    at = desk.clock()
    text = check_reason(desk, "correct", reason, note)
    accepted = accept(draft, desk.catalogue, dhaka_day(at))
    with desk.store.write() as unit:
        refresh_in(desk, unit)
        before = changeable(unit, number)
        check_change(desk, unit, operator, Act.CORRECT, before.receive_number)
        check_kept(desk, tuple(scan for scan in accepted.scans if scan not in before.draft.scans))
        after = _corrected(desk, before, accepted)
        changed = changed_fields(before.draft, after.draft)
        if not changed:
            raise Refused.because("correction.nothing", "receive_number")
        journal.append(
            unit,
            ApplicationCorrected(after, before.version, changed, reason, text),
            at=at,
            operator=operator,
            via=via,
            rng=desk.rng,
            local=_paper(desk, unit, after, wanted=print_receipt),
        )
        job = unit.one(
            "SELECT id FROM print_job WHERE receive_number = ? AND state = 'queued' ORDER BY ordinal DESC LIMIT 1",
            after.receive_number,
        )
    return Corrected(after, desk.catalogue.service(accepted.service), changed, job[0] if job else None)


def _corrected(desk: Desk, before: Application, accepted: ApplicationDraft) -> Application:
    """Return the next version, under the catalogue in force; its promise counts from the same day."""
    service, received = desk.catalogue.service(accepted.service), date.fromisoformat(before.received_on)
    same_sum = (accepted.service, accepted.arrived_on) == (before.draft.service, before.draft.arrived_on)
    promised = promise_for(desk, service, counted_from(accepted, received)).on
    return structs.replace(
        before,
        kind=service.kind,
        catalogue_version=desk.catalogue.version,
        draft=with_last_days(desk, accepted, received),
        # The day on the paper in somebody's hand stays, unless another service or arrival makes another.
        promised_on=before.promised_on if same_sum else promised.isoformat() if promised else None,
        version=before.version + 1,
    )


def _paper(desk: Desk, unit: Unit, application: Application, *, wanted: bool) -> LocalPart:
    row = unit.one("SELECT operator FROM application WHERE receive_number = ?", application.receive_number)
    name = operator_name(unit, row[0]) if row else ""
    receipt = original_of(desk, application, name, int(application.receive_number[4:6]))
    return LocalPart(receipt=receipt, printing=printing_of(desk, wanted=wanted))
