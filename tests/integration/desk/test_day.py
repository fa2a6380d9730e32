"""The counter's day: calls to make, what remains, its closing, shifts, outages."""

import shutil
from datetime import date, timedelta

import pytest

from kiosk.desk.callbacks import callbacks, settle_callback
from kiosk.desk.context import Desk, close_desk
from kiosk.desk.day import close_day, day_balance, hand_over_shift, open_shift, shift_of
from kiosk.desk.follow_ups import follow_up
from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.desk.operators import add_operator
from kiosk.desk.outages import beat, note_outage, note_power_cut, outages, rest, watch_outage
from kiosk.desk.print_receipt import owed
from kiosk.desk.slips import owed_slips
from kiosk.domain.followups import FeeDemanded, FeeReceived, SlipLost, Stamp
from kiosk.domain.slips import DayClose, decode_slip
from kiosk.errors import Refused
from tests.harness.counter import OPERATOR, Watch, copy_home, draft, opened, register

TODAY = date(2026, 11, 23)
ME = {"operator": OPERATOR, "via": "window"}


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def promise_call(desk: Desk, name: str = "হালিমা বেগম", on: str = "2026-11-24") -> str:
    visit = VisitDraft("callback", topic="ভাতা", name=name, mobile="01700000199", callback_on=on)
    return log_visit(desk, visit, **ME).visit_id


def colleague(desk: Desk) -> str:
    add_operator(desk, login="karim", name_bn="করিম", role="operator", password="another passphrase", by=OPERATOR)
    return "karim"


def test_a_promised_call_is_due_overdue_tried_again_and_done(desk: Desk, watch: Watch) -> None:
    visit = promise_call(desk)
    assert callbacks(desk) == ()
    watch.forward(days=2)
    (due,) = callbacks(desk)
    assert (due.visit_id, due.due_on, due.overdue, due.visit.name) == (visit, "2026-11-24", 1, "হালিমা বেগম")
    settle_callback(desk, visit, "not_reached", again_on=TODAY + timedelta(days=3), **ME)
    assert callbacks(desk) == ()
    watch.forward(days=1)
    assert [(one.tries, one.overdue) for one in callbacks(desk)] == [(1, 0)]
    settle_callback(desk, visit, "done", **ME)
    assert callbacks(desk, TODAY + timedelta(days=30)) == ()


def test_a_call_that_cannot_be_settled_says_why(desk: Desk) -> None:
    visit = promise_call(desk)
    for result, more, code in (
        ("maybe", {}, "callback.result"),
        ("again", {}, "callback.day"),
        ("again", {"again_on": TODAY - timedelta(days=1)}, "callback.day"),
    ):
        with pytest.raises(Refused) as refused:
            settle_callback(desk, visit, result, **more, **ME)
        assert codes(refused) == [code]
    settle_callback(desk, visit, "done", **ME)
    for which, code in ((visit, "callback.settled"), ("nobody", "callback.unknown")):
        with pytest.raises(Refused) as refused:
            settle_callback(desk, which, "done", **ME)
        assert codes(refused) == [code]


def test_a_day_names_everything_that_remains(desk: Desk) -> None:
    number = register(desk, 1).application.receive_number
    promise_call(desk, on="2026-11-23")
    asked = FeeDemanded(number, poisha=2000, base_poisha=2000)
    follow_up(desk, asked, print_slip=False, **ME)
    balance = day_balance(desk)
    assert [(one.of, one.reference or one.name, one.name) for one in balance.left][:1] == [
        ("receipt", number, "আবদুল করিম 1")
    ]
    assert {one.of for one in balance.left} == {"receipt", "callback"}
    assert (balance.counts["walk_in"], balance.counts["visits"], balance.counts["owed"]) == (1, 1, 1)
    assert (balance.first_number, balance.last_number, balance.remaining) == (number, number, 2)


def test_a_fee_that_does_not_match_remains(desk: Desk, watch: Watch) -> None:
    number = register(desk, 1, print_receipt=False).application.receive_number
    follow_up(desk, FeeDemanded(number, poisha=2000, base_poisha=2000), print_slip=False, **ME)
    watch.forward(minutes=1)
    follow_up(desk, FeeReceived(number, stamps=(Stamp(500, 2),)), print_slip=False, **ME)
    (left,) = day_balance(desk).left
    assert (left.of, left.reference, left.reason) == ("fee", number, "fee.less")


def test_a_day_closes_at_zero_or_with_somebody_named(desk: Desk) -> None:
    number = register(desk, 1).application.receive_number
    with pytest.raises(Refused) as refused:
        close_day(desk, **ME)
    assert (codes(refused), refused.value.problems[0].params) == (["day.left"], {"count": 1})
    with pytest.raises(Refused) as refused:
        close_day(desk, hand_over_to="nobody", **ME)
    assert codes(refused) == ["login.unknown"]
    done = close_day(desk, hand_over_to=colleague(desk), **ME)
    assert done.handed_to == "karim"
    with desk.store.read() as unit:
        (body,) = unit.one("SELECT body FROM slip_job WHERE id = ?", done.slip_job) or ("",)
    slip = decode_slip(body)
    assert isinstance(slip, DayClose)
    assert len(slip.left) == 1
    assert "আবদুল করিম 1 → করিম" in slip.left[0]
    assert (slip.first_number, slip.journal_head) == (number, done.balance.head.hash)
    again = day_balance(desk)
    assert (again.closed_by, again.closings) == (OPERATOR, 1)


def test_a_day_without_anything_left_needs_nobody(desk: Desk) -> None:
    register(desk, 1, print_receipt=False)
    done = close_day(desk, hand_over_to="whoever", **ME)
    assert (done.handed_to, done.balance.remaining) == ("", 0)
    with pytest.raises(Refused) as refused:
        close_day(desk, day=TODAY + timedelta(days=1), **ME)
    assert codes(refused) == ["day.future"]


def test_a_shift_goes_to_a_colleague_with_what_remains(desk: Desk) -> None:
    open_shift(desk, **ME)
    register(desk, 1)
    assert shift_of(desk) == OPERATOR
    with pytest.raises(Refused) as refused:
        hand_over_shift(desk, OPERATOR, **ME)
    assert codes(refused) == ["shift.same"]
    assert [one.of for one in hand_over_shift(desk, colleague(desk), **ME)] == ["receipt"]
    assert shift_of(desk) == "karim"
    close_day(desk, hand_over_to="karim", **ME)
    assert shift_of(desk) == ""


def test_an_outage_is_noted_and_ended(desk: Desk, watch: Watch) -> None:
    began = watch.now - timedelta(minutes=30)
    note_outage(desk, "line", began, note="তার কাটা", **ME)
    note_outage(desk, "line", began, watch.now, **ME)
    (one,) = outages(desk, TODAY)
    assert (one.since, one.until, one.note, one.by_hand) == (began, watch.now, "তার কাটা", True)
    for what, since, until, code in (
        ("water", began, None, "outage.unknown"),
        ("power", watch.now, began, "outage.time"),
        ("power", watch.now + timedelta(minutes=1), None, "outage.time"),
    ):
        with pytest.raises(Refused) as refused:
            note_outage(desk, what, since, until, **ME)
        assert codes(refused) == [code]


def test_the_program_sees_the_printer_go_and_come(desk: Desk, watch: Watch) -> None:
    assert watch_outage(desk, "printer", works=True, operator=OPERATOR) is None
    assert watch_outage(desk, "printer", works=False, operator=OPERATOR)
    assert watch_outage(desk, "printer", works=False, operator=OPERATOR) is None
    watch.forward(minutes=7)
    ended = watch_outage(desk, "printer", works=True, operator=OPERATOR)
    assert ended
    assert ended.until == watch.now
    assert [(one.until, one.by_hand) for one in outages(desk, TODAY)] == [(watch.now, False)]


def test_a_power_cut_is_the_gap_since_the_last_sign_of_life(desk: Desk, watch: Watch) -> None:
    assert note_power_cut(desk, OPERATOR) is None
    beat(desk)
    last = watch.now
    watch.forward(minutes=45)
    cut = note_power_cut(desk, OPERATOR)
    assert cut
    assert (cut.what, cut.since, cut.until) == ("power", last, watch.now)
    assert note_power_cut(desk, OPERATOR) is None
    beat(desk)
    rest(desk)
    watch.forward(minutes=45)
    assert note_power_cut(desk, OPERATOR) is None


ROWS = {
    "follow_up": "seq, kind, receive_number, day, at, operator, poisha, body",
    "stamp": "*",
    "callback": "*",
    "shift": "*",
    "outage": "*",
    "closed_day": "*",
    "step": "receive_number, kind, at, body",
    "application": "receive_number, state, body",
}


def rows(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    with desk.store.read() as unit:
        return {
            table: sorted(tuple(row) for row in unit.all(f"SELECT {columns} FROM {table}"))
            for table, columns in ROWS.items()
        }


def test_every_row_of_the_day_is_made_again_from_the_ledger(home, desk: Desk, watch: Watch) -> None:
    open_shift(desk, **ME)
    number = register(desk, 1).application.receive_number
    visit = promise_call(desk)
    for body in (
        FeeDemanded(number, poisha=2000, base_poisha=2000),
        FeeReceived(number, stamps=(Stamp(1000, 2, ("ক-1", "ক-2")),)),
    ):
        watch.forward(minutes=1)
        follow_up(desk, body, **ME)
    follow_up(desk, SlipLost(number, fact="mobile"), proof=draft(1).applicants[0].mobile, **ME)
    note_outage(desk, "line", watch.now, **ME)
    settle_callback(desk, visit, "not_reached", again_on=TODAY, **ME)
    close_day(desk, hand_over_to=OPERATOR, **ME)
    before = rows(desk)
    assert all(before.values())
    lost = copy_home(home, home.with_name("lost"))
    for name in ("counter.db", "counter.db-wal", "counter.db-shm"):
        (lost / name).unlink(missing_ok=True)
    again = opened(lost, watch)
    try:
        assert rows(again) == before
        assert [paper.state for paper in owed(again)] == ["not_known"]
        assert owed_slips(again) == ()
    finally:
        close_desk(again)
        shutil.rmtree(lost)
