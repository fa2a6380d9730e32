"""The page of figures, the morning page as PDF, and lists as spreadsheets."""

import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

from litestar import Response, Router, get
from litestar.params import FromPath
from litestar.response import Stream

from kiosk import i18n
from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.days import at_office
from kiosk.central.efile.boxes import Asked as List
from kiosk.central.efile.boxes import boxes_of, every_row
from kiosk.central.efile.rights import ON_ARRIVAL, READERS
from kiosk.central.efile.words import BOX_NAMES, Speaker
from kiosk.central.figures.charts import LOOKS, ageing_bar, swatch, trend_chart
from kiosk.central.figures.count import Figures, branches_of_figures, figures_of
from kiosk.central.figures.words import AGE_NAMES, Teller
from kiosk.central.given import TheCentre
from kiosk.central.people.person import Person
from kiosk.central.status import branches_of
from kiosk.central.web.desk_page import desk_page
from kiosk.central.web.guard import Asked, Who
from kiosk.central.web.policy import policy
from kiosk.central.web.words import language_for
from kiosk.domain.clock import DHAKA, dhaka_day
from kiosk.domain.workflow import state_name

VIEWERS = ("dc", "adc", "administrator")
MOST_ROWS = 20_000
_CHUNK = 64 << 10
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


COLUMNS = (
    (_("Receive number"), 34.0),
    (_("Kind"), 22.0),
    (_("Service"), 60.0),
    (_("Applicant"), 50.0),
    (_("Branch"), 44.0),
    (_("State"), 34.0),
    (_("Received on"), 24.0),
    (_("Last day"), 24.0),
)


@get("/", sync_to_thread=True, opt=policy(*VIEWERS))
def show_figures(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show the office, or an ADC's branches, in figures."""
    language, centre = language_for(request), at_office(centre, who.office)
    figures, teller = _figures(centre, who), _teller(centre, who, language)
    most = max((row.total for row in figures.ageing), default=0)
    reads = bool(who.roles & set(READERS))
    return desk_page(
        request,
        centre,
        who,
        "desk/figures.html",
        teller=teller,
        day=teller.day(figures.day),
        at=i18n.clock_time(figures.made_at.astimezone(DHAKA), language),
        tiles=teller.tiles(figures),
        ages=[
            (row, teller.ages(row), ageing_bar(row, most, f"bar-{place}")) for place, row in enumerate(figures.ageing)
        ],
        keys=[(teller._(name), swatch(look)) for name, look in zip(AGE_NAMES, LOOKS, strict=True)],
        trend=_trend(centre, figures, teller),
        days=_days(figures, language),
        oldest=[(teller.old(old, figures.day), reads and old.kind in ON_ARRIVAL) for old in figures.oldest],
    )


def _figures(centre: Centre, who: Person) -> Figures:
    return figures_of(centre, who.office, dhaka_day(centre.clock()), branches_of_figures(who))


def _teller(centre: Centre, who: Person, language: str) -> Teller:
    with centre.database.read() as connection:
        return Teller(centre, language, branches_of(connection, who.office))


def _trend(centre: Centre, figures: Figures, teller: Teller) -> Any:
    off = [not centre.calendar.is_working(day.day) for day in figures.trend]
    label = " ".join(teller.defined("trend"))
    return trend_chart(figures.trend, teller.language, label, off)


def _days(figures: Figures, language: str) -> list[Sequence[str]]:
    counts = [(day.day, (day.received, day.closed, day.on_time)) for day in reversed(figures.trend)]
    return [(i18n.short_day(day, language), *(i18n.digits(one, language) for one in own)) for day, own in counts]


@get("/morning.pdf", sync_to_thread=True, opt=policy(*VIEWERS))
def morning_page(request: Asked, centre: TheCentre, who: Who) -> Response[bytes]:
    """Give the morning page."""
    from kiosk.central.figures.morning import write_morning

    pdf = write_morning(centre, who.office, language_for(request), branches_of_figures(who))
    headers = {"Content-Disposition": 'inline; filename="morning.pdf"', "Cache-Control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


@get("/list/{format_:str}", sync_to_thread=True, opt=policy(*READERS))
def give_list(request: Asked, centre: TheCentre, who: Who, format_: FromPath[str]) -> Stream:
    """Give a list of the desk as CSV or XLSX, every cell text."""
    from kiosk.printing.documents.spreadsheet import writer_of

    write, language, asked = writer_of(format_), language_for(request), _asked(request, who)
    translate = i18n.translator(language).gettext
    title = translate(BOX_NAMES[asked.box])
    heading = title, [(translate(name), width) for name, width in COLUMNS]
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is sent
    write(heading, _lines(centre, who, asked, language), file)
    _write_down(centre, who, "search" if asked.query.strip() else asked.box)
    file.seek(0)
    name = f'attachment; filename="list-{dhaka_day(centre.clock())}.{format_}"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Stream(_sent(file), media_type=_TYPES[format_], headers=headers)


def _asked(request: Asked, who: Person) -> List:
    """Return which list is meant, as the list's own page was asked."""
    told, own = request.query_params, boxes_of(who)
    box = told.get("box", "")
    query, branch, kind = (told.get(name, "")[:80] for name in ("q", "branch", "kind"))
    return List(box if box in own else own[0], query, branch, kind)


def _sent(file: Any) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _lines(centre: Centre, who: Person, asked: List, language: str) -> Iterator[Sequence[str]]:
    speaker = Speaker(centre, language, centre.clock())
    with centre.database.read() as connection:
        branches = branches_of(connection, who.office)
    for row in every_row(centre, who, asked, MOST_ROWS):
        yield (
            row.number,
            speaker._(_KINDS[row.application.kind]),
            speaker.title(row.application),
            speaker.name(row.application),
            speaker.branch(row.branch, branches),
            speaker._(state_name(row.state)),
            row.application.received_on,
            row.due_on.isoformat() if row.due_on else "",
        )


_KINDS = {"citizen": _("Citizen"), "official": _("Official"), "copy": _("Copy")}


def _write_down(centre: Centre, who: Person, what: str) -> None:
    with centre.database.write() as connection:
        record_act(connection, who.office, centre.clock(), actor=who.login, act="list.taken", subject=what)


def figures_router() -> Router:
    """Return the routes of the figures."""
    handlers = [show_figures, morning_page, give_list]
    return Router(path="/desk/figures", route_handlers=handlers, include_in_schema=False)
