"""The letter that ends an application, as PDF: made again from the note sheet whenever somebody wants it."""

from io import BytesIO

from kiosk import i18n, resources
from kiosk.central.centre import Centre
from kiosk.central.efile.file import File, Line
from kiosk.central.efile.words import Speaker
from kiosk.central.portal.words import office_name
from kiosk.central.status import office_card
from kiosk.domain.clock import dhaka_day, unstamp

FILE = "disposal_letter.toml"


def write_letter(centre: Centre, file: File, line: Line, language: str) -> bytes:
    """Return the letter of one line of the sheet: to the applicant, from the post that settled it."""
    # Fonts and reportlab take their time; only who wants a letter waits for them.
    from kiosk.printing.documents.layouts import parse_head, parse_layout
    from kiosk.printing.documents.letter import Facts
    from kiosk.printing.documents.pdf import About
    from kiosk.printing.documents.sheet import Furniture
    from kiosk.printing.documents.write import Frame, write_letters

    layout = parse_layout(resources.read_text(f"documents/{FILE}"), FILE)
    head = parse_head(resources.read_text("documents/office.toml"), "office.toml")
    words, title = i18n.translator(language), layout.in_(language)
    with centre.database.read() as connection:
        card = office_card(connection, int(file.application.receive_number[:2]))
    office = office_name(card, language)
    furniture = Furniture(
        above=tuple(above.in_(language) for above in head.above),
        office=office,
        title=title,
        span="",
        foot=i18n.receive_number(file.application.receive_number, language),
        page=words.gettext("Page {n}"),
        language=language,
    )
    frame = Frame(layout, furniture, About(title, office, language, unstamp(line.at)))
    out = BytesIO()
    write_letters(out, frame, [Facts(_values(centre, file, line, language, office))])
    return out.getvalue()


def _values(centre: Centre, file: File, line: Line, language: str, office: str) -> dict[str, str]:
    application, speaker = file.application, Speaker(centre, language, centre.clock())
    person, signer = application.first_applicant, file.person(line.login)
    grouped = i18n.receive_number(application.receive_number, language)
    return {
        "memo_no": f"{grouped}/{i18n.digits(line.ordinal, language)}",
        "today": i18n.day(dhaka_day(unstamp(line.at)), language, year=True),
        "name": application.draft.sender_office or person.shown_name,
        "guardian": person.guardian,
        "address": person.address,
        "subject": speaker.title(application),
        "received_day": speaker.day(application.received_on),
        "receive_number": grouped,
        "body": line.text,
        "signer": signer.name if signer else "",
        "post": line.post_bn if language == "bn" else line.post_en,
        "office": office,
    }
