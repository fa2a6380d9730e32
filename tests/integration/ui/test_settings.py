"""The settings, written as each line is left."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from kiosk.desk.status import LineStatus
from kiosk.i18n import sentence
from kiosk.printing.virtual import VirtualPrinter
from kiosk.settings import read_settings
from kiosk.ui.settings.presenter import Said, SettingsPresenter
from kiosk.ui.settings.view import SettingsView
from tests.integration.ui.hands import Hands


@pytest.fixture
def presenter(desk, tasks):
    made = SettingsPresenter(desk, tasks)
    made.use_keeper(keeper=True)
    made.saved.connect(lambda settings: made.use_desk(desk.with_settings(settings)))
    return made


@pytest.fixture
def view(presenter):
    made = SettingsView()
    presenter.changed.connect(made.render)
    made.changed.connect(presenter.change)
    made.printer_asked.connect(presenter.ask_printer)
    made.enrol_asked.connect(presenter.enrol)
    made.sync_asked.connect(presenter.sync_now)
    made.backup_asked.connect(presenter.back_up)
    made.render(presenter.state)
    return made


@pytest.fixture
def hands(view, hands_on):
    return hands_on(view)


def said(presenter):
    """What is said beside the printer's line."""
    return presenter.state.said.get("printer_url", Said())


def write(hands: Hands, field, text: str) -> None:
    field.entry.setFocus()
    field.entry.selectAll()
    hands.type(text).enter()


def test_a_printer_is_written_when_its_line_is_left(hands, view, desk, presenter):
    write(hands, view.fields["printer_url"], "tcp://192.0.2.10:9100")
    hands.wait(lambda: read_settings(desk.home).printer_url == "tcp://192.0.2.10:9100")
    hands.wait(lambda: said(presenter).tone == "ok")


def test_what_cannot_be_a_printer_is_said_and_not_written(hands, view, desk):
    before = read_settings(desk.home)
    write(hands, view.fields["printer_url"], "over there")
    assert view.fields["printer_url"].sentence == sentence("printer.url")
    assert view.fields["printer_url"].text == "over there"
    assert read_settings(desk.home) == before


def test_a_line_that_is_left_as_it_was_writes_nothing(hands, view, tasks, presenter):
    view.fields["printer_url"].entry.setFocus()
    hands.enter().press(Qt.Key.Key_Tab)
    assert not tasks.busy
    assert not presenter.state.said


def test_the_printer_is_asked_how_it_is(hands, view, presenter):
    with VirtualPrinter() as printer:
        write(hands, view.fields["printer_url"], printer.url)
        hands.wait(lambda: presenter.state.settings.printer_url == printer.url)
        presenter.ask_printer()
        hands.wait(lambda: said(presenter).text and not presenter.state.busy)
        assert said(presenter).tone == "ok"
        printer.set("cover", "open")
        presenter.ask_printer()
        hands.wait(lambda: said(presenter).text == sentence("printer.cover_open"))


def test_arrows_choose_language_colours_and_size(hands, view, presenter, desk):
    view.choices["language"].setFocus()
    hands.press(Qt.Key.Key_Right).wait(lambda: read_settings(desk.home).language == "en")
    view.choices["theme"].setFocus()
    hands.press(Qt.Key.Key_Right).wait(lambda: read_settings(desk.home).theme == "dark")
    assert presenter.state.settings.scale == 0.0
    view.choices["scale"].setFocus()
    hands.press(Qt.Key.Key_Right).wait(lambda: read_settings(desk.home).scale == 1.0)


def test_two_quick_changes_are_both_written(presenter, desk, hands):
    presenter.change("theme", "dark")
    presenter.change("idle_lock_minutes", 20)
    presenter.change("theme", "contrast")
    hands.wait(lambda: not presenter.state.busy and presenter.state.settings.theme == "contrast")
    assert (read_settings(desk.home).theme, read_settings(desk.home).idle_lock_minutes) == ("contrast", 20)


def test_a_backup_is_made_and_named(hands, presenter, desk):
    presenter.back_up()
    hands.wait(lambda: "backup_dir" in presenter.state.said and not presenter.state.busy)
    (made,) = (desk.home / "backups").iterdir()
    assert made.name in presenter.state.said["backup_dir"].text


def test_the_second_place_must_be_there(hands, view, desk, presenter, tmp_path):
    write(hands, view.fields["backup_dir"], str(tmp_path / "nowhere"))
    assert view.fields["backup_dir"].sentence
    stick = tmp_path / "stick"
    stick.mkdir()
    write(hands, view.fields["backup_dir"], str(stick))
    hands.wait(lambda: read_settings(desk.home).backup_dir == str(stick))
    hands.wait(lambda: not presenter.state.busy)
    presenter.back_up()
    hands.wait(lambda: any(stick.iterdir()) and not presenter.state.busy)


def test_an_enrolment_that_finds_no_line_says_so_and_changes_nothing(hands, view, desk, presenter):
    write(hands, view.fields["server_url"], "http://127.0.0.1:9")
    hands.wait(lambda: presenter.state.settings.server_url and not presenter.state.busy)
    write(hands, view.fields["code"], "one-time-code")
    hands.wait(lambda: "code" in presenter.state.said and not presenter.state.busy)
    assert presenter.state.said["code"].tone == "warn"
    assert desk.identity.provisional


def test_without_a_code_none_is_asked_for(hands, view, tasks):
    view.fields["code"].entry.setFocus()
    hands.enter()
    assert view.fields["code"].sentence == sentence("text.empty")
    assert not tasks.busy


def test_who_is_no_keeper_leaves_server_and_backups_alone(hands, view, presenter):
    presenter.use_keeper(keeper=False)
    assert not view.fields["server_url"].isEnabled()
    assert not view.fields["backup_dir"].isEnabled()
    assert view.fields["printer_url"].isEnabled()


@pytest.mark.parametrize(
    ("changes", "tone"),
    [
        ({}, "plain"),
        ({"server_configured": True, "last_success_at": "2026-11-23T04:31:00.000Z"}, "ok"),
        ({"server_configured": True, "last_error": "net.refused", "waiting": 2}, "warn"),
    ],
)
def test_the_line_tells_how_it_is(presenter, changes, tone):
    alone = LineStatus(
        waiting=0, sending=0, repair=0, owed=0, last_success_at="", server_configured=False, last_error=""
    )
    presenter.on_line(replace(alone, **changes))
    assert presenter.state.line.tone == tone
    assert presenter.state.line.text
