"""The slips that acts owe: what a fee demand, a fee receipt and a copy handed over say."""

from collections.abc import Callable
from typing import Any

from kiosk.desk.context import Desk
from kiosk.desk.court_fee import fee_stand
from kiosk.desk.document_values import say
from kiosk.desk.receipts import public_reference
from kiosk.domain.application import Application
from kiosk.domain.followups import CopyHandedOver, FeeDemanded, FeeReceived, FollowUp
from kiosk.domain.slips import (
    ChallanLine,
    FeeDemand,
    FeePart,
    FeeReceipt,
    HandOver,
    Slip,
    SlipHead,
    StampLine,
    Words,
)
from kiosk.store.session import Unit
from kiosk.store.standing import steps_of


def _(message: str) -> str:
    """Mark a message for the catalogue; `say` translates it."""
    return message


IDENTITY_NAMES = {
    "nid": _("National ID card"),
    "birth_registration": _("Birth registration certificate"),
    "passport": _("Passport"),
    "slip": _("The slip"),
    "known": _("Known to the office"),
}


def slip_of(desk: Desk, unit: Unit, application: Application, body: FollowUp, head: SlipHead) -> Slip | None:
    """Return the slip that an act owes; None where nobody takes a paper home."""
    make = _MAKERS.get(type(body))
    return make(unit, body, _common(desk, application, head)) if make else None


def _common(desk: Desk, application: Application, head: SlipHead) -> dict[str, Any]:
    service = desk.catalogue.services.get(application.draft.service)
    number = application.receive_number
    return {
        "head": head,
        "receive_number": number,
        "name": application.first_applicant.shown_name,
        "service": Words(service.short_bn or service.name_bn, service.name_en) if service else Words(),
        "qr": public_reference(desk.settings.public_base, number, application.secret),
    }


def _demand(_unit: Unit, body: FeeDemanded, common: dict[str, Any]) -> Slip:
    parts = (
        FeePart("court_fee", body.base_poisha),
        FeePart("folio", body.folios * body.per_folio_poisha),
    )
    asked = tuple(part for part in parts if part.poisha)
    return FeeDemand(**common, parts=asked, by=body.until, pages=body.folios, note=body.note)


def _receipt(unit: Unit, body: FeeReceived, common: dict[str, Any]) -> Slip:
    stamps = tuple(StampLine(one.poisha, one.count, ", ".join(one.serials)) for one in body.stamps)
    challans = tuple(ChallanLine(one.number, one.poisha, one.on) for one in body.challans)
    asked = fee_stand(unit, body.receive_number).demanded
    return FeeReceipt(**common, stamps=stamps, challans=challans, total_poisha=body.poisha, demanded_poisha=asked)


def _hand_over(unit: Unit, body: CopyHandedOver, common: dict[str, Any]) -> Slip:
    ready = [step for step in steps_of(unit, body.receive_number) if step.kind == "copy_ready"]
    what = _("Certified copy")
    return HandOver(
        **common,
        what=Words(say("bn", what), say("en", what)),
        taken_by=body.taken_by or common["name"],
        relation=Words(body.relation),
        identity=say("bn", IDENTITY_NAMES[body.identity]),
        pages=ready[-1].count if ready else 0,
        thumb=body.mark == "thumb",
    )


_MAKERS: dict[type[FollowUp], Callable[[Unit, Any, dict[str, Any]], Slip]] = {
    FeeDemanded: _demand,
    FeeReceived: _receipt,
    CopyHandedOver: _hand_over,
}
