"""Every page that the routes lead to, in a real browser: nothing for axe, nothing wider than a telephone.

The pages are found in the route table: a new one is looked at without anybody thinking of it.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kiosk.central.app import routes
from kiosk.central.centre import close_centre, open_centre
from kiosk.central.settings import CentralSettings
from kiosk.central.web.policy import Policy, declared_policies
from tests.harness.browser import DESK, SIZES, a_browser, faults, needs_browser, page_in
from tests.integration.central.machine import SECRET, MovingClock, serving
from tests.integration.central.office import Day, busy
from tests.integration.central.people import Browser, quick_verifier

pytestmark = [needs_browser, pytest.mark.long, pytest.mark.timeout(900)]
PICTURES = os.environ.get("KIOSK_PICTURES", "")
LANGUAGES = ("bn", "en")
FIRST = ("dc", "administrator", "record_room", "udc", "auditor", "officer")
"""Who is asked to look at a page, of those who may."""

NO_PAGES = ("/api/", "/schema", "/static/", "/notices/{secret:str}/")
"""What people do not look at."""

MORE = (
    ("dc", "/desk?box=overdue"),
    ("dc", "/desk?q=417"),
    ("dc", "/desk?box=done"),
    ("dc", "/desk/a/{number:str}?act=mark"),
    ("dc", "/desk/a/{number:str}?act=dispose"),
    ("officer", "/desk/a/{number:str}?act=ask-paper"),
    ("dc", "/desk/a/{number:str}?shown=mobile"),
    ("dc", "/desk/a/{number:str}/scan/2?turn=1&zoom=1"),
    ("dc", "/desk/a/{number:str}/scan/3"),
    ("record_room", "/desk/records/{number:str}?act=fee-demanded"),
    ("record_room", "/desk/records?q=nothing"),
    ("administrator", "/desk/audit?first=soon"),
    ("", "/services?q=porcha"),
    ("", "/t/7926010004178"),
    ("", "/nothing/here"),
)
"""States of pages that an address alone reaches: by whom, and where."""
MISTAKES = {"/desk/audit?first=soon", "/t/7926010004178", "/nothing/here"}


@pytest.fixture
def browser() -> Iterator[Any]:
    with a_browser() as opened:
        yield opened


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    home, clock = tmp_path / "centre", MovingClock()
    settings = CentralSettings(office_phone="+8801700000000", session_per_minute=0, address_per_minute=0)
    centre = open_centre(home, settings, clock=clock, verifier_of=quick_verifier)
    try:
        with serving(centre) as url:
            yield busy(centre, url, clock)
    finally:
        close_centre(centre)


def whom(day: Day, route: str, policy: Policy) -> Browser | None:
    """Return somebody who may see the page of a route, None for anybody."""
    if policy.half and route.endswith("second-factor"):
        return day.half
    if policy.who == "roles":
        return day.people[next(role for role in FIRST if role in policy.roles)]
    return day.writer if "{portal_id:str}" in route else None


def pages_of(day: Day) -> list[tuple[Browser, str, str]]:
    """Return every page: who sees it, its route, its address."""
    found, nobody = [], Browser(day.url)
    for (method, route), policy in declared_policies(routes()).items():
        if method == "GET" and not route.startswith(NO_PAGES):
            found.append((whom(day, route, policy) or nobody, route, day.path(route)))
    return found + [(day.people.get(role, nobody), where, day.path(where)) for role, where in MORE]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wrong_with_any_page(day: Day, browser: Any, language: str) -> None:
    pages: dict[int, Any] = {}
    found: list[str] = []
    seen = set()
    for who, route, path in pages_of(day):
        told = who.get(path)
        assert told.status == 200 or (told.status in {400, 404} and path in MISTAKES), (route, path, told)
        if not told.headers["content-type"].startswith("text/html"):
            continue  # a file; those have tests of their own
        page = pages.setdefault(id(who), page_in(browser, day.url, who.cookies))
        found += look(page, f"{day.url}{path}", language)
        seen.add(route)
    assert {"/", "/desk", "/desk/audit", "/desk/setup", "/udc", "/filing/{portal_id:str}"} <= seen
    found += answers(day, browser, language)
    assert not found, "\n".join(found)


def look(page: Any, where: str, language: str) -> list[str]:
    page.set_viewport_size(DESK)
    page.goto(f"{where}{'&' if '?' in where else '?'}lang={language}")
    name = f"{language} {urlsplit(where).path}?{urlsplit(where).query}"
    found = faults(page, name)
    if page.get_attribute("html", "lang") != language or not page.title():
        found.append(f"{name}: no language or no title")
    keep(page, name)
    return found


def keep(page: Any, name: str) -> None:
    if PICTURES:
        for size in SIZES:
            page.set_viewport_size(size)
            path = Path(PICTURES) / f"{name.replace('/', '-')}-{size['width']}.png"
            page.screenshot(path=str(path), full_page=True)


def answers(day: Day, browser: Any, language: str) -> list[str]:
    """Return what is wrong with answers to forms: refusals at the desk and on the web, the state of an application."""
    found = []
    nobody = page_in(browser)
    nobody.goto(f"{day.url}/desk/sign-in?lang={language}")
    nobody.fill("#login", "dc")
    nobody.fill("#password", "not the passphrase")
    nobody.click("button.main")
    found += faults(nobody, "sign-in refused")
    for proof in ("9999", SECRET):
        nobody.goto(f"{day.url}/t/{day.holes['number']}?lang={language}")
        nobody.fill("[name=proof]", proof)
        nobody.click("button[type=submit]")
        nobody.wait_for_load_state()
        found += faults(nobody, f"state for {proof}")
    nobody.goto(f"{day.url}/apply/khatian_copy_normal?lang={language}")
    nobody.fill("#mobile", "০১৭০০")
    nobody.click("button[value=next]")
    found += faults(nobody, "applying refused")
    dc = page_in(browser, day.url, day.people["dc"].cookies)
    dc.goto(f"{day.url}{day.path('/desk/a/{number:str}')}?act=mark&lang={language}")
    dc.evaluate("document.querySelectorAll('[required]').forEach(one => one.removeAttribute('required'))")
    dc.click("#act-mark button.main")
    found += faults(dc, "marking refused")
    return found
