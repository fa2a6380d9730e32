"""What a slip's signature says, and how it travels in the QR code: digits alone, so that it costs few modules.

The counter's device key signs number, day, service and the applicant's initials (Ed25519).  Behind
the public reference stands `.` and one long decimal number: version, signer, day, service, initials, signature.
Digits take 3⅓ bits each in a QR code, so this is a fifth smaller than base64 and no larger than base 45,
and it may stand in an address as it is.

The signer is told by two bytes of its key's hash, so a slip of a counter that is not known yet can be
told from one that is not genuine.  Slips of version 1 do not name their signer, and are still read.
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

_VERSION = 2
_BEFORE_ALL = date(2020, 1, 1)
_DAY_BYTES = 2
_MOST_DIGITS = 200
_SCANNED = re.compile(rf"(?:.*/t/)?([0-9]{{13}})[#.]([0-9]{{{SECRET_DIGITS}}})(?:\.([0-9]{{1,{_MOST_DIGITS}}}))?")


class _Head(NamedTuple):
    """How many bytes of each mark a version has, between the version itself and the initials."""

    signer: int
    service: int

    @property
    def bytes(self) -> int:
        return 1 + self.signer + _DAY_BYTES + self.service


# A service's mark only spares trying the signature with every service, so one byte is enough.
_HEADS = {1: _Head(signer=0, service=3), 2: _Head(signer=2, service=1)}


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
    """What a scanned slip says of itself; `service_mark` tells services apart, the catalogue names them.

    `signer` is the mark of the key that it claims; empty of version 1, which names none.
    """

    receive_number: str
    secret: str
    day: date
    service_mark: bytes
    initials: str
    signature: bytes
    signer: bytes = b""


def initials_of(name: str) -> str:
    """Return the first letter of each of the first words of a name."""
    words = re.findall(r"[^\W\d_][^\s]*", name)
    return "".join(word[0] if ord(word[0]) < 0x10000 else "?" for word in words[:INITIALS])


def has_mark(mark: bytes, service: str) -> bool:
    """Tell whether a slip's mark of its service is this service's; others may have the same."""
    return sha256(service.encode()).digest().startswith(mark)


def signed_by(found: Sealed, public_key: bytes) -> bool:
    """Tell whether a slip claims this raw public key; one of version 1 may claim any."""
    return sha256(public_key).digest().startswith(found.signer)


def seal(facts: Facts, signature: bytes, public_key: bytes) -> str:
    """Return the digits that follow the public reference; `public_key` is the signer's, raw."""
    head = _HEADS[_VERSION]
    signer = sha256(public_key).digest()[: head.signer]
    day = (facts.day - _BEFORE_ALL).days.to_bytes(_DAY_BYTES, "big")
    service = sha256(facts.service.encode()).digest()[: head.service]
    letters = facts.initials.encode("utf-16-be")
    data = bytes((_VERSION,)) + signer + day + service + letters + signature
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
    head = _HEADS.get(data[0]) if data else None
    if head is None or len(data) - head.bytes - SIGNATURE_BYTES not in range(0, 2 * INITIALS + 1, 2):
        raise Refused.because("slip.form", "text")
    day = 1 + head.signer
    service = day + _DAY_BYTES
    return Sealed(
        number,
        secret,
        _BEFORE_ALL + timedelta(days=int.from_bytes(data[day:service], "big")),
        data[service : head.bytes],
        data[head.bytes : -SIGNATURE_BYTES].decode("utf-16-be", "replace"),
        data[-SIGNATURE_BYTES:],
        data[1:day],
    )


def is_slip(text: str) -> bool:
    """Tell whether a text looks like the code of a signed slip, right or wrong."""
    try:
        read_seal(text)
    except Refused as refused:
        return refused.problems[0].code == "number.check"
    return True
