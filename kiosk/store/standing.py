"""Where applications stand: the steps that happened to them here, at other counters and at the centre."""

import msgspec

from kiosk.domain.application import Application
from kiosk.domain.followups import with_papers
from kiosk.domain.workflow import COUNTED_ANEW, Step, in_order, standing_of
from kiosk.store.applications import add_application, replace_application
from kiosk.store.session import Unit

_encoder = msgspec.json.Encoder()
_STEPS = msgspec.json.Decoder(Step)
_APPLICATIONS = msgspec.json.Decoder(Application)


def apply_step(unit: Unit, receive_number: str, step: Step) -> None:
    """Take in what the centre says happened to an application; a repeat changes nothing."""
    unit.run(
        "INSERT OR IGNORE INTO step (receive_number, kind, at, body) VALUES (?, ?, ?, ?)",
        receive_number,
        step.kind,
        step.at,
        _encoder.encode(step),
    )
    _set_standing(unit, receive_number)


def _set_standing(unit: Unit, receive_number: str) -> None:
    """Write where an application stands after all its steps, as far as they are known here."""
    steps = steps_of(unit, receive_number)
    standing = standing_of(steps)
    unit.run(
        "UPDATE application SET state = ?, branch = ?, closed_on = ?, promised_on = coalesce(nullif(?, ''), promised_on)"
        " WHERE receive_number = ?",
        standing.state,
        standing.branch,
        standing.closed_on,
        standing.promised_on,
        receive_number,
    )
    if any(step.papers for step in steps):
        _give_papers(unit, receive_number, steps)
    if not standing.promised_on and any(step.kind == COUNTED_ANEW for step in steps):
        _promise_as_written(unit, receive_number)


def _give_papers(unit: Unit, receive_number: str, steps: list[Step]) -> None:
    """Let an application say which of its missing papers came."""
    row = unit.one("SELECT body FROM application WHERE receive_number = ?", receive_number)
    if row is None:
        return
    before = _APPLICATIONS.decode(row[0])
    after = with_papers(before, steps)
    if after != before:
        unit.run("UPDATE application SET body = ? WHERE receive_number = ?", _encoder.encode(after), receive_number)


def _promise_as_written(unit: Unit, receive_number: str) -> None:
    """Let the day that was counted anew hold, whatever it was moved to before."""
    row = unit.one("SELECT body FROM application WHERE receive_number = ?", receive_number)
    if row is not None:
        day = _APPLICATIONS.decode(row[0]).promised_on or ""
        unit.run("UPDATE application SET promised_on = ? WHERE receive_number = ?", day, receive_number)


def steps_of(unit: Unit, receive_number: str) -> list[Step]:
    """Return what happened to an application, in order."""
    rows = unit.all("SELECT body FROM step WHERE receive_number = ? ORDER BY id", receive_number)
    return in_order(_STEPS.decode(body) for (body,) in rows)


def apply_known(unit: Unit, application: Application) -> None:
    """Take in an application of another counter or the portal, or its correction; a repeat changes nothing."""
    row = unit.one("SELECT body FROM application WHERE receive_number = ?", application.receive_number)
    if row is not None and _APPLICATIONS.decode(row[0]).version < application.version:
        replace_application(unit, application, last_seq=None)
        _set_standing(unit, application.receive_number)
    elif row is None:
        add_application(unit, application, seq=None, operator="")
        _set_standing(unit, application.receive_number)
