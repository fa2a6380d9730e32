"""A home that knows very many applications, as news of other counters bring them: made in minutes, not hours.

The first ones are registered by the program's own code (`tests.bench.fill`); the rest are their rows
again, under numbers of other counters and other days, most of them closed.  Registers, exports and
pictures read nothing else; for the search index and the journal fill a home in full.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from kiosk.domain.application import Application
from kiosk.domain.numbering import ReceiveNumber
from kiosk.domain.workflow import GRANTED, RECEIVED
from tests.bench.data import desk_at
from tests.bench.fill import anchors_of, kept_home

REGISTERED, CHUNK = 5_000, 20_000
PENDING_ONE_IN = 8
_A_COUNTER, _DAYS = 900_000, 3_000
_LAST = date(2026, 11, 23)
_APPLICATION = msgspec.json.Decoder(Application)
_WRITE = (
    "INSERT INTO application (receive_number, seq, service, state, received_at, received_on, operator, name, body,"
    " last_seq, channel, branch, closed_on, promised_on) VALUES (?, NULL, ?, ?, ?, ?, '', ?, ?, NULL, ?, ?, ?, ?)"
)


def known_home(count: int) -> Path:
    """Return a home that knows so many: the named one, the filled one where few are wanted, else one made once."""
    if os.environ.get("KIOSK_BENCH_HOME") or count <= REGISTERED:
        return kept_home(count)
    small = kept_home(REGISTERED)
    folder = Path(os.environ.get("KIOSK_BENCH_DIR") or tempfile.gettempdir())
    home = folder / f"{small.parent.name}-known-{count}" / "home"
    done = home.parent / "filled"
    if not done.exists():
        shutil.rmtree(home.parent, ignore_errors=True)
        shutil.copytree(small, home)
        shutil.copytree(anchors_of(small), anchors_of(home))
        _spread(home, count)
        done.touch()
    return home


def _spread(home: Path, count: int) -> None:
    os.environ["KIOSK_ANCHOR_DIR"] = str(anchors_of(home))
    with desk_at(home) as desk:
        with desk.store.read() as unit:
            (have,) = unit.one("SELECT count(*) FROM application") or (0,)
            models = unit.all("SELECT body, branch FROM application ORDER BY id LIMIT ?", REGISTERED)
        for start in range(have, count, CHUNK):
            with desk.store.write() as unit:
                unit.driver.executemany(_WRITE, _rows(models, start, min(start + CHUNK, count)))
            print(f"  {start:,} of {count:,}", file=sys.stderr, flush=True)


def _rows(models: list[Any], first: int, last: int) -> Iterator[tuple[Any, ...]]:
    for number in range(first, last):
        body, branch = models[number % len(models)]
        before = _APPLICATION.decode(body)
        day = (_LAST - timedelta(days=number % _DAYS)).isoformat()
        received = ReceiveNumber(79, int(day[2:4]), 2 + number // _A_COUNTER, number % _A_COUNTER + 1)
        known = msgspec.structs.replace(
            before, receive_number=str(received), received_on=day, received_at=day + before.received_at[10:]
        )
        closed = "" if number // _DAYS % PENDING_ONE_IN == 0 else day
        state = GRANTED if closed else RECEIVED
        name, draft = known.first_applicant.shown_name, known.draft
        traits = (str(received), draft.service, state, known.received_at, day, name, msgspec.json.encode(known))
        yield (*traits, draft.channel.value, branch, closed, known.promised_on or "")
