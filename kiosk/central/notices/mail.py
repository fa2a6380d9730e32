"""An e-mail goes to a server by SMTP, over a line that others cannot read, and ends in bounded time."""

import smtplib
import ssl
import threading
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from typing import Any

from kiosk.central.notices.outcome import PERMANENT, TECHNICAL, TEMPORARY, Outcome, in_doubt, not_taken, taken
from kiosk.central.notices.settings import MailSettings
from kiosk.central.notices.sms import shut


@dataclass(frozen=True, slots=True)
class Mail:
    """A message to an address; `id` becomes its Message-ID, `stop` an address that ends all messages.

    `pdf` goes along under `pdf_name`.
    """

    to: str
    subject: str
    text: str
    id: str
    sender_name: str
    at: datetime
    stop: str = ""
    pdf: bytes = b""
    pdf_name: str = ""


def send_mail(settings: MailSettings, mail: Mail) -> Outcome:
    """Return what the server made of a message."""
    try:
        written = write_mail(settings, mail)
    except (ValueError, UnicodeError) as error:
        return not_taken(PERMANENT, type(error).__name__)
    try:
        line = _connect(settings)
    except ssl.SSLError as error:
        return not_taken(TECHNICAL, type(error).__name__)
    except OSError as error:  # smtplib's own errors are OSErrors, too
        return not_taken(TEMPORARY, type(error).__name__)
    timer = threading.Timer(settings.timeout_s, lambda: shut(line.sock))  # which TLS may have replaced
    timer.daemon = True
    timer.start()
    try:
        return _converse(settings, line, mail.to, written)
    finally:
        timer.cancel()
        timer.join()
        line.close()


def write_mail(settings: MailSettings, mail: Mail) -> bytes:
    """Return a message of RFC 5322.  Raises ValueError for what no header can hold."""
    domain = settings.sender.rpartition("@")[2]
    message: Any = MIMEText(mail.text, "plain", "utf-8")  # whose types know no Header
    if mail.pdf:
        paper = MIMEApplication(mail.pdf, "pdf")
        paper.add_header("Content-Disposition", "attachment", filename=mail.pdf_name)
        message = MIMEMultipart("mixed", _subparts=[message, paper])
    message["From"] = _person(mail.sender_name, settings.sender)
    message["To"] = Address(addr_spec=mail.to).addr_spec
    message["Subject"] = Header(_line(mail.subject), "utf-8", header_name="Subject")
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{mail.id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.stop:
        message["List-Unsubscribe"] = f"<{mail.stop}>"
    written: bytes = message.as_bytes(policy=compat32.clone(linesep="\r\n"))
    return written


def _person(name: str, address: str) -> Header:
    """Return a name with its address."""
    header = Header(_line(name), "utf-8", header_name="From") if _line(name) else Header(header_name="From")
    header.append(f"<{address}>", "ascii")
    return header


def _line(text: str) -> str:
    return " ".join(text.split())


def _connect(settings: MailSettings) -> smtplib.SMTP:
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=settings.timeout_s, context=_context(settings))
    return smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout_s)


def _context(settings: MailSettings) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=settings.ca_file or None)


def _converse(settings: MailSettings, line: smtplib.SMTP, to: str, written: bytes) -> Outcome:
    """Greet, then hand over; until the text is under way nothing can have been taken."""
    try:
        refused = _greet(settings, line) or _address(settings, line, to)
    except (ssl.SSLError, smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
        return not_taken(TECHNICAL, type(error).__name__)
    except (OSError, ValueError) as error:
        return not_taken(TEMPORARY, type(error).__name__)
    return refused or _hand_over(line, written)


def _greet(settings: MailSettings, line: smtplib.SMTP) -> Outcome | None:
    line.ehlo_or_helo_if_needed()
    if settings.security == "starttls":
        line.starttls(context=_context(settings))
        line.ehlo()
    if settings.user:
        line.login(settings.user, settings.password)
    return None


def _address(settings: MailSettings, line: smtplib.SMTP, to: str) -> Outcome | None:
    code, _said = line.mail(settings.sender)
    if code != 250:
        return not_taken(TEMPORARY if 400 <= code < 500 else TECHNICAL, f"smtp {code} sender")
    code, _said = line.rcpt(to)
    if code not in (250, 251):
        return not_taken(TEMPORARY if 400 <= code < 500 else PERMANENT, f"smtp {code} address")
    return None


def _hand_over(line: smtplib.SMTP, written: bytes) -> Outcome:
    try:
        code, _said = line.data(written)
    except smtplib.SMTPDataError as error:  # it did not ask for the text
        return not_taken(TEMPORARY if 400 <= error.smtp_code < 500 else TECHNICAL, f"smtp {error.smtp_code} data")
    except (OSError, ValueError) as error:
        return in_doubt(type(error).__name__)
    if code != 250:
        return not_taken(TEMPORARY if 400 <= code < 500 else PERMANENT, f"smtp {code} text")
    try:
        line.quit()
    except OSError:
        return taken()  # it said yes before
    return taken()
