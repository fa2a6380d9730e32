"""Court fees: what is to be asked for, what was handed in, what does not match.

Rates are the office's: `rates.toml` in the home, else what the catalogue says of the service.  The
counter takes no cash; fees come as stamps or as paid challans.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from kiosk.desk.context import Desk
from kiosk.desk.register import Warning_
from kiosk.domain.application import Application
from kiosk.domain.catalogue import Fees
from kiosk.domain.followups import CopyHandedOver, FeeReceived, FollowUp
from kiosk.domain.numbering import parse_receive_number
from kiosk.domain.rates import FeeOffer, Rates, is_urgent, offer, parse_rates
from kiosk.domain.workflow import Step
from kiosk.errors import Refused
from kiosk.store.session import Unit
from kiosk.store.standing import steps_of

FILE = "rates.toml"
_APPLICATION = msgspec.json.Decoder(Application)


@dataclass(frozen=True, slots=True)
class FeeStand:
    """How an application's court fee stands, in poisha; `demanded` None: nobody asked for any."""

    demanded: int | None
    received: int

    @property
    def due(self) -> int:
        """What is still to be handed in."""
        return max((self.demanded or 0) - self.received, 0)


def read_rates(home: Path) -> Rates:
    """Return the office's rates of a home; none when it has no file.  Raises Refused `rates.form`."""
    try:
        text = (home / FILE).read_text("utf-8")
    except FileNotFoundError:
        return Rates()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused.because("rates.form", FILE, detail=str(error)) from error
    try:
        return parse_rates(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise Refused.because("rates.form", FILE, detail=str(error)) from error


def fee_offer(desk: Desk, number: str, folios: int, *, urgent: bool | None = None) -> FeeOffer:
    """Return what a demand would come to for so many folios.

    `urgent` None: as the application says.  Raises Refused `number.*`, `rates.form`.
    """
    with desk.store.read() as unit:
        row = unit.one("SELECT body FROM application WHERE receive_number = ?", str(parse_receive_number(number)))
    if row is None:
        raise Refused.because("number.unknown", "receive_number")
    draft = _APPLICATION.decode(row[0]).draft
    hurried = is_urgent(draft.service, draft.fields) if urgent is None else urgent
    service = desk.catalogue.services.get(draft.service)
    fees = service.fees if service else Fees()
    return offer(read_rates(desk.home), draft.service, fees, folios, urgent=hurried)


def fee_stand(unit: Unit, number: str) -> FeeStand:
    """Return how a court fee stands: the last demand, and what was handed in since."""
    return _stand(steps_of(unit, number))


def _stand(steps: Iterable[Step]) -> FeeStand:
    stand = FeeStand(None, 0)
    for step in steps:
        if step.kind == "fee_demanded":
            stand = FeeStand(step.poisha, 0)
        elif step.kind == "fee_received":
            stand = replace(stand, received=stand.received + step.poisha)
    return stand


def fee_notes(unit: Unit, number: str, body: FollowUp) -> list[Warning_]:
    """Return what somebody should look at: less or more than asked, a stamp that was noted before."""
    stand = fee_stand(unit, number)
    if isinstance(body, CopyHandedOver) and stand.due:
        return [Warning_("fee.due", {"due": stand.due})]
    if not isinstance(body, FeeReceived):
        return []
    whole = stand.received + body.poisha
    found: list[Warning_] = []
    if stand.demanded is not None and whole != stand.demanded:
        code = "fee.less" if whole < stand.demanded else "fee.more"
        found.append(Warning_(code, {"demanded": stand.demanded, "received": whole}))
    return found + _taken(unit, body)


def _taken(unit: Unit, body: FeeReceived) -> list[Warning_]:
    serials = [("stamp", serial) for stamp in body.stamps for serial in stamp.serials]
    found = []
    for kind, serial in (*serials, *(("challan", challan.number) for challan in body.challans)):
        row = unit.one(
            "SELECT s.receive_number, f.day FROM stamp s JOIN follow_up f ON f.seq = s.seq"
            " WHERE s.serial = ? AND s.kind = ? ORDER BY s.seq LIMIT 1",
            serial,
            kind,
        )
        if row:
            where = {"serial": serial, "number": row[0], "on": row[1]}
            found.append(Warning_(f"{kind}.serial_taken" if kind == "stamp" else "challan.taken", where))
    return found


# -------------------------------------------------------------------- the ledger


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A service's court fees of some days, in poisha: asked for at the counter, handed in, by the catalogue.

    `catalogue_poisha` is what its applications of these days cost by the catalogue, when received.
    """

    service: str
    applications: int
    demanded_poisha: int
    received_poisha: int
    catalogue_poisha: int


@dataclass(frozen=True, slots=True)
class FeeMismatch:
    """An application whose court fee does not match what was asked for."""

    receive_number: str
    name: str
    service: str
    demanded_poisha: int
    received_poisha: int


@dataclass(frozen=True, slots=True)
class FeeLedger:
    """The court fees of some Dhaka days, both included."""

    lines: tuple[FeeLine, ...]
    mismatches: tuple[FeeMismatch, ...]
    stamps: int
    stamps_poisha: int
    challans_poisha: int


def court_fee_ledger(desk: Desk, first: date, last: date) -> FeeLedger:
    """Return what was asked for and handed in at this counter, by service, and what does not match."""
    days = (first.isoformat(), last.isoformat())
    with desk.store.read() as unit:
        asked = {service: (demanded, received) for service, demanded, received in unit.all(_BY_SERVICE, *days)}
        taken_in = {service: int(count) for service, count in unit.all(_APPLICATIONS, *days)}
        mismatches = tuple(_mismatches(unit, days))
        received = [
            msgspec.json.decode(body, type=FeeReceived)
            for (body,) in unit.all(
                "SELECT body FROM follow_up WHERE day BETWEEN ? AND ? AND kind = 'fee.received'", *days
            )
        ]
    lines = []
    for service in sorted({*asked, *taken_in}):
        found = desk.catalogue.services.get(service)
        fee = (found.fees.court_fee_poisha if found else 0) or 0
        count = taken_in.get(service, 0)
        if service in asked or fee:
            lines.append(FeeLine(service, count, *asked.get(service, (0, 0)), fee * count))
    stamps = [stamp for one in received for stamp in one.stamps]
    return FeeLedger(
        tuple(lines),
        mismatches,
        sum(stamp.count for stamp in stamps),
        sum(stamp.poisha * stamp.count for stamp in stamps),
        sum(challan.poisha for one in received for challan in one.challans),
    )


_BY_SERVICE = """
SELECT a.service, sum(f.poisha * (f.kind = 'fee.demanded')), sum(f.poisha * (f.kind = 'fee.received'))
FROM follow_up f JOIN application a ON a.receive_number = f.receive_number
WHERE f.day BETWEEN ? AND ? AND f.kind IN ('fee.demanded', 'fee.received') GROUP BY a.service
"""
_APPLICATIONS = """
SELECT service, count(*) FROM application
WHERE received_on BETWEEN ? AND ? AND seq IS NOT NULL AND state <> 'void' GROUP BY service
"""


def _mismatches(unit: Unit, days: tuple[str, str]) -> list[FeeMismatch]:
    rows = unit.all(
        "SELECT DISTINCT f.receive_number, a.name, a.service FROM follow_up f"
        " JOIN application a ON a.receive_number = f.receive_number"
        " WHERE f.day BETWEEN ? AND ? AND f.kind = 'fee.received' ORDER BY f.receive_number",
        *days,
    )
    found = []
    for number, name, service in rows:
        stand = fee_stand(unit, number)
        if stand.demanded is not None and stand.demanded != stand.received:
            found.append(FeeMismatch(number, name, service, stand.demanded, stand.received))
    return found
