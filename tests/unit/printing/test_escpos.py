"""Dots to bytes and back, and as few bytes as there can be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.printing import escpos
from kiosk.printing.commands import NotPrinterData
from kiosk.printing.dots import Raster, join
from kiosk.printing.escpos import decode, encode, encode_strips
from kiosk.printing.profiles import NARROW, WIDE


def rows_of(needs: list[int], stride: int) -> bytes:
    return b"".join((bytes(need - 1) + b"\x81").ljust(stride, b"\0") if need else bytes(stride) for need in needs)


def raster(needs: list[int], width_dots: int = 576) -> Raster:
    return Raster(width_dots, len(needs), rows_of(needs, width_dots // 8))


@given(st.lists(st.integers(0, 72), max_size=300))
def test_what_is_printed_is_what_was_drawn(needs):
    picture = raster(needs)
    assert decode(b"".join(encode(picture, WIDE))) == picture


@given(st.lists(st.binary(min_size=48, max_size=48), max_size=40))
def test_any_dots_come_back(rows):
    picture = Raster(384, len(rows), b"".join(rows))
    assert decode(b"".join(encode(picture, NARROW)), 384) == picture


def cheapest(needs: list[int]) -> int:
    """The least bytes of any split, tried out."""
    best = [0] * (len(needs) + 1)
    for start in range(len(needs) - 1, -1, -1):
        ends = range(start + 1, len(needs) + 1)
        best[start] = min(8 + (end - start) * max(needs[start:end]) + best[end] for end in ends)
    return best[0]


NEEDS = st.lists(st.integers(1, 72) | st.just(1), min_size=1, max_size=60)


@settings(max_examples=300)
@given(NEEDS)
def test_no_split_is_cheaper(needs):
    bands = escpos._split(needs, 60)
    assert sum(8 + height * width for height, width in bands) == cheapest(needs)


@given(NEEDS, st.integers(1, 30))
def test_bands_hold_every_row_and_keep_the_limit(needs, most):
    bands = escpos._split(needs, most)
    rows = iter(needs)
    for height, width in bands:
        assert 0 < height <= most
        assert max(next(rows) for _row in range(height)) <= width
    assert not list(rows)


def test_white_costs_next_to_nothing():
    blank = b"".join(encode(raster([0] * 120), WIDE))
    assert len(blank) == len(escpos.INITIALISE) + 8 + 120 + len(WIDE.finish)


def test_slices_are_bounded():
    data = b"".join(encode(raster([72] * 1000), WIDE))
    heights = [data[at + 6] | data[at + 7] << 8 for at in range(len(data)) if data[at : at + 4] == b"\x1dv0\0"]
    assert max(heights) <= WIDE.slice_rows
    assert sum(heights) == 1000


def test_the_first_band_leaves_before_the_last_is_drawn():
    drawn = []

    def strips():
        for number in range(3):
            drawn.append(number)
            yield raster([5])

    chunks = encode_strips(strips(), WIDE)
    assert next(chunks).startswith(b"\x1b@\x1dv0")
    assert drawn == [0]


def test_strips_below_each_other_are_one_picture():
    parts = [raster([3, 0, 72]), raster([]), raster([0, 0, 1])]
    assert decode(b"".join(encode_strips(parts, WIDE))) == join(parts, 576)


@pytest.mark.parametrize(
    "stranger", [b"\x1bp\0\x19\xfa", b"hello", b"\x1dr\x01", b"\x10\x04\x01", b"\x1dv0\0\x02\0\x02\0abc"]
)
def test_bytes_that_are_not_ours_are_refused(stranger):
    ours = b"".join(encode(raster([4]), WIDE)).removesuffix(WIDE.finish)
    with pytest.raises(NotPrinterData):
        decode(ours + stranger)
