"""Killed at every step of printing: never two unmarked originals, and every receipt printed or owed."""

import pytest

from kiosk.desk.print_receipt import confirm, owed, paper_of, print_next
from kiosk.printing.app import ensure_gui
from kiosk.printing.escpos import decode, encode
from kiosk.printing.profiles import profile
from kiosk.printing.raster import draw
from kiosk.printing.virtual import VirtualPrinter
from tests.harness.print_kills import PrintKills, Step
from tests.harness.world import OPERATOR, make_home, opened, register

SENDS = "SocketChannel._send"


@pytest.fixture
def printer():
    with VirtualPrinter() as printer:
        yield printer


@pytest.fixture
def home(tmp_path, printer):
    return make_home(tmp_path / "home", printer_url=printer.url)


def steps(counts: dict[str, int]) -> dict[str, Step]:
    """Return each step of one receipt on its way, from the claim to the outcome on record."""
    sent = counts[f"{SENDS} return"]
    assert sent > 8, "the receipt left in too few parts to be cut"
    return {
        "being claimed": Step("_claim", "return"),
        "claimed": Step("_print", "call"),
        "drawn, not connected": Step("SocketChannel.__init__", "call"),
        "connected": Step("SocketChannel.__init__", "return"),
        "asked": Step("SocketChannel._receive", "return"),
        "before the first band": Step(SENDS, "call", sent // 4),
        **{f"part {nth}": Step(SENDS, "return", nth) for nth in (1, sent // 2, sent - 2)},
        "last byte, no evidence": Step("LineDevice._judge", "call"),
        "evidence, not told": Step("LineDevice._judge", "return"),
        "outcome to be recorded": Step("_conclude", "call"),
        "outcome recorded, not committed": Step("_conclude", "return"),
        "outcome committed": Step("_print", "return"),
    }


def unmarked(desk, number, pages) -> int:
    """Return how many papers bear the whole unmarked receipt; half of another may lie before it."""
    ensure_gui()
    paper = profile(desk.settings.printer_profile)
    wanted = decode(b"".join(encode(draw(paper_of(desk, number), paper), paper))).rows
    return sum(page.raster.rows.endswith(wanted) for page in pages)


def settle(desk, number, printer) -> bool:
    """Do what people do after a crash; return whether the receipt was owed, or known to be printed."""
    debts = [paper for paper in owed(desk) if paper.receive_number == number]
    with desk.store.read() as unit:
        known = unit.all("SELECT state FROM print_job WHERE receive_number = ?", number) == [("printed",)]
    for paper in debts:
        if paper.state == "not_known":
            confirm(desk, paper.job_id, printed=False, by=OPERATOR)
    while print_next(desk):
        pass
    return len(debts) == 1 or known


def test_killed_at_every_step(home, printer, history):
    with PrintKills(home) as kills:
        with opened(home) as desk:
            register(desk, history, "unharmed")
        found = steps(kills.counts())
        for name, step in found.items():
            with opened(home) as desk:
                number = register(desk, history, name)
            kills.at(step)
            with opened(home) as desk:
                assert settle(desk, number, printer), name
                assert unmarked(desk, number, printer.pages) <= 1, name
                assert owed(desk) == (), name
                if name == "being claimed":
                    assert unmarked(desk, number, printer.pages) == 1
    with opened(home) as desk:
        assert print_next(desk) is None


def test_a_counter_that_forgot_that_it_was_printing_would_be_caught(home, printer, history):
    """The negative control: a job found half done is simply printed again."""
    with opened(home) as desk:
        number = register(desk, history, "control")
    with PrintKills(home) as kills:
        kills.at(Step("LineDevice._judge", "return"))
    with opened(home) as desk:
        with desk.store.write() as unit:
            unit.run("UPDATE print_job SET state = 'queued', ordinal = 0")
        print_next(desk)
        assert unmarked(desk, number, printer.wait_pages(2)) == 2
