"""What the pages about people share: names of roles, what was just done, their frame."""

from typing import Any

from litestar import Response

from kiosk.central.centre import Centre
from kiosk.central.people.person import Person
from kiosk.central.web.desk_page import desk_page
from kiosk.central.web.guard import Asked
from kiosk.central.web.words import language_for, sentence_of
from kiosk.errors import Refused
from kiosk.i18n import translator


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


ROLE_NAMES = {
    "administrator": _("Administrator"),
    "dc": _("Deputy Commissioner"),
    "adc": _("Additional Deputy Commissioner"),
    "officer": _("Officer"),
    "branch_assistant": _("Branch assistant"),
    "record_room": _("Record room"),
    "udc": _("Union Digital Centre"),
    "auditor": _("Auditor"),
}
TOLD = {
    "password": _("The new password holds; elsewhere you are signed out."),
    "set": _("Kept."),
    "added": _("Added."),
    "closed": _("Closed."),
    "renewed": _("The new password holds."),
    "factor": _("At the next sign-in the second factor is set up anew."),
    "reopened": _("Open again, with the new password."),
    "deputy": _("The deputy is named; each of them sees it."),
}


def people_page(
    request: Asked, centre: Centre, who: Person, template: str, refused: Refused | None, **values: Any
) -> Response[str]:
    """Return a page about people: what was just done, or the sentence of a refusal."""
    language = language_for(request)
    done = TOLD.get(request.query_params.get("done", ""), "")
    told = translator(language).gettext(done) if done and not refused else ""
    trouble = sentence_of(refused, language) if refused else ""
    status = (404 if refused.problems[0].code == "user.unknown" else 400) if refused else 200
    return desk_page(
        request, centre, who, template, status=status, told=told, trouble=trouble, me=who, roles=ROLE_NAMES, **values
    )
