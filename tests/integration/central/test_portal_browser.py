"""The portal in a real browser: a whole filing on a telephone without scripts, another with them; nothing for axe."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.offices import ensure_office
from kiosk.central.portal.codes import code_of
from kiosk.central.portal.filings import filing_of
from kiosk.central.store.tables import PortalRow
from kiosk.i18n import translator
from tests.harness.browser import a_browser, needs_browser, violations
from tests.integration.central.machine import OFFICE

PICTURES = os.environ.get("KIOSK_PICTURES", "")
pytestmark = [needs_browser, pytest.mark.parametrize("central_database", ["sqlite"], indirect=True)]


def look(page, name: str) -> None:
    """Nothing is wrong for axe, nothing is wider than the screen; keep a picture where somebody wants one."""
    assert violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def find_and_begin(page, url: str, language: str, looked: Callable[[str], None]) -> None:
    page.goto(f"{url}/services?lang={language}")
    looked("services")
    page.fill("#q", "porcha")
    page.press("#q", "Enter")
    looked("found")
    page.click("a[href='/services/service.khatian_copy_normal']")
    looked("service")
    page.click("a[href='/apply/khatian_copy_normal']")
    looked("form")
    page.fill("#mobile", "০১৭০০")
    page.fill("[id='f.khatian_no']", "৪১৭/২")
    page.click("button[value=next]")
    assert page.input_value("#mobile") == "০১৭০০"
    assert page.input_value("[id='f.khatian_no']") == "৪১৭/২"


def write_and_confirm(page, paper: Path, looked: Callable[[str], None]) -> None:
    page.fill("#name", "হালিমা বেগম")
    page.fill("#mobile", "০১৭০০-০০০১৪৬")
    page.click("button[value=next]")
    looked("papers")
    page.set_input_files("#file", str(paper))
    page.click("#papers button")
    page.wait_for_selector(".pages li")
    assert "deed.png" in page.inner_text(".pages")
    page.click("form[action$='/code'] button")
    page.wait_for_selector("#code-typed")
    looked("code")


@pytest.mark.parametrize(("width", "language", "scripts"), [(390, "bn", False), (1366, "en", True)])
def test_a_whole_filing(centre: Centre, url: str, tmp_path: Path, width: int, language: str, scripts: bool) -> None:
    with centre.database.write() as connection:
        ensure_office(connection, OFFICE, centre.settings, centre.catalogue)
    say = translator(language).gettext
    paper = tmp_path / "deed.png"
    # axe itself is a script: without scripts a page is judged in a second, silent browser
    Image.effect_noise((1200, 900), 80).save(paper)
    assert paper.stat().st_size > 512 * 1024, "more than one piece"
    with a_browser() as browser:
        context = browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=scripts)
        page = context.new_page()
        mark = f"{width}-{language}"

        def looked(name: str) -> None:
            if scripts:
                look(page, f"{mark}-{name}")
                return
            shown = context.cookies()
            judge = browser.new_context(viewport={"width": width, "height": 844})
            judge.add_cookies(shown)
            second = judge.new_page()
            second.goto(page.url)
            look(second, f"{mark}-{name}")
            judge.close()

        find_and_begin(page, url, language, looked)
        if scripts:
            look(page, f"{mark}-refused")
        write_and_confirm(page, paper, looked)
        with centre.database.read() as connection:
            filing = filing_of(connection.execute(select(PortalRow.__table__)).one())
        page.fill("#code-typed", code_of(centre, filing))
        page.click("form[action$='/send'] button")
        page.wait_for_selector("h1")
        assert page.inner_text("h1") == say("Sent to the counter")
        looked("filed")
        context.close()


def keyed(page, *texts: str) -> None:
    """Write from where the page has put the cursor, each text into the next field."""
    for number, text in enumerate(texts):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(text)


@pytest.mark.parametrize("language", ["bn", "en"])
def test_several_applicants_with_keys_alone_on_a_telephone(centre: Centre, url: str, language: str) -> None:
    with centre.database.write() as connection:
        ensure_office(connection, OFFICE, centre.settings, centre.catalogue)
    with a_browser() as browser:
        page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        page.goto(f"{url}/apply/khatian_copy_normal?lang={language}")
        page.focus("#name")
        keyed(page, "মো. আবদুল করিম", "আবদুর রহিম", "01700000146")
        page.focus("#more")
        page.keyboard.press("Enter")
        page.wait_for_selector("[id='p1.name']")
        page.wait_for_selector("[id='p1.name']:focus")
        keyed(page, "হালিমা বেগম", "আবদুর রব", "0190")
        look(page, f"390-{language}-people")
        page.keyboard.press("Enter")
        page.wait_for_selector("[id='p1.mobile-wrong']")
        look(page, f"390-{language}-people-refused")
        assert page.locator("#trouble a").count() == 1
        page.focus("#trouble a")
        page.keyboard.press("Enter")
        page.wait_for_selector("[id='p1.mobile']:focus")
        assert page.input_value("#name") == "মো. আবদুল করিম"
        page.fill("[id='p1.mobile']", "01900000234")
        page.focus("#more")
        page.keyboard.press("Enter")
        page.wait_for_selector("[id='p2.name']")
        page.focus("button[value='fewer.1']")
        page.keyboard.press("Enter")
        page.wait_for_selector("[id='more']:focus")
        assert page.locator("[id='p2.name']").count() == 0
        assert page.input_value("[id='p1.name']") == ""
        page.fill("[id='p1.name']", "জাহানারা খাতুন")
        page.keyboard.press("Enter")
        page.wait_for_selector("#papers")
        look(page, f"390-{language}-people-papers")
        with centre.database.read() as connection:
            people = filing_of(connection.execute(select(PortalRow.__table__)).one()).draft.applicants
        assert [person.name for person in people] == ["মো. আবদুল করিম", "জাহানারা খাতুন"]
