"""One message past the queue, to see whether the way out works."""

from kiosk.central.centre import Centre
from kiosk.central.notices.mail import Mail, send_mail
from kiosk.central.notices.outcome import TECHNICAL, Outcome, not_taken
from kiosk.central.notices.queue import MAIL, TESTED, channel_of
from kiosk.central.notices.settings import TEST, NoticeSettings, read_notice_settings
from kiosk.central.notices.sms import Sms, send_sms
from kiosk.domain.checks import check_email, check_mobile

TEXT = "জেলা ই-সেবা কেন্দ্র: পরীক্ষামূলক বার্তা"


def send_trial(centre: Centre, to: str, text: str = "") -> dict[str, str]:
    """Send a text and return `state`, `why`, `detail`; in test mode nothing leaves.

    Raises Refused `phone.form`, `email.form`.
    """
    settings = read_notice_settings(centre.home)
    contact = check_email(to) if channel_of(to) == MAIL else check_mobile(to)
    if settings.mode == TEST:
        return {"state": TESTED, "why": "", "detail": ""}
    outcome = _sent(centre, settings, contact, text or TEXT)
    return {"state": outcome.state, "why": outcome.why, "detail": outcome.detail}


def _sent(centre: Centre, settings: NoticeSettings, contact: str, text: str) -> Outcome:
    name = f"trial-{centre.rng(6).hex()}"
    if channel_of(contact) == MAIL:
        if not settings.mail.host:
            return not_taken(TECHNICAL, "no mail server")
        return send_mail(settings.mail, Mail(contact, text, text, name, "", centre.clock()))
    return send_sms(settings.sms, Sms(contact, text, name)) if settings.sms.url else not_taken(TECHNICAL, "no gateway")
