"""Slips are signed when they are printed, and any counter of the office knows them again, without asking anybody."""

import base64
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import msgspec
from msgspec import structs

from kiosk.desk.catalogue import older_catalogues
from kiosk.desk.context import Desk
from kiosk.domain.application import Application
from kiosk.domain.receipt import Receipt
from kiosk.domain.seal import Facts, Sealed, has_mark, initials_of, read_seal, seal, signed_by
from kiosk.store.session import Unit

_APPLICATION = msgspec.json.Decoder(Application)
GENUINE, FORGED, NOT_OURS, REVOKED = "slip.genuine", "slip.forged", "slip.keys", "slip.revoked"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a scanned slip is: `verdict` is `slip.genuine|slip.forged|slip.keys|slip.revoked`.

    `slip.keys`: the key of the counter that signed it is not here; `slip.revoked`: the key is no longer in force, so
    somebody else may have it, and only a list can tell.

    The facts are those that were signed, to be compared with the paper and the person; `signed_by`
    is the code of the counter.  `agrees` tells whether our own record says the same, None without one.
    """

    verdict: str
    receive_number: str
    day: date
    service: str
    initials: str
    signed_by: int = 0
    agrees: bool | None = None

    @property
    def genuine(self) -> bool:
        """Whether a counter of the office made this slip, and nothing here speaks against it."""
        return self.verdict == GENUINE


def facts_of(application: Application) -> Facts:
    """Return what is signed of an application."""
    day = date.fromisoformat(application.received_on)
    name = initials_of(application.first_applicant.shown_name)
    return Facts(application.receive_number, day, application.draft.service, name)


def sealed(desk: Desk, receipt: Receipt, application: Application) -> Receipt:
    """Return the receipt with this counter's signature in its QR code; one for practice stays without."""
    if receipt.practice or not receipt.qr:
        return receipt
    facts = facts_of(application)
    return structs.replace(receipt, qr=f"{receipt.qr}.{_signed(desk, facts)}")


def _signed(desk: Desk, facts: Facts) -> str:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    with desk.store.read() as unit:
        (raw,) = unit.one("SELECT device_key FROM counter") or (b"",)
    key = Ed25519PrivateKey.from_private_bytes(raw)
    return seal(facts, key.sign(facts.message()), key.public_key().public_bytes_raw())


def check_slip(desk: Desk, text: str) -> Checked:
    """Return whether what was scanned, or typed, is a genuine slip of the office.

    Raises Refused `slip.form`, `slip.unsigned`, `number.check`.
    """
    found = read_seal(text)
    with desk.store.read() as unit:
        keys = [key for key in _keys(unit) if signed_by(found, key.raw)]
        kept = unit.one("SELECT body FROM application WHERE receive_number = ?", found.receive_number)
    service, signer = _who_signed(desk, found, keys)
    if signer is None:
        return Checked(
            FORGED if _is_known(found, keys) else NOT_OURS, found.receive_number, found.day, "", found.initials
        )
    verdict = GENUINE if signer.current else REVOKED
    checked = Checked(verdict, found.receive_number, found.day, service, found.initials, signer.counter)
    if kept is None:
        return checked
    ours = _APPLICATION.decode(kept[0])
    agrees = ours.secret == found.secret and ours.received_on == found.day.isoformat()
    return replace(checked, verdict=GENUINE if agrees else FORGED, agrees=agrees)


def _is_known(found: Sealed, keys: list["_Key"]) -> bool:
    """Tell whether the key that a slip claims is here, so that it alone could have signed it.

    Of version 1 only the number tells whose it is: a code that another counter had before may be one of ours.
    """
    return bool(keys) if found.signer else int(found.receive_number[4:6]) in {key.counter for key in keys}


class _Key(NamedTuple):
    raw: bytes
    counter: int
    current: bool = True


def _keys(unit: Unit) -> list[_Key]:
    """Return every public key that we know, with the codes under which it gave numbers: our own first."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    own = unit.one("SELECT device_key, code FROM counter") or (b"", 0)
    found = [_Key(Ed25519PrivateKey.from_private_bytes(own[0]).public_key().public_bytes_raw(), int(own[1]))]
    for key, code, before, current in unit.all("SELECT public_key, counter, provisional, current FROM counter_key"):
        codes = [int(code), int(before)] if before else [int(code)]
        found += [_Key(base64.b64decode(key), one, bool(current)) for one in codes]
    return found


def _who_signed(desk: Desk, found: Sealed, keys: list[_Key]) -> tuple[str, _Key | None]:
    """Return the service, and by whose key the signature fits; nothing where none does."""
    ours = {key.raw: key for key in reversed(keys)}
    for service in _services(desk, found.service_mark):
        facts = Facts(found.receive_number, found.day, service, found.initials)
        for raw, key in ours.items():
            if _fits(raw, found.signature, facts.message()):
                return service, key
    return "", None


def _services(desk: Desk, mark: bytes) -> list[str]:
    catalogues = (desk.catalogue, *older_catalogues().values())
    codes = dict.fromkeys(code for catalogue in catalogues for code in catalogue.services)
    return [code for code in codes if has_mark(mark, code)]


def _fits(key: bytes, signature: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
