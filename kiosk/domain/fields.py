"""The extra fields of services: each has a type, and each type its rule.

A value has two forms.  *Kept* is what a draft, an event and `kiosk register --file` hold: one
spelling, ASCII digits, and the rule leaves it as it is.  *Typed* is what stands in a form.  They
differ for amounts alone: kept as whole poisha, typed as taka.

| type | kept as |
|---|---|
| `text`, `name`, `mouza`, `place` | one line of text; a name has a letter |
| `number_text` | numbers with their suffixes: `12/3`, `15ka, 16` |
| `reference`, `licence_no`, `challan_no`, `case_no`, `memo_no` | text with a digit in it |
| `jl_no`, `ward`, `quantity`, `account_no` | digits |
| `land_area` | decimal acres: `0.33 acre` |
| `decimal` | a decimal number |
| `measure` | a number and its unit: `50 লিটার` |
| `date`, `year`, `bangla_year` | `2026-11-23`, `2026` or `2025-2026`, `1433` |
| `amount` | whole poisha |
| `choice` | the code of an option; with `open`, any text |
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.domain.catalogue import Option, ServiceField

if TYPE_CHECKING:
    from kiosk.domain.catalogue import Service

ACRE, SHOTOK = "acre", "shotok"


def check_field(field: ServiceField, text: str) -> str:
    """Return a kept value in its one spelling.  Raises Refused with the stable code of the rule, field `fields.<code>`."""
    raise NotImplementedError


def kept_of(field: ServiceField, typed: str) -> str:
    """Return the kept form of what a person typed.  Raises Refused as `check_field` does."""
    raise NotImplementedError


def typed_of(field: ServiceField, kept: str) -> str:
    """Return what stands in a form for a kept value."""
    raise NotImplementedError


def shown(field: ServiceField, kept: str, language: str = "bn") -> str:
    """Return a kept value as people read it: an option's name, an area in acres and shotok, an amount in taka."""
    raise NotImplementedError


def shown_fields(service: "Service", values: Mapping[str, str]) -> tuple[ServiceField, ...]:
    """Return the fields that are asked, given what is known so far (kept or typed values)."""
    raise NotImplementedError


def matching_options(field: ServiceField, typed: str) -> tuple[Option, ...]:
    """Return the options that what is typed may mean, by code or either name; all for nothing typed."""
    raise NotImplementedError
