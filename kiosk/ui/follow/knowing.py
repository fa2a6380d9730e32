"""What is known of an application before somebody does something with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.domain.application import PaperState
from kiosk.domain.workflow import WAITING_PAPERS, Step
from kiosk.ui.find.names import paper_name

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.court_fee import FeeStand
    from kiosk.desk.follow_ups import Possible
    from kiosk.domain.application import Application


@dataclass(frozen=True, slots=True)
class Known:
    """An application as far as acts need it.

    `papers` are codes and names that may be brought, the first `missing` of them are waited for; `folios` is
    how many were asked for or written last; `base_poisha` and `per_folio_poisha` are the rates, where they are
    `rated`; `reasons` go by kind, as codes and words.  `asked` is what an officer still waits for, in the officer's
    words, `asked_until` its last day.
    """

    number: str
    name: str
    state: str
    possible: "tuple[Possible, ...]"
    papers: tuple[tuple[str, str], ...]
    missing: int
    facts: tuple[str, ...]
    stand: "FeeStand"
    rated: bool
    urgent: bool
    base_poisha: int
    per_folio_poisha: int
    folios: int
    until: str
    today: str
    reasons: dict[str, tuple[tuple[str, str], ...]]
    asked: str = ""
    asked_until: str = ""


def read_known(desk: "Desk", number: str) -> Known:
    """Return what is known of an application.  Raises Refused `number.*`, `rates.form`."""
    from kiosk.desk.court_fee import fee_offer, fee_stand
    from kiosk.desk.find import application_status
    from kiosk.desk.follow_ups import known_application, possible
    from kiosk.desk.lost_slips import facts_of
    from kiosk.desk.papers import last_day
    from kiosk.domain.clock import dhaka_day

    with desk.store.read() as unit:
        application, state = known_application(unit, number)
        stand = fee_stand(unit, number)
    history = application_status(desk, number).history
    folios = next((step.count for step in reversed(history) if step.count), 0)
    papers, missing = _papers(desk, application)
    offer = fee_offer(desk, number, folios)
    today = dhaka_day(desk.clock())
    asked, asked_until = _asked(history, state)
    return Known(
        application.receive_number,
        application.first_applicant.shown_name,
        state,
        possible(desk, number),
        papers,
        missing,
        facts_of(application),
        stand,
        offer.known,
        offer.urgent,
        offer.base_poisha,
        offer.per_folio_poisha,
        folios,
        i18n.numeric_day(last_day(desk)),
        i18n.numeric_day(today),
        {kind: _reasons(desk, kind) for kind in ("returned", "withdrawn")},
        asked,
        asked_until,
    )


def _asked(history: "Sequence[Step]", state: str) -> tuple[str, str]:
    """Return what an officer asked for last and by which day, while the application waits for it."""
    if state != WAITING_PAPERS:
        return "", ""
    step = next((step for step in reversed(history) if step.kind == "paper_asked"), None)
    if step is None:
        return "", ""
    return step.note, i18n.day(date.fromisoformat(step.until), year=False) if step.until else ""


def _papers(desk: "Desk", application: "Application") -> tuple[tuple[tuple[str, str], ...], int]:
    draft = application.draft
    service = desk.catalogue.services.get(draft.service)
    missing = [code for code, state in draft.papers.items() if state is PaperState.MISSING]
    others = [paper.code for paper in service.papers if paper.code not in draft.papers] if service else []
    named = [(code, paper_name(desk.catalogue, draft.service, code)) for code in (*missing, *others)]
    return tuple(named[:9]), len(missing)


def _reasons(desk: "Desk", kind: str) -> tuple[tuple[str, str], ...]:
    english = i18n.language() == "en"
    found = desk.catalogue.reasons.get(kind, ())
    return tuple((one.code, (one.name_en if english else "") or one.name_bn) for one in found)
