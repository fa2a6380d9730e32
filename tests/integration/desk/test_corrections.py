import pytest
from msgspec import structs

from kiosk.desk.changes import changed_fields
from kiosk.desk.correct import correct_application
from kiosk.desk.duplicates import find_duplicates
from kiosk.desk.find import application_status, find
from kiosk.desk.people import match_people
from kiosk.desk.print_receipt import owed, print_number
from kiosk.desk.receipts import receipt_of
from kiosk.desk.register import register_application
from kiosk.desk.void import void_and_register, void_application
from kiosk.domain.application import Applicant
from kiosk.domain.clock import stamp
from kiosk.domain.events import ApplicationCorrected, ApplicationVoided, read_body, read_record
from kiosk.domain.workflow import DATE_MOVED, Step
from kiosk.errors import Refused
from kiosk.store import journal, projection, standing
from tests.harness.counter import OPERATOR, draft, register, serial

WHO = {"operator": OPERATOR, "via": "cli"}


def code(refusal):
    return [problem.code for problem in refusal.value.problems]


def last_event(desk):
    with desk.store.read() as unit:
        head = journal.head(unit).seq
        ((_, record),) = journal.batch_after(unit, head - 1, 1, 1 << 20)
    return read_body(read_record(record))


def corrected(desk, number, **changes):
    before = application_status(desk, number).application.draft
    return correct_application(desk, number, structs.replace(before, **changes), reason="typing", **WHO)


def test_a_correction_keeps_the_number_and_says_what_changed(desk):
    done = register(desk, 1).application
    after = corrected(desk, done.receive_number, subject="অন্য বিষয়", fields={"khatian_no": "১২/৩"})
    assert (after.application.receive_number, after.application.version) == (done.receive_number, 1)
    assert set(after.changed) == {"subject", "fields.khatian_no"}
    assert application_status(desk, done.receive_number).application == after.application
    kept = ("secret", "received_at", "received_on", "promised_on")
    assert all(getattr(after.application, name) == getattr(done, name) for name in kept)


def test_the_event_names_base_reason_and_fields(desk):
    number = register(desk, 1).application.receive_number
    corrected(desk, number, subject="এক")
    second = corrected(desk, number, subject="দুই")
    event = last_event(desk)
    assert isinstance(event, ApplicationCorrected)
    assert (event.base, event.application.version, event.reason, event.changed) == (1, 2, "typing", ("subject",))
    assert second.application == event.application


def test_a_correction_is_no_new_state_and_no_new_paper_of_its_person(desk):
    number = register(desk, 1).application.receive_number
    corrected(desk, number, subject="এক")
    status = application_status(desk, number)
    assert (status.state, [step.kind for step in status.history]) == ("received", ["received", "corrected"])
    (person,) = match_people(desk, "01700000001")
    assert person.applications == 1


def test_who_is_corrected_is_found_by_the_new_name_and_mobile_alone(desk):
    number = register(desk, 1).application.receive_number
    corrected(desk, number, applicants=(Applicant(name="সালমা খাতুন", mobile="01811111111"),))
    assert [hit.receive_number for hit in find(desk, "সালমা")] == [number]
    assert find(desk, "01700000001") == ()
    assert [match.name for match in match_people(desk, "01811111111")] == ["সালমা খাতুন"]
    assert find_duplicates(desk, draft(1)) == ()


def test_another_service_makes_another_promise(desk):
    number = register(desk, 1).application.receive_number
    after = corrected(desk, number, service="khatian_copy_urgent").application
    assert (after.draft.service, after.promised_on) == ("khatian_copy_urgent", "2026-11-26")


def test_the_paper_after_a_correction_says_so(desk, tmp_path):
    number = register(desk, 1).application.receive_number
    print_number(desk, number, to=str(tmp_path / "first.bin"))
    after = corrected(desk, number, subject="অন্য বিষয়")
    (paper,) = owed(desk)
    assert (paper.job_id, paper.ordinal, paper.state) == (after.job_id, 1, "queued")
    assert print_number(desk, number, to=str(tmp_path / "second.bin")).outcome == "printed"
    receipt = receipt_of(desk, after.application, 1, OPERATOR)
    assert (receipt.corrected, receipt.copy_ordinal, receipt.subject) == (1, 1, "অন্য বিষয়")


def test_a_paper_that_was_not_begun_says_the_new_thing_as_the_original(desk):
    number = register(desk, 1).application.receive_number
    corrected(desk, number, subject="অন্য বিষয়")
    (paper,) = owed(desk)
    assert (paper.ordinal, paper.state) == (0, "queued")


@pytest.mark.parametrize(
    ("changes", "more", "refusal"),
    [
        ({}, {}, ["correction.nothing"]),
        ({"subject": "ক"}, {"reason": "because"}, ["reason.unknown"]),
        ({"subject": "ক"}, {"reason": ""}, ["reason.missing"]),
        ({"subject": "ক"}, {"note": "ক\x07"}, ["text.control"]),
        ({"fields": {"khatian_no": "নেই"}}, {}, ["number_text.form"]),
    ],
)
def test_a_correction_that_is_none_is_refused(desk, changes, more, refusal):
    number = register(desk, 1).application.receive_number
    after = structs.replace(application_status(desk, number).application.draft, **changes)
    with pytest.raises(Refused) as raised:
        correct_application(desk, number, after, **{"reason": "typing", **WHO, **more})
    assert code(raised) == refusal
    assert application_status(desk, number).application.version == 0


def test_another_service_promises_its_own_day_unless_it_is_moved_after_that(desk):
    number = register(desk, 1).application.receive_number

    def moved(day):
        desk.clock.forward(minutes=1)
        with desk.store.write() as unit:
            standing.apply_step(unit, number, Step(DATE_MOVED, stamp(desk.clock()), until=day))
        desk.clock.forward(minutes=1)
        return application_status(desk, number).application.promised_on

    assert moved("2026-12-20") == "2026-12-20"
    assert corrected(desk, number, subject="এক").application.promised_on != "2026-12-20"
    assert application_status(desk, number).application.promised_on == "2026-12-20", "the same service: still moved"
    urgent = corrected(desk, number, service="khatian_copy_urgent").application
    assert application_status(desk, number).application.promised_on == urgent.promised_on != "2026-12-20"
    assert moved("2026-12-22") == "2026-12-22"
    corrected(desk, number, service="general_petition", fields={}, papers={})
    assert application_status(desk, number).application.promised_on is None


def test_another_counters_application_is_corrected_there(desk):
    theirs = structs.replace(register(desk, 1).application, receive_number="7926020000019")
    with desk.store.write() as unit:
        standing.apply_known(unit, theirs)
    with pytest.raises(Refused) as raised:
        corrected(desk, "7926020000019", subject="ক")
    assert code(raised) == ["number.counter"]


def test_a_correction_that_came_as_news_replaces_what_was_known(desk):
    theirs = structs.replace(register(desk, 1).application, receive_number="7926020000019")
    newer = structs.replace(theirs, version=1, draft=structs.replace(theirs.draft, subject="নতুন"))
    with desk.store.write() as unit:
        for known in (theirs, newer, theirs):
            standing.apply_known(unit, known)
    assert application_status(desk, "7926020000019").application == newer


# ------------------------------------------------------------------------------ voiding


def test_a_voided_application_keeps_its_number_and_says_so(desk):
    done = register(desk, 1)
    void_application(desk, done.application.receive_number, reason="twice", note="ভুলে", **WHO)
    status = application_status(desk, done.application.receive_number)
    assert (status.state, [step.kind for step in status.history]) == ("void", ["received", "void"])
    assert isinstance(event := last_event(desk), ApplicationVoided)
    assert (event.reason, event.note) == ("twice", "ভুলে")
    assert owed(desk) == ()
    assert receipt_of(desk, done.application, 1, OPERATOR).void
    assert serial(register(desk, 2)) == 2


def test_what_is_void_is_changed_no_more(desk):
    number = register(desk, 1).application.receive_number
    void_application(desk, number, reason="twice", **WHO)
    for again in (
        lambda: void_application(desk, number, reason="twice", **WHO),
        lambda: corrected(desk, number, subject="ক"),
        lambda: void_and_register(desk, number, reason="twice", **WHO),
    ):
        with pytest.raises(Refused) as raised:
            again()
        assert code(raised) == ["state.closed"]


def test_the_same_data_get_a_new_number_in_one_step(desk):
    old = register(desk, 1).application
    new = void_and_register(desk, old.receive_number, reason="wrong_service", **WHO)
    assert (new.application.draft, serial(new), new.warnings) == (old.draft, 2, ())
    assert application_status(desk, old.receive_number).state == "void"
    assert last_event(desk).replaced_by == new.application.receive_number


def test_both_happen_or_neither(desk):
    old = register(desk, 1).application
    with pytest.raises(Refused) as raised:
        void_and_register(desk, old.receive_number, structs.replace(old.draft, applicants=()), reason="twice", **WHO)
    assert code(raised) == ["applicant.missing"]
    assert application_status(desk, old.receive_number).state == "received"
    assert serial(register(desk, 2)) == 2


def test_rows_made_again_from_the_journal_are_the_same(desk):
    first, second = (register(desk, number).application.receive_number for number in (1, 2))
    corrected(desk, first, subject="অন্য")
    void_application(desk, second, reason="twice", **WHO)
    with desk.store.read() as unit:
        before = unit.all("SELECT receive_number, state, name, service, body, last_seq FROM application")
        steps = unit.all("SELECT receive_number, kind, at FROM step ORDER BY id")
        records = journal.batch_after(unit, 0, 500, 1 << 24)
    with desk.store.write() as unit:
        for _, record in records:
            event = read_record(record)
            if event.kind in {"application.corrected", "application.voided"}:
                fact = projection.Fact(event, read_body(event), projection.NO_LOCAL_PART, healing=True)
                projection.apply(unit, fact)
    with desk.store.read() as unit:
        assert unit.all("SELECT receive_number, state, name, service, body, last_seq FROM application") == before
        assert unit.all("SELECT receive_number, kind, at FROM step ORDER BY id") == steps


def test_changed_fields_are_paths():
    before = draft(1)
    after = structs.replace(
        before, applicants=(structs.replace(before.applicants[0], mobile=""), Applicant(name="ক")), fields={"x": "1"}
    )
    assert set(changed_fields(before, after)) == {"applicants[0].mobile", "applicants[1].name", "fields.x"}


def test_registering_is_as_it_was(desk):
    again = draft(1)
    register(desk, 1)
    with pytest.raises(Refused) as raised:
        register_application(desk, again, ask_reason=True, **WHO)
    assert code(raised) == ["duplicate.reason"]
    done = register_application(desk, structs.replace(again, duplicate_reason="other_matter"), ask_reason=True, **WHO)
    assert done.application.draft.duplicate_reason == "other_matter"
