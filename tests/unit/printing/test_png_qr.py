"""Small pictures."""

import struct
import zlib

import pytest

from kiosk.printing.dots import Raster
from kiosk.printing.png import png
from kiosk.printing.qr import modules


def test_a_png_holds_the_dots_black_on_white():
    data = png(Raster(16, 2, b"\xff\x00\x80\x01"))
    assert struct.unpack(">II", data[16:24]) == (16, 2)
    at = data.index(b"IDAT")
    length = struct.unpack(">I", data[at - 4 : at])[0]
    assert zlib.decompress(data[at + 4 : at + 4 + length]) == b"\0\x00\xff\0\x7f\xfe"


@pytest.mark.parametrize(("letters", "dots"), [(40, 6), (110, 6), (180, 5)])
def test_modules_are_five_or_six_dots_while_they_fit(letters, dots):
    found = modules("x" * letters, 270)
    assert found
    assert found.dots == dots
    assert found.width <= 270


def test_a_long_reference_gets_smaller_modules_and_one_too_long_none():
    found = modules("x" * 400, 270)
    assert found
    assert found.dots in (3, 4)
    assert modules("x" * 4000, 270) is None


def test_modules_start_with_a_finder():
    found = modules("7926010004177", 270)
    assert found
    assert found.rows[0] >> 1 == 0b1111111
    assert found.rows[found.stride] >> 1 == 0b1000001
