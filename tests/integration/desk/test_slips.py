"""Slips in their queue: owed with what made them, printed once, never lost, never doubled unmarked."""

import socket
from contextlib import contextmanager

import pytest
from msgspec import structs

from kiosk.desk.context import close_desk
from kiosk.desk.print_receipt import LEASE
from kiosk.desk.slips import (
    confirm_slip,
    drop_slip,
    owe_slip,
    owed_slips,
    print_next_slip,
    print_slip,
    print_slip_job,
    reprint_slip,
    slip_head,
    slip_page,
)
from kiosk.errors import Refused
from kiosk.printing.dots import Raster
from kiosk.printing.escpos import decode
from kiosk.printing.raster import draw_page
from kiosk.store.locks import FileLock
from tests.harness.counter import OPERATOR, opened
from tests.unit.printing.slip_samples import FEES, SLIPS, WHERE_TO_GO


@pytest.fixture
def paper(tmp_path):
    """A file that takes every slip."""
    return tmp_path / "roll.bin"


@pytest.fixture
def nobody():
    """The address of a printer that is not there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


@contextmanager
def open_for_a_while(home, watch):
    desk = opened(home, watch)
    try:
        yield desk
    finally:
        close_desk(desk)


def made_now(desk, slip):
    return structs.replace(slip, head=slip_head(desk, OPERATOR))


def owe(desk, slip):
    with desk.store.write() as unit:
        return owe_slip(unit, made_now(desk, slip), operator=OPERATOR)


def printed(paper) -> Raster:
    return decode(paper.read_bytes(), 576)


def states(desk):
    return [(slip.kind, slip.state, slip.reason) for slip in owed_slips(desk)]


@pytest.mark.parametrize("name", SLIPS)
def test_every_slip_comes_out_as_its_preview_shows_it(desk, paper, name):
    slip = made_now(desk, SLIPS[name])
    report = print_slip(desk, slip, operator=OPERATOR, to=str(paper))
    assert (report.outcome, report.receive_number) == ("printed", getattr(slip, "receive_number", ""))
    assert printed(paper) == draw_page(slip_page(desk, slip))
    assert owed_slips(desk) == ()


def test_a_slip_survives_a_restart_and_is_printed_once(home, watch, nobody, paper):
    with open_for_a_while(home, watch) as desk:
        job = owe(desk, FEES)
        assert print_slip_job(desk, job, to=nobody).outcome == "failed"
    with open_for_a_while(home, watch) as desk:
        assert [(slip.job_id, slip.state, slip.name) for slip in owed_slips(desk)] == [(job, "queued", FEES.name)]
        report = print_next_slip(desk, f"file:{paper}")
        assert report
        assert (report.job_id, report.outcome) == (job, "printed")
        assert print_next_slip(desk, f"file:{paper}") is None
        assert printed(paper) == draw_page(slip_page(desk, made_now(desk, FEES)))


def test_what_was_never_committed_is_not_owed(desk):
    slip = made_now(desk, FEES)

    def half_way():
        with desk.store.write() as unit:
            owe_slip(unit, slip, operator=OPERATOR)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    assert owed_slips(desk) == ()


def test_a_slip_that_failed_waits_with_patience_and_lets_others_go_first(desk, watch, nobody, paper):
    first = owe(desk, FEES)
    for _ in range(2):
        print_slip_job(desk, first, to=nobody)
    assert print_next_slip(desk, f"file:{paper}", patient=True) is None
    second = owe(desk, SLIPS["hand-over"])
    order = [print_next_slip(desk, f"file:{paper}", patient=True)]
    watch.forward(seconds=30)
    order.append(print_next_slip(desk, f"file:{paper}", patient=True))
    assert [report and report.job_id for report in order] == [second, first]


def test_a_slip_that_was_being_sent_when_the_program_died_is_not_known(desk, paper):
    job = owe(desk, FEES)
    with desk.store.write() as unit:
        unit.run("UPDATE slip_job SET state = 'sending' WHERE id = ?", job)
    assert print_next_slip(desk, f"file:{paper}") is None
    assert states(desk) == [("fee_receipt", "not_known", "print.interrupted")]


def test_what_a_person_did_not_see_is_printed_again_as_a_copy(desk, paper):
    job = owe(desk, FEES)
    with desk.store.write() as unit:
        unit.run("UPDATE slip_job SET state = 'not_known' WHERE id = ?", job)
    confirm_slip(desk, job, printed=False)
    print_next_slip(desk, f"file:{paper}")
    assert printed(paper) == draw_page(slip_page(desk, made_now(desk, FEES), 1))
    with pytest.raises(Refused, match=r"slip\.settled"):
        confirm_slip(desk, job, printed=True)


def test_a_copy_of_a_printed_slip_says_so(desk, tmp_path):
    report = print_slip(desk, made_now(desk, FEES), operator=OPERATOR, to=str(tmp_path / "first"))
    reprint_slip(desk, report.job_id)
    print_next_slip(desk, f"file:{tmp_path / 'second'}")
    assert printed(tmp_path / "second").height > printed(tmp_path / "first").height


def test_where_to_go_is_dropped_when_nobody_can_be_waiting_for_it(desk, watch, nobody, paper):
    job = owe(desk, WHERE_TO_GO)
    print_slip_job(desk, job, to=nobody)
    kept = owe(desk, FEES)
    watch.forward(minutes=16)
    assert [slip.job_id for slip in owed_slips(desk)] == [kept]
    reports = [print_next_slip(desk, f"file:{paper}") for _ in range(2)]
    assert [report and report.kind for report in reports] == ["fee_receipt", None]


def test_a_slip_that_nobody_wants_is_taken_back(desk, paper):
    job = owe(desk, FEES)
    drop_slip(desk, job)
    assert print_next_slip(desk, f"file:{paper}") is None
    for settle in (drop_slip, reprint_slip, print_slip_job):
        with pytest.raises(Refused, match=r"slip\.settled"):
            settle(desk, job)


def test_while_another_process_prints_the_slip_stays_owed(desk, paper):
    other = FileLock(desk.home / f".{LEASE}")
    assert other.acquire(0)
    try:
        report = print_slip(desk, made_now(desk, FEES), operator=OPERATOR, to=str(paper))
        assert print_next_slip(desk, f"file:{paper}") is None
    finally:
        other.close()
    assert (report.outcome, states(desk)) == ("queued", [("fee_receipt", "queued", "")])
