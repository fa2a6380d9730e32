"""Who may speak for a counter: enrolment, challenge, session."""

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, update

from kiosk.central.centre import Centre, close_centre, open_centre
from kiosk.central.counters import enrolment_code
from kiosk.central.slowdown import FREE_TRIES
from kiosk.central.store.engine import DATABASE
from kiosk.central.store.tables import AuditRow, Branch, Counter
from kiosk.errors import Refused
from kiosk.sync.protocol import EnrolAnswer
from tests.integration.central.machine import OFFICE, Machine, MovingClock, ask, enrolled, serving


def stranger(centre: Centre, url: str, code: int = 1) -> Machine:
    return Machine(url, centre.catalogue.version, code=code)


def took(reply) -> EnrolAnswer:
    assert reply.status == 200, reply
    return msgspec.json.decode(reply.body, type=EnrolAnswer)


def test_a_code_is_short_grouped_and_new_each_time(centre: Centre) -> None:
    codes = {enrolment_code(centre, OFFICE, 1) for _ in range(20)}
    assert len(codes) == 20
    assert all(len(code) == 14 and not set("ILOU") & set(code) for code in codes)
    with centre.database.read() as connection:
        assert "record_room" in connection.scalars(select(Branch.code).where(Branch.office == OFFICE)).all()


def test_a_code_is_for_an_office_and_a_counter(centre: Centre) -> None:
    for office, counter, code in ((0, 1, "district.code"), (79, 0, "counter.code"), (79, 100, "counter.code")):
        with pytest.raises(Refused, match=code):
            enrolment_code(centre, office, counter)


def test_a_counter_enrols_however_the_code_is_typed(centre: Centre, url: str) -> None:
    code = enrolment_code(centre, OFFICE, 1)
    answer = took(stranger(centre, url).enrol(f" {code.lower().replace('-', ' ').replace('0', 'o')} "))
    assert (answer.office, answer.counter, answer.epoch) == (OFFICE, 1, centre.epoch)
    assert answer.office_name_bn == "জেলা ই-সেবা কেন্দ্র, পিরোজপুর"


def test_a_code_is_good_once_but_a_lost_answer_is_given_again(centre: Centre, url: str) -> None:
    code, counter = enrolment_code(centre, OFFICE, 1), stranger(centre, url)
    assert took(counter.enrol(code)) == took(counter.enrol(code))
    thief = Machine(url, centre.catalogue.version, counter.counter_id)
    for other in (stranger(centre, url), thief):
        reply = other.enrol(code)
        assert (reply.status, reply.json["code"]) == (400, "enrol.code")


def test_a_code_goes_out_of_date(centre: Centre, url: str, clock: MovingClock) -> None:
    code = enrolment_code(centre, OFFICE, 1)
    clock.pass_by(days=7, seconds=1)
    assert stranger(centre, url).enrol(code).json["code"] == "enrol.code"


def test_a_free_provisional_code_stays(centre: Centre, url: str) -> None:
    assert took(stranger(centre, url, 4).enrol(enrolment_code(centre, OFFICE, 2))).counter == 4


def test_a_taken_provisional_code_is_replaced_and_the_clash_is_shown(centre: Centre, url: str) -> None:
    enrolled(centre, url, 1)
    other = stranger(centre, url, 1)
    assert took(other.enrol(enrolment_code(centre, OFFICE, 2))).counter == 2
    third = stranger(centre, url, 1)
    assert took(third.enrol(enrolment_code(centre, OFFICE, 2))).counter == 3
    with centre.database.read() as connection:
        clashes = connection.scalars(select(AuditRow.subject).where(AuditRow.act == "counter.clash")).all()
    assert list(clashes) == [other.counter_id, third.counter_id]
    third.receive(1, number="7926010000017")
    assert third.sign_in().round().answers[0].code == "number.counter"


def test_a_code_that_waits_for_its_counter_is_not_given_away(centre: Centre, url: str) -> None:
    waiting = enrolment_code(centre, OFFICE, 1)
    assert took(stranger(centre, url, 1).enrol(enrolment_code(centre, OFFICE, 2))).counter == 2
    assert took(stranger(centre, url, 1).enrol(waiting)).counter == 1


def test_guessing_codes_is_slow_and_ends_by_itself(centre: Centre, url: str, clock: MovingClock) -> None:
    right, guesser = enrolment_code(centre, OFFICE, 1), stranger(centre, url)
    tried = [guesser.enrol("0000-0000-0000") for _ in range(FREE_TRIES + 1)]
    assert {reply.json["code"] for reply in tried} == {"enrol.code"}
    slow = guesser.enrol(right)
    assert (slow.status, slow.json["code"], slow.headers["retry-after"]) == (429, "enrol.slow", "2")
    clock.pass_by(seconds=3)
    assert took(guesser.enrol(right)).counter == 1


def test_a_session_needs_a_fresh_nonce_signed_by_the_right_key(
    centre: Centre, machine: Machine, clock: MovingClock
) -> None:
    nonce = machine.challenge().nonce
    assert machine.answer_challenge(nonce).status == 200
    assert machine.answer_challenge(nonce).json["code"] == "auth.nonce"
    late = machine.challenge().nonce
    clock.pass_by(seconds=62)
    assert machine.answer_challenge(late).json["code"] == "auth.nonce"
    twin = Machine(machine.url, machine.catalogue_version, machine.counter_id)
    reply = twin.answer_challenge(twin.challenge().nonce)
    assert (reply.status, reply.json["code"]) == (401, "auth.unknown")
    assert machine.answer_challenge(twin.challenge().nonce[:-1] + "x").json["code"] == "auth.nonce"
    assert machine.answer_challenge("বাংলা").json["code"] == "auth.nonce"


def test_nobody_learns_from_a_challenge_who_is_ours(centre: Centre, url: str) -> None:
    unknown = stranger(centre, url)
    nonce = unknown.challenge().nonce
    assert unknown.answer_challenge(nonce).json == {
        "code": "auth.unknown",
        "request_id": "request-3",
        "field": "counter_id",
    }


def test_a_token_lasts_an_hour_and_ends_with_the_counter(centre: Centre, machine: Machine, clock: MovingClock) -> None:
    machine.round([])
    clock.pass_by(minutes=61)
    assert (machine.push([]).status, machine.push([]).json["code"]) == (401, "auth.token")
    machine.sign_in().round([])
    with centre.database.write() as connection:
        connection.execute(update(Counter).values(revoked_at=clock()))
    assert machine.push([]).json["code"] == "auth.token"
    assert machine.answer_challenge(machine.challenge().nonce).json["code"] == "auth.unknown"


def test_without_a_token_nothing_is_taken_or_told(machine: Machine) -> None:
    message = b'{"request_id":"request-6","head":{"seq":0,"hash":"' + b"0" * 64 + b'"},"after":0}'
    for bearer in ("", "Bearer ", "Bearer nonsense", "Basic bm8="):
        for path in ("journal", "replay"):
            reply = ask(machine.url, "POST", f"/api/v1/{path}", message, {"Authorization": bearer})
            assert (reply.status, reply.json) == (401, {"code": "auth.token", "request_id": "request-6", "field": ""})


def test_an_older_copy_of_the_centre_shows_a_new_epoch_and_is_healed(tmp_path: Path, clock: MovingClock) -> None:
    from kiosk.central.settings import CentralSettings

    home, settings = tmp_path / "centre", CentralSettings()
    first = open_centre(home, settings, clock=clock)
    with serving(first) as url:
        machine = enrolled(first, url)
        neighbour = enrolled(first, url, 2)
        machine.receive(1)
        machine.round()
    close_centre(first)
    copy = (home / DATABASE).read_bytes()
    second = open_centre(home, settings, clock=clock)
    with serving(second) as url:
        machine.url = neighbour.url = url
        machine.receive(2)
        machine.round(machine.records[1:])
        neighbour.round([])
    close_centre(second)
    (home / DATABASE).write_bytes(copy)
    third = open_centre(home, settings, clock=clock)
    with serving(third) as url:
        machine.url = neighbour.url = url
        machine.receive(3)
        answer = machine.sign_in().round(machine.records[2:])
        assert (answer.epoch != first.epoch, answer.head.seq, answer.answers) == (True, 1, [])
        assert [item.answer for item in machine.round(machine.records[1:]).answers] == ["accepted", "accepted"]
        told = neighbour.sign_in().round([])
        known = [item.cursor for item in told.news if item.kind == "application.known"]
        assert (told.epoch, len(known), known) == (third.epoch, 3, sorted(set(known)))
    close_centre(third)
    assert (first.epoch, third.epoch) == (second.epoch, open_epoch(home, settings, clock))


def open_epoch(home: Path, settings, clock) -> str:
    centre = open_centre(home, settings, clock=clock)
    close_centre(centre)
    return centre.epoch
