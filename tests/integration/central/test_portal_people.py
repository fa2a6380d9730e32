"""Several applicants on one application from the web, on both databases: written without a script, kept, handed to the counter."""

import re

import msgspec
import pytest
from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.offices import ensure_office
from kiosk.central.portal.filings import filing_of
from kiosk.central.store.tables import NoticeRow
from kiosk.domain.application import MOST_PEOPLE
from tests.integration.central.machine import OFFICE, Machine, Reply, draft
from tests.integration.central.people import Browser, hire, signed_in
from tests.integration.central.test_portal_apply import SERVICE, TYPED, code_for, filed, row_of, waiting_news, written

SECOND = {
    "people": "2",
    "p1.name": "হালিমা বেগম",
    "p1.guardian": "আবদুর রব",
    "p1.mobile": "০১৯০০-০০০২৩৪",
    "p1.address": "সয়না, কাউখালী",
    "p1.id_type": "nid",
    "p1.id_number": "১৯৯০১২৩৪৫৬",
}
THREE = SECOND | {"people": "3", "p2.name": "জাহানারা খাতুন", "p2.address": "গাবের"}


@pytest.fixture(autouse=True)
def _office(centre: Centre) -> None:
    with centre.database.write() as connection:
        ensure_office(connection, OFFICE, centre.settings, centre.catalogue)


def value_of(reply: Reply, name: str) -> str | None:
    """Return what stands in an input of the page; None where it has no such input."""
    found = re.search(rf'<input\b[^>]* name="{re.escape(name)}"[^>]* value="([^"]*)"', reply.text)
    return found[1] if found else None


def begun(url: str) -> Browser:
    browser = Browser(url)
    assert browser.get(f"/apply/{SERVICE}").status == 200
    return browser


def test_one_more_comes_and_goes_and_everything_typed_stays(url: str) -> None:
    browser = begun(url)
    more = browser.post(f"/apply/{SERVICE}", **(TYPED | {"people": "1", "do": "more", "mobile": "0170"}))
    assert more.status == 200
    assert (value_of(more, "mobile"), value_of(more, "f.khatian_no")) == ("0170", "৪১৭")
    assert value_of(more, "p1.name") == ""
    assert re.search(r'id="p1\.name"[^>]* autofocus', more.text), "one goes on writing there"
    assert "wrong-word" not in more.text, "nothing is judged before it is sent"
    assert "Applicant 2" in more.text
    fewer = browser.post(f"/apply/{SERVICE}", **(TYPED | THREE | {"do": "fewer.1"}))
    assert fewer.status == 200
    assert value_of(fewer, "name") == TYPED["name"]
    assert (value_of(fewer, "p1.name"), value_of(fewer, "p1.address")) == ("জাহানারা খাতুন", "গাবের")
    assert value_of(fewer, "p1.guardian") == value_of(fewer, "p1.id_number") == "", "nothing of who went stays"
    assert value_of(fewer, "p2.name") is None
    alone = browser.post(f"/apply/{SERVICE}", **(TYPED | SECOND | {"do": "fewer.1"}))
    assert "Applicant 1" not in alone.text
    assert "হালিমা" not in alone.text
    first = browser.post(f"/apply/{SERVICE}", **(TYPED | SECOND | {"do": "fewer.0"}))
    assert (value_of(first, "name"), value_of(first, "p1.name")) == (TYPED["name"], SECOND["p1.name"])


def test_there_are_as_many_as_at_the_counter_and_no_more(url: str) -> None:
    browser, most = begun(url), str(MOST_PEOPLE)
    full = browser.post(f"/apply/{SERVICE}", **(TYPED | {"people": most, "do": "more"}))
    assert value_of(full, f"p{MOST_PEOPLE - 1}.name") == ""
    assert value_of(full, f"p{MOST_PEOPLE}.name") is None
    assert 'value="more"' not in full.text
    for odd in ("99", "0", "-1", "x", "9" * 5000):
        assert browser.post(f"/apply/{SERVICE}", **(TYPED | {"people": odd, "do": "language"})).status == 200, odd


def test_nine_with_long_names_fit_into_a_form(centre: Centre, url: str) -> None:
    browser, long = begun(url), "ক" * 120
    said = {f"p{n}.{name}": long for n in range(1, MOST_PEOPLE) for name in ("name", "guardian", "address")}
    reply = browser.post(f"/apply/{SERVICE}", **(TYPED | said | {"people": str(MOST_PEOPLE)}))
    assert reply.status == 303
    people = filing_of(row_of(centre, reply.headers["location"].rpartition("/")[2])).draft.applicants
    assert [person.address for person in people[1:]] == [long] * (MOST_PEOPLE - 1)


def test_what_is_wrong_is_said_at_whose_it_is(url: str) -> None:
    browser = begun(url)
    wrong = {"p1.mobile": "0190", "p1.id_number": "12", "p2.name": ""}
    reply = browser.post(f"/apply/{SERVICE}", **(TYPED | THREE | wrong))
    assert reply.status == 400
    for name in ("p1.mobile", "p1.id_number", "p2.name"):
        assert f'id="{name}-wrong"' in reply.text, name
        assert f'href="#{name}"' in reply.text, name
    assert 'id="mobile-wrong"' not in reply.text
    assert 'id="name-wrong"' not in reply.text
    told = reply.text.partition('id="trouble"')[2].partition("</ul>")[0]
    assert re.findall(r'href="#([\w.]+)">(Applicant \d)', told) == [
        ("p1.mobile", "Applicant 2"), ("p1.id_number", "Applicant 2"), ("p2.name", "Applicant 3"),
    ]  # fmt: skip
    assert (value_of(reply, "p1.mobile"), value_of(reply, "p2.address")) == ("0190", "গাবের")
    assert reply.text.count("<details open>") == 1, "the folded part opens where something is wrong"


def test_only_the_first_one_needs_a_contact(url: str) -> None:
    browser = begun(url)
    reply = browser.post(f"/apply/{SERVICE}", **(TYPED | SECOND | {"mobile": ""}))
    assert reply.status == 400
    assert 'href="#mobile"' in reply.text
    assert browser.post(f"/apply/{SERVICE}", **(TYPED | SECOND | {"p1.mobile": ""})).status == 303


def test_a_draft_keeps_them_and_the_counter_hears_of_all(centre: Centre, url: str, machine: Machine) -> None:
    browser = Browser(url)
    portal_id = written(browser, **SECOND)
    again = browser.get(f"/filing/{portal_id}/edit")
    assert {name: value_of(again, name) for name in SECOND if name[:3] == "p1." and name != "p1.id_type"} == {
        name: text for name, text in SECOND.items() if name[:3] == "p1." and name != "p1.id_type"
    }
    assert browser.post(f"/filing/{portal_id}/edit", **(TYPED | THREE | {"do": "more"})).status == 200
    assert len(filing_of(row_of(centre, portal_id)).draft.applicants) == 2, "nothing is written before it goes on"
    assert browser.post(f"/filing/{portal_id}/edit", **(TYPED | THREE)).status == 303
    page = browser.get(f"/filing/{portal_id}").text
    assert all(name in page for name in ("আবদুল করিম", "হালিমা বেগম", "জাহানারা খাতুন"))
    assert "+8801900000234" not in page, "the code goes to the first one"
    assert browser.post(f"/filing/{portal_id}/code", contact="+8801900000234").status == 400
    browser.post(f"/filing/{portal_id}/code", contact="+8801700000146")
    browser.get(f"/filing/{portal_id}")
    assert browser.post(f"/filing/{portal_id}/send", code=code_for(centre, portal_id)).status == 303
    (news,) = waiting_news(machine)
    people = msgspec.json.decode(bytes(news.body))["draft"]["applicants"]
    assert [person["name"] for person in people] == ["মো. আবদুল করিম", "হালিমা বেগম", "জাহানারা খাতুন"]
    second = people[1]
    assert (second["guardian"], second["mobile"], second["address"]) == ("আবদুর রব", "+8801900000234", "সয়না, কাউখালী")
    assert second["id"] == {"type": "nid", "number": "1990123456"}


def test_word_reaches_the_first_one(centre: Centre, url: str, machine: Machine) -> None:
    _, portal_id = filed(centre, url, **SECOND)
    people = filing_of(row_of(centre, portal_id)).draft.applicants
    machine.receive(1, draft=draft(channel="portal", portal_id=portal_id, applicants=people, papers={}))
    machine.round(machine.records[-1:])
    with centre.database.read() as connection:
        told = connection.scalars(select(NoticeRow.contact).where(NoticeRow.event == "received")).all()
    assert told == ["+8801700000146"]


def test_a_union_digital_centre_files_for_several(centre: Centre, url: str, machine: Machine) -> None:
    hire(centre, "soyna", "udc", post="সয়না ইউডিসি")
    soyna = signed_in(centre, url, "soyna")
    portal_id = written(soyna, **THREE)
    soyna.get(f"/filing/{portal_id}")
    assert soyna.post(f"/filing/{portal_id}/send").status == 303
    (news,) = waiting_news(machine)
    said = msgspec.json.decode(bytes(news.body))["draft"]
    assert [len(said["applicants"]), said["agent"]["relation"]] == [3, "সয়না ইউডিসি"]
