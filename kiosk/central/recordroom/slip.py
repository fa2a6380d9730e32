"""The search slip of a copy, as PDF: what is to be looked for, with lines for what was found."""

from io import BytesIO

from kiosk import i18n, resources
from kiosk.central.centre import Centre
from kiosk.central.efile.words import Speaker
from kiosk.central.portal.words import office_name
from kiosk.central.recordroom.copies import Copy
from kiosk.central.status import office_card
from kiosk.desk.document_values import Case, record
from kiosk.domain.application import Application

FILE, FIELDS = "search_slip.toml", "copy_application.toml"


def record_of(centre: Centre, copy: Copy, language: str) -> list[tuple[str, str]]:
    """Return names and values of what identifies the record, as the template of its kind orders them."""
    from kiosk.printing.documents.layouts import parse_layout

    kinds = parse_layout(resources.read_text(f"documents/{FIELDS}"), FIELDS).records.values()
    service = copy.application.draft.service
    wanted = next((one.fields for one in kinds if service in one.services), ())
    return record(Case(copy.application, 1, copy.file.state, None, centre.catalogue, language), wanted)


def write_slip(centre: Centre, copy: Copy, language: str) -> bytes:
    """Return the slip, one page of A4."""
    # Fonts and reportlab take their time; only who wants a slip waits for them.
    from kiosk.printing.documents.layouts import parse_head, parse_layout
    from kiosk.printing.documents.letter import Facts
    from kiosk.printing.documents.pdf import About
    from kiosk.printing.documents.sheet import Furniture
    from kiosk.printing.documents.write import Frame, write_letters

    layout = parse_layout(resources.read_text(f"documents/{FILE}"), FILE)
    head = parse_head(resources.read_text("documents/office.toml"), "office.toml")
    words, title, number = i18n.translator(language), layout.in_(language), copy.application.receive_number
    with centre.database.read() as connection:
        office = office_name(office_card(connection, int(number[:2])), language)
    furniture = Furniture(
        above=tuple(above.in_(language) for above in head.above),
        office=office,
        title=title,
        span="",
        foot=i18n.receive_number(number, language),
        page=words.gettext("Page {n}"),
        language=language,
    )
    frame = Frame(layout, furniture, About(title, office, language, centre.clock()))
    out = BytesIO()
    write_letters(out, frame, [Facts(_values(centre, copy.application, language), record_of(centre, copy, language))])
    return out.getvalue()


def _values(centre: Centre, application: Application, language: str) -> dict[str, str]:
    speaker = Speaker(centre, language, centre.clock())
    return {
        "receive_number": i18n.receive_number(application.receive_number, language),
        "reference": application.receive_number,
        "received_day": speaker.day(application.received_on),
        "promised_day": speaker.day(application.promised_on) if application.promised_on else "",
        "name": speaker.name(application),
        "guardian": application.first_applicant.guardian,
        "service": speaker.title(application),
    }
