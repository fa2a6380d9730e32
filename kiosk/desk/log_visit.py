"""A visitor asked at the helpdesk and was told."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.desk.context import Desk
from kiosk.domain.application import ANSWERS, Visit
from kiosk.domain.bangla import clean_line, clean_note
from kiosk.domain.clock import dhaka_day, stamp, uuid7
from kiosk.domain.events import VisitLogged
from kiosk.domain.intake import check_mobile
from kiosk.errors import Problem, Refused
from kiosk.store import journal


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """A visit as it was typed: an answer, and a service or what was asked."""

    answer: str
    service: str = ""
    topic: str = ""
    name: str = ""
    mobile: str = ""
    note: str = ""


def log_visit(desk: Desk, draft: VisitDraft, *, operator: str, via: str) -> Visit:
    """Write a visit into the journal; return it.

    Raises Refused (`answer.unknown`, `visit.empty`, `service.unknown`, `phone.form`, `text.*`), all at once.
    """
    at = desk.clock()
    visit = Visit(
        visit_id=uuid7(at, desk.rng), at=stamp(at), on=dhaka_day(at).isoformat(), answer=draft.answer,
        service=draft.service, **_accepted(desk, draft),
    )  # fmt: skip
    with desk.store.write() as unit:
        journal.append(unit, VisitLogged(visit), at=at, operator=operator, via=via, rng=desk.rng)
    return visit


def _accepted(desk: Desk, draft: VisitDraft) -> dict[str, str]:
    problems: list[Problem] = []
    if draft.answer not in ANSWERS:
        problems.append(Problem("answer", "answer.unknown"))
    if not draft.service and not draft.topic.strip():
        problems.append(Problem("service", "visit.empty"))
    text: dict[str, str] = {}
    doors: dict[str, Callable[[], str]] = {
        "topic": lambda: clean_line(draft.topic, "topic"),
        "name": lambda: clean_line(draft.name, "name"),
        "mobile": lambda: check_mobile(draft.mobile) if draft.mobile.strip() else "",
        "note": lambda: clean_note(draft.note, "note"),
        "service": lambda: desk.catalogue.service(draft.service).code if draft.service else "",
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
