"""A real browser for tests: Debian's Chromium, driven by Playwright, and axe for accessibility."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
needs_browser = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")


@contextmanager
def a_browser() -> Iterator["Browser"]:
    """Start Chromium once; open a fresh `new_context` of it for every person who sits before it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as machine:
        browser = machine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-quic"])
        try:
            yield browser
        finally:
            browser.close()


def violations(page: "Page") -> list[str]:
    """Return what axe finds wrong with a page, a line each: rule, then where."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]
