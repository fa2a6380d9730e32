"""An application goes on to a branch; every counter of the office hears of it."""

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.efile.holding import Holding, give
from kiosk.central.offices import find_branch
from kiosk.central.steps import lock_application, take_step
from kiosk.domain.bangla import clean_note
from kiosk.domain.clock import stamp
from kiosk.domain.numbering import parse_receive_number
from kiosk.domain.workflow import FORWARDED, PENDING, Step
from kiosk.errors import Refused

NOTE_LIMIT = 500


def forward(centre: Centre, number: str, branch: str, note: str = "", *, by: str = "centre") -> Step:
    """Forward a pending application and return the step; `branch` is its code or either name.

    Raises Refused `number.form|number.check|number.unknown|branch.unknown|state.closed` and
    what `clean_note` finds.
    """
    wanted = parse_receive_number(number)
    text = clean_note(note, "note", limit=NOTE_LIMIT) if note.strip() else ""
    with centre.database.write() as connection:
        state = lock_application(connection, wanted.district, str(wanted))
        code = find_branch(connection, wanted.district, branch)
        if state not in PENDING:
            raise Refused.because("state.closed", "receive_number")
        step = Step(FORWARDED, stamp(centre.clock()), branch=code, note=text)
        take_step(connection, wanted.district, str(wanted), step)
        give(connection, wanted.district, str(wanted), Holding("", code), centre.clock())
        who = {"actor": by, "act": "application.forwarded", "subject": str(wanted), "detail": code}
        record_act(connection, wanted.district, centre.clock(), **who)
    return step
