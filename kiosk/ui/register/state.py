"""What the registration screen shows, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kiosk.ui.register.form import Form

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from kiosk.desk.drafts import Parked
    from kiosk.desk.people import PersonMatch
    from kiosk.desk.promise import ReckonedDay
    from kiosk.desk.today import MyDay
    from kiosk.domain.application import Place
    from kiosk.domain.catalogue import Reason, Service


@dataclass(frozen=True, slots=True)
class Promised:
    """When the applicant may come; `on` None: no date is set.  `reckoning` says how it was counted."""

    title: str
    on: date | None
    reckoning: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The same person's application before: its number, day, the name of its service."""

    receive_number: str
    received_on: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """An application that has its number.  `paper` is `printing|printed|failed|not_known|none`.

    `corrected` tells that it had its number before.
    """

    receive_number: str
    name: str
    service: str
    promised_on: date | None
    paper: str
    seen: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    duplicate: str = ""
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """A reason is asked for, at the foot: `what` is `duplicate|void|correct`, about `number`."""

    what: str
    number: str
    reasons: "tuple[Reason, ...]" = ()
    print_receipt: bool = True


@dataclass(frozen=True, slots=True)
class Correcting:
    """An application that has its number is being corrected; `original` is how it stood."""

    receive_number: str
    original: Form


@dataclass(frozen=True, slots=True)
class RegisterState:
    """Everything the screen shows.

    `problems` are sentences by field; `kept` tells that all typing is on disk; `saving` that a
    number is on its way; `saved` stands for ten seconds; `reading` that pages are still to come,
    `awaiting` that the form is saved as soon as they are here.  `before` is what a corrected field held,
    `paper_day` the last day for missing papers unless another was typed.
    """

    form: Form = field(default_factory=Form)
    service: "Service | None" = None
    services: "tuple[Service, ...]" = ()
    quick: "tuple[Service, ...]" = ()
    people: "tuple[PersonMatch, ...]" = ()
    people_for: str = ""
    places: "tuple[Place, ...]" = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    promised: Promised | None = None
    sum: "tuple[ReckonedDay, ...]" = ()
    duplicate: Duplicate | None = None
    receipt: "QImage | None" = None
    kept: bool = False
    saving: bool = False
    reading: bool = False
    awaiting: bool = False
    saved: Saved | None = None
    asking: Asking | None = None
    correcting: Correcting | None = None
    before: Mapping[str, str] = field(default_factory=dict)
    paper_day: str = ""
    parked: "tuple[Parked, ...]" = ()
    day: "MyDay | None" = None
