"""The public pages, over HTTP, on both databases."""

import re
from urllib.parse import urlencode

import pytest

from kiosk.central.centre import Centre
from kiosk.central.days import declare_day
from kiosk.central.forward import forward
from kiosk.central.slowdown import FREE_TRIES
from kiosk.domain.events import DayDeclared
from kiosk.i18n import digits, translator
from tests.integration.central.machine import OFFICE, SECRET, Machine, MovingClock, Reply, ask

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def number(machine: Machine) -> str:
    """An application that the centre has."""
    number = machine.receive(417)
    machine.round()
    return number


def look_up(url: str, number: str, proof: str, lang: str = "en") -> Reply:
    return ask(url, "POST", f"/status?lang={lang}", urlencode({"number": number, "proof": proof}).encode(), FORM)


def test_the_slip_and_the_mobile_both_show_the_application(centre: Centre, url: str, number: str) -> None:
    for typed in (number, "79 26-01 000417-7", "৭৯-২৬-০১-০০০৪১৭-৭"):
        for proof in (SECRET, "0146", "০১৪৬", f"{SECRET[:5]} {SECRET[5:]}"):
            reply = look_up(url, typed, proof)
            assert reply.status == 200, (typed, proof)
            assert "79-26-01-000417-7" in reply.text
    assert "Karim" not in reply.text
    assert "আবদুল" not in reply.text
    assert "মো. আ… ক…" in reply.text


def test_the_page_is_bangla_first(url: str, number: str) -> None:
    bangla = translator("bn").gettext
    page = ask(url, "POST", "/status", urlencode({"number": number, "proof": SECRET}).encode(), FORM).text
    assert '<html lang="bn">' in page
    assert "৭৯-২৬-০১-০০০৪১৭-৭" in page
    assert bangla("Your application is received") in page
    assert digits("23", "bn") in page
    assert '<html lang="bn">' in ask(url, "GET", "/?lang=fr").text
    assert '<html lang="en">' in ask(url, "GET", "/?lang=en").text


def test_forwarding_shows_on_the_page(centre: Centre, url: str, number: str) -> None:
    forward(centre, number, "Record Room", "Ask for <b>khatian</b> 417")
    page = look_up(url, number, SECRET).text
    assert "With the Record Room" in page
    assert "Ask for &lt;b&gt;khatian&lt;/b&gt; 417" in page


def test_the_days_left_are_the_office_s_own(centre: Centre, url: str, number: str) -> None:
    assert "10 working days left" in look_up(url, number, SECRET).text
    declare_day(centre, OFFICE, DayDeclared("2026-11-30", "holiday", "বিশেষ ছুটি"))
    assert "9 working days left" in look_up(url, number, SECRET).text
    declare_day(centre, OFFICE, DayDeclared("2026-11-30", "usual"))
    assert "10 working days left" in look_up(url, number, SECRET).text


def without_number(page: Reply) -> str:
    return re.sub(r'value="[^"]*"', "", page.text)


def test_what_is_not_there_and_what_is_not_yours_answer_alike(url: str, number: str) -> None:
    nobodys = "7926010004189"
    for proof in ("9999", "9" * 13):
        wrong, missing = look_up(url, number, proof), look_up(url, nobodys, proof)
        assert (wrong.status, missing.status) == (404, 404)
        assert without_number(wrong) == without_number(missing)
        assert {k: v for k, v in wrong.headers.items() if k not in ("date", "content-length")} == {
            k: v for k, v in missing.headers.items() if k not in ("date", "content-length")
        }


def test_a_slip_of_the_finger_is_told_before_anything_is_looked_up(url: str, number: str) -> None:
    for typed, sentence in ((f"{number[:-1]}8", "One digit of the receive number is wrong"), ("12", "13 digits")):
        for reply in (look_up(url, typed, SECRET), ask(url, "GET", f"/t/{typed}?lang=en")):
            assert reply.status in (400, 404)
            assert sentence in reply.text
            assert typed in reply.text
    assert "last four digits" in look_up(url, number, "12345").text
    assert look_up(url, number, "").status == 400


def test_guessing_is_slow_for_the_guesser_and_the_slip_still_opens(url: str, number: str, clock: MovingClock) -> None:
    tried = [look_up(url, number, f"{guess:04d}").status for guess in range(FREE_TRIES + 1)]
    assert set(tried) == {404}
    right = look_up(url, number, "0146")
    assert (right.status, right.headers["retry-after"]) == (429, "2")
    assert "Try again in 2 seconds" in right.text
    assert look_up(url, number, SECRET).status == 200
    clock.pass_by(seconds=3)
    assert look_up(url, number, "0146").status == 200


def test_right_tries_do_not_count(url: str, number: str) -> None:
    assert {look_up(url, number, "0146").status for _ in range(FREE_TRIES * 2)} == {200}


def test_a_scanned_slip_finds_its_number_filled_in(url: str, number: str) -> None:
    page = ask(url, "GET", f"/t/{number}?lang=en")
    assert page.status == 200
    assert 'value="79-26-01-000417-7"' in page.text
    assert SECRET not in page.text


def test_pages_are_closed_to_everything_foreign(url: str, number: str) -> None:
    pages = [
        ask(url, "GET", "/"),
        ask(url, "GET", f"/t/{number}"),
        look_up(url, number, SECRET),
        ask(url, "GET", "/nothing"),
    ]
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert (page.headers["x-content-type-options"], page.headers["cache-control"]) == ("nosniff", "no-store")
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "server" not in page.headers
        assert not re.search(r"<script(?! src=\"/static/)|style=|\son\w+=|(?:src|href|action)=\"(?!/|tel:)", page.text)
        for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text):
            assert ask(url, "GET", address).status == 200, address


def test_fonts_are_ours_and_static_files_are_only_those(url: str) -> None:
    styles = ask(url, "GET", "/static/portal.css")
    assert styles.headers["content-type"].startswith("text/css")
    for name in set(re.findall(r"url\(([^)]+)\)", styles.text)):
        font = ask(url, "GET", f"/static/{name}")
        assert (font.status, font.body[:4]) == (200, b"\0\1\0\0"), name
        assert "max-age" in font.headers["cache-control"]
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py"):
        assert ask(url, "GET", path).status == 404


def test_what_is_not_there_says_so_in_the_same_look(url: str) -> None:
    for path in ("/nothing?lang=en", "/status?lang=en"):
        page = ask(url, "GET", path)
        assert page.status in (404, 405)
        assert "This page is not here" in page.text
        assert "/static/portal.css" in page.text
