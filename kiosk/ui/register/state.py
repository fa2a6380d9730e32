"""What the registration screen shows, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kiosk.ui.register.form import Form

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from kiosk.desk.people import PersonMatch
    from kiosk.desk.today import MyDay
    from kiosk.domain.catalogue import Service


@dataclass(frozen=True, slots=True)
class Promised:
    """When the applicant may come; `on` None: no date is set.  `reckoning` says how it was counted."""

    title: str
    on: date | None
    reckoning: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The same person's same application, still running."""

    receive_number: str
    received_on: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """An application that has its number.  `paper` is `printing|printed|failed|not_known|none`."""

    receive_number: str
    name: str
    service: str
    promised_on: date | None
    paper: str
    seen: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    duplicate: str = ""


@dataclass(frozen=True, slots=True)
class RegisterState:
    """Everything the screen shows.

    `problems` are sentences by field; `kept` tells that all typing is on disk; `saving` that a
    number is on its way; `saved` stands for ten seconds.
    """

    form: Form = field(default_factory=Form)
    service: "Service | None" = None
    services: "tuple[Service, ...]" = ()
    quick: "tuple[Service, ...]" = ()
    people: "tuple[PersonMatch, ...]" = ()
    people_for: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    promised: Promised | None = None
    duplicate: Duplicate | None = None
    receipt: "QImage | None" = None
    kept: bool = False
    saving: bool = False
    saved: Saved | None = None
    day: "MyDay | None" = None
