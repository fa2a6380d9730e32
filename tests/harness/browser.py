"""A real browser for tests: Debian's Chromium, driven by Playwright, and axe for accessibility."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
needs_browser = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
PATIENCE_MS = 60_000
DESK: "ViewportSize" = {"width": 1366, "height": 768}
TELEPHONE: "ViewportSize" = {"width": 390, "height": 844}
SIZES = (DESK, TELEPHONE)
_READY = ":root:not(:has([autofocus])), body :focus"
_AXE = """axe.run({resultTypes: ['violations']}).then(told => told.violations.flatMap(
    one => one.nodes.map(node => `${one.id}: ${node.target}`)))"""


@contextmanager
def a_browser() -> Iterator["Browser"]:
    """Start Chromium once; open a fresh `page_in` it for every person who sits before it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as machine:
        browser = machine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-quic"])
        try:
            yield browser
        finally:
            browser.close()


def page_in(
    browser: "Browser", url: str = "", cookies: Mapping[str, str] | None = None, *, size: "ViewportSize" = DESK
) -> "Page":
    """Return a page of somebody's own, who may be signed in already by the cookies of an address."""
    context = browser.new_context(viewport=size, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in (cookies or {}).items()])
    return context.new_page()


def press(page: "Page", *keys: str, typed: str = "") -> None:
    """Press keys one after the other, then type."""
    ready(page)
    for key in keys:
        page.keyboard.press(key)
    page.keyboard.type(typed)


def go(page: "Page", key: str = "Enter") -> None:
    """Press a key that leads to another page, and wait until that is there."""
    with page.expect_navigation():
        page.keyboard.press(key)
    ready(page)


def ready(page: "Page") -> None:
    """Wait until what is typed goes where the page wants it: the focus comes after the loading, on a busy machine late."""
    page.locator(_READY).first.wait_for(state="attached")


def violations(page: "Page") -> list[str]:
    """Return what axe finds wrong with a page, a line each: rule, then where."""
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_AXE)
    return found


def faults(page: "Page", name: str, *sizes: "ViewportSize") -> list[str]:
    """Return what is wrong with a page as it stands, for axe and with its width, a line each; at both sizes if none is named."""
    found = []
    for size in sizes or SIZES:
        page.set_viewport_size(size)
        found += [f"{name} at {size['width']}: {fault}" for fault in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name} at {size['width']}: wider than the screen")
    return found
