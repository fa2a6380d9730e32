"""Facts that travel to the server, chained so that nothing can be taken out or slipped in.

An event is stored, hashed and sent as the same bytes (`record`): the hash of a record is
SHA-256 over exactly those bytes, which hold the hash of the record before.
"""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

from kiosk.domain.application import Application, Visit
from kiosk.domain.clock import stamp, unstamp
from kiosk.domain.daily import DAILY
from kiosk.domain.followups import FOLLOW_UPS
from kiosk.domain.guidance import Entry
from kiosk.domain.portal import PortalReturned
from kiosk.domain.workflow import CORRECTED, COUNTED_ANEW, Step

GENESIS = "0" * 64
"""`prev_hash` of a journal's first event."""


class ApplicationReceived(Struct, frozen=True):
    """An application got its number.  Kind `application.received`."""

    application: Application


class ReceiptOutcome(Struct, frozen=True, omit_defaults=True):
    """What became of one paper.  Kind `receipt.outcome`.

    `ordinal` 0 is the original, n the nth copy (অনুলিপি); `outcome` is
    `printed|failed|not_known`, `reason` a code such as `printer.paper_out`.
    """

    receive_number: str
    ordinal: int
    outcome: str
    reason: str = ""


class VisitLogged(Struct, frozen=True):
    """A helpdesk visit.  Kind `visit.logged`."""

    visit: Visit


class OperatorChanged(Struct, frozen=True, omit_defaults=True):
    """An operator was added, renamed, reset or closed.  Kind `operator.changed`.  No secrets."""

    login: str
    change: str
    name_bn: str = ""
    role: str = ""


class CounterOpened(Struct, frozen=True, omit_defaults=True):
    """A counter was set up, or got another code.  Kind `counter.opened`."""

    district: int
    counter: int
    provisional: bool = False


class ApplicationCorrected(Struct, frozen=True, omit_defaults=True):
    """An application as it stands after a correction.  Kind `application.corrected`.

    `base` is the version that was corrected, the application's own is one more; `changed` are the
    draft's field paths; `reason` is a code of the catalogue, `note` what the operator added.
    """

    application: Application
    base: int
    changed: tuple[str, ...]
    reason: str
    note: str = ""

    @property
    def counts_anew(self) -> bool:
        """Whether its promise counts anew: another service, or another day of arrival."""
        return not {"service", "post.arrived_on", "mail.arrived_at"}.isdisjoint(self.changed)

    def steps(self, at: str) -> tuple[Step, ...]:
        """Return what the application's history shows of it."""
        counter = self.application.receive_number[4:6]
        anew = Step(COUNTED_ANEW, at, counter=counter, until=self.application.promised_on or "")
        return (Step(CORRECTED, at, counter=counter), *((anew,) if self.counts_anew else ()))


class ApplicationVoided(Struct, frozen=True, omit_defaults=True):
    """An application was cancelled; its number stays.  Kind `application.voided`.

    `replaced_by` is the number under which the same data were registered again.
    """

    receive_number: str
    reason: str
    note: str = ""
    base: int = 0
    replaced_by: str = ""


class DayDeclared(Struct, frozen=True, omit_defaults=True):
    """A day off, or a working day, was declared late.  Kind `calendar.declared`.

    `kind` is `holiday|working`, or `usual` to take a declaration back; `day` a Dhaka day.
    """

    day: str
    kind: str
    name_bn: str = ""
    name_en: str = ""


class GuidanceChanged(Struct, frozen=True, omit_defaults=True):
    """An entry of the guidance directory as it stands now.  Kind `guidance.changed`.

    `base` is the version that was changed, the entry's own is one more; the latest change holds.
    """

    entry: Entry
    base: int = 0


KINDS: dict[str, type[Struct]] = {
    "application.received": ApplicationReceived,
    "application.corrected": ApplicationCorrected,
    "application.voided": ApplicationVoided,
    "receipt.outcome": ReceiptOutcome,
    "visit.logged": VisitLogged,
    "operator.changed": OperatorChanged,
    "counter.opened": CounterOpened,
    "calendar.declared": DayDeclared,
    "guidance.changed": GuidanceChanged,
    "portal.returned": PortalReturned,
    **FOLLOW_UPS,
    **DAILY,
}
_KIND_OF = {body: kind for kind, body in KINDS.items()}


class Event(Struct, frozen=True):
    """The envelope.  `seq` counts from 1 without gaps in one counter's journal.

    `made_at` is the counter's own clock (UTC), `clock_error_ms` its measured difference to
    the server (None: never measured); `via` is `window|cli`.
    """

    event_id: str
    counter_id: str
    seq: int
    kind: str
    version: int
    made_at: str
    clock_error_ms: int | None
    operator: str
    via: str
    prev_hash: str
    body: msgspec.Raw


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Event)


def kind_of(body: Struct) -> str:
    """Return the kind under which a body travels."""
    return _KIND_OF[type(body)]


def write_record(event: Event) -> bytes:
    """Return the bytes that are stored, hashed and sent."""
    return _encoder.encode(event)


def read_record(record: bytes | msgspec.Raw) -> Event:
    """Return the envelope of a record.  Raises msgspec.DecodeError."""
    return _decoder.decode(record)


def read_body(event: Event) -> Any:
    """Return the body as its struct, or as plain JSON when the kind is not known here."""
    return msgspec.json.decode(event.body, type=KINDS.get(event.kind, Any))


def happened_at(event: Event) -> str:
    """Return when an event happened by the centre's clock, as near as its counter knew: UTC text.

    What several counters do with one application is put in order by this.
    """
    if not event.clock_error_ms:
        return event.made_at
    return stamp(unstamp(event.made_at) - timedelta(milliseconds=event.clock_error_ms))


def encode_body(body: Struct) -> msgspec.Raw:
    """Return a body as it goes into an envelope."""
    return msgspec.Raw(_encoder.encode(body))


def record_hash(record: bytes | msgspec.Raw) -> str:
    """Return the hash of stored bytes: 64 hexadecimal digits."""
    return sha256(bytes(record)).hexdigest()
