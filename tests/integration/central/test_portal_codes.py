"""The code that confirms a contact, over a real gateway and a real mail server: it arrives, and then lies nowhere."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.export import export_all
from kiosk.central.notices import listing
from kiosk.central.notices.settings import LIVE, MailSettings, NoticeSettings, SmsSettings
from kiosk.central.notices.worker import Worker
from kiosk.central.offices import ensure_office
from kiosk.central.store.tables import NoticeRow
from tests.harness.gateway import Mailbox, SmsGateway, mail_server
from tests.integration.central.machine import OFFICE, MovingClock
from tests.integration.central.people import Browser
from tests.integration.central.test_portal_apply import code_for, row_of, written

MOBILE, MAIL = "+8801700000146", "karim@example.org"


@pytest.fixture(autouse=True)
def _office(centre: Centre) -> None:
    with centre.database.write() as connection:
        ensure_office(connection, OFFICE, centre.settings, centre.catalogue)


@pytest.fixture
def gateway() -> Iterator[SmsGateway]:
    with SmsGateway() as started:
        yield started


@pytest.fixture
def live(gateway: SmsGateway) -> NoticeSettings:
    sms = SmsSettings(
        url=f"{gateway.url}/send",
        body='{"to":"{to}","text":"{text}","ref":"{id}"}',
        success_path="messages.0.status",
        success_match="^ok$",
        id_path="messages.0.id",
        timeout_s=10,
    )
    return NoticeSettings(mode=LIVE, sms=sms, tries=2)


def work(centre: Centre, settings: NoticeSettings) -> None:
    worker = Worker(centre, settings, holder="this server")
    while worker.step():
        pass


def asked(centre: Centre, url: str, contact: str) -> tuple[Browser, str, str]:
    """Write an application and ask for its code; return the browser, the reference and the code."""
    browser = Browser(url)
    portal_id = written(browser, email=MAIL)
    assert browser.post(f"/filing/{portal_id}/code", contact=contact).status == 303
    browser.get(f"/filing/{portal_id}")
    return browser, portal_id, code_for(centre, portal_id)


def notice(centre: Centre):
    with centre.database.read() as connection:
        return connection.execute(select(NoticeRow.__table__)).one()


def is_exported(centre: Centre, to: Path, code: str) -> bool:
    """Tell whether the message with the code stands anywhere in an export; that one was owed always does."""
    export_all(centre, to)
    found = (to / f"{OFFICE}" / "notice.jsonl").read_text("utf-8")
    assert MOBILE in found or MAIL in found
    return any(f"{code} is your code" in file.read_text("utf-8") for file in to.rglob("*.jsonl"))


def test_it_goes_out_by_sms_and_lies_nowhere_afterwards(
    centre: Centre, url: str, gateway: SmsGateway, live: NoticeSettings, tmp_path: Path
) -> None:
    browser, portal_id, code = asked(centre, url, MOBILE)
    assert f"{code} is your code" in notice(centre).text
    assert not is_exported(centre, tmp_path / "before", code)
    work(centre, live)
    (taken,) = gateway.taken
    assert (taken["to"], code in taken["text"]) == (MOBILE.lstrip("+"), True)
    row = notice(centre)
    assert (row.state, row.contact, row.text, row.gateway_id) == ("sent", MOBILE, "", "gw-1")
    assert not is_exported(centre, tmp_path / "after", code)
    assert browser.post(f"/filing/{portal_id}/send", code=code).status == 303
    assert row_of(centre, portal_id).state == "waiting"


def test_it_goes_out_by_mail_and_lies_nowhere_afterwards(centre: Centre, url: str, tmp_path: Path) -> None:
    browser, portal_id, code = asked(centre, url, MAIL)
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        mail = MailSettings(host="127.0.0.1", port=port, security="none", sender="dc@pirojpur.example", timeout_s=10)
        work(centre, NoticeSettings(mode=LIVE, mail=mail))
    ((_, to, content),) = mailbox.mails
    body = message_from_bytes(content, policy=policy.default).get_body(("plain",)).get_content()
    assert (to, code in body) == ([MAIL], True)
    assert (notice(centre).state, notice(centre).text) == ("sent", "")
    assert not is_exported(centre, tmp_path / "out", code)
    assert browser.post(f"/filing/{portal_id}/send", code=code).status == 303


def test_it_is_kept_for_another_try_and_never_said_twice(
    centre: Centre, url: str, gateway: SmsGateway, live: NoticeSettings, clock: MovingClock
) -> None:
    _, _, code = asked(centre, url, MOBILE)
    gateway.faults = [(503, b"busy"), (503, b"busy")]
    work(centre, live)
    assert (notice(centre).state, code in notice(centre).text) == ("queued", True)
    clock.pass_by(minutes=2)
    work(centre, live)
    assert (notice(centre).state, notice(centre).text, gateway.taken) == ("failed", "", [])
    with centre.database.write() as connection:
        (shown,) = listing.list_notices(connection, OFFICE)
        listing.resend(connection, OFFICE, shown.name, by="rahima", now=centre.clock())
    work(centre, replace(live, tries=3))
    assert (notice(centre).state, gateway.taken) == ("left_out", []), "nothing empty leaves"
