"""The record room and set-up in a real browser: by keys, in both languages, nothing for axe to find."""

from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.central.centre import Centre
from tests.harness.browser import a_browser, needs_browser, violations
from tests.integration.central.machine import Machine, MovingClock
from tests.integration.central.people import Browser, hire, signed_in

pytestmark = [needs_browser, pytest.mark.parametrize("central_database", ["sqlite"], indirect=True)]
SETUP = ("", "/office", "/counters", "/calendar", "/fees", "/fees/khatian_copy_normal", "/branches", "/directory",
         "/directory/service.khatian_copy_normal", "/directory/office", "/hooks")  # fmt: skip


@pytest.fixture
def browser() -> Iterator[Any]:
    with a_browser() as opened:
        yield opened


def page_of(browser: Any, person: Browser) -> Any:
    """Return a page at which somebody is signed in."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.add_cookies([{"name": name, "value": value, "url": person.url} for name, value in person.cookies.items()])
    return context.new_page()


def looked_at(page: Any, where: str) -> list[str]:
    """Return what is wrong with a page, in both languages, on a desk and on a telephone."""
    found = []
    for language in ("bn", "en"):
        for width, height in ((1366, 768), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{where}{'&' if '?' in where else '?'}lang={language}")
            found += [f"{where} {language} {width}: {fault}" for fault in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{where} {language} {width}: too wide")
    return found


def test_a_copy_is_found_and_signed_by_keys(
    browser: Any, centre: Centre, url: str, machine: Machine, clock: MovingClock
) -> None:
    number = machine.receive(417)
    machine.round()
    page = page_of(browser, signed_in(centre, url, hire(centre, "asha", "record_room")))
    page.goto(f"{url}/desk?lang=en")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert number in page.url
    page.keyboard.press("f")
    page.keyboard.type("3")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "রেকর্ড পাওয়া গেছে।" in page.inner_text("body")
    clock.pass_by(minutes=1)
    page.keyboard.press("s")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "স্বাক্ষর হলো।" in page.inner_text("body")
    assert "আপনি স্বাক্ষর করেছেন" in page.inner_text("body")
    assert looked_at(page, f"{url}/desk/records/{number}?act=fee-demanded") == []
    assert looked_at(page, f"{url}/desk/records") == []


def test_set_up_pages(browser: Any, centre: Centre, url: str, machine: Machine) -> None:
    machine.receive(417)
    machine.round()
    admin = signed_in(centre, url, hire(centre, "admin", "administrator"))
    admin.get("/desk/setup")
    admin.post("/desk/setup/calendar", day="2026-11-30", kind="holiday", name_bn="বিশেষ ছুটি")
    page = page_of(browser, admin)
    assert [fault for path in SETUP for fault in looked_at(page, f"{url}/desk/setup{path}")] == []
