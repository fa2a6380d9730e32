"""The office's card: its names, telephone and hours, as pages, letters and messages say them."""

import msgspec
from sqlalchemy import Connection, select, update

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.news import Item, tell
from kiosk.central.people.person import Person
from kiosk.central.setup.versions import CARD, Version, keep_version, versions_of
from kiosk.central.store.tables import Office
from kiosk.domain.bangla import clean_line
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.office_card import LIMIT, Card
from kiosk.errors import Refused

__all__ = ["NEWS", "Card", "card_in_force", "change_card", "read_card", "restore_card"]

NEWS = "office.card"


def card_in_force(connection: Connection, office: int) -> Card:
    """Return the card of an office."""
    columns = [getattr(Office, name) for name in Card.__struct_fields__]
    return Card(*connection.execute(select(*columns).where(Office.office == office)).one())


def change_card(centre: Centre, who: Person, card: Card) -> None:
    """Let the office say this of itself from now on.  Raises Refused `setup.nothing`, `text.*`."""
    said = {name: clean_line(getattr(card, name), name, limit=LIMIT) for name in Card.__struct_fields__}
    clean_line(card.name_bn, "name_bn", limit=LIMIT, required=True)
    _keep(centre, who, Card(**said), 0)


def restore_card(centre: Centre, who: Person, number: int) -> None:
    """Let an earlier card hold again, as a new version.  Raises Refused `setup.nothing`."""
    with centre.database.read() as connection:
        versions = versions_of(connection, who.office, CARD)
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise Refused.because("setup.nothing")
    _keep(centre, who, read_card(found), number)


def read_card(version: Version) -> Card:
    """Return the card that a version holds."""
    return msgspec.json.decode(version.body, type=Card)


def _keep(centre: Centre, who: Person, card: Card, again: int) -> None:
    now, today = centre.clock(), dhaka_day(centre.clock()).isoformat()
    with centre.database.write() as connection:
        connection.execute(select(Office.office).where(Office.office == who.office).with_for_update())
        before, number = card_in_force(connection, who.office), len(versions_of(connection, who.office, CARD))
        if card == before:
            raise Refused.because("setup.nothing", "name_bn")
        if not number:  # what stood at first can be had back, too
            first = Version(1, stamp(now), "", today, "", 0, msgspec.json.encode(before))
            keep_version(connection, who.office, CARD, first)
            number = 1
        body = msgspec.json.encode(card)
        keep_version(connection, who.office, CARD, Version(number + 1, stamp(now), who.login, today, "", again, body))
        connection.execute(update(Office).where(Office.office == who.office).values(**msgspec.structs.asdict(card)))
        tell(connection, who.office, [Item(NEWS, "", body)])
        audit = {"act": "office.changed", "subject": str(who.office), "detail": str(number + 1)}
        record_act(connection, who.office, now, actor=who.login, **audit)
