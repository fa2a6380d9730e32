"""What the office says of itself, as the centre told it: papers and screens of this counter follow."""

import msgspec

from kiosk.desk.context import Desk
from kiosk.domain.office_card import Card
from kiosk.store.session import Unit

_CARD = msgspec.json.Decoder(Card)


def refresh_card(desk: Desk, unit: Unit) -> None:
    """Let the desk know the card that holds now."""
    row = unit.one("SELECT id, body FROM office_card ORDER BY id DESC LIMIT 1")
    mark = row[0] if row else 0
    if mark != desk.office_card.mark:
        desk.office_card.now = (mark, _CARD.decode(row[1]) if row else None)


def cards_told(desk: Desk) -> tuple[Card, ...]:
    """Return every card that the centre told, the one that holds first."""
    with desk.store.read() as unit:
        return tuple(_CARD.decode(body) for (body,) in unit.all("SELECT body FROM office_card ORDER BY id DESC"))
