"""The day in figures, each against its own definition."""

from datetime import date, timedelta

from msgspec.structs import replace as with_

from kiosk.desk.dashboard import CLOSED, Picture, picture_of
from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.desk.register import register_application
from kiosk.desk.void import void_application
from kiosk.domain.application import Channel
from kiosk.domain.clock import dhaka_day
from kiosk.domain.figures import DEFINITIONS
from kiosk.domain.workflow import VOID, Step
from kiosk.store.standing import apply_step
from tests.harness.counter import OPERATOR, draft

PETITION, COPY = "general_petition", "khatian_copy_normal"


def take(desk, service=PETITION, number=0, **fields):
    given = with_(draft(number), service=service, **fields)
    return register_application(desk, given, operator=OPERATOR, via="cli", print_receipt=False).application


def step(desk, application, kind, at, **fields):
    with desk.store.write() as unit:
        apply_step(unit, application.receive_number, Step(kind, at, **fields))


def today(desk):
    return dhaka_day(desk.clock())


def test_an_empty_office_has_an_empty_picture(desk):
    found = picture_of(desk, today(desk))
    assert (found.received, found.visits, found.pending, found.overdue, found.ageing) == (0, 0, 0, 0, ())


def test_what_was_received_is_counted_by_hour_channel_service_and_kind(desk, watch):
    take(desk, PETITION, 1)
    take(desk, PETITION, 2, channel=Channel.POST)
    watch.forward(seconds=3600)
    take(desk, COPY, 3)
    void_application(desk, take(desk, COPY, 4).receive_number, reason="wrong_person", operator=OPERATOR, via="cli")
    log_visit(desk, VisitDraft("told", topic="পর্চা"), operator=OPERATOR, via="cli")
    found = picture_of(desk, today(desk))
    first = found.hours[0][0]
    assert (found.received, found.visits, found.week_before) == (3, 1, 0)
    assert found.hours == ((first, {"walk_in": 1, "post": 1}), (first + 1, {"walk_in": 1}))
    assert found.services == ((PETITION, 2), (COPY, 1))
    assert dict(found.kinds) == {"citizen": 2, "official": 0, "copy": 1}


def test_the_same_weekday_before_is_told(desk, watch):
    take(desk, number=1)
    watch.forward(seconds=timedelta(days=7).total_seconds())
    assert picture_of(desk, today(desk)).week_before == 1


def test_what_was_closed_in_time_is_told_from_what_was_late(desk, watch):
    in_time, late, open_ = (take(desk, COPY, n) for n in range(3))
    day = date.fromisoformat(in_time.promised_on)
    step(desk, in_time, "copy_handed_over", f"{day}T05:00:00.000Z")
    step(desk, late, "copy_handed_over", f"{day + timedelta(days=1)}T05:00:00.000Z")
    on_day, day_after = picture_of(desk, day), picture_of(desk, day + timedelta(days=1))
    assert (on_day.closed, on_day.on_time) == (1, 1)
    assert (day_after.closed, day_after.on_time) == (1, 0)
    assert (on_day.pending, on_day.overdue) == (1, 0)
    assert (day_after.pending, day_after.overdue, day_after.overdue_branches) == (1, 1, 1)
    assert open_.promised_on == in_time.promised_on


def test_a_new_date_moves_what_is_late(desk):
    application = take(desk, COPY)
    promised = date.fromisoformat(application.promised_on)
    later = promised + timedelta(days=5)
    step(desk, application, "date_moved", f"{promised}T05:00:00.000Z", until=later.isoformat())
    assert picture_of(desk, later).overdue == 0
    assert picture_of(desk, later + timedelta(days=1)).overdue == 1


def test_what_is_pending_ages_by_the_branch_that_has_it(desk):
    application = take(desk, PETITION)
    own = desk.catalogue.service(PETITION).branch
    day = today(desk)

    def ages(after):
        found = picture_of(desk, day + timedelta(days=after))
        return {row.branch: row.counts for row in found.ageing}

    assert ages(0) == ages(7) == {own: (1, 0, 0, 0)}
    assert ages(8) == ages(15) == {own: (0, 1, 0, 0)}
    assert ages(16) == ages(30) == {own: (0, 0, 1, 0)}
    step(desk, application, "forwarded", "2026-11-23T05:00:00.000Z", branch="treasury")
    assert ages(31) == {"treasury": (0, 0, 0, 1)}


def test_what_is_pending_is_each_counted_once_whatever_day_was_promised(desk, watch):
    for number, service in enumerate([PETITION, PETITION, COPY, COPY, COPY]):
        take(desk, service, number)
        watch.forward(seconds=timedelta(days=6).total_seconds())
    found = picture_of(desk, today(desk))
    with desk.store.read() as unit:
        rows = unit.all("SELECT promised_on FROM application WHERE closed_on = ''")
    assert found.pending == len(rows) == sum(row.total for row in found.ageing)
    assert found.overdue == sum("" < promised < today(desk).isoformat() for (promised,) in rows) > 0


def test_what_was_closed_is_read_from_the_index_of_what_is_closed(desk):
    with desk.store.read() as unit:
        told = [row[-1] for row in unit.all(f"EXPLAIN QUERY PLAN {CLOSED}", today(desk).isoformat(), VOID)]
    assert told == ["SEARCH application USING COVERING INDEX ix_application_closed (closed_on=?)"]


def test_every_figure_is_defined_once_in_words():
    figures = set(Picture.__dataclass_fields__) - {"day", "made_at", "week_before", "overdue_branches"}
    assert figures == set(DEFINITIONS)
    assert len({words for _name, words in DEFINITIONS.values()}) == len(DEFINITIONS)
