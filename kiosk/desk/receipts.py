"""What a receipt says about an application: values for the slip and for the window's preview."""

from datetime import date

from msgspec import structs

from kiosk.desk.context import Desk, read_identity
from kiosk.desk.papers import with_last_days
from kiosk.desk.promise import counted_from, promise_for
from kiosk.domain.application import Applicant, Application, ApplicationDraft
from kiosk.domain.catalogue import Service
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.numbering import PRACTICE_COUNTER
from kiosk.domain.receipt import Receipt, ReceiptPaper
from kiosk.domain.workflow import VOID
from kiosk.store.session import Unit

PLACEHOLDER = "·"
_NO_SECRET = "0" * 13


def receipt_of(desk: Desk, application: Application, ordinal: int = 0, by: str = "") -> Receipt:
    """Return what the receipt of an application says, read from the home as it is now.

    `by` is a login: of an original, of who took the application in; `ordinal` n > 0 makes the
    nth copy, made now and by them.
    """
    with desk.store.read() as unit:
        name = operator_name(unit, by)
        row = unit.one("SELECT operator, state FROM application WHERE receive_number = ?", application.receive_number)
        taken_by = operator_name(unit, row[0]) if row and row[0] else name
        code = read_identity(unit).code
    receipt = original_of(desk, application, taken_by, code)
    if row and row[1] == VOID:
        receipt = structs.replace(receipt, void=True)
    return as_copy(receipt, ordinal, at=stamp(desk.clock()), by=name)


def original_of(desk: Desk, application: Application, operator: str, counter: int) -> Receipt:
    """Return the original receipt of an application; `operator` is the name on it."""
    draft, number = application.draft, application.receive_number
    service = desk.catalogue.service(draft.service)
    applicant = application.first_applicant
    if number[4:6].isdecimal():
        counter = int(number[4:6])
    return Receipt(
        receive_number=number,
        office_bn=desk.settings.office_name_bn,
        office_line_bn=desk.settings.office_line_bn,
        kind=application.kind.value,
        service=service.short_bn or service.name_bn,
        name=applicant.shown_name,
        guardian=applicant.guardian,
        subject=draft.subject,
        branch=service.branch_bn,
        room=service.room,
        received_at=application.received_at,
        counter=counter,
        operator=operator,
        qr=public_reference(desk.settings.public_base, number, application.secret),
        secret=application.secret,
        promised_on=application.promised_on,
        days=service.days,
        day_type=service.day_type.value,
        papers=_papers(service, draft),
        court_fee_poisha=service.fees.court_fee_poisha,
        practice=counter == PRACTICE_COUNTER,
        arrived_on=draft.arrived_on,
        corrected=application.version,
        office_en=desk.settings.office_name_en,
        name_latin=applicant.name_latin,
        service_en=service.name_en,
        branch_en=service.branch_en,
        challan_poisha=service.fees.challan_poisha,
        vat_poisha=service.fees.vat_poisha,
        folio_poisha=service.fees.folio_poisha,
    )


def _papers(service: Service, draft: ApplicationDraft) -> tuple[ReceiptPaper, ...]:
    names = {paper.code: paper.name_bn for paper in service.papers}
    dates = draft.paper_dates
    return tuple(
        ReceiptPaper(names.get(code, code), state.value, dates.get(code, "")) for code, state in draft.papers.items()
    )


def public_reference(public_base: str, number: str, secret: str) -> str:
    """Return what the QR says: the secret travels in the fragment, which no server logs."""
    return f"{public_base.rstrip('/')}/t/{number}#{secret}" if public_base else f"{number}.{secret}"


def as_copy(receipt: Receipt, ordinal: int, *, at: str, by: str) -> Receipt:
    """Return the nth copy of a receipt; 0 leaves it the original."""
    return structs.replace(receipt, copy_ordinal=ordinal, copied_at=at, copied_by=by) if ordinal else receipt


def as_promised_now(receipt: Receipt, day: str) -> Receipt:
    """Return a receipt that tells the day promised now, and that it has moved; empty leaves it as it is."""
    if not day:
        return receipt
    before = receipt.promised_on if receipt.promised_on != day else ""
    return structs.replace(receipt, promised_on=day, days=None, moved=True, moved_from=before or "")


def preview_receipt(desk: Desk, draft: ApplicationDraft, operator: str = "") -> Receipt:
    """Return what the receipt of a draft would say; the serial, not yet taken, is dots.

    The draft may be unfinished in every field but the service.
    """
    now = desk.clock()
    identity = desk.identity
    service = desk.catalogue.service(draft.service)
    year = dhaka_day(now).year % 100
    number = f"{identity.district:02d}{year:02d}{identity.code:02d}" + PLACEHOLDER * 7
    today = dhaka_day(now)
    promised = promise_for(desk, service, _counted_from(draft, today)).on
    application = Application(
        receive_number=number,
        secret=_NO_SECRET,
        kind=service.kind,
        catalogue_version=desk.catalogue.version,
        received_at=stamp(now),
        received_on=dhaka_day(now).isoformat(),
        draft=with_last_days(desk, _filled(draft, service), today),
        promised_on=promised.isoformat() if promised else None,
    )
    receipt = receipt_of(desk, application, 0, operator)
    reference = public_reference(desk.settings.public_base, number.replace(PLACEHOLDER, "0"), _NO_SECRET)
    return structs.replace(receipt, qr=reference)


def _counted_from(draft: ApplicationDraft, today: date) -> date:
    try:
        return counted_from(draft, today)
    except ValueError:  # a date that is still being typed
        return today


def _filled(draft: ApplicationDraft, service: Service) -> ApplicationDraft:
    return structs.replace(
        draft, applicants=draft.applicants or (Applicant(),), subject=draft.subject or service.name_bn
    )


def operator_name(unit: Unit, login: str) -> str:
    """Return the name that stands on a receipt; the login when nobody has it."""
    row = unit.one("SELECT name_bn FROM operator WHERE login = ?", login)
    return row[0] if row and row[0] else login
