"""A real printer of software, closed, emptied and outlived by its counter: never two originals."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.desk.print_receipt import confirm, owed, paper_of, print_next, print_number
from kiosk.domain.events import ReceiptOutcome, read_body, read_record
from kiosk.errors import Refused
from kiosk.printing.app import ensure_gui
from kiosk.printing.escpos import decode, encode
from kiosk.printing.profiles import profile
from kiosk.printing.raster import draw
from kiosk.printing.virtual import Faults, VirtualPrinter
from tests.harness.world import OPERATOR, REPOSITORY, make_home, opened, register


@pytest.fixture
def printer():
    with VirtualPrinter() as printer:
        yield printer


@pytest.fixture
def desk(tmp_path, printer):
    with opened(make_home(tmp_path / "home", printer_url=printer.url)) as desk:
        yield desk


def originals(desk, number, pages):
    """Return which pages are the unmarked receipt of a number, dot for dot."""
    ensure_gui()
    paper = profile(desk.settings.printer_profile)
    wanted = decode(b"".join(encode(draw(paper_of(desk, number), paper), paper)))
    return [page for page in pages if page.raster == wanted]


def outcomes(desk, number):
    """Return what the journal says became of each paper, in order."""
    with desk.store.read() as unit:
        bodies = [read_body(read_record(record)) for (record,) in unit.all("SELECT record FROM event ORDER BY seq")]
    told = [body for body in bodies if isinstance(body, ReceiptOutcome) and body.receive_number == number]
    return [(body.ordinal, body.outcome) for body in told]


def test_one_registration_one_original(desk, printer, history):
    number = register(desk, history, "one")
    report = print_next(desk)
    assert (report.outcome, report.ordinal) == ("printed", 0)
    assert len(originals(desk, number, printer.wait_pages(1))) == 1
    assert print_next(desk) is None
    with pytest.raises(Refused) as caught:
        print_number(desk, number)
    assert caught.value.problems[0].code == "receipt.printed"
    assert print_number(desk, number, reprint=True).ordinal == 1
    assert len(originals(desk, number, printer.wait_pages(2))) == 1


def test_paper_out_keeps_the_original_for_the_new_roll(desk, printer, history):
    printer.set("paper", "out")
    number = register(desk, history, "paper out")
    report = print_next(desk)
    assert (report.outcome, report.reason) == ("failed", "printer.paper_out")
    assert [paper.receive_number for paper in owed(desk)] == [number]
    printer.set("paper", "in")
    assert print_next(desk).outcome == "printed"
    assert len(originals(desk, number, printer.wait_pages(1))) == 1
    assert owed(desk) == ()
    assert outcomes(desk, number) == [(0, "failed"), (0, "printed")]


def test_a_printer_closed_mid_receipt_leaves_a_question_then_a_copy(tmp_path, history):
    with VirtualPrinter(faults=Faults(reset_after=6000)) as closing:
        home = make_home(tmp_path / "home", printer_url=closing.url)
        with opened(home) as desk:
            number = register(desk, history, "mid-receipt")
            assert print_next(desk).outcome == "not_known"
    with VirtualPrinter() as printer, opened(home) as desk:
        (question,) = owed(desk)
        assert (question.receive_number, question.state) == (number, "not_known")
        assert print_next(desk, printer.url) is None
        with pytest.raises(Refused):
            print_number(desk, number, to=printer.url)
        confirm(desk, question.job_id, printed=False, by=OPERATOR)
        report = print_next(desk, printer.url)
        assert (report.outcome, report.ordinal) == ("printed", 1)
        assert originals(desk, number, printer.wait_pages(1)) == []
        assert owed(desk) == ()


REGISTER_AND_DIE = """
import os, signal, sys
from pathlib import Path
from kiosk.desk.context import open_desk
from kiosk.desk.register import register_application
from tests.harness.world import OPERATOR, draft
desk = open_desk(Path(sys.argv[1]))
print(register_application(desk, draft("dies"), operator=OPERATOR, via="cli").application.receive_number, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""

PRINT_AND_HANG = """
import sys
from pathlib import Path
from kiosk.desk.context import open_desk
from kiosk.desk.print_receipt import print_next
print_next(open_desk(Path(sys.argv[1])))
"""


def child(script: str, home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, str(home)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)


def test_killed_between_commit_and_print_the_original_is_still_owed(tmp_path, printer, history):
    home = make_home(tmp_path / "home", printer_url=printer.url)
    process = child(REGISTER_AND_DIE, home)
    number = process.communicate(timeout=60)[0].strip()
    assert process.returncode == -signal.SIGKILL
    with opened(home) as desk:
        assert [(paper.receive_number, paper.state) for paper in owed(desk)] == [(number, "queued")]
        report = print_next(desk)
        assert (report.receive_number, report.outcome, report.ordinal) == (number, "printed", 0)
        assert len(originals(desk, number, printer.wait_pages(1))) == 1
        assert print_next(desk) is None


def test_killed_while_printing_nobody_knows_and_the_next_paper_is_a_copy(tmp_path, history):
    with VirtualPrinter(rows_per_s=150, buffer_bytes=2000) as slow:
        home = make_home(tmp_path / "home", printer_url=slow.url)
        with opened(home) as desk:
            number = register(desk, history, "killed while printing")
        process = child(PRINT_AND_HANG, home)
        slow.wait_rows(24, 60)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    with VirtualPrinter() as printer, opened(home) as desk:
        (question,) = owed(desk)
        assert (question.receive_number, question.state) == (number, "not_known")
        assert print_next(desk, printer.url) is None
        confirm(desk, question.job_id, printed=False, by=OPERATOR)
        assert print_next(desk, printer.url).ordinal == 1
        assert originals(desk, number, printer.wait_pages(1)) == []
        assert outcomes(desk, number) == [(0, "not_known"), (0, "failed"), (1, "printed")]
