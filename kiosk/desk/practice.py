"""The practice counter: a home of its own beside the real one, counter 00, never with a line."""

from pathlib import Path

from kiosk import resources
from kiosk.desk.context import Desk
from kiosk.desk.duplicates import find_duplicates
from kiosk.desk.register import register_application
from kiosk.desk.setup import SetUp, is_set_up, set_up
from kiosk.domain.application import Applicant, Application, ApplicationDraft
from kiosk.domain.clock import Clock, Rng, system_clock, system_rng
from kiosk.domain.numbering import PRACTICE_COUNTER
from kiosk.domain.practice import Case, parse_cases
from kiosk.settings import read_settings

TRAINEE = "trainee"
PASSWORD = "practice practice"  # noqa: S105 - it opens nothing but invented people
FILE = "practice/day.toml"
DISTRICT = 79


def practice_home(home: Path) -> Path:
    """Return where the practice counter of a home lies: beside it."""
    return home.with_name(f"{home.name}-practice")


def prepare_practice(home: Path, *, clock: Clock = system_clock, rng: Rng = system_rng) -> Path:
    """Return the practice home beside a home, set up when there was none; the real home is only read."""
    beside = practice_home(home)
    if is_set_up(beside):
        return beside
    real = read_settings(home)
    given = SetUp(
        office_district=DISTRICT,
        office_name_bn=real.office_name_bn or "জেলা ই-সেবা কেন্দ্র",
        office_name_en=real.office_name_en,
        office_line_bn=real.office_line_bn,
        operator_login=TRAINEE,
        operator_name_bn="শিক্ষানবিশ",
        operator_password=PASSWORD,
        counter_code=PRACTICE_COUNTER,
        printer_url=real.printer_url,
    )
    set_up(beside, given, clock=clock, rng=rng)
    return beside


def load_cases() -> tuple[Case, ...]:
    """Return the invented visitors.  Raises Refused `catalogue.form`."""
    return parse_cases(resources.read_text(FILE), FILE)


def begin_case(desk: Desk, case: Case) -> None:
    """Let that be in the books which the visitor handed in before."""
    if case.before is None:
        return
    person = Applicant(name=case.before.name, mobile=case.before.mobile)
    draft = ApplicationDraft(case.before.service, applicants=(person,))
    if not find_duplicates(desk, draft):
        register_application(desk, draft, operator=TRAINEE, via="window", print_receipt=False)


def taken_again(desk: Desk, application: Application) -> bool:
    """Tell whether an application looks like an earlier one though nobody said why it was taken."""
    others = [
        one for one in find_duplicates(desk, application.draft) if one.receive_number != application.receive_number
    ]
    return bool(others) and not application.draft.duplicate_reason
