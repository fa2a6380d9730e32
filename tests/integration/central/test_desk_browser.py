"""The desk in a real browser, by keys: signing in, marking, a note, settling; and nothing for axe to find."""

import shutil
from collections.abc import Iterator

import pytest

from kiosk.central.centre import Centre
from kiosk.central.people.totp import STEP_S, code_at
from kiosk.domain.application import Kind
from tests.integration.central.machine import Machine, MovingClock, draft
from tests.integration.central.people import PASSWORD, hire, secret_of
from tests.integration.central.test_efile import service, states

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
    pytest.mark.parametrize("central_database", ["sqlite"], indirect=True),
]


@pytest.fixture
def browser() -> Iterator[object]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def desk_of(browser, centre: Centre, url: str, login: str):
    """Sign in with keys alone and return the page."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.goto(f"{url}/desk/sign-in?lang=en")
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.type(code_at(secret_of(centre, login), int(centre.clock().timestamp()) // STEP_S))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


def faults(page) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in axe.Axe().run(page).response["violations"]]


def test_mark_note_and_settle_by_keys(browser, centre: Centre, url: str, machine: Machine, clock: MovingClock) -> None:
    hire(centre, "dc", "dc", post="জেলা প্রশাসক")
    hire(centre, "nasrin", "officer", branches=("revenue_sa",), post="সহকারী কমিশনার")
    wanted = draft(service=service(centre), subject="", fields={}, papers={})
    number = machine.receive(417, draft=wanted, kind=Kind.CITIZEN)
    machine.round()
    page = desk_of(browser, centre, url, "dc")
    assert faults(page) == []
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert number in page.url
    assert faults(page) == []
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("3")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Marked." in page.inner_text("body")
    clock.pass_by(minutes=1)
    page = desk_of(browser, centre, url, "nasrin")
    page.goto(f"{url}/desk/a/{number}")
    page.keyboard.press("n")
    page.keyboard.type("তদন্ত প্রয়োজন নেই।")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    clock.pass_by(minutes=1)
    page.keyboard.press("d")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("মঞ্জুর করা হলো।")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert states(centre, number) == ["marked", "taken_up", "granted"]
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/desk", f"/desk/a/{number}", "/desk/me"):
        for language in ("bn", "en"):
            page.goto(f"{url}{path}?lang={language}")
            assert faults(page) == [], (path, language)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
