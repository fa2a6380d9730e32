"""The practice counter: its own home beside the real one, and no way out of it."""

from dataclasses import replace

import pytest

from kiosk.desk.context import close_desk, open_desk
from kiosk.desk.enrol import enrol
from kiosk.desk.practice import TRAINEE, begin_case, load_cases, practice_home, prepare_practice, taken_again
from kiosk.desk.practice_counter import is_practice
from kiosk.desk.register import register_application
from kiosk.desk.setup import SetUp, set_up
from kiosk.desk.synchronise import synchronise
from kiosk.domain.application import Applicant, ApplicationDraft, Channel, PaperState, Visit
from kiosk.domain.practice import facts_of_application, facts_of_visit, judge_case, parse_cases
from kiosk.errors import Refused
from kiosk.store.anchor import FOLDER_VARIABLE
from tests.harness.counter import PASSWORD, Watch, made_home

CASES = {case.code: case for case in load_cases()}


@pytest.fixture
def practice(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "anchors"))
    home = prepare_practice(made_home(tmp_path / "real"), clock=Watch())
    desk = open_desk(home, clock=Watch())
    yield desk
    close_desk(desk)


def take(desk, service, reason="", channel=Channel.WALK_IN, papers=None, **person):
    draft = ApplicationDraft(service, channel, (Applicant(**person),), papers=papers or {}, duplicate_reason=reason)
    return register_application(desk, draft, operator=TRAINEE, via="window").application


def test_it_lies_beside_the_real_home_and_is_made_once(practice, tmp_path):
    assert practice.home == practice_home(tmp_path / "real") == tmp_path / "real-practice"
    assert is_practice(practice)
    assert prepare_practice(tmp_path / "real") == practice.home
    assert practice.settings.server_url == ""


def test_its_numbers_are_of_counter_00(practice):
    assert take(practice, "khatian_copy_normal", name="রহিমা").receive_number[4:6] == "00"


def test_it_never_has_a_line_even_when_somebody_names_a_server(practice):
    named = practice.with_settings(replace(practice.settings, server_url="http://127.0.0.1:9"))
    for act in (lambda: synchronise(named), lambda: enrol(named, "AAAA-BBBB")):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.problems[0].code == "practice.line"


def test_a_set_up_of_counter_00_with_a_server_is_refused(tmp_path):
    given = SetUp(79, "কার্যালয়", "shahana", "শাহানা", PASSWORD, counter_code=0, server="http://127.0.0.1:9", enrolment="A")
    with pytest.raises(Refused) as refused:
        set_up(tmp_path / "home", given, clock=Watch())
    assert "practice.line" in [problem.code for problem in refused.value.problems]


def test_every_visitor_can_be_served_well_and_badly(practice):
    for case in CASES.values():
        assert case.says.bn
        assert case.says.en
        assert case.checks
        assert not all(judge_case(case, {})), "who does nothing did not do it well"


def test_who_has_no_phone_is_served_well_without_one(practice):
    well = take(practice, "certificate_landless", name="কদম আলী")
    invented = take(practice, "certificate_landless", name="কদম আলী", mobile="01700000001")
    assert all(judge_case(CASES["no_phone"], facts_of_application(well)))
    assert judge_case(CASES["no_phone"], facts_of_application(invented)) == (True, True, False)


def test_a_missing_paper_is_marked_and_a_letter_needs_no_address(practice):
    papers = {"landless_certificate": PaperState.MISSING}
    khas = take(practice, "khas_agri_settlement", name="সালমা", papers=papers)
    assert all(judge_case(CASES["missing_paper"], facts_of_application(khas)))
    letter = take(practice, "general_petition", name="মনির", channel=Channel.POST)
    assert all(judge_case(CASES["posted_letter"], facts_of_application(letter)))


def test_the_angry_one_has_handed_in_before_and_is_told_rather_than_taken_again(practice):
    case = CASES["angry_duplicate"]
    begin_case(practice, case)
    begin_case(practice, case)
    with practice.store.read() as unit:
        assert unit.one("SELECT count(*) FROM application") == (1,)
    again = take(practice, case.before.service, name=case.before.name, mobile=case.before.mobile)
    assert taken_again(practice, again)
    assert not any(judge_case(case, facts_of_application(again, again=True)))
    assert all(judge_case(case, facts_of_visit(Visit("v", "", "", "told", service="khatian_copy_normal"))))


def test_a_fault_in_the_script_names_file_and_line():
    with pytest.raises(Refused) as refused:
        parse_cases(
            "[x]\nsays_bn = 'ক'\nsays_en = 'a'\nchecks = [{ what = 'mood', is = ['good'], bn = '', en = '' }]",
            "day.toml",
        )
    assert "day.toml:4" in refused.value.problems[0].field
