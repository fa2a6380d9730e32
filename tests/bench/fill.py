"""A home with many applications in it: `python -m tests.bench.fill HOME ROWS`.

Each is a whole registration (event, rows, ledger, search index), written by the program's own code;
only the syncs are fewer, one for a thousand.  A million takes about ten minutes and 5 GB; keep the
folder and name it in `KIOSK_BENCH_HOME`.  Without that the benches make `KIOSK_BENCH_ROWS`
(default 10,000) themselves, or take what was made for them before (`kept_home`).
"""

import hashlib
import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.desk.context import Desk
from kiosk.desk.find import index_pending
from kiosk.domain.application import Application
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.events import ApplicationReceived
from kiosk.domain.intake import accept
from kiosk.domain.numbering import LAST_SERIAL, ReceiveNumber
from kiosk.store import journal
from kiosk.store.projection import LocalPart
from kiosk.store.session import Unit
from tests.bench.data import OPERATOR, desk_at, draft

DEFAULT_ROWS = 10_000
BATCH = 1_000
_FIRST_DAY = datetime(2017, 1, 1, 4, tzinfo=UTC)
_A_YEAR = 120_000
_PRINTED = LocalPart(printing="none")


def rows_wanted() -> int:
    """Return how many applications the environment asks for."""
    return int(os.environ.get("KIOSK_BENCH_ROWS", DEFAULT_ROWS))


def anchors_of(home: Path) -> Path:
    """Return where the anchor of a home made here lives; whoever opens it names this folder."""
    return home.with_name(f"{home.name}-anchors")


def kept_home(count: int) -> Path:
    """Return a home with so many applications: the named one, else one that is made once and kept outside the checkout."""
    named = os.environ.get("KIOSK_BENCH_HOME")
    if named:
        return Path(named).absolute()
    sources = b"".join((Path(__file__).parent / name).read_bytes() for name in ("data.py", "fill.py"))
    folder = Path(os.environ.get("KIOSK_BENCH_DIR") or tempfile.gettempdir())
    home = folder / f"kiosk-bench-{count}-{hashlib.sha256(sources).hexdigest()[:8]}" / "home"
    done = home.parent / "filled"
    if not done.exists():
        shutil.rmtree(home.parent, ignore_errors=True)
        home.parent.mkdir(parents=True)
        fill(home, count)
        done.touch()
    return home


def fill(home: Path, count: int) -> None:
    """Register so many applications in a home, made now if it is not there; nothing is owed on paper."""
    os.environ["KIOSK_ANCHOR_DIR"] = str(anchors_of(home))
    with desk_at(home) as desk:
        for start in range(0, count, BATCH):
            with desk.store.write() as unit:
                for number in range(start, min(start + BATCH, count)):
                    _register(desk, unit, number)
            if start % (BATCH * 50) == 0:
                index_pending(desk)
                print(f"  {start:,} of {count:,}", file=sys.stderr, flush=True)
        index_pending(desk)


def _register(desk: Desk, unit: Unit, number: int) -> None:
    at = _FIRST_DAY + timedelta(days=365 * (number // _A_YEAR), minutes=3 * (number % _A_YEAR))
    accepted = accept(draft(number, desk.catalogue.services), desk.catalogue, dhaka_day(at))
    received = ReceiveNumber(79, 17 + number // _A_YEAR, 1, number % _A_YEAR + 1)
    assert received.serial < LAST_SERIAL
    application = Application(
        receive_number=str(received),
        secret=f"{number:013d}",
        kind=desk.catalogue.services[accepted.service].kind,
        catalogue_version=desk.catalogue.version,
        received_at=stamp(at),
        received_on=dhaka_day(at).isoformat(),
        draft=accepted,
    )
    body = ApplicationReceived(application)
    journal.append(unit, body, at=at, operator=OPERATOR, via="window", rng=desk.rng, local=_PRINTED)


if __name__ == "__main__":
    fill(Path(sys.argv[1]).absolute(), int(sys.argv[2]))
