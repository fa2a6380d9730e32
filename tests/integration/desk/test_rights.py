"""Who may do what, asked of the desk itself."""

from datetime import date

import pytest
from msgspec import structs

from kiosk.desk.correct import correct_application
from kiosk.desk.find import application_status
from kiosk.desk.office_calendar import declare_holiday
from kiosk.desk.operators import add_operator, close_operator, rename_operator, reset_password
from kiosk.desk.register import register_application
from kiosk.desk.rights import objections
from kiosk.desk.void import void_and_register, void_application
from kiosk.domain.rights import Act
from kiosk.errors import Refused
from tests.harness.counter import OPERATOR, draft

PASSWORD = "another long passphrase"
PEOPLE = {"tapas": "operator", "rahima": "helpdesk", "salma": "supervisor"}


@pytest.fixture
def staffed(desk):
    for login, role in PEOPLE.items():
        add_operator(desk, login=login, name_bn=login, role=role, password=PASSWORD, by=OPERATOR)
    return desk


def taken_by(desk, login: str) -> str:
    return register_application(desk, draft(1), operator=login, via="cli").application.receive_number


def answer(act, *args, **kwargs) -> str:
    try:
        act(*args, **kwargs)
    except Refused as refused:
        (problem,) = refused.problems
        return problem.code
    return ""


def correct(desk, number: str, login: str) -> str:
    after = structs.replace(application_status(desk, number).application.draft, subject="অন্য")
    return answer(correct_application, desk, number, after, reason="typing", operator=login, via="cli")


def void(desk, number: str, login: str, act=void_application) -> str:
    return answer(act, desk, number, reason="wrong_service", operator=login, via="cli")


def test_own_work_of_the_day_is_mended_by_who_took_it_in(staffed):
    number = taken_by(staffed, "tapas")
    assert (correct(staffed, number, "tapas"), void(staffed, number, "tapas")) == ("", "")


@pytest.mark.parametrize(
    ("login", "code"), [("tapas", "right.own"), ("rahima", "right.role"), ("nobody", "login.unknown")]
)
def test_the_work_of_others_is_not(staffed, login, code):
    number = taken_by(staffed, OPERATOR)
    assert correct(staffed, number, login) == code
    assert void(staffed, number, login) == code
    assert void(staffed, number, login, void_and_register) == code
    assert application_status(staffed, number).application.version == 0


def test_a_day_later_a_supervisor_does(staffed, watch):
    number = taken_by(staffed, "tapas")
    watch.forward(days=1)
    assert (correct(staffed, number, "tapas"), void(staffed, number, "tapas")) == ("right.day", "right.day")
    assert objections(staffed, "tapas", number) == {Act.CORRECT: "right.day", Act.VOID: "right.day"}
    assert objections(staffed, "salma", number) == {Act.CORRECT: "", Act.VOID: ""}
    assert (correct(staffed, number, "salma"), void(staffed, number, "salma")) == ("", "")


@pytest.mark.parametrize(("login", "code"), [("tapas", "right.role"), ("rahima", "right.role"), ("salma", "")])
def test_days_are_declared_by_a_supervisor(staffed, login, code):
    found = answer(declare_holiday, staffed, date(2026, 11, 30), "বিশেষ ছুটি", operator=login, via="cli")
    assert found == code
    assert staffed.calendar.is_working(date(2026, 11, 30)) is bool(code)


def test_people_are_kept_from_above(staffed):
    new = {"login": "kamal", "name_bn": "কামাল", "password": PASSWORD}
    assert answer(add_operator, staffed, **new, role="operator", by="tapas") == "right.role"
    assert answer(add_operator, staffed, **new, role="administrator", by="salma") == "right.above"
    assert answer(add_operator, staffed, **new, role="operator", by="salma") == ""
    assert answer(rename_operator, staffed, OPERATOR, "কেউ", by="salma") == "right.above"
    assert answer(reset_password, staffed, OPERATOR, PASSWORD, by="salma") == "right.above"
    assert answer(close_operator, staffed, "tapas", by="rahima") == "right.role"
    assert answer(close_operator, staffed, "kamal", by="salma") == ""


def test_who_is_closed_does_nothing_any_more(staffed):
    number = taken_by(staffed, "salma")
    close_operator(staffed, "salma", by=OPERATOR)
    assert void(staffed, number, "salma") == "login.unknown"
