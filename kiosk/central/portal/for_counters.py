"""What waits from the web, as the office's counters may see it before one of them takes it."""

import msgspec
from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.counters import caller_of
from kiosk.central.files import files_of
from kiosk.central.portal.filings import WAITS
from kiosk.central.store.tables import PortalRow
from kiosk.domain.scans import Scan
from kiosk.errors import Refused
from kiosk.sync.protocol import WebPageAnswer, WebPageRequest

_SCANS = msgspec.json.Decoder(tuple[Scan, ...])


def show_web_page(centre: Centre, request: WebPageRequest, token: str) -> WebPageAnswer:
    """Return a page, and how many there are; no content beyond the last one.

    Raises Refused `auth.token`; `file.unknown` for what does not wait for this counter's office; Unavailable `file.lost`.
    """
    with centre.database.read() as connection:
        office = caller_of(connection, token, centre.clock()).office
        mine = (PortalRow.office == office) & (PortalRow.portal_id == request.portal_id) & (PortalRow.state == WAITS)
        row = connection.execute(select(PortalRow.scans).where(mine)).one_or_none()
    if row is None:
        raise Refused.because("file.unknown", "portal_id")
    pages = _SCANS.decode(bytes(row.scans)) if row.scans else ()
    found = pages[request.page - 1 : request.page]
    content = files_of(centre).get(found[0].digest) if found else b""
    return WebPageAnswer(request.request_id, centre.epoch, len(pages), content)
