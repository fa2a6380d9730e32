"""A counter for tests of store and desk: its home, its clock, invented people."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.desk.context import Desk, open_desk
from kiosk.desk.register import Registered, register_application
from kiosk.desk.setup import SetUp, set_up
from kiosk.domain.application import Applicant, ApplicationDraft

OPERATOR = "shahana"
PASSWORD = "a long enough passphrase"
SERVICE = "khatian_copy_normal"
MORNING = datetime(2026, 11, 23, 4, 45, 7, 123000, UTC)


class Watch:
    """A clock that stands still until it is told."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def made_home(home: Path, *, counter: int = 1, printer_url: str = "tcp://127.0.0.1:9") -> Path:
    """Set a counter up that works alone."""
    given = SetUp(
        office_district=79,
        office_name_bn="জেলা ই-সেবা কেন্দ্র, পিরোজপুর",
        operator_login=OPERATOR,
        operator_name_bn="শাহানা",
        operator_password=PASSWORD,
        counter_code=counter,
        printer_url=printer_url,
    )
    set_up(home, given, clock=Watch())
    return home


def draft(number: int = 0, **applicant: str) -> ApplicationDraft:
    """Return an application of an invented person; a number makes another one."""
    fields = {"name": f"আবদুল করিম {number}", "guardian": "রহিম শেখ", "mobile": f"017{number:08d}"} | applicant
    return ApplicationDraft(service=SERVICE, applicants=(Applicant(**fields),))


def register(desk: Desk, number: int = 0, **options: object) -> Registered:
    """Register one invented person's application."""
    return register_application(desk, draft(number), operator=OPERATOR, via="cli", **options)


def serial(done: Registered) -> int:
    """Return the serial inside a receive number."""
    return int(done.application.receive_number[6:12])


def opened(home: Path, watch: Watch | None = None) -> Desk:
    return open_desk(home, clock=watch or Watch())


def copy_home(source: Path, target: Path) -> Path:
    """Copy a home as it lies on the disk."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target
