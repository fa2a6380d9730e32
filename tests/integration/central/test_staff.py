"""The administrator's pages of people: roles, the second factor, deputies, access closed and opened; all in the log."""

import pytest
from sqlalchemy import select

from kiosk.central.audit import verify_audit
from kiosk.central.centre import Centre
from kiosk.central.people.person import person_of
from kiosk.central.store.tables import AuditRow
from tests.integration.central.machine import OFFICE
from tests.integration.central.people import PASSWORD, Browser, hire, signed_in

ASHA = "/desk/people/asha"


@pytest.fixture
def admin(centre: Centre, url: str) -> Browser:
    hire(centre, "asha", "officer")
    browser = signed_in(centre, url, hire(centre, "admin", "administrator"))
    browser.get(ASHA)
    return browser


def acts(centre: Centre, subject: str) -> list[tuple[str, str, str]]:
    with centre.database.read() as connection:
        assert verify_audit(connection, OFFICE) > 0
        rows = connection.execute(
            select(AuditRow.actor, AuditRow.act, AuditRow.detail).where(AuditRow.subject == subject)
        )
        return [(row.actor, row.act, row.detail) for row in rows if row.actor == "admin"]


def test_a_role_changes_and_the_session_ends(centre: Centre, url: str, admin: Browser) -> None:
    asha = signed_in(centre, url, "asha")
    about = {"name": "আশা রানী", "role": "adc", "post_bn": "অতিরিক্ত জেলা প্রশাসক", "post_en": "ADC"}
    assert "আশা রানী" in admin.follow(admin.post(ASHA, **about)).text
    assert asha.get("/desk/me").status == 303, "she signs in anew"
    assert admin.post(ASHA, **{**about, "role": "king"}).status == 400
    assert admin.post(ASHA, **{**about, "name": " "}).status == 400
    own = admin.post("/desk/people/admin", name="জনাব", role="dc")
    assert (own.status, "cannot change your own role" in own.text) == (400, True)
    assert admin.post("/desk/people/nobody", **about).status == 404
    assert acts(centre, "asha") == [("admin", "user.changed", "officer adc")]


def test_a_lost_telephone(centre: Centre, url: str, admin: Browser) -> None:
    asha = signed_in(centre, url, "asha")
    admin.follow(admin.post(f"{ASHA}/factor"))
    assert asha.get("/desk/me").status == 303
    fresh = Browser(url)
    fresh.get("/desk/sign-in")
    page = fresh.follow(fresh.post("/desk/sign-in", login="asha", password=PASSWORD))
    assert 'class="secret"' in page.text, "set up again, with the same password"
    assert acts(centre, "asha") == [("admin", "user.factor_reset", "")]


def test_a_deputy_for_who_is_absent(centre: Centre, admin: Browser) -> None:
    hire(centre, "bina", "officer")
    days = {"from_on": "2026-11-23", "until_on": "2026-11-25"}
    assert "জনাব bina" in admin.follow(admin.post(f"{ASHA}/deputy", deputy="bina", **days)).text
    today = centre.clock().date()
    with centre.database.read() as connection:
        assert [one.login for one in person_of(connection, OFFICE, "bina", today).stands_for] == ["asha"]
    assert admin.post(f"{ASHA}/deputy", deputy="asha", **days).status == 400
    assert admin.post(f"{ASHA}/deputy", deputy="bina", from_on="soon", until_on="").status == 400
    admin.follow(admin.post(f"{ASHA}/back"))
    with centre.database.read() as connection:
        assert person_of(connection, OFFICE, "bina", today).stands_for == ()
    assert [act for _actor, act, _detail in acts(centre, "asha")] == ["deputy.set", "deputy.ended"]


def test_access_is_closed_and_opened_again(centre: Centre, url: str, admin: Browser) -> None:
    page = admin.follow(admin.post(f"{ASHA}/close")).text
    assert "Let in no more" in page
    assert admin.get(ASHA).status == 404
    assert admin.post(f"{ASHA}/reopen", password="short").status == 400
    admin.get("/desk/people")
    admin.follow(admin.post(f"{ASHA}/reopen", password="another long passphrase"))
    fresh = Browser(url)
    fresh.get("/desk/sign-in")
    assert fresh.post("/desk/sign-in", login="asha", password=PASSWORD).status != 303
    fresh.get("/desk/sign-in")
    assert fresh.post("/desk/sign-in", login="asha", password="another long passphrase").status == 303
    assert admin.post("/desk/people/admin/close").status == 400, "not oneself"
    assert [act for _actor, act, _detail in acts(centre, "asha")] == ["user.closed", "user.reopened"]


def test_another_offices_people_are_not_there(centre: Centre, url: str, admin: Browser) -> None:
    stranger = signed_in(centre, url, f"{hire(centre, 'there', 'administrator', office=44)}@44")
    stranger.get("/desk/people")
    assert stranger.get(ASHA).status == 404
    for act in ("", "/factor", "/close", "/back", "/deputy", "/branches"):
        assert stranger.post(ASHA + act, name="x", role="dc").status == 404, act


def test_a_text_of_before_holds_again(centre: Centre, admin: Browser) -> None:
    here = "/desk/notices/texts/granted"
    admin.get(here)
    assert (
        admin.follow(admin.post(here, text_bn="{number}: মঞ্জুর", text_en="{number}: granted", act="keep")).status == 200
    )
    page = admin.get(here).text
    assert page.count("as delivered") == 2
    assert "Holds now" in page
    admin.follow(admin.post(f"{here}/again", language="en", version="0"))
    page = admin.get(here).text
    assert "your application is granted" in page.split("<table>")[0]
    assert admin.post(f"{here}/again", language="en", version="9").status == 400
    assert admin.post(f"{here}/again", language="xx", version="0").status == 400
