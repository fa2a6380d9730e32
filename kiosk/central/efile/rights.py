"""Who reads which applications, and who may do what with one, at the officers' desk.

A deputy has the rights of whom they stand in for.  What somebody may not read is unknown to them.
"""

from sqlalchemy import ColumnElement, false, or_, true

from kiosk.central.efile.holding import Holding
from kiosk.central.people.person import Person
from kiosk.central.store.tables import ApplicationRow, Holder

ON_ARRIVAL = ("citizen", "official")
"""Kinds that lie in the DC's inbox on arrival; copies go to the record room."""

_ALL_READ = {"dc", "auditor"}
_BY_BRANCH = {"adc", "officer", "branch_assistant"}
_EVERYBODY = frozenset({"dc", "adc", "officer", "branch_assistant"})
_DECIDERS = frozenset({"dc", "adc", "officer"})
READERS = (*sorted(_EVERYBODY), "auditor")

ACTS: dict[str, frozenset[str]] = {
    "note": _EVERYBODY,
    "order": _DECIDERS,
    "mark": frozenset({"dc", "adc"}),
    "forward": _EVERYBODY,
    "return": frozenset({"adc", "officer", "branch_assistant"}),
    "ask-paper": _EVERYBODY,
    "inquiry": _DECIDERS,
    "inquiry-ended": _EVERYBODY,
    "dispose": _DECIDERS,
}
"""Which roles may do what with an application that lies before them."""


def readable(who: Person) -> ColumnElement[bool]:
    """Return which applications somebody may read, over `application` left-joined with `holder`."""
    conditions: list[ColumnElement[bool]] = []
    for person in who.selves:
        if person.role in _ALL_READ:
            return true()
        if person.role in _BY_BRANCH:
            branches = sorted(person.branches)
            conditions += [Holder.login == person.login, Holder.branch.in_(branches)]
            conditions.append(ApplicationRow.branch.in_(branches))
    return or_(false(), *conditions)


def before(who: Person) -> ColumnElement[bool]:
    """Return what lies before somebody: in person, before their branch, or on arrival before the DC."""
    conditions: list[ColumnElement[bool]] = []
    for person in who.selves:
        conditions.append(Holder.login == person.login)
        if person.role in {"officer", "branch_assistant"}:
            conditions.append((Holder.login == "") & Holder.branch.in_(sorted(person.branches)))
        if person.role == "dc":
            conditions.append(Holder.login.is_(None) & ApplicationRow.kind.in_(ON_ARRIVAL))
    return or_(false(), *conditions)


def acting_as(who: Person, act: str, holding: Holding | None, branch: str) -> Person | None:
    """Return as whom somebody may do this with what is held so; None where they may not."""
    able = (person for person in who.selves if person.role in ACTS[act])
    return next((person for person in able if _reaches(person, holding, branch)), None)


def _reaches(person: Person, holding: Holding | None, branch: str) -> bool:
    if person.role == "dc" or (holding is not None and holding.login == person.login):
        return True
    if holding is None:
        return False
    at = holding.branch or branch
    return at in person.branches and (person.role == "adc" or not holding.login)
