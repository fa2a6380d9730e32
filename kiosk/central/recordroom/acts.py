"""What the record room does with a copy: each act one transaction, told as news, in its sheet and in the audit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, insert, select

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.efile.acts import NOTE_LIMIT, TOLD_LIMIT
from kiosk.central.efile.file import lines_of
from kiosk.central.efile.holding import version_of
from kiosk.central.people.person import Person
from kiosk.central.recordroom.copies import ROLE, row_of
from kiosk.central.steps import lock_application, take_step
from kiosk.central.store.tables import NoteRow
from kiosk.domain.bangla import clean_line, clean_note
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.record_room import (
    ACTS,
    COPY_POSTED,
    COPY_READY,
    DEMANDED,
    ELSEWHERE,
    FOUND,
    NOT_FOUND,
    PREPARED,
    names_on,
    why_not,
)
from kiosk.domain.workflow import Step
from kiosk.errors import Refused

MOST_FOLIOS, MOST_POISHA = 10_000, 10_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says: `text` stays in the sheet, `told` the applicant reads; amounts are whole poisha."""

    text: str = ""
    told: str = ""
    until: str = ""
    folios: int = 0
    base_poisha: int = 0
    per_folio_poisha: int = 0
    registered_no: str = ""


NOTHING = Said()


def act_on_copy(centre: Centre, who: Person, number: str, act: str, said: Said = NOTHING, version: str = "") -> str:
    """Do one of `kiosk.domain.record_room.ACTS` and return the state that follows.

    `version` is what the page remembered, empty: whatever it is now.  Raises Refused `number.unknown`,
    `act.forbidden|act.late`, `state.closed`, `room.*`, `text.*`, `date.*`, `fee.amount`, `folios.form`.
    """
    if ROLE not in who.roles:
        raise Refused.because("act.forbidden")
    now = centre.clock()
    step, line = _step_of(act, said, dhaka_day(now))
    with centre.database.write() as connection:
        state = lock_application(connection, who.office, number)
        row_of(connection, who, number)
        if version and version != version_of(connection, who.office, number):
            raise Refused.because("act.late")
        names = names_on((one.kind, one.login) for one in lines_of(connection, who.office, number))
        if code := why_not(act, state, names, who.login):
            raise Refused.because(code, "receive_number")
        if act == PREPARED and names and not line:
            raise Refused.because("room.why", "text")  # written anew: the sheet says what was wrong
        made = Step(act, stamp(now), post=who.post_bn, **step)
        after = take_step(connection, who.office, number, made)
        _write_line(connection, who, number, made, line)
        audit = {"act": f"copy.{act}", "subject": number}
        record_act(connection, who.office, now, actor=who.login, **audit)
    return after


_Told = tuple[dict[str, Any], str]
"""What a step says besides its kind, and the line of the sheet."""


def _step_of(act: str, said: Said, today: date) -> _Told:
    line = clean_note(said.text, "text", limit=NOTE_LIMIT) if said.text.strip() else ""
    make: dict[str, Callable[[Said, date, str], _Told]] = {
        FOUND: lambda said, _today, line: ({"count": _folios(said)}, line),
        NOT_FOUND: lambda said, _today, line: ({"note": _told(said)}, line),
        ELSEWHERE: lambda said, _today, line: ({"note": _told(said)}, line),
        DEMANDED: _fee,
        COPY_READY: lambda said, _today, line: ({"count": _folios(said)}, line),
        COPY_POSTED: _posted,
    }
    if act not in ACTS:
        raise Refused.because("act.forbidden")
    return make[act](said, today, line) if act in make else ({}, line)


def _told(said: Said) -> str:
    return clean_note(said.told, "told", limit=TOLD_LIMIT, required=True)


def _folios(said: Said) -> int:
    if not 0 <= said.folios <= MOST_FOLIOS:
        raise Refused.because("folios.form", "folios", limit=MOST_FOLIOS)
    return said.folios


def _fee(said: Said, today: date, line: str) -> _Told:
    poisha = said.base_poisha + _folios(said) * said.per_folio_poisha
    if not 0 < poisha <= MOST_POISHA or min(said.base_poisha, said.per_folio_poisha) < 0:
        raise Refused.because("fee.amount", "base")
    until = _day(said.until)
    if until < today:
        raise Refused.because("date.past", "until")
    return {"poisha": poisha, "count": said.folios, "until": until.isoformat()}, line


def _posted(said: Said, today: date, line: str) -> _Told:
    on = _day(said.until) if said.until else today
    if on > today:
        raise Refused.because("date.future", "until")
    registered = clean_line(said.registered_no, "registered_no", limit=40)
    return {"until": on.isoformat(), "note": registered}, line


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused.because("date.form", "until") from error


def _write_line(connection: Connection, who: Person, number: str, step: Step, text: str) -> None:
    mine = (NoteRow.office == who.office) & (NoteRow.receive_number == number)
    ordinal = (connection.scalar(select(func.max(NoteRow.ordinal)).where(mine)) or 0) + 1
    key = {"office": who.office, "receive_number": number, "ordinal": ordinal, "at": step.at}
    post = {"login": who.login, "post_bn": who.post("bn"), "post_en": who.post("en")}
    line = {"kind": step.kind, "text": text, "to_login": "", "to_branch": "", "due_on": step.until}
    connection.execute(insert(NoteRow).values(**key, **post, **line))
