import pytest

from kiosk.store.anchor import BLOCK, Anchor, Reserved


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "anchors"


@pytest.fixture
def anchor(folder):
    made = Anchor(folder, "counter-a")
    yield made
    made.close()


def issue(anchor: Anchor, serials: range, year: int = 26) -> None:
    for serial in serials:
        anchor.cover(year, serial, serial + 9, "h")
        anchor.note(serial + 10, year, serial)


def test_a_block_is_reserved_at_a_time(anchor, folder):
    written = set()
    for serial in range(1, 2 * BLOCK + 1):
        issue(anchor, range(serial, serial + 1))
        written.add((folder / "counter-a.json").read_bytes())
    assert len(written) == 2
    assert anchor.reserved == Reserved("counter-a", 26, 2 * BLOCK, BLOCK + 10, "h")


def test_a_home_at_the_noted_place_or_further_is_the_present_one(anchor):
    issue(anchor, range(1, 8))
    assert not anchor.check(seq=17, year=26, serial=7)
    assert not anchor.check(seq=18, year=26, serial=8)
    assert anchor.floor == (0, 0)


@pytest.mark.parametrize(("seq", "serial"), [(16, 7), (17, 6), (3, 0)])
def test_an_older_home_skips_what_was_reserved(anchor, seq, serial):
    issue(anchor, range(1, 8))
    assert anchor.check(seq=seq, year=26, serial=serial)
    assert anchor.floor == (26, BLOCK)


def test_a_home_of_last_year_skips_too(anchor):
    issue(anchor, range(1, 8), year=27)
    assert anchor.check(seq=40, year=26, serial=900)
    assert anchor.floor == (27, BLOCK)


def test_a_torn_place_counts_as_old(anchor, folder):
    issue(anchor, range(1, 8))
    (folder / "counter-a.at").write_bytes(b"torn")
    assert anchor.check(seq=17, year=26, serial=7)
    assert anchor.floor == (26, BLOCK)


def test_a_crash_between_reservation_and_number_is_not_an_old_copy(anchor, folder):
    anchor.cover(26, 1, 2, "h")
    later = Anchor(folder, "counter-a")
    assert not later.check(seq=2, year=0, serial=0)
    assert not later.check(seq=3, year=26, serial=1)
    later.close()


def test_without_an_anchor_nothing_is_known(folder):
    fresh = Anchor(folder, "counter-b")
    assert not fresh.check(seq=100, year=26, serial=90)
    fresh.close()


def test_another_process_reservation_is_taken_over(anchor, folder):
    other = Anchor(folder, "counter-a")
    issue(other, range(1, 60))
    issue(anchor, range(60, 61))
    assert anchor.reserved.serial == 2 * BLOCK + 0
    other.close()
