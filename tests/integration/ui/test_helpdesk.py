"""The helpdesk strip over a screen, by keyboard alone."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk.desk.guidance import change_guidance
from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.domain.application import Visit
from kiosk.domain.catalogue import DayType
from kiosk.domain.guidance import Entry, Guide
from kiosk.domain.slips import FeePart, FloorPlan, WhereToGo, Words, decode_slip
from kiosk.i18n import sentence
from kiosk.ui.helpdesk.guidance import ask_here, days_of, fee_of, guidance
from kiosk.ui.helpdesk.presenter import ANSWERS, HelpdeskPresenter
from kiosk.ui.helpdesk.view import HelpdeskStrip
from tests.harness.counter import OPERATOR
from tests.integration.ui.hands import ALT, CTRL, SHIFT

NOWHERE = "রকেট চালনার অনুমতি xyz"


@pytest.fixture
def presenter(desk, tasks):
    return HelpdeskPresenter(desk, tasks, operator=OPERATOR)


@pytest.fixture
def below(qtbot):
    """A screen with a field in which somebody is writing."""
    window = QWidget()
    entry = QLineEdit("অর্ধেক লেখা", window)
    entry.setObjectName("below")
    return window


@pytest.fixture
def strip(below, presenter):
    made = HelpdeskStrip(below)
    presenter.changed.connect(made.render)
    made.who_typed.connect(presenter.on_who)
    made.who_left.connect(presenter.on_who_left)
    made.topic_typed.connect(presenter.on_topic)
    made.chosen.connect(presenter.choose)
    made.moved.connect(presenter.move)
    made.answered.connect(presenter.on_answer)
    made.logged.connect(presenter.log)
    made.began.connect(presenter.begin_application)
    made.left.connect(presenter.leave)
    made.phoned.connect(presenter.on_phone)
    made.callback_typed.connect(presenter.on_callback)
    presenter.left.connect(made.hide)
    return made


@pytest.fixture
def hands(below, strip, presenter, hands_on):
    made = hands_on(below)
    presenter.open()
    strip.open()
    assert made.on is strip.what.entry
    return made.press(Qt.Key.Key_W, held=ALT)


def visits(desk):
    with desk.store.read() as unit:
        return [msgspec.json.decode(body, type=Visit) for (body,) in unit.all("SELECT body FROM visit")]


def test_enter_words_enter_logs_a_visit(hands, strip, desk):
    hands.enter().type(NOWHERE).enter().wait(lambda: not strip.isVisible())
    (visit,) = visits(desk)
    assert (visit.topic, visit.service, visit.answer) == (NOWHERE, "", "told")


def test_the_service_that_is_shown_is_the_one_that_is_written(hands, strip, presenter, desk):
    hands.enter().type("খতিয়ান")
    chosen = presenter.state.choices[0]
    assert presenter.state.guidance.name == chosen.name
    assert chosen.name in presenter.state.summary
    hands.enter().wait(lambda: not strip.isVisible())
    (visit,) = visits(desk)
    assert (visit.service, visit.topic) == (chosen.code.removeprefix("service."), "")


def test_down_goes_to_the_next_guess_and_last_to_the_words_alone(hands, strip, presenter, desk):
    hands.enter().type("খতিয়ান").press(Qt.Key.Key_Down)
    assert presenter.state.guidance.name == presenter.state.choices[1].name
    hands.press(*[Qt.Key.Key_Down] * 5)
    assert presenter.state.guidance is None
    hands.enter().wait(lambda: not strip.isVisible())
    assert (visits(desk)[0].service, visits(desk)[0].topic) == ("", "খতিয়ান")


def test_what_the_hands_chose_stays_when_the_offices_words_arrive(hands, presenter, desk):
    hands.enter().type("খতিয়ান").wait(lambda: presenter._known and presenter.state.choices)
    hands.press(Qt.Key.Key_Down)
    name, known = presenter.state.guidance.name, presenter._known
    change_guidance(desk, Entry("branch.revenue_sa", room="২০৫"), operator=OPERATOR, via="window")
    presenter._use_directory(presenter._read_directory(known))
    assert presenter._known is not known
    assert presenter.state.guidance.name == name


@pytest.mark.parametrize("place", range(len(ANSWERS)))
def test_digits_choose_the_answer_where_the_answers_are(hands, strip, desk, place):
    hands.type("মনোয়ারা").enter().type("খতিয়ান").press(Qt.Key.Key_Tab).type(str(place + 1)).enter()
    hands.wait(lambda: visits(desk))
    assert visits(desk)[0].answer == ANSWERS[place]


@pytest.mark.parametrize("place", range(len(ANSWERS)))
def test_alt_and_a_digit_answer_from_anywhere_so_a_visit_is_three_keys(hands, strip, desk, place):
    hands.type("মনোয়ারা").enter().type("খতিয়ান").press(Qt.Key(Qt.Key.Key_1 + place), held=ALT).enter()
    hands.wait(lambda: visits(desk))
    assert visits(desk)[0].answer == ANSWERS[place]


def test_digits_belong_to_the_words_before(hands, presenter):
    hands.enter().type("2")
    assert presenter.state.topic == "2"
    assert presenter.state.answer == "told"


def test_arrows_choose_the_answer_too(hands, presenter):
    hands.enter().type(NOWHERE).press(Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert presenter.state.answer == ANSWERS[2]
    hands.press(Qt.Key.Key_Return, held=SHIFT).press(Qt.Key.Key_Return, held=SHIFT).type("0")
    assert presenter.state.who == "0"


def test_a_mobile_and_a_name_are_told_apart(hands, strip, desk):
    hands.type("০১৭০০-০০০৩৩৮").enter().type(NOWHERE).enter().wait(lambda: visits(desk))
    assert (visits(desk)[0].mobile, visits(desk)[0].name) == ("+8801700000338", "")


def test_a_name_is_kept_as_a_name(hands, desk):
    hands.type("মনোয়ারা বেগম").enter().type(NOWHERE).enter().wait(lambda: visits(desk))
    assert (visits(desk)[0].mobile, visits(desk)[0].name) == ("", "মনোয়ারা বেগম")


def test_a_mobile_that_cannot_be_right_is_said_on_leaving(hands, strip, presenter, desk):
    hands.type("01700").enter()
    assert strip.who.sentence == sentence("phone.form")
    hands.type(NOWHERE).enter()
    assert not visits(desk)
    assert strip.isVisible()


def test_without_a_word_nothing_is_written(hands, strip, desk):
    hands.enter(2)
    assert strip.what.sentence == sentence("visit.empty")
    assert not visits(desk)
    hands.type(NOWHERE)
    assert not strip.what.sentence


def test_ctrl_enter_begins_an_application_with_what_is_known(hands, strip, presenter, desk, qtbot):
    hands.type("01700000338").enter().type("খতিয়ান")
    code = presenter.state.choices[0].code.removeprefix("service.")
    with qtbot.waitSignal(presenter.began, timeout=10_000) as began:
        hands.press(Qt.Key.Key_Return, held=CTRL)
    (begun,) = began.args
    assert (begun.service, begun.mobile, begun.name) == (code, "+8801700000338", "")
    assert visits(desk)[0].answer == "begun"


def test_esc_goes_back_and_writes_nothing(hands, strip, below, desk):
    hands.enter().type(NOWHERE).press(Qt.Key.Key_Escape)
    assert not strip.isVisible()
    assert not visits(desk)
    assert below.findChild(QLineEdit, "below").text() == "অর্ধেক লেখা"


def test_tab_stays_inside_the_strip(hands, strip):
    for _step in range(7):
        hands.press(Qt.Key.Key_Tab)
        assert strip.isAncestorOf(hands.on)
    for _step in range(7):
        hands.press(Qt.Key.Key_Backtab, held=SHIFT)
        assert strip.isAncestorOf(hands.on)


def test_the_next_visit_begins_empty(hands, strip, presenter):
    hands.type("01700000338").enter().type(NOWHERE).press(Qt.Key.Key_3, held=ALT).enter().wait(
        lambda: not strip.isVisible()
    )
    presenter.open()
    strip.open()
    assert (strip.who.text, strip.what.text, presenter.state.answer) == ("", "", "told")
    assert hands.on is strip.what.entry


def owed_slips(desk):
    with desk.store.read() as unit:
        return [decode_slip(body) for (body,) in unit.all("SELECT body FROM slip_job ORDER BY id")]


def test_the_slip_is_owed_with_the_visit_and_says_where_to_go(hands, strip, presenter, desk):
    change_guidance(
        desk, Entry("branch.revenue_sa", room="২০৫", floor=Words("দোতলা, ডান দিকে")), operator=OPERATOR, via="window"
    )
    presenter.open()
    strip.open()
    hands.enter().type("খাস জমি").press(Qt.Key.Key_2, held=ALT).enter().wait(lambda: not strip.isVisible())
    (slip,) = owed_slips(desk)
    assert isinstance(slip, WhereToGo)
    assert (slip.room, slip.floor.bn, slip.work.bn) == ("২০৫", "দোতলা, ডান দিকে", "কৃষি খাস জমি")
    assert [part.poisha for part in slip.fees] == [2000, 24100]


def test_the_way_to_the_room_is_drawn_here_and_on_the_slip(hands, strip, presenter, desk):
    hands.enter().type("খাস জমি")
    hands.wait(lambda: presenter.state.guidance)
    assert presenter.state.guidance.plan is None
    floor = {"above": ("201", "202", "205"), "below": ("203", "", "207"), "stairs": 2}
    change_guidance(desk, Entry("branch.revenue_sa", room="২০৫", **floor), operator=OPERATOR, via="window")
    presenter.open()
    strip.open()
    hands.press(Qt.Key.Key_W, held=ALT).enter().type("খাস জমি").press(Qt.Key.Key_2, held=ALT)
    hands.wait(lambda: presenter.state.guidance and presenter.state.guidance.plan)
    assert not strip.grab().isNull()
    hands.enter().wait(lambda: not strip.isVisible())
    (slip,) = owed_slips(desk)
    assert slip.plan == FloorPlan(("201", "202", "২০৫"), ("203", "", "207"), 2)


def test_a_guess_that_leaves_words_out_is_only_offered(hands, presenter):
    hands.enter().type("আমার অনুমতি লাগবে xyz")
    assert presenter.state.choices
    assert presenter.state.chosen == -1
    hands.press(Qt.Key.Key_Down)
    assert presenter.state.guidance.name == presenter.state.choices[0].name


def test_words_alone_have_no_slip(hands, strip, desk):
    hands.enter().type(NOWHERE).press(Qt.Key.Key_2, held=ALT).enter()
    assert strip.what.sentence == sentence("visit.no_slip")
    assert not visits(desk)


def test_a_question_of_everyday_life_is_told_and_written_by_its_name(hands, strip, presenter, desk):
    hands.enter().type("namjari")
    assert presenter.state.guidance.stop
    hands.press(Qt.Key.Key_2, held=ALT).enter().wait(lambda: not strip.isVisible())
    assert (visits(desk)[0].topic, visits(desk)[0].service) == ("নামজারি (খারিজ)", "")
    assert "ভূমি অফিস" in owed_slips(desk)[0].elsewhere.bn


def test_to_call_back_a_day_is_set_and_somebody_to_call(hands, strip, presenter, desk):
    hands.enter().type("খতিয়ান").press(Qt.Key.Key_5, held=ALT)
    assert presenter.state.callback == "২৪-১১-২০২৬"
    hands.enter()
    assert strip.who.sentence == sentence("visit.callback")
    hands.type("01700000338").press(Qt.Key.Key_5, held=ALT).type("২৯-১১-২০২৬").enter().wait(
        lambda: not strip.isVisible()
    )
    assert (visits(desk)[0].callback_on, visits(desk)[0].mobile) == ("2026-11-29", "+8801700000338")


def test_a_day_gone_by_is_no_day_to_call_back(hands, strip, desk):
    hands.type("01700000338").enter().type("খতিয়ান").press(Qt.Key.Key_5, held=ALT).type("২০-১১-২০২৬").enter()
    hands.wait(lambda: strip.callback.sentence == sentence("visit.callback_past"))
    assert not visits(desk)


def test_who_asks_by_telephone_is_noted_so(hands, strip, desk):
    hands.press(Qt.Key.Key_P, held=ALT).enter().type(NOWHERE).enter().wait(lambda: visits(desk))
    assert visits(desk)[0].channel == "phone"


def test_who_came_before_is_known_by_the_mobile(hands, strip, presenter, desk):
    for _time in range(2):
        log_visit(desk, VisitDraft("told", "khas_agri_settlement", mobile="01700000338"), operator=OPERATOR, via="cli")
    hands.type("01700000338").enter().wait(lambda: presenter.state.before)
    assert "২" in presenter.state.before
    assert "কৃষি খাস জমি" in presenter.state.before
    presenter.on_who("01700000339")
    assert not presenter.state.before


GUIDE = Guide("question.x", Words("প্রশ্ন", "Question"), branch=Words("সাধারণ শাখা", "General"))


def test_guidance_invents_neither_room_nor_fee_nor_days():
    told = guidance(GUIDE)
    assert (told.room, told.branch) == ("", "সাধারণ শাখা")
    assert (told.officer, told.hours) == (ask_here(), ask_here())
    assert not any(digit in told.fee + told.days for digit in "0123456789০১২৩৪৫৬৭৮৯")


def test_guidance_says_what_is_confirmed():
    fees = (FeePart("court_fee", 2000), FeePart("challan", 24100))
    assert "২০" in fee_of(fees)
    assert "২৪১" in fee_of(fees)
    known = GUIDE._replace(room="205", days=90, day_type=DayType.CALENDAR, stop=Words("অন্য অফিসে"))
    assert guidance(known).room == "২০৫"
    assert days_of(known).startswith("৯০")
    assert guidance(known).stop == "অন্য অফিসে"


def test_a_strip_that_grows_keeps_its_keys_in_sight(hands, strip, below, presenter):
    below.resize(1366, 768)
    below.show()
    tall = strip._area.height()
    strip.who.show_problem("এখানে দুই লাইনের কথা আছে, সরু ঘরের নিচে")
    hands.wait(lambda: strip._area.height() > tall)
    assert strip._area.verticalScrollBar().maximum() == 0
