"""Registers, letters and labels to a PDF file."""

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path

from kiosk import bootstrap, cli
from kiosk.domain.clock import dhaka_day
from kiosk.domain.intake import check_date


def write(args: Namespace) -> None:
    """Write a document of some days; `?` lists what there is."""
    from kiosk.desk.documents import Order, save_document

    if args.kind == "?":
        _list(args)
        return
    from kiosk import i18n

    with bootstrap.counter(args) as desk:
        first = _day(args.from_) or _day(args.to_) or dhaka_day(desk.clock())
        order = Order(
            kind=args.kind.replace("-", "_"),
            first=first,
            last=_day(args.to_) or max(first, dhaka_day(desk.clock())),
            language=args.language or i18n.language(),
            number=args.number,
            operator=bootstrap.acting_operator(desk, args.operator),
        )
        file = args.out or Path(f"{args.kind}.pdf")
        written = save_document(desk, order, file.absolute(), go_on=_progress)
    assert written is not None  # noqa: S101 - nobody said stop
    value = {"ok": True, "file": str(file), "pages": written.pages, "rows": written.rows}
    cli.answer(args, value, str(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(check_date(text)) if text else None


def _progress(done: int, total: int) -> bool:
    """Show how far it is where somebody watches."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{done} / {total}", end=end, file=sys.stderr, flush=True)  # noqa: T201 - a command speaks
    return True


def _list(args: Namespace) -> None:
    from kiosk import i18n
    from kiosk.desk.documents import titles

    for kind, title in titles(args.language or i18n.language()).items():
        name = kind.replace("_", "-")
        cli.answer(args, {"kind": name, "title": title}, f"{name:<20} {title}")
