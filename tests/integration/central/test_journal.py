"""Journals in, answers and news out, on both databases, over HTTP."""

import msgspec
import pytest
from sqlalchemy import func, select, text

from kiosk.central.audit import verify_audit
from kiosk.central.centre import Centre
from kiosk.central.forward import forward
from kiosk.central.store.tables import ApplicationRow, AuditRow, EventRow, VisitRow
from kiosk.domain.application import Applicant
from kiosk.domain.events import GENESIS, Event, record_hash
from kiosk.sync.protocol import Head
from tests.integration.central.machine import OFFICE, Machine, draft


def count(centre: Centre, table) -> int:
    with centre.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def answers(answer) -> list[str]:
    return [item.answer for item in answer.answers]


def test_a_batch_is_accepted_and_kept_byte_for_byte(centre: Centre, machine: Machine) -> None:
    machine.receive(1)
    machine.see_visitor()
    answer = machine.round()
    assert (answers(answer), answer.head) == (["accepted", "accepted"], machine.head)
    assert answer.request_id == "request-4"
    with centre.database.read() as connection:
        kept = connection.scalars(select(EventRow.record).order_by(EventRow.seq)).all()
        application = connection.execute(select(ApplicationRow)).one()
        visit = connection.execute(select(VisitRow)).one()
    assert [bytes(record) for record in kept] == machine.records
    assert (application.receive_number, application.state, application.branch) == (
        "7926010000017",
        "received",
        "record_room",
    )
    assert visit.topic == "কোন কক্ষ"


def test_the_same_batch_twice_is_seen_and_changes_nothing(centre: Centre, machine: Machine) -> None:
    machine.receive(1)
    machine.receive(2, secret="none")
    first, second = machine.round(), machine.round()
    assert (answers(first), answers(second)) == (["accepted", "refused"], ["seen", "refused"])
    assert (first.head, first.answers[1]) == (second.head, second.answers[1])
    assert (count(centre, EventRow), count(centre, ApplicationRow)) == (2, 1)


def test_a_batch_that_overlaps_what_is_known_goes_on_from_there(machine: Machine) -> None:
    machine.receive(1)
    machine.round()
    machine.receive(2)
    assert answers(machine.round()) == ["seen", "accepted"]


def test_a_gap_is_answered_with_our_head(centre: Centre, machine: Machine) -> None:
    machine.receive(1)
    machine.receive(2)
    answer = machine.round(machine.records[1:])
    assert (answer.answers, answer.head) == ([], Head(0, GENESIS))
    assert count(centre, EventRow) == 0


def test_a_fork_is_refused_loudly_and_changes_nothing(centre: Centre, machine: Machine) -> None:
    machine.receive(1)
    machine.round()
    twin = Machine(machine.url, machine.catalogue_version, machine.counter_id, machine.key, token=machine.token)
    twin.receive(1)
    twin.receive(2)
    claim = Head(1, record_hash(twin.records[0]))
    for reply in (twin.push(), twin.push(twin.records[1:]), twin.push([], head=claim)):
        assert reply.status == 409
        assert reply.json == {"code": "journal.fork", "request_id": "request-4", "field": "events"}
    with centre.database.read() as connection:
        forks = connection.scalars(select(AuditRow.subject).where(AuditRow.act == "journal.fork")).all()
        assert (list(forks), verify_audit(connection, OFFICE) > 0) == ([machine.counter_id], True)
    assert count(centre, EventRow) == 1
    machine.receive(2)
    assert answers(machine.round()) == ["seen", "accepted"]


def test_a_twin_that_goes_on_from_our_head_is_a_fork_too(machine: Machine) -> None:
    machine.receive(1)
    machine.round()
    twin = Machine(machine.url, machine.catalogue_version, machine.counter_id, machine.key, token=machine.token)
    twin.receive(1)
    twin.receive(2)
    reply = twin.push(twin.records[1:], head=Head(5, "f" * 64))
    assert (reply.status, reply.json["code"]) == (409, "journal.fork")


def test_a_chain_that_does_not_hang_together_is_refused(centre: Centre, machine: Machine) -> None:
    machine.receive(1)
    machine.receive(2)
    machine.records[0] = machine.records[0].replace("আবদুল".encode(), "আবদুর".encode())
    reply = machine.push()
    assert (reply.status, reply.json["code"], reply.json["field"]) == (409, "journal.chain", "events[1].prev_hash")
    assert count(centre, EventRow) == 0


def _bad_number(machine: Machine) -> None:
    machine.receive(1, number="7926010000016")


def _foreign_number(machine: Machine) -> None:
    machine.receive(1, number="7926990000014")


def _bad_mobile(machine: Machine) -> None:
    machine.receive(1, draft=draft(applicants=(Applicant(name="করিম"), Applicant(name="রহিম", mobile="017"))))


def _bad_day(machine: Machine) -> None:
    machine.receive(1, promised_on="2026-02-30")


def _newer(machine: Machine) -> None:
    machine.receive(1)
    envelope = msgspec.json.decode(machine.records.pop(), type=Event)
    machine.write_raw("application.received", envelope.body, version=2)


def _no_body(machine: Machine) -> None:
    machine.write_raw("visit.logged", msgspec.Raw(b'{"visit":{"visit_id":7}}'))


@pytest.mark.parametrize(
    ("make", "code", "field"),
    [
        (_bad_number, "number.check", "receive_number"),
        (_foreign_number, "number.counter", "receive_number"),
        (_bad_mobile, "phone.form", "applicants[1].mobile"),
        (_bad_day, "date.form", "promised_on"),
        (_newer, "event.newer", "version"),
        (_no_body, "wire.form", "visit.visit_id"),
    ],
)
def test_a_bad_event_is_refused_kept_and_blocks_nobody(
    centre: Centre, machine: Machine, make, code: str, field: str
) -> None:
    make(machine)
    machine.receive(7)
    answer = machine.round()
    assert answers(answer) == ["refused", "accepted"]
    assert (answer.answers[0].code, answer.answers[0].field) == (code, field)
    assert answer.head == machine.head
    assert (count(centre, EventRow), count(centre, ApplicationRow)) == (2, 1)


def test_a_number_is_taken_once(centre: Centre, machine: Machine) -> None:
    machine.receive(1)
    machine.receive(1)
    assert answers(machine.round()) == ["accepted", "refused"]
    machine.receive(1)
    answer = machine.round(machine.records[2:])
    assert (answer.answers[0].code, answer.answers[0].field) == ("number.taken", "receive_number")
    assert count(centre, ApplicationRow) == 1


def test_an_unknown_kind_is_kept(centre: Centre, machine: Machine) -> None:
    machine.write_raw(version=9)
    assert answers(machine.round()) == ["accepted"]
    with centre.database.read() as connection:
        assert connection.scalar(select(EventRow.kind)) == "counter.dreamt"


def test_a_batch_that_the_database_refuses_is_replayed_event_by_event(centre: Centre, machine: Machine) -> None:
    with centre.database.write() as connection:
        connection.execute(text("CREATE UNIQUE INDEX no_two_visits_alike ON visit (topic)"))
    machine.receive(1)
    machine.see_visitor()
    machine.see_visitor()
    machine.receive(2)
    answer = machine.round()
    assert answers(answer) == ["accepted", "accepted", "refused", "accepted"]
    assert answer.answers[2].code == "event.kept"
    assert (count(centre, EventRow), count(centre, ApplicationRow), count(centre, VisitRow)) == (4, 2, 1)


def test_events_and_audit_are_never_changed_or_deleted(centre: Centre, machine: Machine) -> None:
    machine.receive(1)
    machine.round()
    for statement in (
        "UPDATE event SET answer = 'seen'",
        "DELETE FROM event",
        "UPDATE audit SET act = ''",
        "DELETE FROM audit",
    ):
        with pytest.raises(Exception, match="is kept as it is"), centre.database.write() as connection:
            connection.execute(text(statement))
    assert count(centre, EventRow) == 1


def test_news_reach_the_neighbour_but_not_whoever_told_them(machine: Machine, neighbour: Machine) -> None:
    number = machine.receive(1)
    mine = machine.round()
    theirs = neighbour.round([])
    assert (mine.news, mine.news_cursor) == ([], 1)
    assert [(item.cursor, item.kind) for item in theirs.news] == [(1, "application.known")]
    told = msgspec.json.decode(theirs.news[0].body)
    assert told["application"]["receive_number"] == number
    assert told["application"] == msgspec.json.decode(machine.records[0])["body"]["application"]
    again = neighbour.round([])
    assert (again.news, again.news_cursor, again.more) == ([], 1, False)


def test_news_come_in_pieces(machine: Machine, neighbour: Machine) -> None:
    for serial in range(1, 1001):
        machine.receive(serial)
    for start in (0, 500):
        machine.round(machine.records[start : start + 500])
    machine.code = 1
    machine.receive(1001)
    machine.round(machine.records[1000:])
    first = neighbour.round([])
    assert (len(first.news), first.more, first.news_cursor) == (500, True, 500)
    second, third = neighbour.round([]), neighbour.round([])
    assert [item.cursor for item in second.news] == list(range(501, 1001))
    assert ([item.cursor for item in third.news], third.more) == ([1001], False)


def test_forwarding_comes_back_as_news(centre: Centre, machine: Machine, neighbour: Machine) -> None:
    number = machine.receive(1)
    machine.round()
    step = forward(centre, number, "রেকর্ডরুম শাখা", "নথি খোঁজা হচ্ছে")
    for counter in (machine, neighbour):
        news = counter.round([]).news
        assert news[-1].kind == "application.step"
        told = msgspec.json.decode(news[-1].body)
        assert told["receive_number"] == number
        assert told["step"] == {"kind": "forwarded", "at": step.at, "branch": "record_room", "note": "নথি খোঁজা হচ্ছে"}


def test_another_office_hears_nothing(centre: Centre, machine: Machine) -> None:
    from kiosk.central.counters import enrolment_code

    machine.receive(1)
    machine.round()
    stranger = Machine(machine.url, machine.catalogue_version)
    assert stranger.enrol(enrolment_code(centre, 78, 1)).status == 200
    assert stranger.sign_in().round([]).news == []


def test_an_old_copy_of_a_counter_fetches_the_rest(machine: Machine) -> None:
    for serial in (1, 2, 3):
        machine.receive(serial)
    machine.round()
    copy = Machine(machine.url, machine.catalogue_version, machine.counter_id, machine.key, records=machine.records[:1])
    answer = copy.sign_in().round([])
    assert answer.head == machine.head
    assert [bytes(record) for record in copy.replay(1).records] == machine.records[1:]
    assert copy.replay(3).records == []


def test_two_counters_at_once_lose_nothing(centre: Centre, machine: Machine, neighbour: Machine) -> None:
    import threading

    for serial in range(1, 41):
        machine.receive(serial)
        neighbour.receive(serial)

    def send(counter: Machine) -> None:
        for start in range(0, 40, 5):
            counter.round(counter.records[start : start + 5])

    threads = [threading.Thread(target=send, args=(counter,)) for counter in (machine, neighbour, machine)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (count(centre, EventRow), count(centre, ApplicationRow)) == (80, 80)
    fresh = Machine(machine.url, machine.catalogue_version, code=3)
    from kiosk.central.counters import enrolment_code

    fresh.enrol(enrolment_code(centre, OFFICE, 3))
    news = fresh.sign_in().round([]).news
    assert [item.cursor for item in news] == list(range(1, 81))
