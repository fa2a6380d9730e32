"""How mobiles and days look while and after one types them, and back.  Pure."""

import re

from kiosk.errors import Refused


def group_mobile(text: str) -> str:
    """Return a mobile that is being typed with a hyphen after its fifth digit."""
    digits = text.replace("-", "").replace(" ", "")
    if len(digits) <= 5 or not digits.isdigit() or digits[0] not in "0০":
        return text
    return f"{digits[:5]}-{digits[5:]}"


def group_date(text: str) -> str:
    """Return a day that is being typed with its hyphens: `19112026` → `19-11-2026`, in either script."""
    digits = text.replace("-", "")
    elsewhere = any(letter == "-" and place not in {2, 5} for place, letter in enumerate(text))
    if elsewhere or not digits.isdigit() or not 2 < len(digits) <= 8:
        return text
    parts = [digits[:2], digits[2:4], digits[4:]]
    return "-".join(part for part in parts if part)


def local_mobile(number: str) -> str:
    """Return `01712-345678` of a stored `+8801712345678`."""
    return group_mobile(number.removeprefix("+88"))


def office_day(day: str) -> str:
    """Return `23-11-2026` of `2026-11-23`; what is no such day stays as it is."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", day)
    return "-".join(found.groups()[::-1]) if found else day


def iso_day(text: str) -> str:
    """Return a typed day in ISO; what is no day stays as it is, to be judged."""
    from kiosk.domain.checks import check_date

    try:
        return check_date(text) if text else ""
    except Refused:
        return text
