"""Printers by name."""

import subprocess
import sys

import pytest

from kiosk.printing.profiles import NARROW, WIDE, profile


@pytest.mark.parametrize("name", ["", "generic-80", "no such printer", "SP2000", "OCD-100", "TM-U220"])
def test_what_is_not_known_is_a_wide_generic_printer(name):
    assert profile(name) == WIDE


def test_the_narrow_one():
    assert profile("generic-58") is NARROW


@pytest.mark.parametrize(
    ("name", "width"), [("TM-T88III", 512), ("TM-T20II", 576), ("POS-5890", 384), ("RP-F10-58mm", 432)]
)
def test_named_printers_have_their_own_width(name, width):
    found = profile(name)
    assert (found.name, found.width_dots) == (name, width)
    assert found.narrow == (width < 480)


def test_a_printer_without_a_knife_gets_no_cut():
    assert b"\x1dV" not in profile("POS-5890").finish
    assert b"\x1dV" in profile("TM-T20II").finish


def test_the_table_of_printers_is_read_without_its_heavy_module():
    code = (
        "import sys; from kiosk.printing.profiles import profile; profile('TM-T20II');"
        "sys.exit('escpos.capabilities' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
