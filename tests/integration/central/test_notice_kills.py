"""A server that dies while it sends, at any step: the person hears at most once, and of what is lost a person decides."""

import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.central.centre import close_centre, open_centre
from kiosk.central.notices.settings import LIVE, NoticeSettings, SmsSettings
from kiosk.central.notices.worker import Worker
from kiosk.central.settings import CentralSettings
from kiosk.central.store.tables import NoticeRow
from kiosk.domain.clock import system_clock
from tests.harness.gateway import SmsGateway
from tests.integration.central.machine import OFFICE, MovingClock

REPOSITORY = Path(__file__).parents[3]
PLACES = ("claiming", "claimed", "arrived", "answered", "settled")
"""`arrived`: the gateway has the bytes and has not answered yet."""

CHILD = """
import json, os, signal, sys
from pathlib import Path
from kiosk.central.centre import open_centre
from kiosk.central.notices.settings import NoticeSettings, SmsSettings
from kiosk.central.notices.worker import Worker
from kiosk.central.settings import CentralSettings

home, url, place, sms = sys.argv[1:]
def at(here):
    if here == place:
        os.kill(os.getpid(), signal.SIGKILL)
centre = open_centre(Path(home), CentralSettings(database_url=url))
worker = Worker(centre, NoticeSettings(mode="live", quiet_from="00:00", quiet_until="00:00", sms=SmsSettings(**json.loads(sms))), at)
while worker.step():
    pass
"""


@pytest.mark.parametrize("place", PLACES)
def test_killed_at_every_step_at_most_one_message(central_database: str, tmp_path: Path, place: str) -> None:
    settings = CentralSettings(database_url=central_database)
    with SmsGateway() as gateway:
        sms = SmsSettings(url=f"{gateway.url}/send", body='{"to":"{to}","text":"{text}"}')
        centre = open_centre(tmp_path / "centre", settings)
        owe_one(centre)
        close_centre(centre)
        if place == "arrived":
            gateway.faults = ["deaf"]
        die(tmp_path / "centre", central_database, place, sms, gateway)
        assert gateway.asked == (0 if place in {"claiming", "claimed"} else 1)
        state = go_on(tmp_path / "centre", settings, sms)
        expected = {"claiming": "sent", "settled": "sent"}.get(place, "not_known")
        assert (state, gateway.asked) == (expected, 0 if place == "claimed" else 1)


def owe_one(centre) -> None:
    from kiosk.central.notices.queue import owe_text
    from kiosk.central.offices import ensure_office
    from kiosk.domain.clock import stamp

    with centre.database.write() as connection:
        ensure_office(connection, OFFICE, centre.settings, centre.catalogue)
        owe_text(connection, OFFICE, "", "code-1", "+8801700000146", "কোড 123456", stamp(system_clock()))


def die(home: Path, url: str, place: str, sms: SmsSettings, gateway: SmsGateway) -> None:
    """Let a real process work until it is killed, by itself or, while it waits for the answer, by us."""
    import json

    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(home), url, place, json.dumps(asdict(sms))], cwd=REPOSITORY
    )
    try:
        if place == "arrived":
            assert gateway.arrived.wait(60)
            os.kill(child.pid, signal.SIGKILL)
        assert child.wait(60) == -signal.SIGKILL
    finally:
        child.kill()
        child.wait()


def go_on(home: Path, settings: CentralSettings, sms: SmsSettings) -> str:
    """Let another server go on, after the lease and the time for sending have run out; return the message's state."""
    clock = MovingClock()
    clock.now = system_clock()
    clock.pass_by(minutes=6)
    centre = open_centre(home, settings, clock=clock)
    try:
        worker = Worker(centre, NoticeSettings(mode=LIVE, sms=sms))
        while worker.step():
            pass
        clock.pass_by(hours=24)
        worker.step()
        with centre.database.read() as connection:
            return str(connection.scalar(select(NoticeRow.state)))
    finally:
        close_centre(centre)
