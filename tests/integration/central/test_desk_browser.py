"""The desk in a real browser, by keys: signing in, marking, a note, settling; and nothing for axe to find."""

from collections.abc import Iterator

import pytest

from kiosk.central.centre import Centre
from kiosk.central.people.totp import STEP_S, code_at
from kiosk.domain.application import Kind
from tests.harness.browser import TELEPHONE, a_browser, go, needs_browser, page_in, press, violations
from tests.integration.central.machine import Machine, MovingClock, draft
from tests.integration.central.people import PASSWORD, hire, secret_of
from tests.integration.central.test_efile import service, states

pytestmark = [needs_browser, pytest.mark.parametrize("central_database", ["sqlite"], indirect=True)]


@pytest.fixture
def browser() -> Iterator[object]:
    with a_browser() as opened:
        yield opened


def desk_of(browser, centre: Centre, url: str, login: str):
    """Sign in with keys alone and return the page."""
    page = page_in(browser)
    page.goto(f"{url}/desk/sign-in?lang=en")
    press(page, typed=login)
    press(page, "Tab", typed=PASSWORD)
    go(page)
    press(page, typed=code_at(secret_of(centre, login), int(centre.clock().timestamp()) // STEP_S))
    go(page)
    return page


def test_mark_note_and_settle_by_keys(browser, centre: Centre, url: str, machine: Machine, clock: MovingClock) -> None:
    hire(centre, "dc", "dc", post="জেলা প্রশাসক")
    hire(centre, "nasrin", "officer", branches=("revenue_sa",), post="সহকারী কমিশনার")
    wanted = draft(service=service(centre), subject="", fields={}, papers={})
    number = machine.receive(417, draft=wanted, kind=Kind.CITIZEN)
    machine.round()
    page = desk_of(browser, centre, url, "dc")
    assert violations(page) == []
    press(page, "j")
    go(page)
    assert number in page.url
    assert violations(page) == []
    press(page, "m", "ArrowDown", "Tab", typed="3")
    go(page)
    assert "Marked." in page.inner_text("body")
    clock.pass_by(minutes=1)
    page = desk_of(browser, centre, url, "nasrin")
    page.goto(f"{url}/desk/a/{number}")
    press(page, "n", typed="তদন্ত প্রয়োজন নেই।")
    press(page, "Tab")
    go(page)
    clock.pass_by(minutes=1)
    press(page, "d", "Space", "Tab", typed="মঞ্জুর করা হলো।")
    press(page, "Tab")
    go(page)
    assert states(centre, number) == ["marked", "taken_up", "granted"]
    page.set_viewport_size(TELEPHONE)
    for path in ("/desk", f"/desk/a/{number}", "/desk/me"):
        for language in ("bn", "en"):
            page.goto(f"{url}{path}?lang={language}")
            assert violations(page) == [], (path, language)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
