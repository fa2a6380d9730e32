"""The e-file desk: who holds an application, and its note sheet."""

from datetime import datetime

from sqlalchemy import Index, text, true
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.central.store.tables.base import Base


class Holder(Base):
    """Who has an application before them: a person, or with `login` empty a whole branch.

    Without a row it lies in the DC's inbox.  `due_on` is the last day that was set in marking;
    `version` counts acts, so that two who act at once notice; `level` is how far up it rose
    overdue: 1 to the ADC, 2 to the DC.  `is_open` while something is left to be done: of all that
    was ever held, the lists read that little.
    """

    __tablename__ = "holder"
    __table_args__ = (
        Index("ix_holder_login", "office", "login"),
        Index("ix_holder_branch", "office", "branch"),
        Index(
            "ix_holder_open",
            *("office", "receive_number", "login", "branch", "due_on", "level"),
            postgresql_where=text("is_open"),
            sqlite_where=text("is_open = 1"),
        ),
    )

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    receive_number: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str]
    branch: Mapped[str]
    since: Mapped[datetime]
    due_on: Mapped[str]
    version: Mapped[int]
    level: Mapped[int]
    is_open: Mapped[bool] = mapped_column(server_default=true())


class NoteRow(Base):
    """A line of an application's note sheet, which the applicant never sees.

    `kind` is `note|order|letter` or the kind of the step that it went with; `to_login`,
    `to_branch` and `due_on` say to whom it was marked, and until when.
    """

    __tablename__ = "note"

    office: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    receive_number: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    login: Mapped[str]
    post_bn: Mapped[str]
    post_en: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    to_login: Mapped[str]
    to_branch: Mapped[str]
    due_on: Mapped[str]
