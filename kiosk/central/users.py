"""People at the centre; what each may do comes with the officers' desk."""

import re

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.offices import ensure_office
from kiosk.central.passwords import check_password
from kiosk.central.store.tables import User
from kiosk.domain.bangla import clean_line
from kiosk.errors import Refused

ROLES = ("administrator", "dc", "adc", "officer", "branch_assistant", "record_room", "udc", "auditor")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9-]{1,31}")


def add_user(
    centre: Centre,
    office: int,
    *,
    login: str,
    name: str,
    role: str,
    password: str,
    post_bn: str = "",
    post_en: str = "",
    by: str = "centre",
) -> None:
    """Add a person with a password; nothing is taken from it but its argon2 verifier.

    Raises Refused `login.form|login.taken|role.unknown|password.short|password.long` and what
    the name lacks.
    """
    _check(login, role, password)
    name_bn = clean_line(name, "name", required=True)
    verifier, now = centre.verifier_of(password), centre.clock()  # slow on purpose, so outside the transaction
    try:
        with centre.database.write() as connection:
            ensure_office(connection, office, centre.settings, centre.catalogue)
            values = {"name_bn": name_bn, "role": role, "verifier": verifier, "created_at": now, "closed_at": None}
            posts = {"post_bn": clean_line(post_bn, "post"), "post_en": clean_line(post_en, "post")}
            connection.execute(insert(User).values(office=office, login=login, **values, **posts))
            record_act(connection, office, now, actor=by, act="user.added", subject=login, detail=role)
    except IntegrityError as error:
        raise Refused.because("login.taken", "login") from error


def _check(login: str, role: str, password: str) -> None:
    if not _LOGIN.fullmatch(login):
        raise Refused.because("login.form", "login")
    if role not in ROLES:
        raise Refused.because("role.unknown", "role")
    check_password(password)
