"""How notices leave the house: `notices.toml` in the centre's home; without it nobody is reached.

An unknown key, a wrong type, or a way on which others could read along stops the start.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.central.settings import is_here, made, need, read_toml
from kiosk.domain.clock import DHAKA

FILE = "notices.toml"
TEST, LIVE = "test", "live"


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """A gateway that takes one message per HTTP request; `url` empty: there is none.

    `{to}`, `{text}` and `{id}` stand in `url` and `body`, and are escaped as the place asks: percent
    signs in the address and in a form, JSON where the content type says JSON.  `number_form` is
    `+880|880|0`.  Taken means: a status of `success_status`, and `success_match` (a regular
    expression, empty: any) found at `success_path` (`messages.0.status`; empty: the whole answer).
    A status of `not_taken_status` says for certain that nothing was sent, so that it may be tried again;
    `permanent_match` and `temporary_match` tell, in the same place, why something was not taken.
    `id_path` is where the gateway's own id stands.  Reports come to `/notices/{hook_secret}/report`:
    `report_id` and `report_state` name the fields, `delivered_match|failed_match` read the state.
    """

    url: str = ""
    method: str = "POST"
    body: str = ""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    number_form: str = "880"
    success_status: tuple[int, ...] = (200, 201, 202)
    success_path: str = ""
    success_match: str = ""
    permanent_match: str = ""
    temporary_match: str = ""
    not_taken_status: tuple[int, ...] = (429, 503)
    id_path: str = ""
    connect_timeout_s: int = 10
    timeout_s: int = 30
    ca_file: str = ""
    report_id: str = "id"
    report_state: str = "status"
    delivered_match: str = "(?i)^deliv"
    failed_match: str = "(?i)^(undeliv|fail|reject|expired)"
    incoming_from: str = "from"
    incoming_text: str = "text"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """A mail server; `host` empty: there is none.  `security` is `starttls|tls`, `none` only on this machine."""

    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    timeout_s: int = 30
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """`mode` is `test` (nobody is reached, everything is kept to be looked at) or `live`.

    `digits` says with which an SMS writes numbers (`bn|en`).  SMS rest between `quiet_from` and
    `quiet_until`, by Dhaka's clock.  What was tried `tries` times is left; what happened more than
    `late_after_hours` ago is no news any more.  `sending_s` after it was begun, a message that nobody
    finished is not known.  Messages of which nothing was heard for `keep_days` are forgotten (0: never).  `morning_to` are who gets the morning page: `dc@example.gov.bd`, or
    `79:dc@example.gov.bd` for one office of several.
    """

    mode: str = TEST
    language: str = "bn"
    digits: str = "en"
    quiet_from: str = "21:00"
    quiet_until: str = "08:00"
    per_minute: int = 60
    tries: int = 8
    late_after_hours: int = 72
    sending_s: int = 300
    keep_days: int = 400
    hook_secret: str = field(default="", repr=False)
    morning_to: tuple[str, ...] = ()
    sms: SmsSettings = SmsSettings()
    mail: MailSettings = MailSettings()

    def is_quiet(self, now: datetime) -> bool:
        """Tell whether people sleep."""
        at = now.astimezone(DHAKA).time()
        first, last = time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_until)
        return first <= at < last if first <= last else at >= first or at < last


def read_notice_settings(home: Path) -> NoticeSettings:
    """Return the settings of a home.  Raises Refused `settings.unknown|settings.type|settings.form`."""
    found = read_toml(home / FILE)
    parts = {"sms": made(SmsSettings, found.pop("sms", {}), "sms."), "mail": made(MailSettings, found.pop("mail", {}), "mail.")}  # fmt: skip
    settings = made(NoticeSettings, {**found, **parts}, "")
    check_notice_settings(settings)
    return settings


def check_notice_settings(settings: NoticeSettings) -> None:
    """Raise Refused `settings.form` where a value cannot be meant, naming the key."""
    sms, mail = settings.sms, settings.mail
    need("mode", settings.mode in {TEST, LIVE})
    need("language", settings.language in {"bn", "en"})
    need("digits", settings.digits in {"bn", "en"})
    need("per_minute", settings.per_minute > 0)
    need("tries", settings.tries > 0)
    # What is forgotten and heard again must be no news any more, or somebody would be told twice.
    need("keep_days", not settings.keep_days or settings.keep_days * 24 > settings.late_after_hours)
    need("hook_secret", not settings.hook_secret or bool(re.fullmatch(r"[0-9A-Za-z_-]{24,}", settings.hook_secret)))
    for name in ("quiet_from", "quiet_until"):
        need(name, bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", getattr(settings, name))))
    for name in ("success_match", "permanent_match", "temporary_match", "delivered_match", "failed_match"):
        need(f"sms.{name}", _is_pattern(getattr(sms, name)))
    need("sms.method", sms.method in {"GET", "POST"})
    need("sms.number_form", sms.number_form in {"+880", "880", "0"})
    need("sms.url", not sms.url or _is_private(sms.url))
    lines = "".join([*sms.headers, *map(str, sms.headers.values()), sms.content_type])
    need("sms.headers", not set("\r\n") & set(lines))
    need("mail.security", mail.security in {"starttls", "tls"} or (mail.security == "none" and is_here(mail.host)))
    need("morning_to", all(re.fullmatch(r"([0-9]{2}:)?[^@\s:]+@[^@\s:]+", one) for one in settings.morning_to))
    need("mail.sender", not mail.host or "@" in mail.sender)


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _is_private(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_here(parts.hostname or ""))
    )
