"""The counter's tables.

`event` is the truth; every other row about an application, a visit, a person or an operator is
made from events by `kiosk.store.projection` and could be made again.  Instants are UTC text of
`kiosk.domain.clock.stamp`, days are Dhaka days `YYYY-MM-DD`.  What the schema itself forbids is in
`kiosk.store.schema`.
"""

from kiosk.store.tables.base import Base
from kiosk.store.tables.daily import Callback, ClosedDay, FollowUp, Outage, Shift, Stamp, Visit
from kiosk.store.tables.machine import Counter, CounterKey, Draft, Event, Operator, Refusal, SyncState
from kiosk.store.tables.office import Guidance, NoticeFailed, OfficeCard, OfficeCatalogueRow, OfficeDay
from kiosk.store.tables.papers import Applicant, Application, Parked, Person, PrintJob, Scan, SlipJob, Step

__all__ = [
    "Applicant",
    "Application",
    "Base",
    "Callback",
    "ClosedDay",
    "Counter",
    "CounterKey",
    "Draft",
    "Event",
    "FollowUp",
    "Guidance",
    "NoticeFailed",
    "OfficeCard",
    "OfficeCatalogueRow",
    "OfficeDay",
    "Operator",
    "Outage",
    "Parked",
    "Person",
    "PrintJob",
    "Refusal",
    "Scan",
    "Shift",
    "SlipJob",
    "Stamp",
    "Step",
    "SyncState",
    "Visit",
]
