"""Days declared late, the sum of a promise, and last days for missing papers."""

from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs

from kiosk.desk.context import close_desk
from kiosk.desk.office_calendar import (
    declare_holiday,
    declare_working_day,
    declared_days,
    refresh_calendar,
    withdraw_day,
)
from kiosk.desk.papers import last_day
from kiosk.desk.promise import promise_for, promise_sum
from kiosk.desk.receipts import original_of, preview_receipt
from kiosk.desk.register import register_application
from kiosk.domain.application import Channel, PaperState, Post
from kiosk.errors import Refused
from kiosk.store import told
from tests.harness.counter import OPERATOR, SERVICE, draft, opened, register

WHO = {"operator": OPERATOR, "via": "cli"}
THURSDAY, SATURDAY = date(2026, 11, 26), date(2026, 11, 28)
NAME = "নির্বাহী আদেশে ছুটি"


def promised(desk):
    return promise_for(desk, desk.catalogue.service(SERVICE)).on


def test_a_holiday_moves_promises_and_lists_the_receipts(desk):
    first = register(desk, 1).application
    assert first.promised_on == "2026-12-07"
    done = declare_holiday(desk, THURSDAY, NAME, **WHO)
    (moved,) = done.affected
    assert (moved.receive_number, moved.old, moved.new) == (
        first.receive_number,
        date(2026, 12, 7),
        date(2026, 12, 8),
    )
    assert promised(desk) == date(2026, 12, 8)
    assert register(desk, 2).application.promised_on == "2026-12-08"


def test_a_working_saturday_comes_nearer(desk):
    register(desk, 1)
    done = declare_working_day(desk, SATURDAY, **WHO)
    assert [(one.old, one.new) for one in done.affected] == [(date(2026, 12, 7), date(2026, 12, 6))]
    assert promised(desk) == date(2026, 12, 6)


def test_a_declaration_is_taken_back(desk):
    declare_holiday(desk, THURSDAY, NAME, **WHO)
    assert [(one.day, one.kind, one.name_bn) for one in declared_days(desk)] == [(THURSDAY, "holiday", NAME)]
    withdraw_day(desk, THURSDAY, **WHO)
    assert declared_days(desk) == ()
    assert promised(desk) == date(2026, 12, 7)


def test_what_is_settled_or_without_a_date_is_not_affected(desk):
    from kiosk.desk.void import void_application

    void_application(desk, register(desk, 1).application.receive_number, reason="twice", **WHO)
    petition = structs.replace(draft(2), service="general_petition")
    register_application(desk, petition, **WHO)
    assert declare_holiday(desk, THURSDAY, NAME, **WHO).affected == ()


def test_a_day_far_behind_or_without_a_name_is_refused(desk):
    for day, name, refusal in ((date(2020, 1, 1), NAME, "day.past"), (THURSDAY, " ", "text.empty")):
        with pytest.raises(Refused) as raised:
            declare_holiday(desk, day, name, **WHO)
        assert [problem.code for problem in raised.value.problems] == [refusal]


def test_declared_days_are_there_after_a_start(desk, home, watch):
    declare_holiday(desk, THURSDAY, NAME, **WHO)
    close_desk(desk)
    again = opened(home, watch)
    try:
        assert promised(again) == date(2026, 12, 8)
    finally:
        close_desk(again)


def test_a_day_that_the_centre_told_is_known_to_the_next_registration(desk):
    from kiosk.domain.events import DayDeclared

    with desk.store.write() as unit:
        told.apply_day(unit, DayDeclared("2026-11-26", "holiday", NAME), "2026-11-23T05:00:00.000Z")
        told.apply_day(unit, DayDeclared("2026-11-26", "usual"), "2026-11-23T04:00:00.000Z")
    assert register(desk, 1).application.promised_on == "2026-12-08"
    refresh_calendar(desk)
    assert promised(desk) == date(2026, 12, 8)


def test_the_sum_names_every_day(desk):
    declare_holiday(desk, THURSDAY, NAME, **WHO)
    days = promise_sum(desk, desk.catalogue.service(SERVICE))
    assert (days[0].reason, days[-1].reason, days[-1].day) == ("received", "promised", date(2026, 12, 8))
    assert [(one.day, one.name_bn) for one in days if one.reason == "holiday"] == [(THURSDAY, NAME)]
    assert sum(one.reason in {"counted", "promised"} for one in days) == 10


def test_the_day_of_receipt_counts_where_the_office_says_so(desk):
    counting = desk.with_settings(replace(desk.settings, count_day_of_receipt=True))
    assert promised(counting) == date(2026, 12, 6)
    assert promised(desk) == date(2026, 12, 7)


# ------------------------------------------------------------------------------ papers and post


def test_missing_papers_get_a_last_day_by_the_setting(desk):
    papers = {"application": PaperState.GIVEN, "return_envelope": PaperState.MISSING}
    done = register_application(desk, structs.replace(draft(1), papers=papers), **WHO)
    assert done.application.draft.paper_dates == {"return_envelope": "2026-12-02"}
    assert last_day(desk) == date(2026, 12, 2)
    receipt = original_of(desk, done.application, "শাহানা", 1)
    assert [(paper.state, paper.until) for paper in receipt.papers] == [("given", ""), ("missing", "2026-12-02")]
    sooner = desk.with_settings(replace(desk.settings, missing_paper_days=2))
    assert last_day(sooner) == date(2026, 11, 25)


def test_a_day_that_a_person_set_stays_and_one_without_its_paper_goes(desk):
    papers = {"application": PaperState.SEEN, "return_envelope": PaperState.MISSING}
    dates = {"return_envelope": "29-11-2026", "application": "29-11-2026"}
    done = register_application(desk, structs.replace(draft(1), papers=papers, paper_dates=dates), **WHO)
    assert done.application.draft.paper_dates == {"return_envelope": "2026-11-29"}


def test_a_letter_counts_from_the_day_it_came(desk):
    post = Post("কাউখালী", "18-11-2026", "১৯-১১-২০২৬", "rl 123 456", return_envelope=True)
    letter = structs.replace(draft(1), channel=Channel.POST, post=post)
    done = register_application(desk, letter, **WHO).application
    assert done.draft.post == Post("কাউখালী", "2026-11-18", "2026-11-19", "RL123456", return_envelope=True)
    assert (done.received_on, done.promised_on) == ("2026-11-23", "2026-12-03")
    assert original_of(desk, done, "শাহানা", 1).arrived_on == "2026-11-19"
    assert preview_receipt(desk, letter).promised_on in {"2026-12-03", "2026-12-07"}
