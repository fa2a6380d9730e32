"""A visitor asked at the helpdesk and was told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from kiosk.desk.context import Desk
from kiosk.desk.guidance import directory
from kiosk.desk.slips import owe_slip, slip_head
from kiosk.desk.where_to_go import where_to_go
from kiosk.domain.application import ANSWERS, VISIT_CHANNELS, Visit
from kiosk.domain.bangla import clean_line, clean_note
from kiosk.domain.clock import dhaka_day, stamp, uuid7
from kiosk.domain.events import VisitLogged
from kiosk.domain.guidance import SERVICE, Guide
from kiosk.domain.intake import check_mobile
from kiosk.domain.slips import Slip
from kiosk.errors import Problem, Refused
from kiosk.store import journal

REMEMBERED_DAYS = 180
"""How long back a visitor is known again."""


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """A visit as it was typed: an answer, and a service or what was asked.

    `guide` is the code of what the directory told, `channel` is `walk_in|phone`; without a `callback_on`
    (ISO) whoever is called back is so on the next working day.
    """

    answer: str
    service: str = ""
    topic: str = ""
    name: str = ""
    mobile: str = ""
    note: str = ""
    guide: str = ""
    channel: str = "walk_in"
    callback_on: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """How often somebody of this mobile asked before, the last day, and what about: a service's code or words."""

    visits: int
    last_on: str
    service: str
    topic: str


def log_visit(desk: Desk, draft: VisitDraft, *, operator: str, via: str) -> Visit:
    """Write a visit into the journal, and owe the slip that was promised; return it.

    Raises Refused (`answer.unknown`, `visit.empty`, `visit.no_slip`, `service.unknown`, `phone.form`,
    `visit.channel`, `visit.callback_past`, `date.form`, `text.*`), all at once.
    """
    at = desk.clock()
    text, guide = _accepted(desk, draft, dhaka_day(at)), _guide(desk, draft)
    visit = Visit(
        visit_id=uuid7(at, desk.rng), at=stamp(at), on=dhaka_day(at).isoformat(), answer=draft.answer,
        service=draft.service, channel=draft.channel, **text,
    )  # fmt: skip
    slip: Slip | None = None
    if draft.answer == "slip" and guide is not None:
        slip = where_to_go(guide, slip_head(desk, operator))
    with desk.store.write() as unit:
        event = journal.append(unit, VisitLogged(visit), at=at, operator=operator, via=via, rng=desk.rng)
        if slip is not None:
            owe_slip(unit, slip, operator=operator, seq=event.seq)
    return visit


def _guide(desk: Desk, draft: VisitDraft) -> Guide | None:
    """Return what is printed.  Raises Refused `visit.no_slip` where nothing is known to print."""
    if draft.answer != "slip":
        return None
    guide = directory(desk).guides.get(draft.guide or f"{SERVICE}{draft.service}")
    if guide is None:
        raise Refused.because("visit.no_slip", "service")
    return guide


def next_working_day(desk: Desk, today: date) -> date:
    """Return the next day on which somebody sits here."""
    day = today + timedelta(days=1)
    while not desk.calendar.is_working(day):
        day += timedelta(days=1)
    return day


def _accepted(desk: Desk, draft: VisitDraft, today: date) -> dict[str, str]:
    problems: list[Problem] = []
    if draft.answer not in ANSWERS:
        problems.append(Problem("answer", "answer.unknown"))
    if draft.channel not in VISIT_CHANNELS:
        problems.append(Problem("channel", "visit.channel"))
    if not draft.service and not draft.topic.strip():
        problems.append(Problem("service", "visit.empty"))
    text: dict[str, str] = {}
    doors: dict[str, Callable[[], str]] = {
        "topic": lambda: clean_line(draft.topic, "topic"),
        "name": lambda: clean_line(draft.name, "name"),
        "mobile": lambda: check_mobile(draft.mobile) if draft.mobile.strip() else "",
        "note": lambda: clean_note(draft.note, "note"),
        "service": lambda: desk.catalogue.service(draft.service).code if draft.service else "",
        "callback_on": lambda: _callback_day(desk, draft, today),
    }
    for field, door in doors.items():
        try:
            text[field] = door()
        except Refused as refused:
            problems += [Problem(field, problem.code, problem.params) for problem in refused.problems]
    if problems:
        raise Refused(*problems)
    del text["service"]
    return text


def _callback_day(desk: Desk, draft: VisitDraft, today: date) -> str:
    if draft.answer != "callback":
        return ""
    if not draft.callback_on:
        return next_working_day(desk, today).isoformat()
    try:
        day = date.fromisoformat(draft.callback_on)
    except ValueError as error:
        raise Refused.because("date.form", "callback_on") from error
    if day < today:
        raise Refused.because("visit.callback_past", "callback_on")
    return day.isoformat()


def visits_before(desk: Desk, mobile: str) -> Before | None:
    """Return what is known of earlier visits from a mobile (`+8801…`); None when there were none lately."""
    since = (dhaka_day(desk.clock()) - timedelta(days=REMEMBERED_DAYS)).isoformat()
    with desk.store.read() as unit:
        rows = unit.all(
            "SELECT body FROM visit WHERE day >= ? AND instr(body, CAST(? AS BLOB)) ORDER BY day DESC, seq DESC",
            since,
            f'"mobile":"{mobile}"',
        )
    if not rows:
        return None
    last = msgspec.json.decode(rows[0][0], type=Visit)
    return Before(len(rows), last.on, last.service, last.topic)
