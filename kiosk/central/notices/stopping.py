"""Who wants no messages, and the address by which an e-mail's reader says so."""

import hmac
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.central.centre import Centre
from kiosk.central.store.tables import NoticeStop


def is_stopped(connection: Connection, contact: str) -> bool:
    """Tell whether a contact wants no messages."""
    return connection.scalar(select(NoticeStop.contact).where(NoticeStop.contact == contact)) is not None


def stop(connection: Connection, contact: str, now: datetime) -> None:
    """Send a contact nothing from now on."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(NoticeStop).values(contact=contact, at=now).on_conflict_do_nothing())


def start(connection: Connection, contact: str) -> None:
    """Send a contact messages again."""
    connection.execute(delete(NoticeStop).where(NoticeStop.contact == contact))


def stop_token(centre: Centre, contact: str) -> str:
    """Return what proves that somebody read a message to this contact."""
    return hmac.new(centre.secret, f"stop:{contact}".encode(), sha256).hexdigest()[:32]


def stop_address(centre: Centre, contact: str) -> str:
    """Return the address that ends all messages, empty without a public one."""
    base = centre.settings.public_base.rstrip("/")
    return f"{base}/notices/stop/{contact.encode().hex()}/{stop_token(centre, contact)}" if base else ""


def contact_of_stop(centre: Centre, written: str, token: str) -> str:
    """Return the contact of such an address, empty when it is not ours."""
    try:
        contact = bytes.fromhex(written).decode()
    except ValueError:
        return ""
    return contact if hmac.compare_digest(stop_token(centre, contact), token[:64]) else ""
