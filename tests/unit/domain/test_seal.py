"""What a slip's signature says, in digits."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.seal import SIGNATURE_BYTES, Facts, has_mark, initials_of, read_seal, seal, signed_by
from kiosk.errors import Refused

FACTS = Facts("7926010004177", date(2026, 11, 23), "khatian_copy_normal", "মআক")
REFERENCE = "https://eservice.example.gov.bd/t/7926010004177#4821095377123"
LETTERS = st.text(st.characters(max_codepoint=0xFFFF, categories=("L",)), max_size=3)
KEY = bytes(range(32))
SIGNATURES = st.binary(min_size=SIGNATURE_BYTES, max_size=SIGNATURE_BYTES)


@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)), LETTERS, SIGNATURES)
def test_what_was_sealed_is_read(day, initials, signature):
    facts = FACTS._replace(day=day, initials=initials)
    found = read_seal(f"{REFERENCE}.{seal(facts, signature, KEY)}")
    assert (found.receive_number, found.secret) == ("7926010004177", "4821095377123")
    assert (found.day, found.initials, found.signature) == (day, initials, signature)
    assert has_mark(found.service_mark, facts.service)
    assert not has_mark(found.service_mark, "another_service")
    assert signed_by(found, KEY)
    assert not signed_by(found, bytes(32))


def test_a_slip_of_the_first_version_is_read_and_names_no_signer():
    old = (
        "43089708182599390303927990556553239150431097673591447168209541508617505034451430220423960768"
        "30810657156621649217628514760589396560034375909454268824688303510960279088699199134187071"
    )
    found = read_seal(f"{REFERENCE}.{old}")
    assert (found.day, found.initials, found.signature) == (FACTS.day, FACTS.initials, bytes(range(64)))
    assert has_mark(found.service_mark, FACTS.service)
    assert not has_mark(found.service_mark, "another_service")
    assert (found.signer, signed_by(found, KEY), signed_by(found, bytes(32))) == (b"", True, True)


@pytest.mark.parametrize("reference", [REFERENCE, "7926010004177.4821095377123", f" {REFERENCE} "])
def test_with_and_without_a_website(reference):
    assert read_seal(f"{reference.strip()}.{seal(FACTS, bytes(64), KEY)}").initials == "মআক"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "slip.form"), ("https://example.com", "slip.form"), ("7926010004177", "slip.form"),
        (REFERENCE, "slip.unsigned"), (f"{REFERENCE}.1", "slip.form"), (f"{REFERENCE}.0", "slip.form"),
        (f"{REFERENCE}.{'9' * 184}", "slip.form"), (f"{REFERENCE}.{'9' * 400}", "slip.form"),
        (f"7926010004178.4821095377123.{seal(FACTS, bytes(64), KEY)}", "number.check"),
        (f"{REFERENCE}.{seal(FACTS, bytes(64), KEY)}x", "slip.form"),
    ],
)  # fmt: skip
def test_what_is_no_signed_slip_is_refused(text, code):
    with pytest.raises(Refused) as refused:
        read_seal(text)
    assert refused.value.problems[0].code == code


@given(st.text(max_size=300))
def test_no_text_does_more_than_be_refused(text):
    with pytest.raises(Refused):
        read_seal(text)


@pytest.mark.parametrize(
    ("name", "initials"),
    [("মো. আবদুল করিম শেখ", "মআক"), ("Abdul Karim", "AK"), ("", ""), ("১২৩", ""), ("  শাহানা ", "শ"), ("😀 রহিম", "র")],
)
def test_initials(name, initials):
    assert initials_of(name) == initials


def test_the_signed_bytes_tell_the_fields_apart():
    assert FACTS.message() != FACTS._replace(initials="", service=f"{FACTS.service}মআক").message()
    assert FACTS.message().startswith(b"kiosk-slip:1\n7926010004177\n2026-11-23\n")


def test_it_stays_small_enough_for_a_slip():
    assert len(seal(FACTS, b"\xff" * SIGNATURE_BYTES, KEY)) <= 184
