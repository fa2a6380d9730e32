"""Finding an application by anything its applicant remembers, and telling its state."""

from dataclasses import dataclass

import msgspec

from kiosk.desk.context import Desk
from kiosk.domain.application import Application
from kiosk.domain.numbering import parse_receive_number
from kiosk.domain.workflow import RECEIVED, Step
from kiosk.errors import Refused
from kiosk.store import search
from kiosk.store.projection import steps_of
from kiosk.store.search import index_pending as _index_pending

_APPLICATION = msgspec.json.Decoder(Application)


@dataclass(frozen=True, slots=True)
class Hit:
    """One application found; `service` is its code, `received_on` a Dhaka day."""

    receive_number: str
    name: str
    service: str
    state: str
    received_on: str


@dataclass(frozen=True, slots=True)
class Status:
    """Where an application stands and how it came there, oldest step first."""

    receive_number: str
    state: str
    history: tuple[Step, ...]
    application: Application


def find(desk: Desk, text: str, limit: int = 20) -> tuple[Hit, ...]:
    """Return applications of the office that fit, the latest first.

    A receive number or its beginning, a mobile or its beginning, words (or their beginnings)
    of name, guardian, subject, service and fields, in any spelling.
    """
    index_pending(desk)
    with desk.store.read() as unit:
        return tuple(Hit(*row) for row in search.find(unit, text, limit))


def index_pending(desk: Desk) -> int:
    """Bring the search index up to date, outside any registration; return how many were added."""
    names = {code: f"{service.name_bn} {service.name_en}" for code, service in desk.catalogue.services.items()}
    total = 0
    while count := _index_pending(desk.store, names):
        total += count
    return total


def application_status(desk: Desk, number: str) -> Status:
    """Return the state of an application and its history.  Raises Refused `number.form|check|unknown`."""
    receive_number = str(parse_receive_number(number))
    with desk.store.read() as unit:
        row = unit.one("SELECT state, body FROM application WHERE receive_number = ?", receive_number)
        if row is None:
            raise Refused.because("number.unknown", "receive_number")
        steps = steps_of(unit, receive_number)
    application = _APPLICATION.decode(row[1])
    received = Step(RECEIVED, application.received_at, counter=receive_number[4:6])
    history = steps if any(step.kind == RECEIVED for step in steps) else [received, *steps]
    return Status(receive_number, row[0], tuple(history), application)
