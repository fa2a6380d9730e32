"""The morning page by e-mail, at half past eight on working days, once, whichever server does it."""

import logging
from datetime import datetime, time, timedelta

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.chores import Chore
from kiosk.central.days import office_calendar
from kiosk.central.figures.morning import write_morning
from kiosk.central.notices.mail import Mail, send_mail
from kiosk.central.notices.queue import NOT_KNOWN, SENT
from kiosk.central.notices.settings import LIVE, NoticeSettings, read_notice_settings
from kiosk.central.portal.words import office_name
from kiosk.central.status import office_card
from kiosk.central.store.tables import Errand, Office
from kiosk.domain.clock import DHAKA, dhaka_day

_log = logging.getLogger("kiosk.central")
MORNING, HOUR, LATEST = "morning", time(8, 30), time(12, 0)
"""From when the page goes, and until when it is worth sending late."""
TRIES = 6
_AGAIN = timedelta(minutes=5)
DOING, DONE, FAILED = "doing", "done", "failed"


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


def send_mornings(centre: Centre) -> int:
    """Send every office's page that is due now and return how many were taken; tried again where one was not.

    A page that a server died over is not sent again: whether it went is not known.
    """
    settings = read_notice_settings(centre.home)
    if settings.mode != LIVE or not settings.mail.host or not settings.morning_to:
        return 0
    with centre.database.read() as connection:
        offices = connection.scalars(select(Office.office).order_by(Office.office)).all()
    return sum(_send_morning(centre, office, settings) for office in offices if is_due(centre, office))


def is_due(centre: Centre, office: int) -> bool:
    """Tell whether an office's page should go now: a working day, half past eight, before noon."""
    local = centre.clock().astimezone(DHAKA)
    return HOUR <= local.time() < LATEST and office_calendar(centre, office).is_working(local.date())


def recipients_of(settings: NoticeSettings, office: int) -> list[str]:
    """Return who gets an office's page."""
    pairs = (one.rpartition(":") for one in settings.morning_to)
    return [address for named, _colon, address in pairs if named in {"", f"{office:02d}"}]


def _send_morning(centre: Centre, office: int, settings: NoticeSettings) -> int:
    count = 0
    pdf = b""
    for to in recipients_of(settings, office):
        name = f"{MORNING}:{to}"
        if not _take(centre, office, name):
            continue
        pdf = pdf or write_morning(centre, office, settings.language)
        outcome = send_mail(settings.mail, _mail(centre, office, to, pdf, settings.language))
        state = DOING if outcome.state == NOT_KNOWN else DONE if outcome.state == SENT else FAILED
        _settle(centre, office, name, state)
        count += state == DONE
        if state != DONE:
            _log.warning("morning page of office %02d: %s %s", office, outcome.state, outcome.detail)
    return count


def _mail(centre: Centre, office: int, to: str, pdf: bytes, language: str) -> Mail:
    now, words = centre.clock(), i18n.translator(language)
    with centre.database.read() as connection:
        name = office_name(office_card(connection, office), language)
    today = dhaka_day(now)
    day = i18n.day(today, language, year=True)
    subject = words.gettext(_("Morning page, {day}")).format(day=day)
    text = words.gettext(_("The office in figures this morning is attached as PDF."))
    id_ = f"morning-{office:02d}-{today}-{centre.rng(8).hex()}"
    return Mail(
        to, subject, f"{text}\n\n{name}\n", id_, name, now, pdf=pdf, pdf_name=f"morning-{office:02d}-{today}.pdf"
    )


def _take(centre: Centre, office: int, name: str) -> bool:
    """Return whether this server sends it now; nobody else does."""
    now, day = centre.clock(), dhaka_day(centre.clock()).isoformat()
    with centre.database.write() as connection:
        key = (Errand.office == office) & (Errand.name == name) & (Errand.day == day)
        if _first(connection, office, name, day, now):
            return True
        again = key & (Errand.state == FAILED) & (Errand.tries < TRIES) & (Errand.until <= now)
        values = {"state": DOING, "tries": Errand.tries + 1, "until": now}
        return connection.execute(update(Errand).where(again).values(values)).rowcount == 1


def _first(connection: Connection, office: int, name: str, day: str, now: datetime) -> bool:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {"office": office, "name": name, "day": day, "state": DOING, "tries": 1, "until": now}
    statement = dialect.insert(Errand).values(row).on_conflict_do_nothing().returning(Errand.tries)
    return connection.execute(statement).one_or_none() is not None


def _settle(centre: Centre, office: int, name: str, state: str) -> None:
    now = centre.clock()
    mine = (Errand.office == office) & (Errand.name == name) & (Errand.day == dhaka_day(now).isoformat())
    with centre.database.write() as connection:
        connection.execute(update(Errand).where(mine).values(state=state, until=now + _AGAIN))


MORNING_MAIL = Chore("morning", 60, send_mornings)
