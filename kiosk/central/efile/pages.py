"""The officers' pages: a list on the left, the application that is open beside it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from litestar import Response, Router, get, post
from litestar.params import FromPath

from kiosk.central.centre import Centre
from kiosk.central.days import at_office
from kiosk.central.efile import acts
from kiosk.central.efile.acts import Chosen
from kiosk.central.efile.boxes import BOXES, BY_DUE, BY_NEW, Asked, boxes_of, count_boxes, list_box
from kiosk.central.efile.file import File, read_file, read_page
from kiosk.central.efile.letter import write_letter
from kiosk.central.efile.rights import ACTS, READERS
from kiosk.central.efile.words import BOX_NAMES, KIND_NAMES, OUTCOME_NAMES, Speaker
from kiosk.central.given import TheCentre
from kiosk.central.people.person import Person
from kiosk.central.status import branches_of
from kiosk.central.users import ROLES
from kiosk.central.web.desk_page import desk_page
from kiosk.central.web.guard import MAX_FORM_BYTES, Who, form_of, go_to, said
from kiosk.central.web.guard import Asked as Request
from kiosk.central.web.policy import policy
from kiosk.central.web.words import language_for, sentence_of
from kiosk.errors import Refused
from kiosk.i18n import ascii_digits


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


TOLD = {
    "note": _("The note is in the sheet."),
    "order": _("The order is in the sheet."),
    "mark": _("Marked."),
    "forward": _("Sent on."),
    "return": _("Sent back."),
    "ask-paper": _("The applicant is asked."),
    "inquiry": _("Sent for inquiry."),
    "inquiry-ended": _("The report is in the sheet."),
    "dispose": _("Settled."),
}
_STATUS = {"number.unknown": 404, "file.unknown": 404, "act.late": 409, "act.forbidden": 403, "state.closed": 409}
ZOOMS = 3
_SEALED = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'",
    "Cache-Control": "no-store",
}


@get("/", sync_to_thread=True, opt=policy(*ROLES))
def inbox(request: Request, centre: TheCentre, who: Who) -> Response[Any]:
    """Show what lies before somebody."""
    if not boxes_of(who) and "udc" in who.roles:
        return go_to("/udc")
    if not boxes_of(who):
        return go_to("/desk/records" if "record_room" in who.roles else "/desk/me")
    return _page(request, centre, who)


@get("/a/{number:str}", sync_to_thread=True, opt=policy(*READERS))
def open_file(request: Request, centre: TheCentre, who: Who, number: FromPath[str]) -> Response[Any]:
    """Show an application beside its list; `shown=mobile` tells the whole number, and is written down."""
    return _page(request, centre, who, number)


@get("/a/{number:str}/page/{digest:str}", sync_to_thread=True, opt=policy(*READERS))
def see_page(centre: TheCentre, who: Who, number: FromPath[str], digest: FromPath[str]) -> Response[bytes]:
    """Show a scanned page, which may do nothing but be looked at."""
    return Response(read_page(centre, who, number, digest), media_type="image/webp", headers=_SEALED)


@get("/a/{number:str}/scan/{ordinal:int}", sync_to_thread=True, opt=policy(*READERS))
def view_scan(
    request: Request, centre: TheCentre, who: Who, number: FromPath[str], ordinal: FromPath[int]
) -> Response[str]:
    """Show one page of the papers as large as wanted, turned as wanted; all of it without a script."""
    file = read_file(centre, who, number)
    if not 1 <= ordinal <= len(file.scans):
        raise Refused.because("file.unknown")
    turn, zoom = _small(request, "turn", 3), _small(request, "zoom", ZOOMS)
    speaker = Speaker(centre, language_for(request), centre.clock())
    title = speaker.title(file.application)
    return desk_page(
        request, centre, who, "desk/scan.html", scan=file.scans[ordinal - 1], at=ordinal, of=len(file.scans),
        turn=turn, zoom=zoom, most=ZOOMS, speaker=speaker, number=number, title=title,
    )  # fmt: skip


def _small(request: Request, name: str, most: int) -> int:
    text = request.query_params.get(name, "0")
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() and int(text) <= most else 0


@get("/a/{number:str}/letter/{ordinal:int}", sync_to_thread=True, opt=policy(*READERS))
def see_letter(
    request: Request, centre: TheCentre, who: Who, number: FromPath[str], ordinal: FromPath[int]
) -> Response[bytes]:
    """Give a letter as PDF."""
    file = read_file(centre, who, number, "application.letter_read")
    line = next((line for line in file.lines if line.ordinal == ordinal and line.kind in OUTCOME_NAMES), None)
    if line is None or not line.text:
        raise Refused.because("file.unknown")
    name = f'inline; filename="{number}-{ordinal}.pdf"'
    headers = {**_SEALED, "Content-Disposition": name}
    return Response(
        write_letter(centre, file, line, language_for(request)), media_type="application/pdf", headers=headers
    )


@post("/mark", status_code=200, sync_to_thread=True, opt=policy(*ACTS["mark"]))
def mark_several(request: Request, centre: TheCentre, who: Who) -> Response[Any]:
    """Mark many applications at once."""
    chosen = [_chosen(text) for text in _several(request, "chosen")]
    try:
        acts.mark(centre, who, chosen, said(request, "to"), said(request, "text"), _days(request))
    except Refused as refused:
        return _page(request, centre, who, refused=refused)
    return go_to("/desk?" + urlencode({"box": said(request, "box") or "mine", "done": "mark"}))


def _chosen(text: str) -> Chosen:
    number, _colon, version = text.partition(":")
    return Chosen(number, version)


def _several(request: Request, name: str) -> list[str]:
    return [value for value in form_of(request).getall(name, []) if isinstance(value, str)]


def _days(request: Request) -> int:
    text = ascii_digits(said(request, "days")).strip()
    if text and not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise Refused.because("mark.days", "days", limit=acts.MOST_DAYS)
    return int(text or 0)


Do = Callable[[Request, Centre, Person, Chosen], object]
_DO: dict[str, Do] = {
    "note": lambda r, c, w, x: acts.write_note(c, w, x, said(r, "text")),
    "order": lambda r, c, w, x: acts.write_note(c, w, x, said(r, "text"), is_order=True),
    "mark": lambda r, c, w, x: acts.mark(c, w, [x], said(r, "to"), said(r, "text"), _days(r)),
    "forward": lambda r, c, w, x: acts.send_on(c, w, x, said(r, "branch"), said(r, "text"), _days(r)),
    "return": lambda r, c, w, x: acts.send_back(c, w, x, said(r, "text")),
    "ask-paper": lambda r, c, w, x: acts.ask_paper(c, w, x, said(r, "text"), said(r, "until")),
    "inquiry": lambda r, c, w, x: acts.ask_office(c, w, x, said(r, "office"), said(r, "text"), _days(r)),
    "inquiry-ended": lambda r, c, w, x: acts.end_inquiry(c, w, x, said(r, "text")),
    "dispose": lambda r, c, w, x: acts.dispose(c, w, x, said(r, "outcome"), said(r, "text"), said(r, "told")),
}


def _act_route(act: str) -> Any:
    @post(f"/a/{{number:str}}/{act}", status_code=200, sync_to_thread=True, opt=policy(*ACTS[act]), name=f"act-{act}")
    def take_act(request: Request, centre: TheCentre, who: Who, number: FromPath[str]) -> Response[Any]:
        """Do something with an application, then show it again."""
        try:
            _DO[act](request, centre, who, Chosen(number, said(request, "version")))
        except Refused as refused:
            return _page(request, centre, who, number, refused, act)
        box = said(request, "box") or "mine"
        return go_to(f"/desk/a/{number}?" + urlencode({"box": box, "done": act}))

    return take_act


def _page(
    request: Request,
    centre: Centre,
    who: Person,
    number: str = "",
    refused: Refused | None = None,
    act: str = "",
) -> Response[Any]:
    language, centre = language_for(request), at_office(centre, who.office)
    speaker = Speaker(centre, language, centre.clock())
    asked = _asked(request, who)
    try:
        file = read_file(centre, who, number, _reading(request)) if number else None
        listed = list_box(centre, who, asked)
    except Refused as error:
        if refused is not None and error.problems[0].code == "number.unknown":
            return _page(request, centre, who, refused=refused)  # it went out of sight meanwhile
        raise
    counts = count_boxes(centre, who)
    return desk_page(
        request,
        centre,
        who,
        "desk/inbox.html",
        status=_status(refused),
        told=_told(request, speaker) if refused is None else "",
        asked=asked,
        box_name=BOX_NAMES[asked.box],
        boxes=[(box, speaker._(BOX_NAMES[box]), speaker.count(counts[box]), counts[box]) for box in boxes_of(who)],
        rows=[speaker.row(row) for row in listed.rows],
        listed=listed,
        count=speaker.count(listed.count),
        link=_link(asked),
        narrowing=_narrowing(centre, who, language),
        kinds=KIND_NAMES,
        file=speaker.file(file, is_shown=request.query_params.get("shown") == "mobile") if file else None,
        raw=file,
        targets=_targets(file, who, centre),
        speaker=speaker,
        outcomes=OUTCOME_NAMES,
        trouble=sentence_of(refused, language) if refused else "",
        tried=act,
        typed={name: said(request, name) for name in _FIELDS} if refused else dict.fromkeys(_FIELDS, ""),
        open_act=act or request.query_params.get("act", ""),
    )


_FIELDS = ("text", "to", "branch", "days", "until", "office", "outcome", "told")


def _reading(request: Request) -> str:
    return "application.mobile_read" if request.query_params.get("shown") == "mobile" else "application.read"


def _status(refused: Refused | None) -> int:
    return _STATUS.get(refused.problems[0].code, 400) if refused else 200


def _told(request: Request, speaker: Speaker) -> str:
    done = request.query_params.get("done", "")
    return speaker._(TOLD[done]) if done in TOLD else ""


def _asked(request: Request, who: Person) -> Asked:
    params = request.query_params
    box = params.get("box") or (said(request, "box") if request.method == "POST" else "")
    own = boxes_of(who)
    return Asked(
        box if box in BOXES and box in own else own[0],
        params.get("q", "")[:80],
        params.get("branch", "")[:40],
        params.get("kind", "")[:20],
        BY_NEW if params.get("sort") == BY_NEW else BY_DUE,
        params.get("after", "")[:80],
        params.get("before", "")[:80],
    )


def _link(asked: Asked) -> Callable[..., str]:
    """Return what makes the query of a list like this one, with something else; `after=""` begins it anew."""

    def link(**other: Any) -> str:
        then = replace(asked, **other)
        pairs = {"box": then.box, "q": then.query, "branch": then.branch, "kind": then.kind}
        pairs |= {"sort": then.sort if then.sort != BY_DUE else "", "after": then.after, "before": then.before}
        return urlencode({name: value for name, value in pairs.items() if value})

    return link


def _narrowing(centre: Centre, who: Person, language: str) -> list[tuple[str, str]]:
    """Return the branches by which somebody may narrow a list: their own, or all for who reads all."""
    with centre.database.read() as connection:
        found = branches_of(connection, who.office)
    own = {code for person in who.selves for code in person.branches}
    reads_all = bool(who.roles & {"dc", "auditor"})
    named = [(code, names[0 if language == "bn" else 1]) for code, names in found.items() if reads_all or code in own]
    return sorted(named, key=lambda one: one[1])


def _targets(file: File | None, who: Person, centre: Centre) -> Sequence[Person]:
    """Return to whom something may be marked."""
    if file is not None:
        people = file.people
    elif who.roles & ACTS["mark"]:
        from kiosk.central.people.person import people_of

        with centre.database.read() as connection:
            people = people_of(connection, who.office)
    else:
        people = ()
    return [person for role in acts.MARKED_TO for person in people if person.role == role and person.login != who.login]


def efile_router() -> Router:
    """Return the routes of the desk."""
    handlers = [inbox, open_file, see_page, view_scan, see_letter, mark_several, *map(_act_route, ACTS)]
    return Router(path="/desk", route_handlers=handlers, include_in_schema=False, request_max_body_size=MAX_FORM_BYTES)
