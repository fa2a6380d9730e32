"""The loss of any one of database, log, ledger, newest backup loses nothing that was issued."""

import os
import shutil

import pytest

from kiosk.desk.context import Desk, close_desk
from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.desk.maintain import back_up, doctor, restore, verify
from kiosk.desk.operators import add_operator, close_operator, list_operators, rename_operator, sign_in
from kiosk.desk.print_receipt import owed, print_next, print_number
from kiosk.desk.today import my_day
from kiosk.domain.events import CounterOpened
from kiosk.errors import Refused, Unavailable
from kiosk.store import journal
from kiosk.store.connection import connect, read_key
from kiosk.store.ledger import Entry
from kiosk.store.session import SUSPECT
from tests.harness.counter import OPERATOR, PASSWORD, Watch, copy_home, opened, register, serial


@pytest.fixture
def desks(home):
    """Opens the home as often as a test likes; all are closed at the end."""
    made: list[Desk] = []

    def open_again(watch=None):
        for desk in made:
            close_desk(desk)
        made.clear()
        made.append(opened(home, watch))
        return made[-1]

    yield open_again
    for desk in made:
        close_desk(desk)


@pytest.fixture
def cut(home):
    """Gives the home the state it has on disk now, as after a power cut, without what is named."""

    def after(*lost):
        at_cut = copy_home(home, home.with_name("cut"))
        for name in lost:
            (at_cut / name).unlink(missing_ok=True)
        return at_cut

    return after


def numbers(desk):
    return [row.receive_number for row in reversed(my_day(desk, OPERATOR).applications)]


def issue(desk, *marks):
    return [register(desk, mark).application.receive_number for mark in marks]


def opened_at(home):
    return opened(home)


def assert_whole(desk, issued):
    assert numbers(desk) == issued
    assert verify(desk)["agree"]
    assert serial(register(desk, 99)) == len(issued) + 1


def test_a_lost_log_is_healed_from_the_ledger(desks, cut):
    issued = issue(desks(), 1, 2, 3)
    desk = opened(cut("counter.db-wal", "counter.db-shm"))
    assert desk.store.healed == ("healed.3",)
    assert [paper.state for paper in owed(desk)] == ["not_known"] * 3
    assert_whole(desk, issued)
    close_desk(desk)


def test_a_lost_database_is_made_again_from_the_ledger(desks, cut):
    issued = issue(desks(), 1, 2, 3)
    desk = opened(cut("counter.db", "counter.db-wal", "counter.db-shm"))
    assert desk.store.healed == ("database.made_again", "healed.5")
    assert sign_in(desk, OPERATOR, PASSWORD) == list_operators(desk)[0]
    assert_whole(desk, issued)
    close_desk(desk)


def rows(desk, query):
    with desk.store.read() as unit:
        return [tuple(row) for row in unit.all(query)]


MADE_FROM_EVENTS = (
    "SELECT counter_id, district, code, provisional, device_key, last_year, last_serial, enrolled_at FROM counter",
    "SELECT * FROM event",
    "SELECT * FROM application",
    "SELECT * FROM applicant",
    "SELECT * FROM person",
    "SELECT * FROM visit",
    "SELECT id, login, name_bn, role, active, verifier FROM operator",
    "SELECT receive_number, ordinal, state, reason, operator, at FROM print_job",
)


def test_a_database_made_again_is_the_same_one(desks, cut, tmp_path):
    desk = desks()
    paper = f"file:{tmp_path / 'roll.bin'}"
    for number in range(3):
        register(desk, number % 2)
        print_next(desk, paper)
    print_number(desk, numbers(desk)[0], to=paper, reprint=True, by=OPERATOR)
    log_visit(desk, VisitDraft("told", topic="নামজারি"), operator=OPERATOR, via="cli")
    add_operator(desk, login="rahima", name_bn="রহিমা", role="helpdesk", password=PASSWORD, by=OPERATOR)
    rename_operator(desk, "rahima", "রহিমা বেগম", by=OPERATOR)
    close_operator(desk, "rahima", by=OPERATOR)
    with desk.store.write() as unit:
        opened_anew = CounterOpened(79, 7)
        journal.append(unit, opened_anew, at=desk.clock(), operator=OPERATOR, via="cli", rng=desk.rng)
    register(desk, 4, print_receipt=False)
    again = opened(cut("counter.db", "counter.db-wal", "counter.db-shm"))
    for query in MADE_FROM_EVENTS:
        assert rows(again, query) == rows(desk, query)
    close_desk(again)


def test_what_the_centre_gives_back_can_be_printed_as_a_copy(desks, cut, tmp_path):
    """An old copy of the home learns the rest of its journal without what only the lost machine knew."""
    desk = desks()
    issue(desk, 1)
    old = opened(cut())
    (number,) = issue(desk, 2)
    with desk.store.read() as unit:
        records = journal.batch_after(unit, old.ledger.head.seq, 500, 1 << 20)
    with old.store.write() as unit:
        journal.adopt(unit, [Entry(seq, record) for seq, record in records])
    assert verify(old) == verify(desk)
    report = print_number(old, number, to=str(tmp_path / "roll.bin"), reprint=True)
    assert (report.ordinal, report.outcome) == (1, "printed")
    close_desk(old)


def test_a_damaged_database_is_set_aside_and_the_newest_good_backup_goes_on(desks, cut):
    desk = desks(watch := Watch())
    issued = issue(desk, 1)
    back_up(desk)
    issued += issue(desk, 2)
    watch.forward(hours=1)
    newest = back_up(desk)
    issued += issue(desk, 3)
    hurt = cut("counter.db-wal", "counter.db-shm")
    (hurt / "backups" / newest.name).write_bytes(b"rot" * 5000)
    content = bytearray((hurt / "counter.db").read_bytes())
    content[100] ^= 1
    (hurt / "counter.db").write_bytes(content)
    desk = opened(hurt)
    assert desk.store.healed == ("counter.db.set_aside", "database.restored", "healed.2")
    assert [kept.read_bytes() for kept in hurt.glob("quarantine/*/counter.db")] == [bytes(content)]
    assert_whole(desk, issued)
    close_desk(desk)


def test_a_lost_ledger_is_made_again_from_the_database(desks, cut):
    issued = issue(desks(), 1, 2, 3)
    desk = opened(cut("ledger"))
    assert_whole(desk, issued)
    close_desk(desk)


def test_a_damaged_ledger_is_set_aside(desks, cut):
    issued = issue(desks(), 1, 2, 3)
    hurt = cut()
    (hurt / "ledger").write_bytes(b"not a ledger any more")
    desk = opened(hurt)
    assert [kept.read_bytes() for kept in hurt.glob("quarantine/*/ledger")] == [b"not a ledger any more"]
    assert_whole(desk, issued)
    close_desk(desk)


def test_a_crash_between_commit_and_ledger_is_made_good(desks, cut, home):
    desk = desks()
    issued = issue(desk, 1)
    before = (home / "ledger").read_bytes()
    issued += issue(desk, 2)
    hurt = cut()
    (hurt / "ledger").write_bytes(before)
    desk = opened(hurt)
    assert_whole(desk, issued)
    close_desk(desk)


def test_a_living_process_makes_good_a_dead_ones_ledger(desks, home):
    desk = desks()
    issue(desk, 1)
    other = opened(home)
    read_only(other.ledger)
    with pytest.raises(Unavailable):
        add_operator(other, login="rahima", name_bn="রহিমা", role="helpdesk", password=PASSWORD, by=OPERATOR)
    close_desk(other)
    assert not verify(desk)["agree"]
    assert serial(register(desk, 2)) == 2
    assert verify(desk)["agree"]
    assert (home / SUSPECT).exists()


def read_only(ledger):
    """Let the ledger's next write fail, as a disk's does: its file is open for reading only."""
    os.close(ledger._handle)
    ledger._handle = os.open(ledger.path, os.O_RDONLY)


def test_after_a_sync_error_nothing_is_issued_until_it_is_opened_and_verified(desks, home):
    desk = desks()
    issue(desk, 1)
    read_only(desk.ledger)
    for _ in range(2):
        with pytest.raises(Unavailable) as raised:
            register(desk, 2)
        assert raised.value.reason == "disk.sync"
    assert (home / SUSPECT).exists()
    again = desks()
    assert not (home / SUSPECT).exists()
    assert verify(again)["agree"]
    assert serial(register(again, 3)) == len(numbers(again))


def test_a_suspected_database_is_looked_at_whole(desks, cut):
    issued = issue(desks(), *range(40))
    close_desk(desks())
    hurt = cut()
    path, key = hurt / "counter.db", read_key(hurt)
    content = bytearray(path.read_bytes())
    content[-2000] ^= 1  # a page that opening does not read
    path.write_bytes(content)
    (hurt / SUSPECT).touch()
    desk = opened(hurt)
    assert "counter.db.set_aside" in desk.store.healed
    assert_whole(desk, issued)
    close_desk(desk)
    connect(path, key).close()


def test_an_old_copy_of_the_whole_home_skips_ahead(desks, cut, home):
    desk = desks()
    issue(desk, 1, 2)
    old = copy_home(home, home.with_name("old"))
    issue(desk, 3, 4)
    put_back = opened(old)
    assert serial(register(put_back, 5)) == 51
    assert serial(register(put_back, 6)) == 52
    close_desk(put_back)


def test_an_old_database_beside_its_ledger_skips_nothing(desks, home, cut):
    desk = desks()
    issue(desk, 1)
    copy = back_up(desk)
    issued = numbers(desk) + issue(desk, 2, 3)
    close_desk(desks())
    hurt = cut("counter.db-wal", "counter.db-shm")
    shutil.copyfile(copy, hurt / "counter.db")
    desk = opened(hurt)
    assert_whole(desk, issued)
    close_desk(desk)


def test_contradiction_is_left_to_a_person_and_kept(desks, home, cut):
    desk = desks()
    issue(desk, 1)
    fork = copy_home(home, home.with_name("fork"))
    issue(desk, 2)
    forked = opened(fork)
    register(forked, 3)
    close_desk(forked)
    hurt = cut()
    shutil.copyfile(fork / "ledger", hurt / "ledger")
    with pytest.raises(Refused) as raised:
        opened(hurt)
    assert raised.value.problems[0].code == "home.damaged"
    assert {kept.name for kept in hurt.glob("quarantine/*/*")} >= {"counter.db", "ledger"}
    assert {finding.check for finding in doctor(hurt) if not finding.ok} >= {"ledger"}


def test_database_and_ledger_both_gone_is_not_begun_anew(desks, cut):
    issue(desks(), 1)
    hurt = cut("ledger")
    (hurt / "counter.db").write_bytes(b"rot" * 4000)
    with pytest.raises(Refused) as raised:
        opened(hurt)
    assert raised.value.problems[0].code == "home.damaged"


def test_a_home_without_its_key_says_so(desks, cut):
    issue(desks(), 1)
    hurt = cut()
    (hurt / "key").write_text("lost")
    with pytest.raises(Refused) as raised:
        opened(hurt)
    assert raised.value.problems[0].code == "home.key"


def test_a_newer_home_is_not_opened(desks, home, cut):
    desk = desks()
    issue(desk, 1)
    with desk.store.read() as unit:
        unit.run("PRAGMA user_version = 99")
    hurt = cut()
    with pytest.raises(Refused) as raised:
        opened(hurt)
    assert raised.value.problems[0].code == "home.newer"


def test_a_restored_backup_is_healed_by_the_ledger(desks, home):
    desk = desks()
    issued = issue(desk, 1)
    copy = back_up(desk)
    issued += issue(desk, 2, 3)
    close_desk(desks())
    restore(home, copy)
    assert_whole(desks(), issued)
    assert list(home.glob("quarantine/*/counter.db"))


def test_restoring_without_the_ledger_skips_ahead(desks, home):
    desk = desks()
    issue(desk, 1)
    copy = back_up(desk)
    issue(desk, 2, 3)
    close_desk(desks())
    (home / "ledger").unlink()
    restore(home, copy)
    assert serial(register(desks(), 4)) == 51


def test_what_is_no_backup_changes_nothing(desks, home, tmp_path):
    issued = issue(desks(), 1)
    (tmp_path / "bad.db").write_bytes(b"rot" * 4000)
    with pytest.raises(Refused) as raised:
        restore(home, tmp_path / "bad.db")
    assert raised.value.problems[0].code == "backup.bad"
    assert_whole(desks(), issued)
    assert not list(home.glob("quarantine/*"))


def test_the_backup_of_another_life_is_refused(desks, home, tmp_path):
    desk = desks()
    issue(desk, 1)
    fork = copy_home(home, tmp_path / "fork")
    forked = opened(fork)
    register(forked, 8)
    copy = back_up(forked)
    close_desk(forked)
    issued = numbers(desk) + issue(desk, 2)
    close_desk(desks())
    with pytest.raises(Refused) as raised:
        restore(home, copy)
    assert raised.value.problems[0].code == "backup.bad"
    assert numbers(desks()) == issued
