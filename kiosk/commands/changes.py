"""What changes later: corrections, cancellations, days declared late."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import msgspec

from kiosk import bootstrap, cli, i18n
from kiosk.desk.context import Desk
from kiosk.desk.correct import correct_application
from kiosk.desk.find import application_status
from kiosk.desk.office_calendar import Declared, declare_holiday, declare_working_day, withdraw_day
from kiosk.desk.void import void_and_register, void_application
from kiosk.domain.application import ApplicationDraft
from kiosk.domain.draft_json import parse_draft, parse_object
from kiosk.domain.intake import check_date
from kiosk.errors import Refused

VIA = "cli"
_MERGED = ("fields", "papers", "paper_dates")


def correct(args: Namespace) -> None:
    """Let an application say what a file says; what the file does not name stays."""
    with bootstrap.counter(args) as desk:
        done = correct_application(
            desk,
            args.number,
            _with_changes(desk, args.number, args.file),
            reason=args.reason,
            note=args.note,
            operator=bootstrap.acting_operator(desk, args.operator),
            via=VIA,
        )
    number = done.application.receive_number
    value = {"ok": True, "receive_number": number, "version": done.application.version, "changed": done.changed}
    cli.answer(args, value, f"{i18n.receive_number(number)}  {', '.join(done.changed)}")


def _with_changes(desk: Desk, number: str, file: str) -> ApplicationDraft:
    """Return the draft of an application with what a file changes: `""` or null takes a field away."""
    try:
        given = parse_object(Path(file).read_bytes())
    except OSError as error:
        raise Refused.because("file.missing", "file", file=file) from error
    return merged(application_status(desk, number).application.draft, given)


def merged(draft: ApplicationDraft, given: dict[str, Any]) -> ApplicationDraft:
    """Return a draft with the keys that are given; inside fields and papers key by key."""
    before = {"channel": draft.channel.value, **msgspec.to_builtins(draft)}
    after = {**before, **given}
    for name in _MERGED:
        both = {**before.get(name, {}), **(given.get(name) or {})}
        after[name] = {key: value for key, value in both.items() if value not in (None, "")}
    return parse_draft(json.dumps({key: value for key, value in after.items() if value is not None}))


def void(args: Namespace) -> None:
    """Cancel an application; with `--again` its data get a new number in the same step."""
    with bootstrap.counter(args) as desk:
        operator = bootstrap.acting_operator(desk, args.operator)
        how = {"reason": args.reason, "note": args.note, "operator": operator, "via": VIA}
        if not args.again:
            number, new = void_application(desk, args.number, **how).receive_number, ""
        else:
            draft = _with_changes(desk, args.number, args.file) if args.file else None
            done = void_and_register(desk, args.number, draft, **how)
            number, new = args.number, done.application.receive_number
    value = {"ok": True, "receive_number": number, "replaced_by": new}
    cli.answer(args, value, i18n.receive_number(new) if new else i18n.receive_number(number))


def declare(args: Namespace) -> None:
    """Declare a day a holiday or a working day, or take that back; tell whose promise moves."""
    from datetime import date

    day = date.fromisoformat(check_date(args.day))
    with bootstrap.counter(args) as desk:
        operator = bootstrap.acting_operator(desk, args.operator)
        if args.usual:
            done = withdraw_day(desk, day, operator=operator, via=VIA)
        else:
            act = declare_working_day if args.working else declare_holiday
            done = act(desk, day, args.name, operator=operator, via=VIA)
    cli.answer(args, _declared(done), "\n".join(_line(done)))


def _declared(done: Declared) -> dict[str, Any]:
    affected = [
        {"receive_number": one.receive_number, "old": one.old.isoformat(), "new": one.new.isoformat()}
        for one in done.affected
    ]
    return {"ok": True, "day": done.day.isoformat(), "kind": done.kind, "affected": affected}


def _line(done: Declared) -> list[str]:
    moved = [
        f"{i18n.receive_number(one.receive_number)}  {i18n.day(one.old)} → {i18n.day(one.new)}" for one in done.affected
    ]
    return [i18n.day(done.day, year=True), *moved]
