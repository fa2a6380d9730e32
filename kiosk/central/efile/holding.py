"""Who has an application before them: one holder at a time, and a version that shows that somebody was quicker."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from kiosk.central.store.tables import ApplicationRow, Holder, NoteRow, StepRow, is_open

RISEN = "risen"
"""The line of a sheet that nobody wrote: it was overdue."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A person holds it, or with `login` empty a branch; `due_on` is a Dhaka day or empty."""

    login: str
    branch: str
    due_on: str = ""
    version: int = 0
    level: int = 0


def holding_of(connection: Connection, office: int, number: str) -> Holding | None:
    """Return who holds an application; None while nobody marked it."""
    columns = (Holder.login, Holder.branch, Holder.due_on, Holder.version, Holder.level)
    mine = (Holder.office == office) & (Holder.receive_number == number)
    row = connection.execute(select(*columns).where(mine)).one_or_none()
    return Holding(*row) if row else None


def version_of(connection: Connection, office: int, number: str) -> str:
    """Return what a page remembers, so that an act on an older state of things is noticed."""
    notes = select(func.count()).where(NoteRow.office == office, NoteRow.receive_number == number)
    notes = notes.where(NoteRow.kind != RISEN)  # nobody acted: whoever has the page open was not too slow
    steps = select(func.count()).where(StepRow.office == office, StepRow.receive_number == number)
    return f"{connection.scalar(notes)}.{connection.scalar(steps)}"


def give(connection: Connection, office: int, number: str, to: Holding, now: datetime) -> None:
    """Let somebody hold an application, and nobody else."""
    mine = (Holder.office == office) & (Holder.receive_number == number)
    held = connection.execute(select(Holder.login, Holder.branch, Holder.version).where(mine)).one_or_none()
    lies = (ApplicationRow.office == office) & (ApplicationRow.receive_number == number)
    open_ = select(ApplicationRow.office).where(lies, is_open()).exists()
    values = {"login": to.login, "branch": to.branch, "due_on": to.due_on, "level": to.level, "is_open": open_}
    if held is None:
        connection.execute(insert(Holder).values(office=office, receive_number=number, since=now, version=1, **values))
        return
    moved = {"since": now} if (held.login, held.branch) != (to.login, to.branch) else {}
    connection.execute(update(Holder).where(mine).values(version=held.version + 1, **values, **moved))
