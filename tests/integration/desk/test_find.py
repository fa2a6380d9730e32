"""One box finds all: numbers by either end, days, services, visits, people, places; from an index that mends itself."""

import random
from dataclasses import replace

import pytest

from kiosk.desk.find import find, index_pending, index_some
from kiosk.desk.find_screen import in_full, look_up
from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.desk.register import register_application
from kiosk.domain.application import Applicant, ApplicationDraft, Identity, IdType, PaperState
from kiosk.domain.events import ApplicationCorrected
from kiosk.errors import Refused
from kiosk.store import journal, search, terms
from kiosk.store.search import APPLICATIONS
from tests.harness.counter import OPERATOR, SERVICE, opened, register

RAHIM = Applicant(
    name="মো. আবদুর রহিম",
    guardian="কাসেম আলী",
    mobile="01700000214",
    address="সয়না, কাউখালী",
    id=Identity(IdType.NID, "1990123456789"),
)
HALIMA = Applicant(name="হালিমা বেগম", mobile="01811000222", address="চিরাপাড়া")


def take(desk, applicant, service=SERVICE, **more):
    made = ApplicationDraft(service=service, applicants=(applicant,), **more)
    return register_application(desk, made, operator=OPERATOR, via="cli").application


@pytest.fixture
def numbers(desk, watch):
    first = take(desk, RAHIM).receive_number
    watch.forward(days=1)
    return first, take(desk, HALIMA, service="mouza_map_copy").receive_number


def hits(desk, text, limit=20):
    return [hit.receive_number for hit in find(desk, text, limit)]


# -------------------------------------------------------------------- numbers and days


@pytest.mark.parametrize("length", [3, 4, 5, 7, 13])
def test_a_receive_number_is_found_by_its_end(desk, numbers, length):
    assert hits(desk, numbers[0][-length:])[-1] == numbers[0]


@pytest.mark.parametrize(
    "text",
    ["০০০০০১-৭", "000001", "79-26-01-000001-7", "7926 0100 00017", "১-৭", "1990123456789", "199012", "6789", "214"],
)
def test_numbers_are_found_in_any_grouping_and_by_either_end(desk, numbers, text):
    assert numbers[0] in hits(desk, text)


@pytest.mark.parametrize("text", ["01700000214", "+8801700000214", "০১৭০০-০০০২১৪", "017000", "1700000214"])
def test_a_mobile_is_found_as_people_write_it(desk, numbers, text):
    assert hits(desk, text) == [numbers[0]]


@pytest.mark.parametrize(
    ("text", "found"),
    [("১২৩৪৫", 1), ("1234567", 1), ("12345 678901", 1), ("12399", 0), ("34567", 0), ("12345 99999", 0)],
)
def test_long_numbers_in_words_are_found_by_their_beginnings(desk, text, found):
    number = take(desk, HALIMA, subject="স্মারক ১২৩৪৫৬৭ ও দাগ 6789012").receive_number
    assert hits(desk, text) == [number] * found


@pytest.mark.parametrize(
    ("text", "places"),
    [("আজ", [1]), ("গতকাল", [0]), ("২৩ নভেম্বর", [0]), ("halima আজ", [1]), ("halima গতকাল", []), ("নভেম্বর", [1, 0])],
)
def test_days_are_understood(desk, numbers, text, places):
    assert hits(desk, text) == [numbers[place] for place in places]


def test_a_word_that_may_be_a_day_is_still_a_word(desk, watch):
    aziz = take(desk, Applicant(name="আজিজুল হক")).receive_number
    watch.forward(days=3)
    assert hits(desk, "আজ") == [aziz]


@pytest.mark.parametrize("text", ["khatian", "খতিয়ান নকল", "porcha rohim", "রেকর্ডরুম"])
def test_a_service_is_found_by_its_names_and_its_branch(desk, numbers, text):
    assert numbers[0] in hits(desk, text)


def test_long_words_are_found_by_long_beginnings(desk):
    number = take(desk, Applicant(name="ক্ষিতীশচন্দ্রশেখর ভট্টাচার্য")).receive_number
    key = terms.word_key("ক্ষিতীশচন্দ্রশেখর")
    assert len(key) > terms.PREFIXES
    assert all(hits(desk, key[:length]) == [number] for length in range(1, len(key) + 1))
    assert hits(desk, f"{key}x") == []


# -------------------------------------------------------------------- the same as LIKE


def test_the_index_answers_as_like_does(desk):
    rng = random.Random(5)
    words = [
        "rohim",
        "rahima",
        "karim",
        "kasem",
        "kauser",
        "kawkhali",
        "soyna",
        "sonia",
        "mohammadpur",
        "mohammadia",
        "abdul",
        "abdullah",
    ]
    for number in range(60):
        take(desk, Applicant(name=" ".join(rng.sample(words, 3)), mobile=f"017{number:08d}"))
    index_pending(desk)
    with desk.store.read() as unit:
        rows = unit.all("SELECT id, body FROM application ORDER BY id DESC")
    normalised = {row[0]: f" {terms.terms_of(terms.read_seen(row[1]))} " for row in rows}
    for text in [word[:n] for word in words for n in range(2, len(word) + 1)]:
        for key in terms.word_key(text).split():
            wanted = [rowid for rowid, all_terms in normalised.items() if f" {key}" in all_terms][:20]
            found = desk.store.index.matches(APPLICATIONS, f'"{key}"*', 20)
            assert found == wanted, key


# -------------------------------------------------------------------- the index itself


def test_an_index_that_was_lost_is_made_again(desk, home, numbers, watch):
    assert hits(desk, "halima")
    desk.store.close()
    desk.anchor.close()
    (home / search.DATABASE).unlink()
    again = opened(home, watch)
    assert hits(again, "halima") == [numbers[1]]
    again.store.close()
    again.anchor.close()


def test_a_damaged_index_is_made_again_under_the_search(desk, home, numbers):
    assert hits(desk, "halima")
    desk.store.index.close()
    file = home / search.DATABASE
    file.write_bytes(b"\x00" * file.stat().st_size)
    assert hits(desk, "halima") == [numbers[1]]


def test_pages_that_go_bad_while_it_is_open_do_not_end_the_search(desk, home, numbers):
    index_pending(desk)
    desk.store.index.settle()
    desk.store.index.close()
    file = home / search.DATABASE
    with file.open("r+b") as raw:
        raw.seek(4096)
        raw.write(b"\xff" * (file.stat().st_size - 4096))
    assert look_up(desk, "halima").applications[0].receive_number == numbers[1]


def test_an_index_of_another_database_is_not_believed(desk, home, numbers):
    index_pending(desk)
    writer = desk.store.index._open_writer()
    writer.execute("UPDATE reached SET receive_number = '7926010000999'")
    desk.store.index.close()
    desk.store.index._checked = False
    assert index_pending(desk) >= 2
    assert hits(desk, "halima") == [numbers[1]]


def test_registering_touches_no_index(desk, home):
    index_pending(desk)
    before = (home / search.DATABASE).stat().st_mtime_ns, desk.store.index.pending(desk.store)
    done = register(desk)
    assert (home / search.DATABASE).stat().st_mtime_ns == before[0]
    assert desk.store.index.pending(desk.store) > before[1]
    assert hits(desk, "karim") == [done.application.receive_number]


def test_much_is_taken_in_step_by_step(desk):
    for number in range(7):
        register(desk, number)
    assert index_some(desk, 3) > 0
    while index_some(desk, 3):
        pass
    assert desk.store.index.pending(desk.store) == 0


def test_what_was_corrected_is_found_under_its_new_words(desk, numbers):
    index_pending(desk)
    with desk.store.read() as unit:
        (body,) = unit.one("SELECT body FROM application WHERE receive_number = ?", numbers[1])
    application = in_full(desk, numbers[1]).status.application
    person = replace_name(application.draft.applicants[0], "সুফিয়া বেগম")
    changed = struct_replace(application, draft=struct_replace(application.draft, applicants=(person,)), version=1)
    with desk.store.write() as unit:
        body = ApplicationCorrected(changed, base=0, changed=("applicants[0].name",), reason="typing")
        journal.append(unit, body, at=desk.clock(), operator=OPERATOR, via="cli", rng=desk.rng)
    assert hits(desk, "sufia") == [numbers[1]]


def replace_name(person, name):
    return struct_replace(person, name=name)


def struct_replace(struct, **changes):
    from msgspec import structs

    return structs.replace(struct, **changes)


def test_an_index_made_in_pieces_beside_the_reading_finds_the_same(desk, home, numbers):
    for number in range(11):
        register(desk, number)
    whole = {word: hits(desk, word) for word in ("rohim", "halima", "karim", "khatian", "0171", "7926")}
    desk.store.index.forget()
    desk.store.index = search.SearchIndex(home, chunk=3)
    assert desk.store.index.add_pending(desk.store, 100) == 13
    assert {word: hits(desk, word) for word in whole} == whole


def test_what_fails_beside_the_reading_makes_the_index_anew(desk, home, numbers):
    for number in range(7):
        register(desk, number)
    index = desk.store.index = search.SearchIndex(home, chunk=2)
    index._open_writer().execute("DROP TABLE application_words")
    assert index.add_pending(desk.store, 100) == 9
    assert hits(desk, "halima") == [numbers[1]]


# -------------------------------------------------------------------- the screen's groups


def test_people_applications_and_visits_come_in_groups(desk, numbers):
    visit = VisitDraft(answer="told", name="রহীম উদ্দিন", topic="সয়না মৌজার নকশা")
    log_visit(desk, visit, operator=OPERATOR, via="cli")
    found = look_up(desk, "rohim")
    assert [(one.name, one.applications) for one in found.people] == [(RAHIM.name, 1)]
    assert [one.receive_number for one in found.applications] == [numbers[0]]
    assert [one.name for one in found.visits] == ["রহীম উদ্দিন"]
    assert found.count == 3


def test_a_person_with_many_applications_is_one(desk, watch):
    for _ in range(3):
        take(desk, RAHIM)
        watch.forward(days=40)
    (person,) = look_up(desk, "rohim soyna").people
    assert person.applications == 3


def test_people_are_those_whose_own_words_fit(desk):
    take(desk, HALIMA, subject="রহিম শেখের জমি")
    found = look_up(desk, "রহিম")
    assert (len(found.applications), found.people) == (1, ())


def test_services_and_places_are_named(desk):
    found = look_up(desk, "খতিয়ান")
    assert SERVICE in [service.code for service in found.services]
    assert [place.upazila for place in look_up(desk, "rohim soyna").places] == ["কাউখালী"]
    assert look_up(desk, "7926").services == ()


def test_the_first_missing_paper_is_told(desk):
    take(desk, HALIMA, papers={"court_fee_stamp": PaperState.MISSING})
    assert look_up(desk, "halima").applications[0].missing == "court_fee_stamp"


def test_an_older_question_is_dropped(desk, numbers):
    assert look_up(desk, "halima", lambda: False) is None
    asked = iter([True, True, False, False, False])
    assert look_up(desk, "halima", lambda: next(asked)) is None


def test_an_application_in_full_has_its_papers(desk, numbers):
    full = in_full(desk, numbers[0])
    assert (full.status.receive_number, [paper.ordinal for paper in full.receipts]) == (numbers[0], [0])
    with pytest.raises(Refused):
        in_full(desk, "7926019999999")


def test_many_more_are_told(desk):
    for number in range(23):
        register(desk, number)
    found = look_up(desk, "karim")
    assert (len(found.applications), found.more) == (20, True)


def test_the_index_speaks_the_settings_of_no_one(desk, numbers):
    english = desk.with_settings(replace(desk.settings, language="en"))
    assert hits(english, "halima") == hits(desk, "halima")
