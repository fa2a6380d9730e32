"""What is done with applications later, without a window."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import msgspec

from kiosk import bootstrap, cli, i18n
from kiosk.desk.follow_ups import follow_up, possible
from kiosk.domain.draft_json import parse_object
from kiosk.domain.followups import FOLLOW_UPS, FollowUp
from kiosk.errors import Refused

VIA = "cli"


def follow(args: Namespace) -> None:
    """Do an act with an application; without one, tell which can be done now."""
    with bootstrap.counter(args) as desk:
        if not args.act:
            for one in possible(desk, args.number):
                value = {"act": one.act, "why_not": one.why_not, "usual": one.usual}
                cli.answer(args, value, f"{one.act}  {i18n.sentence(one.why_not) if one.why_not else '✓'}")
            return
        done = follow_up(
            desk,
            _body(args),
            operator=bootstrap.acting_operator(desk, args.operator),
            via=VIA,
            proof=args.proof,
        )
    warnings = [{"code": one.code, **one.params} for one in done.warnings]
    value = {
        "ok": True,
        "receive_number": done.receive_number,
        "act": args.act,
        "state": done.state,
        "step": msgspec.to_builtins(done.step),
        "warnings": warnings,
    }
    said = [i18n.sentence(one.code, **one.params) for one in done.warnings]
    cli.answer(args, value, "\n".join([f"{i18n.receive_number(done.receive_number)}  {done.state}", *said]))


def _body(args: Namespace) -> FollowUp:
    """Return the body of an act.  Raises Refused `act.unknown`, `wire.form`, `file.missing`."""
    kind = FOLLOW_UPS.get(args.act)
    if kind is None:
        raise Refused.because("act.unknown", "act", known=", ".join(FOLLOW_UPS))
    given = {**_of_file(args.file), **_of_words(args.values)}
    for name in given.keys() - {*kind.__struct_fields__} | given.keys() & {"receive_number"}:
        raise Refused.because("wire.form", name[:80], detail="not a value of this act")
    try:
        return msgspec.convert({**given, "receive_number": args.number}, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Refused.because("wire.form", args.act, detail=str(error)) from error


def _of_file(file: str) -> dict[str, Any]:
    try:
        return parse_object(Path(file).read_bytes()) if file else {}
    except OSError as error:
        raise Refused.because("file.missing", "file", file=file) from error


def _of_words(words: list[str]) -> dict[str, Any]:
    """Return NAME=VALUE as values; a value that begins with `[` is JSON, `a,b` of papers a list."""
    found: dict[str, Any] = {}
    for word in words:
        name, _, value = word.partition("=")
        found[name] = value.split(",") if name == "papers" else value
        if value.startswith("["):
            try:
                found[name] = json.loads(value)
            except ValueError as error:
                raise Refused.because("wire.form", name[:80], detail="not JSON") from error
    return found
