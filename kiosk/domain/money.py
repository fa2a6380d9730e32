"""Money is whole poisha; a hundred make a taka."""

import re

from kiosk.domain.bangla import fold_digits
from kiosk.errors import Refused

POISHA_PER_TAKA = 100
_AMOUNT = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")


def taka(amount: int | str) -> int:
    """Return an amount of taka as poisha, exactly, e.g. `taka("0.25") == 25`; digits of either script.

    Raises Refused `money.form`: negative, finer than poisha, exponents, anything else.
    """
    found = _AMOUNT.fullmatch(fold_digits(str(amount).strip(" ")))
    if not found:
        raise Refused.because("money.form", "amount")
    return int(found[1]) * POISHA_PER_TAKA + int((found[2] or "").ljust(2, "0"))
