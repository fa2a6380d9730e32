"""Duplicates by rules that are data, and what a choice offers."""

from dataclasses import replace

import pytest
from msgspec import structs

from kiosk.desk.context import Offered
from kiosk.desk.duplicates import find_duplicates
from kiosk.desk.options import offered_options
from kiosk.desk.register import register_application
from kiosk.domain.application import Applicant
from kiosk.domain.catalogue import DuplicateRule
from kiosk.errors import Refused
from tests.harness.counter import OPERATOR, draft, register


def ruled(desk, *rules):
    return replace(desk, offered=Offered(structs.replace(desk.catalogue, duplicates=rules)))


def found(desk, asked):
    return [(one.receive_number[6:12], one.trait) for one in find_duplicates(desk, asked)]


def test_the_shipped_rule_knows_people_by_any_trait(desk):
    register(desk, 1)
    assert found(desk, draft(1)) == [("000001", "phone")]
    by_name = draft(1, mobile="")
    assert found(desk, by_name) == [("000001", "name")]
    assert found(desk, structs.replace(by_name, service="khatian_copy_urgent")) == []
    assert find_duplicates(desk, draft(1))[0].service == "khatian_copy_normal"


@pytest.mark.parametrize(
    ("rule", "same"),
    [
        (DuplicateRule(30, ("phone",)), []),
        (DuplicateRule(30, ("name",)), ["000001"]),
        (DuplicateRule(0, ("name",)), []),
        (DuplicateRule(30, ("name",), services=("general_petition",)), []),
    ],
)
def test_a_rule_names_traits_days_and_services(desk, watch, rule, same):
    register(desk, 1)
    watch.forward(days=1)
    asked = draft(1, mobile="01811111111")
    assert [number for number, _ in found(ruled(desk, rule), asked)] == same


def test_a_rule_may_look_at_any_service(desk):
    register(desk, 1)
    any_service = ruled(desk, DuplicateRule(30, same_service=False))
    assert found(any_service, structs.replace(draft(1), service="general_petition")) == [("000001", "phone")]


def test_a_person_still_being_typed_is_looked_for_by_what_is_right_already(desk):
    register(desk, 1)
    typed = draft(1, mobile="০১৭", guardian="রহিম শেখ")
    assert found(desk, typed) == [("000001", "name")]


def test_the_reason_is_one_of_the_list(desk):
    register(desk, 1)
    unknown = structs.replace(draft(1), duplicate_reason="because")
    with pytest.raises(Refused, match=r"reason\.unknown"):
        register_application(desk, unknown, operator=OPERATOR, via="window", ask_reason=True)


def test_several_applicants_are_all_looked_for(desk):
    register(desk, 1)
    family = structs.replace(draft(2), applicants=(Applicant(name="সালমা"), *draft(1).applicants))
    assert found(desk, family) == [("000001", "phone")]


def test_surveys_are_offered_by_the_offices_setting(desk):
    service = desk.catalogue.service("khatian_copy_normal")
    field = next(one for one in service.fields if one.code == "khatian_type")
    assert len(offered_options(desk, field)) == 7
    ours = desk.with_settings(replace(desk.settings, khatian_types="sa, rs"))
    assert [one.code for one in offered_options(ours, field)] == ["sa", "rs"]
    assert offered_options(ours, field, "সিএস") == ()
