"""Codes of the second factor, against the vectors of RFC 6238."""

import base64
from datetime import UTC, datetime

import pytest

from kiosk.central.people.totp import STEP_S, code_at, matching_step, provisioning_url

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
    ],
)
def test_the_vectors_of_the_rfc(seconds: int, code: str) -> None:
    assert code_at(SECRET, seconds // STEP_S) == code[-6:]


def test_a_code_fits_around_its_time_and_once() -> None:
    now = datetime.fromtimestamp(1234567890, UTC)
    step = 1234567890 // STEP_S
    for near in (step - 1, step, step + 1):
        assert matching_step(SECRET, code_at(SECRET, near), now, 0) == near
        assert matching_step(SECRET, code_at(SECRET, near), now, near) == 0
    assert matching_step(SECRET, code_at(SECRET, step + 2), now, 0) == 0
    assert matching_step(SECRET, "০০৫ ৯২৪", now, 0) == step
    assert matching_step(SECRET, "", now, 0) == 0


def test_the_url_holds_no_gap() -> None:
    url = provisioning_url(SECRET, "nasrin", "District e-Service Centre")
    assert " " not in url
    assert url.startswith("otpauth://totp/District%20e-Service%20Centre:nasrin?secret=")
