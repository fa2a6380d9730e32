"""Old messages go: what was told to whom is kept as long as somebody may ask about it, and no longer."""

import logging
from datetime import timedelta

from sqlalchemy import Connection, delete, select, tuple_

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.chores import Chore
from kiosk.central.notices.queue import QUEUED, SENDING
from kiosk.central.notices.settings import read_notice_settings
from kiosk.central.store.tables import NoticeRow, Office
from kiosk.domain.clock import stamp

_log = logging.getLogger("kiosk.central.notices")
AT_ONCE, EVERY_S = 1000, 3600
_KEY = (NoticeRow.office, NoticeRow.receive_number, NoticeRow.event, NoticeRow.contact)


def purge_notices(centre: Centre) -> int:
    """Forget messages of which nothing was heard for `keep_days`, and return how many; what is still to go stays.

    Who is told of an event once more, by a counter that was put back, hears nothing: it is late by then.
    """
    days = read_notice_settings(centre.home).keep_days
    if not days:
        return 0
    before = stamp(centre.clock() - timedelta(days=days))
    with centre.database.read() as connection:
        offices = connection.scalars(select(Office.office).order_by(Office.office)).all()
    return sum(_purge(centre, office, before) for office in offices)


def _purge(centre: Centre, office: int, before: str) -> int:
    """Forget an office's, a handful in each transaction: who sends meanwhile waits for no more than that."""
    gone, total = AT_ONCE, 0
    while gone == AT_ONCE:
        with centre.database.write() as connection:
            gone = _forget(connection, office, before)
            if gone:
                about = {"act": "notice.purged", "subject": before[:10], "detail": str(gone)}
                record_act(connection, office, centre.clock(), actor="centre", **about)
        total += gone
    if total:
        _log.info("notices of office %02d: %d old ones forgotten", office, total)
    return total


def _forget(connection: Connection, office: int, before: str) -> int:
    old = (NoticeRow.office == office) & (NoticeRow.changed_at < before) & NoticeRow.state.not_in((QUEUED, SENDING))
    some = select(*_KEY).where(old).order_by(NoticeRow.changed_at).limit(AT_ONCE)
    return connection.execute(delete(NoticeRow).where(tuple_(*_KEY).in_(some))).rowcount


PURGE_NOTICES = Chore("notices-purge", EVERY_S, purge_notices)
