"""What applicants are owed is written with what causes it: one row per contact and event, sent later.

The key of a row is the event itself, so that hearing of it twice owes nothing twice.
"""

import re
from collections.abc import Iterable, Sequence
from email.utils import parseaddr
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.central.store.setwise import insert_notices
from kiosk.central.store.tables import ApplicationRow, NoticeRow
from kiosk.domain.application import Application, Channel
from kiosk.domain.workflow import ACTS, RECEIVED, Step

SMS, MAIL = "sms", "mail"
QUEUED, SENDING, SENT, DELIVERED, FAILED, NOT_KNOWN = "queued", "sending", "sent", "delivered", "failed", "not_known"
TESTED, LEFT_OUT = "test", "left_out"
STATES = (QUEUED, SENDING, SENT, DELIVERED, FAILED, NOT_KNOWN, TESTED, LEFT_OUT)
WORD = "word"
"""Begins the event of a message whose text is given, such as a code."""
CODE = f"{WORD}:code@"
"""Begins the event of a code: its text is blank as soon as it went, and in every export."""

MOST_CONTACTS = 10
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[0-9A-Za-z.-]{1,190}\.[0-9A-Za-z-]{2,63}")
_COLUMNS = tuple(column.name for column in NoticeRow.__table__.columns)
_application = msgspec.json.Decoder(Application)
_encoder = msgspec.json.Encoder()

Row = tuple[Any, ...]


def contacts_of(application: Application) -> list[str]:
    """Return where an application's people are reached, each once: a mobile, else an e-mail address.

    Each applicant has one contact; where none has any, who filed for them, then who sent the mail.  From the
    web it is the first applicant alone: that contact was confirmed, the others' nobody has seen.
    """
    draft = application.draft
    people = draft.applicants[:1] if draft.channel is Channel.PORTAL else draft.applicants
    found = [person.mobile or person.email for person in people]
    if not any(found) and draft.agent:
        found = [draft.agent.mobile or draft.agent.email]
    if not any(found) and draft.mail:
        found = [parseaddr(draft.mail.sender)[1]]
    good = (contact for contact in found if contact.startswith("+880") or _ADDRESS.fullmatch(contact))
    return list(dict.fromkeys(good))[:MOST_CONTACTS]


def channel_of(contact: str) -> str:
    """Return how a contact is reached."""
    return MAIL if "@" in contact else SMS


def owe_received(connection: Connection, office: int, applications: Iterable[Application]) -> None:
    """Owe the numbers of applications that are new here."""
    rows = [
        _row(office, one.receive_number, RECEIVED, contact, one.received_at)
        for one in applications
        for contact in contacts_of(one)
    ]
    insert_notices(connection, rows)


def owe_steps(connection: Connection, office: int, taken: Sequence[tuple[str, Step]]) -> None:
    """Owe what the steps that are worth a message say, to who may be reached now."""
    told = [(number, step) for number, step in taken if step.kind in ACTS and ACTS[step.kind].told]
    if not told:
        return
    of_them = (ApplicationRow.office == office) & ApplicationRow.receive_number.in_({number for number, _ in told})
    found = connection.execute(select(ApplicationRow.receive_number, ApplicationRow.body).where(of_them))
    contacts = {number: contacts_of(_application.decode(bytes(body))) for number, body in found}
    rows = [
        _row(office, number, f"{step.kind}@{step.at}", contact, step.at, _encoder.encode(step).decode())
        for number, step in told
        for contact in contacts.get(number, ())
    ]
    _insert_new(connection, rows)


def owe_text(connection: Connection, office: int, number: str, event: str, contact: str, text: str, at: str) -> None:
    """Owe one contact a text that is written already, at any hour; `number` may be empty, `event` says which it is."""
    row = dict(zip(_COLUMNS, _row(office, number, f"{WORD}:{event}", contact, at), strict=True))
    _insert_new(connection, [tuple((row | {"text": text}).values())])


def owe_answer(connection: Connection, office: int, number: str, contact: str, at: str) -> None:
    """Owe the state to who asked by SMS: one answer in ten minutes."""
    _insert_new(connection, [_row(office, number, f"asked@{at[:15]}", contact, at)])


def _insert_new(connection: Connection, rows: Sequence[Row]) -> None:
    if rows:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        values = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
        connection.execute(dialect.insert(NoticeRow).on_conflict_do_nothing(), values)


def _row(office: int, number: str, event: str, contact: str, at: str, about: str = "") -> Row:
    """Return a row in the order of the table's columns."""
    return (office, number, event, contact, channel_of(contact), QUEUED, at, "", about, 0, "", "", "", "", at, 0)


def name_of(number: str, event: str, contact: str) -> str:
    """Return what a message is called outside: the number and a mark, the same whenever it is asked."""
    mark = sha256(f"{number}|{event}|{contact}".encode()).hexdigest()[:10]
    return f"{number or '0'}-{mark}"
