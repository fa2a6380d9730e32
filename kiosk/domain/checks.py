"""The rules of single values that every application has: a mobile, a document, a date."""

import re
from datetime import date
from functools import cache

from kiosk.domain.application import Identity, IdType
from kiosk.domain.bangla import fold_digits
from kiosk.errors import Refused

_pattern = cache(re.compile)  # at the first value that is judged: a window opens without them
_GAPS = "[ \u00a0\u2002-\u200a\u202f\u2010-\u2015\u2212-]+"
_MOBILE = r"(?:\+?880|0)(1[3-9][0-9]{8})"
_EMAIL = (
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_IDENTITY = {
    IdType.NID: ("nid.form", r"[0-9]{10}|[0-9]{13}|[0-9]{17}"),
    IdType.BIRTH_REGISTRATION: ("brn.form", r"[0-9]{17}"),
    IdType.PASSPORT: ("passport.form", r"(?=(?:[A-Z]*[0-9]){4})[A-Z0-9]{6,9}"),
}
_ISO_DATE = r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"
_OFFICE_DATE = r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})"
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2100, 12, 31)


def check_mobile(text: str) -> str:
    """Return a mobile number as `+8801XXXXXXXXX`; digits of either script, spaces and hyphens.

    Raises Refused `phone.form`.
    """
    found = _pattern(_MOBILE).fullmatch(_pattern(_GAPS).sub("", fold_digits(text)))
    if not found:
        raise Refused.because("phone.form", "mobile")
    return f"+880{found[1]}"


def check_identity(id_type: IdType | str, number: str) -> Identity:
    """Return a document number in ASCII; what it is of must be said, its length cannot tell.

    Raises Refused `nid.form|brn.form|passport.form`.
    """
    id_type = IdType(id_type)
    code, shape = _IDENTITY[id_type]
    folded = _pattern(_GAPS).sub("", fold_digits(number)).upper()
    if not _pattern(shape).fullmatch(folded):
        raise Refused.because(code, "number")
    return Identity(id_type, folded)


def check_email(text: str) -> str:
    """Return an e-mail address, its domain in small letters.  Raises Refused `email.form`."""
    local, _, domain = text.strip(" ").rpartition("@")
    address = f"{local}@{domain.lower()}"
    if len(address) > 254 or len(local) > 64 or not _pattern(_EMAIL).fullmatch(address):
        raise Refused.because("email.form", "email")
    return address


def check_date(text: str, *, latest: date = LAST_DAY) -> str:
    """Return a date, written `2026-11-23` or `23-11-2026` in either script, as `2026-11-23`.

    Raises Refused `date.form`, and `date.range` for days that are not in the calendar, before
    1900 or after `latest`.
    """
    folded = _pattern(_GAPS).sub("-", fold_digits(text.strip(" ")))
    iso, office = _pattern(_ISO_DATE).fullmatch(folded), _pattern(_OFFICE_DATE).fullmatch(folded)
    if not (iso or office):
        raise Refused.because("date.form", "date")
    parts = iso.groups() if iso else office.groups()[::-1] if office else ()
    try:
        day = date(*map(int, parts))
    except ValueError as error:
        raise Refused.because("date.range", "date") from error
    if not FIRST_DAY <= day <= latest:
        raise Refused.because("date.range", "date")
    return day.isoformat()
