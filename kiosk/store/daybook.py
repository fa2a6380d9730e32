"""Rows of the counter's day, from events: lines of registers, stamps, callbacks, shifts, outages, closed days."""

from collections.abc import Callable
from typing import Any

import msgspec

from kiosk.domain.application import Visit
from kiosk.domain.clock import dhaka_day, unstamp
from kiosk.domain.daily import DayClosed, OutageNoted, ShiftHandedOver, ShiftOpened, VisitSettled
from kiosk.domain.events import Event
from kiosk.domain.followups import FeeReceived, FollowUp
from kiosk.store import tables
from kiosk.store.session import Unit

_encoder = msgspec.json.Encoder()


def note_follow_up(unit: Unit, event: Event, body: FollowUp) -> None:
    """Write the line that a follow-up is in its register, and the numbers on what was handed in."""
    unit.insert(
        tables.FollowUp,
        seq=event.seq,
        kind=event.kind,
        receive_number=body.receive_number,
        day=dhaka_day(unstamp(event.made_at)).isoformat(),
        at=event.made_at,
        operator=event.operator,
        poisha=getattr(body, "poisha", 0),
        body=_encoder.encode(body),
    )
    if isinstance(body, FeeReceived):
        _note_stamps(unit, event, body)


def _note_stamps(unit: Unit, event: Event, fee: FeeReceived) -> None:
    stamps = [("stamp", serial, stamp.poisha) for stamp in fee.stamps for serial in stamp.serials]
    challans = [("challan", challan.number, challan.poisha) for challan in fee.challans]
    for kind, serial, poisha in (*stamps, *challans):
        unit.run(
            "INSERT OR IGNORE INTO stamp (serial, kind, seq, poisha, receive_number) VALUES (?, ?, ?, ?, ?)",
            serial,
            kind,
            event.seq,
            poisha,
            fee.receive_number,
        )


def note_callback(unit: Unit, visit: Visit) -> None:
    """Owe a call to a visitor who was promised one; without a day it is due at once."""
    if visit.answer != "callback":
        return
    unit.run(
        "INSERT OR IGNORE INTO callback (visit_id, due_on, tries, result, settled_at, became)"
        " VALUES (?, ?, 0, '', '', '')",
        visit.visit_id,
        getattr(visit, "callback_on", "") or visit.on,
    )


def _visit_settled(unit: Unit, event: Event, body: VisitSettled) -> None:
    """Close a callback, or move it to the next day on which somebody tries."""
    unit.run(
        "UPDATE callback SET result = ?, became = ?, due_on = coalesce(nullif(?, ''), due_on),"
        " settled_at = ?, tries = tries + ? WHERE visit_id = ?",
        body.result,
        body.became,
        body.again_on,
        "" if body.again_on else event.made_at,
        int(body.result == "not_reached"),
        body.visit_id,
    )


def _shift_opened(unit: Unit, event: Event, _body: ShiftOpened) -> None:
    """Begin a shift; one that nobody ended ends here."""
    _end_shift(unit, event, "")
    unit.insert(
        tables.Shift, seq=event.seq, operator=event.operator, opened_at=event.made_at, ended_at="", handed_to=""
    )


def _shift_handed_over(unit: Unit, event: Event, body: ShiftHandedOver) -> None:
    _end_shift(unit, event, body.to)
    unit.insert(tables.Shift, seq=event.seq, operator=body.to, opened_at=event.made_at, ended_at="", handed_to="")


def _end_shift(unit: Unit, event: Event, to: str) -> None:
    unit.run("UPDATE shift SET ended_at = ?, handed_to = ? WHERE ended_at = ''", event.made_at, to)


def _day_closed(unit: Unit, event: Event, body: DayClosed) -> None:
    _end_shift(unit, event, body.handed_to)
    unit.run(
        "INSERT INTO closed_day (day, seq, at, operator, handed_to, remaining) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (day) DO UPDATE SET seq = excluded.seq, at = excluded.at, operator = excluded.operator,"
        " handed_to = excluded.handed_to, remaining = excluded.remaining",
        body.day,
        event.seq,
        event.made_at,
        event.operator,
        body.handed_to,
        sum(one.count for one in body.left),
    )


def _outage_noted(unit: Unit, event: Event, body: OutageNoted) -> None:
    """Note an outage; noted again it says how it ended."""
    unit.run(
        "INSERT INTO outage (what, since, until, note, by_hand, operator) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (what, since) DO UPDATE SET until = excluded.until,"
        " note = coalesce(nullif(excluded.note, ''), note)",
        body.what,
        body.since,
        body.until,
        body.note,
        body.by_hand,
        event.operator,
    )


WRITERS: dict[type, Callable[[Unit, Event, Any], None]] = {
    VisitSettled: _visit_settled,
    ShiftOpened: _shift_opened,
    ShiftHandedOver: _shift_handed_over,
    DayClosed: _day_closed,
    OutageNoted: _outage_noted,
}
