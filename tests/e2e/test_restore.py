"""Old copies put back, at the centre and at the counter, and a disk that was cloned."""

import shutil

import pytest

from kiosk.desk.find import application_status
from kiosk.desk.synchronise import synchronise, verify_with_server
from kiosk.errors import Refused
from kiosk.store import journal
from tests.harness.history import complaints
from tests.harness.load import fill
from tests.harness.world import enrolled_home, opened, own_applications, register


def ours(history, centre):
    numbers = {kept.number for kept in history.shown}
    return [kept for kept in centre.kept() if kept.number in numbers or kept.mark in history.invoked]


def copy_of(folder):
    target = folder.with_name(folder.name + "-copy")
    shutil.copytree(folder, target)
    return target


def put_back(copy, folder):
    shutil.rmtree(folder)
    shutil.copytree(copy, folder)


def test_a_restored_centre_heals_in_one_round(tmp_path, centre, history):
    home = enrolled_home(tmp_path / "home", centre, 1)
    with opened(home) as desk:
        for n in range(4):
            register(desk, history, f"before the backup {n}")
        assert synchronise(desk).waiting == 0
        centre.stop()
        backup = copy_of(centre.home)
        centre.start()
        for n in range(4):
            register(desk, history, f"lost with the disk {n}")
        assert synchronise(desk).waiting == 0
        centre.stop()
        for name in ("central.db", "central.db-wal", "central.db-shm"):
            (centre.home / name).unlink(missing_ok=True)
            if (backup / name).exists():
                shutil.copy(backup / name, centre.home / name)
        centre.start()
        assert len(centre.kept()) == 4
        register(desk, history, "after the restore")
        report = synchronise(desk)
        assert (report.reached, report.waiting) == (True, 0)
        assert complaints(history, centre.kept()) == []
        assert verify_with_server(desk).agree


def test_a_restored_centre_tells_its_news_again(tmp_path, centre, history):
    home = enrolled_home(tmp_path / "home", centre, 1)
    with opened(home) as desk:
        number = register(desk, history, "forwarded before the backup")
        synchronise(desk)
        centre.forward(number, centre.rows("SELECT code FROM branch ORDER BY code")[0][0])
        synchronise(desk)
        with desk.store.read() as unit:
            before = journal.sync_place(unit)
        centre.stop()
        (centre.home / "starts").write_text("1000\n")  # the home remembers more starts than the database
        centre.start()
        assert synchronise(desk).reached
        with desk.store.read() as unit:
            after = journal.sync_place(unit)
        assert after.server_epoch != before.server_epoch
        assert after.news_cursor == before.news_cursor
        assert application_status(desk, number).state == "forwarded"
        assert len(application_status(desk, number).history) == 2


def test_a_counter_put_back_from_an_old_copy_fetches_its_journal(tmp_path, lasting_centre, counter, history):
    home = enrolled_home(tmp_path / "home", lasting_centre, counter)
    with opened(home) as desk:
        register(desk, history, "before the copy")
        synchronise(desk)
    old = copy_of(home)
    with opened(home) as desk:
        for n in range(5):
            register(desk, history, f"after the copy {n}")
        synchronise(desk)
    put_back(old, home)
    with opened(home) as desk:
        assert len(own_applications(desk)) == 1
        report = synchronise(desk)
        assert (report.reached, report.waiting) == (True, 0)
        register(desk, history, "after healing")
        assert synchronise(desk).waiting == 0
        assert complaints(history, own_applications(desk)) == []
        assert verify_with_server(desk).agree
    assert complaints(history, ours(history, lasting_centre)) == []
    with opened(home) as desk:
        assert len(own_applications(desk)) == 7


def test_an_old_copy_of_a_larger_journal_comes_in_several_pieces(tmp_path, lasting_centre, counter, history):
    home = enrolled_home(tmp_path / "home", lasting_centre, counter)
    old = copy_of(home)
    with opened(home) as desk:
        fill(desk, 1100)
        synchronise(desk)
        whole = own_applications(desk)
    put_back(old, home)
    with opened(home) as desk:
        assert synchronise(desk).waiting == 0
        assert own_applications(desk) == whole
        next_number = register(desk, history, "after a large replay")
        assert next_number not in {kept.number for kept in whole}
        assert verify_with_server(desk).agree


def test_an_old_copy_that_worked_on_offline_is_a_fork_and_skips_numbers(tmp_path, lasting_centre, counter, history):
    home = enrolled_home(tmp_path / "home", lasting_centre, counter)
    old = copy_of(home)
    with opened(home) as desk:
        for n in range(3):
            register(desk, history, f"on the real disk {n}")
        synchronise(desk)
    put_back(old, home)
    with opened(home) as desk:
        register(desk, history, "on the old copy, offline")
        with pytest.raises(Refused) as caught:
            synchronise(desk)
        assert caught.value.problems[0].code == "journal.fork"
    assert len({kept.number for kept in history.shown}) == 4


def test_two_machines_cloned_from_one_disk_are_told_apart_loudly(
    tmp_path, lasting_centre, counter, history, monkeypatch
):
    home = enrolled_home(tmp_path / "home", lasting_centre, counter)
    with opened(home) as desk:
        synchronise(desk)
    clone = copy_of(home)
    with opened(home) as desk:
        register(desk, history, "on the first")
        assert synchronise(desk).waiting == 0
    monkeypatch.setenv("KIOSK_ANCHOR_DIR", str(tmp_path / "another machine"))
    with opened(clone) as desk:
        register(desk, history, "on the clone")
        with pytest.raises(Refused) as caught:
            synchronise(desk)
        assert caught.value.problems[0].code == "journal.fork"
        with pytest.raises(Refused):
            verify_with_server(desk)
        with desk.store.read() as unit:
            place = journal.sync_place(unit)
        assert place.last_error == "journal.fork"
    marks = [kept.mark for kept in ours(history, lasting_centre)]
    assert marks == ["on the first"]
    forked = lasting_centre.rows("SELECT code, forked_at FROM counter WHERE forked_at IS NOT NULL")
    assert counter in {code for code, _ in forked}
