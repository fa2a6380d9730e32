"""What somebody wrote on the web and never sent goes after some days, with its pages and whatever came in pieces."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, delete, select, tuple_

from kiosk.central.centre import Centre
from kiosk.central.chores import Chore
from kiosk.central.files import files_of
from kiosk.central.portal.filings import DRAFT
from kiosk.central.portal.uploads import forget_pieces
from kiosk.central.store.tables import PortalRow, ScanRow
from kiosk.domain.scans import Scan

_log = logging.getLogger("kiosk.central.portal")
AT_ONCE, EVERY_S = 500, 3600
_scans = msgspec.json.Decoder(tuple[Scan, ...])


def clear_unsent(centre: Centre) -> int:
    """Drop what nobody touched for `unsent_days`, and return how many; a page that anything else names stays."""
    before, total, gone = centre.clock() - timedelta(days=centre.settings.unsent_days), 0, AT_ONCE
    while gone == AT_ONCE:
        with centre.database.write() as connection:
            dropped, pages = _drop(connection, before)
            alone = pages - set(_named(connection, pages))
        for digest in alone:
            files_of(centre).remove(digest)
        for portal_id in dropped:
            forget_pieces(centre, portal_id)
        gone = len(dropped)
        total += gone
    if total:
        _log.info("%d unsent applications were forgotten", total)
    return total


def _drop(connection: Connection, before: datetime) -> tuple[list[str], set[str]]:
    """Delete the oldest ones; return their references and the digests of their pages."""
    old = (PortalRow.state == DRAFT) & (PortalRow.updated_at < before)
    columns = (PortalRow.office, PortalRow.portal_id, PortalRow.scans)
    some = select(*columns).where(old).order_by(PortalRow.updated_at).limit(AT_ONCE)
    rows = connection.execute(some.with_for_update(skip_locked=True)).all()
    keys = [(row.office, row.portal_id) for row in rows]
    if keys:
        connection.execute(delete(PortalRow).where(tuple_(PortalRow.office, PortalRow.portal_id).in_(keys)))
    return [row.portal_id for row in rows], {page.digest for row in rows for page in _scans.decode(bytes(row.scans))}


def _named(connection: Connection, pages: set[str]) -> Iterator[str]:
    """Yield the digests of these that another application names, from the web or from a counter."""
    if not pages:
        return
    yield from connection.scalars(select(ScanRow.digest).where(ScanRow.digest.in_(pages)).distinct())
    others = select(PortalRow.scans).where(PortalRow.scans != b"[]").execution_options(yield_per=AT_ONCE)
    for body in connection.scalars(others):
        yield from (page.digest for page in _scans.decode(bytes(body)) if page.digest in pages)


CLEAR_UNSENT = Chore("portal-unsent", EVERY_S, clear_unsent)
