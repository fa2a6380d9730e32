"""A code confirms that a contact is the applicant's own.

The code itself is kept nowhere: it follows from the centre's secret and a salt of this filing, so the
queue of notices can write it into its message, and an administrator can read it in test mode.
"""

import hmac
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Connection, select, update

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.notices.queue import owe_text
from kiosk.central.portal.filings import DRAFT, Filing, filing_of, key_of
from kiosk.central.store.tables import PortalRow
from kiosk.domain.bangla import fold_digits
from kiosk.domain.clock import stamp
from kiosk.errors import Refused

DIGITS = 6
GOOD_FOR = timedelta(minutes=30)
_SALT_BYTES = 8


def contacts_of(filing: Filing) -> tuple[str, ...]:
    """Return where a code may go: the applicant's mobile, then the e-mail."""
    person = filing.draft.applicants[0]
    return tuple(contact for contact in (person.mobile, person.email) if contact)


def send_code(connection: Connection, centre: Centre, filing: Filing, to: str) -> None:
    """Let a fresh code go to a contact; one that was sent before is good no more.

    Raises Refused `contact.missing` for a contact that the application does not name.
    """
    if to not in contacts_of(filing):
        raise Refused.because("contact.missing", "contact")
    now, salt = centre.clock(), centre.rng(_SALT_BYTES).hex()
    values = {"contact": to, "code_salt": salt, "code_at": now}
    connection.execute(update(PortalRow).where(key_of(filing)).values(**values))
    code = i18n.digits(code_of(centre, replace(filing, code_salt=salt)), filing.language)
    text = i18n.translator(filing.language).gettext("{code} is your code for the application on the web.")
    owe_text(connection, filing.office, "", f"code@{filing.portal_id}@{salt}", to, text.format(code=code), stamp(now))


def code_of(centre: Centre, filing: Filing) -> str:
    """Return the code that was sent last, empty where none was."""
    if not filing.code_salt:
        return ""
    told = hmac.new(centre.secret, f"code:{filing.portal_id}:{filing.code_salt}".encode(), sha256).digest()
    return f"{int.from_bytes(told[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def check_code(centre: Centre, filing: Filing, typed: str) -> None:
    """Raise Refused `code.old|code.wrong` unless it is the code that was sent last."""
    if filing.code_at is None or centre.clock() - filing.code_at > GOOD_FOR:
        raise Refused.because("code.old", "code")
    digits = "".join(fold_digits(typed).split()).replace("-", "")
    if not hmac.compare_digest(digits.encode(), code_of(centre, filing).encode()):
        raise Refused.because("code.wrong", "code")


def open_codes(connection: Connection, centre: Centre, office: int) -> list[Filing]:
    """Return what waits for its code at an office, the latest first: for an administrator in test mode."""
    since = centre.clock() - GOOD_FOR
    statement = (
        select(PortalRow.__table__)
        .where(PortalRow.office == office, PortalRow.state == DRAFT, PortalRow.code_at >= since)
        .order_by(PortalRow.code_at.desc())
        .limit(50)
    )
    return [filing_of(row) for row in connection.execute(statement)]
