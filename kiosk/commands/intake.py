"""Taking applications and visits in, and finding them again, without a window."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kiosk import bootstrap, cli, i18n
from kiosk.commands.paper import exit_code
from kiosk.desk.catalogue import load_catalogue
from kiosk.desk.context import Desk
from kiosk.desk.find import application_status
from kiosk.desk.find import find as search
from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.desk.print_receipt import print_number
from kiosk.desk.register import Registered, register_application
from kiosk.domain.application import ApplicationDraft
from kiosk.domain.intake import draft_schema, parse_draft
from kiosk.errors import Refused

VIA = "cli"


def services(args: Namespace) -> None:
    """Print the catalogue in force, a service a line."""
    bootstrap.speak(bootstrap.choose_home(args.home))
    for service in load_catalogue().services.values():
        name = service.name_bn if i18n.language() == "bn" else service.name_en
        cli.answer(args, msgspec.to_builtins(service), f"{service.code}  {name}")


def register(args: Namespace) -> int:
    """Register a file of JSON lines; a refused line does not stop the next."""
    if args.schema:
        cli.answer(args, draft_schema(), json.dumps(draft_schema(), ensure_ascii=False, indent=2))
        return cli.DONE
    if args.eml:
        return _take_mails(args)
    if not args.file:
        raise Refused.because("file.missing", "file", file="--file")
    with bootstrap.counter(args) as desk:
        operator = bootstrap.acting_operator(desk, args.operator)
        lines: Iterable[bytes] = list(_lines(args.file)) if args.scan else _lines(args.file)
        if args.scan and len(list(lines)) != 1:
            raise Refused.because("scan.lines", "scan")
        results = [_register_line(args, desk, operator, line) for line in lines]
    return max(results, default=cli.DONE)


def _take_mails(args: Namespace) -> int:
    """Let each mail become a draft in the tray; a refused one does not stop the next."""
    with bootstrap.counter(args) as desk:
        return max(_take_mail(args, desk, name) for name in args.eml)


def _take_mail(args: Namespace, desk: Desk, name: str) -> int:
    from kiosk.desk.drafts import ANYBODY, parked
    from kiosk.desk.mail import take_mail

    try:
        parked_id = take_mail(desk, _bytes(name))
    except Refused as refused:
        cli.answer(args, {"ok": False, "errors": cli.problems_as_json(refused)}, cli.problems_as_text(refused))
        return cli.REFUSED
    title = next(row.title for row in parked(desk, ANYBODY) if row.id == parked_id)
    cli.answer(args, {"ok": True, "draft": parked_id, "title": title}, title)
    return cli.DONE


def _bytes(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise Refused.because("file.missing", "file", file=name) from error


def _lines(name: str) -> Iterator[bytes]:
    if name == "-":
        yield from (line for line in sys.stdin.buffer if line.strip())
        return
    try:
        with Path(name).open("rb") as file:
            yield from (line for line in file if line.strip())
    except OSError as error:
        raise Refused.because("file.missing", "file", file=name) from error


def _register_line(args: Namespace, desk: Desk, operator: str, line: bytes) -> int:
    try:
        draft = _with_pages(desk, parse_draft(line), args.scan)
        done = register_application(desk, draft, operator=operator, via=VIA, strict=args.strict)
    except Refused as refused:
        text = cli.problems_as_text(refused)
        cli.answer(args, {"ok": False, "errors": cli.problems_as_json(refused)}, text)
        return cli.REFUSED
    cli.answer(args, _registered(done), i18n.receive_number(done.application.receive_number))
    return _print_now(desk, done) if args.print_now else cli.DONE


def _with_pages(desk: Desk, draft: ApplicationDraft, files: Sequence[str]) -> ApplicationDraft:
    """Return the draft with the pages of files, kept durable.  Raises Refused `file.*`."""
    if not files:
        return draft
    from kiosk.desk.scans import take_file

    scans = draft.scans
    for name in files:
        scans += take_file(desk, Path(name), already=len(scans))
    return msgspec.structs.replace(draft, scans=scans)


def _print_now(desk: Desk, done: Registered) -> int:
    report = print_number(desk, done.application.receive_number)
    return exit_code(report.outcome)


def _registered(done: Registered) -> dict[str, Any]:
    application = done.application
    warnings = [{"code": warning.code, **warning.params} for warning in done.warnings]
    return {
        "ok": True,
        "receive_number": application.receive_number,
        "service": application.draft.service,
        "promised_on": application.promised_on,
        "warnings": warnings,
    }


def visit(args: Namespace) -> None:
    """Log a helpdesk visit."""
    draft = VisitDraft(
        answer=args.answer,
        service=args.service,
        topic=args.topic,
        name=args.name,
        mobile=args.mobile,
        note=args.note,
    )
    with bootstrap.counter(args) as desk:
        logged = log_visit(desk, draft, operator=bootstrap.acting_operator(desk, args.operator), via=VIA)
    cli.answer(args, {"ok": True, "visit_id": logged.visit_id}, logged.visit_id)


def status(args: Namespace) -> None:
    """Print the state of an application and how it came to it."""
    with bootstrap.counter(args) as desk:
        found = application_status(desk, args.number)
    history = [{"kind": step.kind, "at": step.at, "branch": step.branch, "note": step.note} for step in found.history]
    value = {"receive_number": found.receive_number, "state": found.state, "history": history}
    cli.answer(args, value, f"{i18n.receive_number(found.receive_number)}  {found.state}")


def find(args: Namespace) -> None:
    """Print a line for each hit; none is no refusal."""
    with bootstrap.counter(args) as desk:
        hits = search(desk, args.text)
    for hit in hits:
        value = {key: getattr(hit, key) for key in ("receive_number", "name", "service", "state", "received_on")}
        number = i18n.receive_number(hit.receive_number)
        cli.answer(args, msgspec.to_builtins(value), f"{number}  {hit.name}  {hit.service}  {hit.state}")
