"""Pages with their application: kept before it, named by it, there after a crash."""

import pytest
from msgspec import structs

from kiosk.desk.context import close_desk
from kiosk.desk.correct import correct_application
from kiosk.desk.register import register_application
from kiosk.desk.scans import files_of, take_bytes
from kiosk.desk.tray import SCAN, rows
from kiosk.domain.scans import Scan
from kiosk.errors import Refused, Unavailable
from kiosk.settings import Settings
from tests.harness.counter import OPERATOR, draft, opened
from tests.harness.papers import paper, saved


def registered(desk, *scans):
    with_pages = structs.replace(draft(), scans=scans)
    return register_application(desk, with_pages, operator=OPERATOR, via="cli", print_receipt=False).application


def owed(desk):
    with desk.store.read() as unit:
        return unit.all("SELECT digest, position, state FROM scan ORDER BY position")


def test_pages_are_durable_before_their_application(desk, home, watch):
    pages = take_bytes(desk, saved("TIFF", paper(), paper(size=(90, 90))), "two.tif")
    application = registered(desk, *pages)
    assert application.draft.scans == pages
    close_desk(desk)
    again = opened(home, watch)
    try:
        assert [row[0] for row in owed(again)] == [page.digest for page in pages]
        assert all(files_of(again).get(page.digest) for page in pages)
    finally:
        close_desk(again)


def test_a_crash_between_page_and_application_leaves_nothing_half(desk):
    (page,) = take_bytes(desk, saved("PNG"), "a.png")
    assert owed(desk) == []
    assert files_of(desk).has(page.digest)
    registered(desk, page)
    assert owed(desk) == [(page.digest, 0, "waiting")]


def test_a_page_that_is_not_here_is_refused_before_a_number_is_taken(desk):
    with pytest.raises(Refused) as raised:
        registered(desk, Scan("ab" * 32, "a", 1, 10))
    assert [(one.code, one.field) for one in raised.value.problems] == [("file.lost", "scans[0]")]


def test_a_database_that_is_lost_knows_its_pages_from_the_ledger(desk, home, watch):
    (page,) = take_bytes(desk, saved("PNG"), "a.png")
    registered(desk, page)
    close_desk(desk)
    for path in home.glob("counter.db*"):
        path.unlink()
    again = opened(home, watch)
    try:
        assert owed(again) == [(page.digest, 0, "waiting")]
    finally:
        close_desk(again)


def test_a_correction_adds_pages_and_takes_others_away(desk):
    first, second = take_bytes(desk, saved("TIFF", paper(), paper(size=(90, 90))), "two.tif")
    application = registered(desk, first)
    corrected = structs.replace(application.draft, scans=(second,))
    reason = desk.catalogue.reasons["correct"][0].code
    correct_application(desk, application.receive_number, corrected, reason=reason, operator=OPERATOR, via="cli")
    assert sorted(owed(desk)) == sorted([(first.digest, 0, "dropped"), (second.digest, 0, "waiting")])


def test_the_tray_tells_how_far_the_pages_are(desk):
    pages = take_bytes(desk, saved("TIFF", paper(), paper(size=(90, 90))), "two.tif")
    number = registered(desk, *pages).receive_number
    named = desk.with_settings(Settings(server_url="http://127.0.0.1:9"))
    with desk.store.write() as unit:
        unit.run("UPDATE scan SET sent = bytes / 2")
    (row,) = [one for one in rows(named) if one.of == SCAN]
    assert (row.receive_number, row.state, row.pages, row.mine) == (number, "waiting", 2, False)
    assert 45 <= row.percent <= 50


def test_a_flipped_bit_is_a_lost_page_never_another_one(desk):
    (page,) = take_bytes(desk, saved("PNG"), "a.png")
    path = files_of(desk).folder / page.digest[:2] / page.digest
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(Unavailable) as raised:
        files_of(desk).get(page.digest)
    assert raised.value.reason == "file.lost"
