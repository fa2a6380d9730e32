"""Parked work, the tray of mails, and the last application."""

from email.message import EmailMessage

import pytest
from msgspec import structs

from kiosk.desk.drafts import (
    last_draft,
    load_draft,
    park,
    parked,
    read_draft,
    remove_parked,
    save_draft,
    take_parked,
)
from kiosk.desk.mail import attachment_bytes, mail_of, read_mail, take_mail
from kiosk.desk.register import register_application
from kiosk.domain.application import Applicant, Channel
from kiosk.errors import Refused
from tests.harness.counter import OPERATOR, SERVICE, draft, register


def code(refusal):
    return [problem.code for problem in refusal.value.problems]


def mail(**headers) -> bytes:
    message = EmailMessage()
    about = {
        "From": "সালমা খাতুন <salma@Example.COM>",
        "Subject": "পর্চার আবেদন",
        "Date": "Sun, 22 Nov 2026 10:00:00 +0600",
        "Message-ID": "<1@example.com>",
    }
    for name, value in (about | headers).items():
        if value:
            message[name.replace("_", "-")] = value
    message.set_content("স্যার,\nআমার পর্চা লাগবে।")
    message.add_attachment(b"%PDF-1.4 page", maintype="application", subtype="pdf", filename="../../কাগজ.pdf")
    return message.as_bytes()


# ------------------------------------------------------------------------------ parking


def test_several_forms_wait_and_come_back(desk):
    save_draft(desk, OPERATOR, b"being typed")
    first = park(desk, OPERATOR, b"one", title="হালিমা")
    second = park(desk, OPERATOR, b"two", title="ডাক ৭", channel="post")
    assert load_draft(desk, OPERATOR) is None
    assert [(row.id, row.title, row.channel) for row in parked(desk, OPERATOR)] == [
        (first, "হালিমা", "walk_in"),
        (second, "ডাক ৭", "post"),
    ]
    assert take_parked(desk, first, OPERATOR).body == b"one"
    remove_parked(desk, second)
    assert parked(desk, OPERATOR) == ()


def test_work_is_its_operators(desk):
    mine = park(desk, OPERATOR, b"one", title="হালিমা")
    assert parked(desk, "somebody") == ()
    with pytest.raises(Refused) as raised:
        take_parked(desk, mine, "somebody")
    assert code(raised) == ["parked.missing"]


def test_it_comes_back_once(desk):
    mine = park(desk, OPERATOR, b"one", title="হালিমা")
    take_parked(desk, mine, OPERATOR)
    with pytest.raises(Refused):
        take_parked(desk, mine, OPERATOR)


def test_the_last_application_is_this_operators_last_one(desk):
    assert last_draft(desk, OPERATOR) is None
    register(desk, 1)
    done = register(desk, 2)
    assert last_draft(desk, OPERATOR) == done.application.draft
    assert last_draft(desk, "somebody") is None


# ------------------------------------------------------------------------------ mail


def test_a_mail_becomes_a_draft_with_its_files_named(desk):
    letter = read_mail(mail(), desk.clock())
    (person,) = letter.draft.applicants
    assert (person.name, person.email, letter.draft.subject) == ("সালমা খাতুন", "salma@example.com", "পর্চার আবেদন")
    assert letter.draft.channel is Channel.EMAIL
    sent = letter.draft.mail
    assert (sent.arrived_at, sent.message_id) == ("2026-11-22T04:00:00.000Z", "1@example.com")
    ((attachment, data),) = letter.files
    assert (attachment.name, attachment.type, attachment.size, data) == (
        "কাগজ.pdf",
        "application/pdf",
        13,
        b"%PDF-1.4 page",
    )
    assert letter.text == "স্যার,\nআমার পর্চা লাগবে।"


def test_the_last_servers_time_is_the_arrival_and_never_one_to_come(desk):
    def arrival(**headers):
        return read_mail(mail(**headers), desk.clock()).draft.mail.arrived_at

    assert arrival(Received="from a by b; Mon, 23 Nov 2026 08:00:00 +0600") == "2026-11-23T02:00:00.000Z"
    assert arrival(Date="Fri, 1 Jan 2027 10:00:00 +0600") == "2026-11-23T04:45:07.123Z"
    assert arrival(Date="") == "2026-11-23T04:45:07.123Z"


def test_a_mail_waits_in_the_tray_until_it_is_registered(desk):
    waiting = take_mail(desk, mail())
    assert [(row.id, row.channel, row.format) for row in parked(desk, "somebody")] == [(waiting, "email", "draft")]
    typed = read_draft(take_parked(desk, waiting, OPERATOR))
    assert parked(desk, "somebody") == ()
    whole = structs.replace(typed, service=SERVICE)
    done = register_application(desk, whole, operator=OPERATOR, via="window")
    assert parked(desk, OPERATOR) == ()
    assert attachment_bytes(desk, waiting, 0) == b"%PDF-1.4 page"
    assert done.application.draft.mail == typed.mail
    # It came on Sunday: ten working days count from there, not from Monday.
    assert (done.application.draft.arrived_on, done.application.promised_on) == ("2026-11-22", "2026-12-06")
    assert done.application.received_on == "2026-11-23"


def test_the_same_mail_is_not_taken_twice(desk):
    waiting = take_mail(desk, mail())
    with pytest.raises(Refused) as raised:
        take_mail(desk, mail())
    assert code(raised) == ["mail.taken"]
    assert mail_of(desk, waiting).draft.subject == "পর্চার আবেদন"


@pytest.mark.parametrize(
    ("eml", "refusal"), [(b"", "mail.form"), (b"\x89PNG\r\n", "mail.form"), (b"x" * ((20 << 20) + 1), "mail.large")]
)
def test_what_is_no_mail_is_refused(desk, eml, refusal):
    with pytest.raises(Refused) as raised:
        take_mail(desk, eml)
    assert code(raised) == [refusal]


def test_hostile_headers_become_one_plain_line(desk):
    letter = read_mail(b"From: =?utf-8?b?4oCucmVkbGloCg==?= <x>\nSubject: =?utf-8?q?a=00b=1b=0ac?=\n\nx", desk.clock())
    assert letter.draft.subject.isprintable()
    assert letter.draft.applicants[0].shown_name.isprintable()
    assert letter.draft.applicants[0].email == ""


def test_a_person_is_found_by_the_document_that_was_shown(desk):
    from kiosk.desk.people import match_people
    from kiosk.domain.application import Identity, IdType

    shown = Identity(IdType.NID, "1234567890")
    person = Applicant(name="রহিমা", guardian="করিম", id=shown, birth_date="1980-02-29")
    register_application(desk, structs.replace(draft(), applicants=(person,)), operator=OPERATOR, via="cli")
    passport = structs.replace(person, name="সালমা", id=Identity(IdType.PASSPORT, "A01234567"))
    register_application(desk, structs.replace(draft(), applicants=(passport,)), operator=OPERATOR, via="cli")
    (found,) = match_people(desk, "১২৩৪")
    assert (found.name, found.identity, found.birth_date) == ("রহিমা", shown, "1980-02-29")
    assert [match.name for match in match_people(desk, "A0123")] == ["সালমা"]
    assert match_people(desk, "123") == match_people(desk, "9999") == ()
