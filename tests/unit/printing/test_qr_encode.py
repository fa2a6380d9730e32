"""Our QR codes are those of the standard: module for module as reportlab makes them."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel, QRNumber

from kiosk.printing.qr_encode import MASK, VERSIONS, Grid, encode

LEVELS = {"l": QRErrorCorrectLevel.L, "m": QRErrorCorrectLevel.M}


def theirs(text: str, level: str) -> Grid:
    code = QRCode(None, LEVELS[level])
    for part in filter(None, re.split(r"([0-9]{8,})", text)):
        code.addData(QRNumber(part) if len(part) >= 8 and part.isdigit() else QR8bitByte(part))
    code.version = code.calculate_version()
    code.makeImpl(False, MASK)
    stride = -(-len(code.modules) // 8)
    lines = ("".join("01"[bool(black)] for black in row).ljust(stride * 8, "0") for row in code.modules)
    return Grid(len(code.modules), stride, b"".join(int(line, 2).to_bytes(stride, "big") for line in lines))


@pytest.mark.parametrize("level", ["l", "m"])
@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_is_as_another_program_makes_it(version, level):
    """Grows a text until it fills each version; the first and the last that fit are compared."""
    rng = random.Random(version)
    text = ""
    seen = []
    while True:
        text += rng.choice("abcdefg:/#-")
        ours = encode(text.encode(), level)
        if ours is None or ours.size > 17 + 4 * version:
            break
        if ours.size == 17 + 4 * version:
            seen.append(text)
        elif len(text) % 7:
            text += "".join(rng.choices("hijk", k=3))
    for one in (seen[0], seen[-1]):
        assert encode(one.encode(), level) == theirs(one, level)


@settings(max_examples=30)
@given(st.text(st.sampled_from("0123456789ab#.:/"), min_size=1, max_size=120), st.sampled_from("lm"))
def test_any_mixture_is_as_another_program_makes_it(text, level):
    assert encode(text.encode(), level) == theirs(text, level)


def test_what_is_too_long_is_none():
    assert encode(b"x" * 859, "l") is None
    assert encode(b"x" * 858, "l")
