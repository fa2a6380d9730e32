"""Several offices at one centre, on both databases: the portal says of a service what the office says whose page it is."""

import msgspec
import pytest

from kiosk.central.centre import Centre
from kiosk.central.offices import ensure_office
from kiosk.central.people.person import person_of
from kiosk.central.setup.guidance import change_entry, office_directory
from kiosk.domain.slips import Words
from tests.integration.central.machine import OFFICE
from tests.integration.central.people import Browser, hire, signed_in

NEIGHBOUR = 42
SERVICE = "khatian_copy_normal"
HERE, THERE = "Ask at the big mango tree", "Ask at the river gate"


@pytest.fixture(autouse=True)
def offices(centre: Centre) -> None:
    """Two offices, each of which changed what it says of one service."""
    with centre.database.write() as connection:
        for office in (OFFICE, NEIGHBOUR):
            ensure_office(connection, office, centre.settings, centre.catalogue)
    for office, words in ((OFFICE, HERE), (NEIGHBOUR, THERE)):
        login = hire(centre, f"admin{office}", "administrator", office=office)
        with centre.database.read() as connection:
            who = person_of(connection, office, login, centre.clock().date())
        entry = office_directory(centre, office).entry(f"service.{SERVICE}")
        change_entry(centre, who, msgspec.structs.replace(entry, about=Words("বিবরণ", words)))


def test_who_chose_a_district_reads_what_its_office_says(url: str) -> None:
    browser = Browser(url)
    listed = browser.get("/services")
    assert f'<option value="{NEIGHBOUR}">' in listed.text
    nobodys = browser.get(f"/services/{SERVICE}").text
    assert (HERE in nobodys, THERE in nobodys) == (False, False)
    assert f'<option value="{NEIGHBOUR}" selected>' in browser.get(f"/services?q=porcha&office={NEIGHBOUR}").text
    theirs = browser.get(f"/services/{SERVICE}").text
    assert (HERE in theirs, THERE in theirs) == (False, True), "the choice is remembered"
    assert f'<option value="{NEIGHBOUR}" selected>' in browser.get(f"/apply/{SERVICE}").text
    ours = browser.get(f"/services/{SERVICE}?office={OFFICE}").text
    assert (HERE in ours, THERE in ours) == (True, False)
    for odd in ("", "7", "x", "-1", "%E0%A7%AD%E0%A7%AF", "9" * 5000):
        assert HERE not in browser.get(f"/services/{SERVICE}?office={odd}").text, odd


def test_a_union_digital_centre_reads_what_its_own_office_says(centre: Centre, url: str) -> None:
    hire(centre, "soyna", "udc", post="সয়না ইউডিসি")
    soyna = signed_in(centre, url, "soyna")
    assert HERE in soyna.get(f"/services/{SERVICE}").text
    assert HERE in soyna.get(f"/services/{SERVICE}?office={NEIGHBOUR}").text, "it works for one office"
    assert 'name="office"' not in soyna.get("/services").text
