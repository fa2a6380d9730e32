"""The centre's tables, every one keyed by office, alike on SQLite and PostgreSQL.

Instants are stored as the text of `kiosk.domain.clock.stamp`: it sorts as time does, on
both databases.  An event row is never changed: `triggers` forbids it.
"""

from kiosk.central.store.tables.base import Base, Instant
from kiosk.central.store.tables.efile import Holder, NoteRow
from kiosk.central.store.tables.notices import NoticeLease, NoticeRow, NoticeStop, NoticeText
from kiosk.central.store.tables.office import Branch, Counter, EnrolmentCode, Office, Server, SessionToken, UsedNonce
from kiosk.central.store.tables.people import AuditRow, Deputy, Guess, User, UserBranch, WebSession
from kiosk.central.store.tables.portal import PortalRow
from kiosk.central.store.tables.records import (
    ApplicationRow,
    Closing,
    EventRow,
    NewsRow,
    ScanRow,
    StepRow,
    VisitRow,
    WordRow,
    is_open,
)
from kiosk.central.store.tables.setup import Errand, GuidanceRow, Hook, HookTry, OfficeDay, SetupVersion, Turn

__all__ = [
    "ApplicationRow",
    "AuditRow",
    "Base",
    "Branch",
    "Closing",
    "Counter",
    "Deputy",
    "EnrolmentCode",
    "Errand",
    "EventRow",
    "Guess",
    "GuidanceRow",
    "Holder",
    "Hook",
    "HookTry",
    "Instant",
    "NewsRow",
    "NoteRow",
    "NoticeLease",
    "NoticeRow",
    "NoticeStop",
    "NoticeText",
    "Office",
    "OfficeDay",
    "PortalRow",
    "ScanRow",
    "Server",
    "SessionToken",
    "SetupVersion",
    "StepRow",
    "Turn",
    "UsedNonce",
    "User",
    "UserBranch",
    "VisitRow",
    "WebSession",
    "WordRow",
    "is_open",
]
