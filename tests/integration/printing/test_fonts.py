"""The bundled fonts alone make the text, in right Bangla."""

import hashlib
import json
import os
import subprocess
import sys

import pytest

from kiosk.printing.app import ensure_gui
from kiosk.printing.profiles import NARROW, WIDE
from kiosk.printing.raster import draw
from tests.unit.printing.samples import COPY


def run(*command: str, **environment: str) -> str:
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [sys.executable, *command], env=env | environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def without_system_fonts(tmp_path_factory):
    conf = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    conf.write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>')
    return json.loads(run("-m", "tests.integration.printing.shaping", FONTCONFIG_FILE=str(conf)))


def test_conjuncts_are_shaped_as_harfbuzz_shapes_them(without_system_fonts):
    for text, bold, by_qt, by_harfbuzz in without_system_fonts["shaped"]:
        assert [glyph for glyph, _x, _y in by_qt] == [glyph for glyph, _x, _y in by_harfbuzz], (text, bold)
        for (_glyph, x, y), (_same, wanted_x, wanted_y) in zip(by_qt, by_harfbuzz, strict=True):
            assert abs(x - wanted_x) < 1, (text, bold)
            assert abs(y - wanted_y) < 1, (text, bold)


def test_shaping_makes_fewer_or_other_glyphs_than_letters(without_system_fonts):
    conjunct = next(by_qt for text, bold, by_qt, _hb in without_system_fonts["shaped"] if text == "ষ্ট্র" and not bold)
    assert len(conjunct) < len("ষ্ট্র")


def test_latin_letters_come_from_the_bundled_companion(without_system_fonts):
    assert without_system_fonts["latin"] == ["Noto Sans"]


def test_fonts_of_the_system_change_no_dot(without_system_fonts):
    ensure_gui()
    ours = {str(paper.width_dots): hashlib.sha256(draw(COPY, paper).rows).hexdigest() for paper in (WIDE, NARROW)}
    assert ours == without_system_fonts["receipts"]


def test_the_program_chooses_the_platform_where_there_is_no_display():
    script = (
        "from kiosk.printing.app import ensure_gui; print(ensure_gui().platformName(), ensure_gui() is ensure_gui())"
    )
    assert run("-c", script).split() == ["offscreen", "True"]


def test_the_first_drawing_is_prepared_on_the_main_thread():
    script = (
        "import threading\nfrom kiosk.errors import Broken\nfrom kiosk.printing.app import ensure_gui\n"
        "def work():\n    try: ensure_gui()\n    except Broken as error: print('refused')\n"
        "thread = threading.Thread(target=work); thread.start(); thread.join()\n"
    )
    assert run("-c", script).strip() == "refused"


def test_qt_survives_many_calls_that_return_nothing():
    """PySide6 6.12.0 on Python 3.11 loses a reference to None with each and aborts: why we pin."""
    script = (
        "from PySide6.QtCore import QObject\nthing = QObject()\n"
        "for _ in range(20_000): thing.setObjectName('x')\nprint('alive')\n"
    )
    assert run("-c", script).strip() == "alive"
