import zlib

import pytest

from kiosk.domain.scans import MAX_BYTES, Scan, acts, check_scan, cleaned_name, format_of
from kiosk.errors import Refused
from tests.harness.papers import SCRIPT, object_stream, pdf

DIGEST = "ab" * 32


def code_of(call, *given):
    with pytest.raises(Refused) as raised:
        call(*given)
    return raised.value.problems[0].code


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x89PNG\r\n\x1a\n...", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"II*\x00", "TIFF"),
        (b"MM\x00*", "TIFF"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WEBP"),
        (b"\n\n%PDF-1.7", "PDF"),
    ],
)
def test_the_content_tells_what_a_file_is(content, name):
    assert format_of(content) == name


@pytest.mark.parametrize("content", [b"MZ\x90", b"<svg/>", b"PK\x03\x04", b"GIF89a", b"\x00\x00\x00\x18ftypheic"])
def test_what_is_no_picture_and_no_pdf_is_refused(content):
    assert code_of(format_of, content) == "file.type"


def test_empty_and_large_files_are_refused():
    assert code_of(format_of, b"") == "file.empty"
    assert code_of(format_of, b"\xff\xd8\xff" + bytes(MAX_BYTES)) == "file.size"
    assert format_of(b"\xff\xd8\xff" + bytes(MAX_BYTES - 3)) == "JPEG"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("/home/x/খতিয়ান.pdf", "খতিয়ান.pdf"),
        ("C:\\temp\\a.png", "a.png"),
        ("a\nb\u202efdp.exe", "abfdp.exe"),
        ("..", ""),
        ("x" * 300, "x" * 100),
    ],
)
def test_a_shown_name_is_one_harmless_line(name, shown):
    assert cleaned_name(name) == shown


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"digest": "../../key"}, "file.digest"),
        ({"digest": DIGEST.upper()}, "file.digest"),
        ({"bytes": 0}, "file.size"),
        ({"bytes": MAX_BYTES + 1}, "file.size"),
        ({"pages": 0}, "file.pages"),
        ({"type": "text/html"}, "file.type"),
    ],
)
def test_a_scan_that_cannot_be_is_refused(changes, code):
    assert code_of(check_scan, Scan(**{"digest": DIGEST, "bytes": 10, **changes})) == code


def test_a_scan_keeps_its_values_and_a_clean_name():
    assert check_scan(Scan(DIGEST, "a/b.png", 1, 10)) == Scan(DIGEST, "b.png", 1, 10)


@pytest.mark.parametrize(
    "file",
    [
        pdf(catalog=b"/OpenAction " + SCRIPT),
        pdf(catalog=b"/OpenAction<</S/J#61vaScript/J#53(x)>>"),
        pdf(catalog=b"/OpenAction<</S/Launch/F(x)>>"),
        pdf(catalog=b"/Names<</EmbeddedFiles 9 0 R>>"),
        pdf(catalog=b"/AcroForm<</XFA 9 0 R>>"),
        pdf(objects=(object_stream(SCRIPT),)),
    ],
)
def test_a_pdf_that_acts_is_known(file):
    assert acts(file)


@pytest.mark.parametrize(
    "file",
    [
        pdf(),
        pdf(catalog=b"/OpenAction[3 0 R/Fit]"),
        pdf(catalog=b"/Lang(bn)/JSON 1"),
        pdf(objects=(b"<</Length 5>>stream\n/JS (\nendstream",)),  # the dots of a picture say nothing
        pdf(objects=(object_stream(b"<</Type/Font>>"),)),
    ],
)
def test_a_quiet_pdf_does_not_act(file):
    assert not acts(file)


def test_an_object_stream_that_unpacks_without_end_is_refused():
    packed = zlib.compress(bytes(210 << 20), 9)
    bomb = pdf(objects=(b"<</Type/ObjStm/Filter/FlateDecode>>stream\n" + packed + b"\nendstream",))
    assert code_of(acts, bomb) == "file.unpacked"
