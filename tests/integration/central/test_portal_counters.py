"""Two real counters and one application from the web: it waits at both, one takes it, the other is told."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import update

from kiosk.central.centre import Centre
from kiosk.central.counters import enrolment_code
from kiosk.central.files import files_of
from kiosk.central.store.tables import PortalRow
from kiosk.desk.context import Desk
from kiosk.desk.drafts import parked, read_draft, take_parked
from kiosk.desk.enrol import enrol
from kiosk.desk.register import Registered, register_application
from kiosk.desk.synchronise import synchronise
from kiosk.desk.web_applications import return_to_web, web_page
from kiosk.domain.scans import Scan
from kiosk.errors import Refused
from tests.harness.papers import paper, saved
from tests.harness.world import OFFICE, OPERATOR, make_home, opened
from tests.integration.central.test_portal_apply import filed, row_of

pytestmark = pytest.mark.parametrize("central_database", ["sqlite"], indirect=True)


@pytest.fixture
def desks(tmp_path: Path, centre: Centre, url: str) -> Iterator[list[Desk]]:
    """Counters 01 and 02, enrolled over the line."""
    with ExitStack() as stack:
        made = []
        for counter in (1, 2):
            home = make_home(tmp_path / f"counter{counter}", server_url=url, counter=counter)
            desk = stack.enter_context(opened(home))
            enrol(desk, enrolment_code(centre, OFFICE, counter))
            made.append(desk)
        yield made


def taken(desk: Desk) -> Registered:
    """Bring what waits into the form and register it as it is."""
    (row,) = parked(desk, OPERATOR)
    draft = read_draft(take_parked(desk, row.id, OPERATOR))
    return register_application(desk, draft, operator=OPERATOR, via="window", print_receipt=False)


def test_it_waits_at_both_and_one_takes_it(centre: Centre, url: str, desks: list[Desk]) -> None:
    first, second = desks
    browser, portal_id = filed(centre, url)
    for desk in desks:
        assert synchronise(desk).reached
        assert [row.channel for row in parked(desk, OPERATOR)] == ["portal"]
    done = taken(first)
    synchronise(first)
    assert row_of(centre, portal_id).receive_number == done.application.receive_number
    synchronise(second)
    assert parked(second, OPERATOR) == ()
    assert "Accepted" in browser.get(f"/filing/{portal_id}").text


def test_two_who_take_it_at_once_double_nothing(centre: Centre, url: str, desks: list[Desk]) -> None:
    first, second = desks
    _, portal_id = filed(centre, url)
    for desk in desks:
        synchronise(desk)
    done, late = taken(first), taken(second)
    synchronise(first)
    report = synchronise(second)
    assert report.refused == 1
    assert row_of(centre, portal_id).receive_number == done.application.receive_number
    with second.store.read() as unit:
        assert unit.one("SELECT code, field FROM refusal") == ("portal.taken", "portal_id")
    assert late.application.receive_number != done.application.receive_number


def test_it_goes_back_from_a_counter(centre: Centre, url: str, desks: list[Desk]) -> None:
    first, second = desks
    browser, portal_id = filed(centre, url)
    for desk in desks:
        synchronise(desk)
    return_to_web(first, portal_id, reason="papers", operator=OPERATOR, via="window")
    synchronise(first)
    synchronise(second)
    assert parked(second, OPERATOR) == ()
    assert "Papers cannot be read" in browser.get(f"/filing/{portal_id}").text


def give_pages(centre: Centre, portal_id: str, *contents: bytes) -> None:
    scans = [Scan(files_of(centre).put(content), "page", 1, len(content)) for content in contents]
    with centre.database.write() as connection:
        mine = PortalRow.portal_id == portal_id
        connection.execute(update(PortalRow).where(mine).values(scans=msgspec.json.encode(scans)))


def test_its_pages_are_seen_before_it_is_taken_and_only_while_it_waits(
    centre: Centre, url: str, desks: list[Desk]
) -> None:
    first, second = desks
    _, portal_id = filed(centre, url)
    give_pages(centre, portal_id, saved("WEBP", paper("page 1")), saved("WEBP", paper("page 2")))
    for desk in desks:
        synchronise(desk)
    seen = web_page(first, portal_id, 2)
    assert (seen.page, seen.pages) == (2, 2)
    assert seen.image is not None
    assert seen.image.width > 0
    assert web_page(second, portal_id, 3).image is None
    taken(first)
    report = synchronise(first)
    with first.store.read() as unit:
        assert unit.all("SELECT code, field FROM refusal") == [], report
    assert row_of(centre, portal_id).state == "accepted"
    with pytest.raises(Refused, match=r"file\.unknown"):
        web_page(second, portal_id)
