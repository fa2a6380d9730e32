"""The documents' screen by keys: chosen, of other days, turned, kept, printed."""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import Qt

from kiosk import i18n
from kiosk.desk.documents import DOCUMENTS, titles
from kiosk.desk.register import register_application
from kiosk.domain.application import Channel
from kiosk.i18n import _, sentence
from kiosk.ui.documents.presenter import DocumentsPresenter
from kiosk.ui.documents.wiring import documents_screen
from tests.harness.counter import OPERATOR, draft, register
from tests.integration.ui.hands import ALT


@pytest.fixture
def presenter(desk, tasks):
    made = DocumentsPresenter(desk, tasks, operator=OPERATOR)
    yield made
    made.forget()


@pytest.fixture
def left():
    return []


@pytest.fixture
def view(presenter, left):
    return documents_screen(presenter, lambda signal, slot: signal.connect(slot), lambda: left.append(True))


@pytest.fixture
def hands(desk, view, presenter, hands_on):
    for number in range(30):
        register(desk, number, print_receipt=False)
    return hands_on(view).wait(lambda: presenter.state.ready)


def type_days(hands, view, first, last):
    for field, text in ((view.first, first), (view.last, last)):
        field.entry.setFocus()
        field.entry.selectAll()
        hands.type(text).enter()
    view.setFocus()


def test_todays_register_is_there_when_the_screen_opens(hands, view, presenter):
    state = presenter.state
    assert (state.kind, state.rows) == (DOCUMENTS[0], 30)
    assert state.first == state.last == "২৩-১১-২০২৬"
    assert state.picture.width() > state.picture.height()
    assert view.page.height() > 100
    assert [chip.text() for chip in view.kinds.values()] == list(titles("bn").values())


def test_a_digit_chooses_and_keys_turn_the_pages(hands, view, presenter):
    hands.press(Qt.Key.Key_7).wait(lambda: presenter.state.ready and presenter.state.kind == DOCUMENTS[6])
    assert presenter.state.pages == 30
    first = presenter.state.picture
    hands.press(Qt.Key.Key_PageDown).wait(lambda: presenter.state.picture is not first)
    assert presenter.state.page == 1
    hands.press(Qt.Key.Key_End, Qt.Key.Key_PageDown)
    assert presenter.state.page == 29
    hands.press(Qt.Key.Key_Home)
    assert presenter.state.page == 0


def test_a_letters_acknowledgement_and_its_label_are_one_digit_away(desk, hands, view, presenter):
    by_post = structs.replace(draft(31), channel=Channel.POST)
    register_application(desk, by_post, operator=OPERATOR, via="window", print_receipt=False)
    for key, kind in ((Qt.Key.Key_8, "acknowledgement"), (Qt.Key.Key_9, "envelope_label")):
        before = presenter.state.picture
        hands.press(key).wait(lambda kind=kind: presenter.state.ready and presenter.state.kind == kind)
        assert (presenter.state.rows, view.print_.isEnabled()) == (1, True)
        assert presenter.state.picture is not before


def test_other_days_and_days_that_are_none(hands, view, presenter):
    type_days(hands, view, "22-11-2026", "22-11-2026")
    hands.wait(lambda: presenter.state.ready and not presenter.state.rows)
    type_days(hands, view, "31-11-2026", "22-11-2026")
    assert view.first.sentence == sentence("date.range")
    type_days(hands, view, "24-11-2026", "23-11-2026")
    hands.wait(lambda: view.last.sentence == _("The last day is before the first."))
    type_days(hands, view, "২২-১১-২০২৬", "২৩-১১-২০২৬")
    hands.wait(lambda: presenter.state.ready and presenter.state.rows == 30)
    assert not view.last.sentence


def test_the_document_may_speak_another_language_than_the_window(hands, view, presenter):
    before = presenter.state.picture
    view.languages["en"].click()
    hands.wait(lambda: presenter.state.ready and presenter.state.picture is not before)
    assert presenter.state.language == "en"
    assert i18n.language() == "bn"


def test_it_is_kept_as_a_file(hands, presenter, tmp_path, view):
    assert presenter.file_name == "receive_register_2026-11-23.pdf"
    view.save_asked.emit(str(tmp_path / "r.pdf"))
    hands.wait(lambda: presenter.state.said)
    assert presenter.state.tone == "ok"
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")
    view.save_asked.emit(str(tmp_path / "nowhere" / "r.pdf"))
    hands.wait(lambda: presenter.state.tone == "bad" and not presenter.state.busy)
    assert "r.pdf" in presenter.state.said


@contextmanager
def path_of(folder: Path):
    before = os.environ["PATH"]
    os.environ["PATH"] = str(folder)
    try:
        yield
    finally:
        os.environ["PATH"] = before


def test_it_goes_to_the_systems_printer_or_says_why_not(hands, presenter, tmp_path):
    with path_of(tmp_path):
        hands.press(Qt.Key.Key_P, held=ALT).wait(lambda: presenter.state.said and not presenter.state.busy)
        assert presenter.state.said == sentence("paper.no_system")
        program = tmp_path / "lp"
        program.write_text(f"#!/bin/sh\n/bin/cat > {tmp_path}/got\n")
        program.chmod(0o755)
        hands.press(Qt.Key.Key_P, held=ALT).wait(lambda: presenter.state.tone == "ok")
    assert (tmp_path / "got").read_bytes().startswith(b"%PDF-")


def test_making_is_stopped_and_made_again(hands, view, presenter, left):
    presenter.choose("despatch_register")
    presenter.stop()
    assert not presenter.state.making
    assert presenter.state.said == _("Stopped. Nothing was kept.")
    presenter.choose("despatch_register")
    hands.wait(lambda: presenter.state.ready)
    assert presenter.state.rows == 30
    hands.press(Qt.Key.Key_Escape)
    assert left


def test_what_one_person_looked_at_another_does_not_find(hands, presenter):
    presenter.use_operator("tapas")
    assert not presenter.state.ready
    assert presenter.state.picture is None
    presenter.print_out()
    assert not presenter.state.busy
