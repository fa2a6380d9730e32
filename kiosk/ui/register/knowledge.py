"""What the program knows beside the form: names, promise, fees, people, the receipt to be."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.domain.application import ApplicationDraft, Kind
from kiosk.domain.catalogue import Catalogue, DayType, Fees, Service
from kiosk.domain.clock import dhaka_day
from kiosk.errors import Refused
from kiosk.i18n import _, ngettext
from kiosk.ui.register.drafting import form_of
from kiosk.ui.register.form import EXTRA, Form
from kiosk.ui.register.state import Duplicate, Promised, Saved

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from kiosk.desk.context import Desk
    from kiosk.desk.correct import Corrected
    from kiosk.desk.people import PersonMatch
    from kiosk.desk.promise import ReckonedDay
    from kiosk.desk.register import Registered
    from kiosk.domain.application import Place
    from kiosk.ui.widgets import Note


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


def promised(desk: "Desk", service: Service, arrived_on: str = "") -> Promised:
    """Return when the applicant may come, and how that was counted; post counts from its arrival."""
    from kiosk.desk.promise import promise_for

    found = promise_for(desk, service, received_day(desk, arrived_on))
    title = _("The copy is ready on") if service.kind == Kind.COPY else _("Answer by")
    return Promised(title, found.on, reckoning(found.days, found.day_type))


def received_day(desk: "Desk", arrived_on: str = "") -> date:
    """Return the Dhaka day from which is counted: the day of arrival where it is one, else today."""
    from kiosk.domain.intake import check_date

    today = dhaka_day(desk.clock())
    try:
        day = date.fromisoformat(check_date(arrived_on)) if arrived_on.strip() else today
    except Refused:
        return today
    return min(day, today)


def sum_of(desk: "Desk", asked: "tuple[Service, str]") -> "tuple[ReckonedDay, ...]":
    """Return how a promised date comes about, day by day."""
    from kiosk.desk.promise import promise_sum

    service, arrived_on = asked
    return tuple(promise_sum(desk, service, received_day(desk, arrived_on)))


def last_paper_day(desk: "Desk") -> str:
    """Return the last day for missing papers, unless another is typed."""
    from kiosk.desk.papers import last_day

    return last_day(desk).isoformat()


def typed_day(desk: "Desk", text: str) -> str:
    """Return the day to come that a person means, in ISO: `15-12` is the next one.  Raises Refused."""
    from kiosk.domain.intake import check_date

    today = dhaka_day(desk.clock())
    parts = [part for part in re.split(r"[-/. ]+", i18n.ascii_digits(text.strip())) if part]
    if len(parts) == 2:
        parts = [*parts, str(today.year)]
        if (day := check_date("-".join(parts))) < today.isoformat():
            parts[2] = str(today.year + 1)
    day = check_date("-".join(parts))
    if day < today.isoformat():
        raise Refused.because("date.range", "date")
    return day


def defaults_of(service: Service) -> dict[str, str]:
    """Return what nobody needs to type into the fields of a service, as it stands in the form."""
    from kiosk.domain.fields import typed_of

    fields = (one for one in service.fields if one.default)
    return {
        EXTRA + one.code: one.default if one.type == "choice" else i18n.digits(typed_of(one, one.default))
        for one in fields
    }


def short_iso(day: str) -> str:
    """Return `২৯ নভে` of an ISO day; nothing of nothing."""
    return i18n.short_day(date.fromisoformat(day)) if day else ""


def place_notes(place: "Place | None") -> "list[Note]":
    """Return ticks for what an address was understood to mean: union, upazila, post office with its code."""
    from kiosk.ui.widgets import Note

    if place is None:
        return []
    office = _("post office {code}").format(code=i18n.digits(place.post_code)).strip()
    parts = ((place.union, _("union")), (place.upazila, _("upazila")), (place.post_office or place.post_code, office))
    return [Note(words, "check", "ok") for found, words in parts if found]


def places_like(desk: "Desk", typed: str) -> "tuple[Place, ...]":
    """Return places that an address which is being typed may mean."""
    from kiosk.desk.places import load_places
    from kiosk.domain.places import suggest

    return tuple(suggest(typed, load_places(desk.identity.district)))


def place_of(desk: "Desk", typed: str) -> "Place | None":
    """Return the place that a whole address surely means."""
    from kiosk.desk.places import load_places
    from kiosk.domain.places import parse_address

    found = parse_address(typed, load_places(desk.identity.district))
    return found.place if found is not None and found.sure else None


def address_with(typed: str, place: "Place") -> str:
    """Return an address with a place's names behind what was typed before the first comma."""
    before = [part.strip() for part in typed.split(",")[:-1] if part.strip()]
    names = [name for name in (place.union, place.upazila) if name and name not in before]
    return ", ".join([*before, *names])


def reckoning(days: int | None, day_type: str) -> str:
    """Return how a date was counted: `১০ কার্যদিবস`."""
    if days is None:
        return _("No date is set; they will be told.")
    if days == 0:
        return _("The same day")
    count = i18n.digits(days)
    if day_type == DayType.CALENDAR:
        return ngettext("{n} day", "{n} days", days).format(n=count)
    return ngettext("{n} working day", "{n} working days", days).format(n=count)


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
    identity = person.identity
    return {
        "mobile": i18n.mobile(person.mobile),
        "name": person.name or person.name_latin,
        "guardian": person.guardian,
        "address": person.address,
        "id": i18n.digits(identity.number) if identity else "",
        "id_type": identity.type.value if identity else "",
    }


def saved(done: "Registered | Corrected") -> Saved:
    """Return what is shown of an application that has just got its number."""
    application, papers = done.application, {paper.code: paper.name_bn for paper in done.service.papers}
    states = application.draft.papers
    warnings = getattr(done, "warnings", ())
    duplicate = next((warning for warning in warnings if warning.code == "duplicate"), None)
    return Saved(
        receive_number=application.receive_number,
        name=application.first_applicant.shown_name,
        service=short_name(done.service),
        promised_on=date.fromisoformat(application.promised_on) if application.promised_on else None,
        paper="none" if done.job_id is None else "printing",
        seen=tuple(papers.get(code, code) for code, state in states.items() if state == "seen"),
        missing=tuple(papers.get(code, code) for code, state in states.items() if state == "missing"),
        duplicate=str(duplicate.params.get("number", "")) if duplicate else "",
        corrected=application.version > 0,
    )


def _check_mobile(text: str, _kind: str) -> object:
    from kiosk.domain.intake import check_mobile

    return check_mobile(text)


def _check_identity(text: str, kind: str) -> object:
    from kiosk.domain.intake import check_identity

    return check_identity(kind or "nid", text)


def _check_date(text: str, _kind: str) -> object:
    from kiosk.domain.intake import check_date

    return check_date(text)


def _check_email(text: str, _kind: str) -> object:
    from kiosk.domain.intake import check_email

    return check_email(text)


_CHECKS: dict[str, Callable[[str, str], object]] = {
    "mobile": _check_mobile,
    "id": _check_identity,
    "memo_date": _check_date,
    "birth_date": _check_date,
    "posted_on": _check_date,
    "arrived_on": _check_date,
    "email": _check_email,
}


def judge(name: str, text: str, kind: str, service: Service | None) -> None:
    """Judge what a field holds on leaving it; `kind` is of a document's number.  Raises Refused."""
    if name.startswith(EXTRA):
        asked = next((one for one in service.fields if one.code == name.removeprefix(EXTRA)), None) if service else None
        if asked is not None:
            from kiosk.domain.fields import kept_of

            kept_of(asked, text)
        return
    check = _CHECKS.get(name.rpartition(".")[2])
    if check is not None:
        check(text, kind)


def duplicate_of(desk: "Desk", draft: ApplicationDraft) -> Duplicate | None:
    """Return the latest application that this one may be, if there is one."""
    from kiosk.desk.duplicates import find_duplicates

    found = next(iter(find_duplicates(desk, draft)), None)
    if found is None:
        return None
    service = desk.catalogue.services.get(found.service)
    return Duplicate(found.receive_number, found.received_on, short_name(service) if service else "")


def typed_again(desk: "Desk", draft: ApplicationDraft) -> Form:
    """Return the form in which a draft stands as it would be typed here."""
    service = desk.catalogue.services.get(draft.service)
    form = form_of(draft, service, name_of(service) if service else "")
    if service is None:
        form = replace(form, service="")
    texts = {name: text if any(map(str.isalpha, text)) else i18n.digits(text) for name, text in form.texts.items()}
    return replace(form, texts=texts)


def changed_from(form: Form, original: Form, service: Service | None) -> dict[str, str]:
    """Return what each changed field held before, as people read it."""
    names = {*form.texts, *original.texts}
    changed = [name for name in names if _plain(form.text(name)) != _plain(original.text(name))]
    options = {f"{EXTRA}{one.code}": one.options for one in service.fields} if service else {}

    def shown(name: str) -> str:
        text = original.text(name)
        option = next((one for one in options.get(name, ()) if one.code == text), None)
        if option is not None:
            text = (option.name_en if i18n.language() == "en" else "") or option.name_bn
        return text or _("nothing")

    return {name: shown(name) for name in changed}


def _plain(text: str) -> str:
    return i18n.ascii_digits(text.strip())


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
