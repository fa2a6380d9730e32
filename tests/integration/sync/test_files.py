"""Pages on their way to a real centre, over a line with faults."""

import random
from dataclasses import replace
from hashlib import sha256

import pytest
from msgspec import structs

from kiosk.central.centre import close_centre, open_centre
from kiosk.central.counters import enrolment_code
from kiosk.central.files import INCOMING, files_of, read_scan, scans_of
from kiosk.central.settings import CentralSettings
from kiosk.desk import scans
from kiosk.desk.enrol import enrol
from kiosk.desk.register import register_application
from kiosk.desk.synchronise import send_scans, synchronise
from kiosk.domain.scans import PIECE, Scan
from kiosk.errors import Refused
from tests.harness.counter import OPERATOR, draft
from tests.harness.counter_fixtures import desk, home, home_as_set_up, watch
from tests.harness.proxy import PORTAL, FaultProxy, Plan
from tests.integration.central.machine import OFFICE, serving

__all__ = ["desk", "home", "home_as_set_up", "watch"]
PATCH = b"PATCH /api/v1/files"
SIZE = 3 * PIECE + 1000


@pytest.fixture
def centre(tmp_path, watch):
    opened = open_centre(tmp_path / "centre", CentralSettings(), clock=watch)
    yield opened
    close_centre(opened)


@pytest.fixture
def proxy(centre):
    with serving(centre) as url, FaultProxy(int(url.rpartition(":")[2])) as between:
        yield between


@pytest.fixture
def counter(desk, centre, proxy):
    """An enrolled counter behind the line."""
    named = desk.with_settings(replace(desk.settings, server_url=proxy.url))
    enrol(named, enrolment_code(centre, OFFICE, 1))
    return named


def page(counter, size=SIZE, seed=1):
    content = random.Random(seed).randbytes(size)
    return Scan(scans.files_of(counter).put(content), "paper.png", 1, size)


def registered(counter, *pages, person=0):
    with_pages = structs.replace(draft(person), scans=pages)
    done = register_application(counter, with_pages, operator=OPERATOR, via="cli", print_receipt=False)
    return done.application.receive_number


def rows(counter):
    with counter.store.read() as unit:
        return unit.all("SELECT digest, sent, state, reason FROM scan ORDER BY seq, position")


def sent_bytes(proxy):
    """Return how many bytes of pages left for the centre, over all connections."""
    total = 0
    for passage in proxy.passages:
        for request in bytes(passage.up).split(PATCH)[1:]:
            total += len(request.partition(b"\r\n\r\n")[2].partition(b"HEAD /api")[0].partition(b"POST /api")[0])
    return total


def test_pages_follow_their_record(counter, centre, proxy):
    one, two = page(counter), page(counter, 500, seed=2)
    number = registered(counter, one, two)
    assert send_scans(counter).waiting == 2  # the centre does not know the record yet
    assert synchronise(counter).waiting == 0
    assert [(state.complete, state.received) for state in scans_of(centre, OFFICE, number)] == [(False, 0), (False, 0)]
    report = send_scans(counter)
    assert (report.pages, report.waiting, report.reached, report.bytes) == (2, 0, True, SIZE + 500)
    assert [state.complete for state in scans_of(centre, OFFICE, number)] == [True, True]
    assert sha256(read_scan(centre, OFFICE, number, one.digest)).hexdigest() == one.digest
    assert rows(counter) == [(one.digest, SIZE, "complete", ""), (two.digest, 500, "complete", "")]
    assert not list((files_of(centre).folder / INCOMING).iterdir())


def test_nothing_readable_lies_on_either_disk(counter, centre):
    content = b"the applicant's secret " * 100
    number = registered(counter, Scan(scans.files_of(counter).put(content), "a", 1, len(content)))
    synchronise(counter)
    send_scans(counter)
    assert scans_of(centre, OFFICE, number)[0].complete
    for folder in (counter.home / "files", centre.home / "files"):
        kept = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
        assert kept
        assert not any(b"secret" in one for one in kept)


@pytest.mark.parametrize("how", ["reset", "close"])
@pytest.mark.parametrize("cut", [1000, PIECE // 2, PIECE + 3000, 2 * PIECE + 100_000])
def test_a_cut_line_costs_one_piece_at_most(counter, centre, proxy, cut, how):
    number = registered(counter, page(counter))
    synchronise(counter)
    proxy.script(Plan(after=PATCH, cut_up=cut, how=how))
    report = send_scans(counter)
    assert not report.reached
    assert report.waiting == 1
    state = scans_of(centre, OFFICE, number)[0]
    assert not state.complete
    assert state.received % PIECE == 0
    assert send_scans(counter).pages == 1
    assert scans_of(centre, OFFICE, number)[0].complete
    assert sent_bytes(proxy) <= SIZE + PIECE + 8 * 1024  # heads of requests are counted, too


def test_a_lost_answer_sends_nothing_twice(counter, centre, proxy):
    number = registered(counter, page(counter))
    synchronise(counter)
    proxy.script(Plan(after=PATCH, cut_down=0))
    assert not send_scans(counter).reached
    assert scans_of(centre, OFFICE, number)[0].received >= 0
    report = send_scans(counter)
    assert report.pages == 1
    assert report.bytes <= SIZE
    assert scans_of(centre, OFFICE, number)[0].complete


def test_a_log_in_page_is_no_answer(counter, proxy):
    registered(counter, page(counter))
    synchronise(counter)
    proxy.script(Plan(after=PATCH, substitute=PORTAL))
    report = send_scans(counter)
    assert (report.reached, report.reason, report.waiting) == (False, "net.not_ours", 1)
    assert send_scans(counter).pages == 1


def test_a_cable_that_is_pulled_holds_up_no_record(counter, centre, proxy):
    registered(counter, page(counter))
    synchronise(counter)
    proxy.down()
    assert not send_scans(counter).reached
    registered(counter, person=1)
    proxy.up()
    assert synchronise(counter).waiting == 0


def test_a_page_lost_here_is_said_and_blocks_no_other(counter, centre):
    lost, whole = page(counter, 700), page(counter, 800, seed=2)
    registered(counter, lost, whole)
    scans.files_of(counter).remove(lost.digest)
    synchronise(counter)
    assert send_scans(counter).pages == 1
    assert [row[2:] for row in rows(counter)] == [("refused", "file.lost"), ("complete", "")]


def test_a_centre_that_was_restored_gets_what_it_lacks(counter, centre, watch, tmp_path):
    number = registered(counter, page(counter, 900))
    synchronise(counter)
    send_scans(counter)
    for path in (centre.home / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    with counter.store.write() as unit:  # what a round does that meets another epoch
        unit.run("UPDATE scan SET state = 'waiting', upload = '' WHERE state = 'complete'")
    assert send_scans(counter).pages == 1
    assert read_scan(centre, OFFICE, number, rows(counter)[0][0])


def test_who_only_knows_a_digest_reads_nothing(counter, centre):
    mine = page(counter, 600)
    number, other = registered(counter, mine), registered(counter, person=1)
    synchronise(counter)
    send_scans(counter)
    assert read_scan(centre, OFFICE, number, mine.digest)
    for office, record in [(OFFICE, other), (78, number)]:
        with pytest.raises(Refused) as raised:
            read_scan(centre, office, record, mine.digest)
        assert raised.value.problems[0].code == "file.unknown"


def test_a_record_cannot_claim_a_page_that_nobody_sent_for_it(counter, centre):
    """The centre has these bytes for another record; this one must bring them itself."""
    mine = page(counter, 600)
    registered(counter, mine)
    second = registered(counter, mine, person=1)
    synchronise(counter)
    with counter.store.write() as unit:
        unit.run("UPDATE scan SET state = 'dropped' WHERE receive_number = ?", second)
    send_scans(counter)
    with pytest.raises(Refused):
        read_scan(centre, OFFICE, second, mine.digest)
