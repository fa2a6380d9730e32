"""What counters did with applications from the web: the first one takes it, and everybody hears."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert, select, update

from kiosk import i18n
from kiosk.central.counters import Caller
from kiosk.central.judge import ACCEPTED, Judged
from kiosk.central.news import TAKEN, Item
from kiosk.central.notices.queue import owe_text
from kiosk.central.store.tables import PortalRow, ScanRow
from kiosk.domain.application import ApplicationDraft
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.clock import stamp
from kiosk.domain.portal import PortalReturned, TakenNews, grouped_reference
from kiosk.domain.scans import Scan

_scans = msgspec.json.Decoder(tuple[Scan, ...])
_encoder = msgspec.json.Encoder()
_draft = msgspec.json.Decoder(ApplicationDraft)
_REGISTERED, _RETURNED = "accepted", "returned"


def portal_id_of(item: Judged) -> str:
    """Return the reference that an event is about, empty for none."""
    if item.application:
        return item.application.draft.portal_id
    return item.returned.portal_id if item.returned else ""


def refuse_quicker(connection: Connection, office: int, judged: Sequence[Judged]) -> list[Judged]:
    """Return the batch with those refused (`portal.taken`) that another registration was quicker with.

    One that the centre does not know is taken: it was issued, and the centre may have been restored.
    """
    wanted = {found for item in judged if item.answer == ACCEPTED and (found := portal_id_of(item))}
    if not wanted:
        return list(judged)
    statement = (
        select(PortalRow.portal_id, PortalRow.receive_number)
        .where(PortalRow.office == office, PortalRow.portal_id.in_(wanted))
        .order_by(PortalRow.portal_id)
        .with_for_update()
    )
    numbers = {row.portal_id: row.receive_number for row in connection.execute(statement)}
    return [_first_come(item, numbers) for item in judged]


def _first_come(item: Judged, numbers: dict[str, str]) -> Judged:
    portal_id = portal_id_of(item) if item.answer == ACCEPTED else ""
    if not portal_id:
        return item
    if numbers.get(portal_id):
        return item.refused("portal.taken", "portal_id")
    if item.application:
        numbers[portal_id] = item.application.receive_number
    return item


def link_filings(
    connection: Connection, caller: Caller, accepted: Sequence[Judged], catalogue: Catalogue, now: datetime
) -> list[Item]:
    """Write what became of applications from the web, with their pages; return the news of it."""
    news = []
    for item in accepted:
        portal_id = portal_id_of(item)
        if not portal_id:
            continue
        values: dict[str, object] = {"updated_at": now}
        if item.application:
            number = item.application.receive_number
            values |= {"state": _REGISTERED, "receive_number": number}
            _bring_pages(connection, caller, portal_id, number, now)
        elif item.returned:
            number = ""
            values |= {"state": _RETURNED, "reason": item.returned.reason, "note": item.returned.note}
            _tell_applicant(connection, caller.office, item.returned, catalogue, now)
        of_it = (PortalRow.office == caller.office) & (PortalRow.portal_id == portal_id)
        connection.execute(update(PortalRow).where(of_it).values(**values))
        news.append(Item(TAKEN, "", _encoder.encode(TakenNews(portal_id, number))))
    return news


def _tell_applicant(
    connection: Connection, office: int, returned: PortalReturned, catalogue: Catalogue, now: datetime
) -> None:
    """Owe the reason to whoever filed it, once."""
    of_it = (PortalRow.office == office) & (PortalRow.portal_id == returned.portal_id)
    row = connection.execute(select(PortalRow.draft, PortalRow.language).where(of_it)).one_or_none()
    people = _draft.decode(bytes(row.draft)).applicants if row else ()
    contact = next((found for person in people if (found := person.mobile or person.email)), "")
    if row is None or not contact:
        return
    why = next((one for one in catalogue.reasons.get("portal", ()) if one.code == returned.reason), None)
    named = (why.name_bn if row.language == "bn" else why.name_en) if why else ""
    reason = ". ".join(part for part in (named, returned.note) if part)
    words = i18n.translator(row.language).gettext("Your application {reference} on the web came back: {reason}")
    reference = i18n.digits(grouped_reference(returned.portal_id), row.language)
    text = words.format(reference=reference, reason=reason)
    owe_text(connection, office, "", f"returned@{returned.portal_id}", contact, text, stamp(now))


def _bring_pages(connection: Connection, caller: Caller, portal_id: str, number: str, now: datetime) -> None:
    """Pages that came with it lie here already: they belong to the record from now on."""
    of_it = (PortalRow.office == caller.office) & (PortalRow.portal_id == portal_id)
    found = connection.scalar(select(PortalRow.scans).where(of_it))
    pages = _scans.decode(bytes(found)) if found else ()
    known = set(
        connection.scalars(
            select(ScanRow.digest).where(ScanRow.office == caller.office, ScanRow.receive_number == number)
        )
    )
    rows = [
        {
            "office": caller.office,
            "receive_number": number,
            "digest": page.digest,
            "counter_id": caller.counter_id,
            "position": position,
            "name": page.name,
            "type": page.type,
            "pages": page.pages,
            "bytes": page.bytes,
            "received": page.bytes,
            "complete_at": now,
        }
        for position, page in enumerate(pages)
        if page.digest not in known
    ]
    if rows:
        connection.execute(insert(ScanRow), rows)
