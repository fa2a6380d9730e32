"""The power goes at every call by which registrations come to the disk, and with it all that was not synced."""

import json
import os
import random
import shutil

import pytest

from kiosk.desk.maintain import verify
from kiosk.settings import read_settings
from kiosk.store.anchor import FOLDER_VARIABLE
from kiosk.store.backup import check
from kiosk.store.connection import read_key
from kiosk.store.files import Files
from tests.harness.crash_operations import make_world, register
from tests.harness.crash_points import CrashPoints
from tests.harness.power_cuts import Disk
from tests.harness.traced import why_not
from tests.harness.world import opened, own_applications

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can be done")


@pytest.fixture(scope="module")
def points():
    with CrashPoints() as points:
        yield points


@pytest.fixture
def record(tmp_path, points):
    """Gives a world as it was, and every call by which an operation was done twice in it."""

    def recorded(operation, harm=lambda _home: None):
        world = make_world(tmp_path / "world")
        harm(world / "home")
        shutil.copytree(world, tmp_path / "before")
        calls = points.record(world, operation)
        shutil.rmtree(world)
        shutil.copytree(tmp_path / "before", world)
        return world, calls

    return recorded


@pytest.fixture
def recorded(record):
    return record("register")


def told_in(call):
    told = json.loads(call.content)
    return {told["number"]: told["done"]} if "done" in told else {}


def wrong_at(place, told):
    """Open what the cut left; return what was promised and is not so."""
    os.environ[FOLDER_VARIABLE] = str(place / "anchors")
    with opened(place / "home") as desk:
        kept = {kept.number: kept.mark for kept in own_applications(desk)}
        wrong = [f"{number} is lost" for number, mark in told.items() if kept.get(number) != mark]
        following = register(desk, "following")
        wrong += [f"{following} again"] if following in {*kept, *told} else []
        return wrong if verify(desk)["agree"] else [*wrong, "journal and ledger differ"]


def cuts(recorded, place, monkeypatch, *, chances, honest=lambda _name: True):
    """Cut the power after each call; return what was wrong where, and how many cuts there were."""
    world, calls = recorded
    monkeypatch.setenv(FOLDER_VARIABLE, str(place))
    disk, faults, count = Disk(world, honest), [], 0
    told: dict[str, str] = {}
    for number, call in enumerate(calls):
        if call.name == "said":
            told |= told_in(call)
        else:
            disk.do(call)
        for chance in chances:
            left = disk.lay_out(place / "left", None if chance is None else random.Random(f"{chance} {number}"))
            faults += [f"{number} {call.name} {call.path}, {chance}: {wrong}" for wrong in wrong_at(left, told)]
            shutil.rmtree(left)
            count += 1
    return faults, count


def test_what_was_issued_survives_a_cut_at_every_call(recorded, tmp_path, monkeypatch):
    faults, count = cuts(recorded, tmp_path, monkeypatch, chances=(None,))
    assert count > 50
    assert faults == []


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_what_was_issued_survives_whatever_arrived_besides(recorded, tmp_path, monkeypatch):
    faults, count = cuts(recorded, tmp_path, monkeypatch, chances=range(10))
    print(f"{count} cuts")
    assert faults == []


def test_a_disk_that_lies_would_be_caught(recorded, tmp_path, monkeypatch):
    """The negative control: log and ledger are told to be synced, and are not."""
    lying = {"counter.db", "counter.db-wal", "ledger"}
    faults, _ = cuts(recorded, tmp_path, monkeypatch, chances=(None,), honest=lambda name: name not in lying)
    assert any("is lost" in fault for fault in faults)


def test_log_or_ledger_alone_is_enough(recorded, tmp_path, monkeypatch):
    faults, _ = cuts(recorded, tmp_path, monkeypatch, chances=(None,), honest=lambda name: name != "counter.db-wal")
    assert faults == []


def at_the_end(recorded, place):
    """Cut the power when all was done; return what is sure of the home, and the last thing that was told."""
    world, calls = recorded
    disk = Disk(world)
    for call in calls:
        disk.do(call)
    told = [json.loads(call.content) for call in calls if call.name == "said"]
    return disk.lay_out(place / "left") / "home", told[-1]


def test_settings_that_were_changed_stay_so(record, tmp_path):
    left, told = at_the_end(record("change_settings"), tmp_path)
    assert read_settings(left).office_line_bn == told["done"]


def test_a_page_that_was_kept_is_there(record, tmp_path):
    left, told = at_the_end(record("keep_page"), tmp_path)
    assert Files(left, read_key(left)).get(told["number"]) == told["done"].encode() * 300


def test_a_copy_that_was_made_is_whole(record, tmp_path):
    left, told = at_the_end(record("back_up"), tmp_path)
    assert check(left / "backups" / told["number"], read_key(left)).seq > 0


def rot(home):
    content = bytearray((home / "counter.db").read_bytes())
    content[100] ^= 1
    (home / "counter.db").write_bytes(content)


def test_a_damaged_database_is_kept_through_every_cut(record, tmp_path):
    world, calls = record("heal", rot)
    damaged = (world / "home" / "counter.db").read_bytes()
    disk = Disk(world)
    for number, call in enumerate(calls):
        disk.do(call)
        for chance in (None, random.Random(number)):
            there = [content for path, content in disk.after_a_cut(chance) if path.endswith("counter.db")]
            assert damaged in there, f"after {number}: {call.name} {call.path}"


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_healing_that_was_cut_off_begins_again(record, tmp_path, monkeypatch):
    faults, count = cuts(record("heal", rot), tmp_path, monkeypatch, chances=(None,))
    assert count > 50
    assert faults == []
