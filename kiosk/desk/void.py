"""A saved application is cancelled: its number stays, and says so; or the same data get a new one."""

from dataclasses import dataclass

from kiosk.desk.changes import changeable, check_reason
from kiosk.desk.context import Desk
from kiosk.desk.register import Manner, Registered, register_in
from kiosk.desk.rights import check_change
from kiosk.domain.application import ApplicationDraft
from kiosk.domain.clock import dhaka_day
from kiosk.domain.events import ApplicationVoided
from kiosk.domain.intake import accept
from kiosk.domain.rights import Act
from kiosk.store import journal


@dataclass(frozen=True, slots=True)
class Voided:
    """An application that is cancelled."""

    receive_number: str
    reason: str


def void_application(desk: Desk, number: str, *, reason: str, note: str = "", operator: str, via: str) -> Voided:
    """Cancel an application for good; nothing of it is deleted, and no paper is owed for it any more.

    Raises Refused `number.*`, `state.closed`, `right.*`, `reason.*`; Unavailable `disk.*|store.*`.
    """
    at, text = desk.clock(), check_reason(desk, "void", reason, note)
    with desk.store.write() as unit:
        before = changeable(unit, number)
        check_change(desk, unit, operator, Act.VOID, before.receive_number)
        body = ApplicationVoided(before.receive_number, reason, text, before.version)
        journal.append(unit, body, at=at, operator=operator, via=via, rng=desk.rng)
    return Voided(before.receive_number, reason)


def void_and_register(
    desk: Desk,
    number: str,
    draft: ApplicationDraft | None = None,
    *,
    reason: str,
    note: str = "",
    operator: str,
    via: str,
    print_receipt: bool = True,
) -> Registered:
    """Register the same data (or the draft) under a new number and cancel the old one, both or neither.

    Raises as `register_application` and `void_application` do.
    """
    at, text = desk.clock(), check_reason(desk, "void", reason, note)
    with desk.store.write() as unit:
        before = changeable(unit, number)
        check_change(desk, unit, operator, Act.VOID, before.receive_number)
        accepted = accept(draft or before.draft, desk.catalogue, dhaka_day(at))
        manner = Manner(operator, via, print_receipt=print_receipt, instead_of=before.receive_number)
        done = register_in(desk, unit, accepted, manner, at)
        new = done.application.receive_number
        body = ApplicationVoided(before.receive_number, reason, text, before.version, replaced_by=new)
        journal.append(unit, body, at=at, operator=operator, via=via, rng=desk.rng)
    return done
