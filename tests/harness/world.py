"""A small world to be unkind to: homes of counters, and a centre that is a process of its own."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.domain.application import Applicant, ApplicationDraft
from kiosk.domain.clock import Clock, system_clock
from tests.harness.history import History, Kept

if TYPE_CHECKING:
    from kiosk.desk.context import Desk

OPERATOR = "shahana"
SERVICE = "khatian_copy_normal"
OFFICE = 79
REPOSITORY = Path(__file__).parents[2]


def draft(mark: str) -> ApplicationDraft:
    """Return an application of an invented person; its subject is the mark by which we know it again."""
    person = Applicant(name="মো. আবদুল করিম", mobile="01700000146", address="সয়না, কাউখালী")
    return ApplicationDraft(service=SERVICE, applicants=(person,), subject=mark)


def make_home(home: Path, *, server_url: str = "", printer_url: str = "none:", counter: int = 1) -> Path:
    """Set a counter up, alone with a provisional code; the server, if any, is only named."""
    from kiosk.desk.setup import SetUp, set_up
    from kiosk.settings import read_settings, write_settings

    set_up(
        home,
        SetUp(
            office_district=OFFICE,
            office_name_bn="জেলা ই-সেবা কেন্দ্র, পিরোজপুর",
            counter_code=counter,
            server="",
            enrolment="",
            printer_url=printer_url,
            operator_login=OPERATOR,
            operator_name_bn="শাহানা",
            operator_password="a long enough passphrase",
        ),
    )
    write_settings(home, replace(read_settings(home), server_url=server_url))
    return home


class Centre:
    """The central server: a real process on loopback, started again on the same port and home."""

    def __init__(self, home: Path, database_url: str = "") -> None:
        self.home, self._database_url = home, database_url
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Centre":
        command = [sys.executable, "-m", "kiosk", "--home", str(self.home), "--json", "central", "serve"]
        command += ["--port", str(self.port)]
        if self._database_url:
            command += ["--database-url", self._database_url]
        with (self.home.parent / f"{self.home.name}.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, cwd=REPOSITORY)
        self.port = int(self._ready()["ready"].rpartition(":")[2])
        return self

    def _ready(self) -> dict[str, str]:
        assert self._process
        assert self._process.stdout
        assert select.select([self._process.stdout], [], [], 60)[0], "the centre did not come up in a minute"
        line = self._process.stdout.readline()
        assert line, "the centre ended at once: " + (self.home.parent / f"{self.home.name}.log").read_text()[-2000:]
        return json.loads(line)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            os.kill(process.pid, how)
            process.wait(30)
            assert process.stdout
            process.stdout.close()

    def enrolment_code(self, counter: int = 1) -> str:
        from kiosk.central import commands

        return commands.enrol(self.home, office=OFFICE, counter=counter, database_url=self._database_url)

    def forward(self, number: str, branch: str) -> None:
        from kiosk.central import commands

        commands.forward(self.home, number, branch, note="", database_url=self._database_url)

    def kept(self) -> list[Kept]:
        """Return every application that the centre has, with the mark of who asked for it."""
        return [Kept(number, json.loads(bytes(body))["draft"]["subject"]) for number, body in self.rows(_KEPT)]

    def rows(self, query: str) -> list[tuple]:
        from sqlalchemy import text

        from kiosk.central.store.engine import open_database
        from kiosk.domain.clock import system_rng

        database = open_database(self.home, self._database_url, system_rng)
        try:
            with database.read() as connection:
                return [tuple(row) for row in connection.execute(text(query))]
        finally:
            database.engine.dispose()


_KEPT = "SELECT receive_number, body FROM application"


@contextmanager
def opened(home: Path, *, clock: Clock = system_clock) -> Iterator["Desk"]:
    """Give the desk of a home, and close it."""
    from kiosk.desk.context import close_desk, open_desk

    desk = open_desk(home, clock=clock)
    try:
        yield desk
    finally:
        close_desk(desk)


def enrolled_home(folder: Path, centre: "Centre", counter: int, **options: str) -> Path:
    """Set a counter up and enrol it; `options` as for `make_home`."""
    from kiosk.desk.enrol import enrol

    home = make_home(folder, **{"server_url": centre.url, **options}, counter=counter)
    with opened(home) as desk:
        enrol(desk.with_settings(replace(desk.settings, server_url=centre.url)), centre.enrolment_code(counter))
    return home


def register(desk: "Desk", history: History, mark: str) -> str:
    """Register as an operator would, and note it in the history; return the number."""
    from kiosk.desk.register import register_application

    history.invoke(mark)
    number = register_application(desk, draft(mark), operator=OPERATOR, via="cli").application.receive_number
    history.ok(mark, number)
    return number


@contextmanager
def centre(folder: Path, database_url: str = "") -> Iterator[Centre]:
    """Give a centre that runs, and end it however it stands."""
    running = Centre(folder / "centre", database_url)
    try:
        yield running.start()
    finally:
        running.kill()


def own_applications(desk: "Desk") -> list[Kept]:
    """Return every application of this counter's own journal, read from the records."""
    from kiosk.domain.events import ApplicationReceived, read_body, read_record

    with desk.store.read() as unit:
        bodies = [read_body(read_record(record)) for (record,) in unit.all("SELECT record FROM event ORDER BY seq")]
    received = [body.application for body in bodies if isinstance(body, ApplicationReceived)]
    return [Kept(application.receive_number, application.draft.subject) for application in received]
