"""The whole line as people live it: filed at a Union Digital Centre, taken at a counter, decided at a desk, told to the applicant."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from kiosk import i18n
from kiosk.domain.clock import dhaka_day, system_clock
from tests.harness.browser import TELEPHONE, go, needs_browser, press, ready
from tests.harness.papers import paper
from tests.harness.story import PUBLIC, House, Worker, a_house

pytestmark = needs_browser
Key = Qt.Key
PEOPLE = (
    Worker("udc-soyna", "udc", "রাশেদা বেগম", "সয়না ইউনিয়ন ডিজিটাল সেন্টার"),
    Worker("dc", "dc", "মো. শফিকুল ইসলাম", "জেলা প্রশাসক"),
    Worker("nasrin", "officer", "নাসরিন আক্তার", "সহকারী কমিশনার (ভূমি)", ("revenue_sa",)),
)
VILLAGER, MOBILE, DIGITS = "জরিনা খাতুন", "01700000589", "০৫৮৯"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path, PEOPLE) as opened:
        yield opened


def test_from_the_village_to_the_letter(house: House) -> None:
    reference = the_udc_files(house)
    number, slip = the_counter_accepts(house, reference)
    the_dc_marks(house, number)
    the_officer_asks_for_a_paper(house, number)
    the_citizen_brings_it(house, number, slip)
    the_officer_disposes(house, number)
    everybody_hears(house, number, slip)


def in_bangla(number: str) -> str:
    return i18n.receive_number(number, "bn")


def the_udc_files(house: House) -> str:
    page = house.sit_down("udc-soyna")
    page.set_viewport_size(TELEPHONE)
    assert page.url.endswith("/udc")
    assert "এখনো কিছু নেই" in page.inner_text("main")
    house.look(page, "udc-empty")
    page.click("text=নতুন আবেদন")
    page.fill("#q", "খাস জমি")
    page.press("#q", "Enter")
    house.look(page, "services")
    page.click("text=কৃষি খাস জমি")
    house.look(page, "service")
    page.click("text=এখানে আবেদন করুন")
    house.look(page, "form")
    page.fill("#name", VILLAGER)
    page.fill("#guardian", "মোবারক আলী")
    page.fill("#mobile", "০১৭০০-০০০৫৮৯")
    page.fill("#address", "সয়না, কাউখালী")
    page.fill("[id='f.mouza']", "সয়না")
    page.check("text=স্বামী-স্ত্রী")
    page.click("button[value=next]")
    page.set_input_files("#file", str(brought(house)))
    page.click("#papers button")
    page.wait_for_selector(".pages li")
    assert "application.png" in page.inner_text(".pages")
    assert page.locator("#code").count() == 0, "whom the centre knows need no code"
    house.look(page, "papers")
    page.click("form[action$='/send'] button")
    page.wait_for_selector(".keep")
    house.look(page, "filed")
    reference = page.inner_text(".state .number")
    page.goto(f"{house.centre.url}/udc")
    assert VILLAGER in page.inner_text(".rows")
    return reference


def brought(house: House) -> Path:
    file = house.folder / "application.png"
    paper("আবেদনপত্র").save(file)
    return file


def the_counter_accepts(house: House, reference: str) -> tuple[str, str]:
    """Return the number, and what a scanner reads on the receipt."""
    counter = house.counter
    counter.hear(lambda: counter.clerk.shown.parked, "it came to the counter")
    house.look_at_window("counter-called")
    counter.clerk.open_tray()
    counter.sees(VILLAGER, "কৃষি খাস জমি")
    house.look_at_window("tray")
    counter.press(Key.Key_Return)
    counter.until(lambda: counter.clerk.shown.form.portal_id, "it is in the form")
    counter.sees(VILLAGER)
    house.look_at_window("in-the-form")
    number = counter.clerk.save()
    counter.sees(in_bangla(number))
    (slip,) = counter.papers(1)
    assert f"/t/{number}#" in slip
    house.look_at_window("accepted")
    counter.settled()
    return number, slip


def the_dc_marks(house: House, number: str) -> None:
    house.pump(lambda: any(number in text.replace("-", "") for text in house.post.sms(MOBILE)), "the number is told")
    page = house.sit_down("dc")
    assert VILLAGER in page.inner_text("#rows")
    house.look(page, "dc-inbox")
    press(page, "j")
    go(page)
    assert in_bangla(number) in page.inner_text("main")
    house.look(page, "dc-file")
    press(page, "m", "ArrowDown")
    press(page, "Tab", typed="৫")
    press(page, "Tab", typed="বিধি মোতাবেক ব্যবস্থা নিন।")
    press(page, "Tab")
    go(page)
    assert "মার্ক করা হলো।" in page.inner_text("body")
    house.look(page, "dc-marked")


def the_officer_asks_for_a_paper(house: House, number: str) -> None:
    page = house.sit_down("nasrin")
    press(page, "j")
    go(page)
    body = page.inner_text("main")
    assert "বিধি মোতাবেক ব্যবস্থা নিন।" in body
    house.look(page, "officer-file")
    press(page, "p", typed="ভূমিহীন সনদের মূল কপি")
    press(page, "Tab", typed=f"{dhaka_day(system_clock()) + timedelta(days=14):%m%d%Y}")
    go(page)
    house.look(page, "officer-asked")
    house.pump(lambda: any("ভূমিহীন সনদের মূল কপি" in text for text in house.post.sms(MOBILE)), "the applicant is asked")


def the_citizen_brings_it(house: House, number: str, slip: str) -> None:
    counter = house.counter
    counter.clerk.to_form()
    counter.hear(lambda: state_at(house, number) == "waiting_papers", "the counter hears of it")
    counter.hands.scan(slip)
    counter.until(lambda: counter.clerk.visible("find.detail"), "the application is shown")
    counter.sees(VILLAGER, "কাগজপত্রের অপেক্ষায়", "ভূমিহীন সনদের মূল কপি")
    house.look_at_window("slip-scanned")
    counter.clerk.begin_act("paper.received")
    counter.sees("ভূমিহীন সনদের মূল কপি")
    house.look_at_window("paper-sheet")
    counter.clerk.end_act()
    house.look_at_window("paper-received")
    counter.settled()


def state_at(house: House, number: str) -> str:
    from kiosk.desk.find import application_status

    return application_status(house.counter.clerk.session.desk, number).state


def the_officer_disposes(house: House, number: str) -> None:
    page = house.pages["nasrin"]
    page.goto(f"{house.centre.url}/desk")
    house.look(page, "officer-inbox")
    press(page, "j")
    go(page)
    house.look(page, "officer-paper-came")
    press(page, "n", typed="বন্দোবস্ত দেওয়া হোক।")
    press(page, "Tab", "Tab")
    go(page)
    house.look(page, "officer-ordered")
    press(page, "d", "Space", "Tab", typed="আপনার আবেদন মঞ্জুর করা হলো।")
    press(page, "Tab", typed="দলিল নিতে রাজস্ব শাখায় আসুন।")
    house.look(page, "officer-settling")
    go(page)
    letter = page.get_attribute("a.letter", "href")
    assert page.request.get(f"{house.centre.url}{letter}").body().startswith(b"%PDF-")
    house.look(page, "officer-settled")


def everybody_hears(house: House, number: str, slip: str) -> None:
    house.pump(lambda: any("মঞ্জুর" in text for text in house.post.sms(MOBILE)), "the outcome is told")
    link = re.search(r"https://\S+", house.post.sms(MOBILE)[-1])
    assert link is not None
    page = house.passer_by(TELEPHONE)
    page.goto(link[0].replace(PUBLIC, house.centre.url))
    ready(page)
    house.look(page, "status-asked")
    page.keyboard.type(DIGITS)
    go(page)
    said = page.inner_text("main")
    assert in_bangla(number) in said
    assert "মঞ্জুর" in said
    assert "দলিল নিতে রাজস্ব শাখায় আসুন।" in said
    house.look(page, "status")
    udc = house.pages["udc-soyna"]
    udc.goto(f"{house.centre.url}/udc")
    assert "মঞ্জুর" in udc.inner_text(".rows")
    house.look(udc, "udc-list")
    assert date.today()
