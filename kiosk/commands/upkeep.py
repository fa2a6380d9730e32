"""Copies, and a plain report of what is wrong."""

from argparse import Namespace

from kiosk import bootstrap, cli
from kiosk.desk import maintain


def backup(args: Namespace) -> None:
    """Make a verified copy now."""
    with bootstrap.counter(args) as desk:
        file = maintain.back_up(desk)
    cli.answer(args, {"ok": True, "file": str(file)}, str(file))


def restore(args: Namespace) -> None:
    """Put a backup back; the present files are kept in the quarantine folder."""
    home = bootstrap.choose_home(args.home)
    done = maintain.restore(home, args.file)
    value = {"ok": True, "home": str(home), "pages": done.pages, "pages_missing": done.missing}
    cli.answer(args, value, str(home))


def doctor(args: Namespace) -> int:
    """Print a plain report; exit code 1 when something is wrong."""
    home = bootstrap.choose_home(args.home)
    bootstrap.speak(home)
    findings = maintain.doctor(home)
    for finding in findings:
        value = {"check": finding.check, "ok": finding.ok, "detail": finding.detail}
        cli.answer(args, value, f"{'✓' if finding.ok else '✗'} {finding.check}  {finding.detail}".rstrip())
    return cli.DONE if all(finding.ok for finding in findings) else cli.REFUSED
