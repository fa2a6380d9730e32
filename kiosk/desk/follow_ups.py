"""What is done at the counter with an application that was received before: one act, one event, one step.

Any application of the office can be followed up, also one that another counter received: it is
known here through the centre's news.
"""

from dataclasses import dataclass
from datetime import date

import msgspec
from msgspec import structs

from kiosk.desk.context import Desk, read_identity
from kiosk.desk.court_fee import fee_notes
from kiosk.desk.follow_slips import slip_of
from kiosk.desk.lost_slips import check_fact
from kiosk.desk.register import Warning_, printing_of
from kiosk.desk.slips import owe_slip, slip_head
from kiosk.domain.application import Application, PaperState
from kiosk.domain.clock import dhaka_day
from kiosk.domain.events import happened_at
from kiosk.domain.follow_checks import accept_follow_up
from kiosk.domain.followups import (
    FITS,
    FOLLOW_UPS,
    CopyHandedOver,
    CopyPosted,
    CopyReturned,
    FollowUp,
    PaperReceived,
    SlipLost,
    Withdrawn,
    step_of,
    why_not,
)
from kiosk.domain.numbering import parse_receive_number
from kiosk.domain.workflow import (
    POSTED,
    PREPARING,
    READY,
    RECEIVED,
    RECORD_ROOM,
    WAITING_FEE,
    WAITING_PAPERS,
    Step,
)
from kiosk.errors import Problem, Refused
from kiosk.store import journal
from kiosk.store.projection import LocalPart
from kiosk.store.session import Unit

_APPLICATION = msgspec.json.Decoder(Application)
_ACT_OF = {body: act for act, body in FOLLOW_UPS.items()}


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """An act that was done: the state that follows, its step, the papers that are owed for it.

    `slip_job` is a slip's (`kiosk.desk.slips`), `receipt_job` a receipt's copy; None: nothing to print.
    """

    receive_number: str
    state: str
    step: Step
    slip_job: int | None = None
    receipt_job: int | None = None
    warnings: tuple[Warning_, ...] = ()


@dataclass(frozen=True, slots=True)
class Possible:
    """An act (a kind of event) and why it cannot be done now, a code; empty: it can.

    `usual` is the act that commonly comes next; it stands first.
    """

    act: str
    why_not: str = ""
    usual: bool = False


def follow_up(
    desk: Desk, body: FollowUp, *, operator: str, via: str, proof: str = "", print_slip: bool = True
) -> FollowedUp:
    """Do an act: write its event, owe its slip.

    `proof` is what the person says of the fact that a `SlipLost` names; it is compared and forgotten.
    Raises Refused: everything that is wrong with the body, `number.*`, `follow_up.kind|follow_up.state`,
    `paper.unknown|paper.given`, `reason.*`, `slip.*`; Unavailable `disk.*|store.*`.
    """
    at = desk.clock()
    number = str(parse_receive_number(body.receive_number))
    accepted = _complete(accept_follow_up(structs.replace(body, receive_number=number), dhaka_day(at)), dhaka_day(at))
    head = slip_head(desk, operator)
    printing = printing_of(desk, wanted=print_slip)
    with desk.store.write() as unit:
        application, state = known_application(unit, number)
        _check(desk, application, state, accepted, proof)
        warnings = _warnings(unit, application, accepted)
        slip = slip_of(desk, unit, application, accepted, head) if printing == "queued" else None
        event = journal.append(
            unit, accepted, at=at, operator=operator, via=via, rng=desk.rng, local=LocalPart(printing=printing)
        )
        slip_job = owe_slip(unit, slip, operator=operator, seq=event.seq) if slip else None
        step = step_of(accepted, happened_at(event), f"{read_identity(unit).code:02d}")
        after = known_application(unit, number)[1]
        receipt_job = _receipt_job(unit, number) if isinstance(accepted, SlipLost) else None
    return FollowedUp(number, after, step, slip_job, receipt_job, warnings)


def possible(desk: Desk, number: str) -> tuple[Possible, ...]:
    """Return every act with why it does not fit this application now; what commonly comes next stands first.

    Raises Refused `number.form|number.check|number.unknown`.
    """
    with desk.store.read() as unit:
        application, state = known_application(unit, str(parse_receive_number(number)))
    next_one = usual_act(application, state)
    acts = sorted(FITS, key=lambda act: act != next_one)
    return tuple(Possible(act, why_not(act, application.kind, state), act == next_one) for act in acts)


_USUAL = {
    RECEIVED: "copy.requested",
    WAITING_PAPERS: "paper.received",
    WAITING_FEE: "fee.received",
    RECORD_ROOM: "copy.ready",
    PREPARING: "copy.ready",
    READY: "copy.handed_over",
    POSTED: "copy.returned",
}


def usual_act(application: Application, state: str) -> str:
    """Return the act that commonly comes next: a missing paper is brought, a copy goes its way, a state is told."""
    act = _USUAL.get(state, "")
    if act and not why_not(act, application.kind, state):
        return act
    missing = PaperState.MISSING in application.draft.papers.values()
    return "paper.received" if missing and not why_not("paper.received", application.kind, state) else "status.told"


def known_application(unit: Unit, number: str) -> tuple[Application, str]:
    """Return an application of the office and its state.  Raises Refused `number.unknown`."""
    row = unit.one("SELECT body, state FROM application WHERE receive_number = ?", number)
    if row is None:
        raise Refused.because("number.unknown", "receive_number")
    return _APPLICATION.decode(row[0]), str(row[1])


def _complete(body: FollowUp, today: date) -> FollowUp:
    """Fill in what everybody means who leaves it out."""
    if isinstance(body, CopyPosted) and not body.posted_on:
        return structs.replace(body, posted_on=today.isoformat())
    return body


def _check(desk: Desk, application: Application, state: str, body: FollowUp, proof: str) -> None:
    if code := why_not(_ACT_OF[type(body)], application.kind, state):
        raise Refused.because(code, "act", state=state)
    if isinstance(body, PaperReceived):
        _check_papers(desk, application, body)
    elif isinstance(body, CopyReturned):
        desk.catalogue.reason("returned", body.reason)
    elif isinstance(body, Withdrawn) and body.reason:
        desk.catalogue.reason("withdrawn", body.reason)
    elif isinstance(body, SlipLost):
        check_fact(application, body.fact, proof)


def _check_papers(desk: Desk, application: Application, body: PaperReceived) -> None:
    papers = application.draft.papers
    service = desk.catalogue.services.get(application.draft.service)
    known = {*papers, *(paper.code for paper in (service.papers if service else ()))}
    unknown = [code for code in body.papers if code not in known]
    if unknown:
        raise Refused(*(Problem("papers", "paper.unknown", {"paper": code}) for code in unknown))
    if body.papers and all(papers.get(code) in {PaperState.GIVEN, PaperState.SEEN} for code in body.papers):
        raise Refused.because("paper.given", "papers")


def _warnings(unit: Unit, application: Application, body: FollowUp) -> tuple[Warning_, ...]:
    found = fee_notes(unit, application.receive_number, body)
    missing = [code for code, state in application.draft.papers.items() if state is PaperState.MISSING]
    if isinstance(body, PaperReceived):
        missing = [code for code in missing if code not in body.papers]
    if missing and isinstance(body, (PaperReceived, CopyHandedOver)):
        found.append(Warning_("paper.left", {"count": len(missing)}))
    return tuple(found)


def _receipt_job(unit: Unit, number: str) -> int | None:
    row = unit.one(
        "SELECT id FROM print_job WHERE receive_number = ? AND state = 'queued' ORDER BY ordinal DESC LIMIT 1", number
    )
    return int(row[0]) if row else None
