"""What comes late comes to nobody else: an answer belongs to the form for which it was asked, and no form is lost."""

from PySide6.QtCore import Qt

from kiosk.desk.drafts import load_draft
from kiosk.desk.operators import operators_at_start
from kiosk.settings import read_settings
from kiosk.ui.main_window import MainWindow
from kiosk.ui.register.form import read_kept
from tests.harness.counter import OPERATOR, copy_home, opened
from tests.harness.papers import paper
from tests.harness.papers import saved as picture
from tests.integration.ui.hands import CTRL
from tests.integration.ui.test_registration import applications, hands, opens, quiet, saved, state, windows

__all__ = ["hands", "opens", "windows"]

Key = Qt.Key


def begin(hands, name):
    hands.press(Key.Key_1, held=CTRL).press(Key.Key_Return, Key.Key_Return).type(name)


def titles(hands):
    quiet(hands)
    return [one.title for one in state(hands).parked]


def test_a_page_that_is_read_while_the_form_is_saved_belongs_to_its_number(hands):
    begin(hands, "করিম")
    hands.window.session.scans.take_picture(picture("PNG"))
    saved(hands)
    quiet(hands)
    assert [len(one.draft.scans) for one in applications(hands)] == [1]
    assert state(hands).form.scans == ()
    assert state(hands).form.blank


def test_a_page_that_comes_after_its_form_was_put_aside_is_nobody_elses(hands):
    begin(hands, "করিম")
    hands.window.session.scans.take_picture(picture("PNG"))
    hands.press(Key.Key_F7)
    form, pages = sorted(titles(hands), key=len)
    assert form == "করিম"
    assert "করিম" in pages
    assert state(hands).form.blank


def test_a_field_taken_from_the_last_one_comes_into_no_other_form(hands):
    begin(hands, "করিম")
    saved(hands)
    begin(hands, "রহিম")
    hands.window.session.register.repeating.on_repeat("name")
    saved(hands)
    quiet(hands)
    assert state(hands).form.blank
    assert [one.first_applicant.name for one in applications(hands)] == ["করিম", "রহিম"]


def test_what_is_typed_while_a_form_comes_back_is_put_aside(hands):
    begin(hands, "করিম")
    hands.press(Key.Key_F7).wait(lambda: state(hands).parked)
    hands.window.session.register.parking.on_park()
    hands.type("খাস")
    assert titles(hands) == ["খাস"]
    assert state(hands).form.text("name") == "করিম"


def test_what_the_power_cut_off_is_put_aside_when_the_hands_are_quicker(home, hands, windows, watch, tmp_path):
    begin(hands, "সুফিয়া")
    hands.wait(lambda: state(hands).kept)
    crashed = copy_home(home, tmp_path / "after-the-crash")
    people = operators_at_start(crashed)
    window = MainWindow(lambda: opened(crashed, watch), read_settings(crashed), people, clock=watch)
    windows.append(window)
    window.show()
    hands.wait(lambda: window.session is not None)
    window._sign_in.signed_in.emit(people[0])
    window.session.register.on_edited("name", "খোকন")
    hands.wait(lambda: not window.tasks.busy and window.session.register.state.parked)
    assert [one.title for one in window.session.register.state.parked] == ["সুফিয়া"]
    assert window.session.register.state.form.text("name") == "খোকন"
    hands.wait(lambda: (kept := load_draft(window.session.desk, OPERATOR)) and "খোকন" in kept_name(kept))


def test_many_pages_leave_everything_where_it_is(hands):
    begin(hands, "করিম")
    for number in range(1, 6):
        hands.window.session.scans.take_picture(picture("PNG", paper(size=(90, 90 + number))))
        hands.wait(lambda number=number: len(state(hands).form.scans) == number)
    quiet(hands)
    view = hands.window.screens.register
    hands.wait(view.scans.button.isVisible)
    assert view.width() <= hands.window.width()
    assert view.my_day.beside
    assert view.side.x() > view.rail.width(), "what the program knows stands beside the form, not under it"
    assert view.side.y() == view.rail.y() == 0


def kept_name(kept):
    found = read_kept(kept)
    return found.form.text("name") if found else ""
