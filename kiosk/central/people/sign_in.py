"""Signing in: a password, then for officers a code; guessing is slow, and bans nobody."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, select, update

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.passwords import check_password, fits
from kiosk.central.people.person import Person
from kiosk.central.people.sealing import seal_secret, unseal_secret
from kiosk.central.people.totp import matching_step, new_secret
from kiosk.central.slowdown import Gate, forgive, try_gate
from kiosk.central.store.tables import User
from kiosk.central.web.sessions import Session, close_sessions, open_session, prove_session
from kiosk.errors import Refused

LOGIN_LONGEST_S = 60
# The verifier of nobody's password: an unknown login takes as long as a wrong password.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$tnJDOXvw27JsbBc1l0WLyA$jxi5GYEkhYkGL5kGZsGqmBHTU7Y4Xx5Vg0LzaYCkUrY"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session's cookie, and whether a second factor is still to be shown."""

    token: str
    proven: bool


def sign_in(centre: Centre, login: str, password: str, client: str) -> SignedIn:
    """Return a new session for a login and its password; `login@79` names the office where two share a login.

    Raises Refused `sign_in.wrong`, the same for all that does not fit, and `sign_in.slow`.
    """
    wanted = login.strip().casefold()[:64]
    gates = (Gate("sign-in", client), Gate("login", wanted, LOGIN_LONGEST_S))
    with centre.database.write() as connection:
        for gate in gates:
            if wait_s := try_gate(connection, gate, centre.clock()):
                raise Refused.because("sign_in.slow", "password", seconds=wait_s)
    with centre.database.read() as connection:
        row = _account(connection, wanted)
    if not fits(row.verifier if row else _NOBODY, password) or row is None:
        raise Refused.because("sign_in.wrong", "password")
    proven = row.role not in second_factor_roles(centre)
    with centre.database.write() as connection:
        for gate in gates:
            forgive(connection, gate, centre.clock())
        _record(connection, centre, row.office, row.login, "user.signed_in")
    return SignedIn(open_session(centre, row.office, row.login, proven=proven), proven)


def second_factor_roles(centre: Centre) -> frozenset[str]:
    """Return the roles that need a second factor."""
    return frozenset(centre.settings.second_factor.replace(",", " ").split())


def secret_to_set_up(centre: Centre, who: Person) -> str:
    """Return the secret of a second factor that is not in use yet; empty once it is."""
    mine = _mine(who)
    with centre.database.write() as connection:
        row = connection.execute(select(User.totp, User.totp_step).where(mine)).one()
        if row.totp_step:
            return ""
        secret = unseal_secret(centre, who, row.totp) or new_secret(centre.rng)
        connection.execute(update(User).where(mine).values(totp=seal_secret(centre, who, secret)))
    return secret


def show_second_factor(centre: Centre, session: Session, code: str) -> None:
    """Prove a session with a code, which is good once; the first one takes the factor into use.

    Raises Refused `sign_in.code|sign_in.slow`.
    """
    who, gate = session.who, Gate("code", f"{session.who.office}:{session.who.login}", LOGIN_LONGEST_S)
    with centre.database.write() as connection:
        if wait_s := try_gate(connection, gate, centre.clock()):
            raise Refused.because("sign_in.slow", "code", seconds=wait_s)
    with centre.database.write() as connection:
        row = connection.execute(select(User.totp, User.totp_step).where(_mine(who)).with_for_update()).one()
        secret = unseal_secret(centre, who, row.totp)
        step = matching_step(secret, code, centre.clock(), row.totp_step) if secret else 0
        if step:
            values = {"totp_step": step, "totp": seal_secret(centre, who, secret)}
            connection.execute(update(User).where(_mine(who)).values(**values))
            forgive(connection, gate, centre.clock())
            _record(connection, centre, who.office, who.login, "user.proved")
    if not step:
        raise Refused.because("sign_in.code", "code")
    prove_session(centre, session.token)


def change_password(centre: Centre, session: Session, old: str, new: str) -> None:
    """Take another password from somebody who knows the one of now; their other sessions end.

    Raises Refused `password.wrong|password.short|password.long|password.same|sign_in.slow`.
    """
    who = session.who
    gate = Gate("login", who.login, LOGIN_LONGEST_S)
    check_password(new)
    with centre.database.write() as connection:
        if wait_s := try_gate(connection, gate, centre.clock()):
            raise Refused.because("sign_in.slow", "old", seconds=wait_s)
    with centre.database.read() as connection:
        kept = connection.execute(select(User.verifier).where(_mine(who))).scalar_one()
    if not fits(kept, old):
        raise Refused.because("password.wrong", "old")
    if old == new:
        raise Refused.because("password.same", "new")
    verifier = centre.verifier_of(new)
    with centre.database.write() as connection:
        forgive(connection, gate, centre.clock())
        connection.execute(update(User).where(_mine(who)).values(verifier=verifier))
        _record(connection, centre, who.office, who.login, "user.password")
    close_sessions(centre, who.office, who.login, but=session.token)


def sign_out_everywhere(centre: Centre, who: Person) -> None:
    """End every session of a person."""
    close_sessions(centre, who.office, who.login)
    with centre.database.write() as connection:
        _record(connection, centre, who.office, who.login, "user.signed_out_everywhere")


def _account(connection: Connection, wanted: str) -> Row[int, str, str, str] | None:
    """Return the account of a login; of a login that two offices have, only with the office named."""
    login, _, office = wanted.partition("@")
    statement = select(User.office, User.login, User.role, User.verifier).where(
        User.login == login, User.closed_at.is_(None)
    )
    if office.isascii() and office.isdigit():
        statement = statement.where(User.office == int(office[:4]))
    rows = connection.execute(statement.limit(2)).all()
    return rows[0] if len(rows) == 1 else None


def _mine(who: Person) -> ColumnElement[bool]:
    return (User.office == who.office) & (User.login == who.login)


def _record(connection: Connection, centre: Centre, office: int, login: str, act: str) -> None:
    record_act(connection, office, centre.clock(), actor=login, act=act, subject=login)
