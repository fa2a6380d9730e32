"""The receive number: final offline, made for a feature phone.

Shape `DD-YY-CC-SSSSSS-K`: district, year, counter, serial, Damm check digit.  Thirteen
digits, so it can be dictated, sent by SMS and scanned.  Source: design decision 1.
"""

import re
from typing import NamedTuple

from kiosk.errors import Refused

LAST_SERIAL = 999_999
PRACTICE_COUNTER = 0

# The totally anti-symmetric quasigroup of H. M. Damm's thesis (2004), order 10: it catches
# every single wrong digit and every swap of neighbours.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_FOLD = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789", " -\u2010\u2011\u2013\u2014\u00a0\u200c\u200d")


def damm(digits: str) -> int:
    """Return the Damm check digit of ASCII digits; 0 for digits that end in their own."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


class ReceiveNumber(NamedTuple):
    """A receive number by its parts; `year` has two digits."""

    district: int
    year: int
    counter: int
    serial: int

    def __str__(self) -> str:
        """Return the thirteen ASCII digits."""
        body = f"{self.district:02d}{self.year:02d}{self.counter:02d}{self.serial:06d}"
        return f"{body}{damm(body)}"


def next_receive_number(last: ReceiveNumber, year: int, *, skip_to: int = 0) -> ReceiveNumber:
    """Return the number after `last`, starting again each January.

    `year` is the two-digit Dhaka year of the stored instant; a clock that went back never
    lowers it.  `skip_to` is the serial that the anchor had reserved up to, when a restored
    copy of the home must jump ahead.  Raises Refused `number.spent` at the end of the range.
    """
    year = max(year, last.year)
    serial = max((last.serial if year == last.year else 0) + 1, skip_to)
    if serial > LAST_SERIAL:
        raise Refused.because("number.spent", "receive_number", counter=last.counter)
    return last._replace(year=year, serial=serial)


def parse_receive_number(text: str) -> ReceiveNumber:
    """Return the number that a person typed or scanned, digits of either script, any grouping.

    Raises Refused `number.form` (not thirteen digits) or `number.check` (check digit).
    """
    digits = text.strip().translate(_FOLD)
    if not re.fullmatch(r"[0-9]{13}", digits):
        raise Refused.because("number.form", "receive_number")
    if damm(digits):
        raise Refused.because("number.check", "receive_number")
    return ReceiveNumber(int(digits[:2]), int(digits[2:4]), int(digits[4:6]), int(digits[6:12]))


def grouped(number: str) -> str:
    """Return thirteen digits as people read them: `79-26-01-000417-7`."""
    return "-".join((number[:2], number[2:4], number[4:6], number[6:12], number[12:]))
