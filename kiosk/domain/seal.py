"""What a slip's signature says, and how it travels in the QR code: digits alone, so that it costs few modules.

The counter's device key signs number, day, service and the applicant's initials (Ed25519).  Behind
the public reference stands `.` and one long decimal number: version, day, service, initials, signature.
Digits take 3⅓ bits each in a QR code, so this is a fifth smaller than base64 and no larger than base 45,
and it may stand in an address as it is.
"""

import re
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

from kiosk.domain.application import SECRET_DIGITS
from kiosk.domain.numbering import parse_receive_number
from kiosk.errors import Refused

SIGNATURE_BYTES = 64
INITIALS = 3

_VERSION = 1
_BEFORE_ALL = date(2020, 1, 1)
_SERVICE_BYTES = 3
_HEAD_BYTES = 1 + 2 + _SERVICE_BYTES
_MOST_DIGITS = 200
_SCANNED = re.compile(rf"(?:.*/t/)?([0-9]{{13}})[#.]([0-9]{{{SECRET_DIGITS}}})(?:\.([0-9]{{1,{_MOST_DIGITS}}}))?")


class Facts(NamedTuple):
    """What is signed: `day` is the Dhaka day of receipt, `initials` the first letters of the name."""

    receive_number: str
    day: date
    service: str
    initials: str

    def message(self) -> bytes:
        """Return the bytes that are signed."""
        fields = (self.receive_number, self.day.isoformat(), self.service, self.initials)
        return "\n".join(("kiosk-slip:1", *fields)).encode()


class Sealed(NamedTuple):
    """What a scanned slip says of itself; `service_mark` tells services apart, the catalogue names them."""

    receive_number: str
    secret: str
    day: date
    service_mark: bytes
    initials: str
    signature: bytes


def initials_of(name: str) -> str:
    """Return the first letter of each of the first words of a name."""
    words = re.findall(r"[^\W\d_][^\s]*", name)
    return "".join(word[0] if ord(word[0]) < 0x10000 else "?" for word in words[:INITIALS])


def service_mark(service: str) -> bytes:
    """Return the few bytes by which a service is known again."""
    return sha256(service.encode()).digest()[:_SERVICE_BYTES]


def seal(facts: Facts, signature: bytes) -> str:
    """Return the digits that follow the public reference."""
    day = (facts.day - _BEFORE_ALL).days.to_bytes(2, "big")
    letters = facts.initials.encode("utf-16-be")
    data = bytes((_VERSION,)) + day + service_mark(facts.service) + letters + signature
    return str(int.from_bytes(data, "big"))


def read_seal(text: str) -> Sealed:
    """Return what a slip's QR code says, scanned or typed.

    Raises Refused `slip.form` (not a slip of ours), `slip.unsigned` (one without a signature),
    `number.check`.
    """
    found = _SCANNED.fullmatch(text.strip())
    if found is None:
        raise Refused.because("slip.form", "text")
    number, secret, digits = found[1], found[2], found[3]
    parse_receive_number(number)
    if digits is None:
        raise Refused.because("slip.unsigned", "text")
    value = int(digits)
    data = value.to_bytes(-(-value.bit_length() // 8), "big")
    letters = len(data) - _HEAD_BYTES - SIGNATURE_BYTES
    if letters not in range(0, 2 * INITIALS + 1, 2) or data[0] != _VERSION:
        raise Refused.because("slip.form", "text")
    return Sealed(
        number,
        secret,
        _BEFORE_ALL + timedelta(days=int.from_bytes(data[1:3], "big")),
        data[3:_HEAD_BYTES],
        data[_HEAD_BYTES : _HEAD_BYTES + letters].decode("utf-16-be", "replace"),
        data[-SIGNATURE_BYTES:],
    )


def is_slip(text: str) -> bool:
    """Tell whether a text looks like the code of a signed slip, right or wrong."""
    try:
        read_seal(text)
    except Refused as refused:
        return refused.problems[0].code == "number.check"
    return True
