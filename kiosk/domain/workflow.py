"""State is computed from steps by one pure function, shared by counter, server and public page.

What may happen to an application is data: `ACTS` says of each kind of step where it leads, and
whether the applicant is told; `STATES` names the states in the office's words.
"""

from collections.abc import Iterable

from msgspec import Struct

from kiosk.domain.clock import dhaka_day, unstamp


def _(message: str) -> str:
    """Mark a message for the catalogue; whoever shows it translates it."""
    return message


class State(Struct, frozen=True):
    """A state an application stands in: its name, whether work is left, whether it waits for the applicant."""

    name: str
    pending: bool = True
    waits: bool = False


class Act(Struct, frozen=True):
    """A kind of step.

    `name` is what the history says; `state` where it leads: None leaves the state as it is, `BACK`
    ends a wait.  `told` acts are worth a message to the applicant; `hidden` ones the applicant does not see.
    """

    name: str
    state: str | None = None
    told: bool = False
    hidden: bool = False


RECEIVED, FORWARDED, DISPOSED, VOID = "received", "forwarded", "disposed", "void"
IN_PROGRESS, INQUIRY = "in_progress", "inquiry"
WAITING_PAPERS, WAITING_FEE = "waiting_papers", "waiting_fee"
RECORD_ROOM, PREPARING, READY = "record_room", "preparing", "ready"
DELIVERED, POSTED = "delivered", "posted"
GRANTED, REFUSED, REPLIED, FILED, WITHDRAWN = "granted", "refused", "replied", "filed", "withdrawn"

BACK = "back"
"""Where an act leads that ends a wait: to the state before it."""

STATES: dict[str, State] = {
    RECEIVED: State(_("Received")),
    FORWARDED: State(_("With a branch")),
    IN_PROGRESS: State(_("In progress")),
    INQUIRY: State(_("Under inquiry")),
    WAITING_PAPERS: State(_("Waiting for papers"), waits=True),
    WAITING_FEE: State(_("Waiting for the court fee"), waits=True),
    RECORD_ROOM: State(_("In the record room")),
    PREPARING: State(_("Copy being prepared")),
    READY: State(_("Ready for handing over")),
    DELIVERED: State(_("Handed over"), pending=False),
    POSTED: State(_("Sent by post"), pending=False),
    GRANTED: State(_("Granted"), pending=False),
    REFUSED: State(_("Refused"), pending=False),
    REPLIED: State(_("Replied"), pending=False),
    FILED: State(_("Filed without action"), pending=False),
    DISPOSED: State(_("Disposed"), pending=False),
    WITHDRAWN: State(_("Withdrawn"), pending=False),
    VOID: State(_("Cancelled"), pending=False),
}


def state_name(code: str) -> str:
    """Return the name of a state; its code where a newer program made it."""
    return STATES[code].name if code in STATES else code


PENDING = tuple(code for code, state in STATES.items() if state.pending)
"""States in which something is left to be done."""

CORRECTED = "corrected"
"""A step that changes no state: the application says something else, and stands where it stood."""

DATE_MOVED = "date_moved"
COUNTED_ANEW = "counted_anew"
"""A correction named another service or day of arrival: days that were moved before count no more."""

ACTS: dict[str, Act] = {
    RECEIVED: Act(_("Application received"), RECEIVED, told=True),
    CORRECTED: Act(_("Corrected")),
    VOID: Act(_("Cancelled"), VOID),
    FORWARDED: Act(_("Sent to a branch"), FORWARDED, told=True),
    "marked": Act(_("Marked to an officer"), FORWARDED),
    "returned": Act(_("Sent back"), FORWARDED, hidden=True),
    "taken_up": Act(_("Taken up"), IN_PROGRESS),
    "inquiry": Act(_("Sent for inquiry"), INQUIRY),
    "inquiry_ended": Act(_("Inquiry report received"), IN_PROGRESS),
    "paper_asked": Act(_("Paper asked for"), WAITING_PAPERS, told=True),
    "paper_received": Act(_("Paper received"), BACK),
    "fee_demanded": Act(_("Court fee asked for"), WAITING_FEE, told=True),
    "fee_received": Act(_("Court fee received"), BACK),
    "copy_requested": Act(_("Sent to the record room"), RECORD_ROOM),
    "record_found": Act(_("Record found"), PREPARING),
    "record_not_found": Act(_("Record not found"), REFUSED, told=True),
    "record_elsewhere": Act(_("Record is with another court"), RECORD_ROOM, told=True),
    "copy_prepared": Act(_("Copy written"), PREPARING),
    "copy_checked": Act(_("Copy checked"), hidden=True),
    "copy_compared": Act(_("Copy compared"), hidden=True),
    "copy_approved": Act(_("Copy approved"), PREPARING),
    "copy_ready": Act(_("Copy ready"), READY, told=True),
    "copy_handed_over": Act(_("Copy handed over"), DELIVERED),
    "copy_posted": Act(_("Copy sent by post"), POSTED, told=True),
    "copy_returned": Act(_("Came back by post"), READY, told=True),
    GRANTED: Act(_("Granted"), GRANTED, told=True),
    REFUSED: Act(_("Refused"), REFUSED, told=True),
    REPLIED: Act(_("Reply sent"), REPLIED, told=True),
    FILED: Act(_("Filed without action"), FILED, told=True),
    DISPOSED: Act(_("Disposed"), DISPOSED, told=True),
    WITHDRAWN: Act(_("Withdrawn by the applicant"), WITHDRAWN),
    DATE_MOVED: Act(_("New date"), told=True),
    COUNTED_ANEW: Act(_("Date counted anew"), hidden=True),
    "status_told": Act(_("State told at the counter"), hidden=True),
    "delay_complained": Act(_("Complaint about delay")),
    "slip_lost": Act(_("Slip lost, given again")),
}


class Step(Struct, frozen=True, omit_defaults=True):
    """Something that happened to an application, at the counter or at the centre.

    `kind` is one of `ACTS`, `at` UTC text, `counter` the code of the counter that did it, `branch`
    the code of the branch it went to, `note` what the applicant may read.  `until` is a Dhaka day
    (a last day, a new date), `poisha` a fee, `count` folios, `post` the officer's post, never a name,
    `papers` the codes of those that came.
    """

    kind: str
    at: str
    counter: str = ""
    branch: str = ""
    note: str = ""
    until: str = ""
    poisha: int = 0
    count: int = 0
    post: str = ""
    papers: tuple[str, ...] = ()


def in_order(steps: Iterable[Step]) -> list[Step]:
    """Return steps in the order in which they count: when they were made, wherever they were heard of first."""
    return sorted(steps, key=lambda step: (step.at, step.kind))


def state_of(steps: Iterable[Step]) -> str:
    """Return the state after all steps, in order: void is final, else the last that leads anywhere speaks.

    A step that is not known here (a newer centre's) leaves the state as it is.
    """
    state = before = RECEIVED
    for step in steps:
        to = ACTS[step.kind].state if step.kind in ACTS else None
        if to is None or state == VOID:
            continue
        if to == BACK:
            state = before if STATES[state].waits else state
            continue
        if STATES[to].waits and not STATES[state].waits:
            before = state
        state = to
    return state


class Standing(Struct, frozen=True):
    """Where an application stands: its state, the branch that has it, when it closed, a newly promised day.

    Days are Dhaka days; what is not so is empty.
    """

    state: str
    branch: str = ""
    closed_on: str = ""
    promised_on: str = ""


def standing_of(steps: Iterable[Step]) -> Standing:
    """Return where an application stands after all steps, in order."""
    history = list(steps)
    state = state_of(history)
    branch = next((step.branch for step in reversed(history) if step.branch), "")
    dated = next((step for step in reversed(history) if step.kind in {DATE_MOVED, COUNTED_ANEW}), None)
    promised_on = dated.until if dated is not None and dated.kind == DATE_MOVED else ""
    closed_on = ""
    if not STATES[state].pending:
        closing = next(step for step in reversed(history) if step.kind in ACTS and ACTS[step.kind].state == state)
        closed_on = dhaka_day(unstamp(closing.at)).isoformat()
    return Standing(state, branch, closed_on, promised_on)
