"""Who acts, and whether they may: asked inside the unit that does it."""

from collections.abc import Mapping

from kiosk.desk.changes import changeable
from kiosk.desk.context import Desk
from kiosk.domain import rights
from kiosk.domain.clock import dhaka_day
from kiosk.domain.rights import Act
from kiosk.errors import Refused
from kiosk.store.session import Unit

CHANGES = (Act.CORRECT, Act.VOID)


def role_of(unit: Unit, login: str) -> str:
    """Return the role of who acts.  Raises Refused `login.unknown`, also for who is closed."""
    row = unit.one("SELECT role FROM operator WHERE login = ? AND active", login)
    if row is None:
        raise Refused.because("login.unknown", "operator")
    return str(row[0])


def check_right(unit: Unit, login: str, act: Act) -> None:
    """Raise Refused `right.role` unless this person may do so."""
    rights.check(role_of(unit, login), act)


def check_change(desk: Desk, unit: Unit, login: str, act: Act, number: str) -> None:
    """Raise Refused `right.role|right.own|right.day` unless this person may change this application."""
    if code := _objection(desk, unit, (login, role_of(unit, login)), act, number):
        raise Refused.because(code, "operator")


def objections(desk: Desk, login: str, number: str) -> Mapping[Act, str]:
    """Return why somebody cannot correct or void an application; an empty code: they can.

    Codes are those that doing it would be refused with: `number.*`, `state.closed`, `right.*`.
    Raises Refused `login.unknown`.
    """
    with desk.store.read() as unit:
        who = (login, role_of(unit, login))
        try:
            receive_number = changeable(unit, number).receive_number
        except Refused as refused:
            return dict.fromkeys(CHANGES, refused.problems[0].code)
        return {act: _objection(desk, unit, who, act, receive_number) for act in CHANGES}


def _objection(desk: Desk, unit: Unit, who: tuple[str, str], act: Act, number: str) -> str:
    login, role = who
    row = unit.one("SELECT operator, received_on FROM application WHERE receive_number = ?", number)
    by, on = row or ("", "")
    return rights.objection(role, act, own=by == login, today=on == dhaka_day(desk.clock()).isoformat())
