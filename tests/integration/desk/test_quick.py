"""Quick keys are learned: what this counter takes, and at what hour."""

import pytest

from kiosk.desk.quick import frequent_services
from kiosk.desk.register import register_application
from kiosk.domain.application import Applicant, ApplicationDraft
from tests.harness.counter import OPERATOR


@pytest.fixture
def take(desk):
    def taking(service, times):
        for number in range(times):
            person = Applicant(name="আবদুল করিম", mobile=f"0170000{number:04d}")
            made = ApplicationDraft(service=service, applicants=(person,))
            register_application(desk, made, operator=OPERATOR, via="cli")

    return taking


def test_a_new_counter_has_learned_nothing(desk, take):
    take("general_petition", 2)
    assert frequent_services(desk) == ()


def test_what_is_taken_most_comes_first(desk, take):
    take("khas_agri_settlement", 3)
    take("general_petition", 5)
    assert frequent_services(desk) == ("general_petition", "khas_agri_settlement")


def test_the_hour_chooses_and_the_order_stays(desk, take, watch):
    take("general_petition", 8)
    take("khatian_copy_normal", 4)
    watch.forward(hours=5)
    take("khas_agri_settlement", 3)
    assert frequent_services(desk, 2) == ("general_petition", "khas_agri_settlement")
    watch.forward(hours=-5)
    assert frequent_services(desk, 2) == ("general_petition", "khatian_copy_normal")
    assert frequent_services(desk) == ("general_petition", "khatian_copy_normal", "khas_agri_settlement")
