"""What officers do with an application: each act one transaction, told as news, written in sheet and audit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.days import at_office
from kiosk.central.efile.holding import Holding, give, holding_of, version_of
from kiosk.central.efile.rights import ON_ARRIVAL, acting_as, readable
from kiosk.central.offices import find_branch
from kiosk.central.people.person import Person, people_of
from kiosk.central.steps import lock_application, take_step
from kiosk.central.store.tables import ApplicationRow, Holder, NoteRow
from kiosk.domain.bangla import clean_note
from kiosk.domain.catalogue import DayType
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.workflow import FORWARDED, INQUIRY, PENDING, Step
from kiosk.errors import Refused

NOTE_LIMIT, LETTER_LIMIT, TOLD_LIMIT = 2000, 6000, 500
MOST_AT_ONCE, MOST_DAYS = 100, 365
OUTCOMES = ("granted", "refused", "replied", "filed")
MARKED_TO = ("adc", "officer")


@dataclass(frozen=True, slots=True)
class Chosen:
    """An application and the version that its page remembered; empty: whatever it is now."""

    number: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class _Change:
    """What an act does: a line of the sheet, perhaps a step, perhaps another holder."""

    kind: str
    text: str = ""
    step: Step | None = None
    to: Holding | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """An application that is locked, and as whom somebody acts on it."""

    connection: Connection
    number: str
    who: Person
    acts_as: Person
    state: str
    branch: str
    holding: Holding | None
    now: datetime = field(repr=False)

    def kept(self) -> Holding:
        """Return the holding as it stays; what lay on arrival is taken by whoever acts."""
        return self.holding or Holding(self.acts_as.login, self.branch)

    def step(self, kind: str, *, branch: str = "", note: str = "", until: str = "") -> Step:
        """Return a step of this act."""
        return Step(kind, stamp(self.now), post=self.acts_as.post_bn, branch=branch, note=note, until=until)


# ------------------------------------------------------------------------------ notes and orders


def write_note(centre: Centre, who: Person, chosen: Chosen, text: str, *, is_order: bool = False) -> None:
    """Add a line to the note sheet; whoever holds an application as an officer takes it up with the first.

    Raises Refused `number.unknown|act.forbidden|act.late|text.*`.
    """
    kind = "order" if is_order else "note"
    said = clean_note(text, "text", limit=NOTE_LIMIT, required=True)
    with _case(centre, who, chosen, kind, closed=True) as case:
        takes_up = case.state == FORWARDED and case.acts_as.role in {"officer", "branch_assistant"}
        step = case.step("taken_up") if takes_up else None
        _carry_out(centre, case, _Change(kind, said, step, case.kept()))


# ------------------------------------------------------------------------------ sending on


def mark(centre: Centre, who: Person, several: Sequence[Chosen], to: str, text: str = "", days: int = 0) -> int:
    """Mark applications to an ADC or officer, with a note and so many working days; all or none.

    Returns how many.  Raises Refused `mark.none|mark.whom|mark.days` and as `write_note`.
    """
    if not 0 < len(several) <= MOST_AT_ONCE:
        raise Refused.because("mark.none", "number", limit=MOST_AT_ONCE)
    said, due_on = _optional(text), due_after(at_office(centre, who.office), days)
    with centre.database.write() as connection:
        target = _colleague(connection, who.office, to)
        for chosen in sorted(several, key=lambda one: one.number):  # one order for all: nobody waits in a circle
            case = _opened(connection, centre, who, chosen, "mark")
            holding = Holding(target.login, _branch_of(target, case), due_on)
            step = case.step("marked", branch=holding.branch)
            _carry_out(centre, case, _Change("marked", said, step, holding, target.login))
    return len(several)


def send_on(centre: Centre, who: Person, chosen: Chosen, branch: str, text: str = "", days: int = 0) -> None:
    """Send an application on to a branch.  Raises Refused `branch.unknown` and as `mark`."""
    said, due_on = _optional(text), due_after(at_office(centre, who.office), days)
    with _case(centre, who, chosen, "forward") as case:
        code = find_branch(case.connection, who.office, branch)
        step = case.step(FORWARDED, branch=code)
        _carry_out(centre, case, _Change(FORWARDED, said, step, Holding("", code, due_on), code))


def send_back(centre: Centre, who: Person, chosen: Chosen, text: str) -> None:
    """Give an application back to whoever sent it here, saying why.  Raises Refused `return.nobody`."""
    said = clean_note(text, "text", limit=NOTE_LIMIT, required=True)
    with _case(centre, who, chosen, "return") as case:
        before = _sender(case)
        step = case.step("returned", branch=before.branch)
        _carry_out(centre, case, _Change("returned", said, step, before, before.login))


# ------------------------------------------------------------------------------ asking


def ask_paper(centre: Centre, who: Person, chosen: Chosen, text: str, until: str) -> None:
    """Ask the applicant for something by a last day `YYYY-MM-DD`; the applicant reads the text.

    Raises Refused `date.form|date.past` and as `write_note`.
    """
    said, day = clean_note(text, "text", limit=TOLD_LIMIT, required=True), _last_day(centre, until)
    with _case(centre, who, chosen, "ask-paper") as case:
        step = case.step("paper_asked", note=said, until=day)
        _carry_out(centre, case, _Change("paper_asked", said, step, case.kept()))


def ask_office(centre: Centre, who: Person, chosen: Chosen, office: str, text: str, days: int = 0) -> None:
    """Ask another office; the applicant reads which one, not what."""
    whom, said = clean_note(office, "office", limit=200, required=True), _optional(text)
    due_on = due_after(at_office(centre, who.office), days)
    with _case(centre, who, chosen, "inquiry") as case:
        kept = case.kept()
        holding = Holding(kept.login, kept.branch, due_on or kept.due_on)
        line = f"{whom}: {said}" if said else whom
        _carry_out(centre, case, _Change(INQUIRY, line, case.step(INQUIRY, note=whom), holding))


def end_inquiry(centre: Centre, who: Person, chosen: Chosen, text: str) -> None:
    """Note that the other office answered.  Raises Refused `inquiry.none`."""
    said = clean_note(text, "text", limit=NOTE_LIMIT, required=True)
    with _case(centre, who, chosen, "inquiry-ended") as case:
        if case.state != INQUIRY:
            raise Refused.because("inquiry.none", "text")
        _carry_out(centre, case, _Change("inquiry_ended", said, case.step("inquiry_ended"), case.kept()))


# ------------------------------------------------------------------------------ the end


def dispose(centre: Centre, who: Person, chosen: Chosen, outcome: str, letter: str, told: str = "") -> None:
    """Settle an application: `outcome` is one of `OUTCOMES`; the letter is kept and printed, `told` is public.

    Raises Refused `outcome.unknown`, `text.empty` where a reply has no letter, and as `write_note`.
    """
    if outcome not in OUTCOMES:
        raise Refused.because("outcome.unknown", "outcome")
    said = clean_note(letter, "text", limit=LETTER_LIMIT, required=outcome != "filed")
    public = clean_note(told, "told", limit=TOLD_LIMIT) if told.strip() else ""
    with _case(centre, who, chosen, "dispose") as case:
        _carry_out(centre, case, _Change(outcome, said, case.step(outcome, note=public), case.kept(), outcome))


# ------------------------------------------------------------------------------ the same for all


@contextmanager
def _case(centre: Centre, who: Person, chosen: Chosen, act: str, *, closed: bool = False) -> Iterator[_Case]:
    with centre.database.write() as connection:
        yield _opened(connection, centre, who, chosen, act, closed=closed)


def _opened(
    connection: Connection, centre: Centre, who: Person, chosen: Chosen, act: str, *, closed: bool = False
) -> _Case:
    """Lock an application for an act.  Raises Refused `number.unknown|act.forbidden|act.late|state.closed`."""
    state = lock_application(connection, who.office, chosen.number)
    holding = holding_of(connection, who.office, chosen.number)
    branch = _readable_branch(connection, who, chosen.number)
    # First: a colleague who was quicker may have taken it out of these hands.
    if chosen.version and chosen.version != version_of(connection, who.office, chosen.number):
        raise Refused.because("act.late")
    acts_as = acting_as(who, act, holding, branch)
    if acts_as is None:
        raise Refused.because("act.forbidden")
    if state not in PENDING and not closed:
        raise Refused.because("state.closed", "receive_number")
    return _Case(connection, chosen.number, who, acts_as, state, branch, holding, centre.clock())


def _readable_branch(connection: Connection, who: Person, number: str) -> str:
    """Return the branch of an application; what somebody may not read is unknown to them."""
    same = (Holder.office == ApplicationRow.office) & (Holder.receive_number == ApplicationRow.receive_number)
    statement = select(ApplicationRow.branch).join(Holder, same, isouter=True)
    mine = (ApplicationRow.office == who.office) & (ApplicationRow.receive_number == number)
    branch = connection.scalar(statement.where(mine, ApplicationRow.kind.in_(ON_ARRIVAL), readable(who)))
    if branch is None:
        raise Refused.because("number.unknown", "receive_number")
    return str(branch)


def _carry_out(centre: Centre, case: _Case, change: _Change) -> None:
    connection, office, number = case.connection, case.who.office, case.number
    if change.step is not None:
        take_step(connection, office, number, change.step)
    if change.to is not None:
        give(connection, office, number, change.to, case.now)
    _write_line(case, change)
    stands_in = f" for {case.acts_as.login}" if case.acts_as.login != case.who.login else ""
    act = {"act": f"application.{change.kind}", "subject": number, "detail": change.detail + stands_in}
    record_act(connection, office, centre.clock(), actor=case.who.login, **act)


def _write_line(case: _Case, change: _Change) -> None:
    office, number = case.who.office, case.number
    mine = (NoteRow.office == office) & (NoteRow.receive_number == number)
    ordinal = (case.connection.scalar(select(func.max(NoteRow.ordinal)).where(mine)) or 0) + 1
    post_bn, post_en = _posts(case)
    to = change.to if change.kind in {"marked", FORWARDED, "returned"} else None
    whom = {"to_login": to.login, "to_branch": to.branch, "due_on": to.due_on} if to else {}
    said = {"kind": change.kind, "text": change.text, "to_login": "", "to_branch": "", "due_on": "", **whom}
    key = {"office": office, "receive_number": number, "ordinal": ordinal, "at": stamp(case.now)}
    who = {"login": case.who.login, "post_bn": post_bn, "post_en": post_en}
    case.connection.execute(insert(NoteRow).values(**key, **who, **said))


def _posts(case: _Case) -> tuple[str, str]:
    """Return the post that a line bears; a deputy's names the absent one, too."""
    who, absent = case.who, case.acts_as
    own = who.post("bn") or who.name, who.post("en") or who.name
    if absent.login == who.login:
        return own
    return f"{own[0]}, {absent.post('bn') or absent.name}-এর পক্ষে", f"{own[1]}, for {absent.post('en') or absent.name}"


def _sender(case: _Case) -> Holding:
    """Return who sent it to where it lies now."""
    mine = (NoteRow.office == case.who.office) & (NoteRow.receive_number == case.number)
    moved = NoteRow.kind.in_(("marked", FORWARDED))
    here = (NoteRow.to_login == case.kept().login) & moved
    statement = select(NoteRow.login).where(mine, here).order_by(NoteRow.ordinal.desc()).limit(1)
    login = case.connection.scalar(statement)
    found = next((person for person in people_of(case.connection, case.who.office) if person.login == login), None)
    if found is None:
        raise Refused.because("return.nobody", "text")
    return Holding(found.login, _branch_of(found, case))


def _branch_of(person: Person, case: _Case) -> str:
    """Return at which branch somebody takes an application: its own where that is theirs, else their first."""
    at_home = case.branch in person.branches or not person.branches
    return case.branch if at_home else min(person.branches)


def _colleague(connection: Connection, office: int, login: str) -> Person:
    found = (person for person in people_of(connection, office) if person.login == login and person.role in MARKED_TO)
    person = next(found, None)
    if person is None:
        raise Refused.because("mark.whom", "to")
    return person


def due_after(centre: Centre, days: int) -> str:
    """Return the last of so many working days from today, empty for none.  Raises Refused `mark.days`."""
    if not 0 <= days <= MOST_DAYS:
        raise Refused.because("mark.days", "days", limit=MOST_DAYS)
    if not days:
        return ""
    on = centre.calendar.promise(days, DayType.WORKING, dhaka_day(centre.clock()))
    return on.isoformat() if on else ""


def _last_day(centre: Centre, text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Refused.because("date.form", "until") from error
    if day < dhaka_day(centre.clock()):
        raise Refused.because("date.past", "until")
    return day.isoformat()


def _optional(text: str) -> str:
    return clean_note(text, "text", limit=NOTE_LIMIT) if text.strip() else ""
