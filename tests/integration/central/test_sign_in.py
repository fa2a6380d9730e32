"""Signing in over HTTP: passwords, the second factor, time-outs, forms that are not ours."""

import pytest
from sqlalchemy import select, update

from kiosk.central.audit import verify_audit
from kiosk.central.centre import Centre
from kiosk.central.people.totp import STEP_S, code_at
from kiosk.central.slowdown import FREE_TRIES
from kiosk.central.store.tables import User
from kiosk.errors import Unavailable
from tests.integration.central.machine import OFFICE, MovingClock
from tests.integration.central.people import PASSWORD, Browser, hire, secret_of, secret_on, signed_in


@pytest.fixture
def karim(centre: Centre) -> str:
    return hire(centre, "karim", "branch_assistant", branches=("general",))


def test_a_login_and_its_password_open_the_desk(centre: Centre, url: str, karim: str) -> None:
    browser = Browser(url)
    assert browser.get("/desk").headers["location"] == "/desk/sign-in"
    page = browser.get("/desk/sign-in")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    reply = browser.post("/desk/sign-in", login=karim, password=PASSWORD)
    assert reply.headers["location"] == "/desk"
    (cookie,) = reply.cookies
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie
    assert browser.follow(reply).status == 200
    with centre.database.read() as connection:
        assert verify_audit(connection, OFFICE) == 3, "added, signed in, read a list"


def test_wrong_tries_answer_alike_and_get_slower(url: str, karim: str, clock: MovingClock) -> None:
    browser = Browser(url)
    browser.get("/desk/sign-in")
    unknown = browser.post("/desk/sign-in", login="nobody", password=PASSWORD)
    wrong = browser.post("/desk/sign-in", login=karim, password="something else")
    assert (unknown.status, wrong.status) == (400, 400)
    assert "do not fit together" in wrong.text
    assert unknown.text.replace("nobody", karim) == wrong.text
    for _ in range(FREE_TRIES):
        last = browser.post("/desk/sign-in", login=karim, password="something else")
    assert last.status == 429
    assert int(last.headers["retry-after"]) > 0
    clock.pass_by(minutes=2)
    assert browser.post("/desk/sign-in", login=karim, password=PASSWORD).status == 303


def test_a_form_from_elsewhere_is_not_believed(url: str, karim: str, centre: Centre) -> None:
    stranger = Browser(url)
    assert stranger.post("/desk/sign-in", token="", login=karim, password=PASSWORD).status == 400
    browser = signed_in(centre, url, karim)
    assert browser.post("/desk/sign-out", token="0" * 64).status == 400
    assert browser.get("/desk").status == 200
    assert browser.post("/desk/sign-out").headers["location"] == "/desk/sign-in"
    assert browser.get("/desk").status == 303


def test_a_session_ends_idle_or_old(url: str, karim: str, centre: Centre, clock: MovingClock) -> None:
    browser = signed_in(centre, url, karim)
    for _ in range(23):
        clock.pass_by(minutes=29)
        assert browser.get("/desk").status == 200
    clock.pass_by(minutes=31)
    assert browser.get("/desk").status == 303
    browser = signed_in(centre, url, karim)
    for _ in range(25):
        clock.pass_by(minutes=29)
        last = browser.get("/desk")
    assert last.status == 303


def test_an_officer_shows_a_second_factor_once_a_code(url: str, centre: Centre, clock: MovingClock) -> None:
    hire(centre, "nasrin", "officer", branches=("revenue_sa",))
    browser = Browser(url)
    browser.get("/desk/sign-in")
    half = browser.post("/desk/sign-in", login="nasrin", password=PASSWORD)
    assert half.headers["location"] == "/desk/second-factor"
    assert browser.get("/desk").headers["location"] == "/desk/second-factor"
    page = browser.follow(half)
    secret = secret_on(page)
    assert "<svg" in page.text
    code = code_at(secret, int(clock().timestamp()) // STEP_S)
    assert browser.post("/desk/second-factor", code="000000").status == 400
    assert browser.post("/desk/second-factor", code=code).headers["location"] == "/desk"
    assert browser.get("/desk").status == 200
    assert secret not in browser.get("/desk/second-factor").text.replace(" ", "")
    assert browser.post("/desk/second-factor", code=code).status == 400, "a code counts once"


def test_signing_out_everywhere_ends_the_other_browser(url: str, karim: str, centre: Centre) -> None:
    here, there = signed_in(centre, url, karim), signed_in(centre, url, karim)
    assert here.post("/desk/sign-out-everywhere").status == 303
    assert there.get("/desk").status == 303


def test_two_offices_may_share_a_login(url: str, karim: str, centre: Centre) -> None:
    hire(centre, "karim", "branch_assistant", office=44)
    browser = Browser(url)
    browser.get("/desk/sign-in")
    assert browser.post("/desk/sign-in", login="karim", password=PASSWORD).status == 400
    assert browser.post("/desk/sign-in", login="karim@44", password=PASSWORD).status == 303


def test_too_long_a_form_is_not_read(url: str) -> None:
    browser = Browser(url)
    browser.get("/desk/sign-in")
    assert browser.post("/desk/sign-in", login="x" * 100_000, password=PASSWORD).status == 413


def test_one_changes_the_own_password(url: str, karim: str, centre: Centre) -> None:
    here, there = signed_in(centre, url, karim), signed_in(centre, url, karim)
    here.get("/desk/me")
    new = "quite another passphrase"
    for old, typed, again, told in (
        (PASSWORD, new, "not the same at all", "not the same"),
        ("something else", new, new, "does not match"),
        (PASSWORD, "short", "short", "12"),
        (PASSWORD, PASSWORD, PASSWORD, "Choose another"),
    ):
        refused = here.post("/desk/me/password", old=old, new=typed, again=again)
        assert refused.status == 400
        assert told in refused.text
        assert PASSWORD not in refused.text
    done = here.post("/desk/me/password", old=PASSWORD, new=new, again=new)
    assert "The new password holds" in here.follow(done).text
    assert there.get("/desk").status == 303, "signed out elsewhere"
    stranger = Browser(url)
    stranger.get("/desk/sign-in")
    assert stranger.post("/desk/sign-in", login=karim, password=PASSWORD).status == 400
    assert stranger.post("/desk/sign-in", login=karim, password=new).status == 303


def test_secrets_of_second_factors_lie_sealed(url: str, centre: Centre) -> None:
    hire(centre, "nasrin", "officer", branches=("revenue_sa",))
    hire(centre, "other", "officer", branches=("revenue_sa",))
    signed_in(centre, url, "nasrin")
    secret = secret_of(centre, "nasrin")
    with centre.database.write() as connection:
        kept = connection.scalar(select(User.totp).where(User.login == "nasrin")) or ""
        assert kept.startswith("1:")
        assert secret not in kept
        connection.execute(update(User).where(User.login == "other").values(totp=kept, totp_step=1))
    with pytest.raises(Unavailable) as lost:
        secret_of(centre, "other")
    assert lost.value.reason == "secret.lost"
    with centre.database.write() as connection:
        connection.execute(update(User).where(User.login == "nasrin").values(totp=secret, totp_step=0))
    signed_in(centre, url, "nasrin")
    with centre.database.read() as connection:
        kept = connection.scalar(select(User.totp).where(User.login == "nasrin")) or ""
    assert kept.startswith("1:"), "one that was kept plain is sealed when it is used"
