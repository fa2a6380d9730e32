"""A slip is scanned: genuine, not genuine, or nobody knows, at once and with the facts to compare."""

import pytest

from kiosk.desk.print_receipt import paper_of
from kiosk.i18n import receive_number, sentence
from kiosk.ui.find.presenter import FindPresenter
from kiosk.ui.find.wiring import find_screen
from tests.harness.counter import made_home, opened, register
from tests.integration.desk.test_sealing import changed, key_of, tell


@pytest.fixture
def presenter(desk, tasks):
    return FindPresenter(desk, tasks)


@pytest.fixture
def view(presenter):
    return find_screen(presenter, lambda signal, slot: signal.connect(slot), lambda: None)


@pytest.fixture
def hands(view, hands_on):
    return hands_on(view)


@pytest.fixture
def neighbour(tmp_path):
    from kiosk.desk.context import close_desk

    there = opened(made_home(tmp_path / "neighbour", counter=2))
    yield there
    close_desk(there)


@pytest.fixture
def scan(presenter, hands, view):
    def scanned(code):
        presenter.slip_scanned(code)
        hands.wait(lambda: presenter.state.slip)
        assert view.slip.isVisible()
        return presenter.state.slip

    return scanned


def slip_of(desk) -> tuple[str, str]:
    number = register(desk).application.receive_number
    return number, paper_of(desk, number).qr


def test_our_own_slip_is_genuine_and_its_application_opens(desk, presenter, hands, scan):
    number, code = slip_of(desk)
    said = scan(code)
    assert (said.tone, said.verdict) == ("ok", sentence("slip.genuine"))
    values = [value for _name, value in said.facts]
    assert receive_number(number) in values
    assert "আ ক" in values
    hands.wait(lambda: presenter.state.opened)
    assert presenter.state.opened.number == number
    assert presenter.state.slip == said


def test_a_changed_slip_is_not_genuine(desk, scan):
    said = scan(changed(slip_of(desk)[1], -30))
    assert (said.tone, said.verdict) == ("bad", sentence("slip.forged"))


def test_a_neighbours_slip_is_not_known_then_genuine_when_its_key_came(desk, neighbour, presenter, hands, scan, tasks):
    _number, code = slip_of(neighbour)
    assert (scan(code).tone, presenter.state.slip.verdict) == ("warn", sentence("slip.keys"))
    tell(desk, key_of(neighbour), 2)
    presenter.forget()
    assert scan(code).tone == "ok"
    hands.wait(lambda: not tasks.busy)
    assert presenter.state.opened is None  # it is not in our list
    assert presenter.state.problem == ""


def test_what_is_no_slip_of_ours_is_said_so(desk, scan):
    number, code = slip_of(desk)
    assert scan(code.replace(number, number[:-1] + str((int(number[-1]) + 1) % 10))).tone == "bad"


def test_a_code_that_comes_into_the_line_is_checked_too_and_the_next_search_ends_it(
    desk, presenter, hands, view, tasks
):
    presenter.look_up(slip_of(desk)[1])
    hands.wait(lambda: presenter.state.opened)
    assert presenter.state.slip.tone == "ok"
    presenter.close_opened()
    presenter.look_up("করিম")
    assert presenter.state.slip is None
    hands.wait(lambda: not tasks.busy)
    assert not view.slip.isVisible()
