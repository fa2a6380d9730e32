"""Receipts to paper, and the printer made of software."""

import sys
from argparse import Namespace

from kiosk import bootstrap, cli
from kiosk.desk.print_receipt import PrintReport, print_next, print_number
from kiosk.errors import Refused

_EXIT = {"printed": cli.DONE, "none": cli.DONE, "failed": cli.UNAVAILABLE, "not_known": cli.UNAVAILABLE}


def exit_code(outcome: str) -> int:
    """Return the exit code of a print outcome."""
    return _EXIT[outcome]


def print_receipts(args: Namespace) -> int:
    """Print one receipt, or everything that waits."""
    if bool(args.number) == args.queue:
        raise Refused.because("number.form", "number")
    with bootstrap.counter(args) as desk:
        if args.number:
            by = bootstrap.acting_operator(desk, args.operator)
            return _tell(args, print_number(desk, args.number, to=args.to, reprint=args.reprint, by=by))
        results = [cli.DONE]
        while report := print_next(desk, args.to):
            results.append(_tell(args, report))
            if report.outcome == "failed":
                break
        return max(results)


def _tell(args: Namespace, report: PrintReport) -> int:
    ok = report.outcome in {"printed", "none"}
    value = {"ok": ok, "printed": report.outcome, "reason": report.reason}
    cli.answer(args, value, f"{report.receive_number}  {report.outcome}  {report.reason}".rstrip())
    return exit_code(report.outcome)


def verify_slip(args: Namespace) -> int:
    """Tell whether a slip is genuine."""
    from kiosk.desk.sealing import FORGED, check_slip
    from kiosk.i18n import receive_number, sentence

    text = sys.stdin.readline() if args.text == "-" else args.text
    with bootstrap.counter(args) as desk:
        found = check_slip(desk, text.strip())
        service = desk.catalogue.services.get(found.service)
    value = {
        "ok": found.genuine,
        "verdict": found.verdict.partition(".")[2],
        "receive_number": found.receive_number,
        "received_on": found.day.isoformat(),
        "service": found.service,
        "initials": found.initials,
        "counter": found.signed_by,
        "in_our_list": found.agrees,
    }
    name = (service.name_bn if service else found.service) or "?"
    facts = f"{receive_number(found.receive_number)}  {found.day}  {name}  {found.initials}"
    cli.answer(args, value, f"{sentence(found.verdict)}\n{facts}")
    return cli.DONE if found.genuine else cli.REFUSED if found.verdict == FORGED else cli.UNAVAILABLE


def virtual_printer(args: Namespace) -> None:
    """Be a printer until standard input says stop or the process is ended."""
    from kiosk.printing.virtual import serve

    states = dict(word.split("=", 1) for word in args.state.split(",") if "=" in word)
    serve(port=args.port, out=args.out, states=states, stdin=sys.stdin, stdout=sys.stdout)
