"""The frame of every page behind the sign-in: who is here, their language, the form's token, what was just done."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Response

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.people.person import Person
from kiosk.central.web.guard import Asked, form_token
from kiosk.central.web.render import page, render
from kiosk.central.web.words import keep_language, language_for

_RECORDS = "/desk/records"


@dataclass(frozen=True, slots=True)
class Chrome:
    """What the frame shows; `told` is a sentence about what was just done, `find_at` where to look for something."""

    name: str
    post: str
    manages: bool
    query: str = ""
    told: str = ""
    other_language: str = ""
    find_at: str = "/desk"
    keeps_records: bool = False
    counts: bool = False
    audits: bool = False


def desk_page(
    request: Asked, centre: Centre, who: Person, template: str, *, status: int = 200, told: str = "", **values: Any
) -> Response[str]:
    """Return a page of the desk: the template with its values, `chrome` and `form_token`."""
    language = language_for(request)
    query = request.query_params.get("q", "")[:80]
    chrome = Chrome(
        who.name,
        who.post(language),
        "administrator" in who.roles,
        query,
        told,
        _other(request, language),
        find_at=_RECORDS if request.url.path.startswith(_RECORDS) or who.role == "record_room" else "/desk",
        counts=bool(who.roles & {"dc", "adc", "administrator"}),
        audits=bool(who.roles & {"auditor", "administrator"}),
        keeps_records=bool(who.roles & {"record_room", "dc", "auditor"}),
    )
    html = render(template, language, chrome=chrome, form_token=form_token(centre, request), **values)
    answer = page(html, status)
    for item in keep_language(centre, request):
        answer.set_cookie(item)
    return answer


def _other(request: Asked, language: str) -> str:
    """Return the query of this page in the other language."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return urlencode([*pairs, ("lang", next(code for code in i18n.LANGUAGES if code != language))])
