"""The guidance directory over HTTP, on both databases: changed here or at a counter, everywhere the same, had back."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.central.audit import verify_audit
from kiosk.central.centre import Centre
from kiosk.central.counters import enrolment_code
from kiosk.central.setup.guidance import office_directory
from kiosk.desk.context import Desk, close_desk, open_desk
from kiosk.desk.enrol import enrol
from kiosk.desk.guidance import change_guidance, directory, guidance_history
from kiosk.desk.synchronise import synchronise
from kiosk.domain.guidance import Entry
from kiosk.domain.slips import FloorPlan, Words
from tests.harness.world import OPERATOR, make_home
from tests.integration.central.machine import OFFICE, MovingClock
from tests.integration.central.people import Browser, hire, signed_in

HERE = "/desk/setup/directory"
HEARING = "service.public_hearing"


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
    browser.get(HERE)
    return browser


def form_of(page: str) -> dict[str, str]:
    """Return what the form of an entry holds."""
    inputs = re.findall(
        r'<input(?: class="few")?(?: id="\w+")?(?: type="hidden")? name="(\w+)"[^>]* value="([^"]*)"', page
    )
    areas = re.findall(r'<textarea id="(\w+)"[^>]*>([^<]*)<', page)
    plain = re.findall(r'name="(version)" value="(\d+)"', page)
    return dict([*inputs, *areas, *plain])


def test_a_change_is_told_at_every_counter_and_on_the_web_and_comes_back(
    centre: Centre, url: str, desk: Desk, admin: Browser, clock: MovingClock
) -> None:
    form = {
        **form_of(admin.get(f"{HERE}/{HEARING}").text),
        "hours_bn": "বুধবার ১০টা থেকে",
        "hours_en": "Wednesday from ten",
    }
    look = admin.post(f"{HERE}/{HEARING}", **form, act="look")
    assert (look.status, "Wednesday from ten" in look.text) == (200, True)
    assert office_directory(centre, OFFICE).guides[HEARING].version == 0, "only looked at"
    page = admin.follow(admin.post(f"{HERE}/{HEARING}", **form, act="keep")).text
    assert "Hours" in page
    synchronise(desk)
    assert directory(desk).guides[HEARING].hours == Words("বুধবার ১০টা থেকে", "Wednesday from ten")
    assert (guidance_history(desk, HEARING)[0].operator, guidance_history(desk, HEARING)[0].counter) == ("admin", 0)
    assert "Wednesday from ten" in Browser(url).get("/services/public_hearing").text
    clock.pass_by(minutes=1)
    admin.follow(admin.post(f"{HERE}/{HEARING}/0"))
    synchronise(desk)
    assert directory(desk).guides[HEARING].hours.en == "Every Wednesday; ask here for the time"
    assert directory(desk).guides[HEARING].version == 2
    with centre.database.read() as connection:
        assert verify_audit(connection, OFFICE) > 0


def test_what_a_counter_changed_is_seen_here_and_changed_further(
    centre: Centre, desk: Desk, admin: Browser, clock: MovingClock
) -> None:
    entry = msgspec.structs.replace(directory(desk).entry(HEARING), room="২০৫")
    change_guidance(desk, entry, operator=OPERATOR, via="window")
    synchronise(desk)
    page = admin.get(f"{HERE}/{HEARING}").text
    assert "counter 01" in page
    form = form_of(page)
    assert (form["room"], form["version"]) == ("২০৫", "1")
    clock.pass_by(minutes=1)
    admin.follow(admin.post(f"{HERE}/{HEARING}", **{**form, "room": "২০৬"}, act="keep"))
    synchronise(desk)
    assert directory(desk).guides[HEARING].room == "২০৬"
    late = admin.post(f"{HERE}/{HEARING}", **{**form, "room": "২০৭"}, act="keep")
    assert (late.status, "Somebody changed this entry meanwhile" in late.text) == (400, True)
    assert 'value="২০৭"' in late.text, "what was typed stays"


def test_a_counters_clock_that_is_ahead_does_not_win_for_ever(
    centre: Centre, desk: Desk, admin: Browser, clock: MovingClock
) -> None:
    clock.pass_by(seconds=50)
    change_guidance(desk, Entry("office", hours=Words("দশটা", "Ten")), operator=OPERATOR, via="window")
    synchronise(desk)
    clock.pass_by(seconds=-50)
    form = {**form_of(admin.get(f"{HERE}/office").text), "hours_en": "Nine"}
    admin.follow(admin.post(f"{HERE}/office", **form, act="keep"))
    assert office_directory(centre, OFFICE).entry("office").hours.en == "Nine"
    synchronise(desk)
    assert directory(desk).entry("office").hours.en == "Nine"


def test_a_new_question_is_found_by_its_words(centre: Centre, desk: Desk, admin: Browser) -> None:
    reply = admin.post(HERE, name_bn="গাড়ি রাখার জায়গা", name_en="Where to park")
    code = re.search(r"question\.where_to_park_[0-9a-f]{6}", reply.headers["location"]).group()
    form = {**form_of(admin.follow(reply).text), "words": "পার্কিং, parking", "days": "২", "day_type": "working"}
    form["papers"] = "গাড়ির কাগজ | Papers of the car\nলাইসেন্স"
    admin.follow(admin.post(f"{HERE}/{code}", **form, act="keep"))
    synchronise(desk)
    (guide,) = directory(desk).find("parking")[:1]
    assert (guide.code, guide.days) == (code, 2)
    assert guide.papers == (Words("গাড়ির কাগজ", "Papers of the car"), Words("লাইসেন্স"))
    assert "গাড়ি রাখার জায়গা" in admin.get(f"{HERE}?find=parking&lang=bn").text


def test_a_floor_is_written_here_and_drawn_at_every_counter(desk: Desk, admin: Browser) -> None:
    page = f"{HERE}/branch.record_room"
    floor = {"room": "205", "above": "201, -, 205", "below": "202", "stairs": "১"}
    admin.follow(admin.post(page, **{**form_of(admin.get(page).text), **floor}, act="keep"))
    kept = admin.get(f"{page}?lang=en").text
    assert {name: form_of(kept)[name] for name in floor} == {**floor, "stairs": "1"}
    assert "Rooms above the corridor, " in kept, "what was changed is named"
    synchronise(desk)
    plan = directory(desk).guides["service.khatian_copy_normal"].plan
    assert plan == FloorPlan(("201", "", "205"), ("202",), 1)
    assert admin.post(page, **{**form_of(kept), "stairs": "9"}, act="keep").status == 400


@pytest.mark.parametrize(("name", "value"), [("days", "soon"), ("day_type", "moon"), ("branch", "nowhere")])
def test_an_entry_that_cannot_be(admin: Browser, name: str, value: str) -> None:
    form = {**form_of(admin.get(f"{HERE}/{HEARING}").text), name: value}
    assert admin.post(f"{HERE}/{HEARING}", **form, act="keep").status == 400


def test_what_is_not_there(admin: Browser) -> None:
    assert admin.get(f"{HERE}/service.nothing").status == 404
    assert admin.get(f"{HERE}/question.nothing").status == 404
    assert admin.post(f"{HERE}/{HEARING}/7").status == 400
    assert admin.post(HERE, name_bn=" ", name_en="x").status == 400
    form = form_of(admin.get(f"{HERE}/{HEARING}").text)
    assert admin.post(f"{HERE}/{HEARING}", **form, act="keep").status == 400, "nothing changed"
