"""Pages are in the backups too: each once, opened, and back where they belong after a restore."""

import shutil
from dataclasses import replace

import pytest
from msgspec import structs

from kiosk.desk.context import close_desk
from kiosk.desk.maintain import Restored, back_up, doctor, restore
from kiosk.desk.register import register_application
from kiosk.desk.scans import files_of, take_bytes
from kiosk.errors import Unavailable
from kiosk.store.connection import read_key
from kiosk.store.file_copies import KEEP, copy_new, thin
from kiosk.store.files import Files
from tests.harness.counter import OPERATOR, draft, opened
from tests.harness.papers import paper, saved


@pytest.fixture
def pages(desk):
    """Two pages of an application."""
    taken = take_bytes(desk, saved("TIFF", paper(), paper(size=(90, 90))), "two.tif")
    given = structs.replace(draft(), scans=taken)
    register_application(desk, given, operator=OPERATOR, via="cli", print_receipt=False)
    return [page.digest for page in taken]


def places(folder):
    return {path.name: path for path in (folder / "files").glob("??/*")}


def test_each_page_is_copied_once(desk, home, pages):
    back_up(desk)
    copies = places(home / "backups")
    assert set(copies) == set(pages)
    written = {path: path.stat().st_mtime_ns for path in copies.values()}
    back_up(desk)
    assert {path: path.stat().st_mtime_ns for path in places(home / "backups").values()} == written


def test_the_second_place_has_bytes_of_its_own(desk, home, pages, tmp_path):
    second = tmp_path / "stick"
    back_up(desk.with_settings(replace(desk.settings, backup_dir=str(second))))
    ours, theirs = places(home), places(second)
    assert set(theirs) == set(pages)
    assert all(theirs[name].stat().st_ino != ours[name].stat().st_ino for name in pages)


def test_a_lost_disk_comes_back_from_the_second_place(desk, home, watch, pages, tmp_path):
    second = tmp_path / "stick"
    copy = back_up(desk.with_settings(replace(desk.settings, backup_dir=str(second))))
    close_desk(desk)
    shutil.rmtree(home / "files")
    shutil.rmtree(home / "backups")
    assert restore(home, second / copy.name, clock=watch) == Restored(pages=2, missing=0)
    again = opened(home, watch)
    try:
        assert [files_of(again).has(digest) for digest in pages] == [True, True]
    finally:
        close_desk(again)


def test_a_damaged_page_is_healed_and_a_lost_one_told(desk, home, watch, pages, tmp_path):
    second = tmp_path / "stick"
    copy = back_up(desk.with_settings(replace(desk.settings, backup_dir=str(second))))
    close_desk(desk)
    places(home)[pages[0]].write_bytes(b"kfile1 broken")  # the link in `backups` is broken with it
    for folder in (home, home / "backups", second):
        places(folder)[pages[1]].unlink()
    told = {finding.check: finding.ok for finding in doctor(home, clock=watch)}
    assert told["pages"] is False
    assert restore(home, second / copy.name, clock=watch) == Restored(pages=1, missing=1)
    files = Files(home, read_key(home))
    assert files.get(pages[0])
    with pytest.raises(Unavailable, match=r"[0-9a-f]{64}"):
        files.get(pages[1])


def test_what_cannot_be_opened_is_not_taken_for_a_copy(desk, home, pages, tmp_path):
    places(home)[pages[0]].write_bytes(b"kfile1 broken")
    key = read_key(home)
    target = Files(tmp_path / "stick", key)
    assert copy_new(Files(home, key), target).lost == (pages[0],)
    assert [target.has(digest) for digest in pages] == [False, True]


def test_copies_of_what_is_gone_go_a_month_later(desk, home, pages):
    back_up(desk)
    key = read_key(home)
    ours, copies = Files(home, key), Files(home / "backups", key)
    ours.remove(pages[0])
    written = places(home / "backups")[pages[0]].stat().st_mtime
    assert thin(ours, copies, written + KEEP.total_seconds() - 60) == 0
    assert thin(ours, copies, written + KEEP.total_seconds() + 60) == 1
    assert set(places(home / "backups")) == {pages[1]}
