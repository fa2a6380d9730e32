"""Applications from the web before they have their number."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.central.store.tables.base import Base


class PortalRow(Base):
    """An application from the web under its own reference: `state` is `draft|waiting|accepted|returned`.

    `typed` is the form as it was typed, JSON; `draft` the `ApplicationDraft` that passed the rules;
    `scans` its pages, JSON.  `owner` is the hash of the browser that writes it, `login` the Union
    Digital Centre that files it, empty for a citizen.
    """

    __tablename__ = "portal_application"
    __table_args__ = (
        Index("ix_portal_application_owner", "owner"),
        Index("ix_portal_application_login", "office", "login", "updated_at"),
        Index("ix_portal_application_state", "state", "updated_at"),
    )

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    portal_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    owner: Mapped[str]
    login: Mapped[str]
    service: Mapped[str]
    name: Mapped[str]
    language: Mapped[str]
    secret: Mapped[str]
    typed: Mapped[bytes]
    draft: Mapped[bytes]
    scans: Mapped[bytes]
    contact: Mapped[str]
    code_salt: Mapped[str]
    code_at: Mapped[datetime | None]
    code_seen: Mapped[int]
    began_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    filed_at: Mapped[datetime | None]
    receive_number: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str]
