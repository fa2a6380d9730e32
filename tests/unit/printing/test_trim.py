"""Fewer bytes where the printer takes positions in dots; the same picture."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.printing.dots import Raster, placed
from kiosk.printing.escpos import decode, encode, encode_strips
from kiosk.printing.profiles import profile
from kiosk.printing.qr import Symbol, drawn_by_printer
from kiosk.printing.trim import Run, split

KNOWN = profile("TM-T20II")
INK = st.tuples(st.integers(0, 71), st.integers(1, 72)).map(lambda ends: (min(ends[0], ends[1] - 1), max(*ends)))


def raster(inks: list[tuple[int, int]]) -> Raster:
    rows = b"".join((bytes(left) + b"\x81" * (right - left)).ljust(72, b"\0") for left, right in inks)
    return Raster(576, len(inks), rows)


@given(st.lists(INK | st.just((0, 0)), max_size=80))
def test_what_is_printed_is_what_was_drawn(inks):
    picture = raster(inks)
    data = b"".join(encode(picture, KNOWN))
    printed = decode(data)
    ends = len(picture.rows.rstrip(b"\0"))
    assert printed.rows.rstrip(b"\0") == picture.rows[:ends]


def cheapest(runs: list[Run]) -> int:
    """The least bytes of any split, tried out."""
    best = [0] * (len(runs) + 1)
    for start in range(len(runs) - 1, -1, -1):
        choices = []
        if not runs[start][2]:
            choices.append(3 * -(-runs[start][0] // 255) + best[start + 1])
        else:
            for end in range(start + 1, len(runs) + 1):
                band = [run for run in runs[start:end] if run[2]]
                left, right = min(run[1] for run in band), max(run[2] for run in band)
                height = sum(run[0] for run in runs[start:end])
                choices.append(8 + (4 if left else 0) + height * (right - left) + best[end])
        best[start] = min(choices)
    return best[0]


def cost(band: Run) -> int:
    height, left, right = band
    return 8 + (4 if left else 0) + height * (right - left) if right else 3 * -(-height // 255)


RUN = st.builds(lambda rows, ink: (rows, *ink), st.integers(1, 4), INK | st.just((0, 0)))


@settings(max_examples=200)
@given(st.lists(RUN, min_size=1, max_size=14))
def test_no_split_is_cheaper(runs):
    found = split(runs, 10_000)
    assert sum(band[0] for band in found) == sum(run[0] for run in runs)
    assert sum(cost(band) for band in found) == cheapest(runs)


@given(st.binary(min_size=3, max_size=3), st.integers(0, 40))
def test_rows_are_moved_by_any_number_of_dots(row, left):
    moved = int.from_bytes(placed(row, 3, left, 48), "big")
    wanted = int.from_bytes(row, "big") << 24
    assert moved == wanted >> left


def test_the_printer_draws_the_code_where_it_can():
    code = drawn_by_printer("https://example.gov.bd/t/7926010004177#4821095377123", 400, 576)
    assert code == Symbol("https://example.gov.bd/t/7926010004177#4821095377123", "m", 6, 576)
    data = b"".join(encode_strips([raster([(0, 3)]), code, raster([(2, 9)])], KNOWN))
    assert len(data) < 180
    whole = raster([(0, 3)]).rows + code.raster().rows + raster([(2, 9)]).rows
    assert decode(data).rows == whole


def test_a_code_that_fits_nowhere_is_left_out():
    assert drawn_by_printer("x" * 2000, 400, 576) is None
    assert drawn_by_printer("x" * 200, 60, 384) is None
    long = drawn_by_printer("x" * 200, 300, 384)
    assert long
    assert (long.level, long.dots) == ("m", 5)
