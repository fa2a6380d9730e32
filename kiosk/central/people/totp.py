"""The second factor: time-based one-time codes.  Source: RFC 6238 (HMAC-SHA-1, six digits, 30 seconds)."""

import base64
import hmac
from datetime import datetime
from hashlib import sha1
from urllib.parse import quote, urlencode

from kiosk.domain.clock import Rng
from kiosk.i18n import ascii_digits

STEP_S, DIGITS, SECRET_BYTES = 30, 6, 20
_DRIFT = (0, -1, 1)  # steps that a telephone's clock may be off


def new_secret(rng: Rng) -> str:
    """Return a secret for an authenticator, in base32."""
    return base64.b32encode(rng(SECRET_BYTES)).decode()


def code_at(secret: str, step: int) -> str:
    """Return the code of a step."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), sha1)
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: str, typed: str, now: datetime, used: int) -> int:
    """Return the step whose code was typed, 0 for none; a step up to `used` counts no more."""
    code, here = "".join(ascii_digits(typed).split()), int(now.timestamp()) // STEP_S
    steps = [here + drift for drift in _DRIFT if here + drift > used]
    return next((step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), code.encode())), 0)


def provisioning_url(secret: str, login: str, office: str) -> str:
    """Return what an authenticator reads from the QR code."""
    about = urlencode({"secret": secret, "issuer": office, "digits": DIGITS, "period": STEP_S}, quote_via=quote)
    return f"otpauth://totp/{quote(office)}:{quote(login)}?{about}"
