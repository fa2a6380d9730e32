"""Messages to applicants: one per person and event, over a real gateway and a real mail server with faults."""

import email
import email.policy
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from sqlalchemy import select, update

from kiosk.central.audit import verify_audit
from kiosk.central.centre import Centre, renew_epoch
from kiosk.central.chores import do_chores
from kiosk.central.forward import forward
from kiosk.central.notices import listing
from kiosk.central.notices.purge import AT_ONCE, PURGE_NOTICES, purge_notices
from kiosk.central.notices.queue import owe_text
from kiosk.central.notices.settings import LIVE, MailSettings, NoticeSettings, SmsSettings, read_notice_settings
from kiosk.central.notices.texts import set_text
from kiosk.central.notices.worker import Worker
from kiosk.central.steps import write_step
from kiosk.central.store.tables import AuditRow, NoticeRow
from kiosk.domain.application import Applicant
from kiosk.domain.clock import stamp
from kiosk.domain.workflow import Step
from kiosk.errors import Refused
from kiosk.sync.protocol import PushAnswer
from tests.harness.gateway import Mailbox, SmsGateway, mail_server
from tests.integration.central.machine import MOBILE, NOON, OFFICE, Machine, MovingClock, ask, draft
from tests.integration.central.people import hire, signed_in

SECRET = "0123456789abcdef01234567"
BODY = '{"to":"{to}","text":"{text}","ref":"{id}"}'


@pytest.fixture
def gateway() -> Iterator[SmsGateway]:
    with SmsGateway() as started:
        yield started


@pytest.fixture
def live(gateway: SmsGateway) -> NoticeSettings:
    sms = SmsSettings(
        url=f"{gateway.url}/send",
        body=BODY,
        success_path="messages.0.status",
        success_match="^ok$",
        id_path="messages.0.id",
        timeout_s=1,
    )
    return NoticeSettings(mode=LIVE, sms=sms, hook_secret=SECRET, tries=3)


def notices(centre: Centre) -> list:
    with centre.database.read() as connection:
        order = (NoticeRow.receive_number, NoticeRow.made_at, NoticeRow.event, NoticeRow.contact)
        return list(connection.execute(select(NoticeRow.__table__).order_by(*order)).all())


def work(centre: Centre, settings: NoticeSettings) -> None:
    """Do what is due now."""
    worker = Worker(centre, settings, holder="this server")
    for _ in range(100):
        if not worker.step():
            return
    raise AssertionError("it never ends")


def received(machine: Machine, *applicants: Applicant, serial: int = 417) -> str:
    number = machine.receive(serial, draft=draft(applicants=applicants) if applicants else draft())
    machine.round()
    return number


# ------------------------------------------------------------------------------ owed


def test_a_number_is_owed_once_however_often_it_is_heard(centre: Centre, machine: Machine) -> None:
    number = received(machine)
    machine.push()
    (row,) = notices(centre)
    assert (row.receive_number, row.event, row.contact, row.channel, row.state) == (
        number, "received", MOBILE, "sms", "queued",
    )  # fmt: skip


def test_each_person_has_one_contact(centre: Centre, machine: Machine) -> None:
    people = [
        Applicant(name="ক", mobile=MOBILE, email="k@example.org"),
        Applicant(name="খ", mobile=MOBILE),
        Applicant(name="গ", email="g@example.org"),
        Applicant(name="ঘ"),
    ]
    received(machine, *people)
    assert {(row.contact, row.channel) for row in notices(centre)} == {(MOBILE, "sms"), ("g@example.org", "mail")}


def test_steps_of_the_centre_and_of_counters_are_owed(centre: Centre, machine: Machine) -> None:
    number = received(machine)
    forward(centre, number, "record_room" if "record_room" in centre.catalogue.branches else _branch(centre))
    with centre.database.write() as connection:
        for _ in range(2):  # the same step heard twice is one message
            write_step(connection, OFFICE, number, Step("fee_demanded", stamp(NOON), poisha=4000, counter="01"))
        write_step(connection, OFFICE, number, Step("taken_up", stamp(NOON)))
    events = [row.event.partition("@")[0] for row in notices(centre)]
    assert sorted(events) == ["fee_demanded", "forwarded", "received"]


def _branch(centre: Centre) -> str:
    return next(iter(centre.catalogue.branches))


# ------------------------------------------------------------------------------ test mode


def test_in_test_mode_nobody_is_reached_and_all_can_be_looked_at(
    centre: Centre, machine: Machine, gateway: SmsGateway, live: NoticeSettings
) -> None:
    received(machine)
    work(centre, replace(live, mode="test"))
    (row,) = notices(centre)
    assert row.state == "test"
    assert "79-26-01-000417-" in row.text
    work(centre, live)
    assert gateway.asked == 0, "what was kept in test mode does not go out when it ends"


def test_words_are_right_in_bangla(centre: Centre) -> None:
    from kiosk.central.notices.words import _at, _day

    assert _at("অতিরিক্ত জেলা প্রশাসক (রাজস্ব)", "bn") == "অতিরিক্ত জেলা প্রশাসক (রাজস্ব)-এ"
    assert _at("রাজস্ব শাখা", "bn") == "রাজস্ব শাখায়"
    assert (_day("2026-12-07", "bn"), _day("2026-12-20", "en")) == ("৭ ডিসেম্বর", "20 December")


# ------------------------------------------------------------------------------ the gateway


def test_a_message_goes_out_once_in_the_words_of_the_office(
    centre: Centre, machine: Machine, gateway: SmsGateway, live: NoticeSettings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with centre.database.write() as connection:
        text = 'গৃহীত "{number}"'
        set_text(connection, OFFICE, "received", "bn", text, by="admin", now=centre.clock())
    number = received(machine)
    work(centre, live)
    work(centre, live)
    (taken,) = gateway.taken
    assert (taken["to"], taken["text"]) == ("8801700000146", f'গৃহীত "79-26-01-000417-{number[-1]}"')
    (row,) = notices(centre)
    assert (row.state, row.gateway_id, row.tries) == ("sent", "gw-1", 1)
    assert taken["ref"].startswith(number)
    assert "1700000146" not in caplog.text, "a log names nobody"


@pytest.mark.parametrize(
    ("fault", "state", "why", "reached"),
    [
        ("slow", "not_known", "lost", 1),
        ("lost", "not_known", "lost", 1),
        ((500, b"oh"), "not_known", "lost", 0),
        ((503, b""), "queued", "temporary", 0),
        ((200, b'{"messages":[{"status":"no credit"}]}'), "queued", "technical", 0),
    ],
)
def test_faults_of_the_gateway(
    centre: Centre, machine: Machine, gateway: SmsGateway, live: NoticeSettings, clock: MovingClock,
    fault: object, state: str, why: str, reached: int,
) -> None:  # fmt: skip
    gateway.faults = [fault]
    received(machine)
    work(centre, live)
    (row,) = notices(centre)
    assert (row.state, row.why) == (state, why)
    assert len(gateway.taken) == reached
    clock.pass_by(minutes=30)
    work(centre, live)
    assert len(gateway.taken) == (1 if state == "queued" else reached), "what may have arrived is not sent again"


def test_after_all_tries_the_counters_hear_and_a_person_may_send_again(
    centre: Centre, machine: Machine, gateway: SmsGateway, live: NoticeSettings, clock: MovingClock
) -> None:
    gateway.faults = [(503, b"")] * 3
    number = received(machine)
    for _ in range(5):
        work(centre, live)
        clock.pass_by(hours=5)
    (row,) = notices(centre)
    assert (row.state, row.why, row.tries) == ("failed", "temporary", 3)
    assert told(machine.sign_in().round(), "notice.failed")[0] | {"at": ""} == {
        "receive_number": number, "channel": "sms", "why": "temporary", "at": "",
    }  # fmt: skip
    with centre.database.write() as connection:
        (one,) = listing.list_notices(connection, OFFICE)
        assert one.contact == "…0146"
        listing.resend(connection, OFFICE, one.name, by="admin", now=centre.clock())
    clock.now = clock.now.replace(hour=6)
    work(centre, live)
    assert len(gateway.taken) == 1
    assert told(machine.sign_in().round(), "notice.failed")[0]["why"] == "", (
        "the counters hear that it arrived after all"
    )


def told(answer: PushAnswer, kind: str) -> list[dict]:
    return [json.loads(bytes(news.body)) for news in answer.news if news.kind == kind]


def test_nobody_there_is_tried_again(centre: Centre, machine: Machine, live: NoticeSettings) -> None:
    received(machine)
    closed = replace(live, sms=replace(live.sms, url="http://127.0.0.1:9/send"))
    work(centre, closed)
    (row,) = notices(centre)
    assert (row.state, row.why, row.detail) == ("queued", "temporary", "ConnectionRefusedError")


# ------------------------------------------------------------------------------ when not


def test_people_sleep_at_night_but_hear_what_they_asked(
    centre: Centre, machine: Machine, gateway: SmsGateway, live: NoticeSettings, clock: MovingClock
) -> None:
    received(machine)
    clock.now = clock.now.replace(hour=17)  # 23:00 in Dhaka
    with centre.database.write() as connection:
        owe_text(connection, OFFICE, "", "code-1", MOBILE, "কোড 123456", stamp(clock()))
    work(centre, live)
    assert [taken["text"] for taken in gateway.taken] == ["কোড 123456"]
    clock.pass_by(hours=10)
    work(centre, live)
    assert len(gateway.taken) == 2


def test_old_news_and_what_was_told_before_a_restore_stay_here(
    centre: Centre, machine: Machine, gateway: SmsGateway, live: NoticeSettings, clock: MovingClock
) -> None:
    number = received(machine)
    clock.pass_by(hours=1)
    with centre.database.write() as connection:
        renew_epoch(connection, clock, centre.rng)
    work(centre, live)
    clock.pass_by(days=4)
    with centre.database.write() as connection:
        write_step(connection, OFFICE, number, Step("copy_ready", stamp(NOON + timedelta(hours=2))))
    work(centre, live)
    assert {(row.event.partition("@")[0], row.state, row.why) for row in notices(centre)} == {
        ("received", "left_out", "notice.restored"),
        ("copy_ready", "left_out", "notice.late"),
    }
    assert gateway.asked == 0


def test_two_servers_share_one_queue(
    centre: Centre, machine: Machine, gateway: SmsGateway, live: NoticeSettings, clock: MovingClock
) -> None:
    for serial in (417, 418):
        received(machine, serial=serial)
    first, second = Worker(centre, live), Worker(centre, live)
    assert first.step()
    assert not second.step(), "the other one has the lease"
    clock.pass_by(minutes=2)
    assert second.step()
    assert not first.step()
    assert len(gateway.taken) == 2


# ------------------------------------------------------------------------------ reports and questions


def test_delivery_reports_count_once(
    centre: Centre, machine: Machine, gateway: SmsGateway, live: NoticeSettings, url: str
) -> None:
    (centre.home / "notices.toml").write_text(f'hook_secret = "{SECRET}"\n', "utf-8")
    received(machine)
    work(centre, live)
    from tests.integration.central.machine import serving

    with serving(centre) as hooked:
        assert ask(hooked, "GET", "/notices/wrong/report?id=gw-1&status=DELIVRD").status == 404
        for said in ("DELIVRD", "DELIVRD", "UNDELIV"):
            assert ask(hooked, "GET", f"/notices/{SECRET}/report?id=gw-1&status={said}").status == 200
            assert [row.state for row in notices(centre)] == ["delivered"]
        reply = ask(hooked, "POST", f"/notices/{SECRET}/report", b'{"id":"nobody","status":"DELIVRD"}')
        assert reply.status == 200
    assert told(machine.round(), "notice.failed") == []


def test_a_report_may_come_before_the_answer(
    centre: Centre, machine: Machine, gateway: SmsGateway, live: NoticeSettings
) -> None:
    from kiosk.central.notices.incoming import take_report

    received(machine)

    def report(place: str) -> None:
        if place == "answered":
            assert take_report(centre, live, {"id": gateway.taken[0]["ref"], "status": "DELIVRD"})

    Worker(centre, live, report).step()
    (row,) = notices(centre)
    assert (row.state, row.gateway_id) == ("delivered", "gw-1")


def test_the_state_is_told_to_the_registered_mobile_alone(
    centre: Centre, machine: Machine, gateway: SmsGateway, live: NoticeSettings
) -> None:
    from kiosk.central.notices.incoming import take_sms

    number = received(machine)
    work(centre, live)

    def write(sender: str, text: str) -> str:
        done = take_sms(centre, {"from": sender, "text": text}, live)
        work(centre, live)
        return done

    assert write("8801700000147", number) == "not theirs"
    assert write(MOBILE, "৭৯-২৬-০১-০০০৪১৭-" + number[-1]) == "answered"
    assert write(MOBILE, number) == "answered"
    assert [taken["to"] for taken in gateway.taken] == ["8801700000146"] * 2, "twice in ten minutes is one answer"
    assert write(MOBILE, "STOP") == "stopped"
    received(machine, serial=418)
    work(centre, live)
    assert len(gateway.taken) == 2
    assert write(MOBILE, "চালু") == "started"
    received(machine, serial=419)
    work(centre, live)
    assert len(gateway.taken) == 3


# ------------------------------------------------------------------------------ e-mail


def by_mail(live: NoticeSettings, port: int) -> NoticeSettings:
    mail = MailSettings(host="127.0.0.1", port=port, security="none", sender="kiosk@example.org", timeout_s=2)
    return replace(live, mail=mail)


PERSON = Applicant(name="গ", email="g@example.org")


def test_a_mail_speaks_both_languages(centre: Centre, machine: Machine, live: NoticeSettings) -> None:
    number = received(machine, PERSON)
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        work(centre, by_mail(live, port))
    ((sender, to, content),) = mailbox.mails
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert (sender, to) == ("kiosk@example.org", ["g@example.org"])
    assert message["Message-ID"].startswith(f"<{number}-")
    plain = email.message_from_bytes(content)  # the newer reader puts spaces between encoded words
    assert str(make_header(decode_header(plain["From"]))) == "জেলা ই-সেবা কেন্দ্র, পিরোজপুর <kiosk@example.org>"
    assert max(len(line) for line in content.splitlines()) <= 78
    assert "৭৯-২৬-০১-০০০৪১৭" in message["Subject"]
    assert "আপনার আবেদন গৃহীত" in message.get_content()
    assert "Your application is received" in message.get_content()
    assert [row.state for row in notices(centre)] == ["sent"]


@pytest.mark.parametrize(
    ("said", "state", "why"),
    [
        ({"rcpt": "550 no such box"}, "failed", "permanent"),
        ({"rcpt": "451 later"}, "queued", "temporary"),
        ({"data": "452 full"}, "queued", "temporary"),
        ({"data": "554 no"}, "failed", "permanent"),
        ({"data": "lost"}, "not_known", "lost"),
    ],
)
def test_faults_of_the_mail_server(
    centre: Centre, machine: Machine, live: NoticeSettings, said: dict, state: str, why: str
) -> None:
    received(machine, PERSON)
    mailbox = Mailbox()
    vars(mailbox).update(said)
    with mail_server(mailbox) as port:
        work(centre, by_mail(live, port))
    (row,) = notices(centre)
    assert (row.state, row.why) == (state, why)
    assert len(mailbox.mails) == (1 if state == "not_known" else 0)


# ------------------------------------------------------------------------------ pages


def test_the_administrator_sees_sends_again_and_writes(
    centre: Centre, machine: Machine, url: str, live: NoticeSettings
) -> None:
    received(machine)
    work(centre, NoticeSettings())
    hire(centre, "admin", "administrator")
    hire(centre, "nasrin", "officer")
    assert signed_in(centre, url, "nasrin").get("/desk/notices").status == 404
    browser = signed_in(centre, url, "admin")
    page = browser.get("/desk/notices")
    assert page.status == 200
    assert "Test: not sent" in page.text
    assert MOBILE[-10:] not in page.text
    name = page.text.partition('name="name" value="')[2].partition('"')[0]
    assert browser.post("/desk/notices/again", name=name).status == 303
    assert [row.state for row in notices(centre)] == ["queued"]
    assert browser.post("/desk/notices/again", name="7926010004177-0000000000").status == 400
    browser.get("/desk/notices/texts")
    look = browser.post("/desk/notices/texts/received", act="look", text_bn="নম্বর {number}", text_en="No. {number}")
    assert "No. 79-26-01-000417-7" in look.text
    wrong = browser.post("/desk/notices/texts/received", act="keep", text_bn="{secret}", text_en="")
    assert wrong.status == 400
    kept = browser.post("/desk/notices/texts/received", act="keep", text_bn="নম্বর {number}", text_en="")
    assert "নম্বর {number}" in browser.follow(kept).text


def test_who_got_a_mail_may_end_them(centre: Centre, url: str, settings: object) -> None:
    from kiosk.central.notices.stopping import is_stopped, stop_token

    where = f"/notices/stop/{b'g@example.org'.hex()}"
    assert ask(url, "POST", f"{where}/wrong").status == 404
    good = f"{where}/{stop_token(centre, 'g@example.org')}"
    assert ask(url, "GET", good).status == 200
    with centre.database.read() as connection:
        assert not is_stopped(connection, "g@example.org"), "looking changes nothing"
    assert ask(url, "POST", good).status == 200
    with centre.database.read() as connection:
        assert is_stopped(connection, "g@example.org")


# ------------------------------------------------------------------------------ keeping house


def test_old_messages_are_forgotten_and_never_told_again(
    centre: Centre, machine: Machine, gateway: SmsGateway, live: NoticeSettings, clock: MovingClock
) -> None:
    (centre.home / "notices.toml").write_text("keep_days = 30\n", "utf-8")
    received(machine)
    work(centre, live)
    clock.pass_by(days=20)
    received(machine.sign_in(), serial=418)
    assert purge_notices(centre) == 0
    clock.pass_by(days=15)
    assert do_chores(centre, [PURGE_NOTICES]) == ["notices-purge"]
    assert [row.receive_number[-5:-1] for row in notices(centre)] == ["0418"], "what is still to go stays"
    with centre.database.read() as connection:
        acts = connection.execute(select(AuditRow.detail).where(AuditRow.act == "notice.purged"))
        assert list(acts.scalars()) == ["1"]
        assert verify_audit(connection, OFFICE) > 0
    with centre.database.write() as connection:
        renew_epoch(connection, clock, centre.rng)
    machine.sign_in().round(machine.records)  # an older copy was put back: the counter says it all again
    work(centre, live)
    assert len(gateway.taken) == 1


def test_more_than_a_handful_go_in_several_turns(centre: Centre, machine: Machine, clock: MovingClock) -> None:
    with centre.database.write() as connection:
        for n in range(AT_ONCE + 1):
            owe_text(connection, OFFICE, "", f"code-{n}", MOBILE, "কোড", stamp(clock()))
        connection.execute(update(NoticeRow).values(state="test"))
    clock.pass_by(days=401)
    assert purge_notices(centre) == AT_ONCE + 1
    assert notices(centre) == []


def test_what_is_forgotten_too_early_would_be_told_twice(centre: Centre) -> None:
    (centre.home / "notices.toml").write_text("keep_days = 3\n", "utf-8")
    with pytest.raises(Refused, match="keep_days"):
        read_notice_settings(centre.home)
