"""Every page of the desk in a real browser: nothing for axe to find, nothing wider than a telephone; a story by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.central.centre import Centre
from kiosk.central.people.totp import STEP_S, code_at
from kiosk.domain.application import Kind, PaperState
from kiosk.domain.followups import PaperReceived
from tests.harness.browser import a_browser, needs_browser, violations
from tests.integration.central.machine import Machine, MovingClock, draft
from tests.integration.central.people import PASSWORD, hire, secret_of
from tests.integration.central.test_efile import service, states
from tests.integration.central.test_scan_viewer import number as number_with_scans

__all__ = ["number_with_scans"]
pytestmark = [needs_browser, pytest.mark.parametrize("central_database", ["sqlite"], indirect=True)]
SIZES = ({"width": 1366, "height": 768}, {"width": 390, "height": 844})


@pytest.fixture
def browser() -> Iterator[object]:
    with a_browser() as opened:
        yield opened


@pytest.fixture
def staff(centre: Centre) -> None:
    hire(centre, "dc", "dc", post="জেলা প্রশাসক")
    hire(centre, "nasrin", "officer", branches=("revenue_sa",), post="সহকারী কমিশনার")
    hire(centre, "admin", "administrator")


def code_of(centre: Centre, login: str) -> str:
    return code_at(secret_of(centre, login), int(centre.clock().timestamp()) // STEP_S)


def sign_in(browser, centre: Centre, url: str, login: str, language: str = "en"):
    """Sign in with keys alone and return the page."""
    page = browser.new_context(viewport=SIZES[0]).new_page()
    page.goto(f"{url}/desk/sign-in?lang={language}")
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.type(code_of(centre, login))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


def look(page, tmp_path: Path, name: str) -> None:
    """Let axe look at a page as it stands, at both sizes; keep its picture."""
    for size in SIZES:
        page.set_viewport_size(size)
        assert violations(page) == [], (name, size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, size)
        page.screenshot(path=tmp_path / f"{name}-{size['width']}.png")


@pytest.mark.parametrize("language", ["bn", "en"])
def test_axe_finds_nothing_on_any_page(
    browser, centre: Centre, url: str, staff: None, number_with_scans: str, machine: Machine, tmp_path: Path,
    clock: MovingClock, language: str,
) -> None:  # fmt: skip
    number = number_with_scans
    page = browser.new_context(viewport=SIZES[0]).new_page()
    page.goto(f"{url}/desk/sign-in?lang={language}")
    look(page, tmp_path, "sign-in")
    page.fill("#login", "dc")
    page.fill("#password", "not the passphrase")
    page.click("button.main")
    look(page, tmp_path, "sign-in-wrong")
    page.fill("#password", PASSWORD)
    page.click("button.main")
    look(page, tmp_path, "second-factor")
    page.fill("#code", code_of(centre, "dc"))
    page.click("button.main")
    for name, path in (
        ("inbox", "/desk"), ("empty", "/desk?box=overdue"), ("found", "/desk?q=417"), ("file", f"/desk/a/{number}"),
        ("mark", f"/desk/a/{number}?act=mark"), ("letter", f"/desk/a/{number}?act=dispose"),
        ("paper", f"/desk/a/{number}?act=ask-paper"), ("scan", f"/desk/a/{number}/scan/1"),
        ("scan-turned", f"/desk/a/{number}/scan/2?turn=1&zoom=1"), ("scan-coming", f"/desk/a/{number}/scan/3"),
        ("me", "/desk/me"), ("missing", "/desk/a/7926010009990"),
    ):  # fmt: skip
        page.goto(f"{url}{path}")
        look(page, tmp_path, name)
    page.goto(f"{url}/desk/a/{number}?act=mark")
    page.evaluate("document.querySelectorAll('[required]').forEach(one => one.removeAttribute('required'))")
    page.click("#act-mark button.main")
    look(page, tmp_path, "trouble")
    clock.pass_by(minutes=1)
    page = sign_in(browser, centre, url, "admin", language)
    page.goto(f"{url}/desk/people")
    look(page, tmp_path, "people")


def test_from_the_inbox_to_the_public_page_by_keys(
    browser, centre: Centre, url: str, machine: Machine, staff: None, clock: MovingClock
) -> None:
    wanted_papers = centre.catalogue.services[service(centre)].papers
    missing = wanted_papers[0].code
    papers = {paper.code: PaperState.GIVEN for paper in wanted_papers} | {missing: PaperState.MISSING}
    wanted = draft(service=service(centre), subject="", fields={}, papers=papers)
    number = machine.receive(417, draft=wanted, kind=Kind.CITIZEN)
    machine.round()

    def press(page, *keys: str, typed: str = "") -> None:
        for key in keys:
            page.keyboard.press(key)
        page.keyboard.type(typed)

    def go(page, key: str = "Enter") -> None:
        with page.expect_navigation():
            page.keyboard.press(key)

    page = sign_in(browser, centre, url, "dc")
    press(page, "j", "x", "m", "ArrowDown", "Tab", typed="5")
    go(page)
    assert "Marked." in page.inner_text("body")
    clock.pass_by(minutes=1)
    page = sign_in(browser, centre, url, "nasrin")
    press(page, "j")
    go(page)
    press(page, "n", typed="দেখছি।")
    press(page, "Tab")
    go(page)
    clock.pass_by(minutes=1)
    press(page, "p", typed="ছবি আনুন")
    press(page, "Tab", typed="12062026")
    press(page, "Tab", "Tab")
    go(page)
    assert states(centre, number) == ["marked", "taken_up", "paper_asked"]
    machine.write(PaperReceived(number, papers=(missing,)))
    assert machine.round().answers[-1].answer == "accepted"
    clock.pass_by(minutes=1)
    page.goto(f"{url}/desk/a/{number}")
    press(page, "n", typed="নামঞ্জুরের কারণ নেই।")
    press(page, "Tab", "Tab")
    go(page)
    clock.pass_by(minutes=1)
    press(page, "d", "Space", "Tab", typed="মঞ্জুর করা হলো।")
    press(page, "Tab", typed="পরচা নিন।")
    go(page)
    assert states(centre, number)[-1] == "granted"
    letter = page.get_attribute("a.letter", "href")
    assert page.request.get(f"{url}{letter}").body().startswith(b"%PDF-")
    public = browser.new_context(viewport=SIZES[1]).new_page()
    public.goto(f"{url}/t/{number}?lang=en")
    public.fill("[name=proof]", "0146")
    public.click("button[type=submit]")
    assert "পরচা নিন।" in public.inner_text("body")
