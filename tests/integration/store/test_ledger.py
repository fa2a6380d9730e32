import os

import pytest

from kiosk.domain.events import record_hash
from kiosk.store.ledger import GROWTH, NOTHING, Entry, Head, Ledger, LedgerDamagedError

KEY = b"k" * 32


def entry(seq: int, size: int = 300) -> Entry:
    return Entry(seq, bytes([seq % 251 + 1]) * size, b"local" * (seq % 3))


@pytest.fixture
def ledger(tmp_path):
    made = Ledger(tmp_path / "ledger", KEY)
    made.create()
    yield made
    made.close()


@pytest.fixture
def other(ledger):
    """The same file as another process has it open."""
    made = Ledger(ledger.path, KEY)
    made.open()
    yield made
    made.close()


def again(ledger: Ledger) -> Ledger:
    ledger.open()
    return ledger


def test_what_was_appended_is_there_again(ledger):
    for seq in range(1, 6):
        ledger.append([entry(seq)])
    found = again(ledger)
    assert list(found.entries_after(0)) == [entry(seq) for seq in range(1, 6)]
    assert list(found.entries_after(3)) == [entry(4), entry(5)]
    assert found.head == Head(5, record_hash(entry(5).record))
    assert found.hash_at(2) == record_hash(entry(2).record)
    assert found.hash_at(6) is None


def test_it_grows_ahead_of_what_it_holds(ledger):
    ledger.append([entry(1)])
    size = ledger.path.stat().st_size
    ledger.append([entry(2)])
    assert ledger.path.stat().st_size == size
    for seq in range(3, 9):
        ledger.append([entry(seq, size=GROWTH)])
    assert [found.seq for found in again(ledger).entries_after(0)] == list(range(1, 9))


def test_it_tells_nothing(ledger):
    ledger.append([Entry(1, "আবদুল করিম".encode())])
    assert "করিম".encode() not in ledger.path.read_bytes()


def test_a_torn_tail_is_cut_off_wherever_it_tears(ledger):
    ledger.append([entry(1, 40)])
    before = len(ledger.path.read_bytes().rstrip(b"\0"))
    ledger.append([entry(2, 40)])
    whole = ledger.path.read_bytes().rstrip(b"\0")
    for cut in range(before + 1, len(whole)):
        ledger.path.write_bytes(whole[:cut] + bytes(64))
        found = again(ledger)
        assert found.head.seq == 1
        assert found.torn == whole[before:cut].rstrip(b"\0")
        found.append([entry(2, 40)])
        assert [one.seq for one in again(found).entries_after(0)] == [1, 2]


def test_a_flipped_bit_in_the_last_entry_is_a_torn_tail(ledger):
    ledger.append([entry(1), entry(2)])
    content = bytearray(ledger.path.read_bytes())
    content[len(content.rstrip(b"\0")) - 40] ^= 1
    ledger.path.write_bytes(content)
    assert again(ledger).head.seq == 1


def test_a_flipped_bit_before_the_last_entry_is_noticed_when_it_is_read(ledger):
    ledger.append([entry(1), entry(2)])
    content = bytearray(ledger.path.read_bytes())
    content[60] ^= 1
    ledger.path.write_bytes(content)
    found = again(ledger)
    assert found.head.seq == 2
    with pytest.raises(LedgerDamagedError):
        list(found.entries_after(0))


def test_two_processes_see_what_the_other_appended(ledger, other):
    ledger.append([entry(1)])
    with other.exclusive():
        assert other.head.seq == 1
        other.append([entry(2)])
    with ledger.exclusive():
        assert ledger.head.seq == 2
        ledger.append([entry(3, GROWTH)])
    with other.exclusive():
        assert [one.seq for one in other.entries_after(0)] == [1, 2, 3]


def test_half_a_frame_of_a_dead_process_is_cut_off(ledger, other):
    ledger.append([entry(1)])
    handle = os.open(ledger.path, os.O_RDWR)
    os.pwrite(handle, b"\0\0\1\7half", len(ledger.path.read_bytes().rstrip(b"\0")))
    os.close(handle)
    with other.exclusive():
        assert other.head.seq == 1
        other.append([entry(2)])
    assert [one.seq for one in again(ledger).entries_after(0)] == [1, 2]


def test_a_file_made_anew_is_noticed(ledger, other):
    ledger.append([entry(1)])
    ledger.create()
    with other.exclusive():
        assert other.head == NOTHING


def test_a_lost_file_is_damage(ledger):
    ledger.path.unlink()
    with pytest.raises(LedgerDamagedError), ledger.exclusive():
        pass


def test_another_key_cannot_read_it(ledger):
    ledger.append([entry(1)])
    stranger = Ledger(ledger.path, b"o" * 32)
    stranger.open(mend=False)
    assert stranger.head == NOTHING
    assert stranger.torn
    stranger.close()


def test_what_is_no_ledger_is_damage(tmp_path):
    (tmp_path / "ledger").write_bytes(b"something else entirely")
    ledger = Ledger(tmp_path / "ledger", KEY)
    with pytest.raises(LedgerDamagedError):
        ledger.open()
    ledger.close()
