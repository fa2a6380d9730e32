"""The registers' files, opened by another hand: LibreOffice without a window, cell by cell."""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.desk.exports import export_register
from kiosk.desk.follow_ups import follow_up
from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.desk.register import register_application
from kiosk.desk.registers import REGISTERS, choose, columns_of
from kiosk.domain.application import Applicant, ApplicationDraft, Channel
from kiosk.domain.followups import Challan, CopyPosted, CopyReady, FeeDemanded, FeeReceived, Stamp
from kiosk.printing.documents.spreadsheet import read_csv
from tests.harness.counter import OPERATOR

OFFICE = shutil.which("soffice") or ""
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not OFFICE, reason="LibreOffice is not here: apt-get install libreoffice-calc-nogui"),
]
ME = {"operator": OPERATOR, "via": "cli"}
NASTY = ("=1+1", '=HYPERLINK("http://example.org","x")', "+৫ শতক", "-১০ শতক", "@SUM(A1)", "'শুরু", "সাধারণ আবেদন")
ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _TEXT = ODF % "table", ODF % "office", ODF % "text"
_MOST_EMPTY = 1000
_CSV = "--infilter=Text - txt - csv (StarCalc):44,34,76,1"
"""What its dialog offers for a CSV with a mark of UTF-8; without a window nobody looks at the mark."""


@pytest.fixture
def full(desk):
    """Rows in every register, with words that a spreadsheet would rather reckon with."""
    for place, words in enumerate(NASTY):
        person = Applicant(name="মো. আবদুল করিম", guardian="ক্ষিতীশ চন্দ্র", mobile=f"017{place:08d}", address=words)
        for service, channel in (("general_petition", Channel.WALK_IN), ("khatian_copy_normal", Channel.POST)):
            draft = ApplicationDraft(service, channel, (person,), words)
            number = register_application(desk, draft, print_receipt=False, **ME).application.receive_number
        stamps = (Stamp(2000, 1, (f"KA{place}",)),)
        for body in (
            FeeDemanded(number, poisha=3000, base_poisha=2000, folios=1, per_folio_poisha=1000),
            FeeReceived(number, stamps=stamps, challans=(Challan(f"C-{place}", 1000),), note=words),
            CopyReady(number, folios=1, note=words),
            CopyPosted(number, registered_no=f"RL{place}", note=words),
        ):
            desk.clock.forward(minutes=1)
            follow_up(desk, body, print_slip=False, **ME)
        log_visit(desk, VisitDraft(answer="told", topic=words, name="হালিমা"), **ME)
    return desk


@pytest.fixture
def opened(tmp_path) -> Callable[[Path], list[list[tuple[str, str, str]]]]:
    """Let LibreOffice open a file as it does when somebody clicks it: type, formula and text of every cell."""

    def open_(file: Path) -> list[list[tuple[str, str, str]]]:
        out = tmp_path / f"read-{file.name}"
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [OFFICE, profile, "--headless", "--norestore", *([_CSV] if file.suffix == ".csv" else [])]
        command += ["--convert-to", "fods", "--outdir", str(out), str(file)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=180)
        made = out / file.with_suffix(".fods").name
        assert made.exists(), done.stderr
        return rows_in(made)

    return open_


def rows_in(file: Path) -> list[list[tuple[str, str, str]]]:
    """Return the rows of the first sheet, without what is empty at the ends."""
    table = ET.parse(file).getroot().find(f".//{_TABLE}table")
    rows: list[list[tuple[str, str, str]]] = []
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[tuple[str, str, str]] = []
        for cell in row.iter(f"{_TABLE}table-cell"):
            words = "\n".join("".join(part.itertext()) for part in cell.findall(f"{_TEXT}p"))
            told = (cell.get(f"{_OFFICE}value-type", ""), cell.get(f"{_TABLE}formula", ""), words)
            times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            cells += [told] * (times if times < _MOST_EMPTY else 0)
        while cells and cells[-1] == ("", "", ""):
            cells.pop()
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def exported(desk, register: str, file: Path) -> list[list[str]]:
    """Write a register to a file and return its cells as they were meant."""
    export_register(desk, choose(desk, register), "bn", file)
    plain = file if file.suffix == ".csv" else file.with_suffix(".csv")
    if plain != file:
        export_register(desk, choose(desk, register), "bn", plain)
    return read_csv(plain.read_bytes())


@pytest.mark.parametrize("register", REGISTERS)
def test_every_cell_of_an_xlsx_is_text_as_it_was_meant(full, opened, tmp_path, register):
    file = tmp_path / f"{register}.xlsx"
    meant = exported(full, register, file)
    read = opened(file)
    assert len(read) == len(meant) > len(NASTY)
    assert len(read[0]) == len(columns_of(full, register))
    for cells, wanted in zip(read, meant, strict=True):
        words = [text for _kind, _formula, text in cells]
        assert words + [""] * (len(wanted) - len(words)) == wanted
        assert {kind for kind, _formula, text in cells if text} <= {"string"}
        assert not [formula for _kind, formula, _text in cells if formula]


@pytest.mark.parametrize("register", REGISTERS)
def test_a_csv_has_no_formula_and_its_bangla_is_whole(full, opened, tmp_path, register):
    file = tmp_path / f"{register}.csv"
    meant = exported(full, register, file)
    read = opened(file)
    assert len(read) == len(meant) > len(NASTY)
    for cells, wanted in zip(read, meant, strict=True):
        assert not [formula for _kind, formula, _text in cells if formula]
        words = [text.removeprefix("'") for _kind, _formula, text in cells]
        assert words + [""] * (len(wanted) - len(words)) == wanted
        assert not [text for kind, _formula, text in cells if kind not in {"string", ""} and not text.isdecimal()]
