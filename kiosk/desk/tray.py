"""The tray: everything that is not settled yet, paper and line, each with its reason and age."""

from dataclasses import dataclass
from typing import Any

import msgspec

from kiosk.desk.callbacks import callbacks
from kiosk.desk.context import Desk
from kiosk.desk.drafts import DRAFT
from kiosk.desk.print_receipt import OwedReceipt, owed
from kiosk.desk.slips import OwedSlip, owed_slips
from kiosk.domain.application import ApplicationDraft, Channel
from kiosk.domain.events import (
    ApplicationReceived,
    OperatorChanged,
    ReceiptOutcome,
    VisitLogged,
    read_body,
    read_record,
)
from kiosk.domain.followups import FollowUp
from kiosk.store import journal
from kiosk.store.web_tray import mark_of

LIMIT = 200
_DRAFT = msgspec.json.Decoder(ApplicationDraft)
PAPER, SLIP, LINE, SCAN, NOTICE = "paper", "slip", "line", "scan", "notice"
CALL, PARKED, WEB, MAIL = "call", "parked", "web", "mail"


@dataclass(frozen=True, slots=True)
class TrayRow:
    """One thing that is not settled.

    `of` is `paper|slip|line|scan|notice` (a message that did not reach its person)`|call|parked|web|mail`; `state` is `queued|sending|failed|not_known` of a paper or slip,
    `repair|sending|waiting|not_known` of an event on its way to the centre.  `what` is a service's
    code or an event's kind, `reason` a code, `field` what the centre names, `at` UTC text.
    A paper that failed is tried again at `next_at`.  A `call` was promised for the Dhaka day `due_on`, its
    `field` is the mobile, its `reference` the visit; a form laid aside (`parked`), one filed on the `web` and an
    e-mail that came have their number in `seq`, the web's its own reference and the mobile in `field`, too.
    `mine` needs a person; the rest settles by itself.  Of scans `pages` are still to go, `percent` of
    their bytes are there.
    """

    of: str
    state: str
    at: str
    what: str
    receive_number: str = ""
    name: str = ""
    reason: str = ""
    field: str = ""
    seq: int = 0
    job_id: int = 0
    mine: bool = False
    pages: int = 0
    percent: int = 0
    next_at: str = ""
    due_on: str = ""
    reference: str = ""


def rows(desk: Desk, limit: int = LIMIT) -> tuple[TrayRow, ...]:
    """Return what is not settled: what needs a person first, each part oldest first, at most `limit` events."""
    papers = [*(_paper(one) for one in owed(desk)), *(_slip(one) for one in owed_slips(desk))]
    events = [*_refused(desk, limit), *_under_way(desk, limit), *_pages(desk, limit), *_not_reached(desk, limit)]
    people = [*_calls(desk), *_parked(desk, limit)]
    return tuple(sorted([*papers, *events, *people], key=lambda row: not row.mine))


def _calls(desk: Desk) -> list[TrayRow]:
    """Return the calls that are due today and overdue."""
    return [
        TrayRow(
            CALL,
            "due",
            one.visit.at,
            one.visit.service or "visit.logged",
            name=one.visit.name or one.visit.mobile,
            field=one.visit.mobile,
            mine=True,
            due_on=one.due_on,
            reference=one.visit_id,
        )
        for one in callbacks(desk)
    ]


def _parked(desk: Desk, limit: int) -> list[TrayRow]:
    """Return what waits to become an application: forms laid aside, whoever did, e-mails, what came from the web."""
    with desk.store.read() as unit:
        found = unit.all(_PARKED, limit)
    made = []
    for row, operator, channel, title, at, format_, body, mark in found:
        told = {"name": title, "seq": row, "mine": True}
        if format_ == DRAFT and not operator and mark.startswith(mark_of("")):
            draft = _DRAFT.decode(body)
            first = draft.applicants[0] if draft.applicants else None
            about = {"field": first.mobile if first else "", "reference": mark.removeprefix(mark_of(""))}
            about["name"] = first.shown_name if first else title
            made.append(TrayRow(WEB, "waiting", at, draft.service, **told | about))
        elif channel == Channel.EMAIL and not operator:
            made.append(TrayRow(MAIL, "waiting", at, "form.mail", **told))
        else:
            made.append(TrayRow(PARKED, "parked", at, "form.parked", **told))
    return made


_PARKED = (
    "SELECT id, operator, channel, title, at, format, body, reference FROM parked WHERE format <> 'done'"
    " ORDER BY id LIMIT ?"
)


def _paper(one: OwedReceipt) -> TrayRow:
    mine = one.state in {"failed", "not_known"} or (one.state == "queued" and bool(one.reason))
    return TrayRow(
        PAPER,
        one.state,
        one.at,
        "receipt.copy" if one.ordinal else "receipt.original",
        one.receive_number,
        one.name,
        one.reason,
        job_id=one.job_id,
        mine=mine,
        next_at=one.next_at if one.state == "queued" else "",
    )


def _slip(one: OwedSlip) -> TrayRow:
    mine = one.state == "not_known" or (one.state == "queued" and bool(one.reason))
    return TrayRow(
        SLIP,
        one.state,
        one.at,
        f"slip.{one.kind}",
        one.receive_number,
        one.name,
        one.reason,
        job_id=one.job_id,
        mine=mine,
    )


def _refused(desk: Desk, limit: int) -> list[TrayRow]:
    with desk.store.read() as unit:
        found = unit.all(
            "SELECT e.seq, e.record, r.code, r.field, r.at FROM refusal r JOIN event e ON e.seq = r.seq"
            " WHERE r.settled_at = '' ORDER BY e.seq LIMIT ?",
            limit,
        )
    return [_event(seq, record, "repair", code, field, at) for seq, record, code, field, at in found]


def _pages(desk: Desk, limit: int) -> list[TrayRow]:
    """Return the applications whose pages are not all at the centre."""
    if not desk.settings.server_url:
        return []
    with desk.store.read() as unit:
        found = unit.all(_SCANS, limit)
    return [
        TrayRow(SCAN, "repair" if reason else "waiting", at, "scan.pages", number, name, reason or "",
                mine=bool(reason), pages=pages, percent=100 * sent // max(size, 1))
        for number, name, at, pages, sent, size, reason in found
    ]  # fmt: skip


_SCANS = """
SELECT s.receive_number, a.name, a.received_at, count(*), sum(s.sent), sum(s.bytes),
       max(CASE s.state WHEN 'refused' THEN s.reason ELSE '' END)
FROM scan s JOIN application a ON a.receive_number = s.receive_number
WHERE s.state IN ('waiting', 'refused') GROUP BY s.receive_number ORDER BY min(s.seq) LIMIT ?
"""


def _not_reached(desk: Desk, limit: int) -> list[TrayRow]:
    """Return whose message did not arrive, until something is done at a counter with what they asked for."""
    with desk.store.read() as unit:
        found = unit.all(_NOT_REACHED, f"____{desk.identity.code:02d}%", limit)
    return [
        TrayRow(NOTICE, "failed", at, f"notice.{channel}", number, name, f"notice.{why}", mine=True)
        for number, name, channel, why, at in found
    ]


_NOT_REACHED = """
SELECT n.receive_number, a.name, n.channel, n.why, n.at
FROM notice_failed n JOIN application a ON a.receive_number = n.receive_number
WHERE n.receive_number LIKE ? AND a.closed_on = ''
  AND NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.receive_number = n.receive_number AND f.at > n.at)
  AND NOT EXISTS (SELECT 1 FROM step s WHERE s.receive_number = n.receive_number AND s.at > n.at
                  AND s.kind IN ('corrected', 'status_told'))
ORDER BY n.at LIMIT ?
"""


def _under_way(desk: Desk, limit: int) -> list[TrayRow]:
    """Return what is on its way; a counter that works alone has nothing to send."""
    if not desk.settings.server_url:
        return []
    with desk.store.read() as unit:
        place = journal.sync_place(unit)
        found = unit.all(
            "SELECT e.seq, e.record FROM event e WHERE e.seq > ?"
            " AND NOT EXISTS (SELECT 1 FROM refusal r WHERE r.seq = e.seq AND r.settled_at = '')"
            " ORDER BY e.seq LIMIT ?",
            place.acknowledged.seq,
            limit,
        )
    made = []
    for seq, record in found:
        state = "waiting" if seq > place.sending_to else "sending" if place.sending_since else "not_known"
        made.append(_event(seq, record, state, "" if state == "sending" else place.last_error))
    return made


def _event(seq: int, record: bytes, state: str, reason: str, field: str = "", at: str = "") -> TrayRow:
    event = read_record(record)
    number, name, what = _about(read_body(event))
    return TrayRow(
        LINE,
        state,
        at or event.made_at,
        what or event.kind,
        number,
        name,
        reason,
        field,
        seq=seq,
        mine=state == "repair",
    )


def _about(body: Any) -> tuple[str, str, str]:
    """Return receive number, name and what it is about; empty where the event tells none."""
    if isinstance(body, ApplicationReceived):
        application = body.application
        return application.receive_number, application.first_applicant.shown_name, application.draft.service
    if isinstance(body, (ReceiptOutcome, FollowUp)):
        return body.receive_number, "", ""
    if isinstance(body, VisitLogged):
        return "", body.visit.name, ""
    if isinstance(body, OperatorChanged):
        return "", body.name_bn, ""
    return "", "", ""
