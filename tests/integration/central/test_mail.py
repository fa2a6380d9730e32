"""E-mail over lines that others cannot read: a real mail server with STARTTLS, TLS and passwords."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from kiosk.central.notices.mail import Mail, send_mail
from kiosk.central.notices.settings import MailSettings
from tests.harness.certificates import self_signed
from tests.harness.gateway import Mailbox, mail_server
from tests.integration.central.machine import NOON

USER, PASSWORD = "kiosk", "a long enough passphrase"
MAIL = Mail("g@example.org", "আবেদন গৃহীত", "আপনার আবেদন গৃহীত হয়েছে।", "7926010004177-1", "জেলা ই-সেবা কেন্দ্র", NOON)


class Door:
    """Lets one person in, and remembers who knocked."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def __call__(self, _server, _session, _envelope, _mechanism, told: object) -> AuthResult:
        assert isinstance(told, LoginPassword)
        self.heard.append(told.password)
        is_known = (told.login, told.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_known, handled=False)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    return self_signed(tmp_path, "mail")


@pytest.fixture
def port(mailbox: Mailbox, door: Door, certificate: tuple[Path, Path]) -> Iterator[int]:
    """A server that wants an encrypted line, then a password."""
    about = {"require_starttls": True, "auth_required": True, "authenticator": door}
    with mail_server(mailbox, tls_context=offered(certificate), **about) as port:
        yield port


def offered(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def settings(port: int, certificate: tuple[Path, Path]) -> MailSettings:
    return MailSettings(
        host="127.0.0.1",
        port=port,
        user=USER,
        password=PASSWORD,
        sender="kiosk@example.org",
        timeout_s=20,
        ca_file=str(certificate[0]),
    )


def test_a_mail_goes_over_starttls_with_a_password(
    port: int, mailbox: Mailbox, door: Door, certificate: tuple[Path, Path]
) -> None:
    outcome = send_mail(settings(port, certificate), MAIL)
    assert (outcome.state, outcome.why) == ("sent", "")
    ((sender, to, content),) = mailbox.mails
    assert (sender, to, door.heard) == ("kiosk@example.org", ["g@example.org"], [PASSWORD.encode()])
    assert b"Message-ID: <7926010004177-1@example.org>" in content


def test_a_wrong_password_is_no_fault_of_the_message(
    port: int, mailbox: Mailbox, certificate: tuple[Path, Path]
) -> None:
    outcome = send_mail(replace(settings(port, certificate), password="stolen"), MAIL)
    assert (outcome.why, outcome.may_retry, mailbox.mails) == ("technical", True, [])
    assert "stolen" not in repr(outcome)


def test_a_server_that_nobody_vouches_for_hears_no_password(
    port: int, mailbox: Mailbox, door: Door, certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    ours = settings(port, self_signed(tmp_path, "somebody-else"))
    for wrong in (ours, replace(ours, ca_file="")):
        outcome = send_mail(wrong, MAIL)
        assert (outcome.why, outcome.may_retry) == ("technical", True)
    assert (mailbox.mails, door.heard) == ([], [])


def test_what_cannot_be_encrypted_is_not_sent(mailbox: Mailbox, door: Door, certificate: tuple[Path, Path]) -> None:
    with mail_server(mailbox, authenticator=door, auth_require_tls=False) as port:
        outcome = send_mail(settings(port, certificate), MAIL)
    assert (outcome.why, outcome.detail) == ("technical", "SMTPNotSupportedError")
    assert (mailbox.mails, door.heard) == ([], [])


def test_a_line_that_is_encrypted_from_the_start(mailbox: Mailbox, door: Door, certificate: tuple[Path, Path]) -> None:
    about = {"authenticator": door, "auth_require_tls": False}  # it does not know that the whole line is encrypted
    with mail_server(mailbox, ssl_context=offered(certificate), **about) as port:
        outcome = send_mail(replace(settings(port, certificate), security="tls"), MAIL)
    assert (outcome.state, len(mailbox.mails), door.heard) == ("sent", 1, [PASSWORD.encode()])
