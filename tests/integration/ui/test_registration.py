"""The registration screen, by keys alone, on a real desk."""

from email.message import EmailMessage
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from kiosk import i18n
from kiosk.desk.context import close_desk
from kiosk.desk.drafts import load_draft
from kiosk.desk.operators import add_operator, operators_at_start
from kiosk.desk.register import register_application
from kiosk.domain.application import Application
from kiosk.settings import read_settings
from kiosk.ui.main_window import MainWindow
from tests.harness.counter import OPERATOR, PASSWORD, copy_home, draft, opened
from tests.harness.papers import paper
from tests.harness.papers import saved as picture
from tests.integration.ui.hands import ALT, CTRL, SHIFT, Hands

Key = Qt.Key
OTHER = "another long passphrase"


@pytest.fixture
def windows(qtbot):
    """Closes every window, whatever the test did."""
    made: list[MainWindow] = []
    yield made
    for window in made:
        window.close()


@pytest.fixture
def opens(windows, watch, hands_on):
    """Return a function that opens the window of a home and signs in."""

    def sit_down(home) -> Hands:
        window = MainWindow(lambda: opened(home, watch), read_settings(home), operators_at_start(home), clock=watch)
        windows.append(window)
        hands = hands_on(window)
        hands.wait(lambda: window.session is not None)
        window._sign_in.signed_in.emit(operators_at_start(home)[0])  # a password costs a second; one test gives it
        return hands.wait(lambda: hands.on.objectName() == "field.service")

    return sit_down


@pytest.fixture
def hands(home, opens):
    return opens(home)


@pytest.fixture
def before(home, watch):
    """Two people came before."""
    desk = opened(home, watch)
    for name, mobile in (("করিম শেখ", "01700000113"), ("মো. আবদুল করিম", "01700000146")):
        register_application(desk, draft(name=name, mobile=mobile, address="সয়না"), operator=OPERATOR, via="cli")
    close_desk(desk)


def state(hands: Any):
    return hands.window.session.register.state


def shown(hands: Any, name: str) -> QLineEdit:
    return hands.window.findChild(QLineEdit, f"field.{name}")


def quiet(hands: Any) -> None:
    hands.wait(lambda: not hands.window.tasks.busy)


def applications(hands: Any) -> list[Application]:
    quiet(hands)
    with hands.window.session.desk.store.read() as unit:
        rows = unit.all("SELECT body FROM application ORDER BY id")
    return [msgspec.json.decode(row[0], type=Application) for row in rows]


def people_offered(hands: Any) -> list[str]:
    return [choice.value.name for choice in hands.window.screens.register.people_lists["mobile"].rows]


def saved(hands: Any) -> str:
    hands.press(Key.Key_Return, held=CTRL)
    hands.wait(lambda: state(hands).saved is not None and not state(hands).saving)
    return state(hands).saved.receive_number


# ------------------------------------------------------------------ the whole way


def test_a_whole_registration_by_keys(hands):
    hands.type("khatian").wait(lambda: state(hands).services)
    hands.press(Key.Key_Down, Key.Key_Return)
    assert hands.on.objectName() == "field.mobile"
    hands.type("01700000146").enter().type("1234567890").enter()
    hands.type("মো. আবদুল করিম").enter().type("আবদুল হাকিম").enter().type("সয়না, কাউখালী").enter()
    hands.type("কাউখালী").enter().type("৪২ সয়না")
    while not hands.on.objectName().startswith("paper."):
        by_post = hands.on.objectName().startswith("field.x.delivery_mode")
        hands.type("2") if by_post else hands.enter()
    hands.type("1").type("2").type("3")
    assert hands.on.objectName() == "button.save"
    hands.enter()
    hands.wait(lambda: state(hands).saved is not None and not state(hands).saving)
    (only,) = applications(hands)
    person = only.first_applicant
    assert (person.name, person.guardian, person.address) == ("মো. আবদুল করিম", "আবদুল হাকিম", "সয়না, কাউখালী")
    assert (person.mobile, person.id.number) == ("+8801700000146", "1234567890")
    assert (only.draft.fields["upazila"], only.draft.fields["mouza"]) == ("কাউখালী", "৪২ সয়না")
    assert sorted(only.draft.papers.values()) == ["given", "missing", "seen"]
    assert hands.window.screens.register.band.number.number == only.receive_number


def test_the_form_is_empty_and_the_cursor_in_service_when_the_number_shows(hands):
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম")
    saved(hands)
    assert state(hands).form.blank
    assert hands.on.objectName() == "field.service"


def test_saving_twice_saves_once(hands):
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম")
    hands.press(Key.Key_Return, held=CTRL).press(Key.Key_Return, held=CTRL).press(Key.Key_Return, held=CTRL)
    hands.wait(lambda: state(hands).saved is not None)
    hands.press(Key.Key_Return, held=CTRL)
    assert len(applications(hands)) == 1
    assert state(hands).problems == {}


def test_what_is_typed_while_the_number_is_on_its_way_belongs_to_the_next(hands):
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম")
    hands.press(Key.Key_Return, held=CTRL).type("খাস")
    hands.wait(lambda: state(hands).saved is not None)
    assert shown(hands, "service").text() == "খাস"
    assert [one.first_applicant.name for one in applications(hands)] == ["করিম"]


def test_without_a_receipt_nothing_is_printed(hands):
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম")
    hands.press(Key.Key_Return, held=CTRL | SHIFT)
    hands.wait(lambda: state(hands).saved is not None)
    quiet(hands)
    assert state(hands).saved.paper == "none"


def test_a_channel_by_its_key(hands):
    hands.press(Key.Key_2, held=ALT)
    assert state(hands).form.channel == "post"


# ------------------------------------------------------------------ lists are passive


def test_digits_and_enter_belong_to_the_field_until_the_down_key(before, hands):
    hands.press(Key.Key_1, held=CTRL).type("0170").wait(lambda: len(people_offered(hands)) == 2)
    hands.type("0000111").wait(lambda: state(hands).people_for == "" or not people_offered(hands))
    assert shown(hands, "mobile").text() == "01700-000111"
    hands.enter()
    assert hands.on.objectName() == "field.id"
    assert shown(hands, "name").text() == ""


def test_enter_with_an_open_list_takes_nobody(before, hands):
    hands.press(Key.Key_1, held=CTRL).type("017000001").wait(lambda: len(people_offered(hands)) == 2)
    hands.enter()
    assert hands.on.objectName() == "field.id"
    assert shown(hands, "name").text() == ""


def test_down_then_enter_takes_a_person_and_marks_what_was_filled(before, hands):
    hands.press(Key.Key_1, held=CTRL).type("017000001").wait(lambda: len(people_offered(hands)) == 2)
    second = people_offered(hands)[1]
    hands.press(Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert shown(hands, "name").text() == second
    assert state(hands).form.is_filled("name")
    assert hands.on.objectName() == "field.x.upazila"


def test_a_digit_takes_its_row_once_the_list_is_entered(before, hands):
    hands.press(Key.Key_1, held=CTRL).type("017000001").wait(lambda: len(people_offered(hands)) == 2)
    second = people_offered(hands)[1]
    hands.press(Key.Key_Down).type("2")
    assert shown(hands, "name").text() == second


def test_going_on_typing_leaves_the_list(before, hands):
    hands.press(Key.Key_1, held=CTRL).type("017000001").wait(lambda: len(people_offered(hands)) == 2)
    hands.press(Key.Key_Down, Key.Key_Backspace).type("2").enter()
    assert shown(hands, "name").text() == ""
    assert hands.on.objectName() == "field.id"


def test_escape_closes_the_list_and_clears_nothing(before, hands):
    hands.press(Key.Key_1, held=CTRL).type("017000001").wait(lambda: len(people_offered(hands)) == 2)
    hands.press(Key.Key_Escape).wait(lambda: state(hands).kept)
    assert people_offered(hands) == []
    assert shown(hands, "mobile").text() == "01700-0001"
    assert hands.on.objectName() == "field.mobile"


def test_the_same_application_is_warned_of_before_saving(before, hands):
    hands.press(Key.Key_1, held=CTRL).type("01700000146").enter()
    hands.wait(lambda: state(hands).duplicate is not None)
    assert state(hands).duplicate.receive_number.startswith("792601")


# ------------------------------------------------------------------ what is wrong


def test_a_wrong_mobile_is_told_under_the_field_on_leaving_it(hands):
    hands.press(Key.Key_1, held=CTRL).type("01700").enter()
    field = hands.window.screens.register.sheet.fields["mobile"]
    assert field.sentence == i18n.sentence("phone.form")
    assert shown(hands, "mobile").text() == "01700"
    hands.press(Key.Key_Return, held=SHIFT).type("0")
    assert field.sentence == ""


def test_saving_jumps_to_the_first_problem_and_loses_nothing(hands):
    hands.press(Key.Key_1, held=CTRL).type("01700").enter().enter().enter().type("গফুর")
    hands.press(Key.Key_Return, held=CTRL)
    assert hands.on.objectName() == "field.mobile"
    assert set(state(hands).problems) == {"mobile", "name"}
    assert shown(hands, "guardian").text() == "গফুর"
    assert applications(hands) == []


def test_an_empty_form_asks_for_the_service(hands):
    hands.press(Key.Key_Return, held=CTRL)
    assert hands.on.objectName() == "field.service"
    assert state(hands).problems["service"] == i18n.sentence("service.missing")


def test_several_services_could_be_meant(hands):
    hands.type("খতিয়ান").wait(lambda: len(state(hands).services) > 1).enter()
    assert "service" in state(hands).problems
    assert state(hands).form.service_typed == "খতিয়ান"


def test_the_only_service_meant_is_taken_on_leaving(hands):
    hands.type("কৃষি খাস জমি বন্দোবস্ত").wait(lambda: state(hands).services)
    wanted = state(hands).services
    hands.enter()
    assert (state(hands).form.service == wanted[0].code) == (len(wanted) == 1)


def test_what_the_desk_refuses_comes_back_as_it_was_typed(hands):
    desk = hands.window.session.desk
    with desk.store.write() as unit:
        unit.run("UPDATE counter SET last_year = 26, last_serial = 999999")
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম").press(
        Key.Key_Return, held=CTRL
    )
    hands.wait(lambda: not state(hands).saving)
    assert shown(hands, "name").text() == "করিম"
    assert i18n.sentence("number.spent") in hands.window.toast.words
    assert applications(hands) == []


def test_the_number_steps_back_when_the_next_form_needs_the_room(hands):
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম")
    saved(hands)
    view = hands.window.screens.register
    assert view.band.isVisible()
    hands.press(Key.Key_2, held=CTRL)
    assert not view.band.isVisible()
    assert hands.window.findChild(QWidget, "strip").isVisible()
    assert hands.window.findChild(QWidget, "button.save").isVisible()


# ------------------------------------------------------------------ nothing is lost


def test_a_crash_brings_the_form_back(home, hands, opens, tmp_path):
    hands.press(Key.Key_1, held=CTRL).type("01700000146").enter().enter().type("সুফিয়া")
    hands.wait(lambda: state(hands).kept)
    crashed = copy_home(home, tmp_path / "after-the-crash")
    again = opens(crashed).wait(lambda: state(hands) and not hands.window.tasks.busy)
    again.wait(lambda: shown(again, "name").text() == "সুফিয়া")
    assert state(again).form.service == "khatian_copy_normal"
    assert shown(again, "mobile").text() == "01700-000146"
    assert again.window.toast.words.startswith(i18n._("The power was cut."))


def test_leaving_properly_brings_it_back_too_and_blames_no_power(home, hands, opens, tmp_path):
    hands.type("খাস")
    hands.window.close()
    again = opens(home)
    again.wait(lambda: shown(again, "service").text() == "খাস")
    assert again.window.toast.words.startswith(i18n._("Your unfinished application is here."))


def test_a_registered_form_does_not_come_back(home, hands):
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম").wait(lambda: state(hands).kept)
    saved(hands)
    quiet(hands)
    assert load_draft(hands.window.session.desk, OPERATOR) is None


def test_clearing_can_be_undone(hands):
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম")
    hands.press(Key.Key_Delete, held=CTRL | SHIFT)
    assert state(hands).form.blank
    hands.press(Key.Key_Z, held=CTRL)
    assert shown(hands, "name").text() == "করিম"
    assert state(hands).service is not None


def test_another_language_keeps_what_is_typed(hands):
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("করিম")
    hands.press(Key.Key_L, held=CTRL | SHIFT)
    hands.wait(lambda: shown(hands, "name") is not None and shown(hands, "name").text() == "করিম")
    assert i18n.language() == "en"
    assert shown(hands, "service").text() == state(hands).service.name_en
    quiet(hands)
    assert read_settings(hands.window.session.desk.home).language == "en"


def test_lock_keeps_the_form_and_another_person_has_an_own_one(home, opens, watch, qtbot):
    desk = opened(home, watch)
    add_operator(desk, login="tapas", name_bn="তাপস", role="operator", password=OTHER, by=OPERATOR)
    close_desk(desk)
    window = MainWindow(lambda: opened(home, watch), read_settings(home), operators_at_start(home), clock=watch)
    qtbot.addWidget(window)
    hands = Hands(qtbot, window)
    hands.wait(lambda: window.session is not None)
    try:
        _sign_in(hands, 0, PASSWORD)
        hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type("হালিমা").press(Key.Key_F12)
        _sign_in(hands, 1, OTHER)
        assert state(hands).form.blank
        hands.press(Key.Key_F12)
        _sign_in(hands, 0, PASSWORD)
        hands.wait(lambda: shown(hands, "name").text() == "হালিমা")
    finally:
        window.close()


def _sign_in(hands: Any, row: int, password: str) -> None:
    window = hands.window
    window.sign_in_view.chosen.emit(row)
    window.sign_in_view.focus_password()
    hands.type(password).enter()
    hands.wait(lambda: window.work.isVisible() and window.session.operator is not None)
    quiet(hands)


# ------------------------------------------------------------------ for everybody


def test_tab_walks_the_sheet_in_order(hands):
    hands.press(Key.Key_1, held=CTRL)
    seen = [hands.on.objectName()]
    while seen[-1] != "button.save":
        seen.append(hands.press(Key.Key_Tab).on.objectName())
    assert seen[:5] == ["field.mobile", "field.id", "field.name", "field.guardian", "field.address"]
    assert seen.index("field.subject") < seen.index("paper.application")
    assert len(seen) == len(set(seen))


def test_everything_that_takes_the_focus_has_a_name_for_those_who_do_not_see(hands):
    hands.press(Key.Key_1, held=CTRL)
    nameless = [
        widget.objectName() or type(widget).__name__
        for widget in hands.window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.accessibleName()
    ]
    assert nameless == []


def test_no_key_does_two_things(hands):
    keys = [key.toString() for action in hands.window.actions() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert QKeySequence("Ctrl+Return").toString() in keys


def test_f1_shows_the_keys_of_the_screen(hands):
    hands.press(Key.Key_F1)
    assert hands.window.keys.isVisible()
    hands.press(Key.Key_Escape)
    assert not hands.window.keys.isVisible()
    assert QApplication.focusWidget().objectName() == "field.service"


# ------------------------------------------------------------------ what was found is corrected and voided


@pytest.fixture
def found(before, hands, watch):
    """The first of two applications, opened on the find screen, a day later."""
    watch.forward(days=1)
    hands.press(Key.Key_F3).type("01700000113")
    hands.wait(lambda: hands.window.session.find.state.card is not None)
    hands.press(Key.Key_Return).wait(lambda: hands.window.session.find.state.opened is not None)
    return hands.wait(lambda: hands.on.objectName() == "find.detail")


def test_what_was_found_is_corrected_by_keys(found):
    found.press(Key.Key_E, held=CTRL).wait(lambda: state(found).correcting is not None)
    assert found.on.objectName() == "field.subject"
    found.type("ভুল সংশোধন").press(Key.Key_Return, held=CTRL)
    found.wait(lambda: state(found).asking is not None).press(Key.Key_1)
    found.wait(lambda: state(found).saved is not None and state(found).saved.corrected)
    first, _second = applications(found)
    assert (first.version, first.draft.subject.endswith("ভুল সংশোধন")) == (1, True)


def test_what_was_found_is_voided_by_keys(found):
    found.press(Key.Key_B, held=CTRL | SHIFT).wait(lambda: state(found).asking is not None)
    found.press(Key.Key_1)
    quiet(found)
    first, _second = applications(found)
    assert _state_of(found, first.receive_number) == "void"


def test_who_may_not_change_it_reads_why(found):
    desk = found.window.session.desk
    add_operator(desk, login="tapas", name_bn="তাপস", role="operator", password=OTHER, by=OPERATOR)
    found.window.session.sign_in(operators_at_start(desk.home)[1])
    found.window.session.find.scanned(applications(found)[0].receive_number)
    detail = found.window.screens._late["find"].widget().detail
    found.wait(lambda: not detail.acts["void"].isEnabled())
    assert not detail.acts["correct"].isEnabled()
    assert i18n.sentence("right.own") in detail.acts["void"].accessibleDescription()
    found.wait(lambda: found.on.objectName() == "find.detail").press(Key.Key_E, held=CTRL)
    quiet(found)
    assert state(found).correcting is None


def _state_of(hands: Any, number: str) -> str:
    with hands.window.session.desk.store.read() as unit:
        return str(unit.one("SELECT state FROM application WHERE receive_number = ?", number)[0])


# ------------------------------------------------------------------ an e-mail with its papers


def test_what_came_with_an_e_mail_is_pages_of_the_form(hands):
    message = EmailMessage()
    message["From"], message["Subject"] = "salma@example.com", "Khatian"
    message.set_content("please")
    files = {"a.png": picture("PNG"), "b.exe": b"MZ not a page", "c.png": picture("PNG", paper(size=(90, 90)))}
    for name, content in files.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    hands.window.screens.register.mail_dropped.emit(message.as_bytes())
    hands.wait(lambda: len(state(hands).form.scans) == 2 and not hands.window.tasks.busy)
    assert [scan.name for scan in state(hands).form.scans] == ["a.png", "c.png"]
    assert state(hands).form.mail is not None


# ------------------------------------------------------------------ a heap of letters


def test_a_heap_of_letters_by_keys_ends_with_all_that_is_printed_for_it(hands):
    hands.press(Key.Key_2, held=CTRL | ALT).press(Key.Key_1, held=CTRL)
    hands.window.screens.register.sheet.focus("post.posted_on", state(hands))
    hands.type("21112026")
    for number in (1, 2):
        hands.window.screens.register.sheet.focus("post.registered_no", state(hands))
        hands.type(f"RL12345678{number}BD")
        hands.window.screens.register.sheet.focus("name", state(hands))
        hands.type(f"করিম {number}")
        saved(hands)
        assert hands.on.objectName() == "field.post.registered_no"
        assert state(hands).form.text("post.posted_on") == "21-11-2026"
    assert [one.draft.post.registered_no for one in applications(hands)] == ["RL123456781BD", "RL123456782BD"]
    hands.press(Key.Key_2, held=CTRL | ALT)
    hands.wait(lambda: hands.window.session.documents.state.kind == "post_heap")
    hands.wait(lambda: hands.window.session.documents.state.ready)
    made = hands.window.session.documents.state
    assert (made.rows, made.pages) == (2, 4), "a register, two answers, a sheet of labels"
    quiet(hands)


def test_the_next_letter_of_a_heap_begins_with_what_the_service_begins_with(hands):
    hands.press(Key.Key_2, held=CTRL | ALT)
    catalogue = hands.window.session.desk.catalogue
    hands.window.session.register.choosing.on_service(catalogue.services["central_letter_receipt"])
    begun = {"x.secrecy": state(hands).form.text("x.secrecy"), "x.priority": state(hands).form.text("x.priority")}
    assert all(begun.values())
    for name, typed in (
        ("memo_no", "45"),
        ("memo_date", "21112026"),
        ("sender_office", "upojela"),
        ("subject", "chithi"),
    ):
        hands.window.screens.register.sheet.focus(name, state(hands))
        hands.type(typed)
    saved(hands)
    assert {name: state(hands).form.text(name) for name in begun} == begun
    assert state(hands).form.blank, "nothing of the next letter is typed yet"
    quiet(hands)


# ------------------------------------------------------------------ where the hands are


def test_a_mail_put_aside_is_one_row_until_it_is_registered(hands):
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = "salma@example.com", "Khatian", "<7@example.com>"
    message.set_content("please")
    hands.window.screens.register.mail_dropped.emit(message.as_bytes())
    hands.wait(lambda: state(hands).form.mail is not None and not hands.window.tasks.busy)
    hands.press(Key.Key_F7).wait(lambda: state(hands).form.blank and not hands.window.tasks.busy)
    assert [row.format for row in state(hands).parked] == ["form"]
    hands.press(Key.Key_F7).wait(lambda: state(hands).form.mail is not None and not hands.window.tasks.busy)
    assert [row.format for row in state(hands).parked] == ["draft"], "it waits until it is registered"


def test_the_hands_go_on_where_a_text_ends(hands):
    hands.press(Key.Key_1, held=CTRL)
    sheet = hands.window.screens.register.sheet
    sheet.focus("subject", state(hands))
    hands.type("abedon").enter()
    sheet.focus("subject", state(hands))
    assert hands.on.cursorPosition() == len(hands.on.text()) > 0


def test_a_window_of_another_look_has_the_hands_where_they_were(hands):
    hands.press(Key.Key_1, held=CTRL)
    hands.window.screens.register.sheet.focus("address", state(hands))
    hands.type("k")
    hands.press(Key.Key_Comma, held=CTRL).wait(lambda: hands.on.objectName() != "field.address")
    hands.window.session.settings.change("theme", "dark")
    hands.wait(lambda: read_settings(hands.window.session.desk.home).theme == "dark" and not hands.window.tasks.busy)
    hands.press(Key.Key_F2).wait(lambda: hands.on.objectName() == "field.address")
