"""An office's card: its names, telephone and hours, as the centre keeps them and pages and papers say them."""

from typing import Annotated

from msgspec import Meta, Struct

LIMIT = 200
_Line = Annotated[str, Meta(max_length=LIMIT * 4)]


class Card(Struct, frozen=True):
    """What an office says of itself.  The body of the news `office.card`; the one that came last holds."""

    name_bn: _Line
    name_en: _Line = ""
    phone: _Line = ""
    hours_bn: _Line = ""
    hours_en: _Line = ""
