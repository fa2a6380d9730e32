import socket
from dataclasses import replace
from itertools import pairwise

import pytest
from msgspec import structs

from kiosk.desk.context import close_desk
from kiosk.desk.find import application_status
from kiosk.desk.maintain import verify
from kiosk.desk.print_receipt import NOT_PRINTED, confirm, owed, paper_of, print_next, print_number
from kiosk.desk.status import line_status
from kiosk.desk.today import my_day
from kiosk.domain.events import read_body, read_record
from kiosk.domain.workflow import DATE_MOVED, Step
from kiosk.errors import Refused
from kiosk.store import journal
from kiosk.store.standing import apply_known, apply_step
from tests.harness.counter import OPERATOR, copy_home, opened, register


@pytest.fixture
def paper(tmp_path):
    """A file that takes every receipt."""
    return tmp_path / "roll.bin"


@pytest.fixture
def nobody():
    """The address of a printer that is not there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


def outcomes(desk):
    with desk.store.read() as unit:
        events = [read_record(record) for _, record in journal.batch_after(unit, 0, 500, 1 << 20)]
    papers = [read_body(event) for event in events if event.kind == "receipt.outcome"]
    return [(paper.ordinal, paper.outcome, paper.reason) for paper in papers]


def code(refusal):
    return [problem.code for problem in refusal.value.problems]


def states(desk):
    return [(paper.ordinal, paper.state, paper.reason) for paper in owed(desk)]


def test_what_waits_is_printed_in_order(desk, paper):
    numbers = [register(desk, number).application.receive_number for number in range(2)]
    reports = [print_next(desk, f"file:{paper}") for _ in range(3)]
    assert [report and (report.receive_number, report.outcome) for report in reports] == [
        (numbers[0], "printed"),
        (numbers[1], "printed"),
        None,
    ]
    assert outcomes(desk) == [(0, "printed", "")] * 2
    assert owed(desk) == ()
    assert paper.stat().st_size > 2000


def test_one_original_then_copies_by_their_ordinal(desk, paper):
    number = register(desk).application.receive_number
    print_number(desk, number, to=str(paper))
    with pytest.raises(Refused) as raised:
        print_number(desk, number, to=str(paper))
    assert code(raised) == ["receipt.printed"]
    copies = [print_number(desk, number, to=str(paper), reprint=True, by=OPERATOR) for _ in range(2)]
    assert [(copy.ordinal, copy.outcome) for copy in copies] == [(1, "printed"), (2, "printed")]
    assert outcomes(desk) == [(0, "printed", ""), (1, "printed", ""), (2, "printed", "")]


def test_a_printer_that_is_not_there_leaves_the_original_owed(desk, nobody, paper):
    register(desk)
    report = print_next(desk, nobody)
    assert report
    assert report.outcome == "failed"
    assert states(desk) == [(0, "queued", report.reason)]
    assert [row.mark for row in my_day(desk, OPERATOR).applications] == ["owed"]
    assert line_status(desk).owed == 1
    later = print_next(desk, f"file:{paper}")
    assert later
    assert (later.ordinal, later.outcome) == (0, "printed")
    assert line_status(desk).owed == 0


def test_one_that_fails_does_not_stand_before_the_others(desk, nobody, paper):
    first, second = (register(desk, number).application.receive_number for number in range(2))
    print_next(desk, nobody)
    printed = [print_next(desk, f"file:{paper}") for _ in range(2)]
    assert [report and report.receive_number for report in printed] == [second, first]


def test_one_that_fails_waits_longer_each_time_and_is_told_once(desk, watch, nobody, paper):
    register(desk)
    tried = []
    for _minute in range(15):
        if print_next(desk, nobody, patient=True):
            tried.append(watch.now)
        watch.forward(seconds=60)
    assert print_next(desk, nobody)
    waits = [(later - before).total_seconds() for before, later in pairwise(tried)]
    assert waits == sorted(waits)
    assert waits[0] == 60
    assert waits[-1] >= 300
    assert outcomes(desk) == [(0, "failed", states(desk)[0][2])]
    assert verify(desk)["agree"]


def test_a_clock_put_right_keeps_no_paper_back(desk, watch, nobody, paper):
    watch.forward(days=9000)
    register(desk)
    print_next(desk, nobody)
    watch.forward(days=-9000)
    assert print_next(desk, f"file:{paper}", patient=True).outcome == "printed"


def test_a_person_who_asks_is_not_kept_waiting(desk, nobody, paper):
    number = register(desk).application.receive_number
    for _try in range(3):
        print_next(desk, nobody)
    assert print_next(desk, f"file:{paper}", patient=True) is None
    assert print_number(desk, number, to=f"file:{paper}").ordinal == 0
    assert owed(desk) == ()


def test_what_waits_moves_to_another_printer_as_the_original(desk, nobody, paper):
    number = register(desk).application.receive_number
    print_next(desk, nobody)
    moved = print_number(desk, number, to=f"file:{paper}")
    assert (moved.ordinal, moved.outcome) == (0, "printed")
    assert print_next(desk, nobody) is None


def claimed(desk):
    """Let a job be found as a process leaves it that dies while it sends."""
    with desk.store.write() as unit:
        unit.run("UPDATE print_job SET state = 'sending'")


def test_a_paper_that_was_being_sent_when_the_program_died_is_not_known(desk, home, paper):
    number = register(desk).application.receive_number
    claimed(desk)
    later = opened(copy_home(home, home.with_name("later")))
    assert states(later) == [(0, "not_known", "print.interrupted")]
    assert print_next(later, f"file:{paper}") is None
    with pytest.raises(Refused) as raised:
        print_number(later, number, to=str(paper))
    assert code(raised) == ["receipt.printed"]
    assert print_number(later, number, to=str(paper), reprint=True).ordinal == 1
    assert verify(later)["agree"]
    close_desk(later)


def test_a_paper_that_another_process_is_sending_is_left_to_it(desk, home, paper):
    number = register(desk).application.receive_number
    with desk.store.lease("print") as ours:
        assert ours
        claimed(desk)
        other = opened(home)
        assert states(other) == [(0, "sending", "")]
        assert print_next(other, f"file:{paper}") is None
        with pytest.raises(Refused) as raised:
            print_number(other, number, to=str(paper))
        assert code(raised) == ["receipt.sending"]
        close_desk(other)


@pytest.fixture
def not_known(desk, home):
    register(desk)
    claimed(desk)
    later = opened(copy_home(home, home.with_name("later")))
    yield later
    close_desk(later)


def test_the_operator_saw_the_paper(not_known, paper):
    (open_one,) = owed(not_known)
    confirm(not_known, open_one.job_id, True, OPERATOR)
    assert owed(not_known) == ()
    assert outcomes(not_known)[-1] == (0, "printed", "")
    with pytest.raises(Refused) as raised:
        confirm(not_known, open_one.job_id, True, OPERATOR)
    assert code(raised) == ["receipt.settled"]


def test_the_operator_saw_no_paper_and_a_copy_is_owed(not_known, paper):
    (open_one,) = owed(not_known)
    confirm(not_known, open_one.job_id, False, OPERATOR)
    assert states(not_known) == [(1, "queued", NOT_PRINTED)]
    report = print_next(not_known, f"file:{paper}")
    assert report
    assert (report.ordinal, report.outcome) == (1, "printed")
    assert owed(not_known) == ()


def test_without_a_printer_nothing_is_owed(desk):
    alone = desk.with_settings(replace(desk.settings, printer_url="none:"))
    done = register(alone)
    assert done.job_id is None
    assert owed(alone) == ()
    assert print_next(alone) is None
    assert print_number(alone, done.application.receive_number).outcome == "none"
    assert outcomes(alone) == []


def test_what_was_registered_without_paper_can_still_get_its_original(desk, paper):
    done = register(desk, print_receipt=False)
    assert (done.job_id, owed(desk)) == (None, ())
    report = print_number(desk, done.application.receive_number, to=str(paper))
    assert (report.ordinal, report.outcome) == (0, "printed")


def test_an_address_that_is_none_leaves_the_job_waiting(desk):
    register(desk)
    with pytest.raises(Refused) as raised:
        print_next(desk, "tcp://")
    assert code(raised) == ["printer.url"]
    assert states(desk) == [(0, "queued", "printer.url")]


@pytest.mark.parametrize(
    ("number", "expected"), [("7926010000017", "number.unknown"), ("7926010000018", "number.check")]
)
def test_an_unknown_number_is_refused(desk, number, expected):
    with pytest.raises(Refused) as raised:
        print_number(desk, number)
    assert code(raised) == [expected]


def test_a_copy_tells_a_promise_that_has_moved_since(desk):
    number = register(desk).application.receive_number
    before = paper_of(desk, number)
    assert (before.moved, before.moved_from) == (False, "")
    with desk.store.write() as unit:
        for hour, day in ((5, "2026-12-20"), (6, "2026-12-22")):
            apply_step(unit, number, Step(DATE_MOVED, f"2026-11-24T0{hour}:00:00.000Z", until=day))
    copy = paper_of(desk, number, 1, OPERATOR)
    assert (copy.promised_on, copy.moved, copy.moved_from, copy.days) == ("2026-12-22", True, before.promised_on, None)
    assert copy.qr == before.qr
    assert application_status(desk, number).application.promised_on == "2026-12-22"


def test_a_promise_that_came_back_to_its_day_is_the_one_on_the_paper(desk):
    number = register(desk).application.receive_number
    before = paper_of(desk, number)
    with desk.store.write() as unit:
        for hour, day in ((5, "2026-12-20"), (6, before.promised_on)):
            apply_step(unit, number, Step(DATE_MOVED, f"2026-11-24T0{hour}:00:00.000Z", until=day))
    assert paper_of(desk, number) == before


def test_another_counters_promise_has_moved_though_nobody_here_knows_from_when(desk):
    theirs = structs.replace(
        register(desk).application, receive_number="7926020000013", promised_on="2026-12-22", version=1
    )
    with desk.store.write() as unit:
        apply_known(unit, theirs)
        moved = Step(DATE_MOVED, "2026-11-24T05:00:00.000Z", until="2026-12-22")
        apply_step(unit, theirs.receive_number, moved)
    copy = paper_of(desk, theirs.receive_number, 1, OPERATOR)
    assert (copy.promised_on, copy.moved, copy.moved_from) == ("2026-12-22", True, "")
