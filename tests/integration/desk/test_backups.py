import stat
import sys
from dataclasses import replace

import pytest

from kiosk.desk.context import close_desk
from kiosk.desk.maintain import back_up, back_up_if_due, doctor
from kiosk.errors import Unavailable
from kiosk.store import backup
from kiosk.store.connection import connect, read_key
from kiosk.store.schema import VERSION
from tests.harness.counter import copy_home, opened, register


def copies(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_holds_everything_and_nothing_readable(desk, home):
    register(desk, 1)
    copy = back_up(desk)
    assert copy == home / "backups" / "counter-20261123T044507Z-3.db"
    assert backup.check(copy, read_key(home)) == desk.ledger.head
    assert copies(home / "backups") == [copy.name]
    assert "করিম".encode() not in copy.read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_copy_is_due_after_a_quarter_of_an_hour_of_work(desk, watch):
    assert back_up_if_due(desk)
    watch.forward(minutes=16)
    assert back_up_if_due(desk) is None
    register(desk, 1)
    assert back_up_if_due(desk)
    register(desk, 2)
    watch.forward(minutes=14)
    assert back_up_if_due(desk) is None
    watch.forward(minutes=1)
    assert back_up_if_due(desk)


def test_a_clock_that_went_back_does_not_stop_copies(desk, watch):
    back_up(desk)
    watch.forward(days=-400)
    register(desk, 1)
    assert back_up_if_due(desk)


def test_older_copies_are_thinned(desk, home, watch):
    for number in range(12):
        watch.forward(minutes=4)
        register(desk, number)
        back_up(desk)
    newest = [f"-{seq}.db" for seq in (5, *range(7, 15))]  # of the hour before, and the last eight
    assert [name[24:] for name in copies(home / "backups")] == newest


def test_a_disk_that_runs_full_keeps_the_newest_two(desk, home, watch):
    for number in range(4):
        watch.forward(minutes=4)
        register(desk, number)
        back_up(desk)
    backup.make_space(home / "backups", 1)
    assert len(copies(home / "backups")) == 4
    backup.make_space(home / "backups", 1 << 62)
    assert [name[24:] for name in copies(home / "backups")] == ["-5.db", "-6.db"]


def test_a_second_place_gets_the_same(desk, tmp_path):
    second = tmp_path / "stick" / "kiosk"
    twice = desk.with_settings(replace(desk.settings, backup_dir=str(second)))
    copy = back_up(twice)
    assert copies(second) == [copy.name]
    assert (second / copy.name).read_bytes() == copy.read_bytes()


def test_trouble_with_the_second_place_is_told_and_the_first_stays(desk, home, tmp_path):
    (tmp_path / "stick").write_text("a file in the way")
    twice = desk.with_settings(replace(desk.settings, backup_dir=str(tmp_path / "stick")))
    with pytest.raises(Unavailable) as raised:
        back_up(twice)
    assert raised.value.reason == "backup.second"
    assert len(copies(home / "backups")) == 1


def test_a_tampered_copy_does_not_count(desk, home):
    register(desk, 1)
    copy = back_up(desk)
    connection = connect(copy, read_key(home))
    connection.execute("DROP TRIGGER event_is_never_changed")
    connection.execute("UPDATE event SET kind = 'x', record = 'x' WHERE seq = 2")
    connection.close()
    with pytest.raises(Exception, match=r"backup\.bad"):
        backup.check(copy, read_key(home))


def test_an_older_home_is_copied_before_it_is_brought_up_to_date(desk, home):
    register(desk, 1)
    with desk.store.read() as unit:
        unit.run("PRAGMA user_version = 0")
    older = copy_home(home, home.with_name("older"))
    later = opened(older)
    with later.store.read() as unit:
        assert unit.one("PRAGMA user_version") == (VERSION,)
    assert len(copies(older / "backups")) == 1
    close_desk(later)


def test_the_doctor_finds_what_is_wrong_and_changes_nothing(desk, home):
    register(desk, 1)
    hurt = copy_home(home, home.with_name("hurt"))
    (hurt / "key").chmod(0o644)
    whole = (hurt / "ledger").read_bytes()
    torn = whole.rstrip(b"\0")[:-9]
    (hurt / "ledger").write_bytes(torn)
    found = {finding.check: finding.ok for finding in doctor(hurt)}
    assert found == {
        "key": sys.platform == "win32", "disk": True, "database": True, "ledger": False,
        "anchor": True, "pages": True, "clock": True, "backup": True,
    }  # fmt: skip
    assert (hurt / "ledger").read_bytes() == torn


def test_the_doctor_of_a_home_that_is_none(tmp_path):
    assert [(finding.check, finding.ok) for finding in doctor(tmp_path)] == [("setup", False)]
