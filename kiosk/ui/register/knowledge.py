"""What the program knows beside the form: names, promise, fees, people, the receipt to be."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.domain.application import ApplicationDraft, Kind
from kiosk.domain.catalogue import Catalogue, DayType, Fees, Service
from kiosk.domain.clock import dhaka_day
from kiosk.i18n import _, ngettext
from kiosk.ui.register.state import Duplicate, Promised, Saved

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from kiosk.desk.context import Desk
    from kiosk.desk.people import PersonMatch
    from kiosk.desk.register import Registered


def sentence(code: str) -> str:
    """Return the sentence for a refusal's code."""
    return i18n.sentence(code)


def name_of(service: Service) -> str:
    """Return a service's name in the window's language."""
    return service.name_en if i18n.language() == "en" else service.name_bn


def short_name(service: Service) -> str:
    """Return a service's short name in the window's language."""
    return service.name_en if i18n.language() == "en" else service.short_bn or service.name_bn


def quick_name(service: Service) -> str:
    """Return the shortest name of a service that has a key of its own."""
    names = {
        "khatian_copy_normal": _("Khatian copy"),
        "khatian_copy_urgent": _("Urgent copy"),
        "khas_agri_settlement": _("Agricultural khas land"),
    }
    return names.get(service.code) or short_name(service)


def branch_of(service: Service) -> str:
    """Return where an application goes: branch and room."""
    branch = service.branch_en if i18n.language() == "en" else service.branch_bn
    if not service.room:
        return branch
    return _("{branch}, room {room}").format(branch=branch, room=i18n.digits(service.room))


def quick_services(catalogue: Catalogue, wanted: Sequence[str]) -> tuple[Service, ...]:
    """Return the services with a key of their own; the first of the catalogue where one is missing."""
    chosen = [catalogue.services[code] for code in wanted if code in catalogue.services]
    others = (service for service in catalogue.services.values() if service not in chosen)
    return tuple([*chosen, *others][: len(wanted)])


def promised(desk: "Desk", service: Service) -> Promised:
    """Return when the applicant may come, and how that was counted."""
    from kiosk.desk.promise import promise_for

    found = promise_for(desk, service, dhaka_day(desk.clock()))
    title = _("The copy is ready on") if service.kind == Kind.COPY else _("Answer by")
    return Promised(title, found.on, reckoning(found.days, found.day_type))


def reckoning(days: int | None, day_type: str) -> str:
    """Return how a date was counted: `১০ কার্যদিবস`."""
    if days is None:
        return _("No date is set; they will be told.")
    if days == 0:
        return _("The same day")
    count = i18n.digits(days)
    if day_type == DayType.CALENDAR:
        return ngettext("{n} day, today not counted", "{n} days, today not counted", days).format(n=count)
    return ngettext("{n} working day, today not counted", "{n} working days, today not counted", days).format(n=count)


def fee_facts(fees: Fees) -> list[tuple[str, str, bool]]:
    """Return the fees as rows of name, value, bold."""
    parts = (
        (_("Court fee"), fees.court_fee_poisha),
        (_("Challan"), fees.challan_poisha),
        (_("VAT"), fees.vat_poisha),
        (_("Folio"), fees.folio_poisha),
    )
    found = [(name, i18n.money(poisha), True) for name, poisha in parts if poisha]
    if not found and any(poisha == 0 for _name, poisha in parts):
        return [(_("Fee"), _("none"), True)]
    return found or [(_("Fee"), _("not set"), False)]


def person_fields(person: "PersonMatch") -> dict[str, str]:
    """Return what a known person fills into the form."""
    return {
        "mobile": i18n.mobile(person.mobile),
        "name": person.name or person.name_latin,
        "guardian": person.guardian,
        "address": person.address,
    }


def saved(done: "Registered") -> Saved:
    """Return what is shown of an application that has just got its number."""
    application, papers = done.application, {paper.code: paper.name_bn for paper in done.service.papers}
    states = application.draft.papers
    duplicate = next((warning for warning in done.warnings if warning.code == "duplicate"), None)
    return Saved(
        receive_number=application.receive_number,
        name=application.first_applicant.shown_name,
        service=short_name(done.service),
        promised_on=date.fromisoformat(application.promised_on) if application.promised_on else None,
        paper="none" if done.job_id is None else "printing",
        seen=tuple(papers.get(code, code) for code, state in states.items() if state == "seen"),
        missing=tuple(papers.get(code, code) for code, state in states.items() if state == "missing"),
        duplicate=str(duplicate.params.get("number", "")) if duplicate else "",
    )


def _check_mobile(text: str) -> object:
    from kiosk.domain.intake import check_mobile

    return check_mobile(text)


def _check_identity(text: str) -> object:
    from kiosk.domain.intake import check_identity
    from kiosk.ui.register.form import identity_of

    identity = identity_of(text)
    return check_identity(identity.type, identity.number) if identity else None


def _check_date(text: str) -> object:
    from kiosk.domain.intake import check_date

    return check_date(text)


CHECKS: dict[str, Callable[[str], object]] = {
    "mobile": _check_mobile,
    "id": _check_identity,
    "memo_date": _check_date,
    "x.birth_date": _check_date,
}
"""What is judged on leaving a field; it raises Refused."""


def duplicate_of(desk: "Desk", draft: ApplicationDraft) -> Duplicate | None:
    """Return the same application that is still running, if there is one."""
    from kiosk.desk.register import find_duplicate

    found = find_duplicate(desk, draft)
    return Duplicate(found.receive_number, found.received_on) if found else None


def draw_preview(desk: "Desk", draft: ApplicationDraft, operator: str, dots: int) -> "QImage":
    """Return the receipt as it will be, drawn by the printer's own hand, `dots` wide; the number is dots."""
    from kiosk.desk.receipts import preview_receipt
    from kiosk.printing.preview import preview
    from kiosk.printing.profiles import profile

    receipt = preview_receipt(desk, draft, operator=operator)
    return scaled(preview(receipt, profile(desk.settings.printer_profile)), dots)


def scaled(paper: "QImage", dots: int) -> "QImage":
    """Return paper scaled to a width, softly; the same where it has that width.  Any thread may do it."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    if dots <= 0 or paper.width() == dots:
        return paper
    grey = paper.convertToFormat(QImage.Format.Format_Grayscale8)
    return grey.scaledToWidth(dots, Qt.TransformationMode.SmoothTransformation)
