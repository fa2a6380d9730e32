"""Applications from the web in the tray: for any operator, until one of the office's counters is done with them.

They are rows of `parked`, known again by their reference.  A row that is done stays without its words,
so that news which comes twice brings nothing back.
"""

import msgspec

from kiosk.domain.application import Channel
from kiosk.domain.portal import WaitingNews
from kiosk.store.session import Unit

DONE, _DRAFT, _PREFIX = "done", "draft", "portal:"
_encoder = msgspec.json.Encoder()


def mark_of(portal_id: str) -> str:
    """Return by what the tray knows a web application."""
    return f"{_PREFIX}{portal_id}"


def put(unit: Unit, news: WaitingNews) -> None:
    """Let a web application wait for anybody, once."""
    mark = mark_of(news.portal_id)
    draft = news.draft
    who = draft.applicants[0].shown_name if draft.applicants else ""
    title = " · ".join(part for part in (who, draft.subject) if part)
    row = unit.one("SELECT format FROM parked WHERE reference = ?", mark)
    if row is None:
        unit.run(
            "INSERT INTO parked (operator, channel, title, format, body, source, reference, at)"
            " VALUES ('', ?, ?, ?, ?, NULL, ?, ?)",
            Channel.PORTAL.value,
            title,
            _DRAFT,
            _encoder.encode(draft),
            mark,
            news.filed_at,
        )


def take_out(unit: Unit, portal_id: str) -> None:
    """Take a web application out of the tray: a counter registered or returned it."""
    unit.run("UPDATE parked SET format = ?, body = x'' WHERE reference = ?", DONE, mark_of(portal_id))
