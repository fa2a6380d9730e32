"""The counter's day, without a window: calls to make, the balance and the closing, outages."""

from argparse import Namespace
from datetime import date, datetime
from typing import Any

import msgspec

from kiosk import bootstrap, cli, i18n
from kiosk.desk import day as days
from kiosk.desk.callbacks import Callback, settle_callback
from kiosk.desk.callbacks import callbacks as due
from kiosk.desk.outages import Outage, note_outage
from kiosk.desk.outages import outages as outages_of
from kiosk.domain.clock import DHAKA, dhaka_day, stamp
from kiosk.domain.intake import check_date
from kiosk.errors import Refused

VIA = "cli"


def callbacks(args: Namespace) -> None:
    """List the calls to make today, or note what became of one."""
    with bootstrap.counter(args) as desk:
        if not args.visit:
            for one in due(desk):
                cli.answer(args, _callback(one), f"{one.due_on}  {one.visit.name}  {one.visit.mobile}  {one.visit_id}")
            return
        settle_callback(
            desk,
            args.visit,
            args.result or "",
            operator=bootstrap.acting_operator(desk, args.operator),
            via=VIA,
            again_on=_day(args.again_on),
            became=args.became,
            note=args.note,
        )
    cli.answer(args, {"ok": True, "visit_id": args.visit, "result": args.result}, args.result)


def _callback(one: Callback) -> dict[str, Any]:
    visit = one.visit
    about = {"name": visit.name, "mobile": visit.mobile, "service": visit.service, "topic": visit.topic}
    return {"visit_id": one.visit_id, "due_on": one.due_on, "overdue": one.overdue, "tries": one.tries, **about}


def _day(text: str) -> date | None:
    return date.fromisoformat(check_date(text)) if text else None


def day(args: Namespace) -> None:
    """Tell how a day stands; close it."""
    with bootstrap.counter(args) as desk:
        if not args.close:
            balance = days.day_balance(desk, _day(args.day))
        else:
            closed = days.close_day(
                desk,
                operator=bootstrap.acting_operator(desk, args.operator),
                via=VIA,
                hand_over_to=args.hand_over_to,
                day=_day(args.day),
                note=args.note,
            )
            balance = closed.balance
    value = {"ok": True, "closed": args.close, **_balance(balance)}
    cli.answer(args, value, "\n".join(_lines(balance)))


def _balance(balance: days.DayBalance) -> dict[str, Any]:
    return {
        "day": balance.day.isoformat(),
        "counts": balance.counts,
        "first_number": balance.first_number,
        "last_number": balance.last_number,
        "voided": balance.voided,
        "remaining": balance.remaining,
        "left": [msgspec.to_builtins(one) for one in balance.left],
        "stamps": balance.fees.stamps,
        "stamps_poisha": balance.fees.stamps_poisha,
        "challans_poisha": balance.fees.challans_poisha,
        "head_seq": balance.head.seq,
        "head_hash": balance.head.hash,
    }


def _lines(balance: days.DayBalance) -> list[str]:
    counts = [f"{what}  {i18n.digits(str(count))}" for what, count in balance.counts.items() if count]
    left = [" ".join(filter(None, ("!", one.of, one.reference, one.name, one.reason))) for one in balance.left]
    return [i18n.day(balance.day, year=True), *counts, *left]


def outage(args: Namespace) -> None:
    """List today's outages, or note one."""
    with bootstrap.counter(args) as desk:
        now = desk.clock()
        if not args.what:
            for one in outages_of(desk, dhaka_day(now)):
                cli.answer(
                    args, _outage(one), f"{one.what}  {stamp(one.since)}  {stamp(one.until) if one.until else ''}"
                )
            return
        noted = note_outage(
            desk,
            args.what,
            _instant(args.since, now) or now,
            _instant(args.until, now),
            operator=bootstrap.acting_operator(desk, args.operator),
            via=VIA,
            note=args.note,
        )
    cli.answer(args, {"ok": True, **_outage(noted)}, noted.what)


def _outage(one: Outage) -> dict[str, Any]:
    until = stamp(one.until) if one.until else ""
    return {"what": one.what, "since": stamp(one.since), "until": until, "note": one.note, "by_hand": one.by_hand}


def _instant(text: str, now: datetime) -> datetime | None:
    """Return an instant out of a Dhaka time, of today where no day is said.  Raises Refused `date.form`."""
    if not text:
        return None
    whole = text if "T" in text else f"{dhaka_day(now).isoformat()}T{text}"
    try:
        found = datetime.fromisoformat(whole)
    except ValueError as error:
        raise Refused.because("date.form", "since") from error
    return found if found.tzinfo else found.replace(tzinfo=DHAKA)
