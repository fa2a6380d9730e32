"""What a copy costs in court fees, as data of the office: a base and so much a folio, ordinary or urgent."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

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
