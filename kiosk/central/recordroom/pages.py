"""The record room's pages: the copies on the left, the one that is open beside them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from litestar import Response, Router, get, post
from litestar.params import FromPath

from kiosk.central.centre import Centre
from kiosk.central.days import at_office
from kiosk.central.efile.acts import due_after
from kiosk.central.efile.words import Speaker
from kiosk.central.given import TheCentre
from kiosk.central.people.person import Person
from kiosk.central.recordroom.acts import MOST_FOLIOS, NOTHING, Said, act_on_copy
from kiosk.central.recordroom.copies import (
    BOXES,
    READERS,
    ROLE,
    Asked,
    Copy,
    count_copies,
    list_copies,
    read_copy,
    read_copy_page,
)
from kiosk.central.recordroom.slip import record_of, write_slip
from kiosk.central.recordroom.words import BOX_NAMES, SIGN_NAMES, TOLD, fee_of, names_of
from kiosk.central.web.desk_page import desk_page
from kiosk.central.web.guard import MAX_FORM_BYTES, Who, go_to, said
from kiosk.central.web.guard import Asked as Request
from kiosk.central.web.policy import policy
from kiosk.central.web.words import language_for, sentence_of
from kiosk.desk.court_fee import read_rates
from kiosk.domain.catalogue import Fees
from kiosk.domain.money import POISHA_PER_TAKA, taka
from kiosk.domain.rates import is_urgent, offer
from kiosk.domain.record_room import ACTS, SIGNATURES, next_name
from kiosk.errors import Refused
from kiosk.i18n import ascii_digits

HOME = "/desk/records"
FEE_DAYS = 7
_STATUS = {"number.unknown": 404, "act.forbidden": 403, "act.late": 409, "state.closed": 409, "room.state": 409}
_SEALED = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'",
    "Cache-Control": "no-store",
}
_FIELDS = ("text", "told", "until", "folios", "base", "per_folio", "registered_no")


@get("/", sync_to_thread=True, opt=policy(*READERS))
def copies(request: Request, centre: TheCentre, who: Who) -> Response[str]:
    """Show the copies that lie here."""
    return _page(request, centre, who)


@get("/{number:str}", sync_to_thread=True, opt=policy(*READERS))
def open_copy(request: Request, centre: TheCentre, who: Who, number: FromPath[str]) -> Response[str]:
    """Show a copy beside its list."""
    return _page(request, centre, who, number)


@get("/{number:str}/slip", sync_to_thread=True, opt=policy(*READERS))
def see_slip(request: Request, centre: TheCentre, who: Who, number: FromPath[str]) -> Response[bytes]:
    """Give the search slip as PDF."""
    copy = read_copy(centre, who, number, "copy.slip_read")
    headers = {**_SEALED, "Content-Disposition": f'inline; filename="{copy.application.receive_number}-search.pdf"'}
    slip = write_slip(at_office(centre, who.office), copy, language_for(request))
    return Response(slip, media_type="application/pdf", headers=headers)


@get("/{number:str}/page/{digest:str}", sync_to_thread=True, opt=policy(*READERS))
def see_copy_page(centre: TheCentre, who: Who, number: FromPath[str], digest: FromPath[str]) -> Response[bytes]:
    """Show a scanned page, which may do nothing but be looked at."""
    return Response(read_copy_page(centre, who, number, digest), media_type="image/webp", headers=_SEALED)


def _act_route(act: str) -> Any:
    path = f"/{{number:str}}/{act.replace('_', '-')}"

    @post(path, status_code=200, sync_to_thread=True, opt=policy(ROLE), name=f"room-{act}")
    def take_act(request: Request, centre: TheCentre, who: Who, number: FromPath[str]) -> Response[Any]:
        """Do something with a copy, then show it again."""
        try:
            act_on_copy(centre, who, number, act, _said(request), said(request, "version"))
        except Refused as refused:
            return _page(request, centre, who, number, refused, act)
        return go_to(f"{HOME}/{number}?" + urlencode({"box": _box(request), "done": act}))

    return take_act


def _said(request: Request) -> Said:
    folios = ascii_digits(said(request, "folios")).strip()
    if folios and not (folios.isascii() and folios.isdigit() and len(folios) <= len(str(MOST_FOLIOS))):
        raise Refused.because("folios.form", "folios", limit=MOST_FOLIOS)
    return Said(
        text=said(request, "text"),
        told=said(request, "told"),
        until=said(request, "until"),
        folios=int(folios or 0),
        base_poisha=_poisha(said(request, "base")),
        per_folio_poisha=_poisha(said(request, "per_folio")),
        registered_no=said(request, "registered_no"),
    )


def _poisha(text: str) -> int:
    return taka(text) if text.strip() else NOTHING.base_poisha


def _box(request: Request) -> str:
    box = request.query_params.get("box") or (said(request, "box") if request.method == "POST" else "")
    return box if box in BOXES else BOXES[0]


def _asked(request: Request) -> Asked:
    params = request.query_params
    page = params.get("page", "1")
    number = min(int(page), 40) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    return Asked(_box(request), params.get("q", "")[:80], number)


def _page(
    request: Request, centre: Centre, who: Person, number: str = "", refused: Refused | None = None, act: str = ""
) -> Response[str]:
    language, centre = language_for(request), at_office(centre, who.office)
    speaker, asked = Speaker(centre, language, centre.clock()), _asked(request)
    copy = read_copy(centre, who, number) if number else None
    listed, counts = list_copies(centre, who, asked), count_copies(centre, who)
    done = request.query_params.get("done", "")
    typed = {name: said(request, name) if refused else "" for name in _FIELDS}
    return desk_page(
        request,
        centre,
        who,
        "desk/records.html",
        status=_STATUS.get(refused.problems[0].code, 400) if refused else 200,
        told=speaker._(TOLD[done]) if done in TOLD and not refused else "",
        asked=asked,
        box_name=BOX_NAMES[asked.box],
        boxes=[(box, speaker._(BOX_NAMES[box]), speaker.count(counts[box]), counts[box]) for box in BOXES],
        rows=[speaker.row(row) for row in listed.rows],
        listed=listed,
        count=speaker.count(listed.count),
        link=_link(asked),
        raw=copy.file if copy else None,
        speaker=speaker,
        trouble=sentence_of(refused, language) if refused else "",
        tried=act,
        open_act=act or request.query_params.get("act", ""),
        **_of_copy(centre, speaker, copy, typed),
    )


def _of_copy(centre: Centre, speaker: Speaker, copy: Copy | None, typed: dict[str, str]) -> dict[str, Any]:
    """Return what the page shows of the copy that is open."""
    if copy is None:
        return {"file": None, "typed": typed}
    wanted = next_name(copy.names)
    can = {act.replace("_", "-") for act, code in copy.why_not.items() if not code}
    signs = [act for act in SIGNATURES if act == wanted and act.replace("_", "-") in can]
    return {
        "file": speaker.file(copy.file, is_shown=False),
        "record": record_of(centre, copy, speaker.language),
        "names": list(names_of(speaker, copy)),
        "has_names": bool(copy.names),
        "fee": fee_of(speaker, copy),
        "can": can,
        "sign": [(act.replace("_", "-"), speaker._(SIGN_NAMES[act])) for act in signs],
        "waits_for": copy.why_not.get(wanted, "") if wanted else "",
        "typed": {**_offered(centre, copy), **{name: text for name, text in typed.items() if text}},
    }


def _offered(centre: Centre, copy: Copy) -> dict[str, str]:
    """Return what the forms hold before somebody types: the rates of this copy, a last day, today."""
    draft = copy.application.draft
    service = centre.catalogue.services.get(draft.service)
    folios = next((step.count for step in reversed(copy.file.steps) if step.count), 0)
    urgent = is_urgent(draft.service, draft.fields)
    rate = offer(read_rates(centre.home), draft.service, service.fees if service else Fees(), folios, urgent=urgent)
    return {
        **dict.fromkeys(_FIELDS, ""),
        "folios": str(folios or ""),
        "base": _taka(rate.base_poisha) if rate.known else "",
        "per_folio": _taka(rate.per_folio_poisha) if rate.per_folio_poisha else "",
        "until": due_after(centre, FEE_DAYS),
    }


def _taka(poisha: int) -> str:
    whole, part = divmod(poisha, POISHA_PER_TAKA)
    return f"{whole}.{part:02d}" if part else str(whole)


def _link(asked: Asked) -> Callable[..., str]:
    def link(**other: Any) -> str:
        then = replace(asked, **{"page": 1, **other})
        pairs = {"box": then.box, "q": then.query, "page": str(then.page) if then.page > 1 else ""}
        return urlencode({name: value for name, value in pairs.items() if value})

    return link


def record_room_router() -> Router:
    """Return the routes of the record room."""
    handlers = [copies, open_copy, see_slip, see_copy_page, *map(_act_route, ACTS)]
    return Router(path=HOME, route_handlers=handlers, include_in_schema=False, request_max_body_size=MAX_FORM_BYTES)
