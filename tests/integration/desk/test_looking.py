"""What the window asks for while people type and wait: people, search, today, status, drafts, visits."""

import pytest

from kiosk.desk.drafts import drop_draft, load_draft, save_draft
from kiosk.desk.find import application_status, find, index_pending
from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.desk.people import match_people
from kiosk.desk.promise import promise_for
from kiosk.desk.register import register_application
from kiosk.desk.status import line_status
from kiosk.desk.today import my_day
from kiosk.domain.application import Applicant, ApplicationDraft
from kiosk.domain.workflow import Step
from kiosk.errors import Refused
from kiosk.store import journal, standing
from kiosk.store.ledger import Head
from tests.harness.counter import OPERATOR, SERVICE, register

HALIMA = Applicant(name="মোছাঃ হালিমা খাতুন", guardian="রফিক মিয়া", mobile="01811000222", address="সয়না, কাউখালী")
KARIM = Applicant(name="মোঃ আবদুল করিম", guardian="রহিম শেখ", mobile="01712345678", address="চিরাপাড়া")


def take(desk, applicant, service=SERVICE, **more):
    made = ApplicationDraft(service=service, applicants=(applicant,), **more)
    return register_application(desk, made, operator=OPERATOR, via="cli").application.receive_number


def code(refusal):
    return [problem.code for problem in refusal.value.problems]


# -------------------------------------------------------------------- people


@pytest.mark.parametrize("typed", ["0171", "০১৭১২-৩৪৫", "+88017123", "abdul", "আবদুল", "মোঃ আব্দুল", "Abdul Korim"])
def test_a_person_who_came_before_is_offered(desk, typed):
    take(desk, KARIM)
    take(desk, HALIMA)
    assert [(person.name, person.mobile) for person in match_people(desk, typed)] == [(KARIM.name, "+8801712345678")]


@pytest.mark.parametrize("typed", ["", "017", "০১৭", "আবদ", "0199", "nobody", "মোঃ", "%%%%", "____"])
def test_nobody_is_offered_too_early_or_for_nothing(desk, typed):
    take(desk, KARIM)
    assert match_people(desk, typed) == ()


def test_a_person_is_one_with_the_latest_of_everything(desk, watch):
    take(desk, KARIM)
    watch.forward(days=3)
    take(desk, Applicant(name="আব্দুল করীম", guardian="রহিম", mobile="01712345678", address="নতুন বাড়ি"))
    (person,) = match_people(desk, "01712345678")
    assert (person.address, person.applications, person.last_on) == ("নতুন বাড়ি", 2, "2026-11-26")


def test_people_behind_one_mobile_are_told_apart_and_the_latest_comes_first(desk, watch):
    take(desk, KARIM)
    watch.forward(days=1)
    take(desk, Applicant(name="হালিমা", mobile=KARIM.mobile))
    assert [person.name for person in match_people(desk, "01712345678")] == ["হালিমা", KARIM.name]


def test_at_most_five_are_offered(desk):
    for number in range(8):
        register(desk, number)
    assert len(match_people(desk, "01700")) == 5


# -------------------------------------------------------------------- finding


@pytest.fixture
def numbers(desk):
    halima = take(desk, HALIMA, subject="খাস জমি বন্দোবস্ত প্রসঙ্গে")
    karim = take(desk, KARIM, service="mouza_map_copy", fields={"mouza": "সয়না"})
    return {"halima": halima, "karim": karim}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("7926010000017", ["halima"]),
        ("৭৯-২৬-০১-০০০০০২-৫", ["karim"]),
        ("7926010", ["karim", "halima"]),
        ("01811-000222", ["halima"]),
        ("০১৭১২", ["karim"]),
        ("halima", ["halima"]),
        ("হালিম", ["halima"]),
        ("khatun halima", ["halima"]),
        ("রহীম শেখ", ["karim"]),
        ("খাস জমি", ["halima"]),
        ("মৌজা ম্যাপ", ["karim"]),
        ("সয়না", ["karim", "halima"]),
        ("2", ["karim"]),
        ("করিম হালিমা", []),
        ("nobody at all", []),
        ('"halima" OR *', ["halima"]),
        ("", []),
        ("   ", []),
        ("NEAR(", []),
    ],
)
def test_an_application_is_found_by_what_its_applicant_remembers(desk, numbers, text, who):
    assert [hit.receive_number for hit in find(desk, text)] == [numbers[name] for name in who]


def test_a_hit_says_enough_to_choose(desk, numbers):
    (hit,) = find(desk, "halima")
    assert (hit.name, hit.service, hit.state, hit.received_on) == (HALIMA.name, SERVICE, "received", "2026-11-23")


def test_the_index_is_filled_once(desk, numbers):
    assert index_pending(desk) == 2
    assert index_pending(desk) == 0


def test_many_hits_are_cut_with_the_latest_first(desk):
    issued = [register(desk, number).application.receive_number for number in range(25)]
    assert [hit.receive_number for hit in find(desk, "abdul")] == issued[:4:-1]


# -------------------------------------------------------------------- status and news


def test_news_of_a_step_change_the_state_once(desk, numbers):
    step = Step("forwarded", "2026-11-24T05:00:00.000Z", branch="record_room")
    for _ in range(2):
        with desk.store.write() as unit:
            standing.apply_step(unit, numbers["karim"], step)
    found = application_status(desk, numbers["karim"])
    assert (found.state, [one.kind for one in found.history]) == ("forwarded", ["received", "forwarded"])
    assert found.history[1] == step


def test_an_application_of_another_counter_is_known_once_and_found(desk, numbers):
    from msgspec import structs

    own = application_status(desk, numbers["halima"]).application
    foreign = structs.replace(own, receive_number="7926020000014")
    for _ in range(2):
        with desk.store.write() as unit:
            standing.apply_known(unit, foreign)
    assert [hit.receive_number for hit in find(desk, "halima")] == ["7926020000014", numbers["halima"]]
    assert my_day(desk, OPERATOR).applications_count == 2


@pytest.mark.parametrize(
    ("number", "expected"),
    [("7926010000993", "number.unknown"), ("7926010000018", "number.check"), ("79", "number.form")],
)
def test_a_number_that_is_not_here(desk, numbers, number, expected):
    with pytest.raises(Refused) as raised:
        application_status(desk, number)
    assert code(raised) == [expected]


# -------------------------------------------------------------------- my day and the line


def test_my_day_is_mine_and_todays(desk, watch):
    register(desk, 1)
    watch.forward(days=1)
    done = register(desk, 2)
    day = my_day(desk, OPERATOR)
    assert [(row.receive_number, row.mark) for row in day.applications] == [
        (done.application.receive_number, "printing")
    ]
    assert (day.applications_count, day.visits_count) == (1, 0)
    assert my_day(desk, "rahima").applications == ()


def test_each_application_shows_where_it_stands(desk, watch):
    numbers = [register(desk, number, print_receipt=False).seq for number in range(4)]
    with desk.store.write() as unit:
        head = Head(numbers[1], journal.hash_at(unit, numbers[1]) or "")
        journal.acknowledge(unit, head, at=watch(), epoch="e", refused=[(numbers[0], "phone.form", "mobile")])
        journal.note_sending(unit, numbers[2], watch())
    marks = [row.mark for row in reversed(my_day(desk, OPERATOR).applications)]
    assert marks == ["repair", "acknowledged", "sending", "waiting"]
    status = line_status(desk)
    assert (status.waiting, status.sending, status.repair, status.owed) == (1, 1, 1, 0)
    with desk.store.write() as unit:
        journal.note_no_answer(unit, "net.timeout")
    marks = [row.mark for row in reversed(my_day(desk, OPERATOR).applications)]
    assert marks == ["repair", "acknowledged", "not_known", "waiting"]
    status = line_status(desk)
    assert (status.waiting, status.sending, status.last_error) == (2, 0, "net.timeout")
    assert status.last_success_at == "2026-11-23T04:45:07.123Z"


# -------------------------------------------------------------------- drafts, visits, promises


def test_what_is_being_typed_is_kept_for_its_writer(desk):
    save_draft(desk, OPERATOR, b'{"a": 1}')
    save_draft(desk, OPERATOR, b'{"a": 2}')
    assert (load_draft(desk, OPERATOR), load_draft(desk, "rahima")) == (b'{"a": 2}', None)
    drop_draft(desk, OPERATOR)
    assert load_draft(desk, OPERATOR) is None


def test_a_visit_is_logged(desk):
    asked = VisitDraft("told", topic="  জন্ম নিবন্ধন  সংশোধন ", mobile="০১৭১২৩৪৫৬৭৮", note="নিচতলা\nকক্ষ ৩")
    visit = log_visit(desk, asked, operator=OPERATOR, via="cli")
    assert (visit.topic, visit.mobile, visit.on) == ("জন্ম নিবন্ধন সংশোধন", "+8801712345678", "2026-11-23")
    assert my_day(desk, OPERATOR).visits_count == 1
    assert log_visit(desk, VisitDraft("slip", service=SERVICE), operator=OPERATOR, via="cli").service == SERVICE


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (VisitDraft("told"), ["visit.empty"]),
        (VisitDraft("sung", topic="ক"), ["answer.unknown"]),
        (VisitDraft("told", service="no_such"), ["service.unknown"]),
        (VisitDraft("sung", topic="ক", mobile="12"), ["answer.unknown", "phone.form"]),
        (VisitDraft("told", topic="ক\x1b@"), ["text.control"]),
    ],
)
def test_a_visit_that_is_not_right_is_refused(desk, asked, expected):
    with pytest.raises(Refused) as raised:
        log_visit(desk, asked, operator=OPERATOR, via="cli")
    assert code(raised) == expected
    assert my_day(desk, OPERATOR).visits_count == 0


def test_a_promise_is_the_calendars(desk):
    service = desk.catalogue.service(SERVICE)
    promise = promise_for(desk, service)
    assert promise.on == desk.calendar.promise(service.days, service.day_type, desk.clock().date())
    assert (promise.days, promise.day_type) == (service.days, service.day_type)
