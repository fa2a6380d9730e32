"""The whole counter step: register, durable, the receipt's bytes ready for the printer.

Beside one sync (what no counter can beat) and the usual stack: ORM, Pillow with raqm, python-escpos.
The routes take turns, a receipt each.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import structs

from kiosk.desk.context import Desk
from kiosk.desk.receipts import preview_receipt, public_reference, receipt_of
from kiosk.desk.register import register_application
from kiosk.domain.numbering import ReceiveNumber
from kiosk.domain.receipt import Receipt
from kiosk.printing.profiles import WIDE
from kiosk.printing.slip import receipt_bytes, warm
from tests.bench import usual
from tests.bench.commit import Route, appender, take_turns
from tests.bench.data import OPERATOR, desk_at, draft
from tests.bench.rows import BenchRow, Beside, percentile

COUNT, WARM = 200, 20


def rows(*, peers: bool) -> Iterator[BenchRow]:
    """Yield the step's p50 and p95."""
    del peers  # the usual stack is installed with us and the benches
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(dir=os.environ.get("KIOSK_BENCH_DIR")) as folder:
        os.environ["KIOSK_ANCHOR_DIR"] = f"{folder}/anchors"
        with desk_at(Path(folder) / "home") as desk:
            taken = take_turns(_routes(desk, Path(folder)), range(WARM + COUNT), 1)
    for figure, percent, goal in (("p50", 50, 0.12), ("p95", 95, 0.15)):
        value = {name: percentile(ms[WARM:], percent) for name, ms in taken.items()}
        yield BenchRow(
            f"register → durable → bytes ready, {figure}",
            value["ours"],
            "ms",
            (Beside(f"usual stack {figure}", value["usual stack"], goal),),
            f"{value['ours'] / value['one sync']:.1f} x one 4 KiB append + fdatasync ({value['one sync']:.2f} ms)",
        )


def _routes(desk: Desk, folder: Path) -> dict[str, Route]:
    warm(WIDE)
    append, page = appender(folder / "floor"), os.urandom(4096)
    return {
        "ours": ours(desk),
        "usual stack": usual_stack(desk, folder / "usual.db"),
        "one sync": lambda _number: append(page),
    }


def ours(desk: Desk) -> Route:
    """Return registration and drawing, as the STORE and PRINT lanes do them."""
    services = desk.catalogue.services
    drafts = [draft(number, services) for number in range(WARM + COUNT)]

    def go(number: int) -> bytes:
        done = register_application(desk, drafts[number], operator=OPERATOR, via="window")
        return b"".join(receipt_bytes(receipt_of(desk, done.application, 0, OPERATOR), WIDE))

    return go


def usual_stack(desk: Desk, path: Path) -> Route:
    """Return what most programs would do for the same receipts."""
    commit, draw = usual.orm(path), usual.receipts()
    found = [sample(desk, number) for number in range(WARM + COUNT)]

    def go(number: int) -> bytes:
        commit(number)
        return draw(found[number])

    return go


def sample(desk: Desk, number: int) -> Receipt:
    """Return the receipt of a draft, its number and secret invented."""
    unnumbered = preview_receipt(desk, draft(number, desk.catalogue.services), operator="শাহানা")
    receive_number, secret = str(ReceiveNumber(79, 26, 1, number + 1)), f"{number * 7919:013d}"
    reference = public_reference(desk.settings.public_base, receive_number, secret)
    return structs.replace(unnumbered, receive_number=receive_number, secret=secret, qr=reference)
