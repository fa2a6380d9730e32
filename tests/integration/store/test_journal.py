import msgspec
import pytest

from kiosk.domain.events import GENESIS, OperatorChanged, read_body, read_record, record_hash
from kiosk.errors import Unavailable
from kiosk.store import journal
from kiosk.store.connection import DatabaseError
from kiosk.store.ledger import Entry, Head
from tests.harness.counter import MORNING, OPERATOR, register


@pytest.fixture
def written(desk):
    """A journal of set-up's two events and three applications."""
    for number in range(3):
        register(desk, number)
    return desk


def records(desk):
    with desk.store.read() as unit:
        return journal.batch_after(unit, 0, 500, 1 << 20)


def test_an_event_is_stored_hashed_and_chained_as_the_same_bytes(written):
    previous = GENESIS
    for seq, record in records(written):
        event = read_record(record)
        assert (event.seq, event.prev_hash) == (seq, previous)
        previous = record_hash(record)
    with written.store.read() as unit:
        assert journal.head(unit) == Head(5, previous)
    assert written.ledger.head == Head(5, previous)


def test_an_event_says_who_when_and_how(written):
    event = read_record(records(written)[-1][1])
    assert (event.operator, event.via, event.kind) == (OPERATOR, "cli", "application.received")
    assert event.made_at == "2026-11-23T04:45:07.123Z" == read_body(event).application.received_at
    assert event.counter_id == written.identity.counter_id


def test_no_secret_of_the_home_leaves_with_an_event(written):
    with written.store.read() as unit:
        verifier, device_key = unit.one("SELECT verifier, device_key FROM operator, counter")
    sent = b"".join(record for _, record in records(written))
    assert verifier.encode() not in sent
    assert msgspec.json.encode(device_key).strip(b'"') not in sent


def test_a_batch_ends_by_count_or_by_bytes_but_holds_one_at_least(written):
    with written.store.read() as unit:
        assert [seq for seq, _ in journal.batch_after(unit, 1, 2, 1 << 20)] == [2, 3]
        first_two = sum(len(record) + 1 for _, record in records(written)[:2])
        assert [seq for seq, _ in journal.batch_after(unit, 0, 500, first_two)] == [1, 2]
        assert [seq for seq, _ in journal.batch_after(unit, 0, 500, 1)] == [1]
        assert journal.batch_after(unit, 5, 500, 1 << 20) == []


def test_a_whole_chain_holds(written):
    with written.store.read() as unit:
        found = journal.verify(unit)
    assert (found.problem, found.head.seq) == ("", 5)


@pytest.mark.parametrize(
    ("tampering", "broken_at"),
    [
        ("UPDATE event SET record = CAST(replace(CAST(record AS TEXT), 'রহিম', 'করিম') AS BLOB) WHERE seq = 4", 4),
        ("UPDATE event SET hash = (SELECT hash FROM event WHERE seq = 1) WHERE seq = 3", 3),
        ("UPDATE event SET record = 'no event' WHERE seq = 4", 4),
        ("DELETE FROM event WHERE seq = 2", 3),
        ("UPDATE event SET seq = 99 WHERE seq = 5", 99),
    ],
)
def test_tampering_is_found(written, tampering, broken_at):
    with written.store.write() as unit:
        for trigger in ("event_is_never_changed", "event_is_never_deleted"):
            unit.run(f"DROP TRIGGER {trigger}")
        assert unit.run(tampering) == 1
    with written.store.read() as unit:
        assert journal.verify(unit).problem == f"event {broken_at} does not follow"


def test_a_rewritten_tail_is_found_against_the_ledger(written):
    with written.store.write() as unit:
        unit.run("DROP TRIGGER event_is_never_deleted")
        unit.run("DELETE FROM event WHERE seq = 5")
    with pytest.raises(Unavailable) as raised:
        register(written, 9)
    assert raised.value.reason == "store.damaged"


def add_twice(desk):
    body = OperatorChanged("rahima", "added", "রহিমা", "helpdesk")
    with desk.store.write() as unit:
        for _ in range(2):
            journal.append(unit, body, at=MORNING, operator=OPERATOR, via="cli", rng=bytes)


def test_nothing_is_issued_by_a_transaction_that_fails(written):
    with pytest.raises(DatabaseError):
        add_twice(written)
    assert written.ledger.head.seq == len(records(written)) == 5


def test_acknowledging_moves_on_and_keeps_refusals(written):
    with written.store.write() as unit:
        journal.note_sending(unit, 4, MORNING)
        place = journal.sync_place(unit)
        assert (place.sending_to, place.sending_since) == (4, "2026-11-23T04:45:07.123Z")
        head = Head(4, journal.hash_at(unit, 4) or "")
        journal.acknowledge(unit, head, at=MORNING, epoch="e1", refused=[(3, "phone.form", "mobile")], clock_error_ms=7)
    with written.store.read() as unit:
        place = journal.sync_place(unit)
        assert (place.acknowledged, place.sending_to, place.sending_since) == (head, 4, "")
        assert (place.server_epoch, place.clock_error_ms, place.last_error) == ("e1", 7, "")
        assert unit.all("SELECT seq, code, field FROM refusal") == [(3, "phone.form", "mobile")]


def test_a_repeat_may_accept_what_was_refused(written):
    with written.store.write() as unit:
        head = Head(4, journal.hash_at(unit, 4) or "")
        journal.acknowledge(unit, head, at=MORNING, epoch="e1", refused=[(3, "phone.form", "mobile")])
        journal.acknowledge(unit, Head(0, GENESIS), at=MORNING, epoch="e2", accepted=[3])
        assert unit.all("SELECT * FROM refusal") == []
        assert journal.sync_place(unit).acknowledged.seq == 0


def test_a_lost_answer_leaves_what_was_sent_not_known(written):
    with written.store.write() as unit:
        journal.note_sending(unit, 5, MORNING)
        journal.note_no_answer(unit, "net.timeout")
        place = journal.sync_place(unit)
        assert (place.sending_to, place.sending_since, place.last_error) == (5, "", "net.timeout")
        journal.note_no_answer(unit, "net.refused", sent=False)
        assert journal.sync_place(unit).sending_to == 0


def test_a_foreign_event_is_not_adopted(written):
    last = records(written)[-1]
    with pytest.raises(Unavailable) as raised, written.store.write() as unit:
        journal.adopt(unit, [Entry(6, last[1])])
    assert raised.value.reason == "store.damaged"
