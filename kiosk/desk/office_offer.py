"""What the office changed in the catalogue, as the centre told it: in force from its day on."""

import msgspec

from kiosk.desk.context import Desk
from kiosk.domain.clock import dhaka_day
from kiosk.domain.office_catalogue import OfficeCatalogue, in_force
from kiosk.store.session import Unit

_VERSION = msgspec.json.Decoder(OfficeCatalogue)
_MARK = "SELECT count(*), coalesce(max(number), 0) FROM office_catalogue"


def refresh_offer(desk: Desk, unit: Unit) -> None:
    """Let the desk know what the centre changed, and what came into force with today."""
    day = dhaka_day(desk.clock()).isoformat()
    count, latest = unit.one(_MARK) or (0, 0)
    mark = (day, int(count), int(latest))
    if mark == desk.offered.now[1]:
        return
    versions = [_VERSION.decode(body) for (body,) in unit.all("SELECT body FROM office_catalogue")] if count else []
    found = in_force(versions, day)
    delivered = desk.offered.delivered
    desk.offered.now = (found.upon(delivered) if found else delivered, mark)
