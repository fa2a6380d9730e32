"""The desk's lists: narrowed by branch and kind, in two orders, turned over by cursors that new arrivals do not shift."""

import re
from urllib.parse import urlencode

import pytest

from kiosk.central.centre import Centre
from kiosk.domain.application import Kind
from tests.integration.central.machine import Machine, draft
from tests.integration.central.people import Browser, hire, signed_in
from tests.integration.central.test_efile import service

MANY = 60


@pytest.fixture
def numbers(machine: Machine, centre: Centre) -> list[str]:
    """As many as fill two pages and begin a third; three share each promised day, the last ones have none."""
    wanted = draft(service=service(centre), subject="", fields={}, papers={})
    found = []
    for n in range(MANY):
        day = f"2026-12-{10 + n // 3:02d}" if n < 54 else None
        kind = Kind.OFFICIAL if n % 10 == 0 else Kind.CITIZEN
        at = {"received_at": f"2026-11-23T04:{n:02d}:00.000Z", "promised_on": day}
        found.append(machine.receive(n + 1, draft=wanted, kind=kind, **at))
    machine.round()
    return found


@pytest.fixture
def dc(centre: Centre, url: str) -> Browser:
    hire(centre, "dc", "dc")
    hire(centre, "adc", "adc", branches=("revenue_sa",))
    return signed_in(centre, url, "dc")


def shown(page: str) -> list[str]:
    return re.findall(r'name="chosen" value="(\d+)"', page)


def turned(page: str, way: str) -> str:
    found = re.search(rf'rel="{way}" data-go="." href="([^"]+)"', page)
    return found.group(1).replace("&amp;", "&") if found else ""


@pytest.mark.parametrize("sort", ["due", "new"])
def test_pages_follow_each_other_and_lead_back(dc: Browser, numbers: list[str], sort: str) -> None:
    page = dc.get(f"/desk?sort={sort}").text
    assert turned(page, "prev") == ""
    seen, pages = list(shown(page)), [shown(page)]
    while where := turned(page, "next"):
        page = dc.get(where).text
        pages.append(shown(page))
        seen += shown(page)
    assert [len(one) for one in pages] == [25, 25, 10]
    by_due = [n for day in range(0, 54, 3) for n in (day + 2, day + 1, day)] + list(range(59, 53, -1))
    wanted = by_due if sort == "due" else range(MANY - 1, -1, -1)
    assert seen == [numbers[n] for n in wanted]
    for expected in (pages[1], pages[0]):
        page = dc.get(turned(page, "prev")).text
        assert shown(page) == expected
    assert turned(page, "prev") == ""


def test_what_arrives_meanwhile_shifts_nothing(
    dc: Browser, numbers: list[str], machine: Machine, centre: Centre
) -> None:
    page = dc.get("/desk").text
    wanted = draft(service=service(centre), subject="", fields={}, papers={})
    machine.receive(99, draft=wanted, kind=Kind.CITIZEN, promised_on="2026-12-01")
    machine.round()
    then = dc.get(turned(page, "next")).text
    assert not set(shown(page)) & set(shown(then))
    assert "61 applications" in then


def test_branch_and_kind_narrow_a_list(dc: Browser, numbers: list[str], centre: Centre, url: str) -> None:
    page = dc.get("/desk").text
    assert '<select name="branch"' in page
    assert '<option value="official">' in page
    offices = dc.get("/desk?kind=official").text
    assert sorted(shown(offices)) == [numbers[n] for n in range(0, MANY, 10)]
    assert "6 applications" in offices
    assert shown(dc.get("/desk?branch=general").text) == []
    branch = centre.catalogue.services[service(centre)].branch
    last = dc.get(f"/desk?{urlencode({'branch': branch, 'kind': 'citizen'})}").text
    assert "54 applications" in last
    assert "kind=citizen" in turned(last, "next")


@pytest.mark.parametrize("cursor", ["", "~", "x", "~~~~", "2026-12-10~~", "' OR 1=1 --", "\u09e7~২~৩"])
def test_a_cursor_of_no_row_does_no_harm(dc: Browser, numbers: list[str], cursor: str) -> None:
    for way in ("after", "before"):
        assert dc.get(f"/desk?{urlencode({way: cursor})}").status == 200
