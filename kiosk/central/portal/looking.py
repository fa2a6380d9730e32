"""How an application from the web stands, for whoever holds its reference: the counter's rules of proof.

What is not there and what is not yours are answered alike.
"""

import hmac
import re
from dataclasses import dataclass

from kiosk.central.centre import Centre
from kiosk.central.portal.filings import Filing, find_filing
from kiosk.central.slowdown import Gate, forgive, try_gate
from kiosk.central.status import MOBILE_DIGITS, NUMBER_LONGEST_S, Found, find_application
from kiosk.domain.application import SECRET_DIGITS
from kiosk.domain.bangla import fold_digits
from kiosk.domain.numbering import parse_receive_number
from kiosk.domain.portal import parse_reference
from kiosk.errors import Refused

_GAPS = re.compile(r"[\s\-‐-―.]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """A filing, and the application that a counter made of it."""

    filing: Filing
    found: Found | None


def look_up_filing(centre: Centre, reference: str, proof: str, client: str) -> Seen:
    """Return what was filed under a reference to whoever proves that it is theirs.

    Raises Refused `portal.number|portal.check`, `proof.form`, `status.unknown`, `status.slow`.
    """
    wanted = parse_reference(reference)
    digits = _GAPS.sub("", fold_digits(proof))
    if not re.fullmatch(r"[0-9]+", digits) or len(digits) not in (SECRET_DIGITS, MOBILE_DIGITS):
        raise Refused.because("proof.form", "proof")
    gates = [Gate("secret", client)]
    if len(digits) == MOBILE_DIGITS:
        gates = [Gate("mobile", client), Gate("number", wanted, NUMBER_LONGEST_S)]
    with centre.database.write() as connection:
        for gate in gates:
            if wait_s := try_gate(connection, gate, centre.clock()):
                raise Refused.because("status.slow", "proof", seconds=wait_s)
    with centre.database.read() as connection:
        filing = find_filing(connection, wanted)
        number = filing.receive_number if filing else ""
        found = find_application(connection, parse_receive_number(number)) if number else None
    if not _proven(filing, digits) or filing is None:
        raise Refused.because("status.unknown", "proof")
    with centre.database.write() as connection:
        for gate in gates:
            forgive(connection, gate, centre.clock())
    return Seen(filing, found)


def _proven(filing: Filing | None, digits: str) -> bool:
    """Compare in constant time, with something even when there is nothing."""
    if len(digits) == SECRET_DIGITS:
        expected = [filing.secret if filing else "-" * SECRET_DIGITS]
    else:
        people = filing.draft.applicants if filing else ()
        expected = [person.mobile[-MOBILE_DIGITS:] for person in people if person.mobile]
    return any([hmac.compare_digest(digits, value) for value in [*expected, "-" * len(digits)]])  # noqa: C419 - no short cut
