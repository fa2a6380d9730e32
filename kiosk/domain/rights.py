"""Who may do what at a counter: one table, for the window, the command line and the desk alike.

An operator mends what they took in themselves, on the day they took it in: the person still stands
there or the paper still lies on the desk.  Later, and on another's work, a supervisor does.
"""

from collections.abc import Mapping
from enum import StrEnum

from kiosk.errors import Refused

ROLES = ("operator", "helpdesk", "supervisor", "administrator")


class Act(StrEnum):
    """What not everybody may do."""

    CORRECT = "correct"
    VOID = "void"
    DECLARE_DAY = "declare_day"
    KEEP_PEOPLE = "keep_people"
    KEEP_SETTINGS = "keep_settings"
    KEEP_GUIDANCE = "keep_guidance"


class Reach(StrEnum):
    """How far a right goes."""

    NOTHING = "nothing"
    OWN_TODAY = "own_today"
    ALL = "all"


_OPERATOR = {Act.CORRECT: Reach.OWN_TODAY, Act.VOID: Reach.OWN_TODAY}
_EVERYTHING = dict.fromkeys(Act, Reach.ALL)

RIGHTS: Mapping[str, Mapping[Act, Reach]] = {
    "operator": _OPERATOR,
    "helpdesk": {},
    "supervisor": _EVERYTHING,
    "administrator": _EVERYTHING,
}
"""Role → act → how far; what is not named reaches nothing."""

KEPT_BY: Mapping[str, frozenset[str]] = {
    "supervisor": frozenset({"operator", "helpdesk"}),
    "administrator": frozenset(ROLES),
}
"""Role → the roles whose people it adds, renames and closes: nobody makes somebody above themselves."""


def reach(role: str, act: Act) -> Reach:
    """Return how far a role's right goes; an unknown role has none."""
    return RIGHTS.get(role, {}).get(act, Reach.NOTHING)


def may(role: str, act: Act) -> bool:
    """Tell whether a role may do something at all, to whatever it may."""
    return reach(role, act) is not Reach.NOTHING


def objection(role: str, act: Act, *, own: bool = False, today: bool = False) -> str:
    """Return the code of why not: `right.role`, `right.own`, `right.day`; nothing when they may."""
    found = reach(role, act)
    if found is Reach.NOTHING:
        return "right.role"
    if found is Reach.ALL or (own and today):
        return ""
    return "right.day" if own else "right.own"


def check(role: str, act: Act, *, own: bool = False, today: bool = False) -> None:
    """Raise Refused with the objection, when there is one."""
    if code := objection(role, act, own=own, today=today):
        raise Refused.because(code, "operator")


def check_keeps(role: str, other: str) -> None:
    """Raise Refused `right.role` or `right.above` when a role may not change somebody of another role."""
    check(role, Act.KEEP_PEOPLE)
    if other not in KEPT_BY.get(role, frozenset()):
        raise Refused.because("right.above", "operator")
