"""`kiosk central notices…`: the queue seen, a message sent again, the way out tried; nobody's whole number in sight."""

from pathlib import Path

import pytest

from kiosk.central.centre import open_centre
from kiosk.central.notices.queue import owe_text
from kiosk.central.notices.settings import NoticeSettings
from kiosk.central.notices.worker import Worker
from kiosk.central.offices import ensure_office
from kiosk.domain.clock import stamp, system_clock
from tests.harness.gateway import Mailbox, SmsGateway, mail_server
from tests.integration.commands.conftest import Kiosk

OFFICE, NUMBER, MOBILE = 79, "7926010004177", "+8801700000146"


@pytest.fixture
def queue(home: Path) -> None:
    """One message that test mode kept back."""
    centre = open_centre(home)
    with centre.database.write() as connection:
        ensure_office(connection, OFFICE, centre.settings, centre.catalogue)
        owe_text(connection, OFFICE, NUMBER, "code-1", MOBILE, "কোড ১২৩৪৫৬", stamp(system_clock()))
    Worker(centre, NoticeSettings()).step()
    centre.database.engine.dispose()


def test_a_message_is_seen_and_sent_again(kiosk: Kiosk, queue: None) -> None:
    (one,) = kiosk("central", "notices", "--office", "79").one["notices"]
    assert (one["receive_number"], one["state"], one["contact"]) == (NUMBER, "test", "…0146")
    assert kiosk("central", "notices", "--office", "79", "--state", "sent").one["notices"] == []
    assert kiosk("central", "notices", "--office", "44").one["notices"] == []
    assert len(kiosk("central", "notices", "--office", "79", "--number", "৭৯২৬০১০০০৪১৭৭").one["notices"]) == 1
    assert kiosk("central", "notices-resend", one["name"], "--office", "79").one["ok"]
    (again,) = kiosk("central", "notices", "--office", "79").one["notices"]
    assert (again["state"], again["why"]) == ("queued", "again")
    settled = kiosk("central", "notices-resend", one["name"], "--office", "79")
    assert (settled.code, settled.problems) == (1, [("name", "notice.settled")])
    for name, office in (("7926010004177-0000000000", "79"), (one["name"], "44")):
        unknown = kiosk("central", "notices-resend", name, "--office", office)
        assert (unknown.code, unknown.problems) == (1, [("name", "notice.unknown")])


def test_the_way_out_is_tried(kiosk: Kiosk, home: Path) -> None:
    home.mkdir()
    assert kiosk("central", "notices-send-test", "01700000146").one["state"] == "test"
    mailbox = Mailbox()
    with SmsGateway() as gateway, mail_server(mailbox) as port:
        body = '{"to":"{to}","text":"{text}"}'
        (home / "notices.toml").write_text(
            f'mode = "live"\n[sms]\nurl = "{gateway.url}"\nbody = \'{body}\'\n'
            f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "kiosk@example.org"\n',
            "utf-8",
        )
        assert kiosk("central", "notices-send-test", "০১৭০০০০০১৪৬", "--text", "পরীক্ষা").one["state"] == "sent"
        assert [(one["to"], one["text"]) for one in gateway.taken] == [("8801700000146", "পরীক্ষা")]
        assert kiosk("central", "notices-send-test", "g@example.org").one["state"] == "sent"
        gateway.faults = [(503, b"")]
        told = kiosk("central", "notices-send-test", "01700000146").one
    assert (told["state"], told["why"]) == ("failed", "temporary")
    assert len(mailbox.mails) == 1
    wrong = kiosk("central", "notices-send-test", "0170")
    assert wrong.code == 1
    assert wrong.problems[0][1].startswith("phone.")
