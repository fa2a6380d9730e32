"""The officers' desk over HTTP, on both databases: from the DC's inbox to a letter."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

import pypdfium2
import pytest
from sqlalchemy import select

from kiosk.central.audit import verify_audit
from kiosk.central.centre import Centre
from kiosk.central.people.accounts import appoint
from kiosk.central.people.person import person_of
from kiosk.central.steps import steps_of
from kiosk.central.store.tables import Holder, NoteRow
from kiosk.domain.application import Kind
from tests.integration.central.machine import OFFICE, Machine, MovingClock, Reply, draft
from tests.integration.central.people import Browser, hire, signed_in

SERVICE = "khas_land_agricultural"


@dataclass
class Office:
    dc: Browser
    adc: Browser
    officer: Browser


@pytest.fixture
def number(machine: Machine, centre: Centre) -> str:
    number = machine.receive(417, draft=draft(service=service(centre), subject="", fields={}, papers={}), **CITIZEN)
    machine.round()
    return number


CITIZEN = {"kind": Kind.CITIZEN}


def service(centre: Centre) -> str:
    """Return a service of the revenue branch that citizens ask for."""
    return next(
        one.code for one in centre.catalogue.services.values() if one.branch == "revenue_sa" and one.kind == "citizen"
    )


@pytest.fixture
def office(centre: Centre, url: str) -> Office:
    hire(centre, "dc", "dc", post="জেলা প্রশাসক")
    hire(centre, "adc", "adc", branches=("revenue_sa", "vested_property"), post="এডিসি (রাজস্ব)")
    hire(centre, "nasrin", "officer", branches=("revenue_sa",), post="সহকারী কমিশনার")
    return Office(*(signed_in(centre, url, login) for login in ("dc", "adc", "nasrin")))


def act(browser: Browser, number: str, name: str, **values: object) -> Reply:
    """Do something as the page's form does: with the version that the page showed."""
    page = browser.get(f"/desk/a/{number}")
    assert page.status == 200, page.text
    return browser.post(f"/desk/a/{number}/{name}", version=version_on(page), **values)


def version_on(page: Reply) -> str:
    return re.search(r'name="version" value="([^"]*)"', page.text).group(1)


def words_of(document: bytes) -> str:
    """Return what a reader's search finds in a PDF's first page."""
    opened = pypdfium2.PdfDocument(document)
    try:
        return opened[0].get_textpage().get_text_range()
    finally:
        opened.close()


def states(centre: Centre, number: str) -> list[str]:
    with centre.database.read() as connection:
        return [step.kind for step in steps_of(connection, OFFICE, number)]


def note_posts(centre: Centre, number: str) -> list[str]:
    with centre.database.read() as connection:
        mine = (NoteRow.office == OFFICE) & (NoteRow.receive_number == number)
        return list(connection.scalars(select(NoteRow.post_bn).where(mine).order_by(NoteRow.ordinal)))


def test_from_the_inbox_to_the_letter(
    centre: Centre, machine: Machine, number: str, office: Office, clock: MovingClock
) -> None:
    assert number in office.dc.get("/desk").text
    assert number not in office.adc.get("/desk?box=mine").text
    assert act(office.dc, number, "mark", to="adc", text="বিধি মোতাবেক ব্যবস্থা নিন।", days="3").status == 303
    assert number not in office.dc.get("/desk?box=mine").text
    clock.pass_by(minutes=1)
    assert act(office.adc, number, "mark", to="nasrin", text="শাখায় পেশ করুন।").status == 303
    clock.pass_by(minutes=1)
    page = office.officer.get(f"/desk/a/{number}")
    assert "বিধি মোতাবেক ব্যবস্থা নিন।" in page.text
    assert act(office.officer, number, "note", text="তদন্ত প্রয়োজন।").status == 303
    clock.pass_by(minutes=1)
    assert act(office.officer, number, "inquiry", office="ইউনিয়ন ভূমি অফিস", text="দখল কার?").status == 303
    assert number in office.officer.get("/desk?box=inquiry").text
    clock.pass_by(minutes=1)
    assert act(office.officer, number, "inquiry-ended", text="দখল আবেদনকারীর।").status == 303
    clock.pass_by(minutes=1)
    assert act(office.officer, number, "ask-paper", text="ভূমিহীন সনদ", until="2026-12-06").status == 303
    clock.pass_by(minutes=1)
    settled = act(office.officer, number, "dispose", outcome="granted", text="মঞ্জুর করা হলো।", told="পরচা নিন।")
    assert settled.status == 303
    assert states(centre, number) == [
        "marked", "marked", "taken_up", "inquiry", "inquiry_ended", "paper_asked", "granted",
    ]  # fmt: skip
    page = office.officer.follow(settled)
    where = re.search(r'href="([^"]*/letter/\d+)"', page.text).group(1)
    letter = office.officer.get(where)
    assert letter.body.startswith(b"%PDF-")
    words = words_of(letter.body)
    assert "Memo no.: 79-26-01-000417-7/7" in words
    assert "Date: 23 November 2026" in words
    assert "মঞ্জুর করা হলো।" in words, "Bangla is found in the document"
    office.officer.language = "bn"
    assert "স্মারক নং: ৭৯-২৬-০১-০০০৪১৭-৭/৭" in words_of(office.officer.get(where).body)
    office.officer.language = "en"
    assert "sandbox" in letter.headers["content-security-policy"]
    assert number in office.officer.get("/desk?box=done").text
    kinds = [news.kind for news in machine.round().news]
    assert kinds.count("application.step") == 7
    with centre.database.read() as connection:
        assert verify_audit(connection, OFFICE) > 20
        mine = (Holder.office == OFFICE) & (Holder.receive_number == number)
        assert connection.scalar(select(Holder.is_open).where(mine)) is False, "lists of what is open leave it out"


def test_a_colleague_who_was_quicker_is_named_not_overwritten(centre: Centre, number: str, office: Office) -> None:
    old = version_on(office.dc.get(f"/desk/a/{number}"))
    assert act(office.dc, number, "mark", to="adc").status == 303
    late = office.dc.post(f"/desk/a/{number}/mark", version=old, to="nasrin", text="জরুরি")
    assert late.status == 409
    assert "A colleague was quicker" in late.text
    assert "জরুরি" in late.text
    assert states(centre, number) == ["marked"]


def test_many_are_marked_at_once_or_none(centre: Centre, machine: Machine, office: Office) -> None:
    numbers = [
        machine.receive(serial, draft=draft(service=service(centre), subject="", fields={}, papers={}), **CITIZEN)
        for serial in (1, 2, 3)
    ]
    machine.round()
    office.dc.get("/desk")
    wrong = office.dc.post("/desk/mark", chosen=[*numbers, "7926010009990"], to="adc")
    assert wrong.status == 404
    assert [states(centre, number) for number in numbers] == [[], [], []]
    assert office.dc.post("/desk/mark", chosen=numbers, to="adc", days="৫").status == 303
    listed = office.adc.get("/desk").text
    assert all(number in listed for number in numbers)
    assert "5 days left" in listed


def test_what_is_not_theirs_answers_like_what_is_not_there(
    centre: Centre, url: str, number: str, office: Office
) -> None:
    hire(centre, "karim", "branch_assistant", branches=("general",))
    hire(centre, "far", "auditor", office=44)
    for login in ("karim", "far"):
        stranger = signed_in(centre, url, login)
        theirs, missing = stranger.get(f"/desk/a/{number}"), stranger.get("/desk/a/7926010009990")
        assert (theirs.status, missing.status) == (404, 404)
        assert theirs.text == missing.text
        reply = stranger.post(f"/desk/a/{number}/note", text="x")
        assert reply.status == 404
    office.officer.get(f"/desk/a/{number}")
    early = office.officer.post(f"/desk/a/{number}/note", text="x")
    assert early.status == 403, "it still lies before the DC"


def test_a_deputy_acts_for_who_is_away(
    centre: Centre, number: str, office: Office, url: str, clock: MovingClock
) -> None:
    with centre.database.read() as connection:
        chief = person_of(connection, OFFICE, "dc", clock().date())
    assert number not in office.adc.get("/desk?box=mine").text
    appoint(centre, chief, "adc", "2026-11-23", "2026-11-24")
    assert number in office.adc.get("/desk?box=mine").text
    assert act(office.adc, number, "mark", to="nasrin").status == 303
    assert "এডিসি (রাজস্ব), for জেলা প্রশাসক" in office.dc.get(f"/desk/a/{number}").text
    clock.pass_by(days=2)
    adc = signed_in(centre, url, "adc")
    office.dc = signed_in(centre, url, "dc")
    assert act(adc, number, "mark", to="nasrin").status == 303, "the ADC's own right, over the group"
    assert "জেলা প্রশাসক" not in note_posts(centre, number)[-1]


def test_what_is_overdue_rises(centre: Centre, number: str, office: Office, url: str, clock: MovingClock) -> None:
    act(office.dc, number, "mark", to="nasrin", days="2")
    clock.pass_by(days=3)
    dc, adc = signed_in(centre, url, "dc"), signed_in(centre, url, "adc")
    assert number in adc.get("/desk?box=risen").text
    assert number not in dc.get("/desk?box=risen").text
    clock.pass_by(days=7)
    dc = signed_in(centre, url, "dc")
    assert number in dc.get("/desk?box=risen").text


def test_found_by_number_and_by_name(number: str, office: Office) -> None:
    for typed in (number, "417", "৪১৭", "79-26-01-000417-7", "করিম", "korim", "karim abdul"):
        assert number in office.dc.get(f"/desk?{urlencode({'q': typed})}").text, typed
    for typed in ("418", "rohima"):
        assert number not in office.dc.get(f"/desk?q={typed}").text, typed


def test_the_mobile_is_shown_on_demand(number: str, office: Office) -> None:
    assert "01700-000146" not in office.dc.get(f"/desk/a/{number}").text
    assert "01700-000146" in office.dc.get(f"/desk/a/{number}?shown=mobile").text
