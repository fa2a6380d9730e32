"""Missing papers and the day until which they may be brought."""

from datetime import date

from msgspec import structs

from kiosk.desk.context import Desk
from kiosk.domain.application import ApplicationDraft, PaperState
from kiosk.domain.catalogue import DayType
from kiosk.domain.clock import dhaka_day


def last_day(desk: Desk, received_on: date | None = None) -> date:
    """Return the last day for missing papers, by the setting: so many working days after this one."""
    day = received_on or dhaka_day(desk.clock())
    return desk.calendar.promise(desk.settings.missing_paper_days, DayType.WORKING, day) or day


def with_last_days(desk: Desk, draft: ApplicationDraft, today: date) -> ApplicationDraft:
    """Return the draft with a last day for each missing paper; what a person set stays."""
    missing = [code for code, state in draft.papers.items() if state is PaperState.MISSING]
    if all(code in draft.paper_dates for code in missing):
        return draft
    until = last_day(desk, today).isoformat()
    return structs.replace(draft, paper_dates=dict.fromkeys(missing, until) | draft.paper_dates)
