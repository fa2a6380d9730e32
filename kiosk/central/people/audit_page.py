"""The auditor's page: what was done and read, filtered, a page at a time, as a file; whether the chain holds."""

import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

from litestar import Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Stream

from kiosk import i18n
from kiosk.central.audit import verify_audit
from kiosk.central.auditing import ROWS, Act, Wanted, acts_of, note_reading, read_acts
from kiosk.central.centre import Centre
from kiosk.central.given import TheCentre
from kiosk.central.people.person import Person
from kiosk.central.web.desk_page import desk_page
from kiosk.central.web.guard import MAX_FORM_BYTES, Asked, Who
from kiosk.central.web.policy import policy
from kiosk.central.web.words import language_for, sentence_of
from kiosk.domain.bangla import fold_digits
from kiosk.domain.checks import check_date
from kiosk.domain.clock import DHAKA, unstamp
from kiosk.errors import Refused

READERS = ("auditor", "administrator")
MOST_TAKEN = 1_000_000
_CHUNK = 64 << 10
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


COLUMNS = (
    (_("No."), 16.0),
    (_("When"), 34.0),
    (_("By"), 30.0),
    (_("Act"), 40.0),
    (_("Of what"), 46.0),
    (_("Detail"), 46.0),
)


@get("/", sync_to_thread=True, opt=policy(*READERS))
def show_audit(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show what was done, the latest first."""
    return _page(request, centre, who)


@post("/verify", status_code=200, sync_to_thread=True, opt=policy(*READERS))
def verify_chain(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Go through the whole chain and say whether it hangs together."""
    with centre.database.read() as connection:
        count = verify_audit(connection, who.office)
    note_reading(centre, who, Wanted(), "audit.verified" if count >= 0 else "audit.broken")
    return _page(request, centre, who, verified=count)


@get("/list/{format_:str}", sync_to_thread=True, opt=policy(*READERS))
def take_audit(request: Asked, centre: TheCentre, who: Who, format_: FromPath[str]) -> Stream:
    """Give the lines as CSV or XLSX, every cell text."""
    from kiosk.printing.documents.spreadsheet import writer_of

    write, wanted = writer_of(format_), _wanted(request)
    words = i18n.translator(language_for(request))
    heading = words.gettext(_("What was done")), [(words.gettext(name), width) for name, width in COLUMNS]
    note_reading(centre, who, wanted, "audit.taken")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is sent
    write(heading, _cells(centre, who, wanted), file)
    file.seek(0)
    headers = {"Content-Disposition": f'attachment; filename="audit.{format_}"', "Cache-Control": "no-store"}
    return Stream(_sent(file), media_type=_TYPES[format_], headers=headers)


def _cells(centre: Centre, who: Person, wanted: Wanted) -> Iterator[Sequence[str]]:
    for act in acts_of(centre, who.office, wanted, MOST_TAKEN):
        yield (str(act.seq), act.at, act.actor, act.act, act.subject, act.detail)


def _sent(file: Any) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _page(request: Asked, centre: Centre, who: Person, verified: int | None = None) -> Response[str]:
    language, trouble = language_for(request), ""
    try:
        wanted = _wanted(request)
    except Refused as refused:
        wanted, trouble = Wanted(), sentence_of(refused, language)
    acts = read_acts(centre, who, wanted)
    asked = {name: request.query_params.get(name, "")[:80] for name in _ASKED}
    return desk_page(
        request,
        centre,
        who,
        "desk/audit.html",
        status=400 if trouble else 200,
        trouble=trouble,
        verified=verified,
        verified_count=i18n.digits(verified or 0, language),
        acts=[_shown(act, language) for act in acts],
        asked=asked,
        query=_query(asked),
        older=acts[-1].seq if len(acts) == ROWS else 0,
        columns=COLUMNS,
    )


_ASKED = ("actor", "act", "subject", "first", "last")


def _query(asked: dict[str, str]) -> str:
    from urllib.parse import urlencode

    return urlencode({name: value for name, value in asked.items() if value})


def _wanted(request: Asked) -> Wanted:
    """Return what was asked for.  Raises Refused `date.form`."""
    from datetime import date

    told = {name: fold_digits(request.query_params.get(name, "")[:80].strip()) for name in (*_ASKED, "before")}
    days = {name: date.fromisoformat(check_date(told[name])) if told[name] else None for name in ("first", "last")}
    subject = told["subject"]
    plain = "".join(letter for letter in subject if letter not in " -")
    before = int(told["before"]) if told["before"].isascii() and told["before"].isdigit() else 0
    before = min(before, 1 << 62)
    return Wanted(told["actor"], told["act"], plain if plain.isdigit() else subject, before=before, **days)


def _shown(act: Act, language: str) -> Sequence[str]:
    at = unstamp(act.at).astimezone(DHAKA)
    when = f"{i18n.numeric_day(at.date(), language)} {i18n.clock_time(at, language)}"
    is_number = len(act.subject) == 13 and act.subject.isdigit()
    subject = i18n.receive_number(act.subject, language) if is_number else act.subject
    return (i18n.digits(act.seq, language), when, act.actor, act.act, subject, act.detail)


def audit_router() -> Router:
    """Return the routes of the audit log."""
    handlers = [show_audit, verify_chain, take_audit]
    return Router(
        path="/desk/audit", route_handlers=handlers, include_in_schema=False, request_max_body_size=MAX_FORM_BYTES
    )
