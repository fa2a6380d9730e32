"""What is drawn: inside the paper, uncut, the same everywhere."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from PySide6.QtGui import QImage, QPainter

from kiosk.domain.receipt import ReceiptPaper
from kiosk.printing.app import ensure_gui
from kiosk.printing.blocks import Align, Box, Code, Mark, Page, Rule, Text, Tick
from kiosk.printing.dots import Raster
from kiosk.printing.escpos import decode, encode, encode_strips
from kiosk.printing.layout import lay_out
from kiosk.printing.preview import preview
from kiosk.printing.profiles import NARROW, WIDE, Profile, profile
from kiosk.printing.qr import modules
from kiosk.printing.qr_encode import encode as encode_qr
from kiosk.printing.raster import calm, draw, strips
from kiosk.printing.slip import receipt_bytes, warm
from kiosk.printing.status import questions
from kiosk.printing.typeset import set_text, type_of
from tests.unit.printing.samples import COPY, HARD

LONG = structs.replace(
    COPY,
    name=f"{HARD} {'ক্ষ্মী' * 40}",
    guardian="মোহাম্মদ জাহাঙ্গীর আলমগীর হোসেন চৌধুরী ভট্টাচার্য গঙ্গোপাধ্যায় " * 2,
    subject=f"{'Wolfeschlegelsteinhausen' * 4} {HARD}",
    operator="অত্যন্ত দীর্ঘ নামের একজন কাউন্টার সহকারী",
    office_bn=f"জেলা প্রশাসকের কার্যালয়ের জেলা ই-সেবা কেন্দ্র {'ব্রাহ্মণবাড়িয়া' * 5}",
    papers=(ReceiptPaper(f"{HARD} {'ষ্ট্র' * 40}", "seen"), ReceiptPaper("ফেরত খাম " * 9, "missing")),
    qr="https://a-very-long-name.of-an-office.example.gov.bd/t/7926010004177#" + "4" * 60,
)
RECEIPTS = {
    "copy service": COPY,
    "English": structs.replace(COPY, language="en", name="Md. Abdul Karim", subject="Soyna, R.S. 118"),
    "second copy": structs.replace(COPY, copy_ordinal=2, copied_at="2026-11-23T05:02:00.000Z", copied_by="শাহানা"),
    "practice, no date": structs.replace(COPY, practice=True, promised_on=None, kind="citizen", papers=()),
    "long": LONG,
}
PROFILES = [WIDE, NARROW, profile("TM-T88III")]


@pytest.fixture(autouse=True, scope="module")
def _gui():
    ensure_gui()


def rows(picture: Raster) -> list[bytes]:
    stride = picture.width_dots // 8
    return [picture.rows[at : at + stride] for at in range(0, len(picture.rows), stride)]


def ink(picture: Raster) -> int:
    return int.from_bytes(picture.rows, "big").bit_count()


def dot(picture: Raster, x: int, y: int) -> int:
    return picture.rows[y * picture.width_dots // 8 + x // 8] >> (7 - x % 8) & 1


@pytest.mark.parametrize("receipt", RECEIPTS.values(), ids=RECEIPTS.keys())
@pytest.mark.parametrize("paper", PROFILES, ids=lambda paper: paper.name)
def test_everything_stands_between_the_margins_and_comes_back_dot_for_dot(receipt, paper: Profile):
    picture = draw(receipt, paper)
    assert picture.width_dots == paper.width_dots
    assert not any(row[0] or row[-1] for row in rows(picture))
    assert decode(b"".join(receipt_bytes(receipt, paper)), paper.width_dots) == picture
    assert decode(b"".join(encode(picture, paper)), paper.width_dots) == picture


@pytest.mark.parametrize("receipt", RECEIPTS.values(), ids=RECEIPTS.keys())
def test_no_picture_holds_a_command_that_printers_obey_in_pictures(receipt):
    assert list(questions(b"".join(receipt_bytes(receipt, WIDE)))) == []


def test_without_care_a_picture_can_hold_such_a_command():
    bad = Raster(576, 1, bytes((0x00, 0x10, 0x04, 0x01)).ljust(72, b"\0"))
    assert list(questions(b"".join(encode(bad, WIDE)))) == [1]
    assert list(questions(b"".join(encode(Raster(576, 1, calm(bad.rows)), WIDE)))) == []
    assert ink(Raster(576, 1, calm(bad.rows))) == ink(bad) + 1


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("অআইউএকখগঘচজটডতদনপবভমযরলশসহ়ািীুূৃেৈোৌ্ংঃঁ ০১২৯Az-."), min_size=1, max_size=60))
def test_any_text_is_drawn_inside_its_block(text):
    for strip in strips(Page(WIDE, (Text(text), Tick(Mark.HALF, text, "মূল দেখা")))):
        assert strip.height % WIDE.body.line == 0
        assert not any(row[0] or row[-1] for row in rows(strip))
        assert list(questions(strip.rows)) == []


@pytest.mark.parametrize("paper", [WIDE, NARROW], ids=lambda paper: paper.name)
@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("face", ["body", "head", "boxed", "number"])
def test_no_sign_is_cut_off_above_or_below_its_line(paper, bold, face):
    size = getattr(paper, face)
    text = "৭৯-২৬-০১-৮৫৩৪" if face == "number" else f"{HARD} Ågjqy৳"
    words = set_text(text, type_of(size, bold=bold))
    image = QImage(2048, size.line + 80, QImage.Format.Format_Mono)
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    image.fill(0)
    painter = QPainter(image)
    words.draw(painter, 8, 40)
    painter.end()
    dots = bytes(image.constBits())
    assert not any(dots[: 40 * 256])
    assert not any(dots[(40 + size.line) * 256 :])
    assert any(dots)


def test_a_code_holds_its_modules_and_four_white_ones_around():
    content = COPY.qr
    (picture,) = strips(Page(NARROW, (Code(content, ()),)))
    grid = encode_qr(content.encode(), "m")
    assert grid
    lines = (grid.rows[at : at + grid.stride] for at in range(0, len(grid.rows), grid.stride))
    matrix = [[line[x // 8] >> (7 - x % 8) & 1 for x in range(grid.size)] for line in lines]
    dots = 6
    left = (NARROW.width_dots - len(matrix) * dots) // 2
    top = 4 * dots - NARROW.gap
    for y, row in enumerate(matrix):
        assert [dot(picture, left + x * dots + 3, top + y * dots + 3) for x in range(len(row))] == row
    side = len(matrix) * dots
    assert ink(picture) == sum(map(sum, matrix)) * dots * dots
    assert picture.height >= top + side + 4 * dots
    assert left >= 4 * dots


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("paper", [WIDE, NARROW], ids=lambda paper: paper.name)
@pytest.mark.parametrize("signature", ["", "." + "7" * 176], ids=["plain", "signed"])
def test_the_title_above_a_code_leaves_four_white_modules(language, paper, signature):
    page = lay_out(structs.replace(COPY, language=language, qr=COPY.qr + signature), paper)
    at = next(at for at, block in enumerate(page.blocks) if isinstance(block, Code))
    found = modules(page.blocks[at].content, 270)
    assert found
    title, code = list(strips(page))[at - 1 : at + 1]
    quiet = 4 * found.dots
    side = slice(paper.margin // 8, None if paper.narrow else (paper.margin + found.width + quiet) // 8)
    above = [row[side] for row in rows(title)]
    first = next(y for y, row in enumerate(rows(code)) if any(row[side]))
    last = next(y for y, row in enumerate(reversed(above)) if any(row))
    assert first + last >= quiet


def test_a_box_sends_no_row_in_full_width_for_its_sides_sake():
    (picture,) = strips(Page(WIDE, (Box((Text("০৭", align=Align.CENTRE),)),)))
    full = [row for row in rows(picture) if row[3] and row[-4]]
    assert len(full) == 12
    assert sum(map(any, rows(picture))) > 24


def test_marks_are_drawn_full_half_and_empty():
    full, half, empty = (strip for strip in strips(Page(WIDE, tuple(Tick(mark, "") for mark in Mark))))
    side = round(WIDE.body.px * 0.86)
    assert ink(full) == side * side
    assert ink(empty) == side * side - (side - 6) ** 2
    assert ink(empty) < ink(half) < ink(full)


def test_equal_blocks_are_drawn_once():
    first = list(strips(Page(WIDE, (Rule(), Text("জেলা"), Rule()))))
    assert first[0] is first[2]
    assert next(strips(Page(WIDE, (Text("জেলা"),)))) is first[1]


def test_a_worker_thread_draws_the_same_dots():
    here = draw(LONG, NARROW)
    found = []
    page = lay_out(LONG, NARROW)
    from kiosk.printing import raster

    def work():
        raster._strip.cache_clear()
        found.append(b"".join(strip.rows for strip in strips(page)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(30)
    assert found == [here.rows]


def test_the_window_shows_the_printers_own_dots():
    picture, shown = draw(COPY, WIDE), preview(COPY, WIDE)
    assert (shown.width(), shown.height()) == (576, picture.height)
    line = shown.bytesPerLine()
    dots = bytes(shown.constBits())
    assert b"".join(dots[at : at + 72] for at in range(0, len(dots), line)) == picture.rows
    assert shown.color(1) == 0xFF000000


def test_a_copy_and_a_practice_slip_look_different():
    pictures = {name: draw(receipt, WIDE).rows for name, receipt in RECEIPTS.items()}
    assert len(set(pictures.values())) == len(pictures)


def test_bytes_begin_before_the_last_block_is_drawn_and_cost_little():
    page = lay_out(structs.replace(COPY, name="আরেকজন"), WIDE)
    chunks = encode_strips(strips(page), WIDE)
    assert next(chunks).startswith(b"\x1b@\x1dv0\0")
    picture = draw(COPY, WIDE)
    assert sum(map(len, chunks)) < 0.6 * len(picture.rows)


def test_warming_up_draws_a_sample():
    warm(WIDE)
    assert draw(COPY, WIDE).height > 1000
