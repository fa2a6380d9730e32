"""Bytes from a writer that is not ours, read by our decoder: python-escpos' pictures come back dot for dot."""

import random

import pytest
from escpos.printer import Dummy
from PIL import Image

from kiosk.printing.commands import Cut, Feed, Initialise, commands
from kiosk.printing.commands import Image as Dots
from kiosk.printing.dots import Raster
from kiosk.printing.escpos import decode, encode
from kiosk.printing.profiles import WIDE


def picture(height: int, seed: int) -> Raster:
    """Return a picture of chance: white rows, full ones, and margins of every width."""
    chance, rows = random.Random(seed), []
    for _row in range(height):
        left, ink = sorted(chance.sample(range(73), 2))
        filled = bytes(chance.choice((0, 0xFF, chance.randrange(256))) for _byte in range(ink - left))
        rows.append((bytes(left) + filled).ljust(72, b"\0"))
    return Raster(576, height, b"".join(rows))


def by_escpos(raster: Raster) -> bytes:
    light = bytes(byte ^ 255 for byte in raster.rows)
    printer = Dummy(profile="TM-T20II")
    printer.hw("INIT")
    printer.image(Image.frombytes("1", (raster.width_dots, raster.height), light), impl="bitImageRaster")
    printer.cut()
    return bytes(printer.output)


@pytest.mark.parametrize(("height", "seed"), [(1, 1), (24, 2), (300, 3), (900, 4)])
def test_a_picture_printed_by_python_escpos_is_read_dot_for_dot(height, seed):
    wanted = picture(height, seed)
    found = decode(by_escpos(wanted))
    assert found.rows[: len(wanted.rows)] == wanted.rows
    assert not any(found.rows[len(wanted.rows) :])  # the feed before its cut is white


@pytest.mark.parametrize("seed", range(3))
def test_both_writers_mean_the_same_picture(seed):
    wanted = picture(200, seed)
    ours, theirs = decode(b"".join(encode(wanted, WIDE))), decode(by_escpos(wanted))
    assert ours.rows[: len(wanted.rows)] == theirs.rows[: len(wanted.rows)] == wanted.rows


def test_an_unknown_printer_hears_four_commands_only():
    heard = {type(command) for command in commands(b"".join(encode(picture(300, 5), WIDE)))}
    assert heard <= {Initialise, Dots, Feed, Cut}
