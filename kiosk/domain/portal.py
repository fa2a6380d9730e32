"""Applications from the web: they wait under a reference of their own until a counter takes or returns them.

A reference has twelve digits, so nobody takes it for a receive number: the district, nine drawn at
random, a Damm check digit.
"""

import re
from typing import Annotated

from msgspec import Meta, Struct

from kiosk.domain.application import ApplicationDraft
from kiosk.domain.bangla import fold_digits
from kiosk.domain.clock import Rng
from kiosk.domain.numbering import damm
from kiosk.errors import Refused

REFERENCE_DIGITS = 12
_DRAWN = 9
_GAPS = re.compile(r"[\s\-‐-―.]+")
_ENDINGS = range(10)


class PortalReturned(Struct, frozen=True, omit_defaults=True):
    """A counter gave a web application back.  Kind `portal.returned`.

    `reason` is a code of the catalogue's `portal` reasons, `note` what the applicant may read besides.
    """

    portal_id: str
    reason: str
    note: Annotated[str, Meta(max_length=1000)] = ""


class WaitingNews(Struct, frozen=True, omit_defaults=True):
    """The body of `portal.application`: the draft as it passed the house's rules, `pages` scans lie at the centre."""

    portal_id: str
    draft: ApplicationDraft
    filed_at: str
    pages: int = 0


class TakenNews(Struct, frozen=True, omit_defaults=True):
    """The body of `portal.taken`: the number it got, or none where it was returned."""

    portal_id: str
    receive_number: str = ""


def new_reference(office: int, rng: Rng) -> str:
    """Return a reference that nobody can guess from another one."""
    drawn = f"{office:02d}{int.from_bytes(rng(8), 'big') % 10**_DRAWN:0{_DRAWN}d}"
    return next(f"{drawn}{last}" for last in _ENDINGS if damm(f"{drawn}{last}") == 0)


def parse_reference(text: str) -> str:
    """Return the reference that a person typed, digits of either script, any grouping.

    Raises Refused `portal.number|portal.check`.
    """
    digits = _GAPS.sub("", fold_digits(text))
    if not re.fullmatch(rf"[0-9]{{{REFERENCE_DIGITS}}}", digits):
        raise Refused.because("portal.number", "portal_id")
    if damm(digits):
        raise Refused.because("portal.check", "portal_id")
    return digits


def looks_like_reference(text: str) -> bool:
    """Tell whether a person may have typed a reference rather than a receive number."""
    return len(_GAPS.sub("", fold_digits(text))) == REFERENCE_DIGITS


def grouped_reference(reference: str) -> str:
    """Return twelve digits as people read them: `7948-3726-1512`."""
    return "-".join((reference[:4], reference[4:8], reference[8:]))
