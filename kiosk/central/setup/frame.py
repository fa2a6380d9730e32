"""What the pages of set-up share: their frame, their small words, what was just done."""

from datetime import date
from typing import Any

from litestar import Response

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.days import at_office
from kiosk.central.efile.words import Speaker
from kiosk.central.people.person import Person
from kiosk.central.setup.versions import catalogue_on
from kiosk.central.web.desk_page import desk_page
from kiosk.central.web.guard import Asked
from kiosk.central.web.policy import policy
from kiosk.central.web.words import language_for, sentence_of
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.errors import Refused

HOME = "/desk/setup"
ONLY = policy("administrator")


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


TOLD = {
    "revoked": _("This counter is believed no more."),
    "declared": _("Every counter hears of the day."),
    "moved": _("The new dates are promised; each applicant hears of it once."),
    "kept": _("Kept as a new version; every counter hears of it."),
    "undone": _("What was before holds again."),
    "removed": _("This address hears nothing more."),
}


def offered(centre: Centre, who: Person) -> Catalogue:
    """Return the catalogue that the office works by today."""
    with centre.database.read() as connection:
        return catalogue_on(connection, centre.catalogue, who.office, dhaka_day(centre.clock()).isoformat())


def setup_page(
    request: Asked, centre: Centre, who: Person, template: str, refused: Refused | None = None, **values: Any
) -> Response[str]:
    """Return a page of set-up: the template with its values, what was just done, or the sentence of a refusal."""
    language = language_for(request)
    speaker = Speaker(at_office(centre, who.office), language, centre.clock())
    done = request.query_params.get("done", "")
    return desk_page(
        request,
        centre,
        who,
        template,
        status=(404 if refused.problems[0].code.endswith(".unknown") else 400) if refused else 200,
        told=speaker._(TOLD[done]) if done in TOLD and not refused else "",
        trouble=sentence_of(refused, language) if refused else "",
        speaker=speaker,
        counted=speaker.counted,  # by this name the catalogue is collected
        say=Say(language),
        today=dhaka_day(centre.clock()).isoformat(),
        stamp=stamp,
        **values,
    )


class Say:
    """Small words of these pages."""

    def __init__(self, language: str) -> None:
        self.language = language

    def money(self, poisha: int | None) -> str:
        """Return an amount; a dash where nobody knows it."""
        return "—" if poisha is None else i18n.money(poisha, self.language)

    def digits(self, value: object) -> str:
        """Return digits of the language."""
        return i18n.digits(value, self.language)

    def number(self, receive_number: str) -> str:
        """Return a receive number in groups."""
        return i18n.receive_number(receive_number, self.language)

    def day(self, on: date) -> str:
        """Return a day with its weekday."""
        return f"{i18n.day(on, self.language, year=True)}, {i18n.weekday(on, self.language)}"

    def name(self, thing: Any) -> str:
        """Return the name of a service, paper or branch."""
        return str(thing.name_bn if self.language == "bn" else thing.name_en or thing.name_bn)
