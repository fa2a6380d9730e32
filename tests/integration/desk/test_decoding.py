"""Real files through the real child."""

import io
import sys

import pytest
from PIL import Image

from kiosk.desk.decoding import Child, decode
from kiosk.domain.scans import HEIGHT, WIDTH
from kiosk.errors import Refused
from tests.harness.papers import SCRIPT, locked_pdf, object_stream, paper, pdf, png_that_claims, saved


def page(content):
    return Image.open(io.BytesIO(content)).convert("L")


def refusal(content, **options):
    with pytest.raises(Refused) as raised:
        decode(content, **options)
    return raised.value.problems[0].code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "PDF"])
def test_every_kind_becomes_a_page(kind):
    (only,) = decode(saved(kind))
    seen = page(only)
    assert seen.getpixel((5, 5)) < 60
    assert seen.getpixel((seen.width - 5, seen.height - 5)) > 200


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_every_page_comes_in_its_order(kind):
    pages = decode(saved(kind, paper(), paper().rotate(180), paper()))
    assert [page(one).getpixel((5, 5)) < 60 for one in pages] == [True, False, True]


@pytest.mark.parametrize(("size", "kept"), [((2480, 3508), (WIDTH, HEIGHT)), ((3508, 2480), (HEIGHT, WIDTH))])
def test_a_large_scan_is_shrunk_to_what_can_be_read(size, kept):
    (only,) = decode(saved("JPEG", paper(size=size)))
    assert page(only).size == kept


def test_a_small_picture_is_not_blown_up():
    assert page(decode(saved("PNG", paper(size=(300, 200))))[0]).size == (300, 200)


def test_a_page_is_turned_then_cut():
    (turned,) = decode(saved("PNG"), turns=1)
    assert page(turned).size == (877, 620)
    assert page(turned).getpixel((870, 5)) < 60
    (cut,) = decode(saved("PNG"), turns=1, box=(0.9, 0.0, 1.0, 0.2))
    assert page(cut).size == (88, 124)
    assert page(cut).getpixel((44, 60)) < 60


def test_a_telephone_held_sideways_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it by a quarter to see it
    assert page(decode(saved("JPEG", exif=exif))[0]).size == (877, 620)


def test_what_is_see_through_lies_on_white():
    glass = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert page(decode(saved("PNG", glass))[0]).getpixel((20, 20)) > 250


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16", "CMYK"])
def test_every_way_of_storing_dots_is_read(mode):
    kind = "TIFF" if mode in {"CMYK", "I;16"} else "PNG"
    picture = Image.new("I;16", (40, 40), 0xF000) if mode == "I;16" else paper(size=(40, 40)).convert(mode)
    assert page(decode(saved(kind, picture))[0]).getpixel((39, 39)) > 200


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"hello", "file.type"),
        (saved("JPEG", paper(size=(1200, 1200)))[:9000], "file.broken"),
        (saved("PNG")[:300], "file.broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "file.broken"),
        (b"%PDF-1.7\nnothing", "file.broken"),
        (png_that_claims(60_000, 60_000), "file.pixels"),
        (png_that_claims(8_000, 5_001), "file.pixels"),
        (locked_pdf(), "file.encrypted"),
        (locked_pdf(""), "file.encrypted"),
        (pdf(catalog=b"/OpenAction " + SCRIPT), "file.active"),
        (pdf(objects=(object_stream(SCRIPT),)), "file.active"),
        (pdf(51), "file.pages"),
        (saved("TIFF", *[Image.new("1", (8, 8))] * 51), "file.pages"),
    ],
)
def test_a_bad_file_is_refused_by_its_code(content, code):
    assert refusal(content) == code


def test_fifty_pages_are_taken():
    assert len(decode(pdf(50))) == 50


def test_many_pages_that_unpack_to_too_much_are_refused():
    heavy = saved("TIFF", *[Image.new("1", (6300, 6300))] * 45, compression="group4")
    assert len(heavy) < 1 << 20
    assert refusal(heavy) == "file.unpacked"


def child(program):
    return Child((sys.executable, "-c", f"from kiosk.desk import decoding_child as child\n{program}"), 20)


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limits")
@pytest.mark.parametrize(
    "program",
    [
        "child.limit_resources(); bytearray(3 << 30)",
        "child.CPU_S = 1; child.limit_resources()\nwhile True: pass",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    ],
    ids=["memory", "time", "crash"],
)
def test_a_limit_ends_the_child_alone(program):
    assert refusal(saved("PNG"), child=child(program)) == "file.heavy"


def test_a_child_that_hangs_is_ended():
    hanging = Child(
        (
            sys.executable,
            "-c",
            "import sys; sys.stdin.buffer.read(); input_ = open(0); import select; select.select([], [], [])",
        ),
        0.5,
    )
    assert refusal(saved("PNG"), child=hanging) == "file.heavy"


def test_a_child_that_falls_silent_gives_no_page():
    silent = Child((sys.executable, "-c", "import sys; sys.stdin.buffer.read(); print('{\"bytes\": 900}')"), 20)
    assert refusal(saved("PNG"), child=silent) == "file.broken"


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limits")
def test_the_child_may_write_no_file(tmp_path):
    target = tmp_path / "leak"
    program = child(f"child.limit_resources(); open({str(target)!r}, 'wb').write(b'x' * 9000)")
    assert refusal(saved("PNG"), child=program) in {"file.heavy", "file.broken"}
    assert not target.exists() or target.stat().st_size == 0
