"""What only some channels know of an application: how a letter came, how a mail came."""

import re

from kiosk.domain.application import ApplicationDraft, Attachment, Channel, Mail, Post
from kiosk.domain.bangla import fold_digits
from kiosk.domain.checks import check_date
from kiosk.domain.clock import stamp, unstamp
from kiosk.domain.findings import Findings
from kiosk.domain.portal import parse_reference
from kiosk.errors import Refused

_REGISTERED = r"[0-9A-Z]{1,30}"
_PLACE_LIMIT, _MAIL_LIMIT, _LONGEST_INSTANT = 120, 300, 40
_DIGEST = r"(?:[0-9a-f]{64})?"


def accept_post(draft: ApplicationDraft, found: Findings) -> Post | None:
    """Return how a letter came, in normal form; None when nothing is said of it."""
    post = draft.post
    if post is None or post == Post():
        return None
    if draft.channel is not Channel.POST:
        found.add("post", "post.channel")
    posted_on = found.check("post.posted_on", post.posted_on, check_date)
    arrived_on = found.check("post.arrived_on", post.arrived_on, check_date)
    if "" < arrived_on < posted_on:
        found.add("post.arrived_on", "date.order")
    return Post(
        sender_place=found.line("post.sender_place", post.sender_place, _PLACE_LIMIT),
        posted_on=posted_on,
        arrived_on=arrived_on,
        registered_no=found.check("post.registered_no", post.registered_no, check_registered),
        return_envelope=post.return_envelope,
    )


def check_registered(text: str) -> str:
    """Return the number of a registered letter, as its bar code says it.  Raises Refused `registered.form`."""
    folded = re.sub("[ -]", "", fold_digits(text)).upper()
    if not re.fullmatch(_REGISTERED, folded) or not any(c.isdigit() for c in folded):
        raise Refused.because("registered.form", "registered_no")
    return folded


def accept_mail(draft: ApplicationDraft, found: Findings) -> Mail | None:
    """Return how a mail came, in normal form; None when nothing is said of it."""
    mail = draft.mail
    if mail is None or mail == Mail():
        return None
    if draft.channel is not Channel.EMAIL:
        found.add("mail", "mail.channel")
    return Mail(
        sender=found.line("mail.sender", mail.sender, _MAIL_LIMIT),
        subject=found.line("mail.subject", mail.subject, _MAIL_LIMIT),
        arrived_at=found.check("mail.arrived_at", mail.arrived_at, _check_instant),
        message_id=found.line("mail.message_id", mail.message_id, _MAIL_LIMIT),
        attachments=tuple(_attachment(one, f"mail.attachments[{n}]", found) for n, one in enumerate(mail.attachments)),
    )


def accept_portal(draft: ApplicationDraft, found: Findings) -> str:
    """Return the reference under which it was filed on the web, empty where it was not."""
    if draft.portal_id and draft.channel is not Channel.PORTAL:
        found.add("portal_id", "portal.channel")
    return str(found.check("portal_id", draft.portal_id, parse_reference))


def _attachment(one: Attachment, at: str, found: Findings) -> Attachment:
    if one.size < 0 or not re.fullmatch(_DIGEST, one.digest):
        found.add(at, "wire.form", detail="size or digest")
    return Attachment(
        found.line(f"{at}.name", one.name, _MAIL_LIMIT), found.line(f"{at}.type", one.type, 100), one.size, one.digest
    )


def _check_instant(text: str) -> str:
    try:
        at = unstamp(text)
        kept = stamp(at)
    except (ValueError, OverflowError) as error:
        raise Refused.because("date.form") from error
    if at.tzinfo is None or len(text) > _LONGEST_INSTANT:
        raise Refused.because("date.form")
    return kept
