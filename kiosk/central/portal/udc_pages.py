"""Union Digital Centres: what they filed for people, and how it stands; test codes for the administrator."""

from dataclasses import dataclass

from litestar import Response, get
from sqlalchemy import select

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.days import at_office
from kiosk.central.given import TheCentre
from kiosk.central.portal.apply_pages import contact_shown, what_became
from kiosk.central.portal.codes import code_of, open_codes
from kiosk.central.portal.filings import DRAFT, Filing, filed_by
from kiosk.central.portal.frame import UDC, portal_page
from kiosk.central.portal.words import state_words
from kiosk.central.store.tables import ApplicationRow
from kiosk.central.web.desk_page import desk_page
from kiosk.central.web.guard import Asked, Who
from kiosk.central.web.policy import policy
from kiosk.central.web.words import language_for
from kiosk.domain.clock import dhaka_day
from kiosk.domain.portal import grouped_reference


@dataclass(frozen=True, slots=True)
class Filed:
    """A line of the list: `look` is `draft|waiting|accepted|returned`."""

    portal_id: str
    reference: str
    name: str
    service: str
    day: str
    look: str
    state: str
    number: str


@get("/udc", sync_to_thread=True, include_in_schema=False, opt=policy(UDC))
def udc_home(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show what this centre filed, the latest first."""
    language = language_for(request)
    with centre.database.read() as connection:
        found = filed_by(connection, who)
        numbers = [one.receive_number for one in found if one.receive_number]
        of_them = (ApplicationRow.office == who.office) & ApplicationRow.receive_number.in_(numbers)
        rows = connection.execute(select(ApplicationRow.receive_number, ApplicationRow.state).where(of_them)).all()
    states = {row.receive_number: row.state for row in rows}
    here = at_office(centre, who.office)
    lines = [_line(here, one, states.get(one.receive_number, ""), language) for one in found]
    return portal_page(request, centre, "udc.html", office=who.office, lines=lines, who=who)


def _line(centre: Centre, one: Filing, state: str, language: str) -> Filed:
    service = centre.catalogue.services.get(one.service)
    name = (service.short_bn or service.name_bn if language == "bn" else service.name_en) if service else one.service
    said = what_became(centre, one, language)
    told = said["headline"] if one.state != DRAFT else i18n.translator(language).gettext("Not sent yet")
    return Filed(
        one.portal_id,
        i18n.digits(grouped_reference(one.portal_id), language),
        one.name,
        name,
        i18n.day(dhaka_day(one.filed_at or one.updated_at), language),
        one.state,
        state_words(state, language) if state else told,
        said["number"],
    )


@get("/desk/codes", sync_to_thread=True, include_in_schema=False, opt=policy("administrator"))
def test_codes(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show the codes that were not sent, while notices are being tried: to the administrator alone."""
    language = language_for(request)
    with centre.database.read() as connection:
        found = open_codes(connection, centre, who.office) if is_test(centre) else []
    lines = [
        (
            i18n.digits(grouped_reference(one.portal_id), language),
            contact_shown(one.contact, language),
            code_of(centre, one),
        )
        for one in found
    ]
    return desk_page(request, centre, who, "desk/codes.html", lines=lines, testing=is_test(centre))


def is_test(centre: Centre) -> bool:
    """Tell whether notices reach nobody."""
    from kiosk.central.notices.settings import TEST, read_notice_settings

    return read_notice_settings(centre.home).mode == TEST
