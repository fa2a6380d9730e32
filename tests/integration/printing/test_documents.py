"""A4 documents: what is on the pages is read back by poppler and by pdfium, never by us."""

import re
import shutil
import struct
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from kiosk import resources
from kiosk.desk.catalogue import load_catalogue
from kiosk.errors import Unavailable
from kiosk.printing.documents.layouts import Block, Column, Grid, Layout, Words
from kiosk.printing.documents.letter import Facts
from kiosk.printing.documents.pdf import About
from kiosk.printing.documents.pictures import Pages
from kiosk.printing.documents.setting import Setter
from kiosk.printing.documents.sheet import Furniture
from kiosk.printing.documents.spool import forget_printed, print_pdf
from kiosk.printing.documents.subset import subset
from kiosk.printing.documents.typefaces import Typefaces
from kiosk.printing.documents.write import Frame, write_letters, write_register
from tests.bench import data

HARD_WORDS = (
    "র্থিঁ ষ্ট্র ন্ধ্রূ ঞ্ঝৃ ক্ষ্মী কী স্ত্রী স্ত্রীলতা উজ্জ্বল জ্যোৎস্না কর্তৃপক্ষ কার্যালয় দ্বন্দ্ব র‍্যাব র্যাব ক্‌ষ ক্ষ জ্ঞান সঞ্চিতা লক্ষ্মী ব্রাহ্মণবাড়িয়া চট্টগ্রাম "
    "কুড়িগ্রাম মুন্সীগঞ্জ ঝিনাইদহ কৃষ্ণচূড়া ঊর্ধ্ব নৈর্ঋত পৌঁছে দুঃখ অন্তঃস্থ বাঙ্ময় গঙ্গা হৃদয় রূপ শুভ গুরু ভ্রূ শ্রদ্ধা আষাঢ় কোঁচকানো হৈমন্তী ঔষধ ঐক্য ঋণ "
    "সংক্রান্ত বৈশিষ্ট্য ব্যঞ্জন পঙ্‌ক্তি উদ্‌যাপন সদ্যোজাত তত্ত্বাবধায়ক সান্ত্বনা স্বাতন্ত্র্য মর্ত্য বর্ষা অর্ঘ্য নির্ঝর আর্দ্র মাৎস্যন্যায় ক্ষ্ণ ৭৯-২৬-০১-০০০৪১৭-৭ ২৩-১১-২০২৬ "
    "১২,৩৪,৫৬৭.৮৯ (সাধারণ) ‘পর্চা’ ৫০% আর.এস. Khatian AVATAR name@example.com CS-খতিয়ান সি.এস./C.S. #১২ ৳২০ F8"
)
HARD = HARD_WORDS.split()


def _furniture(**changes):
    given = {
        "above": ("গণপ্রজাতন্ত্রী বাংলাদেশ সরকার",), "office": "জেলা ই-সেবা কেন্দ্র, পিরোজপুর", "title": "পরীক্ষা রেজিস্টার",
        "span": "২৩ নভেম্বর ২০২৬", "foot": "প্রস্তুত", "page": "পৃষ্ঠা {n}", "language": "bn", "nothing": "কিছু নেই।",
    }  # fmt: skip
    return Furniture(**(given | changes))


def _frame(layout):
    return Frame(layout, _furniture(), About("পরীক্ষা", "", "bn", datetime(2026, 11, 23, tzinfo=UTC)))


def _register(rows, *columns, size=9.0):
    out = BytesIO()
    layout = Layout("পরীক্ষা রেজিস্টার", columns=columns or (Column("শব্দ"),), size=size)
    return out, write_register(out, _frame(layout), rows, Facts({}))


def by_poppler(pdf: BytesIO) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed")
    return subprocess.run(
        ["pdftotext", "-", "-"], input=pdf.getvalue(), capture_output=True, check=True
    ).stdout.decode()


def by_pdfium(pdf: BytesIO) -> str:
    document = pypdfium2.PdfDocument(pdf.getvalue())
    text = "\f".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


READERS = {"poppler": by_poppler, "pdfium": by_pdfium}


def words() -> list[str]:
    """Every word of the catalogue, of invented names, and the hard ones."""
    services = load_catalogue().services.values()
    names = [f"{s.name_bn} {s.branch_bn} {' '.join(f.name_bn for f in s.fields)}" for s in services]
    people = [*data._GIVEN, *data._FAMILY, *data._PLACES, *data._TITLES]
    found = set(HARD) | set(" ".join([*names, *people]).split())
    return sorted(word for word in found if any(map(str.isalnum, word)))  # a lone hyphen is no word


@pytest.mark.parametrize("reader", READERS)
def test_every_word_is_found_again(reader):
    wanted = words()
    pdf, _written = _register([[word] for word in wanted])
    found = set(READERS[reader](pdf).split())
    assert len(wanted) > 500
    assert [word for word in wanted if word not in found] == []


@pytest.mark.parametrize("reader", READERS)
def test_words_keep_their_order_and_their_spaces(reader):
    line = " ".join(HARD[:14])
    pdf, _written = _register([[line]])
    assert line in " ".join(READERS[reader](pdf).split())


def test_pdfium_finds_words_and_sentences_by_searching():
    pdf, _written = _register([[f"{word} এর আবেদন"] for word in HARD[:40]])
    document = pypdfium2.PdfDocument(pdf.getvalue())
    pages = [page.get_textpage() for page in document]
    for word in HARD[:40]:
        assert any(page.search(f"{word} এর", match_case=True).get_next() for page in pages), word


# ------------------------------------------------------------------------------ shaping


def drawn(code: str) -> list[tuple[int, float, float]]:
    """Return glyphs and places of an operator string, reckoned as a PDF reader does; units of the em."""
    font = TTFont(resources.path("fonts/NotoSansBengali-Regular.ttf"))
    advances = [font["hmtx"][name][0] for name in font.getGlyphOrder()]
    x, rise, glyphs = 0.0, 0.0, []
    for part in re.finditer(r"\[([^\]]*)\]TJ|<([0-9A-F]+)>Tj|(-?[\d.]+) Ts", code.partition("BDC")[2]):
        if part[3]:
            rise = float(part[3]) * 1000 / 10
            continue
        for piece in re.finditer(r"<([0-9A-F]+)>|(-?[\d.]+)", part[1] if part[1] is not None else f"<{part[2]}>"):
            if piece[2]:
                x -= float(piece[2])
                continue
            for (gid,) in struct.iter_unpack(">H", bytes.fromhex(piece[1])):
                glyphs.append((gid, x, rise))
                x += advances[gid]
    return glyphs


def by_harfbuzz(text: str) -> list[tuple[int, float, float]]:
    font = hb.Font(hb.Face(resources.read_bytes("fonts/NotoSansBengali-Regular.ttf")))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    x, glyphs = 0, []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyphs.append((info.codepoint, x + place.x_offset, place.y_offset))
        x += place.x_advance
    return glyphs


def test_glyphs_stand_where_harfbuzz_puts_them():
    setter = Setter(Typefaces(), 10)
    bangla = [word for word in words() if not re.search(r"[A-Za-z@#]", word)]
    assert len(bangla) > 400
    for word in bangla:
        assert [(gid, round(x), round(y)) for gid, x, y in drawn(setter.word(word).code)] == by_harfbuzz(word), word


def test_letters_that_bangla_has_not_come_from_the_latin_font():
    faces = Typefaces()
    code = Setter(faces, 10).word("CS-খতিয়ান").code
    assert [face.name for face in faces.used()] == ["NotoSansBengali-Regular", "NotoSans-Regular"]
    assert code.index("/FL 10 Tf") < code.index("/FB 10 Tf")
    assert code.count("ActualText") == 1


# ------------------------------------------------------------------------------ fonts


@pytest.mark.parametrize("name", ["NotoSansBengali-Regular", "NotoSansBengali-Bold", "NotoSans-Regular"])
def test_a_subset_keeps_outlines_and_numbers_and_nothing_else(name):
    whole = resources.read_bytes(f"fonts/{name}.ttf")
    wanted = {3, 20, 100, 130}
    small = subset(whole, wanted)
    before, after = TTFont(BytesIO(whole)), TTFont(BytesIO(small))
    order = before.getGlyphOrder()
    assert len(small) < len(whole) / 4
    assert after["maxp"].numGlyphs >= max(wanted) + 1
    needed = {0} | wanted | {order.index(part) for gid in wanted for part in _parts(before["glyf"][order[gid]])}
    after.setGlyphOrder(order[: after["maxp"].numGlyphs])
    for gid in range(after["maxp"].numGlyphs):
        outline = after["glyf"][order[gid]]
        assert (outline == before["glyf"][order[gid]]) if gid in needed else outline.numberOfContours == 0
        assert after["hmtx"][order[gid]][0] == before["hmtx"][order[gid]][0]


def _parts(glyph) -> list[str]:
    return glyph.getComponentNames(None) if glyph.isComposite() else []


def test_every_font_is_embedded():
    if shutil.which("pdffonts") is None:
        pytest.skip("poppler is not installed")
    pdf, _written = _register([["খতিয়ান Khatian"]])
    listed = subprocess.run(["pdffonts", "-"], input=pdf.getvalue(), capture_output=True, check=True).stdout.decode()
    rows = listed.splitlines()[2:]
    assert {row.split()[0].partition("+")[2] for row in rows} == {
        "NotoSansBengali-Regular", "NotoSansBengali-Bold", "NotoSans-Regular",
    }  # fmt: skip
    assert all(re.search(r"Identity-H\s+yes yes yes", row) for row in rows)


# ------------------------------------------------------------------------------ pages


def test_the_head_repeats_and_pages_are_numbered_to_the_last():
    columns = (Column("ক্রম", width=1), Column("আবেদনকারী", width=3))
    pdf, written = _register(([str(n), "মোঃ রফিকুল ইসলাম"] for n in range(120)), *columns)
    pages = by_pdfium(pdf).split("\f")
    assert len(pages) == written.pages > 3
    assert written.rows == 120
    for number, page in enumerate(pages, 1):
        text = " ".join(page.split())
        assert "ক্রম আবেদনকারী" in text
        assert f"পৃষ্ঠা {number} / {written.pages}".translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")) in text
    assert [n for n in range(120) if str(n) not in " ".join(pages).split()] == []


def test_pages_leave_while_rows_still_come():
    out, seen = BytesIO(), []

    def rows():
        for number in range(400):
            seen.append(out.tell())
            yield [f"সারি {number}"]

    layout = Layout("পরীক্ষা", columns=(Column("শব্দ"),))
    write_register(out, _frame(layout), rows(), Facts({}))
    assert len(set(seen)) > 10
    assert seen[-1] > out.tell() / 4


def test_a_row_taller_than_a_page_goes_on_and_loses_nothing():
    numbered = [f"শব্দ{n}" for n in range(900)]
    pdf, written = _register(
        [["আগে", ""], [" ".join(numbered), "পাশে"], ["পরে", ""]], Column("ক", width=1), Column("খ", width=5)
    )
    assert written.pages > 3
    assert re.findall(r"শব্দ\d+", by_pdfium(pdf)) == numbered


def test_a_narrow_column_breaks_words_or_shrinks_them_and_never_overflows():
    long = "তত্ত্বাবধায়কতত্ত্বাবধায়কতত্ত্বাবধায়ক"
    number = "৭৯-২৬-০১-০০০৪১৭-৭"
    faces = Typefaces()
    setter = Setter(faces, 9)
    lines = setter.wrap(long, 40)
    assert len(lines) > 2
    assert max(line.width for line in lines) <= 40
    columns = (Column("ক", width=1), Column("নম্বর", width=0.9, fit="shrink"), Column("গ", width=9))
    pdf, _written = _register([[long, number, ""]], *columns)
    assert number in by_pdfium(pdf).split()


def test_a_register_without_rows_says_so():
    pdf, written = _register([])
    assert written == (1, 0)
    assert "কিছু নেই।" in by_pdfium(pdf)


def test_labels_fill_a_sheet_and_long_ones_are_set_smaller():
    block = Block("lines", words=(Words("{name}"), Words("{address}")))
    layout = Layout("খাম", page="portrait", blocks=(block,), grid=Grid())
    out = BytesIO()
    long = " ".join(f"গ্রাম{n}" for n in range(90))
    letters = [Facts({"name": f"নাম{n}", "address": long if n == 3 else "পিরোজপুর"}) for n in range(11)]
    assert write_letters(out, _frame(layout), letters) == (2, 11)
    pages = by_pdfium(out).split("\f")
    assert "নাম৯".translate(str.maketrans("৯", "9")) in pages[0]
    assert "নাম10" in pages[1]
    assert re.findall(r"গ্রাম\d+", pages[0]) == long.split()


def test_a_form_longer_than_its_page_goes_on():
    many = Facts({}, [(f"ঘর{n}", f"মান{n}") for n in range(80)])
    out = BytesIO()
    assert write_letters(out, _frame(Layout("ফরম", page="portrait", blocks=(Block("record"),))), [many]).pages > 1
    assert re.findall(r"মান\d+", by_pdfium(out)) == [f"মান{n}" for n in range(80)]


def test_the_same_rows_make_the_same_bytes():
    assert _register([["ক"]])[0].getvalue() == _register([["ক"]])[0].getvalue()


def test_pages_are_shown_as_pictures(qapp):
    pdf, written = _register([[word] for word in HARD])
    pages = Pages(pdf.getvalue())
    picture = pages.picture(written.pages - 1, 600)
    assert pages.count == written.pages
    assert picture.width() == 600
    assert picture.height() == pytest.approx(600 * 595.28 / 841.89, abs=2)
    pages.close()
    shades = {picture.pixelColor(x, y).lightness() for x in range(0, 600, 3) for y in range(0, 400, 3)}
    assert max(shades) == 255
    assert min(shades) < 120


# ------------------------------------------------------------------------------ to the system's printer


def _lp(folder: Path, script: str) -> dict[str, str]:
    program = folder / "lp"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


def test_the_system_gets_the_very_bytes_and_the_documents_name(tmp_path):
    environment = _lp(tmp_path, f'echo "$@" > {tmp_path}/said; cat > {tmp_path}/got')
    print_pdf(b"%PDF-1.5 \xff", "গ্রহণ রেজিস্টার", tmp_path, environment)
    assert (tmp_path / "got").read_bytes() == b"%PDF-1.5 \xff"
    assert "গ্রহণ রেজিস্টার" in (tmp_path / "said").read_text("utf-8")
    assert list(tmp_path.glob("*.pdf")) == []


@pytest.mark.parametrize("script", ["cat > /dev/null; echo no such printer >&2; exit 1", "exit 2"])
def test_a_system_that_refuses_is_told_plainly(tmp_path, script):
    with pytest.raises(Unavailable) as unavailable:
        print_pdf(b"%PDF", "x", tmp_path, _lp(tmp_path, script))
    assert unavailable.value.reason == "paper.refused"


def test_without_a_printing_system_the_file_is_the_way(tmp_path):
    with pytest.raises(Unavailable) as unavailable:
        print_pdf(b"%PDF", "x", tmp_path, {"PATH": str(tmp_path)})
    assert unavailable.value.reason == "paper.no_system"


def test_what_was_left_for_a_reader_is_taken_away(tmp_path):
    (tmp_path / "to-print-1.pdf").write_bytes(b"%PDF")
    forget_printed(tmp_path)
    assert list(tmp_path.iterdir()) == []
