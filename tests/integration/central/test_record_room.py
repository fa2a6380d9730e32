"""A copy's whole life over HTTP, on both databases: counter, record room, fee, four names, hand-over."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kiosk.central.audit import verify_audit
from kiosk.central.centre import Centre
from kiosk.central.counters import enrolment_code
from kiosk.central.steps import steps_of
from kiosk.desk.context import Desk, close_desk, open_desk
from kiosk.desk.enrol import enrol
from kiosk.desk.find import application_status
from kiosk.desk.follow_ups import follow_up, possible
from kiosk.desk.register import register_application
from kiosk.desk.synchronise import synchronise
from kiosk.domain.application import Applicant, ApplicationDraft, Kind
from kiosk.domain.followups import CopyHandedOver, FeeReceived, Stamp
from tests.harness.world import OPERATOR, make_home
from tests.integration.central.machine import OFFICE, Machine, MovingClock, Reply, ask, draft
from tests.integration.central.people import Browser, hire, signed_in
from tests.integration.central.test_efile import version_on

ME = {"operator": OPERATOR, "via": "window"}
SIGNATURES = ("copy-prepared", "copy-checked", "copy-compared", "copy-approved")


@pytest.fixture
def desk(
    tmp_path: Path, centre: Centre, url: str, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setenv("KIOSK_ANCHOR_DIR", str(tmp_path / "anchors"))
    opened = open_desk(make_home(tmp_path / "home", server_url=url), clock=clock)
    enrol(opened, enrolment_code(centre, OFFICE, 1))
    yield opened
    close_desk(opened)


@pytest.fixture
def room(centre: Centre, url: str) -> list[Browser]:
    """Four people of the record room, signed in."""
    return [signed_in(centre, url, hire(centre, login, "record_room")) for login in ("asha", "bina", "chitra", "dola")]


def do(browser: Browser, number: str, act: str, clock: MovingClock, **said: object) -> Reply:
    """Do something as the page's form does: with the version that the page showed."""
    clock.pass_by(seconds=30)
    page = browser.get(f"/desk/records/{number}")
    assert page.status == 200, page.text
    return browser.post(f"/desk/records/{number}/{act}", version=version_on(page), **said)


def took(browser: Browser, reply: Reply) -> str:
    page = browser.follow(reply)
    assert page.status == 200
    return page.text


def history(centre: Centre, number: str) -> list[str]:
    with centre.database.read() as connection:
        return [step.kind for step in steps_of(connection, OFFICE, number)]


def public(url: str, number: str, secret: str) -> str:
    body = urlencode({"number": number, "proof": secret}).encode()
    return ask(url, "POST", "/status?lang=en", body, {"Content-Type": "application/x-www-form-urlencoded"}).text


def test_a_copy_from_counter_to_hand_over(
    centre: Centre, url: str, desk: Desk, room: list[Browser], clock: MovingClock
) -> None:
    person = Applicant(name="হালিমা বেগম", mobile="01700000199")
    asked = ApplicationDraft("khatian_copy_normal", applicants=(person,), fields={"khatian_no": "417"})
    taken = register_application(desk, asked, print_receipt=False, **ME).application
    number = taken.receive_number
    synchronise(desk)
    assert number in room[0].get("/desk/records").text, "it lies there straight, nobody marked it"
    assert "417" in room[0].get(f"/desk/records/{number}").text

    assert "The record is found." in took(
        room[0], do(room[0], number, "record-found", clock, folios="3", text="আলমারি ২")
    )
    fee = {"folios": "৩", "base": "20", "per_folio": "2.50", "until": "2026-12-01"}
    assert "27.50 taka" in took(room[0], do(room[0], number, "fee-demanded", clock, **fee))
    clock.pass_by(minutes=5)
    synchronise(desk)
    assert application_status(desk, number).state == "waiting_fee"
    assert possible(desk, number)[0].act == "fee.received"
    paid = follow_up(desk, FeeReceived(number, stamps=(Stamp(2750),)), print_slip=False, **ME)
    assert (paid.state, paid.warnings) == ("preparing", ()), "the counter knew how much was asked for"
    synchronise(desk)

    for browser, act in zip(room, SIGNATURES, strict=True):
        assert "Signed." in took(browser, do(browser, number, act, clock))
    took(room[0], do(room[0], number, "copy-ready", clock, folios="3"))
    clock.pass_by(minutes=5)
    synchronise(desk)
    assert application_status(desk, number).state == "ready"
    assert "Ready for handing over" in public(url, number, taken.secret)
    follow_up(desk, CopyHandedOver(number, identity="nid"), print_slip=False, **ME)
    synchronise(desk)

    assert history(centre, number) == [
        "record_found", "fee_demanded", "fee_received", "copy_prepared", "copy_checked", "copy_compared",
        "copy_approved", "copy_ready", "copy_handed_over",
    ]  # fmt: skip
    here = application_status(desk, number)
    assert [step.kind for step in here.history][-9:] == history(centre, number)
    assert here.state == "delivered"
    assert "Handed over" in public(url, number, taken.secret)
    assert "asha" not in public(url, number, taken.secret), "names are the office's, not the public's"
    assert number in room[0].get("/desk/records?box=settled").text
    with centre.database.read() as connection:
        assert verify_audit(connection, OFFICE) > 0


@pytest.fixture
def number(machine: Machine) -> str:
    number = machine.receive(417)
    machine.round()
    return number


def found(room: list[Browser], number: str, clock: MovingClock) -> None:
    took(room[0], do(room[0], number, "record-found", clock))


def test_the_same_person_signs_once(room: list[Browser], number: str, clock: MovingClock) -> None:
    found(room, number, clock)
    took(room[0], do(room[0], number, "copy-prepared", clock))
    again = do(room[0], number, "copy-checked", clock)
    assert again.status == 400
    assert "four different people" in again.text
    early = do(room[0], number, "copy-ready", clock)
    assert (early.status, "only when all four" in early.text) == (400, True)


def test_a_mistake_is_written_anew_and_says_why(room: list[Browser], number: str, clock: MovingClock) -> None:
    found(room, number, clock)
    took(room[0], do(room[0], number, "copy-prepared", clock))
    assert do(room[1], number, "copy-prepared", clock).status == 400, "without a word nobody knows what was wrong"
    took(room[1], do(room[1], number, "copy-prepared", clock, text="দাগ নম্বর ভুল।"))
    took(room[0], do(room[0], number, "copy-checked", clock))


def test_not_found_and_elsewhere_are_told_to_the_applicant(
    room: list[Browser], number: str, clock: MovingClock, centre: Centre, url: str
) -> None:
    assert do(room[0], number, "record-elsewhere", clock, told="").status == 400
    took(room[0], do(room[0], number, "record-elsewhere", clock, told="জেলা জজ আদালতে"))
    took(room[0], do(room[0], number, "record-not-found", clock, told="ভলিউম ছেঁড়া"))
    assert history(centre, number) == ["record_elsewhere", "record_not_found"]
    page = public(url, number, "4071953826174")
    assert "জেলা জজ আদালতে" in page
    assert "ভলিউম ছেঁড়া" in page
    assert room[0].post(f"/desk/records/{number}/record-found").status == 409


def test_a_colleague_was_quicker(room: list[Browser], number: str, clock: MovingClock) -> None:
    old = version_on(room[1].get(f"/desk/records/{number}"))
    found(room, number, clock)
    late = room[1].post(f"/desk/records/{number}/record-found", version=old)
    assert late.status == 409
    assert "A colleague was quicker" in late.text


@pytest.mark.parametrize(
    "fee",
    [
        {"base": "", "per_folio": "", "until": "2026-12-01"},
        {"base": "-4", "until": "2026-12-01"},
        {"base": "20", "until": "2026-11-01"},
        {"base": "20", "until": "soon"},
        {"base": "20", "until": "2026-12-01", "folios": "many"},
        {"base": "999999999", "until": "2026-12-01"},
    ],
)
def test_a_fee_that_is_none(room: list[Browser], number: str, clock: MovingClock, fee: dict[str, str]) -> None:
    found(room, number, clock)
    assert do(room[0], number, "fee-demanded", clock, **fee).status == 400


def test_the_search_slip_is_a_pdf_and_reading_is_written_down(room: list[Browser], number: str) -> None:
    reply = room[0].get(f"/desk/records/{number}/slip")
    assert reply.body.startswith(b"%PDF")
    assert re.search(r"filename=\"\d{13}-search\.pdf\"", reply.headers["content-disposition"])


def test_what_is_no_copy_or_anothers_is_not_there(
    centre: Centre, url: str, machine: Machine, room: list[Browser], number: str
) -> None:
    service = next(one.code for one in centre.catalogue.services.values() if one.kind == "citizen")
    plain = draft(service=service, subject="", fields={}, papers={})
    other = machine.receive(418, draft=plain, kind=Kind.CITIZEN)
    machine.round()
    assert room[0].get(f"/desk/records/{other}").status == 404
    scoped = signed_in(centre, url, hire(centre, "elias", "record_room", branches=("land_acquisition",)))
    assert scoped.get(f"/desk/records/{number}").status == 404
    scoped.get("/desk/records")
    assert scoped.post(f"/desk/records/{number}/record-found").status == 404
    reader = signed_in(centre, url, hire(centre, "dc", "dc"))
    assert reader.get(f"/desk/records/{number}").status == 200
    assert "act-record-found" not in reader.get(f"/desk/records/{number}").text
    assert number in room[0].get("/desk/records?q=417").text
