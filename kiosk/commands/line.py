"""The line to the centre: a round, the proof, enrolment."""

from argparse import Namespace
from dataclasses import replace

from kiosk import bootstrap, cli
from kiosk.desk.enrol import enrol as enrol_counter
from kiosk.desk.synchronise import send_scans, synchronise, verify_with_server
from kiosk.errors import Unavailable
from kiosk.settings import write_settings


def sync(args: Namespace) -> int:
    """Push what waits and take the news; says what waits when the server cannot be reached."""
    with bootstrap.counter(args) as desk:
        report = synchronise(desk)
        scans = send_scans(desk) if report.reached else None
    value: dict[str, int | str] = {
        "pushed": report.pushed,
        "acknowledged": report.acknowledged,
        "refused": report.refused,
        "news": report.news,
    }
    if scans is not None and (scans.pages or scans.waiting):
        value |= {"pages": scans.pages, "pages_waiting": scans.waiting}
    if not report.reached:
        value |= {"reason": report.reason, "waiting": report.waiting}
    cli.answer(args, value, "  ".join(f"{key} {count}" for key, count in value.items()))
    return cli.DONE if report.reached else cli.UNAVAILABLE


def verify(args: Namespace) -> int:
    """Prove that journal, ledger and server agree: same count, same head hash."""
    with bootstrap.counter(args) as desk:
        proof = verify_with_server(desk)
    value = {"agree": proof.agree, "events": proof.events, "head": proof.head}
    cli.answer(args, value, "  ".join(f"{key} {shown}" for key, shown in value.items()))
    return cli.DONE if proof.agree else cli.REFUSED


def enrol(args: Namespace) -> None:
    """Make this counter one of the office's with a one-time code."""
    with bootstrap.counter(args) as opened:
        server_url = args.server or opened.settings.server_url
        desk = opened.with_settings(replace(opened.settings, server_url=server_url))
        if not desk.settings.server_url:
            raise Unavailable("net.no_server")
        enrolled = enrol_counter(desk, args.code)
        write_settings(desk.home, desk.settings)
    cli.answer(args, {"ok": True, "office": enrolled.office, "counter": enrolled.counter}, f"{enrolled.counter:02d}")
