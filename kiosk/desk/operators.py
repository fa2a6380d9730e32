"""Who may work at this counter; passwords are judged here, offline, by a kept verifier."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.domain.clock import stamp, unstamp
from kiosk.domain.rights import ROLES, check_keeps
from kiosk.errors import Problem, Refused
from kiosk.store.connection import reading

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.store.session import Unit

_LOGIN = re.compile(r"[a-z][a-z0-9-]{1,31}")
_SHORTEST, _LONGEST = 12, 128
_FREE_FAILURES, _LONGEST_WAIT_S = 4, 300
_COMMON = frozenset(
    {"123456789012", "1234567890123", "12345678901234", "qwertyuiop12", "password1234", "passwordpassword",
     "administrator", "bangladesh71", "bangladesh1971", "bangladesh123", "amarsonarbangla", "iloveyou1234",
     "pirojpur1234", "qwertyuiopas", "abcdefghijkl", "adminadminadmin", "changeme1234", "letmein12345"}
)  # fmt: skip
_SELECT = "SELECT login, name_bn, role, active FROM operator"


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who works here; `role` is `operator|helpdesk|supervisor|administrator`."""

    login: str
    name_bn: str
    role: str
    active: bool = True


def operators_at_start(home: Path) -> tuple[Operator, ...]:
    """Return who may sign in, oldest first, quickly: nothing else is opened.

    Raises Unavailable `store.damaged` and the like; opening the desk heals.
    """
    with reading(home) as connection:
        rows = connection.execute(f"{_SELECT} WHERE active ORDER BY id").fetchall()
    return tuple(_operator(row) for row in rows)


def _operator(row: Any) -> Operator:
    return Operator(row[0], row[1], row[2], bool(row[3]))


def list_operators(desk: "Desk") -> tuple[Operator, ...]:
    """Return everybody, oldest first, the closed ones too."""
    with desk.store.read() as unit:
        return tuple(_operator(row) for row in unit.all(f"{_SELECT} ORDER BY id"))


# -------------------------------------------------------------------- changing


def add_operator(
    desk: "Desk", *, login: str, name_bn: str, role: str, password: str, by: str, via: str = "window"
) -> Operator:
    """Add somebody.  Raises Refused with everything that is wrong, among it `login.taken`, `right.*`."""
    problems = [*check_login(login, "login"), *check_password(password, "password")]
    problems += [] if role in ROLES else [Problem("role", "role.unknown")]
    problems += [] if name_bn.strip() else [Problem("name_bn", "text.empty")]
    if problems:
        raise Refused(*problems)
    verifier = verifier_of(password)
    with desk.store.write() as unit:
        _check_keeps(unit, by, role)
        if _find(unit, login):
            raise Refused.because("login.taken", "login")
        _record(desk, unit, (login, "added", name_bn.strip(), role), by, via, verifier)
    return Operator(login, name_bn.strip(), role)


def rename_operator(desk: "Desk", login: str, name_bn: str, *, by: str, via: str = "window") -> None:
    """Write somebody's name in another way.  Raises Refused `login.unknown|text.empty`, `right.*`."""
    if not name_bn.strip():
        raise Refused.because("text.empty", "name_bn")
    with desk.store.write() as unit:
        _check_keeps(unit, by, _known(unit, login))
        _record(desk, unit, (login, "renamed", name_bn.strip()), by, via)


def reset_password(desk: "Desk", login: str, password: str, *, by: str, via: str = "window") -> None:
    """Set another password.  Raises Refused `login.unknown|password.*`, `right.*`."""
    if problems := [*check_password(password, "password")]:
        raise Refused(*problems)
    verifier = verifier_of(password)
    with desk.store.write() as unit:
        _check_keeps(unit, by, _known(unit, login))
        _record(desk, unit, (login, "password"), by, via, verifier)


def close_operator(desk: "Desk", login: str, *, by: str, via: str = "window") -> None:
    """Let somebody sign in no more; what they did stays.  Raises Refused `login.unknown|login.last`, `right.*`."""
    with desk.store.write() as unit:
        role = _known(unit, login)
        _check_keeps(unit, by, role)
        others = unit.one("SELECT count(*) FROM operator WHERE active AND role = 'administrator' AND login <> ?", login)
        if role == "administrator" and others == (0,):
            raise Refused.because("login.last", "login")
        _record(desk, unit, (login, "closed"), by, via)


def _check_keeps(unit: "Unit", by: str, role: str) -> None:
    from kiosk.desk.rights import role_of

    check_keeps(role_of(unit, by), role)


def _find(unit: "Unit", login: str) -> Any:
    return unit.one("SELECT role FROM operator WHERE login = ?", login)


def _known(unit: "Unit", login: str) -> str:
    row = _find(unit, login)
    if row is None:
        raise Refused.because("login.unknown", "login")
    return str(row[0])


def _record(desk: "Desk", unit: "Unit", change: tuple[str, ...], by: str, via: str, verifier: str = "") -> None:
    """Record what is said in the order of `OperatorChanged`'s fields."""
    from kiosk.domain.events import OperatorChanged
    from kiosk.store import journal
    from kiosk.store.projection import LocalPart

    local = LocalPart(verifier=verifier)
    journal.append(unit, OperatorChanged(*change), at=desk.clock(), operator=by, via=via, rng=desk.rng, local=local)


def check_login(login: str, field: str) -> Iterator[Problem]:
    """Yield what is wrong with a login."""
    if not _LOGIN.fullmatch(login):
        yield Problem(field, "login.form")


def check_password(password: str, field: str) -> Iterator[Problem]:
    """Yield what is wrong with a password; it is judged and kept exactly as typed."""
    if len(password) < _SHORTEST:
        yield Problem(field, "password.short")
    elif len(password) > _LONGEST:
        yield Problem(field, "password.long")
    elif password.lower() in _COMMON or len(set(password)) < 4:
        yield Problem(field, "password.common")


# -------------------------------------------------------------------- signing in


def sign_in(desk: "Desk", login: str, password: str) -> Operator:
    """Return the operator whose password this is.

    After some wrong ones each further try must wait longer, five minutes at most; nobody is
    shut out for good.  An unknown login answers as slowly and as a wrong password.
    Raises Refused `password.wrong`, `password.slow` (seconds).
    """
    now = desk.clock()
    with desk.store.read() as unit:
        row = unit.one(f"{_SELECT.replace(' FROM', ', verifier, failures, wait_until FROM')} WHERE login = ?", login)
    if row is None or not row[3]:
        _hasher().verify(password, _nobody())
        raise Refused.because("password.wrong", "password")
    _refuse_haste(row[6], now)
    good, renewed = _hasher().verify_and_update(password, row[4]) if row[4] else (False, None)
    if not good:
        _count_failure(desk, login, row[5] + 1, now)
        raise Refused.because("password.wrong", "password")
    if row[5] or renewed:
        with desk.store.write() as unit:
            unit.run(
                "UPDATE operator SET failures = 0, wait_until = '', verifier = ? WHERE login = ?",
                renewed or row[4],
                login,
            )
    return _operator(row)


def _refuse_haste(wait_until: str, now: datetime) -> None:
    if not wait_until:
        return
    left = (unstamp(wait_until) - now).total_seconds()
    # A wait longer than any we set was written under a wrong clock.
    if 0 < left <= _LONGEST_WAIT_S:
        raise Refused.because("password.slow", "password", seconds=int(left) + 1)


def _count_failure(desk: "Desk", login: str, failures: int, now: datetime) -> None:
    wait_s = min(_LONGEST_WAIT_S, 5 * 2 ** (failures - _FREE_FAILURES - 1)) if failures > _FREE_FAILURES else 0
    until = stamp(now + timedelta(seconds=wait_s)) if wait_s else ""
    with desk.store.write() as unit:
        unit.run("UPDATE operator SET failures = failures + 1, wait_until = ? WHERE login = ?", until, login)


@cache
def _hasher() -> Any:
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    return PasswordHash((Argon2Hasher(),))


@cache
def _nobody() -> str:
    return verifier_of("nobody has this password")


def verifier_of(password: str) -> str:
    """Return what is kept of a password: an argon2 hash."""
    return str(_hasher().hash(password))
