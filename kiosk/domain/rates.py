"""What a copy costs in court fees, as data of the office: a base and so much a folio, ordinary or urgent."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from kiosk.domain.catalogue import Fees
from kiosk.errors import Refused


class Rate(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One rate in poisha; None where the office did not say."""

    base_poisha: int | None = None
    per_folio_poisha: int | None = None


class Speeds(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The rates of a service: ordinary and urgent."""

    ordinary: Rate = Rate()
    urgent: Rate = Rate()


class Rates(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An office's rates: for every copy, and for single services by code where they differ."""

    ordinary: Rate = Rate()
    urgent: Rate = Rate()
    services: dict[str, Speeds] = {}

    def rate(self, service: str, *, urgent: bool, otherwise: Rate) -> Rate:
        """Return the rate of a service: its own, else the office's for every copy, else the other one."""
        own = self.services.get(service, Speeds())
        asked = (own.urgent, self.urgent) if urgent else (own.ordinary, self.ordinary)
        ranked = (*asked, otherwise)
        return Rate(
            next((one.base_poisha for one in ranked if one.base_poisha is not None), None),
            next((one.per_folio_poisha for one in ranked if one.per_folio_poisha is not None), None),
        )


class FeeOffer(Struct, frozen=True):
    """What may be asked for: `poisha` = `base_poisha` + `folios` × `per_folio_poisha`.

    `known`: the office or the catalogue gave these rates; otherwise somebody has to say them.
    """

    base_poisha: int
    per_folio_poisha: int
    folios: int
    urgent: bool
    known: bool

    @property
    def poisha(self) -> int:
        """The whole sum."""
        return self.base_poisha + self.folios * self.per_folio_poisha


def is_urgent(service: str, fields: Mapping[str, str]) -> bool:
    """Tell whether an application asks for speed: by the service it names, or by its answer."""
    return service.endswith("_urgent") or fields.get("urgency") == "urgent"


def offer(rates: Rates, service: str, fees: Fees, folios: int, *, urgent: bool) -> FeeOffer:
    """Return what a copy of so many folios costs; `fees` are what the catalogue says of its service."""
    otherwise = Rate(fees.court_fee_poisha, fees.folio_poisha)
    rate = rates.rate(service, urgent=urgent, otherwise=otherwise)
    return FeeOffer(rate.base_poisha or 0, rate.per_folio_poisha or 0, folios, urgent, rate != Rate())


def parse_rates(given: Mapping[str, Any]) -> Rates:
    """Return rates out of a TOML table.  Raises Refused `rates.form`, also for an amount below nothing."""
    try:
        rates = msgspec.convert(given, Rates)
    except msgspec.ValidationError as error:
        raise Refused.because("rates.form", "rates.toml", detail=str(error)) from error
    every = [
        rates.ordinary,
        rates.urgent,
        *(one for two in rates.services.values() for one in (two.ordinary, two.urgent)),
    ]
    if any(amount is not None and amount < 0 for one in every for amount in (one.base_poisha, one.per_folio_poisha)):
        raise Refused.because("rates.form", "rates.toml", detail="an amount below nothing")
    return rates
