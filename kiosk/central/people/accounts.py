"""People, their branches and their deputies: what the administrator and everybody for themselves may set."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select, update

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.passwords import check_password
from kiosk.central.people.person import Person, person_of
from kiosk.central.store.tables import Branch, Deputy, User, UserBranch
from kiosk.central.web.sessions import close_sessions
from kiosk.domain.bangla import clean_line
from kiosk.domain.clock import dhaka_day
from kiosk.errors import Refused


class About(NamedTuple):
    """What is known of somebody besides the login."""

    name: str
    role: str
    post_bn: str = ""
    post_en: str = ""


def appoint(centre: Centre, who: Person, deputy: str, from_on: str, until_on: str, *, by: str = "") -> None:
    """Let a colleague act for somebody from one day until another, both included; `by` set it where not they.

    Raises Refused `date.form|date.past|deputy.whom`.
    """
    first, last = _day(from_on, "from_on"), _day(until_on, "until_on")
    if last < max(first, dhaka_day(centre.clock())):
        raise Refused.because("date.past", "until_on")
    with centre.database.write() as connection:
        found = person_of(connection, who.office, deputy, dhaka_day(centre.clock()))
        if found is None or found.role == "udc" or deputy == who.login:
            raise Refused.because("deputy.whom", "deputy")
        same = (Deputy.office == who.office) & (Deputy.login == who.login) & (Deputy.deputy == deputy)
        connection.execute(delete(Deputy).where(same, Deputy.from_on == first.isoformat()))
        days = {"from_on": first.isoformat(), "until_on": last.isoformat()}
        connection.execute(insert(Deputy).values(office=who.office, login=who.login, deputy=deputy, **days))
        detail = f"{deputy} {first.isoformat()} {last.isoformat()}"
        record_act(
            connection,
            who.office,
            centre.clock(),
            actor=by or who.login,
            act="deputy.set",
            subject=who.login,
            detail=detail,
        )


def dismiss_deputies(centre: Centre, who: Person, *, by: str = "") -> None:
    """End every deputy of somebody: they are back; `by` ended it where not they."""
    with centre.database.write() as connection:
        connection.execute(delete(Deputy).where(Deputy.office == who.office, Deputy.login == who.login))
        record_act(connection, who.office, centre.clock(), actor=by or who.login, act="deputy.ended", subject=who.login)


def deputies_of(centre: Centre, who: Person) -> tuple[tuple[str, str, str], ...]:
    """Return who acts for somebody today or later: login, first and last day."""
    today = dhaka_day(centre.clock()).isoformat()
    statement = select(Deputy.deputy, Deputy.from_on, Deputy.until_on).where(
        Deputy.office == who.office, Deputy.login == who.login, Deputy.until_on >= today
    )
    with centre.database.read() as connection:
        rows = connection.execute(statement.order_by(Deputy.from_on)).all()
    return tuple((row.deputy, row.from_on, row.until_on) for row in rows)


def set_branches(centre: Centre, office: int, login: str, branches: Iterable[str], *, by: str = "centre") -> None:
    """Say for which branches somebody works.  Raises Refused `user.unknown|branch.unknown`."""
    wanted = sorted(set(branches))
    with centre.database.write() as connection:
        _check_user(connection.scalar(select(User.login).where(_open(office, login))))
        known = set(connection.scalars(select(Branch.code).where(Branch.office == office)))
        if not set(wanted) <= known:
            raise Refused.because("branch.unknown", "branch", branch=", ".join(sorted(set(wanted) - known)))
        connection.execute(delete(UserBranch).where(UserBranch.office == office, UserBranch.login == login))
        for branch in wanted:
            connection.execute(insert(UserBranch).values(office=office, login=login, branch=branch))
        act = {"act": "user.branches", "subject": login, "detail": " ".join(wanted)}
        record_act(connection, office, centre.clock(), actor=by, **act)


def close_user(centre: Centre, office: int, login: str, *, by: str = "centre") -> None:
    """Let nobody in under this login any more; what they wrote stays.  Raises Refused `user.unknown|user.self`."""
    if login == by:
        raise Refused.because("user.self", "login")
    now = centre.clock()
    with centre.database.write() as connection:
        changed = connection.execute(update(User).where(_open(office, login)).values(closed_at=now))
        _check_user(changed.rowcount)
        record_act(connection, office, now, actor=by, act="user.closed", subject=login)
    close_sessions(centre, office, login)


def reopen_user(centre: Centre, office: int, login: str, password: str, *, by: str = "centre") -> None:
    """Let somebody in again who was let in no more, with a new password and the second factor set up anew.

    Raises Refused `user.unknown|password.short|password.long`.
    """
    check_password(password)
    verifier = centre.verifier_of(password)
    closed = (User.office == office) & (User.login == login) & User.closed_at.is_not(None)
    with centre.database.write() as connection:
        values = {"verifier": verifier, "totp": "", "totp_step": 0, "closed_at": None}
        _check_user(connection.execute(update(User).where(closed).values(**values)).rowcount)
        record_act(connection, office, centre.clock(), actor=by, act="user.reopened", subject=login)


def change_role(centre: Centre, office: int, login: str, about: About, *, by: str = "centre") -> None:
    """Let somebody have another name, role or post from now on; every session of theirs ends.

    Raises Refused `user.unknown|user.own_role|role.unknown`, `text.*`.
    """
    from kiosk.central.users import ROLES

    if about.role not in ROLES:
        raise Refused.because("role.unknown", "role")
    name = clean_line(about.name, "name", required=True)
    posts = {"post_bn": clean_line(about.post_bn, "post"), "post_en": clean_line(about.post_en, "post")}
    with centre.database.write() as connection:
        before = connection.scalar(select(User.role).where(_open(office, login)))
        _check_user(before)
        if login == by and before != about.role:  # an office must not lose its last administrator by a slip
            raise Refused.because("user.own_role", "role")
        connection.execute(update(User).where(_open(office, login)).values(name_bn=name, role=about.role, **posts))
        detail = f"{before} {about.role}" if before != about.role else about.role
        record_act(connection, office, centre.clock(), actor=by, act="user.changed", subject=login, detail=detail)
    if before != about.role:
        close_sessions(centre, office, login)


def reset_factor(centre: Centre, office: int, login: str, *, by: str = "centre") -> None:
    """Let somebody set up the second factor anew; the password stays, every session ends.

    Raises Refused `user.unknown`.
    """
    with centre.database.write() as connection:
        changed = connection.execute(update(User).where(_open(office, login)).values(totp="", totp_step=0))
        _check_user(changed.rowcount)
        record_act(connection, office, centre.clock(), actor=by, act="user.factor_reset", subject=login)
    close_sessions(centre, office, login)


def renew_access(centre: Centre, office: int, login: str, password: str, *, by: str = "centre") -> None:
    """Give somebody a new password and let the second factor be set up anew; every session ends.

    Raises Refused `user.unknown|password.short|password.long`.
    """
    check_password(password)
    verifier = centre.verifier_of(password)
    with centre.database.write() as connection:
        values = {"verifier": verifier, "totp": "", "totp_step": 0}
        changed = connection.execute(update(User).where(_open(office, login)).values(**values))
        _check_user(changed.rowcount)
        record_act(connection, office, centre.clock(), actor=by, act="user.renewed", subject=login)
    close_sessions(centre, office, login)


def _open(office: int, login: str) -> ColumnElement[bool]:
    return (User.office == office) & (User.login == login) & User.closed_at.is_(None)


def _check_user(found: object) -> None:
    if not found:
        raise Refused.because("user.unknown", "login")


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused.because("date.form", field) from error
