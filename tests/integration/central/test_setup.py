"""Set-up over HTTP, on both databases: counters, calendar, fees; versions that reach counters and can be undone."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from kiosk.central.audit import verify_audit
from kiosk.central.centre import Centre
from kiosk.central.counters import enrolment_code
from kiosk.central.steps import steps_of
from kiosk.central.store.tables import AuditRow, EventRow, NoticeRow
from kiosk.desk.context import Desk, close_desk, open_desk
from kiosk.desk.correct import correct_application
from kiosk.desk.enrol import enrol
from kiosk.desk.find import application_status
from kiosk.desk.register import register_application
from kiosk.desk.synchronise import synchronise
from kiosk.domain.application import Applicant, ApplicationDraft
from tests.harness.world import OPERATOR, make_home
from tests.integration.central.machine import OFFICE, Machine, MovingClock
from tests.integration.central.people import Browser, hire, signed_in
from tests.integration.central.test_record_room import public

ME = {"operator": OPERATOR, "via": "window"}
CODE = "khatian_copy_normal"


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
def admin(centre: Centre, url: str) -> Browser:
    browser = signed_in(centre, url, hire(centre, "admin", "administrator"))
    browser.get("/desk/setup")
    return browser


def acts(centre: Centre, *wanted: str) -> list[tuple[str, str]]:
    """Return who did what, of these acts; the chain hangs together."""
    with centre.database.read() as connection:
        assert verify_audit(connection, OFFICE) > 0
        rows = connection.execute(select(AuditRow.actor, AuditRow.act).where(AuditRow.act.in_(wanted)))
        return [(row.actor, row.act) for row in rows]


def register(desk: Desk):
    draft = ApplicationDraft(CODE, applicants=(Applicant(name="হালিমা বেগম", mobile="01700000199"),))
    return register_application(desk, draft, print_receipt=False, **ME).application


def form_of(page: str) -> dict[str, str]:
    """Return what the form of a service holds."""
    inputs = re.findall(r'<input id="([a-z_.]+)" name="[^"]+"(?: type="date")? value="([^"]*)"', page)
    return {**dict(inputs), "day_type": re.search(r'option value="(\w+)" selected', page).group(1)}


def test_a_counter_is_enrolled_by_a_code_shown_once_and_let_go(centre: Centre, url: str, admin: Browser) -> None:
    page = admin.post("/desk/setup/counters/enrol", counter="৭").text
    code = re.search(r'class="code" lang="en">([0-9A-Z-]{14})<', page).group(1)
    assert code not in admin.get("/desk/setup/counters").text
    machine = Machine(url, centre.catalogue.version, code=7)
    assert machine.enrol(code).status == 200
    machine.sign_in()
    assert machine.round().news == []
    assert machine.counter_id[-12:] in admin.get("/desk/setup/counters").text
    assert admin.post(f"/desk/setup/counters/{machine.counter_id}/revoke").status == 303
    assert machine.push().status == 401
    assert "Let go" in admin.get("/desk/setup/counters").text
    assert admin.post(f"/desk/setup/counters/{machine.counter_id}/revoke").status == 404
    assert acts(centre, "enrolment.issued", "counter.revoked") == [
        ("admin", "enrolment.issued"),
        ("admin", "counter.revoked"),
    ]


@pytest.mark.parametrize("number", ["", "0", "100", "one"])
def test_a_counter_without_a_number_gets_no_code(admin: Browser, number: str) -> None:
    page = admin.post("/desk/setup/counters/enrol", counter=number)
    assert page.status == 400
    assert "from 1 to 99" in page.text


def test_another_offices_counter_is_not_there(centre: Centre, url: str, machine: Machine) -> None:
    stranger = signed_in(centre, url, f"{hire(centre, 'there', 'administrator', office=44)}@44")
    stranger.get("/desk/setup")
    assert stranger.post(f"/desk/setup/counters/{machine.counter_id}/revoke").status == 404
    assert machine.push().status == 200


def test_a_late_holiday_moves_dates_and_tells_each_once(
    centre: Centre, desk: Desk, admin: Browser, clock: MovingClock
) -> None:
    taken = register(desk)
    number = taken.receive_number
    synchronise(desk)
    reply = admin.post("/desk/setup/calendar", day="2026-11-30", kind="holiday", name_bn="বিশেষ ছুটি")
    page = admin.follow(reply).text
    assert "1 promised date no longer fits" in page
    assert "7 December" in page
    assert "8 December" in page
    clock.pass_by(minutes=1)
    page = admin.follow(admin.post("/desk/setup/calendar/move", note="বিশেষ ছুটি")).text
    assert "no longer fit" not in page
    assert admin.post("/desk/setup/calendar/move", note="").status == 303, "again: nothing is left to be moved"
    with centre.database.read() as connection:
        assert [(step.kind, step.until) for step in steps_of(connection, OFFICE, number)] == [
            ("date_moved", "2026-12-08")
        ]
        told = select(NoticeRow.contact).where(NoticeRow.event.startswith("date_moved@"))
        assert list(connection.scalars(told)) == ["+8801700000199"], "the applicant hears it once"
    assert "8 December" in public(admin.url, number, taken.secret)
    synchronise(desk)
    assert [step.kind for step in application_status(desk, number).history][-1] == "date_moved"
    corrected = msgspec.structs.replace(taken.draft, fields={**taken.draft.fields, "khatian_no": "418"})
    correct_application(desk, number, corrected, reason="typing", print_receipt=False, **ME)
    synchronise(desk)
    assert "8 December" in public(admin.url, number, taken.secret), "a correction takes nothing back"
    clock.pass_by(minutes=1)
    page = admin.follow(admin.post("/desk/setup/calendar", day="2026-11-30", kind="usual")).text
    assert "1 promised date no longer fits" in page, "taken back, the day is free again"


@pytest.mark.parametrize(
    "said", [{"day": "soon", "kind": "holiday", "name_bn": "ছুটি"}, {"day": "2026-11-30", "kind": "holiday"}]
)
def test_a_day_that_is_none(admin: Browser, said: dict[str, str]) -> None:
    assert admin.post("/desk/setup/calendar", **said).status == 400


def test_a_fee_changes_from_a_day_at_every_counter_and_is_undone(
    centre: Centre, desk: Desk, admin: Browser, clock: MovingClock
) -> None:
    before = register(desk)
    form = {**form_of(admin.get(f"/desk/setup/fees/{CODE}").text), "court_fee_poisha": "৩০", "days": "5"}
    shown = admin.post(f"/desk/setup/fees/{CODE}/preview", **{**form, "valid_from": "2026-11-24"})
    assert (shown.status, "30 taka" in shown.text) == (200, True)
    assert "Take the last change back" not in admin.get("/desk/setup/fees").text, "only looked at"
    admin.follow(admin.post(f"/desk/setup/fees/{CODE}", **{**form, "valid_from": "2026-11-24"}))
    synchronise(desk)
    assert register(desk).catalogue_version == centre.catalogue.version, "its day has not come"
    clock.pass_by(days=1)
    after = register(desk)
    assert after.catalogue_version == f"{centre.catalogue.version}-79.1"
    assert desk.catalogue.services[CODE].fees.court_fee_poisha == 3000
    assert after.promised_on < "2026-12-03" < before.promised_on
    assert synchronise(desk).refused == 0
    admin = again(centre, admin)
    admin.follow(admin.post("/desk/setup/fees/undo"))
    synchronise(desk)
    assert register(desk).catalogue_version == f"{centre.catalogue.version}-79.2"
    assert desk.catalogue.services[CODE] == centre.catalogue.services[CODE]
    assert synchronise(desk).refused == 0
    assert admin.post("/desk/setup/fees/undo").status == 400
    with centre.database.read() as connection:
        assert set(connection.scalars(select(EventRow.answer))) == {"accepted"}
    assert acts(centre, "catalogue.changed", "catalogue.undone") == [
        ("admin", "catalogue.changed"),
        ("admin", "catalogue.undone"),
    ]


def again(centre: Centre, browser: Browser) -> Browser:
    """Sign in on the next day."""
    fresh = signed_in(centre, browser.url, "admin")
    fresh.get("/desk/setup/fees")
    return fresh


@pytest.mark.parametrize(
    ("name", "value"),
    [("court_fee_poisha", "-1"), ("court_fee_poisha", "lots"), ("days", "soon"), ("days", "9999"),
     ("valid_from", "2026-11-22"), ("valid_from", ""), ("day_type", "moon"), ("paper.application.bn", " ")],
)  # fmt: skip
def test_a_change_that_cannot_be(admin: Browser, name: str, value: str) -> None:
    form = {**form_of(admin.get(f"/desk/setup/fees/{CODE}").text), "court_fee_poisha": "31", name: value}
    assert admin.post(f"/desk/setup/fees/{CODE}", **form).status == 400


def test_nothing_changed_and_nothing_there(admin: Browser) -> None:
    form = form_of(admin.get(f"/desk/setup/fees/{CODE}").text)
    first = admin.post(f"/desk/setup/fees/{CODE}", **form)
    assert first.status in {303, 400}
    assert admin.post(f"/desk/setup/fees/{CODE}", **form).status == 400
    assert admin.get("/desk/setup/fees/nothing").status == 404


def test_an_earlier_change_waits_for_the_one_that_is_ahead(admin: Browser) -> None:
    form = {**form_of(admin.get(f"/desk/setup/fees/{CODE}").text), "court_fee_poisha": "40"}
    admin.follow(admin.post(f"/desk/setup/fees/{CODE}", **{**form, "valid_from": "2027-01-01"}))
    page = admin.post(f"/desk/setup/fees/{CODE}", **{**form, "days": "3", "valid_from": "2026-11-23"})
    assert page.status == 400
    assert "A change waits already" in page.text


def test_a_branch_moves_to_another_room(centre: Centre, desk: Desk, admin: Browser) -> None:
    change = {"name_bn": "মহাফেজখানা", "name_en": "Record room", "room": "১১০", "valid_from": "2026-11-23"}
    page = admin.follow(admin.post("/desk/setup/branches/record_room", **change)).text
    assert "মহাফেজখানা" in page
    synchronise(desk)
    register(desk)
    assert desk.catalogue.branches["record_room"].room == "১১০"
    assert admin.post("/desk/setup/branches/nowhere", **change).status == 404


def test_the_offices_card_changes_everywhere_and_comes_back(centre: Centre, url: str, admin: Browser) -> None:
    first = {"name_bn": "জেলা ই-সেবা কেন্দ্র, পিরোজপুর", "name_en": "District e-Service Centre, Pirojpur"}
    other = {**first, "name_en": "The new office", "phone": "+8801700000001"}
    assert "The new office" in admin.follow(admin.post("/desk/setup/office", **other)).text
    assert "The new office" in Browser(url).get("/desk/sign-in").text
    assert admin.post("/desk/setup/office", **other).status == 400, "nothing changed"
    assert admin.post("/desk/setup/office", **{**other, "name_bn": " "}).status == 400
    admin.get("/desk/setup/office")
    admin.follow(admin.post("/desk/setup/office/1"))
    assert "District e-Service Centre, Pirojpur" in Browser(url).get("/desk/sign-in").text
    assert admin.post("/desk/setup/office/9").status == 400
    assert acts(centre, "office.changed") == [("admin", "office.changed")] * 2
