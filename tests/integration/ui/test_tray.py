"""What is not settled, and settling it by keyboard alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from kiosk.desk.drafts import park
from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.desk.print_receipt import forget_interrupted, owed, print_next
from kiosk.desk.printers import remember_printer
from kiosk.desk.tray import rows
from kiosk.domain.application import Applicant, ApplicationDraft, Channel
from kiosk.domain.clock import stamp, system_rng
from kiosk.domain.portal import WaitingNews, new_reference
from kiosk.i18n import _, digits, receive_number, sentence
from kiosk.store import web_tray
from kiosk.ui.tray.presenter import TrayPresenter
from kiosk.ui.tray.state import Part
from kiosk.ui.tray.wiring import tray_screen
from kiosk.ui.tray.words import age
from tests.harness.counter import OPERATOR, register
from tests.integration.ui.hands import ALT, CTRL


@pytest.fixture
def with_server(desk):
    """The same desk, no longer alone."""
    return desk.with_settings(replace(desk.settings, server_url="http://127.0.0.1:9"))


@pytest.fixture
def presenter(with_server, tasks):
    return TrayPresenter(with_server, tasks, operator=OPERATOR)


@pytest.fixture
def left():
    return []


@pytest.fixture
def view(presenter, left):
    return tray_screen(presenter, lambda signal, slot: signal.connect(slot), lambda: left.append(True))


def not_known(desk):
    """Leave a receipt as a crash leaves it."""
    done = register(desk)
    with desk.store.write() as unit:
        unit.run("UPDATE print_job SET state = 'sending' WHERE receive_number = ?", done.application.receive_number)
    forget_interrupted(desk)
    return done.application.receive_number


def refused(desk, done):
    with desk.store.write() as unit:
        unit.run(
            "INSERT INTO refusal (seq, code, field, at, settled_at) VALUES (?, 'field.required', 'fields.mouza', ?, '')",
            done.seq,
            stamp(desk.clock()),
        )


def states(desk):
    return {(row.of, row.state) for row in rows(desk) if row.what != "operator.changed"}


def test_everything_that_is_not_settled_is_listed_with_its_reason(with_server):
    done = register(with_server)
    print_next(with_server, "tcp://127.0.0.1:9")
    paper = next(row for row in rows(with_server) if row.of == "paper")
    line = next(row for row in rows(with_server) if row.what == done.service.code)
    assert (paper.receive_number, paper.mine, bool(paper.reason)) == (done.application.receive_number, True, True)
    assert (line.state, line.mine, line.name) == ("waiting", False, done.application.first_applicant.shown_name)


def test_what_needs_a_person_comes_first(with_server):
    done = register(with_server, 1)
    register(with_server, 2)
    refused(with_server, done)
    first = rows(with_server)[0]
    assert (first.state, first.reason, first.field) == ("repair", "field.required", "fields.mouza")
    assert sum(row.seq == done.seq for row in rows(with_server)) == 1


def test_a_counter_alone_has_nothing_to_send(desk):
    register(desk, print_receipt=False)
    assert rows(desk) == ()


def test_sent_without_an_answer_is_not_known(with_server):
    done = register(with_server, print_receipt=False)
    with with_server.store.write() as unit:
        unit.run("UPDATE sync_state SET sending_to = ?, sending_since = ''", done.seq)
    assert states(with_server) == {("line", "not_known")}


def test_a_receipt_that_came_out_leaves_the_list(view, hands_on, presenter, with_server, qtbot):
    not_known(with_server)
    hands = hands_on(view).wait(lambda: presenter.state.lines)
    assert presenter.state.detail.asks
    with qtbot.waitSignal(presenter.settled, timeout=10_000):
        hands.press(Qt.Key.Key_Y, held=ALT)
    hands.wait(lambda: presenter.state.counts[1] == 0)
    assert owed(with_server) == ()


def test_a_receipt_that_did_not_come_out_is_owed_as_a_copy(view, hands_on, presenter, with_server, qtbot):
    number = not_known(with_server)
    hands = hands_on(view).wait(lambda: presenter.state.lines)
    with qtbot.waitSignal(presenter.settled, timeout=10_000):
        hands.press(Qt.Key.Key_N, held=ALT)
    (paper,) = owed(with_server)
    assert (paper.receive_number, paper.ordinal) == (number, 1)


def test_the_three_parts_are_said(view, hands_on, presenter, with_server):
    done = register(with_server, print_receipt=False)
    refused(with_server, done)
    hands_on(view).wait(lambda: presenter.state.detail)
    detail = presenter.state.detail
    assert detail.happened == sentence("field.required")
    assert receive_number(done.application.receive_number) in detail.safe
    assert detail.to_do


def test_digits_show_the_parts(view, hands_on, presenter, with_server):
    not_known(with_server)
    hands = hands_on(view).wait(lambda: presenter.state.lines)
    everything = presenter.state.counts[0]
    hands.type("2")
    assert presenter.state.part is Part.MINE
    assert len(presenter.state.lines) == presenter.state.counts[1] == 1
    hands.type("3")
    assert len(presenter.state.lines) == presenter.state.counts[2] == everything - 1


def test_arrows_choose_a_row_and_keep_it_when_the_list_moves(view, hands_on, presenter, with_server):
    hands = hands_on(view).wait(lambda: presenter.state.lines)
    hands.press(Qt.Key.Key_Down)
    assert presenter.state.chosen == 1
    who = presenter.state.lines[1].who
    not_known(with_server)
    presenter.open()
    hands.wait(lambda: presenter.state.counts[1])
    assert presenter.state.lines[presenter.state.chosen].who == who


def test_keys_send_print_and_leave(view, hands_on, presenter, with_server, qtbot, left):
    register(with_server)
    hands = hands_on(view).wait(lambda: presenter.state.lines)
    with qtbot.waitSignal(presenter.send_wanted):
        hands.press(Qt.Key.Key_R, held=CTRL)
    with qtbot.waitSignal(presenter.print_wanted):
        view.detail.print_.click()
    hands.press(Qt.Key.Key_Escape)
    assert left


def test_a_paper_that_failed_says_when_it_is_tried_again(view, hands_on, presenter, with_server, watch):
    register(with_server)
    for _try in range(4):
        print_next(with_server, "tcp://127.0.0.1:9")
    hands = hands_on(view).wait(lambda: presenter.state.lines)
    hands.type("4")
    assert (presenter.state.part, presenter.state.counts[3]) == (Part.OWED, 1)
    (line,) = presenter.state.lines
    assert line.reason.endswith(_("again in {time}").format(time=_("{n} min").format(n=digits(1))))
    again = _("It is tried again by itself in {time}.").format(time=_("{n} min").format(n=digits(1)))
    assert again in presenter.state.detail.to_do
    watch.forward(seconds=61)
    presenter.open()
    hands.wait(lambda: again not in presenter.state.detail.to_do)


def test_a_paper_moves_to_a_printer_that_is_known_or_typed(view, hands_on, presenter, with_server, qtbot):
    number = register(with_server).application.receive_number
    remember_printer(with_server, "tcp://192.0.2.7:9100")
    hands = hands_on(view).wait(lambda: presenter.state.lines)
    hands.type("4").press(Qt.Key.Key_P, held=ALT).wait(view.detail.places.isVisible)
    with qtbot.waitSignal(presenter.move_wanted) as moved:
        hands.press(Qt.Key.Key_2, held=ALT)  # the first is the counter's own
    assert moved.args == [number, "tcp://192.0.2.7:9100"]
    assert not view.detail.places.isVisible()
    hands.press(Qt.Key.Key_P, held=ALT).wait(view.detail.places.isVisible)
    with qtbot.waitSignal(presenter.move_wanted) as moved:
        hands.type("/tmp/slip.bin").enter()
    assert moved.args == [number, "/tmp/slip.bin"]


def test_escape_leaves_the_paper_where_it_is(view, hands_on, presenter, with_server, left):
    register(with_server)
    hands = hands_on(view).wait(lambda: presenter.state.lines)
    hands.type("4").press(Qt.Key.Key_P, held=ALT).wait(view.detail.places.isVisible)
    hands.press(Qt.Key.Key_Escape)
    assert not view.detail.places.isVisible()
    assert left == []
    assert view.table.hasFocus()


def test_one_key_tells_that_a_paper_came_out(view, hands_on, presenter, with_server, qtbot):
    not_known(with_server)
    hands = hands_on(view).wait(lambda: presenter.state.lines)
    with qtbot.waitSignal(presenter.settled, timeout=10_000):
        hands.type("y")
    assert owed(with_server) == ()


def test_an_empty_tray_says_that_all_is_settled(hands_on, desk, tasks):
    alone = TrayPresenter(desk, tasks, operator=OPERATOR)
    screen = tray_screen(alone, lambda signal, slot: signal.connect(slot), lambda: None)
    hands_on(screen).wait(lambda: not tasks.busy)
    assert alone.state.lines == ()
    assert not screen.table.isVisible()


NOW = datetime(2026, 11, 23, 4, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "shown"),
    [
        (timedelta(seconds=3), "3"),
        (timedelta(minutes=31), "31"),
        (timedelta(hours=1, minutes=6), "06"),
        (timedelta(days=18), "18"),
        (timedelta(seconds=-30), "0"),
    ],
)
def test_the_age_is_told_in_the_largest_unit(ago, shown):
    assert digits(shown) in age(NOW - ago, NOW)


def test_a_promised_call_is_settled_by_a_key_or_comes_again_on_a_working_day(desk, view, presenter, hands_on):
    for name in ("হালিমা বেগম", "সুবল মিস্ত্রি"):
        call = VisitDraft("callback", topic="ভাতা", name=name, mobile="01700000199", callback_on="2026-11-23")
        log_visit(desk, call, operator=OPERATOR, via="cli")
    hands = hands_on(view)
    hands.wait(lambda: presenter.state.counts[4] == 2)
    hands.press(Qt.Key.Key_5)
    assert _("Call to make") == presenter.state.detail.title
    hands.press(Qt.Key.Key_D, held=ALT).wait(lambda: presenter.state.counts[4] == 1)
    hands.press(Qt.Key.Key_T, held=ALT).wait(view.detail.day.isVisible)
    assert view.detail.day.day.text == "২৪-১১-২০২৬"
    hands.enter().wait(lambda: presenter.state.counts[4] == 0)
    with desk.store.read() as unit:
        assert unit.all("SELECT due_on, tries, settled_at <> '' FROM callback ORDER BY settled_at") == [
            ("2026-11-24", 1, 0),
            ("2026-11-23", 0, 1),
        ]


def test_another_call_is_promised_for_a_day_in_words(desk, view, presenter, hands_on):
    call = VisitDraft("callback", topic="ভাতা", name="হালিমা বেগম", mobile="01700000199", callback_on="2026-11-23")
    log_visit(desk, call, operator=OPERATOR, via="cli")
    hands = hands_on(view)
    hands.wait(lambda: presenter.state.counts[4] == 1)
    hands.press(Qt.Key.Key_5).press(Qt.Key.Key_T, held=ALT).wait(view.detail.day.isVisible)
    for typed, says in (("গতকাল", "callback.day"), ("আগামী শুক্রবার", "")):
        presenter.on_day(typed)
        hands.enter()
        assert presenter.state.day_problem == (sentence(says) if says else _("The office is closed that day."))
    presenter.on_day("আগামী রবিবার")
    assert "২৯" in presenter.state.day_words
    hands.enter().wait(lambda: presenter.state.counts[4] == 0)
    with desk.store.read() as unit:
        assert unit.all("SELECT due_on, tries FROM callback") == [("2026-11-29", 1)]


def test_escape_promises_no_other_call(desk, view, presenter, hands_on, left):
    call = VisitDraft("callback", topic="ভাতা", name="হালিমা বেগম", mobile="01700000199", callback_on="2026-11-23")
    log_visit(desk, call, operator=OPERATOR, via="cli")
    hands = hands_on(view)
    hands.wait(lambda: presenter.state.counts[4] == 1)
    hands.press(Qt.Key.Key_5).press(Qt.Key.Key_T, held=ALT).wait(view.detail.day.isVisible)
    hands.press(Qt.Key.Key_Escape).wait(lambda: not view.detail.day.isVisible())
    assert (presenter.state.counts[4], left) == (1, [])


def from_the_web(desk):
    person = Applicant(name="হালিমা বেগম", mobile="+8801700000146")
    reference = new_reference(79, system_rng)
    draft = ApplicationDraft("khatian_copy_normal", Channel.PORTAL, (person,), "খতিয়ানের নকল", portal_id=reference)
    with desk.store.write() as unit:
        web_tray.put(unit, WaitingNews(reference, draft, stamp(desk.clock())))
    return reference


def test_what_came_from_the_web_has_a_row_and_its_pages_can_be_asked_for(desk, view, presenter, hands_on):
    reference = from_the_web(desk)
    fetched: list[int] = []
    presenter.fetch_wanted.connect(fetched.append)
    hands = hands_on(view)
    hands.wait(lambda: presenter.state.counts[5] == 1).press(Qt.Key.Key_6)
    assert presenter.state.lines[0].state == _("From the web")
    assert digits(reference[:4]) in presenter.state.detail.safe
    hands.press(Qt.Key.Key_L, held=ALT).wait(lambda: view.pages.isVisible() and presenter.state.web.image is None)
    hands.wait(lambda: presenter.state.web.said == sentence("net.refused"))
    hands.press(Qt.Key.Key_Escape).wait(lambda: not view.pages.isVisible())
    hands.enter()
    with desk.store.read() as unit:
        assert fetched == [row for (row,) in unit.all("SELECT id FROM parked")]


def test_enter_brings_back_what_was_laid_aside(desk, view, presenter, hands_on):
    number = park(desk, OPERATOR, b"{}", title="হালিমা বেগম")
    fetched: list[int] = []
    presenter.fetch_wanted.connect(fetched.append)
    hands = hands_on(view)
    hands.wait(lambda: presenter.state.lines).press(Qt.Key.Key_2)
    assert presenter.state.lines[0].who.startswith("হালিমা বেগম")
    hands.enter()
    assert fetched == [number]


def test_enter_opens_what_the_centre_did_not_take_at_the_field_that_it_names(desk, view, presenter, hands_on):
    done = register(desk)
    refused(desk, done)
    wanted: list[tuple[str, str, str]] = []
    presenter.repair_wanted.connect(lambda *said: wanted.append(said))
    hands = hands_on(view)
    hands.wait(lambda: presenter.state.lines).press(Qt.Key.Key_2).wait(lambda: presenter.state.part is Part.MINE)
    place = next(n for n, line in enumerate(presenter.state.lines) if line.state == _("Needs repair"))
    hands.press(*[Qt.Key.Key_Down] * place).enter()
    ((number, field, code),) = wanted
    assert number == done.application.receive_number
    assert (bool(field), bool(code)) == (True, True)
