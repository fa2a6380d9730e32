"""The first start, by keyboard alone."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from kiosk.desk.operators import operators_at_start
from kiosk.desk.setup import is_set_up
from kiosk.domain.clock import system_rng
from kiosk.i18n import sentence
from kiosk.printing.virtual import VirtualPrinter
from kiosk.settings import read_settings
from kiosk.ui.setup.form import Step
from kiosk.ui.setup.presenter import SetUpPresenter
from kiosk.ui.setup.wiring import set_up_screen
from tests.harness.counter import PASSWORD, Watch
from tests.integration.ui.hands import ALT, CTRL, SHIFT

FILE = """
[office]
district = 79
name_bn = "জেলা ই-সেবা কেন্দ্র, পিরোজপুর"
[counter]
code = 4
[printer]
url = "none:"
[operator]
login = "shahana"
name_bn = "শাহানা পারভীন"
password = "a long enough passphrase"
"""


@pytest.fixture
def new_home(tmp_path, monkeypatch):
    monkeypatch.setenv("KIOSK_ANCHOR_DIR", str(tmp_path / "anchors"))
    return tmp_path / "home"


@pytest.fixture
def presenter(new_home, tasks):
    return SetUpPresenter(new_home, tasks, clock=Watch(), rng=system_rng)


@pytest.fixture
def view(presenter):
    return set_up_screen(presenter)


@pytest.fixture
def hands(view, hands_on):
    return hands_on(view)


@pytest.fixture
def finished(presenter):
    heard = []
    presenter.finished.connect(lambda: heard.append(True))
    return heard


def to_the_printer(hands):
    return hands.type("79").enter(3)


def to_the_operator(hands):
    return to_the_printer(hands).press(Qt.Key.Key_2, held=ALT).enter()


def type_operator(hands, password=PASSWORD):
    hands.type("শাহানা পারভীন").enter().type("shahana").enter().type(password).enter().type(password)
    return hands


def test_a_counter_is_set_up_by_keyboard_alone(hands, presenter, new_home, finished):
    type_operator(to_the_operator(hands)).enter().wait(lambda: finished)
    assert is_set_up(new_home)
    assert [one.login for one in operators_at_start(new_home)] == ["shahana"]
    settings = read_settings(new_home)
    assert settings.office_name_bn == "জেলা ই-সেবা কেন্দ্র, পিরোজপুর"
    assert settings.printer_url == "none:"


def test_the_district_names_the_centre_unless_a_person_did(hands, view, presenter):
    hands.type("৭৯")
    assert presenter.state.district_name == "পিরোজপুর"
    assert view.fields["office"].text == "জেলা ই-সেবা কেন্দ্র, পিরোজপুর"
    view.fields["office"].entry.selectAll()
    view.fields["office"].entry.setFocus()
    hands.type("আমাদের কেন্দ্র")
    presenter.on_changed("district", "26")
    assert view.fields["office"].text == "আমাদের কেন্দ্র"


def test_a_page_that_is_not_right_says_so_under_its_fields(hands, view, presenter):
    hands.enter(2)
    assert presenter.state.step is Step.OFFICE
    assert view.fields["district"].sentence == sentence("district.code")
    assert view.fields["office"].sentence == sentence("text.empty")
    assert hands.on is view.fields["district"].entry
    hands.type("7")
    assert not view.fields["district"].sentence


def test_the_rules_of_the_password_are_kept_one_by_one(hands, presenter):
    to_the_operator(hands)
    hands.type("শাহানা").enter().type("shahana").enter()
    hands.type("too short").enter().type("too short")
    assert [rule.kept for rule in presenter.state.rules] == [False, True]
    hands.enter()
    assert presenter.state.problems["password"] == sentence("password.short")
    hands.type(" no more").enter()
    assert [rule.kept for rule in presenter.state.rules] == [True, False]


def test_going_back_keeps_what_was_typed(hands, view, presenter):
    to_the_printer(hands).press(Qt.Key.Key_Left, held=ALT)
    assert presenter.state.step == Step.COUNTER
    hands.press(Qt.Key.Key_Return, held=SHIFT)
    assert presenter.state.step == Step.OFFICE
    assert view.fields["district"].text == "79"


def test_the_printer_is_asked_how_it_is(hands, view, presenter):
    with VirtualPrinter() as printer:
        to_the_printer(hands)
        view.fields["printer_url"].entry.selectAll()
        hands.type(printer.url).press(Qt.Key.Key_T, held=CTRL).wait(lambda: presenter.state.printer_said)
        assert presenter.state.printer_tone == "ok"
        printer.set("paper", "out")
        hands.press(Qt.Key.Key_T, held=CTRL).wait(lambda: presenter.state.printer_tone == "warn")
    assert presenter.state.printer_said == sentence("printer.paper_out")


def test_a_printer_that_cannot_be_one_is_refused_under_the_field(hands, view, presenter):
    to_the_printer(hands)
    view.fields["printer_url"].entry.selectAll()
    hands.type("the printer over there").press(Qt.Key.Key_T, held=CTRL).wait(lambda: presenter.state.problems)
    assert view.fields["printer_url"].sentence == sentence("printer.url")


def test_a_dropped_set_up_file_fills_the_pages(hands, view, presenter, tmp_path, new_home, finished):
    file = tmp_path / "counter.toml"
    file.write_text(FILE, "utf-8")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(file))])
    view.dropEvent(
        QDropEvent(
            QPointF(), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    hands.wait(lambda: presenter.state.step is Step.OPERATOR)
    assert view.fields["name"].text == "শাহানা পারভীন"
    assert not is_set_up(new_home)
    presenter.go_on()
    hands.wait(lambda: finished)
    assert is_set_up(new_home)


@pytest.mark.parametrize("content", [b"[office", b"\xff\xfe", b"x = 1\n" * 20_000])
def test_a_file_that_is_none_says_so_and_changes_nothing(content, qtbot, presenter, tmp_path):
    file = tmp_path / "bad.toml"
    file.write_bytes(content)
    presenter.read_file(str(file))
    qtbot.waitUntil(lambda: not presenter.state.busy)
    assert presenter.state.trouble
    assert presenter.state.step is Step.OFFICE


def test_without_the_line_a_counter_begins_alone_when_told_to(hands, presenter, new_home, finished):
    hands.type("79").enter(2).press(Qt.Key.Key_2, held=ALT)
    hands.type("http://127.0.0.1:9").enter().type("one-time-code").enter()
    hands.press(Qt.Key.Key_2, held=ALT).enter()
    type_operator(hands).enter().wait(lambda: presenter.state.offline)
    assert presenter.state.trouble
    assert not is_set_up(new_home)
    hands.press(Qt.Key.Key_A, held=ALT).wait(lambda: finished)
    assert is_set_up(new_home)


def test_a_home_that_is_set_up_is_left_alone(qtbot, home, tasks):
    before = (home / "key").read_bytes()
    presenter = SetUpPresenter(home, tasks, clock=Watch(), rng=system_rng)
    for name, value in (("district", "79"), ("name", "অন্য কেউ"), ("login", "other"), ("printer", False)):
        presenter.on_changed(name, value)
    presenter.on_changed("password", PASSWORD)
    presenter.on_changed("again", PASSWORD)
    for _page in Step:
        presenter.go_on()
    qtbot.waitUntil(lambda: presenter.state.trouble != "")
    assert presenter.state.trouble == sentence("setup.exists")
    assert (home / "key").read_bytes() == before


def test_a_printer_is_found_tried_and_taken(hands, view, presenter, new_home, finished):
    with VirtualPrinter() as printer:
        to_the_printer(hands).press(Qt.Key.Key_P, held=ALT)
        finder = presenter.finder
        hands.type(printer.url.removeprefix("tcp://")).wait(lambda: not finder.state.searching).enter()
        hands.wait(lambda: any(one.url == printer.url for one in finder.state.found) and not finder.state.searching)
        place = [one.url for one in finder.state.found].index(printer.url)
        hands.press(Qt.Key(Qt.Key.Key_1 + place), held=CTRL).press(Qt.Key.Key_W, held=ALT)
        hands.press(Qt.Key.Key_T, held=ALT).wait(lambda: finder.state.asks)
        hands.press(Qt.Key.Key_1, held=ALT).press(Qt.Key.Key_Escape)
        assert len(printer.wait_pages(1)) == 1
        assert (presenter.state.form.printer_url, presenter.state.form.printer_profile) == (printer.url, "generic-58")
        assert hands.on is view.fields["printer_url"].entry
        type_operator(hands.enter()).enter()
        hands.wait(lambda: finished)
    assert (read_settings(new_home).printer_url, read_settings(new_home).printer_profile) == (printer.url, "generic-58")
