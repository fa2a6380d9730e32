"""Services are data: what the office offers, what it asks for, what it costs, how long it takes."""

from enum import StrEnum

from msgspec import Struct

from kiosk.domain.application import Kind
from kiosk.errors import Refused


class DayType(StrEnum):
    """How a time limit is counted; an unknown one counts as working days."""

    WORKING = "working"
    CALENDAR = "calendar"
    UNKNOWN = "unknown"


class Fees(Struct, frozen=True, omit_defaults=True):
    """What a service costs, in poisha; None where nobody confirmed it."""

    court_fee_poisha: int | None = None
    challan_poisha: int | None = None
    vat_poisha: int | None = None
    folio_poisha: int | None = None


class Paper(Struct, frozen=True, omit_defaults=True):
    """A paper that the service asks for, by a code that stays."""

    code: str
    name_bn: str
    name_en: str = ""
    required: bool = False


class ServiceField(Struct, frozen=True, omit_defaults=True):
    """An extra field of a service; `type` is `text` until a rule is known."""

    code: str
    name_bn: str
    name_en: str
    type: str = "text"
    required: bool = False


class Service(Struct, frozen=True, omit_defaults=True):
    """One thing a visitor can ask for.

    `words` are everyday words for it in Bangla, English and Latin phonetics; `short_bn` is the
    name on a slip; `stop_bn` says where to go when the counter can only guide.
    """

    code: str
    name_bn: str
    name_en: str
    kind: Kind
    branch_bn: str
    branch_en: str
    fees: Fees = Fees()
    papers: tuple[Paper, ...] = ()
    fields: tuple[ServiceField, ...] = ()
    days: int | None = None
    day_type: DayType = DayType.UNKNOWN
    room: str = ""
    short_bn: str = ""
    words: tuple[str, ...] = ()
    stop_bn: str = ""
    stop_en: str = ""


class Catalogue(Struct, frozen=True):
    """All services of one dated version."""

    version: str
    services: dict[str, Service]

    def service(self, code: str) -> Service:
        """Return a service.  Raises Refused `service.unknown`."""
        found = self.services.get(code)
        if found is None:
            raise Refused.because("service.unknown", "service", service=code)
        return found
