"""People at the centre: accounts, branches, deputies, sessions, wrong guesses, and the log of every act."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.central.store.tables.base import Base


class Guess(Base):
    """How often somebody guessed wrong; `key` is a hash of what they guessed at or from where."""

    __tablename__ = "guess"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime]


class User(Base):
    """A person at the centre; the password as its argon2 verifier, the post as letters and notes name it.

    `totp` is the secret of the second factor in base32, empty before it is set up; `totp_step`
    the last step whose code was used.
    """

    __tablename__ = "user_account"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    login: Mapped[str] = mapped_column(primary_key=True)
    name_bn: Mapped[str]
    role: Mapped[str]
    verifier: Mapped[str]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    post_bn: Mapped[str] = mapped_column(server_default=text("''"))
    post_en: Mapped[str] = mapped_column(server_default=text("''"))
    totp: Mapped[str] = mapped_column(server_default=text("''"))
    totp_step: Mapped[int] = mapped_column(server_default="0")


class UserBranch(Base):
    """A branch that a person works for; an ADC has a group of them."""

    __tablename__ = "user_branch"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    login: Mapped[str] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(primary_key=True)


class Deputy(Base):
    """Who acts for an absent person, from one Dhaka day until another, both included."""

    __tablename__ = "deputy"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    login: Mapped[str] = mapped_column(primary_key=True)
    deputy: Mapped[str] = mapped_column(primary_key=True)
    from_on: Mapped[str] = mapped_column(primary_key=True)
    until_on: Mapped[str]


class WebSession(Base):
    """Somebody who signed in at a browser, known by the hash of a cookie.

    `proven` is 1 once the second factor was shown, or none is needed.
    """

    __tablename__ = "web_session"
    __table_args__ = (Index("ix_web_session_login", "office", "login"),)

    hash: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[int]
    login: Mapped[str]
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proven: Mapped[int]


class AuditRow(Base):
    """What was done, chained per office: `hash` covers the row and `prev_hash`; never changed."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "office", "subject"),)

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    actor: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]
    prev_hash: Mapped[str]
    hash: Mapped[str]
