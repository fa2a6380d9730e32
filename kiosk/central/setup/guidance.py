"""The guidance directory of an office: as delivered, and as counters and administrators changed it, every change kept.

Counters tell of their changes as events; a change made here goes to every counter as the same news.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.days import at_office
from kiosk.central.news import GUIDANCE, GuidanceNews, Item, tell
from kiosk.central.people.person import Person
from kiosk.central.store.tables import GuidanceRow, Office
from kiosk.desk.guidance import delivered
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.clock import stamp, unstamp
from kiosk.domain.events import Event, GuidanceChanged
from kiosk.domain.guidance import Directory, Entry, settled
from kiosk.errors import Refused

HERE = 0
"""Stands for the centre where a change names its counter."""
_entry = msgspec.json.Decoder(Entry)
_event = msgspec.json.Decoder(GuidanceChanged)
_encoder = msgspec.json.Encoder()
_made: dict[int, tuple[tuple[object, ...], Directory]] = {}


@dataclass(frozen=True, slots=True)
class Change:
    """An entry as somebody left it; `at` is empty for the one that was delivered, `counter` 0 for the centre."""

    entry: Entry
    at: str = ""
    operator: str = ""
    counter: int = HERE


def keep_entries(connection: Connection, office: int, counter: int, events: Iterable[Event]) -> None:
    """Take in what a counter changed; a repeat changes nothing."""
    for event in events:
        changed = _event.decode(bytes(event.body))
        _insert(connection, office, Change(changed.entry, event.made_at, event.operator, counter))


def _insert(connection: Connection, office: int, change: Change) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {"code": change.entry.code, "at": change.at, "counter": change.counter, "operator": change.operator}
    fresh = dialect.insert(GuidanceRow).values(office=office, body=_encoder.encode(change.entry), **values)
    connection.execute(fresh.on_conflict_do_nothing())


def directory_in(connection: Connection, centre: Centre, catalogue: Catalogue, office: int) -> Directory:
    """Return the directory of an office over the catalogue that it works by; made again only where something changed."""
    mine = GuidanceRow.office == office
    told = connection.execute(select(func.count(), func.max(GuidanceRow.at)).where(mine)).one()
    mark = (centre.epoch, centre.catalogue.version, catalogue.version, *told)
    known = _made.get(office)
    if known is not None and known[0] == mark:
        return known[1]
    order = (GuidanceRow.at, GuidanceRow.counter)
    bodies = connection.scalars(select(GuidanceRow.body).where(mine).order_by(*order))
    entries = {one.code: one for one in delivered(centre.catalogue)}
    entries |= {one.code: one for one in (_entry.decode(bytes(body)) for body in bodies)}
    made = Directory(catalogue, entries.values())
    _made[office] = (mark, made)
    return made


def office_directory(centre: Centre, office: int) -> Directory:
    """Return the directory of an office as it stands today."""
    catalogue = at_office(centre, office).catalogue
    with centre.database.read() as connection:
        return directory_in(connection, centre, catalogue, office)


def entry_history(connection: Connection, centre: Centre, office: int, code: str) -> tuple[Change, ...]:
    """Return an entry as it was, the latest first, last as it was delivered."""
    mine = (GuidanceRow.office == office) & (GuidanceRow.code == code)
    columns = (GuidanceRow.body, GuidanceRow.at, GuidanceRow.operator, GuidanceRow.counter)
    order = (GuidanceRow.at.desc(), GuidanceRow.counter.desc())
    rows = connection.execute(select(*columns).where(mine).order_by(*order))
    made = [Change(_entry.decode(bytes(body)), at, operator, counter) for body, at, operator, counter in rows]
    first = next((one for one in delivered(centre.catalogue) if one.code == code), Entry(code))
    return (*made, Change(first))


def change_entry(centre: Centre, who: Person, entry: Entry) -> Entry:
    """Let an entry say this from now on; its `version` is the one that was looked at.  Return it as kept.

    Raises Refused `guidance.*`, `text.*`.
    """
    said = settled(entry, at_office(centre, who.office).catalogue)
    with centre.database.write() as connection:
        connection.execute(select(Office.office).where(Office.office == who.office).with_for_update())
        last = entry_history(connection, centre, who.office, said.code)[0]
        if last.entry.version != said.version:
            raise Refused.because("guidance.base", "version")
        if last.entry == said:
            raise Refused.because("guidance.nothing", "code")
        kept = msgspec.structs.replace(said, version=last.entry.version + 1)
        _keep(centre, connection, who, kept, last)
    return kept


def _keep(centre: Centre, connection: Connection, who: Person, kept: Entry, last: Change) -> None:
    now = centre.clock()
    at = stamp(now)
    if last.at >= at:  # a counter's clock is ahead: the latest change holds, and this is the latest
        at = stamp(unstamp(last.at) + timedelta(milliseconds=1))
    _insert(connection, who.office, Change(kept, at, who.login))
    body = msgspec.Raw(_encoder.encode(GuidanceChanged(kept, last.entry.version)))
    tell(connection, who.office, [Item(GUIDANCE, "", _encoder.encode(GuidanceNews(body, at, who.login, HERE)))])
    audit = {"act": "guidance.changed", "subject": kept.code, "detail": str(kept.version)}
    record_act(connection, who.office, now, actor=who.login, **audit)


def restore_entry(centre: Centre, who: Person, code: str, version: int) -> Entry:
    """Let an entry say again what it said in an earlier version (0: as delivered).  Raises as `change_entry`."""
    with centre.database.read() as connection:
        changes = entry_history(connection, centre, who.office, code)
    found = next((change.entry for change in changes if change.entry.version == version), None)
    if found is None:
        raise Refused.because("guidance.code", "version")
    return change_entry(centre, who, msgspec.structs.replace(found, version=changes[0].entry.version))
