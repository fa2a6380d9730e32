"""Services and people as rows of a list."""

from datetime import date
from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.i18n import _, ngettext
from kiosk.ui.register import knowledge
from kiosk.ui.widgets import Choice, Run, marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.desk.people import PersonMatch
    from kiosk.domain.application import Place
    from kiosk.domain.catalogue import Service


def service_choices(services: "Sequence[Service]", typed: str) -> list[Choice]:
    """Return services as rows: name with the typed part marked, branch at the right."""
    return [
        Choice(service, tuple(marked(knowledge.name_of(service), typed.strip())), side=_side(service))
        for service in services
    ]


def _side(service: "Service") -> str:
    if service.stop_bn:
        return _("not here")
    return service.branch_en if i18n.language() == "en" else service.branch_bn


def person_choices(people: "Sequence[PersonMatch]", typed: str) -> list[Choice]:
    """Return people as rows of two lines."""
    return [_person_choice(person, typed) for person in people]


def _person_choice(person: "PersonMatch", typed: str) -> Choice:
    mobile = i18n.mobile(person.mobile)
    part = i18n.digits(i18n.ascii_digits(typed.strip()))
    name = marked(person.name or person.name_latin, typed.strip(), bold=True)
    number = [Run(" · "), *marked(mobile, part)] if mobile else []
    return Choice(person, (*name, *number), below=_below(person))


def _below(person: "PersonMatch") -> str:
    count = ngettext("{n} application", "{n} applications", person.applications).format(
        n=i18n.digits(person.applications)
    )
    last = _last(person.last_on)
    counted = f"{count}, {last}" if last else count
    return " · ".join(part for part in (person.guardian, person.address, counted) if part)


def _last(last_on: str | date | None) -> str:
    if not last_on:
        return ""
    day = date.fromisoformat(last_on) if isinstance(last_on, str) else last_on
    return _("last {day}").format(day=i18n.short_day(day))


def people_head(count: int) -> str:
    """Return the head of the list of people."""
    return ngettext("{n} person matches", "{n} people match", count).format(n=i18n.digits(count))


def services_head(count: int) -> str:
    """Return the head of the list of services."""
    return ngettext("{n} service", "{n} services", count).format(n=i18n.digits(count))


def place_choices(places: "Sequence[Place]", typed: str) -> list[Choice]:
    """Return places as rows: union and upazila, the post office at the right."""
    return [_place_choice(place, typed) for place in places]


def _place_choice(place: "Place", typed: str) -> Choice:
    names = ", ".join(name for name in (place.union, place.upazila) if name)
    office = " ".join(part for part in (place.post_office, i18n.digits(place.post_code)) if part)
    last = typed.rpartition(",")[2].strip()
    return Choice(place, tuple(marked(names, last)), side=office)


def places_head(count: int) -> str:
    """Return the head of the list of places."""
    return ngettext("{n} place", "{n} places", count).format(n=i18n.digits(count))
